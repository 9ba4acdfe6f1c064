. "$ROOT/tests/cli/xlsx/project.bash"
show import afdelingen.csv aanbod.csv -C p -q
show export -C p -o plan.xlsx
show export -C p -o plan.xlsx --format json
show export -C p -o uit --format csv --dialect nl
show export -C p -o out --format csv --dialect rfc --lang en
head -n 3 out/units.csv
show export afdelingen -C p --dialect rfc
show export -C p
show export -C p --format xlsx
show export onzin -C p
printf 'units:\n  - {id: l, label: Łódź}\n' > p/data/units.yaml
show export units -C p --dialect excel-1252
show export units -C p --dialect excel-1252 --lang en
