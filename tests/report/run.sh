#!/usr/bin/env bash
# The report of the examples and of small plans, in both languages and for every reader: strict HTML
# without outside requests or scripts, amounts that add up to the cent, nobody named, the board's page on
# one A4, the same bytes each time. Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
here=$PWD
root=$(cd ../.. && pwd)
LDENGINE=${LDENGINE:-$root/build/release/bin/ldengine}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 TZ=UTC
unset LDENGINE_LANG LDENGINE_FORMAT
passed=0 failed=0
cd "$work" || exit 1

expect() {
  local what=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "not so: $what"
    head -20 "$work/said"
  fi
}
page() { python3 "$here/check_page.py" "$@"; }
report() { "$LDENGINE" report -q "$@"; }
exits() { # CODE COMMAND…
  local code=$1
  shift
  "$@" >"$work/out" 2>"$work/err"
  local got=$?
  [ $got = "$code" ] || { echo "exit code $got, not $code"; cat "$work/err"; return 1; }
}
pages() { # FILE NUMBER
  [ "$(pdfinfo "$1" | sed -n 's/^Pages: *//p')" = "$2" ] || { pdfinfo "$1"; return 1; }
}

# ids of the people, and labels that are the same in both languages, from the data itself
facts() { # PROJECT NAME
  "$LDENGINE" sql -q -C "$1" --format csv 'SELECT id FROM employees' | tail -n +2 | tr -d '\r"' >"$2.people"
  "$LDENGINE" sql -q -C "$1" --format csv --lang nl \
    'SELECT label FROM goals UNION SELECT label FROM units UNION SELECT label FROM roles' |
    tail -n +2 | tr -d '\r' | sed -E 's/^"(.*)"$/\1/' >"$2.labels"
}
cost_of() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["data"]["offer"]["cost"])' "$1"; }

for example in gemeente ziekenhuis zorgregio; do
  project=$root/examples/$example
  facts "$project" $example
  for lang in en nl; do
    name=$example-$lang
    expect "$name: the report is written" report -C "$project" --lang $lang -o "$name.html" -o "$name.md" -o "$name.json" -o "$name.xlsx"
    expect "$name: the page is sound" page "$name.html" --money "$(cost_of "$name.json")" --no-people $example.people --small 5
    if /usr/bin/python3 -c 'import openpyxl' 2>/dev/null && [ $example != zorgregio ]; then # that one has no goals
      expect "$name: the workbook adds up" /usr/bin/python3 "$here/check_workbook.py" "$name.xlsx" "$(cost_of "$name.json")"
    fi
    expect "$name: under a megabyte" test "$(stat -c %s "$name.html")" -lt 1000000
    if command -v tidy >/dev/null; then
      expect "$name: tidy finds no error" bash -c 'tidy -q -e --show-warnings no "$1"; [ $? -lt 2 ]' - "$name.html"
    fi
  done
  expect "$example: everything is in both languages" python3 "$here/same_words.py" $example-en.html $example-nl.html $example.labels
done

gemeente=$root/examples/gemeente
expect "employees' page is written" report -C "$gemeente" --for employees -o employees.html
expect "employees' page is sound and names nobody" page employees.html --no-people gemeente.people
person=$(sed -n 100p gemeente.people)
expect "a person's page is written" report -C "$gemeente" --for "person:$person" -o person.html
expect "a person's page names nobody else" page person.html --no-people gemeente.people "$person"
expect "a person's page is about the person" grep -q "$person" person.html
expect "the board's page is written" report -C "$gemeente" --board -o board.html
expect "the board's page is sound" page board.html --no-people gemeente.people --small 5
expect "the mail is written" report -C "$gemeente" --mail -o mail.html
expect "the mail is sound" page mail.html --no-people gemeente.people
expect "the mail has no style sheet and no picture" bash -c '! grep -Eq "<style|<svg|class=" mail.html'

# the same bytes, wherever and whenever
expect "again, elsewhere" env TZ=Pacific/Auckland LC_ALL=C "$LDENGINE" report -q -C "$gemeente" --lang nl -o again.html
expect "the same bytes" cmp gemeente-nl.html again.html
expect "the workbook again" report -C "$root/examples/zorgregio" --lang nl -o again.xlsx
expect "the workbook has the same bytes" cmp zorgregio-nl.xlsx again.xlsx

# PDF: by whichever program is there
if command -v weasyprint >/dev/null && command -v pdfinfo >/dev/null; then
  for example in gemeente ziekenhuis; do
    expect "$example: the board's PDF" report -C "$root/examples/$example" --board -o "$example.pdf"
    expect "$example: the board's PDF is one page" pages "$example.pdf" 1
  done
  expect "the PDF again" report -C "$gemeente" --board -o again.pdf
  expect "the PDF has the same bytes" cmp gemeente.pdf again.pdf
else
  echo "skipped: no weasyprint or no pdfinfo; the PDF pages are not counted"
fi
expect "without a program there is advice" exits 3 env PATH=/nonexistent "$LDENGINE" report -q -C "$root/tests/data/offer-fixture" -o none.pdf
expect "the advice names the programs" grep -q 'WeasyPrint' err
expect "and no file is left" test ! -e none.pdf
# Where it works: nothing stays, what a killed run left goes, what another run holds does not.
mkdir -p place/ldengine-pdf-killed place/ldengine-pdf-held
echo x >place/ldengine-pdf-killed/page.html
exec 8<place/ldengine-pdf-held
flock 8
TMPDIR=$PWD/place PATH=/nonexistent "$LDENGINE" report -q -C "$root/tests/data/offer-fixture" -o none.pdf 2>err
expect "only what another run holds is left where it works" test "$(ls place)" = ldengine-pdf-held
exec 8<&-

# a small plan, without goals, people or gaps
cp -r "$root/tests/data/offer-fixture" small
mkdir -p small/rules
expect "a small plan" report -C small -o small.html --lang nl
expect "is sound" page small.html
expect "as text" bash -c '"$1" report -q -C small >small.txt && grep -q "^# Learning plan 2027" small.txt' - "$LDENGINE"
expect "the smallest group is a choice" bash -c '"$1" report -q -C small --group-min 1 --lang en >small.txt && ! grep -q "&lt; 5\|\\\\< 5" small.txt' - "$LDENGINE"

# what is wrong is said
expect "an unknown reader" exits 2 "$LDENGINE" report -C small --for everybody
expect "an unknown person" exits 2 "$LDENGINE" report -C small --for person:nobody
expect "the board is no person" exits 2 "$LDENGINE" report -C small --for employees --board
expect "no number" exits 2 "$LDENGINE" report -C small --group-min none
echo 'budgets: [{id: x, setup: many}]' >>small/offer.yaml
expect "a project with mistakes" exits 3 "$LDENGINE" report -C small -o broken.html
expect "leaves no report" test ! -e broken.html

# hostile labels stay text
mkdir -p hostile && cp "$root/tests/data/offer-fixture/"* hostile && mkdir -p hostile/rules
sed -i "s|label: BHV in-company|label: \"<script>alert(1)</script> \\\\\" \& ' <b>\"|" hostile/offer.yaml
expect "hostile labels" report -C hostile -o hostile.html
expect "stay text" page hostile.html
expect "and are shown" grep -q '&lt;script&gt;alert(1)&lt;/script&gt;' hostile.html

echo "$passed passed, $failed failed"
[ $failed = 0 ]
