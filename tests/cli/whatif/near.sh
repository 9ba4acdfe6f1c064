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
