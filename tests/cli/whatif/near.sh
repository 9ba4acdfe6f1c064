# Planning again: of two offers that are worth the same, the one that leaves people their seats; and value goes
# before staying near.
. "$ROOT/tests/cli/show.bash"
small_project
cat >offer.yaml <<'END'
units: [{id: u}]
budgets: [{id: all, owner: central, period: 2027, setup: 1000}]
needs:
  - {id: n1, unit: u, heads: 8, lane: team, priority: 1, offerings: [a-course, b-course]}
  - {id: n2, unit: u, heads: 8, lane: team, priority: 1, offerings: [c-course]}
offerings:
  - {id: a-course, sourcing: buy_open, cost_per_seat: 100}
  - {id: b-course, sourcing: buy_open, cost_per_seat: 100}
  - {id: c-course, sourcing: buy_open, cost_per_seat: 100}
END
lines() { python3 -c 'import json, sys; o = json.load(sys.stdin)["data"]["offer"]; print(o["value"], {l["offering"]: l["seats"] for l in o["lines"]})'; }
cat >rules/earlier.lua <<'END'
local offer = require("ld.offer")()
offer:lock("b-course", { seats = 4 })
offer:lock("c-course", { seats = 6 })
return offer:solve { gap = 0 }
END
"$LDENGINE" run rules/earlier.lua --format json -o earlier.json
echo "earlier: $(lines <earlier.json)"
echo "afresh: $("$LDENGINE" run --format json | lines)"
echo "near: $("$LDENGINE" run --near earlier.json --format json | lines)"
"$LDENGINE" run rules/earlier.lua --save -q >/dev/null
echo "near a stored run: $("$LDENGINE" run --near latest --format json | lines)"
sed -i 's/{id: n2, unit: u, heads: 8, lane: team, priority: 1/{id: n2, unit: u, heads: 8, lane: team, priority: 0.5/' offer.yaml
echo "value first: $("$LDENGINE" run --near earlier.json --format json | lines)"
show run --near missing.json
echo '{}' >empty.json
show run --near empty.json

echo "- sessions stay in their period"
cat >offer.yaml <<'END'
units: [{id: u}]
budgets: [{id: all, owner: central, period: 2027, setup: 1000}]
needs: [{id: n1, unit: u, heads: 16, lane: team, priority: 1, offerings: [d-course]}]
offerings: [{id: d-course, sourcing: buy_incompany, min_group: 4, max_group: 8, cost_per_session: 400}]
END
sed -i 's/period: year/period: quarter/' ldengine.yaml
cat >rules/later.lua <<'END'
local offer = require("ld.offer")()
offer:lock("d-course", { sessions = 1, period = "2027-Q2" })
offer:lock("d-course", { sessions = 1, period = "2027-Q3" })
return offer:solve { gap = 0 }
END
when() { python3 -c 'import json, sys; print({l["period"]: (l["sessions"], l["seats"]) for l in json.load(sys.stdin)["data"]["offer"]["lines"]})'; }
"$LDENGINE" run rules/later.lua --format json -o later.json
echo "earlier: $(when <later.json)"
echo "afresh: $("$LDENGINE" run --format json | when)"
echo "near: $("$LDENGINE" run --near later.json --format json | when)"
"$LDENGINE" run rules/later.lua --save -q >/dev/null
echo "near a stored run: $("$LDENGINE" run --near latest --format json | when)"
echo "one session less: $("$LDENGINE" run --near later.json --set budgets:all.setup=700 --format json | when)"

echo "- the least there is, by trying all"
cat >exact.py <<'END'
import itertools, json, os, random, subprocess

ARCS = {("n1", "a"): 0, ("n1", "b"): 0, ("n2", "b"): 0, ("n2", "c"): 0}
def run(folder, *more):
    out = subprocess.run([os.environ["LDENGINE"], "run", "-C", folder, "--format", "json", "--set", "params.gap=0", *more], capture_output=True).stdout
    return json.loads(out)["data"]["offer"]
def seats(offer):
    out = dict(ARCS)
    for line in offer["lines"]:
        for served in line["served"]:
            out[served["need"], line["offering"]] += served["seats"]
    return out

rnd = random.Random(5)
results = []
for case in range(8):
    cost = {o: rnd.choice([50, 100, 150]) for o in "abc"}
    heads = {"n1": rnd.randint(3, 6), "n2": rnd.randint(3, 6)}
    money = rnd.randint(300, 900)
    folder = "case%d" % case
    os.makedirs(folder)
    with open(folder + "/ldengine.yaml", "w") as f:
        f.write(open("ldengine.yaml").read().replace("period: quarter", "period: year"))
    with open(folder + "/offer.yaml", "w") as f:
        json.dump({"units": [{"id": "u"}], "budgets": [{"id": "all", "owner": "central", "period": 2027, "setup": money}],
                   "needs": [{"id": n, "unit": "u", "heads": h, "lane": "team", "priority": 1,
                              "offerings": [o for m, o in ARCS if m == n]} for n, h in heads.items()],
                   "offerings": [{"id": o, "sourcing": "buy_open", "cost_per_seat": c} for o, c in cost.items()]}, f)
    told = {arc: rnd.randint(0, 3) for arc in ARCS}
    told = {arc: min(n, heads[arc[0]]) for arc, n in told.items()}
    json.dump({"data": {"offer": {"lines": [
        {"id": "%s-%s" % (o, n), "offering": o, "period": "2027", "sessions": 0, "seats": k, "served": [{"need": n, "unit": "u", "seats": k}]}
        for (n, o), k in told.items()]}}}, open("told.json", "w"))
    best = None
    for plan in itertools.product(*(range(heads[n] + 1) for n, o in ARCS)):
        use = dict(zip(ARCS, plan))
        if any(sum(k for (m, o), k in use.items() if m == n) > h for n, h in heads.items()):
            continue
        if sum(k * cost[o] for (n, o), k in use.items()) > money:
            continue
        off = sum(abs(use[arc] - told[arc]) for arc in ARCS if told[arc])
        key = (-sum(plan), off)
        best = min(best, key) if best else key
    offer = run(folder, "--near", "told.json")
    use = seats(offer)
    got = (-sum(use.values()), sum(abs(use[arc] - told[arc]) for arc in ARCS if told[arc]))
    afresh = seats(run(folder))
    results.append((got == best, sum(abs(afresh[arc] - told[arc]) for arc in ARCS if told[arc]) > best[1]))
print("the same as by enumeration:", [r[0] for r in results])
print("and not by chance:", sum(r[1] for r in results), "of", len(results), "are further off afresh")
END
python3 exact.py
