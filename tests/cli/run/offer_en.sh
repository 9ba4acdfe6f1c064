. "$ROOT/tests/cli/show.bash"
small_project
show run --lang en
show run --lang en -q
show run --lang en rules/offer.lua --set budgets:central.setup=9000
