. "$ROOT/tests/cli/xlsx/project.bash"
show import afdelingen.csv aanbod.csv -C p --dry-run
show import afdelingen.csv aanbod.csv -C p
cat p/ldengine.yaml p/data/*.yaml
show import afdelingen.csv -C p --lang en
show import afdelingen.csv -C p --lang en --force --format json
show check -C p
show sql "SELECT id, cost_per_session FROM offerings" -C p
