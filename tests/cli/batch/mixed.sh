. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/batch/projects.bash"
project first
project clean "return false"
project loop "while true do end"
project memory "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end"
project faulty "return nothing.at.all"
project broken
printf 'goals: [{\n' >broken/plan.yaml
mkdir empty
project last
show check first clean --limit steps=5M
show check first memory --limit memory=8MiB
show check first clean loop memory faulty broken empty last --limit steps=5M
show check first clean loop memory faulty broken empty last --limit steps=5M --lang nl -q
