local function ids(c) return table.concat(c:values("id"), " ") end
-- what nil does: arithmetic, indexing, calling, length and .. give nil; < <= > >= give false
print(ids(ld.plan_lines:where("sessions_planned > 0")), #ld.plan_lines:where("sessions_planned <= 0")) -- expect: p1 p2	0
print(ids(ld.plan_lines:where("not (sessions_planned > 0)")), ids(ld.plan_lines:where("sessions_planned ~= 1"))) -- expect: p3	p2 p3
print(#ld.plan_lines:values("sessions_planned + 1"), #ld.plan_lines:values("-sessions_planned"), #ld.plan_lines:values("reason_code .. 'x'")) -- expect: 2	2	0
print(ids(ld.goals:where("parent.parent.unit.label == nil"))) -- expect: g1 g2 g3
print(ids(ld.goals:where("unit.label:upper():sub(1, 2) == 'CA'")), #ld.goals:values("#parent.children")) -- expect: g2	1
print(ids(ld.goals:where("parent.nothing == nil and unit.parent.parent == nil"))) -- expect error: goals have no field 'nothing' (column 8 of "parent.nothing == nil and unit.parent.parent == nil")
-- Lua's own meaning
print(table.concat(ld.plan_lines:values("seats_planned // 2 + seats_planned % 2 * 10 ^ 2"), " ")) -- expect: 1.0 101.0 100.0
print(ids(ld.plan_lines:where("cost and cost > 60000 or offering.kind == 'informal'"))) -- expect: p2 p3
print(#ld.plan_lines:where("({10, 20, [5] = 1, name = 3})[seats_planned] == 20")) -- expect: 1
print(#ld.plan_lines:where("offering.label:find('^Cop') and period:match('Q(%d)') == '1'")) -- expect: 1
print(ld.plan_lines:sum("math.max(seats_planned, 2) + math.floor(1.5)")) -- expect: 10
print(#ld.plan_lines:where("seats_planned > 1 -- a remark")) -- expect: 2
print(ld.goals:first():label == nil) -- expect error: function arguments expected
-- ld in expressions
print(ids(ld.needs:where("ld.days(ld.today, deadline) < 100")), ids(ld.needs:where("deadline < ld.add_months(ld.today, 3)"))) -- expect: n2	n2
print(#ld.goals:where("ld.year == 2027 and ld.org.id == 'org'"), ld.goals:values("ld.money(100000)")[1]) -- expect: 3	€ 1,000.00
print(#ld.employees:where("ld.level(id, 'c1') == 2"), #ld.employees:where("ld.level(id, 'c2')")) -- expect: 1	0
print(#ld.goals:where("ld.quarter('2027-05-01') == 2 and P.cap == 60 and P.nothing == nil")) -- expect: 3
-- names of the row win, the label is that of the language
print(ids(ld.goals:where("label == 'Less absence'"))) -- expect: g1
print(ids(ld.goals:where("source.line == 2"))) -- expect: g2
-- quotes inside quotes; the check reaches inside
print(ids(ld.offerings:where([[plan_lines:where("seats_planned > 1"):count('budget.id == "b1"') == 2]]))) -- expect: o1
print(ld.offerings:values("plan_lines:sum 'cost'")[1]) -- expect: 125000
-- a function has Lua's own nil, also when called from nowhere near an expression
print(pcall(function() return ld.goals:where(function(g) return g.weight > 0 end) end)) -- expect: false	expressions.lua:29: attempt to compare number with nil
-- after an error that was caught, nil and each are as before
print(pcall(function() return ld.goals:where("1 // 0 == 1") end)) -- expect: false	expression:1: attempt to divide by zero
print(pcall(function() local x = nil; return x.y end)) -- expect: false	expressions.lua:32: attempt to index a nil value (local 'x')
print(ids(ld.goals:where("kpis:any('target_value > each.weight * 10')"))) -- expect: g1
x = ld.goals:where("requird") -- expect error: goals have no field 'requird'
x = ld.goals:where("wieght < 1") -- expect error: did you mean 'weight'?
x = ld.goals:where("print(1)") -- expect error: goals have no field 'print'
x = ld.goals:where("unit.labell") -- expect error: units have no field 'labell' (column 6 of "unit.labell"); did you mean 'label' or 'label_nl'?
x = ld.goals:where("label.x") -- expect error: 'label' is a value and has no fields
x = ld.goals:where("kpis:summ('x')") -- expect error: no method 'summ' in expressions (column 6 of "kpis:summ('x')"); did you mean 'sum'?
x = ld.goals:where("kpis:sum('target_vale')") -- expect error: kpis have no field 'target_vale' (column 1 of "target_vale"); did you mean 'target_value' or 'target_date'?
x = ld.goals:where("kpis:where('each.labell')") -- expect error: goals have no field 'labell'
x = ld.goals:where("label:rep(10)") -- expect error: no method 'rep' in expressions
x = ld.goals:where("('x'):rep(10)") -- expect error: no method 'rep' in expressions
x = ld.goals:where("unit:lower()") -- expect error: no method 'lower' in expressions
x = ld.goals:where("math.sqrt(2)") -- expect error: unknown name 'sqrt'
x = ld.goals:where("math.flor(2)") -- expect error: did you mean 'floor'?
x = ld.goals:where("ld.goals") -- expect error: ld.goals cannot be used in an expression; write a function
x = ld.goals:where("ld.tody") -- expect error: unknown name 'tody' (column 4 of "ld.tody"); did you mean 'today'?
x = ld.goals:where("ld") -- expect error: must follow with a dot
x = ld.goals:where("each.label") -- expect error: 'each' is the record around the expression
x = ld.goals:where("weight = 1") -- expect error: compare with ==
x = ld.goals:where("weight, 1") -- expect error: an expression is one value
x = ld.goals:where("weight; label") -- expect error: ';' does not belong in an expression
x = ld.goals:where("(function() end)()") -- expect error: 'function' does not belong in an expression; write a function
x = ld.goals:where("1) or (1") -- expect error: a bracket closes that was not opened
x = ld.goals:where("...") -- expect error: '...' does not belong in an expression
x = ld.goals:where("weight <") -- expect error: "weight <" is not an expression: unexpected symbol near <eof>
x = ld.goals:where("") -- expect error: an empty expression
x = ld.goals:where("-- nothing") -- expect error: an empty expression
x = ld.goals:where("_ENV") -- expect error: goals have no field '_ENV'
x = ld.goals:where("1 // 0") -- expect error: attempt to divide by zero
x = ld.goals:where("label < 1") -- expect error: attempt to compare string with number
x = ld.goals:where(("(" ):rep(300) .. "1" .. (")"):rep(300)) -- expect error: nested too deeply
x = ld.goals:where("unit" .. (".parent"):rep(1100)) -- expect error: more than 1000 field accesses
x = ld.goals:where("1 == 1" .. (" "):rep(20000)) -- expect error: more than 16 KiB
