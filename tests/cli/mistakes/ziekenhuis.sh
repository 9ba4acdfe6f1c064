# Every mistake that the README of examples/ziekenhuis/mistakes tells is found at its line, and nothing else.
python3 "$ROOT/tests/cli/mistakes/compare.py" ziekenhuis 15
