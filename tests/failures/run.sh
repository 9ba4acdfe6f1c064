#!/usr/bin/env bash
# Lets allocations and calls of the system fail, one at a time, and looks what becomes of the program and its
# files (failures.py): of each place in the program the first call, as many as fit in a minute. LDE_FAILURES=all takes
# every one of them (scripts/failures). LDENGINE and LDE_TOOLS name the programs. Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
root=$(cd ../.. && pwd)
tools=${LDE_TOOLS:-$root/build/release/tests/tools}
export LDENGINE=${LDENGINE:-$root/build/release/bin/ldengine} INTERPOSE=$tools/libinterpose.so LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
exec python3 failures.py "$@"
