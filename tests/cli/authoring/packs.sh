# The shipped packs: every rule is reached, and nearly every change to one is noticed.
"$LDENGINE" test "$ROOT/rules/packs" --coverage --mutate --format json >out.json; echo "exit $?"
python3 -c 'import json
data = json.load(open("out.json"))["data"]; reached, changed = data["coverage"], data["mutation"]
print(data["summary"]["failed"], reached["covered"] >= 0.98 * reached["total"], [r["rule"] for r in reached["rules"] if not r["covered"]],
      changed["killed"] >= 0.95 * changed["total"])'
"$LDENGINE" lint "$ROOT/rules/packs" -q >/dev/null; echo "exit $?"
