# What is there stays as it is, and nothing is added to it.
exec 2>&1
mkdir taken
echo mine >taken/plan.yaml
"$LDENGINE" init taken --lang en; echo "exit $?"
ls -A taken; cat taken/plan.yaml
mkdir here && cd here && echo notes >notes.txt
"$LDENGINE" init --lang en; echo "exit $?"
"$LDENGINE" init --lang nl; echo "exit $?"
"$LDENGINE" init --lang en --format json | head -c 300; echo
cd ..
echo "a file in the way"; touch file
"$LDENGINE" init file --lang en; echo "exit $?"
"$LDENGINE" init data --sector school --lang nl; echo "exit $?"
LDENGINE_RULES=/nowhere "$LDENGINE" init data --lang en; echo "exit $?"
ls data 2>/dev/null
exit 0
