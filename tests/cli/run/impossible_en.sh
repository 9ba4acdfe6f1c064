# Exit code 5: locks that clash, and mandatory learners without a seat; both print what there is.
. "$ROOT/tests/cli/show.bash"
small_project
export LDENGINE_LANG=en
cat >rules/lock.lua <<'END'
local offer = require("ld.offer")()
offer:lock("O1", {sessions = 1, seats = 40})
return offer
END
show run rules/lock.lua
show run --set 'budgets:*.setup=0'
