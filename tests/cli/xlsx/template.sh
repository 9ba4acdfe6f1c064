. "$ROOT/tests/cli/xlsx/project.bash"
show template goals need --lang en -o plan.xlsx
show template doelen Behoeften --lang nl -o plan.xlsx --format json
show template --lang nl -o plan.xlsx -q
show template gols -o x.xlsx
show template
show template --lang nl -o geen/map/plan.xlsx
ls
