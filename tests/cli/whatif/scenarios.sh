# What-ifs beside an offer: the standard ones, and those that the script names. Doing nothing is the closed form.
. "$ROOT/tests/cli/show.bash"
small_project
cat >rules/own.lua <<'END'
local offer = require("ld.offer")()
offer:scenarios { own_build = function(x) x:forbid("offering.sourcing == 'buy_open'") end }
return offer:solve { gap = 0 }
END
show run rules/own.lua --scenarios --lang en | sed -n "1p;/^What if/,\$p"
show run rules/own.lua --scenarios --format csv
show run rules/own.lua --scenarios --format markdown --lang nl
show run rules/own.lua --format csv
"$LDENGINE" run rules/own.lua --scenarios --format json >answer.json
cat >same.py <<'END'
import json, subprocess, sys, os
rows = {r["name"]: r for r in json.load(open("answer.json"))["data"]["scenarios"]}
def run(*more):
    return json.loads(subprocess.run([os.environ["LDENGINE"], "run", "--format", "json", *more], capture_output=True).stdout)["data"]["offer"]
for name, percent in (("budgets_less", "-10%"), ("budgets_more", "+10%")):
    other = run("--set", "budgets:*.setup=" + percent)
    print(name, "as a run:", (other["value"], other["cost"]) == (rows[name]["value"], rows[name]["cost"]))
only = run("policies/mandatory-only.lua")
print("mandatory only as the policy:", (only["value"], only["cost"]) == (rows["mandatory_only"]["value"], rows["mandatory_only"]["cost"]))
nothing = rows["nothing"]
print("nothing:", nothing["value"], nothing["cost"], nothing["people"], nothing["mandatory_shortfall"] == 10 + 4)
data = json.load(open("answer.json"))["data"]["do_nothing"]
print("unused at the end:", data["quarters"][3]["unused"], data["unused"])
END
python3 same.py

echo "- steps of the learning process"
cat >>offer.yaml <<'END'

suppliers: [{id: bureau, label: Bureau Leren}]
responsibilities:
  - {process_step: design, body: hr, letter: R, minutes_per_year: 200h, cost_per_year: 12000}
  - {process_step: administration, body: hr, letter: R, minutes_per_year: 300h, cost_per_year: 15000}
  - {process_step: administration, body: finance, letter: C, cost_per_year: 5000, supplier: bureau}
  - {process_step: catalogue, body: hr, letter: R, cost_per_year: 2500.50, supplier: bureau}
  - {process_step: catalogue, body: management, letter: A}
  - {process_step: vision, body: management, letter: A}
END
show run rules/own.lua --scenarios --lang en | sed -n "/^Steps/,/^If nothing/p"
show run rules/own.lua --scenarios --lang nl | sed -n "/^Stappen/,/^Als er/p"
"$LDENGINE" run rules/own.lua --scenarios --format json | python3 -c '
import json, sys
for step in json.load(sys.stdin)["data"]["process_steps"]: print(step)'
