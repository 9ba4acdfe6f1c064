# A finding by the beginning of its fingerprint; one about a group is asked for record by record.
. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/why/project.bash"
of() { "$LDENGINE" check --format json | jq -r --arg rule "$1" '[.data.findings[] | select(.rule == $rule)][0].fingerprint'; }
"$LDENGINE" why "$(of own/large | cut -c1-8)" 2>&1 | mask
"$LDENGINE" why "$(of own/measured)" --lang nl 2>&1 | mask
"$LDENGINE" why "$(of own/group)" 2>&1 | mask
"$LDENGINE" why "$(of own/group)" --lang nl 2>&1 | mask
