#!/usr/bin/env bash
# A good citizen of terminal and pipe: lines fit at every width, quiet is quiet, a reader that goes away and
# a program that is stopped leave nothing half-written, shells complete, man pages are clean.
# Last line: N passed, N failed.
cd "$(dirname "$0")" || exit 1
ROOT=$(cd ../.. && pwd)
export ROOT LDENGINE=${LDENGINE:-$ROOT/build/release/bin/ldengine} LC_ALL=C.UTF-8 TZ=UTC PYTHONDONTWRITEBYTECODE=1
unset LDENGINE_LANG LDENGINE_FORMAT LDENGINE_COLOR NO_COLOR CLICOLOR_FORCE COLUMNS TERM
PYTHONPATH=$ROOT/tests/tools exec python3 cases.py
