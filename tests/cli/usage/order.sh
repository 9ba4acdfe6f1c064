# Options may stand before the verb, and switches may share a dash; the last of them may have a value.
exec 2>&1
. "$ROOT/tests/cli/show.bash"
small_project
mkdir below
"$LDENGINE" -C . --lang en sql "select 1 as one"
"$LDENGINE" --lang=nl --format json sql "select 1 as one"
"$LDENGINE" -fjson sql "select 1 as one"
"$LDENGINE" -C . -qf json sql "select 1 as one"
"$LDENGINE" sql -qvfcsv "select 1 as one"
"$LDENGINE" sql -qvf csv -- "select 1 as one"
"$LDENGINE" -h sql | head -2
"$LDENGINE" -q --version --lang en >/dev/null && echo version
for bad in "--langg en check" "-x check" "-qx check" "check -qx" "-C" "-q" "-qo" "-q --" "--lang nl"; do
  echo "ldengine $bad"
  "$LDENGINE" $bad 2>&1 | sed -E "s/(commands are|opdrachten zijn) .*/\1 …/"; echo "exit ${PIPESTATUS[0]}"
done
