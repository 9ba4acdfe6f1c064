. "$ROOT/tests/cli/show.bash"
"$LDENGINE" version | sed -E 's/[0-9]+\.[0-9]+\.[0-9]+/VERSION/; s/with(out)? CBC/BUILD/'
"$LDENGINE" --version --lang nl | sed -E 's/[0-9]+\.[0-9]+\.[0-9]+/VERSION/; s/(met|zonder) CBC/GEBOUWD/'
"$LDENGINE" version --format json | python3 -c '
import json, sys
answer = json.load(sys.stdin)
print(sorted(answer), answer["command"], answer["ok"])
print(sorted(answer["data"]), sorted(answer["data"]["libraries"]), type(answer["data"]["cbc"]).__name__)'
