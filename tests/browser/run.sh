#!/usr/bin/env bash
# Pages in a real browser: both languages, three widths, dark, print, scripts off, axe-core; and how they
# look, against golden pictures at a tolerance (LDE_UPDATE=1 writes those anew: look at them). Needs
# Debian's chromium, node and npm; without these, or without the network at the first run, it is skipped.
# Last line: N passed, N failed.
set -u
cd "$(dirname "$0")" || exit 1
here=$PWD
root=$(cd ../.. && pwd)
LDENGINE=${LDENGINE:-$root/build/release/bin/ldengine}
modules=${LDE_BROWSER_MODULES:-$root/build/browser}
export LC_ALL=C.UTF-8 TZ=UTC
unset LDENGINE_LANG LDENGINE_FORMAT

skip() {
  echo "skipped: $1; no browser looked at the pages"
  echo "0 passed, 0 failed"
  exit 0
}
program=$(command -v chromium) || skip "no chromium"
command -v node >/dev/null && command -v npm >/dev/null || skip "no node or no npm"
mkdir -p "$modules"
cp package.json package-lock.json check.mjs "$modules/"
[ -d "$modules/node_modules/playwright-core" ] ||
  (cd "$modules" && npm ci --ignore-scripts --no-audit --no-fund >/dev/null 2>&1) || skip "npm could not fetch the packages"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/pages"
report() { # FILE ARGUMENTS…
  local file=$1
  shift
  "$LDENGINE" report -q -o "$work/pages/$file" "$@" || { echo "not so: $file is written"; echo "0 passed, 1 failed"; exit 1; }
}
# the look: a plan whose offer is proven optimal, so that it does not change
cp -r "$root/tests/data/offer-fixture" "$work/plan"
mkdir -p "$work/plan/rules"
cp goals.yaml "$work/plan/"
sed -i -e 's/^sources:.*/sources: [offer.yaml, goals.yaml]/' -e 's/^rules:/rules:\n  packs: []/' "$work/plan/ldengine.yaml"
for lang in en nl; do
  report look-$lang.html -C "$work/plan" --lang $lang
  report look-board-$lang.html -C "$work/plan" --lang $lang --board
  report gemeente-$lang.html -C "$root/examples/gemeente" --lang $lang
done
report ziekenhuis.html -C "$root/examples/ziekenhuis"
report zorgregio.html -C "$root/examples/zorgregio"
report board.html -C "$root/examples/ziekenhuis" --board
report employees.html -C "$root/examples/gemeente" --for employees
report person.html -C "$root/examples/gemeente" --for person:001769
report mail.html -C "$root/examples/gemeente" --mail

if [ -n "${LDE_BROWSER_KEEP:-}" ]; then mkdir -p "$LDE_BROWSER_KEEP" && cp "$work"/pages/* "$LDE_BROWSER_KEEP/"; fi
(cd "$modules" && node check.mjs "$program" "$work/pages" "$here/golden") >"$work/said" 2>&1
code=$?
sed '$d' "$work/said"
sum=$(tail -n 1 "$work/said")
passed=${sum%% passed*} failed=${sum#*passed, } failed=${failed%% *}
case "$passed$failed" in *[!0-9]* | '') echo "$sum"; passed=0 failed=1 ;; esac
if command -v pdfinfo >/dev/null; then
  for board in look-board-en look-board-nl board; do
    if [ "$(pdfinfo "$work/pages/$board.html.pdf" | sed -n 's/^Pages: *//p')" = 1 ]; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      echo "not so: $board prints on one page"
    fi
  done
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ $code = 0 ]
