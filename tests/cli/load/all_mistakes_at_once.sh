cd "$ROOT/tests/cli/load/mistakes" || exit 1
"$LDENGINE" check --lang en
