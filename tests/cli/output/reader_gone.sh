# The reader went away: 141 and no words. No standard output at all: the loss is told.
. "$ROOT/tests/cli/show.bash"
small_project
cat >gone.py <<'END'
import os, subprocess, sys
reader, writer = os.pipe()
os.close(reader)
said = subprocess.run(sys.argv[1:], stdout=writer, stderr=subprocess.PIPE)
print("exit", said.returncode, said.stderr.decode(), end="\n")
END
python3 gone.py "$LDENGINE" run
python3 gone.py "$LDENGINE" run --format json
python3 gone.py "$LDENGINE" sql "select 1"
python3 gone.py "$LDENGINE" --help
python3 gone.py "$LDENGINE" schema dictionary
"$LDENGINE" sql "select 1" >&- 2>said
echo "exit $?"
cat said
"$LDENGINE" sql "select 1" --lang nl >&- 2>said
echo "exit $?"
cat said
echo "closed standard input and error are no trouble:"
"$LDENGINE" sql "select 1 as n" <&- 2>&-
echo "exit $?"
