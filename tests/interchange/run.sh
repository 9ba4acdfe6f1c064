#!/usr/bin/env bash
# Formats of other programs: in by the shipped mappings, out, and back again, with real files where the
# corpus is there. Last line: N passed, N failed.
cd "$(dirname "$0")" || exit 1
ROOT=$(cd ../.. && pwd)
export ROOT LDENGINE=${LDENGINE:-$ROOT/build/release/bin/ldengine} LC_ALL=C.UTF-8 TZ=UTC PYTHONDONTWRITEBYTECODE=1
export LDE_CORPUS=${LDE_CORPUS:-$ROOT/../shared/corpus}
unset LDENGINE_LANG LDENGINE_FORMAT NO_COLOR CLICOLOR_FORCE
PYTHONPATH=$ROOT/tests/tools exec python3 cases.py
