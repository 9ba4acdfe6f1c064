. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed
show check --format sarif
mkdir wrong && unreadable wrong
show check wrong --format sarif --lang nl
