local g = ld.goals.g1
print(g) -- expect: goals:g1
print(g.id, g.label, g.weight) -- expect: g1	Less absence	0.6
print(ld.goals.g2.label) -- expect: Digitaal werken
print(ld.goals.g3.label, ld.goals.g3.weight) -- expect: g3	nil
print(g == ld.goals:get("g1"), ld.goals.g3.parent == g) -- expect: true	true
print(type(g), math.type(ld.budgets.b1.setup), ld.budgets.b1.setup) -- expect: userdata	integer	100000
print(ld.kpis.k1.target_value, ld.kpis.k1.target_date, math.type(ld.kpis.k2.target_value)) -- expect: 4.5	2027-06-30	float
print(ld.employees.e1.fte, ld.employees.e1.hourly_cost, ld.employees.e1.unit.label) -- expect: 0.9	4550	Care
print(table.concat(ld.employees.e1.languages, "+"), ld.employees.e2.languages) -- expect: nl+en	nil
print(ld.role_requirements:first().mandatory, ld.offerings.o1.kind) -- expect: true	formal
print(ld.plan_lines.p1.period, ld.plan_lines.p1.quarter, ld.plan_lines.p2.quarter) -- expect: 2027-Q1	1	2
print(ld.triggers.t1.ref, ld.triggers.t2.ref, ld.triggers.t1.ref == ld.goals.g2) -- expect: goals:g2	nil	true
-- relations and lists of references
print(g.kpis, g.children:first(), #g.kpis, #ld.goals.g2.kpis) -- expect: kpis (2)	goals:g3	2	0
print(ld.needs.n2.employees[1], ld.needs.n2.employees[2], ld.needs.n2.employees[3]) -- expect: employees:e3	employees:e1	nil
print(#ld.needs.n2.offerings, #ld.needs.n1.plan_lines) -- expect: 0	2
-- ids that come from the natural key
print(ld.role_requirements:first().id) -- expect: r1/c1
print(ld.role_requirements["r1/c2"].required_level, ld.role_requirements["r1/c9"]) -- expect: 2	nil
-- where it was written
print(g.source.file, g.source.line, g.source.column) -- expect: test.yaml	1	1
-- records are keys, in a fixed order
local seen = {}
seen[ld.goals.g2], seen[ld.goals.g1] = "b", "a"
print(seen[g]) -- expect: a
for record, letter in pairs(seen) do print(record, letter) end
-- expect: goals:g1	a
-- expect: goals:g2	b
print(pcall(function() g.label = "x" end)) -- expect: false	records.lua:30: records are read-only
print(ld.goals.g1.titel) -- expect error: goals have no field 'titel'; did you mean 'label'?
print(ld.goals.g1.wieght) -- expect error: goals have no field 'wieght'; did you mean 'weight'?
print(ld.goals.g1.gewicht) -- expect error: did you mean 'weight'?
print(ld.goals.g1[1]) -- expect error: goals have no field '1'
print(ld.goals.g1.source.lin) -- expect error: source has no field 'lin'; did you mean 'line'?
print(ld.goals.nope.label) -- expect error: attempt to index a nil value
