#!/usr/bin/env bash
# Every format of `check` and `test` against the schemas of those who read it, for a project of every kind:
# one with all sorts of findings, one without any, one that cannot be read, several together, and the
# examples. SARIF also goes through the reference validator of its makers, when npm can fetch it.
# Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
ROOT=$(cd ../.. && pwd)
LDENGINE=${LDENGINE:-$ROOT/build/release/bin/ldengine}
SCHEMAS=${LDE_CORPUS:-$ROOT/../shared/corpus}/schemas
export ROOT LDENGINE LC_ALL=C.UTF-8 TZ=UTC
unset LDENGINE_LANG LDENGINE_FORMAT
for python in python3 /usr/bin/python3; do
  "$python" -c 'import jsonschema' 2>/dev/null && break
done
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check() { # NAME COMMAND…
  local name=$1 said
  shift
  if said=$("$@" 2>&1); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'not ok %s\n%s\n' "$name" "$(head -20 <<<"$said" | sed 's/^/  /')"
  fi
}

# ---- what is checked ----

. "$ROOT/tests/cli/formats/plan.bash"
cd "$work" || exit 1
mixed mixed
mixed clean
rm clean/rules/own.lua
sed -i '/^exceptions/,$d' clean/ldengine.yaml
unreadable unreadable
mkdir rules_only
cp -r mixed/rules rules_only/
printf 'ldengine: 1\norganisation: {id: o}\nyear: 2027\nsources: []\nrules: {packs: [], files: [rules/*.lua]}\n' >rules_only/ldengine.yaml
"$LDENGINE" check mixed --format json -o old.json 2>/dev/null

write() { # NAME ARGUMENTS…: all formats of one check
  local name=$1 form
  shift
  for form in json jsonl sarif junit tap github gitlab markdown csv; do
    "$LDENGINE" check "$@" --format $form >"$name.$form" 2>/dev/null
  done
}
write mixed mixed
write mixed_nl mixed --lang nl
write clean clean
write unreadable unreadable
write nowhere nowhere
write baseline mixed --baseline old.json
write several mixed clean unreadable nowhere
for example in "$ROOT"/examples/*/ldengine.yaml; do
  example=${example%/ldengine.yaml}
  write "${example##*/}" -C "$example"
done
for form in junit tap; do "$LDENGINE" test -C rules_only --format $form >tests.$form 2>/dev/null; done

# ---- SARIF ----

if [ -e "$SCHEMAS/sarif-schema-2.1.0.json" ]; then
  for file in *.sarif; do
    check "$file by the schema" "$python" "$ROOT/tests/formats/valid.py" "$SCHEMAS/sarif-schema-2.1.0.json" "$file"
  done
else
  echo "skipped: SARIF and JUnit by their schemas, no $SCHEMAS"
fi
tool=${LDE_SARIF_TOOL:-}
if [ -z "$tool" ] && command -v npm >/dev/null &&
  (mkdir npm && cd npm && npm init -y && timeout 120 npm install --no-audit --no-fund @microsoft/sarif-multitool) >npm.log 2>&1; then
  tool=$work/npm/node_modules/.bin/sarif-multitool
fi
if [ -n "$tool" ]; then
  for file in *.sarif; do
    # it asks for a web address of the tool, and there is none
    check "$file by the reference validator" bash -c '
      said=$(timeout 100 "$0" validate "$1" 2>&1) || { echo "$said"; exit 1; }
      grep -q "Analysis completed successfully" <<<"$said" || { echo "$said"; exit 1; }
      ! grep -E ": (error|warning) " <<<"$said" | grep -v SARIF2005' "$tool" "$file"
  done
else
  echo "skipped: the reference validator of SARIF, npm cannot fetch it"
fi

# ---- XML, JSON, TAP, CSV ----

if [ -e "$SCHEMAS/JUnit.xsd" ]; then
  for file in *.junit; do
    check "$file by Ant's schema" xmllint --noout --schema "$SCHEMAS/JUnit.xsd" "$file"
    check "$file by Jenkins' schema" xmllint --noout --schema "$SCHEMAS/junit-10.xsd" "$file"
  done
fi
for form in jsonl sarif gitlab github csv tap junit; do
  for file in *."$form"; do
    json=${file%.*}.json
    [ -e "$json" ] || continue
    check "$file says what the JSON says" "$python" "$ROOT/tests/formats/same.py" $form "$json" "$file"
  done
done
for file in *.tap; do
  check "$file is TAP" bash -c 'prove --exec cat "$1" 2>&1 | grep -vE "^Result|ok$|^$" | grep -iE "parse error|bad plan" && exit 1 || exit 0' - "$file"
done

echo "$passed passed, $failed failed"
[ $failed = 0 ]
