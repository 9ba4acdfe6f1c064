# A project of every sector in both languages: checks clean, makes an offer and a report, and the first
exec 2>&1
# lines name schemas that are there.
for sector in generic gemeente zorg; do
  for lang in en nl; do
    "$LDENGINE" init $sector-$lang --sector $sector --lang $lang
    (cd $sector-$lang && find . -type f | LC_ALL=C sort | tr '\n' ' ' && echo
     "$LDENGINE" check && "$LDENGINE" check -q --fail-on warning
     "$LDENGINE" run | sed -n '1p;3,5p'
     "$LDENGINE" report -o report.html && grep -c '</html>' report.html
     for file in *.yaml; do
       schema=$(sed -n '1s/^# yaml-language-server: $schema=//p' $file)
       [ -s "$schema" ] || echo "$file: no schema"
     done)
  done
done
# the same bytes each time, whatever the clock
"$LDENGINE" init again --sector zorg --lang nl -q
rm zorg-nl/report.html
diff -r zorg-nl again && echo same
