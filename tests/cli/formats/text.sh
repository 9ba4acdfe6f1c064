. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed
show check --format text
mkdir wrong && unreadable wrong
show check wrong --format text --lang nl
