-- Who may begin with an offering that has prerequisites, and whether these come in time.
local sessions = require("ld.sessions")

local function first_start(line)
  local first
  for session in line.sessions:each() do
    local start = session.status ~= "cancelled" and sessions.starts_on(session)
    first = start and (not first or start < first) and start or first
  end
  return first
end

local function last_end(line)
  local last
  for session in line.sessions:each() do
    local finish = session.status ~= "cancelled" and sessions.ends_on(session)
    last = finish and (not last or finish > last) and finish or last
  end
  return last
end

-- Is the one line over before the other begins? By their sessions, else by their periods.
local function is_before(one, other)
  local finish, start = last_end(one), first_start(other)
  if finish and start then
    return finish <= start
  end
  local first, ends = sessions.bounds(one.period)
  local second = sessions.bounds(other.period)
  if first and second and first < second then
    return true
  end
  finish, start = finish or ends, start or second
  return finish ~= nil and start ~= nil and finish < start
end

-- Who takes the offering in an earlier line: true for everybody, else the people by id.
local function earlier(offering, line)
  local people = {}
  for other in offering.plan_lines:each() do
    if sessions.is_in(other) and is_before(other, line) then
      local named = sessions.named(other)
      if #named == 0 then
        return true
      end
      for _, employee in ipairs(named) do
        people[employee.id] = true
      end
    end
  end
  return people
end

-- How many of the group may start, of how many, and the first offering that somebody misses.
local function count_ready(line, offering)
  local before, group, ready, missing = {}, sessions.group(line), 0, nil
  for each in offering.prerequisites:each() do
    before[#before + 1] = { offering = each, people = earlier(each, line) }
  end
  for _, employee in ipairs(group) do
    local is_ready = true
    for _, each in ipairs(before) do
      if each.people ~= true and not each.people[employee.id] and not sessions.has_done(employee, each.offering) then
        is_ready = false
        missing = missing or each.offering
      end
    end
    ready = ready + (is_ready and 1 or 0)
  end
  return ready, #group, missing
end

-- Does the session, or a seat elsewhere, give the prerequisite no later than the start?
local function is_in_time(employee, offering, start)
  for seat in employee.participations:each() do
    if sessions.takes_seat(seat) and sessions.offering(seat) == offering then
      local finish = seat.session and sessions.ends_on(seat.session)
      if seat.status == "completed" or not finish or finish <= start then
        return true
      end
    end
  end
  return false
end

-- The session of the prerequisite that somebody follows too late.
local function late_for(employee, offering, start)
  for seat in employee.participations:each() do
    local session = seat.session
    if session and session.offering == offering and session.status ~= "cancelled" and sessions.takes_seat(seat) then
      local finish = sessions.ends_on(session)
      if finish and finish > start and not is_in_time(employee, offering, start) then
        return session
      end
    end
  end
end

-- Are two lines for the same people: a need, a name, or the same unit and role?
local function is_shared(line, other)
  local has = {}
  local function add(list, prefix)
    for each in list:each() do
      has[prefix .. each.id] = true
    end
  end
  add(line.needs, "n")
  add(line.employees, "e")
  for served in line.served:each() do
    has["n" .. served.need.id] = true
  end
  local function any(list, prefix)
    for each in list:each() do
      if has[prefix .. each.id] then
        return true
      end
    end
    return false
  end
  if any(other.needs, "n") or any(other.employees, "e") then
    return true
  end
  for served in other.served:each() do
    if has["n" .. served.need.id] then
      return true
    end
  end
  return (line.unit ~= nil or line.role ~= nil) and line.unit == other.unit and line.role == other.role
    and #line.employees == 0 and #other.employees == 0
end

-- Where no seats are known: the sessions of the prerequisite that are for the same people, all of which
-- end too late.
local function late_for_line(line, offering, start)
  local late
  for session in offering.sessions:each() do
    local finish, other = sessions.ends_on(session), sessions.line_of(session)
    local shared = other ~= nil and is_shared(line, other)
    if shared and finish and session.status ~= "cancelled" then
      if finish <= start then
        return nil
      end
      late = session
    end
  end
  return late
end

-- How many people begin before they have done the prerequisite, with the session that is too late.
local function find_late(session, offering, start)
  local count, late, named = 0, nil, false
  for seat in session.participations:each() do
    if sessions.takes_seat(seat) then
      named = true
      local found = late_for(seat.employee, offering, start)
      count, late = count + (found and 1 or 0), late or found
    end
  end
  local line = not named and sessions.line_of(session)
  if line then
    late = late_for_line(line, offering, start)
    count = late and sessions.seats(line) or 0
  end
  return late, count
end

return {
  count_ready = count_ready,
  find_late = find_late,
}
