# What an offer decided about an offering, a need and a goal: solved anew, and as it was kept.
. "$ROOT/tests/cli/show.bash"
small_project
decided() { jq -c '.data | {run, decisions: [.decisions[]? | {in, offering, need, seats, cost, reason} | with_entries(select(.value != null))]}'; }
cp "$ROOT/rules/offer.lua" .
for record in needs:N1 needs:N8 offerings:O3; do
  echo "$record"
  "$LDENGINE" why "$record" --run --format json --lang en | decided
done
"$LDENGINE" run offer.lua --save --lang en >/dev/null 2>&1
for record in needs:N1 needs:N8 offerings:O3; do
  echo "$record, kept"
  "$LDENGINE" why "$record" --format json --lang en | decided | mask
done
