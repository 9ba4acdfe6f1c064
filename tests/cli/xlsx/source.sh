. "$ROOT/tests/cli/xlsx/project.bash"
show import afdelingen.csv aanbod.csv -C p -q
show export -C p -o in.xlsx
manifest() { sed "s|sources: .*|sources: [$1]|" p/ldengine.yaml >q/ldengine.yaml; }
mkdir q
manifest '{file: ../in.xlsx, entity: units, sheet: afdelingen}'
show sql "SELECT id, label_nl, parent, source_file, source_line FROM units" -C q
manifest '{file: ../in.xlsx, entity: offerings, sheet: Aanbod, columns: {id: Id, status: Kosten per uitvoering}}'
show check -C q
show check -C q --lang en --format json
manifest '{file: ../in.xlsx, entity: units, sheet: Afdeling}'
show check -C q
show check -C q --lang en
