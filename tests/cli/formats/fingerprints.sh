# One finding has one fingerprint, whatever the format; with several organisations it also says whose it is.
. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed one
cp -r one two
sed -i 's/{id: one,/{id: two,/' two/ldengine.yaml
digest() { grep -Eo '[0-9a-f]{64}' | sort -u; }
"$LDENGINE" check one --format json 2>/dev/null | digest >expected
wc -l <expected
for form in jsonl sarif junit tap csv; do
  "$LDENGINE" check one --format $form 2>/dev/null | digest | cmp - expected && echo "$form: the same"
done
"$LDENGINE" check one --format gitlab | digest | comm -23 - expected | wc -l
"$LDENGINE" check one two --format gitlab | sed -n 's/.*"fingerprint": //p' | sort | uniq -d | wc -l
