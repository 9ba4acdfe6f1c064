#!/usr/bin/env bash
# Public optimisation problems through ld.model: their known optima, or a stated gap. The files are not part of
# the project: OR_INSTANCES, else the shared corpus, names the folder that has them; without it nothing is
# tested, and it says so.
# Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
root=$(cd ../.. && pwd)
export LDENGINE=${LDENGINE:-$root/build/release/bin/ldengine}
export PYTHONDONTWRITEBYTECODE=1
exec python3 suite.py "${OR_INSTANCES:-${LDE_CORPUS:+$LDE_CORPUS/or-instances}}"
