-- Days, periods, people and learning time: what the rules on planning share.
--   local sessions = require("ld.sessions")
-- Dates are texts, moments and durations whole minutes. Nothing here changes the model.
local M = {}

-- ---- days and periods ----

local MONDAY = "2024-01-01"

-- The plan year as periods are written; ld.year is a number when it is a calendar year.
M.YEAR = tostring(ld.year)

local days = {}

-- Days since a Monday, so that day // 7 is the week.
function M.day(date)
  local day = days[date]
  if not day then
    day = ld.days(MONDAY, date)
    days[date] = day
  end
  return day
end

-- "2027-03-01T09:30" in minutes since that Monday.
function M.minute(moment)
  local hours, minutes = moment:sub(12, 13), moment:sub(15, 16)
  return M.day(moment:sub(1, 10)) * 1440 + (tonumber(hours) or 0) * 60 + (tonumber(minutes) or 0)
end

local months_of = { Q = 3, H = 6 }

-- First and last day of a period as people write it: 2027, 2027-H1, 2027-Q1, 2027-03, a written
-- period, or a part of a written year. Nil when it is none of these.
function M.bounds(period)
  if not period then
    return nil
  end
  local written = ld.periods:get(period)
  if written then
    return written.starts_on, written.ends_on
  end
  if period:match("^%d%d%d%d$") then
    return period .. "-01-01", period .. "-12-31"
  end
  local year, month = period:match("^(%d%d%d%d)%-(%d%d)$")
  if year then
    local first = year .. "-" .. month .. "-01"
    return first, ld.add_days(ld.add_months(first, 1), -1)
  end
  local whole, letter, number = period:match("^(.+)%-([QH])(%d)$")
  local start = whole and M.bounds(whole)
  if not start then
    return nil
  end
  local first = ld.add_months(start, (tonumber(number) - 1) * months_of[letter])
  return first, ld.add_days(ld.add_months(first, months_of[letter]), -1)
end

local bounds_of_year = {}

-- The same for a plan year, worked out once.
function M.year_bounds(year)
  local known = bounds_of_year[year]
  if not known then
    known = { M.bounds(year) }
    bounds_of_year[year] = known
  end
  return known[1], known[2]
end

-- The last day of each quarter of a year.
function M.quarter_ends(year)
  local first, last = M.year_bounds(year)
  local ends = {}
  for quarter = 1, 3 do
    ends[quarter] = ld.add_days(ld.add_months(first, 3 * quarter), -1)
  end
  ends[4] = last
  local written = ld.periods:get(year)
  if written then
    local quarters = written.children:where("kind == 'quarter'"):sort("starts_on")
    if #quarters == 4 then
      ends = quarters:values("ends_on")
    end
  end
  return ends
end

-- Minutes as hours: "12.5", in Dutch "12,5".
function M.hours(minutes, language)
  local text = string.format("%.1f", minutes / 60)
  return language == "nl" and (text:gsub("%.", ",")) or text
end

-- The day with that number, and a moment in minutes, as texts.
function M.date(number)
  return ld.add_days(MONDAY, number)
end

