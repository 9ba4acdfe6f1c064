# Progress is told on a terminal only, after two seconds, and leaves nothing behind.
. "$ROOT/tests/cli/show.bash"
small_project
on() { python3 "$ROOT/tests/cli/terminal/terminal.py" 80 "$@"; }
echo "a short run says nothing:"
SHOW=plain on err "$LDENGINE" run
SHOW=plain on err "$LDENGINE" run -q
