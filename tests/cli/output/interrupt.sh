# Ctrl-C ends a script and a solve at once with 130; the file of an earlier run stays as it was and
# nothing half-written is left.
. "$ROOT/tests/cli/show.bash"
small_project
echo "earlier" >answer.txt
cat >rules/long.lua <<'END'
local n = 0
while true do n = n + 1 end
END
interrupt() {
  "$LDENGINE" run "$@" 2>said &
  local process=$!
  sleep 0.7
  kill -INT $process
  wait $process
  echo "exit $?"
  mask <said
}
# a background process of a script ignores SIGINT unless the program handles it itself
interrupt rules/long.lua -o answer.txt --lang en
interrupt rules/long.lua -o new.txt --lang nl
interrupt rules/long.lua --format json
interrupt rules/long.lua --save
cat answer.txt
find . -type f | sort
echo "a solve:"
"$LDENGINE" run -C "$ROOT/examples/gemeente" -o answer.txt 2>said &
process=$!
sleep 1.5
kill -INT $process
wait $process
echo "exit $?"
cat answer.txt
ls answer.txt*
