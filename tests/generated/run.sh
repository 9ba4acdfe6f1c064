#!/usr/bin/env bash
# The checked-in documents are what the model gives today. Last line: N passed, N failed.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
export LDENGINE=${LDENGINE:-$root/build/release/bin/ldengine}
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
passed=0 failed=0

"$root/scripts/update_generated" "$fresh" || failed=1
for name in ldengine.schema.json model.sql ldengine.d.lua model.en.md model.nl.md; do
  if cmp -s "$fresh/$name" "$root/src/model/generated/$name"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "not ok $name differs: run scripts/update_generated"
    diff "$root/src/model/generated/$name" "$fresh/$name" | head -10
  fi
done
# The SQL is accepted by sqlite3 as it is.
if sqlite3 :memory: <"$fresh/model.sql" >/dev/null; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
echo "$passed passed, $failed failed"
[ $failed = 0 ]
