# A value that is no offer is printed as data; what the script prints goes to standard error.
. "$ROOT/tests/cli/show.bash"
small_project
try() {
  echo "$1" >rules/value.lua
  echo "-- $1"
  "$LDENGINE" run rules/value.lua
  "$LDENGINE" run rules/value.lua --format json | sed 's/^{"format":"ldengine\/1","command":"run",//'
}
try 'return 42'
try 'return 0.5'
try 'return 3.0'
try 'return true'
try 'return nil'
try ''
try 'return "text"'
try 'return "two\nlines"'
try 'return {}'
try 'return ld.object{}'
try 'return {1, {2, 3}, {a = "x", b = {}}, ld.object{}}'
try 'return {{id = "a", n = 1}, {id = "b", n = 22}}'
try 'return {b = 1, a = {c = 2, [1] = 3}}'
try 'return ld.needs:where("heads > 9")'
try 'return ld.needs.N1'
try 'return ld.money(125000), 2'
try 'return {0/0, 1/0, math.maxinteger}'
try 'return "\27[31m\0\r\200"'
try 'return {["k\27"] = "\t"}'
echo "-- Dutch"
"$LDENGINE" run rules/value.lua --lang nl
echo 'return {true, false, ld.money(125000), 1234567.5}' >rules/value.lua
"$LDENGINE" run rules/value.lua --lang nl
