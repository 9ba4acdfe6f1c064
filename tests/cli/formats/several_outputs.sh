# -o may be repeated; each file has the format of its ending, or of the --format before it.
. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/formats/plan.bash"
mixed
show check -o a.json -o b.jsonl -o c.sarif -o d.xml -o e.tap -o f.md -o g.csv -o h.txt --format github -o i.log --format gitlab -o j.json
for file in a.json b.jsonl c.sarif d.xml e.tap f.md g.csv h.txt i.log j.json; do
  printf '%s: %s\n' $file "$(head -c 60 $file | tr '\n' ' ')"
done
show check -o - -o x.sarif --format nonsense
