. "$ROOT/tests/cli/xlsx/project.bash"
mkdir q && sed 's/\[\]/[a.yaml]/' p/ldengine.yaml >q/ldengine.yaml
printf 'units:\n  - {id: it}\nroles:\n  - {id: f1, label: Functie, unit: it}\n  - {id: f2, label: Tweede, unit: it}\n' >q/a.yaml
show export roles -C q -o in.xlsx
show import in.xlsx -C p --marked fout.xlsx
show import in.xlsx -C p --lang en
show import in.xlsx -C p --format json
show import in.xlsx afdelingen.csv -C p
show import fout.xlsx -C p --force
ls p p/data
