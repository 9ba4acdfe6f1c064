"$LDENGINE" run --format json --lnag nl | python3 -c '
import json, sys
answer = json.load(sys.stdin)
print(answer["format"], answer["command"], answer["ok"], answer["diagnostics"][0]["code"])
print(answer["diagnostics"][0]["help"])'
exit "${PIPESTATUS[0]}"
