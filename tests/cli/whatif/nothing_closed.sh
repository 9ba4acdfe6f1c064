# Doing nothing, quarter by quarter, for two whole organisations: what the engine says against the same figures
# worked out here from the records alone.
cat >nothing.lua <<'END'
local offer = require("ld.offer")()
offer:without("locks")
offer:forbid_all()
return offer:solve {}
END
cat >closed.py <<'END'
import datetime, json, os, subprocess, sys
from collections import defaultdict

FOLDER = sys.argv[1]

def engine(*arguments):
    return json.loads(subprocess.run([os.environ["LDENGINE"], *arguments, "-C", FOLDER, "--format", "json"], capture_output=True).stdout)["data"]

def table(text):
    data = engine("sql", text)
    return [dict(zip(data["columns"], row)) for row in data["rows"]]

said = engine("run", os.path.abspath("nothing.lua"), "--scenarios")["do_nothing"]
manifest = open(FOLDER + "/ldengine.yaml").read()
year = next(line for line in manifest.splitlines() if line.startswith("year:")).split()[1]
today = next(line for line in manifest.splitlines() if line.startswith("today:")).split()[1]
QUARTERS = [(year + a, year + b) for a, b in (("-01-01", "-03-31"), ("-04-01", "-06-30"), ("-07-01", "-09-30"), ("-10-01", "-12-31"))]
FIRST, LAST = QUARTERS[0][0], QUARTERS[3][1]

def quarter(day):
    return next((q for q, (a, b) in enumerate(QUARTERS) if day and a <= day <= b), None)

employees = {e["id"]: e for e in table("SELECT * FROM employees")}
above = {u["id"]: u["parent"] for u in table("SELECT id, parent FROM units")}

def within(unit, wanted):
    while unit and unit != wanted:
        unit = above[unit]
    return unit == wanted

def active(who, day):
    e = employees[who]
    return e["status"] != "left" and (not e["contract_from"] or e["contract_from"] <= day) and (not e["contract_to"] or e["contract_to"] >= day)

# certificates: the holder's newest of its kind
rules = defaultdict(list)
for r in table("SELECT * FROM compliance_requirements"):
    rules[r["credential_type"]].append(r)
tags = {e["id"]: json.loads(e["group_tags"] or "[]") if isinstance(e["group_tags"], (str, type(None))) else e["group_tags"]
        for e in employees.values()}

def obliged(who, kind, day):
    e = employees[who]
    return any((not r["role"] or r["role"] == e["role"]) and (not r["unit"] or within(e["unit"], r["unit"])) and
               (not r["group_tag"] or r["group_tag"] in tags[who]) and (not r["from_date"] or r["from_date"] <= day) for r in rules[kind])

newest = {}
for n, c in enumerate(table("SELECT * FROM credentials")):
    key, mine = (c["employee"], c["credential_type"]), (c["expires_on"] or "9999", n)
    if key not in newest or mine > newest[key]:
        newest[key] = mine
lapsing, must, before, lapses = [0] * 4, [0] * 4, 0, defaultdict(lambda: [0] * 4)
for (who, kind), (end, _) in newest.items():
    if end == "9999" or end > LAST or not active(who, max(end, FIRST)):
        continue
    q = quarter(end)
    if q is None:
        before += obliged(who, kind, end)
        continue
    lapsing[q] += 1
    must[q] += obliged(who, kind, end)
    lapses[kind, employees[who]["unit"]][q] += 1

# gaps by unit
units, levels = defaultdict(lambda: [set(), set(), 0, [0] * 4]), [0] * 4
for g in table("SELECT * FROM gaps"):
    unit = units[g["unit"]]
    unit[0].add(g["employee"])
    g["gap"] = g["gap"] or 0  # never assessed
    unit[2] += g["gap"]
    if g["gap"] > 0:
        unit[1].add(g["employee"])
        if quarter(g["by_date"]) is not None:
            unit[3][quarter(g["by_date"])] += 1
            levels[quarter(g["by_date"])] += 1

# needs, goals, KPIs
named = defaultdict(int)
for link in table("SELECT need, employee FROM need_employee"):
    named[link["need"]] += 1
