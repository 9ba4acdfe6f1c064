#!/usr/bin/env bash
# The properties of an offer, seen from outside: known optima, what must not change it, plans checked by
# an independent recomputation, and the edges. Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
root=$(cd ../.. && pwd)
LDENGINE=${LDENGINE:-$root/build/release/bin/ldengine}
export LDENGINE PYTHONDONTWRITEBYTECODE=1
exec python3 suite.py "$root" "$LDENGINE"
