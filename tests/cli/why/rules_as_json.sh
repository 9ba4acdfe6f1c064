# The same for programs: whether it fires, the conditions with their values, the nearest match.
. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/why/project.bash"
breaking_rule
json() { "$LDENGINE" why "$@" --format json | mask | jq -c "$what"; }
what='.data'
json own/large budgets:b1
json own/large budgets:b3
json own/breaks budgets:b1
json own/measured goals:g2
json own/doubled kpis:k1
json own/function budgets:b1
