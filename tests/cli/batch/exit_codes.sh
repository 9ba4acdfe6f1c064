. "$ROOT/tests/cli/batch/projects.bash"
project clean "return false"
project finds
project faulty "return nothing.at.all"
project broken
printf 'goals: [{\n' >broken/plan.yaml
code() { "$LDENGINE" check "$@" >/dev/null 2>&1; echo "$*: $?"; }
code clean clean
code clean finds
code clean finds --fail-on never
code finds faulty
code faulty broken finds
code clean broken
code broken --isolate
code clean --isolate
