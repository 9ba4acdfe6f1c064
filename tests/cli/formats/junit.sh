. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed
show check --format junit
mkdir wrong && unreadable wrong
show check wrong --format junit --lang nl