function M.moment(minute)
  return string.format("%s %02d:%02d", M.date(minute // 1440), minute % 1440 // 60, minute % 60)
end

local names = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December" }

-- A day, or a moment, for people: "1 March 2027", "1-3-2027 09:30".
function M.en(date)
  local year, month, day, rest = date:match("^(%d+)-(%d+)-(%d+)[T ]?(.*)$")
  return tonumber(day) .. " " .. names[tonumber(month)] .. " " .. year .. (rest ~= "" and " " .. rest or "")
end

function M.nl(date)
  local year, month, day, rest = date:match("^(%d+)-(%d+)-(%d+)[T ]?(.*)$")
  return tonumber(day) .. "-" .. tonumber(month) .. "-" .. year .. (rest ~= "" and " " .. rest or "")
end

-- ---- what counts ----

-- Is the line in the plan, and not given up?
function M.is_in(line)
  local decision, status = line.decision, line.status
  return (decision == "in" or decision == "locked_in") and status ~= "rejected" and status ~= "withdrawn"
end

-- The same as an expression.
M.IN = "(decision == 'in' or decision == 'locked_in') and status ~= 'rejected' and status ~= 'withdrawn'"

function M.year_of(line)
  local plan = line.annual_plan
  return plan and tostring(plan.year) or M.YEAR
end

-- The offering of a line, a seat or a session.
function M.offering(record)
  return record.offering or (record.session and record.session.offering)
end

-- Still ahead: neither cancelled nor done.
function M.is_ahead(session)
  return session.status ~= "cancelled" and session.status ~= "done"
end

function M.takes_seat(participation)
  return participation.status ~= "cancelled" and participation.status ~= "no_show"
end

-- The days on which a session begins and ends, from its meetings when it has no days of its own.
function M.starts_on(session)
  local first = session.starts_on or session.parts:min("starts_at")
  return first and first:sub(1, 10)
end

function M.ends_on(session)
  local last = session.ends_on or session.parts:max("ends_at") or session.starts_on
  return last and last:sub(1, 10)
end

-- Learning time of one participant.
function M.minutes(offering)
  return offering and (offering.minutes_contact or 0) + (offering.minutes_self or 0) or 0
end

function M.minutes_of_line(line)
  return line.minutes_per_seat or M.minutes(M.offering(line))
end

-- The seats of a line: as planned, else those served, else the people whom it names; nil when nothing tells.
function M.seats(line)
  if line.seats_planned then
    return line.seats_planned
  end
  local served = line.served:sum("seats")
  return served > 0 and served or (#line.employees > 0 and #line.employees or nil)
end

-- The line of a session: the one that it names, else a line that names it; nil without any.
function M.line_of(session)
  return session.plan_line or session.plan_lines:first()
end

-- What a seat takes of the learner: what was spent, else what is planned, else what the line or the
-- offering says.
function M.minutes_of_seat(participation)
  local own = participation.minutes_realised or participation.minutes_planned
  if own then
    return own
  end
  local session = participation.session
  local line = participation.plan_line or (session and session.plan_line)
  return line and line.minutes_per_seat or M.minutes(M.offering(participation))
end

-- ---- people ----

-- Is the employee there on some day of these?
function M.is_active(employee, first, last)
  local from, to = employee.contract_from, employee.contract_to
  return employee.status ~= "left" and (not from or from <= last) and (not to or to >= first)
end

function M.is_within(unit, above)
  local id = above.id
  while unit and unit.id ~= id do
    unit = unit.parent
  end
  return unit ~= nil
end

local function in_force(assignment)
  local from, to = assignment.valid_from, assignment.valid_to
  return assignment.kind ~= "target" and (not from or from <= ld.today) and (not to or to >= ld.today)
end

-- Has the employee the role in the unit? Nil asks nothing.
function M.works_as(employee, unit, role)
  local home = not unit or (employee.unit and M.is_within(employee.unit, unit))
  if not role and home then
    return true
  end
  if #employee.role_assignments == 0 then
    return home and employee.role == role
  end
  for each in employee.role_assignments:each() do
    if in_force(each) and (not role or each.role == role) then
      if not each.unit and home or each.unit and (not unit or M.is_within(each.unit, unit)) then
        return true
      end
    end
  end
  return false
end

local function add_staff(unit, into)
  for employee in unit.employees:each() do
    into[#into + 1] = employee
  end
  for each in unit.role_assignments:each() do
    into[#into + 1] = each.employee
  end
  for child in unit.children:each() do
    add_staff(child, into)
  end
end

-- Everybody who works in the unit and its subunits on the run date, in the role when there is one;
-- nobody without either.
function M.staff(unit, role)
  local found, seen, people = {}, {}, {}
  if role then
    for employee in role.employees:each() do
      found[#found + 1] = employee
    end
    for each in role.role_assignments:each() do
      found[#found + 1] = each.employee
    end
  elseif unit then
    add_staff(unit, found)
  end
  for _, employee in ipairs(found) do
    if not seen[employee.id] then
      seen[employee.id] = true
      if M.is_active(employee, ld.today, ld.today) and M.works_as(employee, unit, role) then
        people[#people + 1] = employee
      end
    end
  end
  return people
end

local function list(collection)
  local people = {}
  for employee in collection:each() do
    people[#people + 1] = employee
  end
  return people
end

-- The people of a need: those named, else those of its unit and role, else everybody.
function M.people_of_need(need)
  if #need.employees > 0 then
    return list(need.employees)
  end
  if not need.unit and not need.role then
    return M.everybody()
  end
  return M.staff(need.unit, need.role)
end

-- Everybody who is there on the run date.
function M.everybody()
  local people = {}
  for employee in ld.employees:each() do
    if M.is_active(employee, ld.today, ld.today) then
      people[#people + 1] = employee
    end
  end
  return people
end

-- The needs of a line, listed or served.
function M.needs(line)
  local needs, seen = {}, {}
  local function add(need)
    if not seen[need.id] then
      seen[need.id] = true
      needs[#needs + 1] = need
    end
  end
  for need in line.needs:each() do
    add(need)
  end
  for served in line.served:each() do
    add(served.need)
  end
  return needs
end

-- Who takes part as far as names are known: those of the line, else those with a seat.
function M.named(line)
  if #line.employees > 0 then
    return list(line.employees)
  end
  local people, seen = {}, {}
  local function take(seats)
    for each in seats:each() do
      if M.takes_seat(each) and not seen[each.employee.id] then
        seen[each.employee.id] = true
        people[#people + 1] = each.employee
      end
    end
  end
  take(line.participations)
  for session in line.sessions:where("status ~= 'cancelled'"):each() do
    take(session.participations)
  end
  if line.session then
    take(line.session.participations)
  end
  return people
end

-- The target group of a line: those named, else the people of its needs, else its unit and role.
function M.group(line)
  local people = M.named(line)
  if #people > 0 then
    return people
  end
  local seen = {}
  for _, need in ipairs(M.needs(line)) do
    for _, employee in ipairs(M.people_of_need(need)) do
      if not seen[employee.id] and (not line.unit or M.works_as(employee, line.unit, line.role)) then
        seen[employee.id] = true
        people[#people + 1] = employee
      end
    end
  end
  if #people > 0 then
    return people
  end
  return M.staff(line.unit, line.role)
end

-- Has somebody completed the offering, or the levels that it teaches?
function M.has_done(employee, offering)
  for each in employee.participations:each() do
    if each.status == "completed" and each.passed ~= false and M.offering(each) == offering then
      return true
    end
  end
  local any = false
  for each in offering.offering_competencies:each() do
    local level = ld.level(employee, each.competency)
    if not level or level < each.to_level then
      return false
    end
    any = true
  end
  return any
end

-- ---- time away ----

-- The days of a session: those of its meetings, else all days of a run that fits in a week.
function M.dates(session)
  local dates, seen = {}, {}
  local function add(date)
    if not seen[date] then
      seen[date] = true
      dates[#dates + 1] = date
    end
  end
  for part in session.parts:each() do
    local date, last = part.starts_at:sub(1, 10), part.ends_at:sub(1, 10)
    while date <= last do
      add(date)
      date = ld.add_days(date, 1)
    end
  end
  local first, last = session.starts_on, session.ends_on or session.starts_on
  if #dates == 0 and first and ld.days(first, last) < 5 then
    while first <= last do
      add(first)
      first = ld.add_days(first, 1)
    end
  end
  return dates
end

return M
