-- Certificates that fall due: for whom they are a duty, and which planned seats renew them.
local people = require("ld.people")
local evaluation = require("ld.evaluation")
local M = {}

-- ---- the duty ----

local function has_tag(employee, tag)
  for _, one in ipairs(employee.group_tags or {}) do
    if one == tag then return true end
  end
  return false
end

-- Does the obligation hold for the employee on that day? Every condition that it names must hold.
function M.binds(requirement, employee, day)
  local from, tag = requirement.from_date, requirement.group_tag
  return (not from or from <= day) and (not tag or has_tag(employee, tag))
    and people.works_as(employee, requirement.unit, requirement.role, day, day)
end

-- The obligations of a kind by unit and role ("" = any), so that nobody is held against all of them.
local indexes = {}
local function index_of(kind)
  local index = indexes[kind.id]
  if index then return index end
  index = {}
  for r in kind.compliance_requirements:each() do
    local unit, role = r.unit and r.unit.id or "", r.role and r.role.id or ""
    index[unit] = index[unit] or {}
    index[unit][role] = index[unit][role] or {}
    local list = index[unit][role]
    list[#list + 1] = {from = r.from_date, tag = r.group_tag}
  end
  indexes[kind.id] = index
  return index
end

local function any_holds(list, employee, day)
  for _, r in ipairs(list or {}) do
    if (not r.from or r.from <= day) and (not r.tag or has_tag(employee, r.tag)) then return true end
  end
  return false
end

-- Does an obligation hold for somebody with that role (may be nil) in that unit (may be nil)?
local function holds(index, employee, unit, role, day)
  local function look(by_role)
    return by_role and (any_holds(by_role[""], employee, day) or (role and any_holds(by_role[role.id], employee, day)))
  end
  if look(index[""]) then return true end
  for _, id in ipairs(unit and people.chain(unit) or {}) do
    if look(index[id]) then return true end
  end
  return false
end

-- Must the employee have the certificate on that day? A type for which nobody wrote down whom it is for
-- is a duty for all who hold it.
function M.is_duty(employee, kind, day)
  if #kind.compliance_requirements == 0 then return true end
  local index, home, assignments = index_of(kind), employee.unit, employee.role_assignments
  if #assignments == 0 then return holds(index, employee, home, employee.role, day) end
  if holds(index, employee, home, nil, day) then return true end
  for a in assignments:each() do
    if people.counts(a, day, day) and holds(index, employee, a.unit or home, a.role, day) then return true end
  end
  return false
end

-- The active people whom the obligation is for, on the run date.
function M.bound(requirement)
  local list = {}
  local from = requirement.role and people.holders(requirement.role) or people.group(requirement.unit)
  for _, e in ipairs(from) do
    if M.binds(requirement, e, ld.today) then list[#list + 1] = e end
  end
  return list
end

-- The day by which somebody who started on `start` must have it.
function M.deadline(requirement, start)
  local from, days = requirement.from_date, requirement.deadline_days_after_start or 0
  local day = start and ld.add_days(start, days)
  if not day or (from and from > day) then return from or day end
  return day
end

-- When the employee began in the role or unit that the obligation names, else in service.
function M.start(requirement, employee)
  local first
  for a in employee.role_assignments:each() do
    if a.kind ~= "target" and (not requirement.role or a.role.id == requirement.role.id)
        and (not requirement.unit or people.within(a.unit or employee.unit, requirement.unit)) then
      if not a.valid_from then return employee.contract_from end
      if not first or a.valid_from < first then first = a.valid_from end
    end
  end
  local contract = employee.contract_from
  if first and contract and contract > first then return contract end
  return first or contract
end

-- Certificates that count: not corrected since.
M.counts = "#superseded_by == 0"

-- ---- the seats ----

-- The offerings that renew or give the certificate, by id.
local renewing = {}
function M.renewing(kind)
  local set = renewing[kind.id]
  if not set then
    set = {}
    for o in kind.renewal_offerings:each() do set[o.id] = o end
    for o in kind.offerings:each() do set[o.id] = o end
    renewing[kind.id] = set
  end
  return set
end

-- What the line says about whom it is for; the same for everybody who is held against it.
local addressed = {}
local function address_of(line)
  local known = addressed[line.id]
  if known then return known end
  local needs, seen, named = {}, {}, 0
  local function add(n)
    if seen[n.id] then return end
    seen[n.id] = true
    needs[#needs + 1] = n
    if #n.employees > 0 then named = named + 1 end
  end
  for n in line.needs:each() do add(n) end
  for s in line.served:each() do
    if s.need then add(s.need) end
  end
  known = {unit = line.unit, role = line.role, needs = needs, named = named, by_name = #line.employees > 0}
  known.grouped = known.unit ~= nil or known.role ~= nil
  addressed[line.id] = known
  return known
end

-- Can the employee sit on the line? Its names decide; else its unit and role, and the names of its
-- needs where these all name people; a line that says nothing is for all.
function M.serves(line, employee)
  local to = address_of(line)
  if to.by_name then return line.employees:get(employee.id) ~= nil end
  if to.grouped and not people.works_as(employee, to.unit, to.role) then return false end
  if #to.needs == 0 or (to.grouped and to.named < #to.needs) then return true end
  for _, n in ipairs(to.needs) do
    if people.is_meant(n, employee) then return true end
  end
  return false
end

-- The seats of a line: as planned, else those served, else the people whom it names.
local function seats_of(line)
  if line.seats_planned then return line.seats_planned end
  local served = line.served:sum("seats")
  return served > 0 and served or #line.employees
end

-- The planned runs that renew the certificate: {line, session, first, last, seats}, by last day. A
-- line without a dated session counts with the days of its period.
local slots = {}
function M.slots(kind)
  local list = slots[kind.id]
  if list then return list end
  list = {}
  for _, offering in pairs(M.renewing(kind)) do
    for line in offering.plan_lines:where(evaluation.in_plan):each() do
      local sessions = evaluation.sessions(line)
      local seats, count = seats_of(line), #sessions
      for i, s in ipairs(sessions) do
        local part = seats * i // count - seats * (i - 1) // count
        local first, last = evaluation.days(line)
        local starts, ends = evaluation.days_of_session(s)
        list[#list + 1] = {line = line, session = s, first = starts or first, last = ends or last, seats = part}
      end
      if count == 0 then
        local first, last = evaluation.days(line)
        list[#list + 1] = {line = line, first = first, last = last, seats = seats}
      end
    end
  end
  table.sort(list, function(a, b)
    if a.last ~= b.last then return a.last < b.last end
    return (a.session or a.line).id < (b.session or b.line).id
  end)
  slots[kind.id] = list
  return list
end

local none = {}
local taking = {planned = true, enrolled = true, attended = true, completed = true}

-- The days of the seats that people have in what renews the certificate, by employee; "" for something to
-- be done at any time. From the offerings, so that nobody's other seats are looked at.
local taken = {}
local function taken_by(kind)
  local days = taken[kind.id]
  if days then return days end
  days = {}
  local function take(p, day)
    if not taking[p.status or "planned"] then return end
    local id = p.employee.id
    local list = days[id]
    if not list then
      list = {}
      days[id] = list
    end
    list[#list + 1] = day or p.completed_on or ""
  end
  for _, offering in pairs(M.renewing(kind)) do
    for p in offering.participations:each() do take(p) end
    for session in offering.sessions:where("status ~= 'cancelled'"):each() do
      local _, day = evaluation.days_of_session(session)
      for p in session.participations:each() do take(p, day) end
    end
  end
  taken[kind.id] = days
  return days
end

-- The first day after `after` (may be nil) on which a seat of the employee ends; "" for something
-- to be done at any time; nil without a seat.
function M.first_seat(employee, kind, after)
  local best
  local function take(day)
    if day == "" or ((not after or day > after) and (not best or day < best)) then best = day end
  end
  for _, day in ipairs(taken_by(kind)[employee.id] or none) do take(day) end
  for _, slot in ipairs(M.slots(kind)) do
    if M.serves(slot.line, employee) then take(slot.last) end
  end
  return best
end

-- The offering of a participation, also through its session; and its line.
function M.offering_of(participation)
  return participation.offering or (participation.session and participation.session.offering)
end

function M.line_of(participation)
  return participation.plan_line or (participation.session and participation.session.plan_line)
end

-- Has the employee a seat of their own that renews the certificate between the two days? Seats on a line
-- that says how many it has are among those; the others are looked up once per kind.
local own_seats = {}
function M.has_own_seat(employee, kind, from, to)
  local holders = own_seats[kind.id]
  if not holders then
    holders = {}
    local offerings = M.renewing(kind)
    for p in ld.participations:where("status == 'planned' or status == 'enrolled' or status == nil"):each() do
      local offering, line, session = M.offering_of(p), M.line_of(p), p.session
      if offering and offerings[offering.id] and not (session and session.status == "cancelled")
          and (not line or seats_of(line) == 0) then
        local list = holders[p.employee.id] or {}
        local _, day
        if session then _, day = evaluation.days_of_session(session) end
        list[#list + 1] = day or ""
        holders[p.employee.id] = list
      end
    end
    own_seats[kind.id] = holders
  end
  for _, day in ipairs(holders[employee.id] or none) do
    if day == "" or (day >= from and day <= to) then return true end
  end
  return false
end

-- ---- the days of a certificate ----

-- When it can be renewed: from the start of the renewal window to the end of the grace period; what
-- lapsed before the plan year, all of that year. `day` is when the duty counts. The same for all of a
-- kind that expire on one day.
local windows = {}
function M.window(kind, expires)
  local of_kind = windows[kind.id] or {}
  windows[kind.id] = of_kind
  local window = of_kind[expires]
  if not window then
    window = {from = ld.add_days(expires, -(kind.renewal_window_days or 0)), to = ld.add_days(expires, kind.grace_days or 0), day = expires}
    if expires < people.first then
      window.to, window.day = people.last, people.first
    elseif expires > people.last then
      window.day = people.last
    end
    of_kind[expires] = window
  end
  return window
end

-- The last day on which a certificate may expire to be due in the plan year.
function M.horizon(kind)
  return ld.add_days(people.last, kind.renewal_window_days or 0)
end

-- Another certificate of the same holder and kind that is valid longer; for expressions on credentials.
M.has_longer = [[employee.credentials:any("credential_type == each.credential_type and #superseded_by == 0 and (expires_on == nil or expires_on > each.expires_on)")]]

-- The certificate of that kind which expires last; nil without one that expires. Looked up once per kind.
local longest = {}
function M.longest(employee, kind)
  local of_kind = longest[kind.id]
  if not of_kind then
    of_kind = {}
    for c in kind.credentials:where(M.counts .. " and expires_on ~= nil"):each() do
      local id = c.employee.id
      local best = of_kind[id]
      if not best or c.expires_on > best.expires_on then of_kind[id] = c end
    end
    longest[kind.id] = of_kind
  end
  return of_kind[employee.id]
end

-- Is somebody certified on that day, the grace period included?
function M.is_held(employee, kind, day)
  for c in employee.credentials:where(M.counts):each() do
    if c.credential_type.id == kind.id and (not c.issued_on or c.issued_on <= day)
        and (not c.expires_on or ld.add_days(c.expires_on, kind.grace_days or 0) >= day) then
      return true
    end
  end
  return false
end

-- The kinds of certificate that the offering gives or renews, each once.
function M.kinds_of(offering)
  local list, given = {}, offering.credential_type
  if given then list[1] = given end
  for kind in offering.credential_types:each() do
    if not given or kind.id ~= given.id then list[#list + 1] = kind end
  end
  return list
end

return M
