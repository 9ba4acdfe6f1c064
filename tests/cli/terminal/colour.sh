# Colour on a terminal only; NO_COLOR, CLICOLOR_FORCE, TERM=dumb and --color have their say.
. "$ROOT/tests/cli/show.bash"
small_project
unset TERM COLUMNS
on() { python3 "$ROOT/tests/cli/terminal/terminal.py" 80 "$@"; }
echo "an offer, a mistake:"
on out "$LDENGINE" run
on err "$LDENGINE" run nowhere.lua
SHOW=raw on err "$LDENGINE" run nowhere.lua
echo "not wanted:"
NO_COLOR=1 on err "$LDENGINE" run nowhere.lua
TERM=dumb on err "$LDENGINE" run nowhere.lua
on err "$LDENGINE" run nowhere.lua --color never
on err "$LDENGINE" run nowhere.lua --color=never
LDENGINE_COLOR=never on err "$LDENGINE" run nowhere.lua
echo "an empty NO_COLOR does not count, a flag wins:"
NO_COLOR= on err "$LDENGINE" run nowhere.lua
NO_COLOR=1 on err "$LDENGINE" run nowhere.lua --color always
echo "not a terminal:"
esc=$(printf '\033')
count() { grep -c "$esc" said; }
"$LDENGINE" run nowhere.lua 2>said; count
"$LDENGINE" run nowhere.lua --color always 2>said; count
CLICOLOR_FORCE=1 "$LDENGINE" run nowhere.lua 2>said; count
CLICOLOR_FORCE=0 "$LDENGINE" run nowhere.lua 2>said; count
CLICOLOR_FORCE=1 NO_COLOR=1 "$LDENGINE" run nowhere.lua 2>said; count
"$LDENGINE" run >said; count
echo "JSON and files never:"
on out "$LDENGINE" sql "select 1" --format json --color always | tail -1
"$LDENGINE" run -o said --color always; count
exit 0
