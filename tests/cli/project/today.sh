. "$ROOT/tests/cli/show.bash"
small_project
echo 'return ld.today .. " in " .. ld.year' >rules/today.lua
show run rules/today.lua
show run rules/today.lua --today 2027-03-01
sed -i '/^today/d' ldengine.yaml
echo "without today in the manifest, the first day of the year:"
show run rules/today.lua
show run rules/today.lua --today tomorrow
show run rules/today.lua --today 2027-02-29 --lang nl
[ "$("$LDENGINE" run rules/today.lua --today now)" = "$(date +%F) in 2027" ] && echo "now is the clock's day"
