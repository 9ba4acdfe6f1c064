# As many mistakes as the manifest allows are shown; the others are counted.
. "$ROOT/tests/cli/show.bash"
small_project
{ echo "goals:"; for i in $(seq 1 300); do echo "  - {id: g$i, labl: x}"; done; } >goals.yaml
sed -i 's/sources: .*/sources: [offer.yaml, goals.yaml]/' ldengine.yaml
"$LDENGINE" check 2>said
echo "exit $?, $(grep -c '^error' said) shown, at the end: $(tail -1 said)"
echo 'load: {max_errors: 5}' >>ldengine.yaml
show check
show check --lang nl
"$LDENGINE" check --format json | python3 -c '
import json, sys
print(len([d for d in json.load(sys.stdin)["diagnostics"] if d["severity"] == "error"]))'
show run
show sql "select 1"
