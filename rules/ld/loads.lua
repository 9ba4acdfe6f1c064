-- Who and what is taken by sessions, when: trainers and rooms, people, and units. Made for hundreds of
-- thousands of seats: every session is looked at once, and only numbers are kept.
local sessions = require("ld.sessions")

-- ---- trainers, rooms and blocked days ----

-- One walk over the meetings in order of time; of each trainer and room only the meeting that ends last
-- is remembered. Gives for each session the resource and the other session.
local function find_overlaps()
  local clash, open = {}, {}
  local function book(resource, part, session)
    local before = open[resource.id]
    if before and part.starts_at < before.ends_at and before.session ~= session then
      local one, other = before.session, session
      clash[one.id] = clash[one.id] or { resource = resource, other = other, at = part.starts_at }
      clash[other.id] = clash[other.id] or { resource = resource, other = one, at = part.starts_at }
    end
    if not before or part.ends_at > before.ends_at then
      open[resource.id] = { ends_at = part.ends_at, session = session }
    end
  end
  for part in ld.session_parts:sort("starts_at"):each() do
    local session = part.session
    local trainer, room = session.trainer, session.room
    if (trainer or room) and sessions.is_ahead(session) then
      if trainer then
        book(trainer, part, session)
      end
      if room then
        book(room, part, session)
      end
    end
  end
  return clash
end

local function put_dates(record, into)
  for _, date in ipairs(record.blocked_dates or {}) do
    into[date] = record
  end
end

-- All blocked days of units and resources; and a function that gives those of a unit and the units above.
local function find_blocked()
  local any, by_unit = {}, {}
  for unit in ld.units:each() do
    put_dates(unit, any)
  end
  for resource in ld.resources:each() do
    put_dates(resource, any)
  end
  local function of(unit)
    local found = by_unit[unit.id]
    if not found then
      found = {}
      local above = unit
      while above do
        put_dates(above, found)
        above = above.parent
      end
      by_unit[unit.id] = found
    end
    return found
  end
  return any, of
end

-- Whose blocked day it is: of the trainer, the room, or a unit that the session takes people from.
local function blocker(session, date, of)
  for _, resource in ipairs { session.trainer or false, session.room or false } do
    for _, day in ipairs(resource and resource.blocked_dates or {}) do
      if day == date then
        return resource
      end
    end
  end
  local line = sessions.line_of(session)
  local by = line and line.unit and of(line.unit)[date]
  for served in (line and line.served:each() or function() end) do
    by = by or served.unit and of(served.unit)[date]
  end
  for employee in (line and line.employees:each() or function() end) do
    by = by or employee.unit and of(employee.unit)[date]
  end
  if line and not line.unit and #line.served == 0 then
    for need in line.needs:each() do
      by = by or need.unit and of(need.unit)[date]
    end
  end
  if by then
    return by
  end
  for seat in session.participations:each() do
    local unit = sessions.takes_seat(seat) and seat.employee.unit
    if unit and of(unit)[date] then
      return of(unit)[date]
    end
  end
end

-- The first blocked day of a session that is ahead, and whose it is.
local function blocked_day(session, any, of)
  if next(any) and sessions.is_ahead(session) then
    for _, date in ipairs(sessions.dates(session)) do
      local by = any[date] and blocker(session, date, of)
      if by then
        return date, by
      end
    end
  end
end

-- ---- people ----

-- All sessions of the year that are not cancelled: arrays by number, and the number by id. `first` and
-- `last` tell which meetings are those of a session; one without meetings that fits in one week has that
-- week. Minutes are those of a seat that does not say its own.
local function calendar(first_day, last_day)
  local c = { number = {}, first = {}, last = {}, week = {}, minutes = {}, line = {}, starts = {}, ends = {} }
  local count, at = 0, 0
  for session in ld.sessions:where("status ~= 'cancelled'"):each() do
    local from = session.starts_on
    if not from or from >= first_day and from <= last_day then
      local line, to = session.plan_line, session.ends_on or from
      count = count + 1
      c.number[session.id] = count
      c.first[count] = at + 1
      for part in session.parts:each() do
        at = at + 1
        c.starts[at], c.ends[at] = sessions.minute(part.starts_at), sessions.minute(part.ends_at)
      end
      c.last[count] = at
      if c.first[count] > at and from and sessions.day(from) // 7 == sessions.day(to) // 7 then
        c.week[count] = sessions.day(from) // 7
      end
      c.line[count] = line and line.id or false
      c.minutes[count] = line and line.minutes_per_seat or sessions.minutes(session.offering)
    end
  end
  return c
end

-- What one person has to do: one table, emptied for the next. Weeks stand in a list too, because walking
-- through a list is cheaper than through a table with keys.
local function new_load()
  return { minutes = 0, weeks = {}, order = {}, week_count = 0, meetings = {}, count = 0 }
end

