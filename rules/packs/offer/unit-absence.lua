local sessions = require("ld.sessions")

-- Working time in thousandths of a full-time job; empty counts as one.
local function fte(employee)
  return math.floor((employee.fte or 1) * 1000 + 0.5)
end

-- Of one unit without its subunits: what is there all year, those who come or go, who is away on which
-- day, and the sessions of those days.
local function new_unit()
  return { all_year = 0, heads = 0, partly = {}, away = {} }
end

local function add(into, day, amount)
  into[day] = (into[day] or 0) + amount
end

-- The days of a session, worked out once.
local function days_of(session, known)
  local days = known[session.id]
  if not days then
    days = {}
    if sessions.is_ahead(session) then
      for i, date in ipairs(sessions.dates(session)) do
        days[i] = sessions.day(date)
      end
    end
    known[session.id] = days
  end
  return days
end

local function add_employee(employee, unit, known, first, last)
  if sessions.is_active(employee, first, last) then
    local from, to, own = employee.contract_from, employee.contract_to, fte(employee)
    if (not from or from <= first) and (not to or to >= last) then
      unit.all_year = unit.all_year + own
    else
      unit.partly[#unit.partly + 1] = { sessions.day(from or first), sessions.day(to or last), own }
    end
    unit.heads = unit.heads + 1
  end
  local counted
  for seat in employee.participations:each() do
    if seat.session and sessions.takes_seat(seat) then
      counted = counted or {}
      for _, day in ipairs(days_of(seat.session, known)) do
        if not counted[day] then
          counted[day] = true
          add(unit.away, day, fte(employee))
        end
      end
    end
  end
end

-- Sessions without names: the seats of their line, as people of average working time of its unit.
local function add_unnamed(units, known)
  for session in ld.sessions:where("#participations == 0 and plan_line ~= nil"):each() do
    local line = session.plan_line
    local unit, seats = line.unit and units[line.unit.id], sessions.seats(line)
    local groups = line.sessions_planned or #line.sessions
    if unit and unit.heads > 0 and seats and groups > 0 then
      for _, day in ipairs(days_of(session, known)) do
        add(unit.away, day, math.floor(seats / groups * unit.all_year / unit.heads + 0.5))
      end
    end
  end
end

-- The unit with its subunits.
local function sum_up(unit, units)
  local sum = new_unit()
  local function take(each)
    local own = units[each.id]
    sum.all_year = sum.all_year + own.all_year
    for _, one in ipairs(own.partly) do
      sum.partly[#sum.partly + 1] = one
    end
    for day, amount in pairs(own.away) do
      add(sum.away, day, amount)
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

-- The day with the largest share away, and on how many days it is above the limit.
local function worst_day(unit, limit)
  local worst, most, days, away, all = nil, limit, 0, nil, nil
  for day, amount in pairs(unit.away) do
    if amount > limit * unit.all_year then -- else those who come and go make no difference
      local total = there(unit, day)
      local share = amount / total
      if amount * 10000 > math.floor(limit * 10000 + 0.5) * total then
        days = days + 1
        if not worst or share > most or share == most and day < worst then
          worst, most, away, all = day, share, amount, total
        end
      end
    end
  end
  return worst, days, away, all
end

return ld.rule {
  id = "offer/unit-absence", code = "O13", step = 4, severity = "warning",
  title = {
    en = "A unit loses too many people at once",
    nl = "Een onderdeel mist te veel mensen tegelijk",
  },
  each = "units",
  params = {
    t_abs = {
      type = "share", default = 0.15, min = 0, max = 1,
      doc = {
        en = "Largest share of the working time of a unit that may be away for learning on one day.",
        nl = "Grootste deel van de formatie van een onderdeel dat op één dag weg mag zijn om te leren.",
      },
    },
    absence_max = {
      type = "share", min = 0, max = 1,
      doc = {
        en = "The limit that the standard offer keeps to; when set it counts instead of t_abs.",
        nl = "De grens die het standaardaanbod aanhoudt; indien ingevuld geldt deze in plaats van t_abs.",
      },
    },
  },
  -- A unit is judged with its subunits. Somebody with a meeting on a day counts as away that day; a session
  -- without meetings counts when it takes no more than five days.
  once = function(org, P, report)
    local limit = P.absence_max or P.t_abs
    local first, last = sessions.year_bounds(sessions.YEAR)
    local units, known = {}, {}
    for unit in ld.units:each() do
      units[unit.id] = new_unit()
    end
    for employee in ld.employees:each() do
      local unit = employee.unit and units[employee.unit.id]
      if unit then
        add_employee(employee, unit, known, first, last)
      end
    end
    add_unnamed(units, known)
    for unit in ld.units:each() do
      local day, days, away, all = worst_day(sum_up(unit, units), limit)
      if day then
        local date = ld.add_days("2024-01-01", day)
        local share = string.format("%.0f%%", 100 * away / math.max(all, 1))
        report {
          at = unit, size = away / math.max(all, 1),
          message = {
            en = string.format("%s misses %.1f of %.1f fte (%s) on %s; the limit is exceeded on %d day(s)",
              unit.label, away / 1000, all / 1000, share, date, days),
            nl = string.format("%s mist %s van %s fte (%s) op %s; de grens wordt op %d dag(en) overschreden", unit.label,
              string.format("%.1f", away / 1000):gsub("%.", ","), string.format("%.1f", all / 1000):gsub("%.", ","), share, date, days),
          },
          values = { away = away / 1000, fte = all / 1000, date = date, days = days },
        }
      end
    end
  end,
  help = {
    en = "Spread the people of the unit over more sessions, or choose a day on which the work allows it.",
    nl = "Verdeel de mensen van het onderdeel over meer uitvoeringen, of kies een dag waarop het werk het toelaat.",
  },
  why = {
    en = "Learning that stops the work is cancelled on the day itself.",
    nl = "Leren dat het werk stillegt, wordt op de dag zelf afgezegd.",
  },
  fires = {
    { -- one of six is more than 15 percent
      units = { { id = "u" } }, offerings = { { id = "o1" } },
      employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "u" }, { id = "e3", unit = "u" }, { id = "e4", unit = "u" }, { id = "e5", unit = "u" }, { id = "e6", unit = "u" } },
      sessions = { { id = "s1", offering = "o1", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T12:00" } } } },
      participations = { { employee = "e1", session = "s1" } },
    },
    { -- below it the unit above
      units = { { id = "top" }, { id = "u", parent = "top" }, { id = "v", parent = "top" } }, offerings = { { id = "o1" } }, params = { t_abs = 0.5 },
      employees = { { id = "e1", unit = "u", fte = 0.6 }, { id = "e2", unit = "top", fte = 0.5 } },
      sessions = { { id = "s1", offering = "o1", starts_on = "2027-03-01", ends_on = "2027-03-05" } }, participations = { { employee = "e1", session = "s1" } },
    },
    { -- e2 has left by then
      units = { { id = "u" } }, offerings = { { id = "o1" } }, params = { absence_max = 0.9 },
      employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "u", contract_to = "2027-02-28" }, { id = "e3", unit = "u", contract_from = "2027-03-02" }, { id = "e4", unit = "u", status = "left" } },
      sessions = { { id = "s1", offering = "o1", starts_on = "2027-03-01" } }, participations = { { employee = "e1", session = "s1" } },
    },
    { -- no names yet: three seats in one session, of four people
      units = { { id = "u" } }, offerings = { { id = "o1" } }, params = { t_abs = 0.74 },
      employees = { { id = "e1", unit = "u", fte = 0.5 }, { id = "e2", unit = "u" }, { id = "e3", unit = "u" }, { id = "e4", unit = "u", fte = 0.5 } },
      plan_lines = { { id = "l1", offering = "o1", unit = "u", seats_planned = 3 } }, sessions = { { id = "s1", offering = "o1", plan_line = "l1", starts_on = "2027-03-01" } },
    },
  },
  clean = {
    { -- three of twenty is 15 percent, also when one of them has two meetings
      units = { { id = "u" } }, offerings = { { id = "o1" } },
      employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "u" }, { id = "e3", unit = "u" }, { id = "e4", unit = "u", fte = 1 }, { id = "e5", unit = "u" },
        { id = "e6", unit = "u" }, { id = "e7", unit = "u" }, { id = "e8", unit = "u" }, { id = "e9", unit = "u" }, { id = "e10", unit = "u" },
        { id = "e11", unit = "u" }, { id = "e12", unit = "u" }, { id = "e13", unit = "u" }, { id = "e14", unit = "u" }, { id = "e15", unit = "u" },
        { id = "e16", unit = "u" }, { id = "e17", unit = "u" }, { id = "e18", unit = "u" }, { id = "e19", unit = "u" }, { id = "e20", unit = "u" } },
      sessions = { { id = "s1", offering = "o1", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T12:00" }, { starts_at = "2027-03-01T13:00", ends_at = "2027-03-01T17:00" } } },
        { id = "s2", offering = "o1", starts_on = "2027-03-01" }, { id = "s3", offering = "o1", starts_on = "2027-03-01", ends_on = "2027-03-06" },
        { id = "s4", offering = "o1", starts_on = "2027-03-01", status = "cancelled" }, { id = "s5", offering = "o1", starts_on = "2027-03-01", status = "done" } },
      participations = { { employee = "e1", session = "s1" }, { employee = "e1", session = "s2" }, { employee = "e2", session = "s1" }, { employee = "e3", session = "s1" },
        { employee = "e4", session = "s1", status = "cancelled" }, { employee = "e4", session = "s3" }, { employee = "e4", session = "s4" }, { employee = "e4", session = "s5" },
        { employee = "e4", offering = "o1" } },
    },
    { -- e2 comes on that day, e3 leaves on it
      units = { { id = "u" } }, offerings = { { id = "o1" } }, params = { t_abs = 0.34 },
      employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "u", contract_from = "2027-03-01" }, { id = "e3", unit = "u", contract_to = "2027-03-01" }, { id = "x" } },
      sessions = { { id = "s1", offering = "o1", starts_on = "2027-03-01" } }, participations = { { employee = "e1", session = "s1" }, { employee = "x", session = "s1" } },
    },
    {
      units = { { id = "u" } }, offerings = { { id = "o1" } }, params = { t_abs = 0.75 },
      employees = { { id = "e1", unit = "u", fte = 0.5 }, { id = "e2", unit = "u" }, { id = "e3", unit = "u" }, { id = "e4", unit = "u", fte = 0.5 } },
      plan_lines = { { id = "l1", offering = "o1", unit = "u", seats_planned = 6, sessions_planned = 2 } }, sessions = { { id = "s1", offering = "o1", plan_line = "l1", starts_on = "2027-03-01" } },
    },
  },
}
