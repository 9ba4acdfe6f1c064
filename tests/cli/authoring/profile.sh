. "$ROOT/tests/cli/authoring/project.bash"
"$LDENGINE" profile | sed -E 's/ +[0-9.]+ +[0-9.]+ +[0-9.]+ +/ T N S /'
"$LDENGINE" profile --format json | python3 -c 'import json, sys
data = json.load(sys.stdin)["data"]; print(data["columns"], data["rows"][0][0:3], data["rows"][0][6])'
"$LDENGINE" profile --rule own/lagre 2>&1; echo "exit $?"
