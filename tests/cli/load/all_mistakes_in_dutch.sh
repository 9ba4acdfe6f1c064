"$LDENGINE" check -C "$ROOT/tests/cli/load/mistakes" --lang nl
