# Every mistake that the README of examples/gemeente/mistakes tells is found at its line, and nothing else.
python3 "$ROOT/tests/cli/mistakes/compare.py" gemeente 40
