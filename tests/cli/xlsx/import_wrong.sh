. "$ROOT/tests/cli/xlsx/project.bash"
show template units offerings --lang nl -o leeg.xlsx -q
show import leeg.xlsx -C p
show import leeg.xlsx -C p --lang en
printf 'geen werkmap' > x.xlsx
show import x.xlsx -C p
show import x.xlsx niet.csv blad.csv -C p --lang en
printf 'a\n' > blad.csv
show import blad.csv -C p
show import afdelingen.csv -C p --marked fout.xlsx
show import afdelingen.csv
ls p
