# Sourced by cases. Functions that make what a case shows readable and the same on every machine.

# show ARGUMENTS: the call, what it said (standard error behind standard output) and its exit code
show() {
  local code
  printf '$ ldengine %s\n' "$*" | mask
  "$LDENGINE" "$@" 2>"$HERE/.said" | mask
  code=${PIPESTATUS[0]}
  mask <"$HERE/.said"
  rm -f "$HERE/.said"
  [ "$code" = 0 ] || printf '[exit %s]\n' "$code"
}

# What differs between versions and folders: version, digests, the case's own folder.
mask() {
  sed -E -e "s#$HERE#HERE#g" -e "s#$ROOT#ROOT#g" -e 's/ldengine [0-9]+\.[0-9]+\.[0-9]+/ldengine VERSION/g' \
    -e 's/[0-9a-f]{64}/SHA256/g' -e 's/\b[0-9a-f]{12}\b/SHA/g' \
    -e 's/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(#[0-9]+)?/MOMENT\1/g'
}

# Only the call, the first words of an offer and what went wrong
brief() { sed -n -e '1,4p' -e '/^error/p' -e '/^fout/p' -e '/^\[exit/p'; }

# A small project in the current folder: two units, three budgets, six needs; no packs, so that `check`
# says what loading says.
small_project() {
  cp "$ROOT/tests/data/offer-fixture/"*.yaml .
  sed -i 's/^rules:/rules:\n  packs: []/' ldengine.yaml
  mkdir -p rules
}

HERE=$PWD
unset TERM COLUMNS
COMMANDS="$("$LDENGINE" help --lang en | sed -n "s#^  \([a-z]*\)  .*#\1#p" | tr "\n" " ")"
