# Why a rule fires on a record, or does not: each condition on its own.
. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/why/project.bash"
breaking_rule
show why own/large budgets:b1
show why L1 budget:b2
show why own/large budgets:b3
show why own/either budgets:b2
show why own/either budgets:b1
show why own/breaks budgets:b1
show why own/function budgets:b1
show why own/function budgets:b3
show why own/measured goals:g1
show why own/measured goals:g2
show why own/doubled kpis:k1
show why own/group budgets:b1
show why own/once budgets:b1
show why own/large goals:g1
show why own/large budgets:b1 --lang nl
show why own/measured goals:g2 --lang nl
