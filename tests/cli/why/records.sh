# What a record serves, what serves it, and what was found about it.
. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/why/project.bash"
show why goals:g1
show why goal:g2 --lang nl
show why units:hr
show why budgets:b1
"$LDENGINE" why goals:g1 --format json | jq -c '.data'
"$LDENGINE" why budgets:b1 --format json | mask | jq -c '.data | del(.findings[]?.fingerprint)'
