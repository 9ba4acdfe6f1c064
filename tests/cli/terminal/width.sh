# No line is wider than the terminal, in either language, and no amount or word is broken. Messages
# of mistakes are left to the terminal to wrap, so that they can be copied; their excerpts fit.
. "$ROOT/tests/cli/show.bash"
small_project
unset TERM COLUMNS
python3 - <<'END'
rows = ["units:"] + ["  - {id: unit-%d, label: \"A department with quite a long name, number %d, and euro signs €€\"}" % (i, i) for i in range(60)]
open("more.yaml", "w").write("\n".join(rows) + "\n")
END
sed -i 's/sources: .*/sources: [offer.yaml, more.yaml]/' ldengine.yaml
printf 'units:\n  - {id: a, label: A, minutes_max: 10h, labl: "a long line that goes on and on, wider than a small terminal, with the mistake in it: €€€"}\n' >bad.yaml
on() { python3 "$ROOT/tests/cli/terminal/terminal.py" "$@"; }
for width in 40 80 200; do
  for lang in en nl; do
    echo "$width columns, $lang:"
    on $width out "$LDENGINE" run --lang $lang
    on $width out "$LDENGINE" run --lang $lang -v
    on $width out "$LDENGINE" sql "select * from units" --lang $lang
    ONLY=' | ' on $width err "$LDENGINE" check bad.yaml --lang $lang
  done
done
SHOW=plain on 40 out "$LDENGINE" run | mask
SHOW=plain on 40 out "$LDENGINE" sql "select id, label from units limit 3"
ONLY=' | ' SHOW=plain on 40 err "$LDENGINE" check bad.yaml
echo "piped, nothing is cut:"
"$LDENGINE" sql "select label from units" | tail -1
"$LDENGINE" sql "select label from units" | wc -l
