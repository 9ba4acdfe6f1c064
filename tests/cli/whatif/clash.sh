# Limits that cannot hold together: the fewest names, each with its least repair; and what mandatory learning
# lacks is no clash. Exit code 5 for both.
. "$ROOT/tests/cli/show.bash"
small_project
cat >rules/clash.lua <<'END'
local offer = require("ld.offer")()
local P = ld.params
offer:subject_to("harmless", ld.seats():at_most(500))
if P.total ~= 0 then offer:subject_to("total", ld.cost():at_most(P.total)) end
if P.office ~= 0 then offer:subject_to("office", ld.seats{ unit = "K", offering = "O5" }:at_least(P.office)) end
if P.care ~= 0 then offer:subject_to("care", ld.hours{ unit = "Z", offering = "O4" }:at_least(P.care)) end
return offer:solve { gap = 0 }
END
sed -i 's/gap: 0}/gap: 0, total: 500000, office: 3, care: 72}/' ldengine.yaml
show run rules/clash.lua --lang en | sed -n '1,8p;/^error/,$p'
show run rules/clash.lua --lang nl | sed -n '1,8p;/^fout/,$p'
"$LDENGINE" run rules/clash.lua --format json >clash.json; echo "exit $?"
cat >clash.py <<'END'
import json, os, subprocess

def run(**params):
    sets = [x for name, value in params.items() for x in ("--set", "params.%s=%s" % (name, value))]
    out = subprocess.run([os.environ["LDENGINE"], "run", "rules/clash.lua", "--format", "json", *sets], capture_output=True)
    answer = json.loads(out.stdout)
    return out.returncode, (answer["data"].get("offer") or {}).get("status"), [d["message"] for d in answer["diagnostics"]]
print("as it is:", run()[:2])
# no name can be left out of the clash: without any of them there is a plan
for name in ("total", "office", "care"):
    print("without", name, run(**{name: 0})[:2])
# each repair lets the others stand, and a little less of it does not
for name, now, by, unit in (("total", 500000, 155000, 1), ("office", 3, -2, -1), ("care", 72, -72, -1)):
    print("repair", name, run(**{name: now + by})[1], "a little less:", run(**{name: now + by - unit})[1])
END
python3 clash.py
echo "- mandatory learning without a seat: the best plan there is"
"$LDENGINE" run --set budgets:central.setup=1500 --format json >short.json; echo "exit $?"
python3 -c '
import json
offer = json.load(open("short.json"))["data"]["offer"]
print(offer["status"], offer["value"], [(u["need"], u["heads"], u["reason"]) for u in offer["unmet"] if u["need"] in ("N1", "N2")])
print("seats for what is mandatory:", sum(s["seats"] for l in offer["lines"] for s in l["served"] if s["need"] in ("N1", "N2")))'
