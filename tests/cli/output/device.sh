# A device or pipe takes the bytes itself and stays what it is.
. "$ROOT/tests/cli/show.bash"
small_project
mkfifo pipe
cat pipe >got &
show sql "select 7 as n" -o pipe
wait
cat got
[ -p pipe ] && echo "still a pipe"
show sql "select 8 as n" -o /dev/stdout
show sql "select 9 as n" -o /dev/null
[ -c /dev/null ] && echo "still a device"
[ -c /dev/full ] || { echo "no /dev/full here" >&2; exit 1; }
"$LDENGINE" sql "select 1" 2>&1 >/dev/full
echo "exit $?"
show sql "select 1" -o /dev/full
[ -c /dev/full ] && echo "still full"
