# What an older run had already is told apart: unchanged in SARIF, skipped where cases pass or fail, silent
# where a build is annotated.
. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed
"$LDENGINE" check --rule own/owner --format json -o old.json
echo "baselineState:"
"$LDENGINE" check --baseline old.json --format sarif | grep -E '"(baselineState|justification)"' | sort | uniq -c | sed 's/^ *//'
show check --baseline old.json --rule own/owner --format tap
show check --baseline old.json --rule own/owner --format github
show check --baseline old.json --rule own/owner --format markdown
"$LDENGINE" check --baseline old.json --rule own/owner --format junit | grep -E '<(testsuite |skipped)' | mask
