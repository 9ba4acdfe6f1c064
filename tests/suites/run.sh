#!/usr/bin/env bash
# The conformance suites of YAML and JSON, and the small hostile files cut at every byte and with every bit
# flipped, through the readers built with sanitizers. Where a verdict differs from libyaml's, the reason stands
# in differences.txt; where our reader of JSON differs from the suite, in json.txt.
# LDE_TOOLS, LDE_REPLAY: programs of a build; LDE_MANGLE: size of the hostile files to mangle (150); from 4096 on also the
# cases of the YAML suite. Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
root=$(cd ../.. && pwd)
tools=${LDE_TOOLS:-$root/build/sanitize/tests/tools}
replay=${LDE_REPLAY:-$root/build/sanitize/tests/fuzz}
corpus=${LDE_CORPUS:-$root/../shared/corpus}
most=${LDE_MANGLE:-150}
export LC_ALL=C.UTF-8
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

result() { # NAME CODE
  if [ "$2" = 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED $1"
    head -n 20 "$work/out"
  fi
}

if [ ! -d "$corpus/suites" ]; then
  echo "skipped: no suites at $corpus"
  echo "0 passed, 0 failed"
  exit 0
fi

# YAML: refused or accepted without a crash, never laxer than libyaml, each difference for a reason we named
find "$corpus/suites/yaml-test-suite" -name in.yaml | sed 's|/in.yaml$||' | sort |
  xargs "$tools/read_yaml" --suite >"$work/out" 2>&1
result "yaml: a case was accepted that libyaml refuses, or the reader ended" $?
sed -n 's|^refused here only: .*yaml-test-suite/||p' "$work/out" | sort >"$work/now"
diff <(grep -v '^#' differences.txt) "$work/now" >"$work/out"
result "yaml: other cases are refused than differences.txt says" $?

# JSON, as a member of the file of a baseline: y_ must be read, n_ refused, i_ either
mkdir "$work/wrapped"
for file in "$corpus"/suites/json-test-suite/test_parsing/*.json "$corpus"/suites/json-test-suite/test_transform/*.json; do
  { printf '{"a":'; cat "$file"; printf '}'; } >"$work/wrapped/${file##*/}"
done
"$replay/replay_json" -v "$work/wrapped" >"$work/json" 2>"$work/out"
result "json: the reader ended" $?
{ grep '^refused y_' "$work/json"; grep '^read n_' "$work/json"; } | sort >"$work/now"
diff <(grep -v '^#' json.txt) "$work/now" >"$work/out"
result "json: other differences than json.txt says" $?

# cut and flipped
mangled=(yaml:hostile-yaml csv:hostile-csv manifest:hostile-yaml json:suites/json-test-suite lua:hostile-lua)
[ "$most" -lt 4096 ] || mangled+=(yaml:suites/yaml-test-suite)
for target in "${mangled[@]}"; do
  folder=${target#*:} size=$most
  [ "$folder" != hostile-lua ] || [ "$most" -lt 150 ] || size=150 # each is run, twice
  find "$corpus/$folder" -type f -size -5k \( -path '*/yaml-test-suite/*/in.yaml' -o ! -path '*/yaml-test-suite/*' \) \
    ! -name README.md ! -name LICENSE ! -name manifest.tsv -print0 | sort -z |
    xargs -0 -n 100000 timeout 7200 "$replay/replay_${target%%:*}" -m "$size" >"$work/out" 2>&1
  result "$folder, cut and flipped, by ${target%%:*}" $?
  sed -n "s|^\([0-9]*\) inputs|$folder, cut and flipped, by ${target%%:*}: \1 inputs|p" "$work/out"
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
