# The example policies: each changes the decision in the way it says, against the standard offer.
. "$ROOT/tests/cli/show.bash"
small_project
cat >policies.py <<'END'
import json, os, subprocess, sys

def offer(script, *more):
    out = subprocess.run([os.environ["LDENGINE"], "run", script, "--format", "json", *more], capture_output=True)
    answer = json.loads(out.stdout)
    assert not [d for d in answer["diagnostics"] if d["severity"] == "error"], answer["diagnostics"]
    return answer["data"]["offer"]

def seats(o, **wanted):
    return sum(s["seats"] for l in o["lines"] for s in l["served"]
               if all({"offering": l["offering"], "need": s["need"], "unit": s["unit"], "lane": l["lane"]}[k] == v
                      for k, v in wanted.items()))

def cost(o, offerings=None):
    return sum(l["cost"] for l in o["lines"] if l["lane"] != "mandatory" and (not offerings or l["offering"] in offerings))

what = sys.argv[1]
if what == "standard":
    base = offer("offer.lua")
    only = offer("policies/mandatory-only.lua")
    print("mandatory only: lanes", sorted({l["lane"] for l in only["lines"]}), seats(only), "seats for", only["cost"],
          "instead of", seats(base), "for", base["cost"])
    build = offer("policies/build-more.lua")
    print("build more: own seats", seats(base, offering="O3"), "→", seats(build, offering="O3"), "of", seats(build) - seats(build, lane="mandatory"))
    less = offer("policies/build-more.lua", "--set", "params.build_penalty=0")
    print("build more, without penalty:", seats(less, offering="O3"), abs(less["value"] - base["value"]) < 0.001)
if what == "fair":
    base, fair = offer("offer.lua"), offer("policies/fairness-first.lua")
    for name, o in (("standard", base), ("fairness first", fair)):
        print(name, {u: seats(o, unit=u) for u in ("big", "small")})
    none = offer("policies/fairness-first.lua", "--set", "params.fair_share=0")
    print("no share asked:", {u: seats(none, unit=u) for u in ("big", "small")} == {u: seats(base, unit=u) for u in ("big", "small")})
if what == "seniority":
    base, years = offer("offer.lua"), offer(os.environ["ROOT"] + "/examples/ziekenhuis/rules/offer-seniority.lua")
    print("standard", [s["need"] for l in base["lines"] for s in l["served"]])
    print("seniority", [s["need"] for l in years["lines"] for s in l["served"]])
if what == "focus":
    base, focus = offer("offer.lua"), offer(os.environ["ROOT"] + "/examples/gemeente/rules/offer-focus.lua")
    for name, o in (("standard", base), ("focus", focus)):
        print(name, "digital %.2f of the money" % (cost(o, ["d"]) / cost(o)), {l["offering"]: l["seats"] for l in o["lines"]})
END
python3 policies.py standard

echo "- two units, one dearer to reach"
cat >offer.yaml <<'END'
units: [{id: big}, {id: small}]
budgets: [{id: all, owner: central, period: 2027, setup: 1000}]
needs:
  - {id: n-big, unit: big, heads: 10, lane: team, priority: 3, offerings: [cheap]}
  - {id: n-small, unit: small, heads: 4, lane: team, priority: 1, offerings: [dear]}
offerings:
  - {id: cheap, sourcing: buy_open, cost_per_seat: 100}
  - {id: dear, sourcing: buy_open, cost_per_seat: 200}
END
python3 policies.py fair

echo "- two people who ask for the same, and money for one"
cat >offer.yaml <<'END'
employees:
  - {id: e1, contract_from: 2024-01-01}
  - {id: e2, contract_from: 2004-01-01}
  - {id: e3}
budgets: [{id: all, owner: central, period: 2027, setup: 1000}]
needs:
  - {id: a-short, employees: [e1], lane: individual, priority: 2, offerings: [course]}
  - {id: b-long, employees: [e2], lane: individual, priority: 2, offerings: [course]}
  - {id: c-unknown, employees: [e3], lane: individual, priority: 2, offerings: [course]}
offerings: [{id: course, sourcing: buy_open, cost_per_seat: 1000}]
END
python3 policies.py seniority

echo "- a focus area that is worth less than the rest"
cat >offer.yaml <<'END'
organisational_learning: []
units: [{id: u}]
suppliers: [{id: sup-snelleer}]
policies: [{id: p, focus_areas: [{id: fa-digitaal, competencies: [digital]}]}]
competencies: [{id: digital}, {id: other}]
budgets: [{id: all, owner: central, period: 2027, setup: 1000}]
needs:
  - {id: n1, unit: u, heads: 10, lane: core, priority: 1, need_competencies: [{competency: digital, to_level: 1}]}
  - {id: n2, unit: u, heads: 10, lane: core, priority: 3, need_competencies: [{competency: other, to_level: 1}]}
offerings:
  - {id: d, sourcing: buy_open, cost_per_seat: 100, offering_competencies: [{competency: digital, to_level: 1}]}
  - {id: o, sourcing: buy_open, cost_per_seat: 100, offering_competencies: [{competency: other, to_level: 1}]}
  - {id: x, sourcing: buy_open, supplier: sup-snelleer, cost_per_seat: 1, offering_competencies: [{competency: digital, to_level: 1}]}
END
sed -i '/organisational_learning/d' offer.yaml
python3 policies.py focus
