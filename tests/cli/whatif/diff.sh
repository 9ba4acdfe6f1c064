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

echo "- as a page and as a workbook"
"$LDENGINE" diff seven.json eight.json --format html -o diff.html; echo "exit $?"
"$LDENGINE" diff seven.json eight.json --lang nl -o diff.xlsx; echo "exit $?"
"$LDENGINE" diff one.json two.json -o findings.html; echo "exit $?"
python3 - <<'END'
import re, xml.dom.minidom, zipfile
page = open("diff.html").read()
svg = re.findall(r"<svg.*?</svg>", page, re.S)
for picture in svg:
    xml.dom.minidom.parseString(picture)
print(len(svg), "picture; tables:", re.findall(r"<caption>([^<]*)", page))
amounts = re.findall(r"<text[^>]*>([+−] )?€ ([0-9,.]+)</text>", svg[0])
value = [(1 if sign == "+ " else -1 if sign else 0, float(text.replace(",", ""))) for sign, text in amounts]
steps = sum(sign * amount for sign, amount in value)
totals = [amount for sign, amount in value if not sign]
print("the picture adds up:", totals, steps, totals[0] + steps == totals[1])
book = zipfile.ZipFile("diff.xlsx")
text = book.read("xl/workbook.xml").decode()
print("sheets:", re.findall(r'<sheet name="([^"]*)"', text))
print("findings:", "own/small" in open("findings.html").read())
END
"$LDENGINE" run --save -q >/dev/null
"$LDENGINE" run --save -q --set budgets:central.setup=8000 >/dev/null
"$LDENGINE" diff latest~1 latest --format json >stored.json
"$LDENGINE" diff seven.json eight.json --format json >files.json
python3 -c '
import json
stored, files = (json.load(open(n))["data"]["diff"] for n in ("stored.json", "files.json"))
for key in ("needs", "goals", "budgets", "changed", "added", "dropped"):
    print(key, "as from files:", stored[key] == files[key], len(files[key]))'
show sql "SELECT need, sum(heads) AS heads FROM run_unmet GROUP BY need ORDER BY need"
