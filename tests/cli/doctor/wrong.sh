# Every check that can be made to fail without another machine, and its remedy.
. "$ROOT/tests/cli/show.bash"
ill() { # ID LANG COMMAND…: the lines of that check
  local id=$1 lang=$2
  shift 2
  "$@" --lang "$lang" 2>&1 | grep -A1 -E "^(ok|note|wrong|goed|let op|fout) +$id " | mask
}
small_project
cp ldengine.yaml manifest.yaml
ill rules en env LDENGINE_RULES="$HERE/nowhere" "$LDENGINE" doctor
ill packs nl env LDENGINE_RULES="$HERE/nowhere" "$LDENGINE" doctor
ill locale en env LC_ALL=C "$LDENGINE" doctor
ill locale nl env LC_ALL=C "$LDENGINE" doctor
ill pdf en env PATH="$HERE" "$LDENGINE" doctor
ill memory en bash -c 'ulimit -v 900000; "$0" doctor "$@"' "$LDENGINE"
ill stack en bash -c 'ulimit -v 75000; "$0" doctor "$@"' "$LDENGINE"
. "$ROOT/tests/cli/batch/projects.bash"
project own
echo 'limits: {rule_file: 1B}' >>own/ldengine.yaml
ill rule-files en "$LDENGINE" doctor -C own
echo 'colour: red' >>ldengine.yaml
ill project en "$LDENGINE" doctor
cp manifest.yaml ldengine.yaml
ill project en "$LDENGINE" doctor -C nowhere
mkdir .ldengine
echo 'no database at all' >.ldengine/plan.db
ill database en "$LDENGINE" doctor
rm -r .ldengine
echo 'in the way' >.ldengine
ill writing nl "$LDENGINE" doctor
"$LDENGINE" doctor >/dev/null
echo "exit $?"
