# Stored runs can be compared in SQL; one that is impossible is stored too, one that failed is not.
. "$ROOT/tests/cli/show.bash"
small_project
ask() { show sql "$@"; }
echo "nothing stored yet:"
ask "select count(*) as runs from runs"
ls .ldengine 2>/dev/null
show run --save -q | brief
show run --save -q --set budgets:central.setup=9000 | brief
ask "select command, year, run_date, status, value, gap, cost, currency, exit_code, parameters from runs order by id"
ask "select distinct length(data_hash) as digits, json_array_length(rules) as files from runs"
ask "select decision, offering, need, period, lane, sessions, seats, cost, reason from run_lines where run = (select min(id) from runs) order by decision, id"
ask "select b.budget, a.planned as planned_before, b.planned, b.left from run_budgets a join run_budgets b using (budget) where a.run < b.run order by 1"
ask "select sum(cost) as cost from run_lines group by run order by run"
ask "select count(*) as findings from run_findings"
show run --save -q --set 'budgets:*.setup=0' | brief
ask "select exit_code, status from runs order by id"
echo 'error("no")' >rules/bad.lua
show run --save rules/bad.lua
ask "select count(*) as runs from runs"
echo "another database:"
show run --save --db other.db -q | brief
ask "select count(*) as runs from runs" --db other.db
find . -name '*.db*' | sort
