# What each budget brings: never falls, and each point is what a run with that budget gives.
. "$ROOT/tests/cli/show.bash"
small_project
show pareto --budget 0..24k --step 4k
show pareto --budget 12k..24k --step 12k --lang nl --format markdown
show pareto --budget 8k..8k --format csv | cut -d, -f1-4,6-
"$LDENGINE" pareto --budget 0..24k --step 2k --format json >curve.json
cat >curve.py <<'END'
import json, os, subprocess
data = json.load(open("curve.json"))["data"]
points = data["points"]
print(len(points), "points, now", data["current"]["budget"], data["current"]["value"])
order = [(-p["mandatory_shortfall"], p["value"]) for p in points]
print("never falls:", order == sorted(order), [p["value"] for p in points] == sorted(p["value"] for p in points))
print("bounds hold:", all(p["value"] <= p["upper"] + 1e-9 <= p["bound"] + 2e-9 for p in points))
# the line through a bound with the slope of its price lies above what is reached with less and with more money
pairs = [(p, q) for p in points for q in points if q["mandatory_shortfall"] <= p["mandatory_shortfall"]]
print("lines hold:", all(q["value"] <= p["bound"] + p["price"] * (q["budget"] - p["budget"]) / 100 + 1e-6 for p, q in pairs),
      sum(1 for p, q in pairs if q["budget"] > p["budget"]), sum(1 for p, q in pairs if q["budget"] < p["budget"]))
print("and are not idle:", max(p["bound"] / p["value"] for p in points if p["value"] > 100) < 1.2)
def run(minor):
    out = subprocess.run([os.environ["LDENGINE"], "run", "--format", "json", "--budget", "%.2f" % (minor / 100)], capture_output=True).stdout
    return json.loads(out)["data"]["offer"]
def agrees(p):
    offer = run(p["run"])
    setups = sum(b["setup"] for b in offer["budgets"])
    return (offer["value"], offer["cost"]) == (p["value"], p["cost"]) and setups == p["run"]
print("each point is a run:", all(agrees(p) for p in points[1:]))
END
python3 curve.py
"$LDENGINE" pareto --budget 0..24k --step 8k -o curve.svg
"$LDENGINE" pareto --budget 0..24k --step 8k -o curve.html
python3 -c '
import xml.dom.minidom
xml.dom.minidom.parse("curve.svg")
page = open("curve.html").read()
print("svg is XML, html holds picture and table:", "<svg" in page, "<table" in page, len(page) < 150000, "http" not in page.replace("http://www.w3.org", ""))'
show pareto --budget 5k..1k
show pareto --budget lots
show pareto --step 0
show run --budget lots
sed -i '/^budgets:/,/^$/d' offer.yaml
show pareto
