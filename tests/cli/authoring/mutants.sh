. "$ROOT/tests/cli/authoring/project.bash"
pick() { python3 -c "import json, sys; print(json.dumps(json.load(sys.stdin)['data']$1))"; }
"$LDENGINE" test --mutate
"$LDENGINE" test --mutate --lang nl rules/large.lua
"$LDENGINE" test --mutate --format json | pick '["mutation"]'
