# The same project over all occupations that the corpus has: the folder takes the place of the extract.
. "$ROOT/tests/cli/real_data/count.bash"
whole=${LDE_CORPUS:-$ROOT/../shared/corpus}/real/onet-29.2-subset
if [ ! -d "$whole" ]; then
  echo "skipped: no O*NET at $whole" >&2
  cat "$ROOT/tests/cli/real_data/whole.stdout.exact"
  exit 0
fi
cp -r "$ROOT/examples/real-data" project
rm -r project/onet
ln -s "$whole" project/onet
count project
