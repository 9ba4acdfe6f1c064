. "$ROOT/tests/cli/show.bash"
small_project
# only what the program and the project say: machines differ
"$LDENGINE" doctor --format json | python3 -c '
import json, sys
answer = json.load(sys.stdin)
print(answer["command"], list(answer["data"]), sorted(answer["data"]["summary"]))
print(len(answer["data"]["checks"]) >= 12, [sorted(one) for one in answer["data"]["checks"]][0])
for one in answer["data"]["checks"]:
    if one["id"] in ("rules", "packs", "project", "rule-files", "writing", "database"):
        print(one["id"], one["status"], one["help"])'
find . -type f | sort
