# What would bring a candidate in: a lower price, more money, more people, time; and that it does.
. "$ROOT/tests/cli/show.bash"
small_project
cat >offer.yaml <<'END'
units: [{id: u}]
budgets: [{id: all, owner: central, period: 2027, setup: 2500}]
competencies: [{id: a}, {id: b}, {id: c}, {id: d}, {id: e}, {id: f}]
needs:
  - {id: n1, unit: u, heads: 10, lane: core, priority: 1, need_competencies: [{competency: a, to_level: 1}]}
  - {id: n2, unit: u, heads: 10, lane: core, priority: 1, need_competencies: [{competency: b, to_level: 1}]}
  - {id: n3, unit: u, heads: 8, lane: core, priority: 2, need_competencies: [{competency: c, to_level: 1}]}
  - {id: n4, unit: u, heads: 3, lane: core, priority: 1, need_competencies: [{competency: d, to_level: 1}]}
  - {id: n5, unit: u, heads: 2, lane: mandatory, deadline: 2027-02-01, need_competencies: [{competency: e, to_level: 1}]}
  - {id: n6, unit: u, heads: 1, lane: core, priority: 0.4, need_competencies: [{competency: f, to_level: 1}]}
offerings:
  - {id: best, sourcing: buy_open, cost_per_seat: 100, offering_competencies: [{competency: a, to_level: 1, effectiveness: 0.8}]}
  - {id: second, sourcing: buy_open, cost_per_seat: 100, offering_competencies: [{competency: a, to_level: 1, effectiveness: 0.7}]}
  - {id: rest, sourcing: buy_open, cost_per_seat: 100, offering_competencies: [{competency: b, to_level: 1, effectiveness: 0.5}]}
  - {id: cheap-room, sourcing: buy_incompany, cost_per_session: 1000, min_group: 1, max_group: 8, offering_competencies: [{competency: c, to_level: 1, effectiveness: 0.9}]}
  - {id: dear-room, sourcing: buy_incompany, cost_per_session: 1300, min_group: 1, max_group: 8, offering_competencies: [{competency: c, to_level: 1, effectiveness: 0.9}]}
  - {id: large, sourcing: buy_incompany, cost_per_session: 100, min_group: 5, max_group: 9, offering_competencies: [{competency: d, to_level: 1, effectiveness: 0.9}]}
  - {id: gold, sourcing: buy_open, cost_per_seat: 300, offering_competencies: [{competency: f, to_level: 1, effectiveness: 0.9}]}
  - {id: slow, sourcing: buy_open, cost_per_seat: 1, lead_time_days: 120, offering_competencies: [{competency: e, to_level: 1, effectiveness: 0.9}]}
END
cat >enters.py <<'END'
import json, os, subprocess

FIELD = {"second": "cost_per_seat", "best": "cost_per_seat", "rest": "cost_per_seat", "dear-room": "cost_per_session"}
PRICE = {"second": 10000, "best": 10000, "rest": 10000, "dear-room": 130000}

def run(*more):
    out = subprocess.run([os.environ["LDENGINE"], "run", "--format", "json", "--set", "params.gap=0", *more], capture_output=True).stdout
    return json.loads(out)["data"]["offer"]

def has(offer, left):
    return any(s["need"] == left["need"] for l in offer["lines"] if l["offering"] == left["offering"] for s in l["served"])

def at(left, by):
    change = left["enters_if"]
    if change["change"] == "seats":
        return has(run("--set", "needs:n4.heads=%d" % (3 + by)), left)
    if change["change"] == "date":
        return has(run("--set", "offerings:slow.lead_time_days=%d" % (120 - by)), left)
    if change["change"] == "budget":
        return has(run("--set", "budgets:all.setup=%.2f" % ((250000 + by) / 100)), left)
    return has(run("--set", "offerings:%s.%s=%.2f" % (left["offering"], FIELD[left["offering"]],
                                                     (PRICE[left["offering"]] - by) / 100)), left)

base = run()
for left in base["left_out"]:
    change = left["enters_if"]
    print(left["offering"], left["need"], left["reason"], change)
    if change:
        print("  in with it:", at(left, change["by"]), "- with a tenth less:", at(left, change["by"] * 9 // 10))
END
python3 enters.py
show run | sed -n '/eft out/,/^$/p'
cat >rules/why.lua <<'END'
local result = require("ld.offer")():solve { gap = 0 }
for _, id in ipairs { "dear-room", "second", "gold" } do
  local text, numbers = result:why_not(id)
  print(text)
  print(numbers.lower and numbers.lower > 0, numbers.lower_by)
end
return 0
END
show run rules/why.lua
show run rules/why.lua --lang nl | grep komt
