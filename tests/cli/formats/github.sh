. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed
show check --format github
mkdir wrong && unreadable wrong
show check wrong --format github --lang nl
