local goals, lines = ld.goals, ld.plan_lines
print(goals, #goals, goals.g2, goals.gx, goals:get("count"), goals.count ~= nil) -- expect: goals (3)	3	goals:g2	nil	nil	true
print(goals[1], goals[3], goals[4], goals[0], goals[nil]) -- expect: goals:g1	goals:g3	nil	nil	nil
for g in goals:each() do print(g) end
-- expect: goals:g1
-- expect: goals:g2
-- expect: goals:g3
for i, g in ipairs(goals) do print(i, g.id) end
-- expect: 1	g1
-- expect: 2	g2
-- expect: 3	g3
for id, line in pairs(lines:first(2)) do print(id, line) end
-- expect: p1	plan_lines:p1
-- expect: p2	plan_lines:p2
-- where and what it gives
local dear = lines:where("cost >= 75000")
print(dear, dear.p2, dear.p1, dear:get(lines.p2), dear:get(lines.p1)) -- expect: plan_lines (1)	plan_lines:p2	nil	plan_lines:p2	nil
print(#lines:where(function(l) return l.seats_planned > 1 end)) -- expect: 2
print(#lines:where("budget.unit.id == 'u1'"), #lines:where("budget == nil")) -- expect: 2	1
-- count, any, all
print(lines:count(), lines:count("seats_planned > 1"), lines:count("budget"), lines:count(nil)) -- expect: 3	2	2	3
print(lines:any("cost == 50000"), lines:any("cost < 0"), lines:all("seats_planned > 0"), lines:all("budget")) -- expect: true	false	true	false
local none = lines:where("false")
print(none:any("true"), none:all("false"), none:count("true"), none:first(), none:first(2)) -- expect: false	true	0	nil	plan_lines (0)
-- sums leave nil out; nothing gives 0 and nils
print(lines:sum("seats_planned"), lines:sum("cost"), math.type(lines:sum("cost"))) -- expect: 6	125000	integer
print(none:sum("cost"), none:min("cost"), none:max("cost"), none:avg("cost")) -- expect: 0	nil	nil	nil
print(lines:avg("sessions_planned"), lines:min("sessions_planned")) -- expect: 1.5	1
print(lines:min("seats_planned"), lines:max("seats_planned"), lines:avg("seats_planned")) -- expect: 1	3	2.0
print(ld.kpis:min("target_date"), ld.kpis:max("target_date"), ld.kpis:max("target_value")) -- expect: 2027-06-30	2027-06-30	12.0
print(goals:sum("weight"), goals:avg("weight"), goals:sum("weight / 3") == (0.6 / 3) + (0.4 / 3)) -- expect: 1.0	0.5	true
print(lines:sum("sessions_planned / 2 + 0.25"), lines:sum("seats_planned * 2"), lines:sum("sessions_planned")) -- expect: 2.0	12	3
print(lines:sum(function(l) return l.seats_planned end), lines:avg(function(l) return l.sessions_planned end)) -- expect: 6	1.5
print(lines:sum("nil"), lines:avg("nil")) -- expect: 0	nil
-- sort is stable, nil comes last both ways
local function ids(c) local t = c:values("id") return table.concat(t, " ") end
print(ids(lines:sort("sessions_planned")), ids(lines:sort("sessions_planned", "desc"))) -- expect: p1 p2 p3	p2 p1 p3
print(ids(ld.needs:sort("deadline")), ids(ld.needs:sort("deadline", "desc"))) -- expect: n2 n1	n2 n1
print(ids(lines:sort("period")), ids(lines:sort("period", "desc"))) -- expect: p1 p3 p2	p2 p1 p3
print(ids(lines:sort("offering", "desc")), ids(lines:sort("budget"))) -- expect: p3 p1 p2	p1 p2 p3
print(ids(lines:sort("-seats_planned")), ids(lines:sort("seats_planned > 1"))) -- expect: p2 p1 p3	p3 p1 p2
print(lines:sort("cost", "desc"):get("p3"), lines:sort("cost", "desc")[1]) -- expect: plan_lines:p3	plan_lines:p2
print(lines:sort("cost", "desc"):first(2).p3, ids(lines:sort("cost", "desc"):first(2))) -- expect: nil	p2 p1
print(ids(ld.employees:sort(function(e) return e.fte end))) -- expect: e3 e1 e2
-- group, values, distinct
for key, group in pairs(lines:group("offering")) do print(key, ids(group)) end
-- expect: o1	p1 p2
-- expect: o2	p3
for key, group in pairs(lines:group("budget")) do print("[" .. key .. "]", #group) end
-- expect: []	1
-- expect: [b1]	2
for key, group in pairs(lines:group("seats_planned * 1.0")) do print(key, math.type(key), ids(group)) end
-- expect: 1	integer	p3
-- expect: 2	integer	p1
-- expect: 3	integer	p2
print(#lines:values("sessions_planned"), table.concat(lines:values("cost"), "+")) -- expect: 2	50000+75000+0
print(table.concat(lines:distinct("period"), " "), #lines:distinct("offering"), lines:distinct("offering")[2]) -- expect: 2027-Q1 2027-Q2	2	offerings:o2
-- inside the expression of a method the names are its rows', each is the outer row
print(ids(ld.needs:where("plan_lines:any('seats_planned > each.contributions:first().expected_share * 5')"))) -- expect: n2
print(ids(ld.offerings:where("plan_lines:sum('cost') > 100000"))) -- expect: o1
print(ids(goals:where("kpis:count('goal == each') == 2"))) -- expect: g1
-- collections are keys in a fixed order
local t = {}
t[lines] = 1; t[dear] = 2
print(t[ld.plan_lines], t[dear]) -- expect: 1	2
print(#lines:sort("id"):where("true"):group("true")[true]) -- expect: 3
x = ld.goals.frist.x -- expect error: attempt to index a nil value
ld.goals.g9 = 1 -- expect error: collections are read-only
x = ld.goals[true] -- expect error: indexed by an id
x = ld.goals:where() -- expect error: expression (a text) or function expected
x = ld.goals:where("wieght > 1") -- expect error: goals have no field 'wieght' (column 1 of "wieght > 1"); did you mean 'weight'?
x = ld.goals:sum("label") -- expect error: sum needs numbers, not a string
x = ld.goals:sum(function(g) return true end) -- expect error: sum needs numbers, not a boolean
x = ld.plan_lines:sort("cost", "down") -- expect error: invalid option 'down'
x = ld.plan_lines:sort("sessions_planned == nil and 'x' or 1") -- expect error: sort cannot compare a number with a text
x = ld.plan_lines:sort("needs") -- expect error: sort cannot compare a userdata
x = ld.plan_lines:group("needs") -- expect error: group cannot use a userdata as a key
x = ld.plan_lines:min("sessions_planned or 'x'") -- expect error: min cannot compare a number with a text
x = ld.plan_lines:first(-1) -- expect error: a number of 0 or more expected
x = ld.plan_lines.where(1, "x") -- expect error: collection expected
x = ld.plan_lines:sum("9000000000000000000") -- expect error: the sum is too large
x = ld.goals:where(function(g) return g.parent.id end) -- expect error: attempt to index a nil value
