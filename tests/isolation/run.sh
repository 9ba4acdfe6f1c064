#!/usr/bin/env bash
# The locks of workers, shown from outside: which system calls are left, that two projects of one check
# do not see each other, what a rule can reach, and what becomes of a worker that is killed.
# LDE_TOOLS and LDENGINE name the programs of one build. Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
root=$(cd ../.. && pwd)
tools=${LDE_TOOLS:-$root/build/release/tests/tools}
export LDENGINE=${LDENGINE:-$root/build/release/bin/ldengine} LDE_TOOLS=$tools LC_ALL=C.UTF-8
PYTHONPATH=$root/tests/tools PYTHONDONTWRITEBYTECODE=1 exec python3 proof.py "$@"
