# What is asked about must be there; the nearest name is offered.
. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/why/project.bash"
show why goals
show why goals:g3
show why goal:g3 --lang nl
show why gaols:g1
show why gaols:g1 --lang nl
show why own/lareg budgets:b1
show why own/lareg budgets:b1 --lang nl
show why 0123456789abcdef
show why 0123456789abcdef --lang nl
show why
echo "- a rule in a file that does not load"
printf 'return ld.rule {id = "own/new", severity = "note", title = "T", message = "{id}",\n  each = "budgets", fails = "setup >"}\n' >rules/new.lua
show why own/new budgets:b1
show why own/new budgets:b1 --lang nl
show explain own/new
show check --rule own/new
show profile --rule own/new
