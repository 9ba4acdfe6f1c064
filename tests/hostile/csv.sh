#!/bin/bash
# Runs every file of the hostile CSV corpus through the CSV reader and checks what the corpus's manifest
# promises, then the conformance suite csv-spectrum.
#
#   tests/hostile/csv.sh READ_CSV_PROGRAM
#
# LDE_CORPUS is the folder that holds hostile-csv and suites (default ../shared/corpus beside the
# repository).
set -u
program=$1
root=${LDE_CORPUS:-$(dirname "$0")/../../../shared/corpus}
corpus=$root/hostile-csv
if [ ! -f "$corpus/manifest.tsv" ]; then
  echo "skipped: no corpus"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
total=0

complain() {
  echo "FAIL $file: $*"
  failed=$((failed + 1))
}

# load FILE [ENCODING]: output in $folder/out, exit code in $code.
load() {
  timeout 20 "$program" load "$corpus/$1" ${2:+"$2"} >"$folder/out" 2>"$folder/err"
  code=$?
  [ -s "$folder/err" ] && complain "wrote to stderr: $(head -c 300 "$folder/err")"
  [ $code -eq 0 ] || [ $code -eq 3 ] || complain "exit code $code"
  ! grep -aqP '[\x00-\x08\x0b-\x1f\x7f]' <(grep -av '^row' "$folder/out") || complain "control character"
  ! grep -aqE '^.{1000}' <(grep -av '^row' "$folder/out") || complain "a message is longer than 1 kB"
}

refused() { # FILE PATTERN [ENCODING]: an error that holds the pattern
  file=$1
  total=$((total + 1))
  load "$file" "${3:-}"
  [ $code -eq 3 ] || complain "was accepted"
  grep -aqE "$2" "$folder/out" || complain "no '$2' in: $(head -c 600 "$folder/out")"
  cp "$folder/out" "$folder/first"
  load "$file" "${3:-}"
  cmp -s "$folder/first" "$folder/out" || complain "a second run differs"
}

accepted() { # FILE ROWS PATTERN... [@ENCODING]
  local rows=$2 encoding= pattern
  file=$1
  total=$((total + 1))
  shift 2
  for pattern; do case $pattern in @*) encoding=${pattern#@} ;; esac; done
  load "$file" "$encoding"
  [ $code -eq 0 ] || complain "was refused: $(head -c 600 "$folder/out")"
  [ "$(grep -ac '^row ' "$folder/out")" -eq "$rows" ] || complain "not $rows rows"
  for pattern; do
    case $pattern in @*) continue ;; esac
    grep -aqE -- "$pattern" "$folder/out" || complain "no '$pattern' in: $(head -c 600 "$folder/out")"
  done
}

accepted blank_lines.csv 2 'blank_lines.csv:2:0: note\[load/blank\] 3 blank lines'
accepted bom.csv 1 '^row 1\|\|200\|$'
accepted crlf.csv 2 '^row 3\|\|400\|$'
refused dates.csv 'dates.csv:2:3: error\[load/type\].*2026-02-30'
for line in 3 4 5; do refused dates.csv "dates.csv:$line:3: error\[load/type\]"; done
refused decimal_comma.csv 'decimal_comma.csv:2:[0-9]+: error\[load/syntax\].*3 fields.*2'
refused dup_header.csv "dup_header.csv:1:11: error\[load/duplicate\].*'amount'"
refused empty.csv 'error\[load/syntax\] the file is empty'
refused empty_header.csv 'empty_header.csv:1:4: error.*column 2 has no name'
accepted formula_injection.csv 5 "^row 1\|=cmd\|'/C calc'!A0\|\|$" '^row 5\|=HYPERLINK\("http://x","y"\)\|\|$' '^row 3\|-2\+3' '^row 4\|@SUM\(A1\)' '^row 2\|\+1\+1'
accepted header_only.csv 0
refused latin1.csv 'latin1.csv:2:6: error\[load/encoding\].*0xE9'
accepted latin1.csv 1 '^row 1\|José\|\|$' @latin1
accepted long_field.csv 1 '^row 1\|x{400}'
refused many_columns.csv 'many_columns.csv:1:[0-9]+: error\[load/limit\].*1000'
accepted no_final_newline.csv 2 '^row 3\|\|400\|$'
refused nul_byte.csv 'nul_byte.csv:2:5: error\[load/encoding\]'
for line in 2 3 4 5 6 7; do refused numbers.csv "numbers.csv:$line:3: error"; done
refused numbers.csv '^row 8\|\|1200\|$'
accepted quote_doubled.csv 1 '^row 1\|say "hi"\|\|$'
accepted quote_in_middle.csv 1 '^row 1\|ab"c\|\|$'
accepted quote_newline.csv 1 '^row 1\|two$' '^lines\|\|$'
refused quote_text_after.csv 'quote_text_after.csv:2:8: error\[load/syntax\]'
refused quote_unclosed.csv 'quote_unclosed.csv:2:3: error\[load/syntax\].*not closed'
refused ragged_long.csv 'ragged_long.csv:2:[0-9]+: error\[load/syntax\].*4 fields.*3'
refused ragged_short.csv 'ragged_short.csv:3:[0-9]+: error\[load/syntax\].*2 fields.*3'
accepted semicolon_dutch.csv 2 '^row 1\|Jansen\|123456\|$' '^row 2\|de Vries\|50\|$'
accepted sep_line.csv 1 '^row 1\|a\|\|$'
refused windows1252.csv 'windows1252.csv:2:3: error\[load/encoding\].*0x80'
accepted windows1252.csv 1 '^row 1\|€ 100 “net”\|\|$' @windows-1252

# Every file of the manifest was named above.
while IFS=$'\t' read -r file _; do
  grep -qE "(accepted|refused) $file " "$0" || complain "is not checked"
done < <(tail -n +2 "$corpus/manifest.tsv")

spectrum=$root/suites/csv-spectrum
if [ -d "$spectrum" ] && command -v jq >/dev/null; then
  for csv in "$spectrum"/csvs/*.csv; do
    file=$(basename "$csv" .csv)
    total=$((total + 1))
    "$program" json "$csv" >"$folder/out" 2>&1
    code=$?
    if ! iconv -f UTF-8 -t UTF-8 "$csv" >/dev/null 2>&1; then
      [ $code -eq 3 ] || complain "is not UTF-8 and was accepted"
      continue
    fi
    # In copies of the suite a telephone number was changed in one of the two files, and a checkout may
    # have turned the CRLF inside a quoted field into LF.
    same='if type == "object" then [.] else . end | map(del(."Contact Phone Number"))'
    grep -q $'\r' "$csv" || same="$same | walk(if type == \"string\" then gsub(\"\\r\"; \"\") else . end)"
    jq -S "$same" "$spectrum/json/$file.json" >"$folder/want" 2>&1
    jq -S "$same" "$folder/out" >"$folder/got" 2>&1
    cmp -s "$folder/want" "$folder/got" || complain "differs: $(diff "$folder/want" "$folder/got" | head -n 5)"
  done
fi

echo "$((total - failed)) passed, $failed failed"
[ $failed -eq 0 ]
