#!/bin/bash
# Runs every file of the hostile Lua corpus in a sandbox and checks what the corpus's manifest and
# README promise: the outcome, no escape, one safe message of at most 4 kB with file and line, time,
# memory, and the same bytes in every run.
#
#   tests/hostile/lua.sh LUA_CORPUS_PROGRAM [RUNS]
#
# LDE_CORPUS is the folder that holds hostile-lua (default ../shared/corpus beside the repository).
# LDE_SANITIZED=1 leaves memory and time out: a sanitizer needs more of both.
set -u
program=$1
runs=${2:-3}
corpus=${LDE_CORPUS:-$(dirname "$0")/../../../shared/corpus}/hostile-lua
seconds=10
mib=64
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

# The outcome line of one run, from the file "$folder/out".
outcome_line() {
  grep -aP '^(ok|error|limit-time|limit-memory)\t' "$folder/out" | tail -n 1
}

check_file() {
  local accepted=",${expect%-deterministic},$also," line outcome message code took kib again i
  timeout 60 "$program" -m $mib -s $seconds -u "$folder/usage" "$corpus/$file" >"$folder/out" 2>&1
  code=$?
  [ $code -eq 0 ] || { complain "exit code $code"; return; }
  line=$(outcome_line)
  outcome=${line%%$'\t'*}
  message=${line#*$'\t'}
  case $accepted in *",$outcome,"*) ;; *) complain "ended as '$outcome', not ${accepted//,/ }" ;; esac
  ! grep -aq ESCAPED "$folder/out" || complain "escaped"
  iconv -f UTF-8 -t UTF-8 "$folder/out" >/dev/null 2>&1 || complain "output is not UTF-8"
  ! grep -aqP '[\x00-\x08\x0b-\x1f\x7f]' "$folder/out" || complain "control character in the output"
  ! grep -aqE '0x[0-9a-f]{6}' "$folder/out" || complain "address in the output"
  [ ${#message} -le 4096 ] || complain "message of ${#message} characters"
  if [ "$outcome" != ok ]; then
    [[ $message =~ ^[A-Za-z0-9_.]+:[1-9][0-9]*:\ . ]] || complain "no file and line: $message"
  fi
  if [ -z "${LDE_SANITIZED:-}" ]; then
    read -r took kib <"$folder/usage"
    [ "${took%.*}" -lt $((seconds + 1)) ] || complain "took $took s"
    [ "$kib" -le $(((mib + 32) * 1024)) ] || complain "took $kib KiB"
  fi
  # A file stopped by the clock may stop elsewhere the next time; all else is the same.
  case $line in *"seconds") return ;; esac
  cp "$folder/out" "$folder/first"
  for ((i = 1; i < runs; i++)); do
    timeout 60 "$program" -m $mib -s $seconds "$corpus/$file" >"$folder/out" 2>&1
    cmp -s "$folder/first" "$folder/out" || { complain "run $((i + 1)) differs"; return; }
  done
}

while IFS=$'\t' read -r file expect also _; do
  total=$((total + 1))
  check_file
done < <(tail -n +2 "$corpus/manifest.tsv")

# Nothing of one script is left for the next.
file="xrule_a_tamper.lua, xrule_b_check.lua"
"$program" "$corpus/xrule_a_tamper.lua" "$corpus/xrule_b_check.lua" >"$folder/out" 2>&1
[ "$(tail -n 1 "$folder/out")" = $'ok\t' ] || complain "state crossed over"

echo "$total files, $failed failures"
[ $failed -eq 0 ]
