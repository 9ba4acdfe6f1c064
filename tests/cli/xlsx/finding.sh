# a rule's finding shows the sheet and cell that it is about
. "$ROOT/tests/cli/xlsx/project.bash"
mkdir q && sed 's/\[\]/[a.yaml]/' p/ldengine.yaml >q/ldengine.yaml
printf 'goals:\n  - {id: g1, label: Doel}\n' >q/a.yaml
show export goals -C q -o in.xlsx -q
sed -e 's|sources: .*|sources: [{file: ../in.xlsx, entity: goals, sheet: Doelen}]|' -e 's/packs: \[\]/packs: [strategy]/' p/ldengine.yaml >q/ldengine.yaml
"$LDENGINE" check -C q --format json | grep -o '"rule":"strategy/goal-without-kpi".*' | grep -o '"sheet":"[A-Za-z]*","cell":"[A-Z0-9]*"' | head -n 1
"$LDENGINE" check -C q 2>/dev/null | grep -o 'strategy/goal-without-kpi. [^ ]*'
