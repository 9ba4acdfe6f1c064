# What rules print is told with the folder it comes from, and cannot play with the terminal.
. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/batch/projects.bash"
project loud 'print("hello\27[31m" .. "\n" .. "again") return false'
project calm "return false"
printf 'goals:\n  - {id: g1, label: "red \\e[31m label"}\n' >calm/plan.yaml
sed -i 's/return false/return true/' calm/rules/own.lua
show check loud calm
