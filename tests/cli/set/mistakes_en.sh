. "$ROOT/tests/cli/show.bash"
small_project
export LDENGINE_LANG=en
for path in budgts:central.setup=1 budgets:centrl.setup=1 budgets:central.stup=1 budgets:zzz.setup=1 \
  budgets:central.setup=veel budgets:central.setup=1.234 needs:N1.lane=strategc needs:N1.lane=+10% \
  needs:N1.heads=-5 needs:N1.heads=1.5 yaer=2028 year=20x8 budgets:central=4 budgets.setup=4 .=1 params.=1; do
  show check --set "$path"
done
echo two at once:
show check --set budgets:centrl.setup=1 --set needs:N1.heads=-5
