. "$ROOT/tests/cli/show.bash"
small_project
show run --lang nl
show run --lang nl -q
show run --lang nl rules/offer.lua --set budgets:central.setup=9000
