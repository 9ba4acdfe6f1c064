# Findings of an earlier batch are passed in the project that they were found in, and in no other: equal
# records have equal fingerprints.
. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/batch/projects.bash"
for name in a b c; do
  project $name
  sed -i 's#own/[abc]#own/same#' $name/rules/own.lua
done
"$LDENGINE" check a b --format json -o earlier.json
show check a b c --baseline earlier.json -q
"$LDENGINE" check -C a --format json -o one.json
show check a b c --baseline one.json -q
show check a b --baseline nowhere.json
