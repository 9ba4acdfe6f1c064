. "$ROOT/tests/cli/authoring/project.bash"
rm rules/* tests/*
shown() { grep -vE '^ +[0-9]* \||^No findings'; } # without excerpts
try() { # FILE LINES OF A RULE
  printf 'return ld.rule {\n  id = "own/x", severity = "note", title = "X",\n%s\n}\n' "$2" >"rules/$1.lua"
  "$LDENGINE" check 2>&1 | shown
  rm "rules/$1.lua"
}
try unknown_key '  each = "budgets", fials = "setup > 1", message = "m"'
try unknown_field '  each = "budgets", fails = "setpu > 1", message = "m"'
try unknown_each '  each = "budget_lines", fails = "true", message = "m"'
try wrong_type '  each = "budgets", fails = "setup > owner", message = "m"'
try wrong_unit '  each = "offerings", fails = "minutes_contact > cost_per_seat", message = "m"'
try unused_parameter '  each = "budgets", fails = "setup > 1", message = "m", params = {most = {type = "money", default = 1}}'
try cannot_fire "  each = \"budgets\", fails = \"mode == 'restrictve'\", message = \"m\""
try contradicts '  each = "budgets", fails = "setup > 5 and setup < 3", message = "m"'
try no_match "  each = \"goals\", when = ld.exists(\"budgets\", {mode = \"'restrictve'\"}), message = \"m\""
echo 'local x = 1' >rules/nothing.lua; "$LDENGINE" check 2>&1 | shown; rm rules/nothing.lua
printf 'return ld.rule {id = "own/x", severity = "note", title = "X", each = "goals", fails = "weight > 2", message = "m"}' | tee rules/a.lua >rules/b.lua
"$LDENGINE" check 2>&1 | shown; echo "exit ${PIPESTATUS[0]}"
