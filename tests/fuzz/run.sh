#!/usr/bin/env bash
# Replays what fuzzing kept (corpus/<target>: seeds and every input that once ended a target) through the
# targets of tests/fuzz, built with sanitizers. LDE_REPLAY names the folder of the replay programs.
# scripts/fuzz searches for more. Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
programs=${LDE_REPLAY:-$(cd ../.. && pwd)/build/sanitize/tests/fuzz}
export LC_ALL=C.UTF-8
passed=0 failed=0

for source in *.c; do
  target=${source%.c}
  [ "$target" = replay ] && continue
  if [ ! -d "corpus/$target" ]; then
    echo "FAILED $target has no corpus"
    failed=$((failed + 1))
    continue
  fi
  if out=$(timeout 300 "$programs/replay_$target" "corpus/$target" 2>&1); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED $target"
    timeout 300 "$programs/replay_$target" -1 "corpus/$target" 2>&1 | tail -n 40
  fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
