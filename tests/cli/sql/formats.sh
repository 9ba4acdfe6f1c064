. "$ROOT/tests/cli/show.bash"
small_project
Q="select 1 as a, null as b, 'x,\"y' as c, 2.5 as d, 'one' || char(10) || 'two | three' as e, x'00ff' as f, char(27) || '[31m' as g, '=1+1' as h"
for form in text csv markdown json; do show sql "$Q" --format $form; done
for form in text csv markdown json; do show sql "select id from budgets where 0" --format $form; done
echo "select id, setup from budgets order by setup desc, id" | show sql -
printf 'select id\nfrom units\n-- a comment\n;\n' | show sql - --format csv
show sql - </dev/null
head -c 1100000 /dev/zero | tr '\0' ' ' | show sql -
