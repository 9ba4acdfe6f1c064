# The rules over the offer, and the offer adopted as the plan: what was judged is what the project then is.
. "$ROOT/tests/cli/show.bash"
small_project
cat >plan.yaml <<'END'
annual_plans:
  - {id: p27, year: 2027}
plan_lines:
  - {id: fixed, annual_plan: p27, offering: O1, needs: [N1, N2], served: [{need: N1, unit: Z, seats: 8}], period: 2027, seats_planned: 8, sessions_planned: 1, decision: locked_in, status: approved, aim_work: calm in danger}
  - {id: kept, annual_plan: p27, offering: O4, needs: [N5], period: 2027, seats_planned: 3, sessions_planned: 1, aim_work: better talks}
  - {id: aside, annual_plan: p27, offering: O3, needs: [N3], period: 2027, seats_planned: 6, sessions_planned: 1}
  - {id: refused, annual_plan: p27, offering: O2, needs: [N3], period: 2027, seats_planned: 5, status: rejected}
END
cat >rules/money.lua <<'END'
return ld.rule { id = "own/line", code = "X2", severity = "error", title = { en = "line", nl = "regel" },
  each = "plan_lines", where = "decision ~= 'out'", fails = "seats_planned > 10",
  message = { en = "{id} has {seats_planned} seats for {cost|money}", nl = "{id}: {seats_planned} voor {cost|money}" },
  fires = { plan_lines = { { id = "a", seats_planned = 11 } } }, clean = { plan_lines = { { id = "a", seats_planned = 9 } } } }
END
sed -i -e 's/sources: .*/sources: [offer.yaml, plan.yaml]/' -e 's/^rules:/rules:\n  files: [rules\/money.lua]/' ldengine.yaml
show run --check --fail-on never | sed -n '/own.line/,$p'
"$LDENGINE" run --check --format json >judged.json; echo "exit $?"
"$LDENGINE" run --check --fail-on never -q >/dev/null; echo "exit $?"
"$LDENGINE" run --format yaml -o plan-lines.yaml; echo "exit $?"
cat plan-lines.yaml
sed -i '/^plan_lines:/,$d' plan.yaml
sed -i 's/plan.yaml/plan.yaml, plan-lines.yaml/' ldengine.yaml
"$LDENGINE" check --format json >adopted.json
"$LDENGINE" run --format json >again.json
python3 -c '
import json
judged, adopted, again = (json.load(open(n + ".json"))["data"] for n in ("judged", "adopted", "again"))
print("the same findings:", [f["fingerprint"] for f in sorted(judged["findings"], key=lambda f: f["fingerprint"])] ==
      [f["fingerprint"] for f in sorted(adopted["findings"], key=lambda f: f["fingerprint"])], len(adopted["findings"]))
print("the same offer:", judged["offer"]["lines"] == again["offer"]["lines"], again["offer"]["value"])'
