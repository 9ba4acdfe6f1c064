. "$ROOT/tests/cli/authoring/project.bash"
"$LDENGINE" lint; echo "exit $?"
cat >rules/doubt.lua <<'END'
return ld.rule {
  id = "own/doubt", severity = "warning", title = "Doubt", each = "needs",
  fails = "lane ~= 'core' and not (priority < weight) and reason:find('x')",
  message = {en = "{id}"},
  fires = {needs = {{id = "n"}}},
}
END
sed -i "s/not (priority < weight)/priority/" rules/doubt.lua
"$LDENGINE" lint --fail-on warning 2>&1; echo "exit $?"
"$LDENGINE" lint --lang nl --unused-fields -q 2>&1; echo "exit $?"
"$LDENGINE" lint rules/doubt.lua --format json | python3 -c 'import json, sys
for f in json.load(sys.stdin)["data"]["findings"]: print(f["rule"], f["severity"], f["line"], f["column"])'
