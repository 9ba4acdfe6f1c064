. "$ROOT/tests/cli/show.bash"
small_project
echo 'while true do end' >rules/long.lua
"$LDENGINE" run rules/long.lua -o answer.txt 2>said &
process=$!
sleep 0.5
kill -TERM $process
wait $process
echo "exit $?"
ls answer.txt* 2>/dev/null
cat said
