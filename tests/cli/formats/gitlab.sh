. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed
show check --format gitlab
mkdir wrong && unreadable wrong
show check wrong --format gitlab --lang nl