goals_of, due, people_due = defaultdict(list), [0] * 4, [0] * 4
for c in table("SELECT goal, need FROM goal_contributions WHERE need IS NOT NULL"):
    goals_of[c["need"]].append(c["goal"])
goals = defaultdict(lambda: [0, 0, [0] * 4])
live = {g["id"] for g in table("SELECT id FROM goals WHERE status = 'active'")}
for n in table("SELECT * FROM needs"):
    if n["status"] in ("met", "rejected") or n["remedy_is_learning"] == "no":
        continue
    people = n["heads"] if n["heads"] is not None else named[n["id"]] or sum(
        active(e, today) and (not n["unit"] or within(employees[e]["unit"], n["unit"])) and (not n["role"] or employees[e]["role"] == n["role"])
        for e in employees)
    q = quarter(n["deadline"])
    if q is not None:
        due[q] += 1
        people_due[q] += people
    for goal in goals_of[n["id"]]:
        goals[goal][0] += 1
        goals[goal][1] += people
        if q is not None:
            goals[goal][2][q] += 1
latest = {}
for m in table("SELECT * FROM kpi_measurements WHERE unit IS NULL"):
    if m["date"] <= today and (m["kpi"] not in latest or m["date"] >= latest[m["kpi"]][0]):
        latest[m["kpi"]] = m["date"], m["value"]
kpis, exposed = [0] * 4, set()
for k in table("SELECT * FROM kpis"):
    if k["goal"] not in goals or k["goal"] not in live:
        continue
    value, target, margin = latest.get(k["id"], (None, None))[1], k["target_value"], k["tolerance"] or 0
    if value is not None and target is not None and (value <= target if k["direction"] == "down" else
            abs(value - target) <= margin if k["direction"] == "keep" else value >= target):
        continue
    exposed.add(k["id"])
    if quarter(k["target_date"]) is not None:
        kpis[quarter(k["target_date"])] += 1

# money
unused, total = [0] * 4, 0
for b in table("SELECT * FROM budgets WHERE parent IS NULL"):
    period = b["period"]
    if not period.startswith(year):
        continue
    rest = b["setup"] + (b["carry_in"] or 0) - b["executed"]
    first, last = (0, 3) if period == year else (int(period[-1]) - 1,) * 2
    total += rest
    for q in range(first, 4):
        unused[q] += rest if q >= last else rest // (last - first + 1) * (q - first + 1)

def agree(what, got, wanted):
    print(what, "agree" if got == wanted else "DIFFER: %s, here %s" % (got, wanted), wanted if isinstance(wanted, list) else len(wanted))

column = lambda key: [q[key] for q in said["quarters"]]
agree("certificates that lapse", column("lapsing"), lapsing)
agree("of which required", column("obliged"), must)
agree("no longer valid", column("invalid"), [before + sum(must[:q + 1]) for q in range(4)])
agree("lapses by kind and unit", {(l["credential_type"], l["unit"]): l["by_quarter"] for l in said["lapses"]}, dict(lapses))
agree("levels asked", column("levels_due"), levels)
agree("gaps by unit", {u["unit"]: (u["people"], u["people_short"], u["levels"], u["levels_due"]) for u in said["units"] if u["people_short"]},
      {u: (len(a), len(s), n, d) for u, (a, s, n, d) in units.items() if s})
agree("needs past their deadline", column("needs_due"), due)
agree("people in them", column("people_due"), people_due)
agree("goals without support", {g["goal"]: (g["needs"], g["people"], g["needs_due"]) for g in said["goals"]},
      {g: tuple(v) for g, v in goals.items() if g in live})
agree("KPIs exposed", {k["kpi"] for k in said["kpis"]}, exposed)
agree("KPIs with their date", column("kpis_due"), kpis)
agree("unused money", column("unused"), unused)
agree("unused in all", [said["unused"]], [total])
END
for name in gemeente ziekenhuis; do
  echo "- $name"
  python3 closed.py "$ROOT/examples/$name"
done

echo "- as people read it"
"$LDENGINE" run "$PWD/nothing.lua" --scenarios --lang en -C "$ROOT/examples/gemeente" | sed -n '/^If nothing/,$p' | head -32
