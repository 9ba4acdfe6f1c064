. "$ROOT/tests/cli/show.bash"
small_project
show check
show check --lang nl
show check -q
show check --fail-on warning
show check --fail-on never
"$LDENGINE" check --format json | python3 -c '
import json, sys
answer = json.load(sys.stdin)
print(list(answer), answer["command"], answer["ok"], answer["diagnostics"])
print(json.dumps(answer["data"]))'
