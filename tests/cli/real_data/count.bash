# count FOLDER: what the mapping makes of O*NET, and what the rules find in it.
count() {
  for entity in roles competencies role_requirements gaps; do
    echo "$entity $("$LDENGINE" sql -C "$1" "SELECT count(*) FROM $entity" --format csv 2>/dev/null | tail -1)"
  done
  "$LDENGINE" check -C "$1" --format json | python3 -c '
import json, sys
from collections import Counter
data = json.load(sys.stdin)["data"]
print(data["summary"])
for (rule, severity), number in sorted(Counter((f["rule"], f["severity"]) for f in data["findings"]).items()):
    print(number, severity, rule)'
}
