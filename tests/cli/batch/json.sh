. "$ROOT/tests/cli/batch/projects.bash"
project first
project loop "while true do end"
project broken
printf 'goals: [{\n' >broken/plan.yaml
"$LDENGINE" check first loop broken --limit steps=5M --format json | python3 -c '
import json, sys
answer = json.load(sys.stdin)
print(list(answer), answer["command"], answer["ok"], list(answer["data"]), answer["data"]["isolation"]["unsafe"])
for one in answer["diagnostics"]:
    print(one["code"], one["file"], one["line"], one["message"])
for one in answer["data"]["organisations"]:
    findings = [(each["rule"], each["file"], each["line"], each["column"]) for each in one["findings"]]
    print(list(one), one["folder"], one["judged"], one["organisation"], one["name"], one["year"], findings, one["summary"])'
