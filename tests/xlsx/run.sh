#!/usr/bin/env bash
# Workbooks as other programs write and read them: templates filled in and imported, round trips, marked
# copies, hostile files, speed. Needs openpyxl and gnumeric; LibreOffice is used where it is installed.
# Last line: N passed, N failed.
cd "$(dirname "$0")" || exit 1
ROOT=$(cd ../.. && pwd)
export ROOT LDENGINE=${LDENGINE:-$ROOT/build/release/bin/ldengine} LC_ALL=C.UTF-8 TZ=UTC PYTHONDONTWRITEBYTECODE=1
unset LDENGINE_LANG LDENGINE_FORMAT NO_COLOR CLICOLOR_FORCE
for python in python3 /usr/bin/python3; do
  "$python" -c 'import openpyxl' 2>/dev/null && PYTHONPATH=$ROOT/tests/tools exec "$python" cases.py
done
echo "skipped: openpyxl is not installed; scripts/setup tests installs it"
echo "0 passed, 0 failed"
