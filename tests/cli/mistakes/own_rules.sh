# The own rules of the municipality: their examples, a threshold on a shipped rule, a limit that differs by year.
cd "$ROOT/examples/gemeente" || exit 1
"$LDENGINE" test rules --lang en
over() { # SETUP: the digital budget with this much
  "$LDENGINE" check --lang en --fail-on never --rule budget/over --set "budgets:b-digitaal-2027.setup=$1" --format json |
    python3 -c 'import json, sys; print(sys.argv[1], [(f["severity"], f["message"]) for f in json.load(sys.stdin)["data"]["findings"]])' "$1"
}
over 13850
over 13849.99
peak() { # SEATS: in one quarter for social services
  "$LDENGINE" check --lang en --fail-on never --rule waterrijk/quarter-peak --set "plan_lines:pl-integer-sd.seats_planned=$1" 2>&1 | head -1
}
peak 120
peak 121
