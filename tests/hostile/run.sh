#!/usr/bin/env bash
# The hostile corpora of Lua, YAML and CSV through the program, the release build, the build with sanitizers and, for
# as long as it may take, memcheck; batches of projects with hostile rules in random orders; and what is promised of
# inputs and outputs, tried from outside. Ends with tables of the result; scripts/hostile runs all of it, and more.
# LDE_TOOLS: one build for all ways. Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
root=$(cd ../.. && pwd)
export LDENGINE=${LDENGINE:-$root/build/release/bin/ldengine} PYTHONPATH=$root/tests/tools PYTHONDONTWRITEBYTECODE=1
export LDE_CORPUS=${LDE_CORPUS:-$root/../shared/corpus} LC_ALL=C.UTF-8
passed=0 failed=0

one() {
  local out code last
  out=$("$@" 2>&1)
  code=$?
  printf '%s\n' "$out" | sed '$d'
  last=$(grep -Eo '[0-9]+ passed, [0-9]+ failed' <<<"$out" | tail -n 1)
  [ -n "$last" ] || { printf '%s\n' "$out"; last="0 passed, 1 failed"; code=0; }
  [ $code = 0 ] || [[ $last != *", 0 failed" ]] || last="0 passed, 1 failed"
  passed=$((passed + ${last%% *}))
  last=${last#*, }
  failed=$((failed + ${last%% *}))
}

one python3 corpora.py --valgrind "${LDE_VALGRIND_SECONDS:-20}" "$@"
one python3 batch.py --orders "${LDE_ORDERS:-2}"
one python3 promises.py
echo "$passed passed, $failed failed"
[ $failed = 0 ]
