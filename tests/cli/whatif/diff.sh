# Two offers side by side: what is added, dropped and changed, and that the cents add up; two checks.
. "$ROOT/tests/cli/show.bash"
small_project
"$LDENGINE" run --format json -o seven.json
"$LDENGINE" run --set budgets:central.setup=8000 --format json -o eight.json
show diff seven.json eight.json
show diff seven.json eight.json --lang nl --format markdown --exit-code
show diff seven.json seven.json --exit-code
"$LDENGINE" diff seven.json eight.json --format json | python3 -c '
import json, sys
d = json.load(sys.stdin)["data"]["diff"]
rows = d["added"] + d["dropped"] + d["changed"]
print("cents add up:", sum(r["cost"][1] - r["cost"][0] for r in rows) == d["cost"][1] - d["cost"][0],
      sum(b["planned"][1] - b["planned"][0] for b in d["budgets"]) == d["cost"][1] - d["cost"][0])'

echo "- stored runs"
"$LDENGINE" run --save -q >/dev/null
"$LDENGINE" run --save -q --set budgets:central.setup=7900 >/dev/null
show diff latest~1 latest
show diff nothing latest

echo "- two checks"
cat >rules/b.lua <<'END'
return ld.rule { id = "own/small", code = "X1", severity = "warning", title = { en = "small", nl = "klein" },
  each = "needs", fails = "heads < 5", message = { en = "{id} has {heads}", nl = "{id} heeft {heads}" },
  fires = { needs = { { id = "a", heads = 1 } } }, clean = { needs = { { id = "a", heads = 9 } } } }
END
sed -i 's/^rules:/rules:\n  files: [rules\/b.lua]/' ldengine.yaml
"$LDENGINE" check --format json -o one.json
"$LDENGINE" check --format json -o two.json --set needs:N2.heads=9 --set needs:N1.heads=3
show diff one.json two.json -v --exit-code
"$LDENGINE" check --save -q >/dev/null 2>&1
show diff latest two.json --lang nl
show diff one.json seven.json
