. "$ROOT/tests/cli/show.bash"
small_project
export LDENGINE_LANG=en
for query in "select * from budgts" "select idd from budgets" "select b.stup from budgets b" "select" "" \
  "selec id from budgets" "select id from budgets; select 1" "select nofunction(1)" "select * from needs where" \
  "delete from budgets" "insert into units values (1)" "update budgets set setup = 0" "drop view gaps" \
  "create table t (x)" "attach 'x.db' as y" "pragma journal_mode = wal" "vacuum into 'x.db'" \
  "select load_extension('x')" "select random()" "select readfile('/etc/passwd')"; do
  show sql "$query"
done
ls
