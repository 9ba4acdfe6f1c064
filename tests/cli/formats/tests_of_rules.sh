# The tests of rules as JUnit and TAP: passed, failed, and a file that cannot be loaded.
. "$ROOT/tests/cli/show.bash"
mkdir rules
printf 'ldengine: 1\norganisation: {id: o, name: O, language: en}\nyear: 2027\nsources: []\nrules: {packs: [], files: [rules/*.lua]}\n' >ldengine.yaml
cat >rules/a.lua <<'L'
return ld.rule {
  id = "own/a", severity = "error", each = "goals", fails = "label == 'x'", title = "t", message = "<{id}> & co",
  fires = {goals = {{id = "g", label = "x"}}},
  clean = {goals = {{id = "g", label = "x"}}},
}
L
for form in junit tap; do show test --format $form; done
echo 'return {' >rules/b.lua
for form in junit tap; do show test --format $form --lang nl; done
show test --format sarif
