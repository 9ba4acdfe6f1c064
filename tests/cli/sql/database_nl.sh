. "$ROOT/tests/cli/show.bash"
small_project
export LDENGINE_LANG=nl
cp "$ROOT/tests/cli/run/number.lua" rules/
"$LDENGINE" run rules/number.lua --save --db newer.db
python3 - <<'END'
import sqlite3
c = sqlite3.connect("newer.db"); c.execute("pragma user_version = 999"); c.commit(); c.close()
c = sqlite3.connect("foreign.db"); c.execute("create table t (x)"); c.commit(); c.close()
END
echo "this is not a database, but it is long enough to be looked at" >text.db
mkdir folder.db
for db in newer foreign text folder; do
  show sql "select count(*) from runs" --db $db.db
  cp $db.db before 2>/dev/null
  show run rules/number.lua --save --db $db.db
  [ -d $db.db ] || { cmp before $db.db && echo "$db.db is untouched"; }
done
head -c 5000 newer.db >cut.db
show sql "select count(*) from runs" --db missing.db
ls missing.db 2>/dev/null
exit 0
