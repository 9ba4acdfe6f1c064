# Several organisations, one of them unreadable: nothing of one is taken for another's.
. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed one
mixed two
sed -i 's/return row.label .. nothing.at.all/return nil/' two/rules/own.lua
unreadable wrong
for form in jsonl junit tap github gitlab markdown csv; do show check one two wrong --format $form; done
