#!/usr/bin/env bash
# Lets allocations and calls of the system fail, one at a time, and looks what becomes of the program and its
# files (failures.py). How many calls of a kind are tried in a scenario: LDE_FAILURES, 2 here, "all" for every
# one of them. LDENGINE and LDE_TOOLS name programs built without sanitizers. Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
root=$(cd ../.. && pwd)
tools=${LDE_TOOLS:-$root/build/release/tests/tools}
export LDENGINE=${LDENGINE:-$root/build/release/bin/ldengine} INTERPOSE=$tools/libinterpose.so LC_ALL=C.UTF-8
export LDE_FAILURES=${LDE_FAILURES:-2}
exec python3 failures.py "$@"
