# Help goes to standard output, in 80 columns, without blanks at the ends of lines; both ways of asking
# give the same text.
. "$ROOT/tests/cli/show.bash"
for lang in en nl; do
  "$LDENGINE" --help --lang $lang >one 2>said && "$LDENGINE" help --lang $lang >two 2>>said || exit 1
  cmp one two || exit 1
  cat one >all
  for command in $COMMANDS; do
    "$LDENGINE" $command --help --lang $lang >one 2>>said || exit 1
    "$LDENGINE" help $command --lang $lang >two 2>>said || exit 1
    cmp one two || exit 1
    cat one >>all
  done
  [ -s said ] && { echo "said on standard error:"; cat said; }
  python3 - <<'END'
for line in open("all", encoding="utf-8"):
    line = line.rstrip("\n")
    if len(line) > 80 or line != line.rstrip():
        print("bad line:", repr(line))
END
done
"$LDENGINE" >none 2>said
[ $? = 2 ] && [ ! -s none ] && [ -s said ] && echo "a missing command is told on standard error"
