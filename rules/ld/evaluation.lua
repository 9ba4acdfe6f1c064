-- Lines and their evaluation, L1 to L5: whether they are in the plan, what they measure, what the policy
-- asks of them, when they run.
local people = require("ld.people")
local M = {}

-- A line is in the plan when it was decided for and not withdrawn since.
M.in_plan = "(decision == 'in' or decision == 'locked_in') and status ~= 'rejected' and status ~= 'withdrawn'"

M.line_in_plan = M.in_plan:gsub("%f[%w]decision", "plan_line.decision"):gsub("%f[%w]status", "plan_line.status")

function M.is_in_plan(line)
  local decision, status = line.decision, line.status
  return (decision == "in" or decision == "locked_in") and status ~= "rejected" and status ~= "withdrawn"
end

-- The highest level that the evaluation plans of the line have; nil without any.
function M.highest(line)
  local best
  for plan in line.evaluation_plans:each() do
    for one in plan.levels:each() do
      if one.level and (not best or one.level > best) then best = one.level end
    end
  end
  return best
end

-- The sessions of a line: its own and the one that it names, without those that were cancelled.
function M.sessions(line)
  local list = {}
  for s in line.sessions:where("status ~= 'cancelled'"):each() do list[#list + 1] = s end
  local named = line.session
  if named and named.status ~= "cancelled" and not line.sessions:get(named.id) then
    list[#list + 1] = named
  end
  return list
end

-- First and last day of one session, of its meetings when it has none of its own; nil without either.
function M.days_of_session(s)
  local from = s.starts_on or s.parts:min("starts_at")
  local to = s.ends_on or s.parts:max("ends_at") or from
  return from and from:sub(1, 10), to and to:sub(1, 10)
end

-- First and last day of the sessions; nil without a session that has a date.
function M.session_days(line)
  local first, last
  for _, s in ipairs(M.sessions(line)) do
    local from, to = M.days_of_session(s)
    if from and (not first or from < first) then first = from end
    if to and (not last or to > last) then last = to end
  end
  return first, last
end

-- First and last day of the line: of its sessions, else of its period, else of the plan year.
function M.days(line)
  local first, last = M.session_days(line)
  if first then return first, last end
  first, last = people.days_of(line.period)
  if first then return first, last end
  return people.first, people.last
end

-- What the policy asks of a line: the level for strategic lines, the level for dear ones, or the
-- higher of both; nil when it asks nothing. A principle of a policy in force that names the rule
-- may hold other values in its parameters.
function M.asked(line, strategic, dear, least, rule_id, code)
  for principle in ld.principles:each() do
    local policy, set = principle.policy, principle.parameters
    local counts = not policy or ((policy.status == nil or policy.status == "approved" or policy.status == "active")
      and (not policy.valid_to or policy.valid_to >= ld.today))
    if counts and set and (principle.rule_id == rule_id or principle.rule_id == code) then
      strategic = set.level_strategic or strategic
      dear = set.level_costly or dear
    end
  end
  local asked
  if line.lane == "strategic" then asked = strategic end
  if line.cost and line.cost >= least and (not asked or dear > asked) then asked = dear end
  return asked
end

-- Why the policy asks something of a line, in both languages, and the field that says so.
function M.reason(line)
  if line.lane == "strategic" then return "is strategic", "is strategisch", "lane" end
  return "costs " .. ld.money(line.cost), "kost " .. ld.money(line.cost), "cost"
end

-- The plan line that a measurement is about, also through its session.
function M.line_of(measurement)
  return measurement.plan_line or (measurement.session and measurement.session.plan_line)
end

-- Calls take(measurement) for those of a line that the condition fits: its own, those of its sessions, and
-- those that name it in `about`.
local by_about
function M.each_measurement(line, condition, take)
  for m in line.measurements:where(condition):each() do take(m) end
  for _, s in ipairs(M.sessions(line)) do
    for m in s.measurements:where(condition):each() do take(m) end
  end
  if not by_about then
    by_about = ld.measurements:where("about ~= nil"):group(function(m) return tostring(m.about) end)
  end
  local others = by_about[tostring(line)]
  if others then
    for m in others:where(condition):each() do take(m) end
  end
end

-- What a measurement is about, as one text: line, session, or another record.
function M.subject(measurement)
  local line = M.line_of(measurement)
  if line then return "line " .. line.id end
  if measurement.session then return "session " .. measurement.session.id end
  if measurement.about then return "about " .. tostring(measurement.about) end
  return ""
end

-- Who answered: the employee, or the token that stands for somebody; nil for a figure of a group.
function M.person(measurement)
  if measurement.employee then return "e:" .. measurement.employee.id end
  if measurement.token then return "t:" .. measurement.token end
end

-- What a measurement is a figure of: single answers on one subject, unit, level, moment and instrument
-- belong together, a figure of a group stands alone.
function M.figure(measurement)
  if not M.person(measurement) then return measurement.id end
  local unit = measurement.unit
  return table.concat({M.subject(measurement), unit and unit.id or "", measurement.level or "", measurement.moment or "",
                       measurement.instrument or ""}, "\n")
end

-- The same for people: "p1, u1, L1, post".
function M.figure_label(measurement)
  local of = M.line_of(measurement) or measurement.session or measurement.about
  local parts = {of and of.id}
  if measurement.unit then parts[#parts + 1] = measurement.unit.id end
  if measurement.level then parts[#parts + 1] = measurement.level end
  if measurement.moment then parts[#parts + 1] = measurement.moment end
  return table.concat(parts, ", ")
end

-- ---- before and after ----

-- What the measurements of a list say in the field, when some say something and none says `value`.
function M.other(list, field, value)
  local known
  for _, m in ipairs(list) do
    if m[field] == value then return nil end
    known = known or m[field]
  end
  return known
end

local function persons(list)
  local set, count = {}, 0
  for _, m in ipairs(list) do
    local who = M.person(m)
    if who and not set[who] then
      set[who] = true
      count = count + 1
    end
  end
  return set, count
end

-- The share of the larger group that stands in both lists; nil where one of them names nobody.
function M.shared(before, after)
  local a, in_a = persons(before)
  local b, in_b = persons(after)
  if in_a == 0 or in_b == 0 then return nil end
  local both = 0
  for who in pairs(a) do
    if b[who] then both = both + 1 end
  end
  return both / math.max(in_a, in_b)
end

-- ---- what a need was to bring ----

-- The last day of the lines of a need, without a line its deadline; nil without either.
function M.ended(need)
  local last
  for line in need.plan_lines:where(M.in_plan):each() do
    local _, day = M.days(line)
    if not last or day > last then last = day end
  end
  return last or need.deadline
end

-- The part of a goal that a contribution claims, as for goals and needs elsewhere.
function M.expected(contribution)
  local share, weight = contribution.expected_share, contribution.weight
  if share then return share end
  if not weight then return 1 end
  local all = contribution.goal.contributions:sum("weight")
  return all > 0 and weight / all or 0
end

-- The newest measurement of the whole organisation from that day until today that nothing corrects.
function M.newest(kpi, from)
  local best
  for m in kpi.kpi_measurements:where("#kpi_measurements == 0 and unit == nil"):each() do
    if m.date >= from and m.date <= ld.today and (not best or m.date > best.date) then best = m end
  end
  return best
end

-- ---- what was left out ----

-- The line of a need that is not in the plan, the first with a reason before the others.
local function line_out(need)
  local best
  for line in need.plan_lines:each() do
    if not best or (line.reason_code and not best.reason_code) then best = line end
  end
  for served in need.plan_line_needs:each() do best = best or served.plan_line end
  return best
end

-- What stands in the way of a need: its line (may be nil), the reason, and both in words.
function M.left_out(need)
  local line = line_out(need)
  local reason = line and line.reason_code or need.reason
  if line then
    return line, reason, ("line %s is out: %s"):format(line.id, reason or "no reason is given"),
      ("regel %s is niet opgenomen: %s"):format(line.id, reason or "zonder reden")
  end
  return nil, reason, reason or "nothing was proposed for it", reason or "er is niets voor voorgesteld"
end

return M
