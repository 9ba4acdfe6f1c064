#!/usr/bin/env bash
# Runs the Lua files beside this script, which state their results in place. Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
program=${LDE_TOOLS:-$(cd ../.. && pwd)/build/sanitize/tests/tools}/run_script
passed=0 failed=0
for file in *.lua */*.lua; do
  [ -e "$file" ] || continue
  if out=$("$program" "$file" 2>&1); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "not ok $file"
    echo "$out"
  fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
