. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed
show check --format csv
mkdir wrong && unreadable wrong
show check wrong --format csv --lang nl
