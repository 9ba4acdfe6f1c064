. "$ROOT/tests/cli/authoring/project.bash"
pick() { python3 -c "import json, sys; print(json.dumps(json.load(sys.stdin)['data']$1))"; }
"$LDENGINE" test -v
"$LDENGINE" test --coverage
"$LDENGINE" test --min-coverage 90 -q; echo "exit $?"
"$LDENGINE" test --min-coverage 80% -q; echo "exit $?"
"$LDENGINE" test --coverage --lang nl
"$LDENGINE" test --coverage --format json | pick '["coverage"]'
"$LDENGINE" test --min-coverage most 2>&1; echo "exit $?"
