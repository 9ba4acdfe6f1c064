#!/usr/bin/env bash
# The 22 verified facts of examples/zorgregio, computed by a Lua script on the model and some again by
# SQL, compared with the figures of facts.json. Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
root=$(cd ../.. && pwd)
LDENGINE=${LDENGINE:-$root/build/release/bin/ldengine}
export LDENGINE
exec python3 compare.py "$root" "$LDENGINE"
