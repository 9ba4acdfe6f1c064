. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed
show check --format markdown
mkdir wrong && unreadable wrong
show check wrong --format markdown --lang nl
