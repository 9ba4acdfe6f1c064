#!/usr/bin/env bash
# Runs the command line cases: tests/cli/<topic>/<case>.sh, each in an empty folder of its own.
#   <case>.stdout.exact / .stderr.exact   the bytes expected
#   <case>.stdout.glob / .stderr.glob     every line must match the glob on the same line
#   <case>.exit                           the exit code expected (default 0)
# A case finds the program in $LDENGINE and the repository in $ROOT. LDE_UPDATE=1 writes the .exact
# files anew. Arguments: names of topics or cases to run (default: all). Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
ROOT=$(cd ../.. && pwd)
LDENGINE=${LDENGINE:-$ROOT/build/release/bin/ldengine}
export ROOT LDENGINE LC_ALL=C.UTF-8 TZ=UTC
unset LDENGINE_LANG LDENGINE_FORMAT NO_COLOR CLICOLOR_FORCE
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# same_by_glob EXPECTED ACTUAL: line by line
same_by_glob() {
  local pattern line
  exec 3<"$1" 4<"$2"
  while IFS= read -r pattern <&3; do
    IFS= read -r line <&4 || { echo "  missing: $pattern"; return 1; }
    # shellcheck disable=SC2053
    [[ $line == $pattern ]] || { echo "  expected: $pattern"; echo "  got:      $line"; return 1; }
  done
  IFS= read -r line <&4 && { echo "  too much: $line"; return 1; }
  return 0
}

check_stream() { # CASE STREAM
  local base=$1 stream=$2
  if [ -n "${LDE_UPDATE:-}" ] && [ -e "$base.$stream.exact" ]; then
    cp "$work/$stream" "$base.$stream.exact"
  fi
  if [ -e "$base.$stream.exact" ]; then
    cmp -s "$base.$stream.exact" "$work/$stream" && return 0
    diff "$base.$stream.exact" "$work/$stream" | sed 's/^/  /' | head -20
    return 1
  fi
  if [ -e "$base.$stream.glob" ]; then
    same_by_glob "$base.$stream.glob" "$work/$stream"
    return
  fi
  return 0
}

for case in */*.sh; do
  base=${case%.sh}
  if [ $# -gt 0 ]; then
    wanted=0
    for name in "$@"; do [[ $base == $name || $base == $name/* ]] && wanted=1; done
    [ $wanted = 1 ] || continue
  fi
  rm -rf "$work/here" && mkdir "$work/here"
  began=$EPOCHREALTIME
  (cd "$work/here" && timeout 300 bash "$ROOT/tests/cli/$case" >"$work/stdout" 2>"$work/stderr" </dev/null)
  code=$?
  [ -z "${LDE_TIMES:-}" ] ||
    awk -v a="$began" -v b="$EPOCHREALTIME" -v what="$base" 'BEGIN {printf "%.1f cli: %s\n", b - a, what}' >>"$LDE_TIMES"
  expected=0
  [ -e "$base.exit" ] && expected=$(<"$base.exit")
  ok=1 report=
  [ "$code" = "$expected" ] || { ok=0; report="  exit code $code, expected $expected"$'\n'"$(head -5 "$work/stderr" | sed 's/^/  /')"$'\n'; }
  for stream in stdout stderr; do
    out=$(check_stream "$base" "$stream") || { ok=0; report+="  $stream:"$'\n'"$out"$'\n'; }
  done
  if [ $ok = 1 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'not ok %s\n%s' "$base" "$report"
  fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
