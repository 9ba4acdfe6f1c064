#!/usr/bin/env bash
# Pages that explain: every code of a diagnostic in the source has one in both languages, their wrong and
# right examples are executed, and every rule of the enabled packs has a page. Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
ROOT=$(cd ../.. && pwd)
LDENGINE=${LDENGINE:-$ROOT/build/release/bin/ldengine}
export LC_ALL=C.UTF-8
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

verdict() { # NAME TRUTH
  if [ "$2" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED $1"; fi
}

# example PAGE HEADING FILE: the block under the heading
example() { awk -v h="## $2" '$0 == h {on = 1; next} on && /^```/ {if (in_block) exit; in_block = 1; next} in_block' "$1" >"$3"; }

# usage/… says what to do by itself; the others have pages, and so have the reasons of an offer
reasons=$(grep -oE '"(IN|OUT)_[A-Z_]+"|"DEFERRED"' "$ROOT/src/model/offer.c" | tr -d '"' | sort -u)
[ "$(wc -w <<<"$reasons")" -ge 18 ]
verdict "the reasons are found" $?
codes=$reasons" "$(grep -rhoE '"(load|script|limit|offer|exception)/[a-z-]+"' "$ROOT/src" | tr -d '"' | sort -u)
for code in $codes; do
  for lang in en nl; do
    "$LDENGINE" explain "$code" --lang $lang >page.md 2>err.txt && [ "$(wc -l <page.md)" -ge 5 ]
    verdict "explain $code in $lang" $?
  done
  "$LDENGINE" explain "$code" --lang en >page.md 2>/dev/null
  grep -q '^```' page.md || continue
  kind=$(sed -n 's/^```\(yaml\|lua\)$/\1/p' page.md | head -1)
  example page.md Wrong "wrong.$kind"
  example page.md Right "right.$kind"
  verb=check
  [ "$kind" = lua ] && verb=run
  "$LDENGINE" $verb "wrong.$kind" --format json 2>/dev/null | grep -q "\"code\":\"$code\""
  verdict "$code: the wrong example is told" $?
  "$LDENGINE" $verb "right.$kind" >/dev/null 2>&1
  code_of_right=$?
  [ $code_of_right = 0 ] || [ $code_of_right = 1 ] # 1: rules have something to say of so small a plan
  verdict "$code: the right example is right" $?
done

for lang in en nl; do
  "$LDENGINE" docs pages --lang $lang 2>err.txt
  verdict "docs in $lang" $?
  rules=$(find "$ROOT/rules/packs" -name '*.lua' | wc -l)
  pages=$(find pages -name '*.md' ! -name index.md | wc -l)
  [ "$pages" -ge 100 ] && [ "$pages" -le "$rules" ]
  verdict "a page for each rule in $lang ($pages)" $?
  [ "$(grep -c '^| [A-Z][0-9][0-9] |' pages/index.md)" = "$pages" ]
  verdict "the index names them all in $lang" $?
done
grep -L '```lua' pages/*/*.md >without.txt
[ ! -s without.txt ]
verdict "every page shows an example: $(tr '\n' ' ' <without.txt)" $?

# every shipped rule speaks both languages
mkdir -p both
printf 'ldengine: 1\norganisation: {id: x, name: X, country: NL, currency: EUR}\nyear: 2027\nsources: []\n' >both/ldengine.yaml
"$LDENGINE" lint -C both --format json >lint.json 2>/dev/null
grep -q '"rules":100' lint.json && ! grep -q 'lint/one-language' lint.json
verdict "no text of a shipped rule is in one language only" $?

# the rule in the guide for authors
awk '/^```lua/ {on = 1; next} /^```/ {on = 0} on' "$ROOT/rules/README.md" >guide.lua
"$LDENGINE" test guide.lua --lang en >out.txt 2>&1
grep -q '^2 passed, 0 failed' out.txt
verdict "the rule of the guide" $?

"$LDENGINE" explain bugdet/over 2>err.txt
[ $? = 2 ] && grep -q "budget/over" err.txt
verdict "a misspelt rule gets a suggestion" $?

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
