#!/bin/sh
# Every hostile YAML file is refused or read as its manifest says, without a crash.
#   hostile_yaml.sh PATH-OF-read_yaml
# LDE_CORPUS names the folder of the corpora; without it nothing is judged.
set -u
reader=$1
if [ -z "${LDE_CORPUS:-}" ] || [ ! -f "$LDE_CORPUS/hostile-yaml/manifest.tsv" ]; then
  echo "skipped: LDE_CORPUS has no hostile-yaml"
  exit 77
fi
# Wrong only for a field of a known type: as plain trees these are texts.
typed=' date_impossible.yaml num_1e999.yaml num_big_integer.yaml num_inf_nan.yaml '
failed=0
tab=$(printf '\t')
while IFS="$tab" read -r file expect rest; do
  [ "$file" = file ] && continue
  answer=$("$reader" "$LDE_CORPUS/hostile-yaml/$file" 2>&1)
  status=$?
  case $answer in
    accept*) verdict=accept ;;
    refuse*) verdict=error ;;
    *) verdict="broken" ;;
  esac
  case $typed in *" $file "*) expect=accept ;; esac
  [ "$expect" = either ] && [ "$verdict" != broken ] && expect=$verdict
  if [ $status -ne 0 ] || [ "$verdict" != "$expect" ] || [ ${#answer} -gt 1200 ]; then
    echo "FAILED $file: expected $expect ($rest), got $answer"
    failed=1
  fi
done < "$LDE_CORPUS/hostile-yaml/manifest.tsv"
suite=$LDE_CORPUS/suites/yaml-test-suite
if [ -d "$suite" ]; then
  find "$suite" -name in.yaml | sed 's|/in.yaml$||' | LC_ALL=C sort | xargs "$reader" --suite || failed=1
fi
exit $failed
