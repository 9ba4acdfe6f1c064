. "$ROOT/tests/cli/show.bash"
small_project
cat >rules/show.lua <<'END'
local out = {}
for b in ld.budgets:each() do out[b.id] = b.setup end
return {budgets = out, year = ld.year, gap = ld.params.gap, period = ld.params.period,
        extra = ld.params.lambda, heads = ld.needs.N1.heads, lane = ld.needs.N1.lane, unit = ld.needs.N1.unit.id}
END
show run rules/show.lua
show run rules/show.lua --set budgets:central.setup=1250.00
show run rules/show.lua --set 'budgets:*.setup=-10%'
show run rules/show.lua --set 'budgets:*.setup=+5%' --set budgets:Z-2027.setup=1
show run rules/show.lua --set year=2028 --set params.gap=0.25 --set params.lambda=0.3 --set params.period=quarter
show run rules/show.lua --set needs:N1.heads=11 --set needs:N1.lane=core --set needs:N1.unit=K
show run rules/show.lua --set 'needs:*.heads=+100%'
echo "the files stay as they are:"
cmp offer.yaml "$ROOT/tests/data/offer-fixture/offer.yaml" && echo same
