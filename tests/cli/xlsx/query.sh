. "$ROOT/tests/cli/xlsx/project.bash"
show import aanbod.csv -C p -q
query="SELECT id, label_nl, cost_per_session, cost_per_session / 100.0 AS euro, '=1+1' AS formula, NULL AS leeg FROM offerings"
show sql "$query" -C p --format csv
show sql "$query" -C p --format csv --dialect rfc
show sql "$query" -C p --format csv --dialect nl
show sql "SELECT 'Ł'" -C p --format csv --dialect excel-1252
show sql "$query" -C p --format xlsx -o rijen.xlsx
head -c 2 rijen.xlsx
