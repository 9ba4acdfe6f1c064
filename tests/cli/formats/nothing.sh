# No findings, and no rules at all.
. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed
rm rules/own.lua
sed -i -e '/^exceptions/,$d' -e 's/, files: \[.*\]//' ldengine.yaml
for form in jsonl junit tap github gitlab markdown csv; do show check --format $form; done
for form in sarif junit tap github gitlab markdown csv; do show check -C nowhere --format $form; done