local function empty(load)
  for i = 1, load.week_count do
    load.weeks[load.order[i]] = nil
  end
  for i = 1, load.count do
    load.meetings[i] = nil
  end
  load.minutes, load.week_count, load.count = 0, 0, 0
end

local function add_week(load, week, minutes)
  local before = load.weeks[week]
  if not before then
    load.week_count = load.week_count + 1
    load.order[load.week_count] = week
  end
  load.weeks[week] = (before or 0) + minutes
end

-- Adds what a session takes of one person.
local function add_session(load, c, number, minutes)
  for at = c.first[number], c.last[number] do
    local starts, ends = c.starts[at], c.ends[at]
    local week = starts // 10080
    load.count = load.count + 1
    load.meetings[load.count] = starts << 24 | at -- sorts by time
    add_week(load, week, ends - starts)
  end
  local week = c.week[number]
  if week then
    add_week(load, week, minutes)
  end
  load.minutes = load.minutes + minutes
end

-- Of each seat the session that it takes: "-" when nobody comes, "" for learning without a session. One
-- expression over all seats of a person costs a fraction of asking each seat.
local SESSION = "(status == 'cancelled' or status == 'no_show') and '-' or session and session.id or ''"
local MINUTES = "minutes_realised or minutes_planned or -1"

-- Everything of somebody who has seats in sessions only. False when there is something else.
local function fill_sessions(load, seats, c)
  local ids, minutes = seats:values(SESSION), seats:values(MINUTES)
  for i = 1, #ids do
    if ids[i] == "" then
      return false
    end
    local number = c.number[ids[i]]
    if number then
      add_session(load, c, number, minutes[i] >= 0 and minutes[i] or c.minutes[number])
    end
  end
  return true
end

-- The session of a line that has just one and keeps no seats in it: all whom the line names go there.
local function only_session(line)
  local own = line.sessions:where("status ~= 'cancelled'")
  return #own == 1 and own:first() or nil
end

-- Everything that one employee does in the year: the minutes, by week, and the meetings.
local function fill(load, employee, c, first_day, last_day)
  local lines
  empty(load)
  local own_lines = employee.plan_lines
  local has_lines = #own_lines > 0
  if not has_lines and fill_sessions(load, employee.participations, c) then
    return
  end
  empty(load)
  for seat in employee.participations:each() do
    local status, session = seat.status, seat.session
    local number = session and c.number[session.id]
    local line = has_lines and (seat.plan_line or (session and session.plan_line))
    if line then
      lines = lines or {}
      lines[line.id] = true
    end
    if status ~= "cancelled" and status ~= "no_show" then
      if number then
        add_session(load, c, number, seat.minutes_realised or seat.minutes_planned or c.minutes[number])
      elseif not session then
        local day = seat.completed_on
        if not day or day >= first_day and day <= last_day then
          load.minutes = load.minutes + sessions.minutes_of_seat(seat)
        end
      end
    end
  end
  for line in own_lines:each() do
    if not (lines and lines[line.id]) and sessions.is_in(line) and sessions.year_of(line) == sessions.YEAR then
      local run = line.session or only_session(line)
      local minutes, number = sessions.minutes_of_line(line), run and c.number[run.id]
      if number then
        add_session(load, c, number, minutes)
      else
        load.minutes = load.minutes + minutes
      end
    end
  end
end

-- The moment at which a meeting begins before another has ended; nil when none does.
local function first_overlap(load, c)
  local meetings, ends = load.meetings, nil
  if load.count > 1 then
    table.sort(meetings)
    for i = 1, load.count do
      local key = meetings[i]
      local starts, finish = key >> 24, c.ends[key & 0xFFFFFF]
      if ends and starts < ends then
        return starts
      end
      ends = ends and ends > finish and ends or finish
    end
  end
end

-- The fullest week above the limit, the earliest of equal ones, with its minutes.
local function full_week(load, limit)
  local week, most = nil, limit
  for i = 1, load.week_count do
    local each = load.order[i]
    local minutes = load.weeks[each]
    if minutes > most or week and minutes == most and each < week then
      week, most = each, minutes
    end
  end
  return week, most
end

-- ---- units ----

-- Working time in thousandths of a full-time job; empty counts as one.
local function fte_of(employee)
  return math.floor((employee.fte or 1) * 1000 + 0.5)
end

-- Of one unit without its subunits: who is there all year, who comes or goes, and what is away on which day,
-- with the first and the last of these days.
local function new_unit()
  return { all_year = 0, heads = 0, partly = {}, away = {}, from = math.maxinteger, to = math.mininteger }
end

local function add(unit, day, amount)
  local away = unit.away
  local before = away[day]
  if before then
    away[day] = before + amount
    return
  end
  away[day] = amount
  if day < unit.from then
    unit.from = day
  end
  if day > unit.to then
    unit.to = day
  end
end

