. "$ROOT/tests/cli/show.bash"
for lang in en nl; do
  for kind in json-schema sql luals dictionary; do
    "$LDENGINE" schema $kind --lang $lang >$kind.$lang 2>said || exit 1
    [ -s said ] && cat said
    "$LDENGINE" schema $kind --lang $lang --format json >$kind.json || exit 1
    python3 - $kind $kind.json $kind.$lang <<'END'
import json, sys
data = json.load(open(sys.argv[2]))["data"]
assert data["kind"] == sys.argv[1] and data["document"] == open(sys.argv[3], encoding="utf-8").read()
END
  done
  head -1 dictionary.$lang
done
python3 - <<'END'
import json, sqlite3
schema = json.load(open("json-schema.en"))
print(schema["type"], "goals" in schema["properties"], "needs" in schema["properties"])
db = sqlite3.connect(":memory:")
db.executescript(open("sql.en", encoding="utf-8").read())
print(len(db.execute("select name from sqlite_master where name = 'goals'").fetchall()), "table of goals")
END
head -1 luals.en
cmp -s dictionary.en dictionary.nl || echo "the dictionary has its language"
show schema dictionry
show schema xyz --lang nl
show schema sql -o schema.sql
cmp schema.sql sql.en && echo "the same in a file"
