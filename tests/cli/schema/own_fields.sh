# With -C the organisation's own fields and entities are in it.
. "$ROOT/tests/cli/show.bash"
small_project
cat >>ldengine.yaml <<'END'
model:
  fields: {employees: {badge: {type: text, nl: Pasnummer, en: Badge}}}
  entities: {permits: {key: [holder, ends_on], fields: {holder: {type: reference, target: employees}, ends_on: {type: date}}}}
END
for kind in json-schema sql luals dictionary; do
  echo "$kind: $("$LDENGINE" schema $kind | grep -c -e badge -e permits) without, with: $("$LDENGINE" schema $kind -C . | grep -q badge && echo badge) $("$LDENGINE" schema $kind -C . | grep -q permits && echo permits)"
done
"$LDENGINE" schema dictionary -C . --lang nl | grep badge
show sql "select badge from employees"
show sql "select holder, ends_on from permits"
sed -i 's/type: text, nl/type: texd, nl/' ldengine.yaml
show schema sql -C .
show schema sql -C nowhere
