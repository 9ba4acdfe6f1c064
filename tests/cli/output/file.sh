# -o writes a file whole or not at all; trouble leaves an earlier file as it was.
. "$ROOT/tests/cli/show.bash"
small_project
show sql "select id from budgets" -o answer.txt
cat answer.txt
show sql "select id from budgets" --format csv --output=answer.txt
cat answer.txt
show sql "select nope" -o answer.txt
cat answer.txt
show sql "select id from budgets" -o -
show run nowhere.lua -o answer.txt
cat answer.txt
echo "as JSON the trouble itself is the answer:"
show sql "select nope" --format json -o trouble.json
python3 -c 'import json; print(json.load(open("trouble.json"))["diagnostics"][0]["code"])'
mkdir folder
show sql "select 1" -o folder
show sql "select 1" -o missing/answer.txt
show sql "select 1" -o offer.yaml/answer.txt
show sql "select 1" -o missing/answer.txt --lang nl
show version -o version.txt
test -s version.txt && echo "version kept"
ls
