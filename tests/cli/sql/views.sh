# References are ids, lists of references are link views, gaps and levels are there, and every row
# knows its line.
. "$ROOT/tests/cli/show.bash"
small_project
cat >people.yaml <<'END'
scales:
  - {id: s, label: S, scale_levels: [{level: 1, label: One}, {level: 2, label: Two}, {level: 3, label: Three}]}
roles:
  - {id: nurse, label: Nurse, role_requirements: [{competency: talking, required_level: 3}]}
employees:
  - {id: e1, unit: Z, role: nurse, fte: 1}
  - {id: e2, unit: Z, role: nurse, fte: 0.5}
assessments:
  - {employee: e1, competency: talking, level: 1, date: 2026-05-01}
  - {employee: e1, competency: talking, level: 2, date: 2026-06-01}
END
sed -i 's/sources: .*/sources: [offer.yaml, people.yaml]/' ldengine.yaml
sed -i 's/{id: talking}/{id: talking, scale: s}/' offer.yaml
show sql "select id, unit, lane, heads, source_file, source_line from needs order by id limit 3"
show sql "select need, offering, position from need_offering"
show sql "select employee, competency, unit, role, required, current, gap from gaps order by employee"
show sql "select * from levels"
show sql "select unit, count(*) as people, sum(fte) as fte from employees group by unit"
show sql "select n.id, u.label from needs n join units u on u.id = n.unit where n.heads > 10"
show sql "select id, year from organisation" --set year=2029
show sql "select current_date as today, date('now') as now"
