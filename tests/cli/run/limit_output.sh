. "$ROOT/tests/cli/show.bash"
small_project
printf 'while true do\n  print(string.rep("x", 100000))\nend\n' >rules/endless.lua
"$LDENGINE" run rules/endless.lua >out 2>said
echo "exit $?, $(wc -c <out) bytes of output"
grep -v '^xxx' said
"$LDENGINE" run rules/endless.lua --format json | python3 -c '
import json, sys
answer = json.load(sys.stdin)
one, = answer["diagnostics"]
print(one["code"], one["file"], one["line"], "log" in answer["data"])'
