#!/usr/bin/env bash
# The hostile corpora of Lua, YAML and CSV, through the parts that read them, built with sanitizers.
# Argument: how often each Lua file is run (default 1; the full check is 20). Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
tools=${LDE_TOOLS:-$(cd ../.. && pwd)/build/sanitize/tests/tools}
export LDE_SANITIZED=1
passed=0 failed=0

one() {
  local out code
  out=$("$@" 2>&1)
  code=$?
  if grep -q '^skipped' <<<"$out"; then
    grep '^skipped' <<<"$out"
  elif [ $code -eq 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "$out"
  fi
}
one ./lua.sh "$tools/lua_corpus" "${1:-1}"
one ./yaml.sh "$tools/read_yaml"
one ./csv.sh "$tools/read_csv"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
