print(ld.year, math.type(ld.year), ld.today, ld.org, ld.org.name) -- expect: 2027	integer	2027-01-01	organisation:org	Waterrijk
print(ld.goals == ld.goals, require("ld") == ld, ld.organisation) -- expect: true	true	organisation (1)
print(ld.money(125000), ld.money(-50), ld.money(1250.5), ld.money(nil)) -- expect: € 1,250.00	€ -0.50	€ 12.51	nil
print(ld.date("2027-03-01"), ld.date(nil)) -- expect: 2027-03-01	nil
print(ld.add_days("2027-02-28", 1), ld.add_days("2027-01-01", -1), ld.add_days("2027-01-01T10:30", 1)) -- expect: 2027-03-01	2026-12-31	2027-01-02
print(ld.add_months("2027-01-31", 1), ld.add_months("2027-01-31", -11), ld.add_months(nil, 1)) -- expect: 2027-02-28	2026-02-28	nil
print(ld.days("2027-01-01", "2027-12-31"), ld.days("2027-01-02", "2027-01-01"), ld.days(nil, "2027-01-01")) -- expect: 364	-1	nil
print(ld.quarter("2027-01-01"), ld.quarter("2027-06-30"), ld.quarter("2027-12-31"), ld.quarter("2029-08-01")) -- expect: 1	2	4	3
print(ld.level("e1", "c1"), ld.level(ld.employees.e2, ld.competencies.c1), ld.level("e3", "c1"), ld.level(nil, "c1")) -- expect: 2	4	nil	nil
print(ld.params.cap, ld.params.share, ld.params.lanes.core, ld.params.word, ld.params.none) -- expect: 60	0.15	0.5	yes	nil
for name in pairs(ld.params) do print(name) end
-- expect: cap
-- expect: lanes
-- expect: share
-- expect: word
print(ld.param("cap", "2028-01-01"), ld.param("none")) -- expect: 60	nil
ld.log("noted", 1, nil, ld.goals.g1) -- expect: noted	1	nil	goals:g1
-- derived tables
for gap in ld.gaps:each() do print(gap.id, gap.required, gap.current, gap.gap, gap.mandatory) end
-- expect: e1/c1	3	2	1	true
-- expect: e1/c2	2	nil	nil	false
-- expect: e2/c1	3	4	0	true
-- expect: e2/c2	2	nil	nil	false
print(#ld.levels, ld.levels["e1/c1"].level) -- expect: 2	2
print(next(ld), type(ld.object())) -- expect: nil	table
x = ld.gols -- expect error: ld has no 'gols'; did you mean 'goals' or 'roles' or 'gaps'?
x = ld.goal -- expect error: ld has no 'goal'; did you mean 'goals'?
x = ld.dat -- expect error: ld has no 'dat'; did you mean 'date'
x = ld[1] -- expect error: ld has no '1'
ld.goals = nil -- expect error: ld is read-only
ld.params.cap = 1 -- expect error: parameters are read-only
x = ld.date("2027-02-30") -- expect error: '2027-02-30' is not a day of the calendar
x = ld.date("1-3-2027") -- expect error: '1-3-2027' is not a date; write it as 2027-03-01
x = ld.date(2027) -- expect error: date (a text such as "2027-03-01") expected, got number
x = ld.date() -- expect error: value expected
x = ld.add_days("9999-12-31", 1) -- expect error: outside the years 1 to 9999
x = ld.add_days("2027-01-01", 1 << 60) -- expect error: outside the years 1 to 9999
x = ld.add_months("0001-01-01", -1) -- expect error: outside the years 1 to 9999
x = ld.add_days("2027-01-01", 1.5) -- expect error: number has no integer representation
x = ld.level("e9", "c1") -- expect error: employees have no record 'e9'
x = ld.level(ld.goals.g1, "c1") -- expect error: a record of employees or its id expected, got goals:g1
x = ld.money("x") -- expect error: number expected
x = ld.money(1e30) -- expect error: too large
x = require("nothing") -- expect error: module 'nothing' not found
