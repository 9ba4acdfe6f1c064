. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed
show check --format jsonl
mkdir wrong && unreadable wrong
show check wrong --format jsonl --lang nl
