. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed
show check --format tap
mkdir wrong && unreadable wrong
show check wrong --format tap --lang nl
