. "$ROOT/tests/cli/show.bash"
small_project
echo 'print("one", 2, nil, true) print("x\27[31mred\nline") ld.log("logged") return 1' >rules/print.lua
"$LDENGINE" run rules/print.lua 2>said
echo "standard error:"
cat said
"$LDENGINE" run rules/print.lua --format json 2>said
echo "$(wc -c <said) bytes on standard error"
echo "with an offer:"
echo 'print("building") return require("ld.offer")()' >rules/print.lua
"$LDENGINE" run rules/print.lua 2>&1 >/dev/null
"$LDENGINE" run rules/print.lua --format json | python3 -c '
import json, sys
print(list(json.load(sys.stdin)["data"]))'
echo "before a failure:"
echo 'print("so far") error("stop")' >rules/print.lua
"$LDENGINE" run rules/print.lua --format json
echo "exit $?"
