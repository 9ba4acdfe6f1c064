#!/usr/bin/env bash
# Every picture of the examples and of a large plan, in both languages, as the test tool draws them:
# legible, well-formed, small, quick, and the same bytes each time. Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
root=$(cd ../.. && pwd)
tools=${LDE_TOOLS:-$root/build/sanitize/tests/tools}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

expect() {
  local what=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "not so: $what"
  fi
}

draw() { # PROJECT NAME LANGUAGE RECORD…
  local project=$1 name=$2-$3 language=$3
  shift 3
  mkdir -p "$work/$name"
  expect "$name is drawn" "$tools/draw_pictures" "$project" "$work/$name" "$language" "$@" >"$work/$name.times"
}

python3 large.py "$work/large" || exit 1
for language in en nl; do
  draw "$root/examples/gemeente" gemeente $language goals:g-digitaal needs:n-infoveilig offerings:o-infoveilig
  draw "$work/large" large $language goals:g0 needs:n3 offerings:of7
done
draw "$root/examples/ziekenhuis" ziekenhuis nl
draw "$root/examples/zorgregio" zorgregio en
mkdir "$work/again"
expect "drawn again" "$tools/draw_pictures" "$work/large" "$work/again" nl goals:g0 needs:n3 offerings:of7 >/dev/null
expect "the same bytes each time" diff -r "$work/large-nl" "$work/again"
# a sanitized build is several times slower; the limit is that of the real thing all the same
expect "each within 300 ms" awk '$3 > 300 {slow = 1; print} END {exit slow}' "$work"/large-*.times
result=$(python3 check.py "$work"/*-en "$work"/*-nl)
sed '$d' <<<"$result"
sum=$(tail -n 1 <<<"$result")
passed=$((passed + ${sum%% *}))
sum=${sum#*, }
failed=$((failed + ${sum%% *}))
echo "$passed passed, $failed failed"
[ $failed = 0 ]