-- The days of all sessions that are ahead, by id.
local function days_by_session()
  local found = {}
  for session in ld.sessions:where("status ~= 'cancelled' and status ~= 'done'"):each() do
    local days = {}
    for i, date in ipairs(sessions.dates(session)) do
      days[i] = sessions.day(date)
    end
    if #days > 0 then
      found[session.id] = days
    end
  end
  return found
end

local function add_contract(employee, unit, own, first, last)
  local from, to = employee.contract_from, employee.contract_to
  if employee.status ~= "left" and (not from or from <= last) and (not to or to >= first) then
    if (not from or from <= first) and (not to or to >= last) then
      unit.all_year = unit.all_year + own
    else
      unit.partly[#unit.partly + 1] = { sessions.day(from or first), sessions.day(to or last), own }
    end
    unit.heads = unit.heads + 1
  end
end

-- Somebody counts once a day, however many sessions there are: `counted` has the last one, by number, who was
-- counted on a day.
local function add_absence(employee, number, unit, own, days_of, counted)
  local ids = employee.participations:values(SESSION)
  for at = 1, #ids do
    local days = days_of[ids[at]]
    for i = 1, days and #days or 0 do
      local day = days[i]
      if counted[day] ~= number then
        counted[day] = number
        add(unit, day, own)
      end
    end
  end
end

-- Sessions without seats: the people whom their line names, when it is its only session, else the seats that
-- it serves by unit or has, as people of average working time of the unit.
local function add_unnamed(units, days_of)
  for session in ld.sessions:where("#participations == 0 and (plan_line ~= nil or plan_lines:first() ~= nil)"):each() do
    local line, days = sessions.line_of(session), days_of[session.id] or {}
    local groups = math.max(line.sessions_planned or 0, #line.sessions, 1)
    local function add_seats(of, seats)
      local unit = of and units[of.id]
      for _, day in ipairs(unit and unit.heads > 0 and seats and days or {}) do
        add(unit, day, math.floor(seats / groups * unit.all_year / unit.heads + 0.5))
      end
    end
    if groups == 1 and #line.employees > 0 then
      for employee in line.employees:each() do
        for _, day in ipairs(employee.unit and days or {}) do
          add(units[employee.unit.id], day, fte_of(employee))
        end
      end
    elseif line.unit then
      add_seats(line.unit, sessions.seats(line))
    else
      for served in line.served:each() do
        add_seats(served.unit or served.need.unit, served.seats)
      end
    end
  end
end

-- What every unit has and misses by itself.
local function absence(first, last)
  local units, days_of = {}, days_by_session()
  for unit in ld.units:each() do
    units[unit.id] = new_unit()
  end
  local counted, number = {}, 0
  for employee in ld.employees:each() do
    local home = employee.unit
    if home then
      local unit, own = units[home.id], fte_of(employee)
      number = number + 1
      add_contract(employee, unit, own, first, last)
      add_absence(employee, number, unit, own, days_of, counted)
    end
  end
  add_unnamed(units, days_of)
  return units
end

-- A unit with its subunits.
local function sum_up(unit, units)
  local sum = new_unit()
  local function take(each)
    local own = units[each.id]
    sum.all_year = sum.all_year + own.all_year
    for _, one in ipairs(own.partly) do
      sum.partly[#sum.partly + 1] = one
    end
    for day = own.from, own.to do
      if own.away[day] then
        add(sum, day, own.away[day])
      end
    end
    for child in each.children:each() do
      take(child)
    end
  end
  take(unit)
  return sum
end

local function there(unit, day)
  local sum = unit.all_year
  for _, one in ipairs(unit.partly) do
    if one[1] <= day and one[2] >= day then
      sum = sum + one[3]
    end
  end
  return sum
end

-- The day with the largest share away, on how many days it is above the limit, and what is away and there.
local function worst_day(unit, limit)
  local worst, most, days, away, all = nil, limit, 0, nil, nil
  local tenths = math.floor(limit * 10000 + 0.5)
  for day = unit.from, unit.to do
    local amount = unit.away[day] or 0
    if amount * 10000 > tenths * unit.all_year then -- else those who come and go make no difference
      local total = there(unit, day)
      local share = total > 0 and amount / total or 0
      if total > 0 and amount * 10000 > tenths * total then
        days = days + 1
        if not worst or share > most then
          worst, most, away, all = day, share, amount, total
        end
      end
    end
  end
  return worst, days, away, all
end

-- Thousandths as "12.5" or, in Dutch, "12,5".
local function fte(thousandths, language)
  local text = string.format("%.1f", thousandths / 1000)
  return language == "nl" and (text:gsub("%.", ",")) or text
end

local function monday(week)
  return sessions.date(week * 7)
end

return {
  fte = fte,
  monday = monday,
  find_overlaps = find_overlaps,
  find_blocked = find_blocked,
  blocked_day = blocked_day,
  calendar = calendar,
  new_load = new_load,
  fill = fill,
  first_overlap = first_overlap,
  full_week = full_week,
  absence = absence,
  sum_up = sum_up,
  worst_day = worst_day,
}
