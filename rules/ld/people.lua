-- People: the days of the plan year, who is at work, who holds a role, who belongs to a group.
-- With role assignments these decide which roles and units somebody has; without any it is the
-- role and the unit of the employee (data-model.md 3.4).
local M = {}

-- ---- days ----

local function written(period)
  local found = ld.periods:get(tostring(period))
  if found then return found.starts_on, found.ends_on end
end

local function span(year, from, to)
  local first = ("%04d-%02d-01"):format(year, from)
  local after = to == 12 and ("%04d-01-01"):format(year + 1) or ("%04d-%02d-01"):format(year, to + 1)
  return first, ld.add_days(after, -1)
end

-- First and last day of a period; nil when it is none that is known.
function M.days_of(period)
  if not period then return nil end
  local first, last = written(period)
  if first then return first, last end
  local text = tostring(period)
  local year, part = text:match("^(%d%d%d%d)%-?(.*)$")
  if not year then
    year, part = text:match("^(.+)%-Q([1-4])$") -- a quarter of a plan year of one's own
    if year and year == tostring(ld.year) then
      first = ld.add_months(written(year), 3 * (tonumber(part) - 1))
      return first, ld.add_days(ld.add_months(first, 3), -1)
    end
    return nil
  end
  year = tonumber(year)
  local kind, number = part:match("^([HQ]?)(%d+)$")
  number = tonumber(number)
  if part == "" then return span(year, 1, 12) end
  if kind == "H" then return span(year, 6 * number - 5, 6 * number) end
  if kind == "Q" then return span(year, 3 * number - 2, 3 * number) end
  if number then return span(year, number, number) end
end

M.first, M.last = M.days_of(ld.year)

-- ---- conditions, as text for expressions ----

local function active(first, last)
  return "status ~= 'left' and (contract_from == nil or contract_from <= " .. last
    .. ") and (contract_to == nil or contract_to >= " .. first .. ")"
end

M.active_today = active("ld.today", "ld.today")
M.active_in_year = active("'" .. M.first .. "'", "'" .. M.last .. "'")
M.in_force = "(valid_from == nil or valid_from <= ld.today) and (valid_to == nil or valid_to >= ld.today)"
M.assigned = "kind ~= 'target' and " .. M.in_force .. " and employee.status ~= 'left'"
  .. " and (employee.contract_from == nil or employee.contract_from <= ld.today)"
  .. " and (employee.contract_to == nil or employee.contract_to >= ld.today)"

-- The same over the records that have an employee.
M.member_in_year = ("employee.status ~= 'left' and (employee.contract_from == nil or employee.contract_from <= '%s')"
  .. " and (employee.contract_to == nil or employee.contract_to >= '%s')"):format(M.last, M.first)

function M.is_active(employee, first, last)
  local from, to = employee.contract_from, employee.contract_to
  return employee.status ~= "left" and (not from or from <= last) and (not to or to >= first)
end

-- ---- units ----

local above = {} -- unit id → set of itself and the units above it

local function units_above(unit)
  local set = above[unit.id]
  if not set then
    set = {}
    local at = unit
    while at do
      set[at.id] = true
      at = at.parent
    end
    above[unit.id] = set
  end
  return set
end

-- The ids of the unit and of the units above it, from below to above.
local chains = {}
function M.chain(unit)
  local list = chains[unit.id]
  if not list then
    list = {}
    local at = unit
    while at do
      list[#list + 1] = at.id
      at = at.parent
    end
    chains[unit.id] = list
  end
  return list
end

-- Is the unit the same as or below the other? No unit is within none.
function M.within(unit, other)
  return unit ~= nil and units_above(unit)[other.id] == true
end

-- ---- groups ----

function M.counts(assignment, first, last)
  local from, to = assignment.valid_from, assignment.valid_to
  return assignment.kind ~= "target" and (not from or from <= last) and (not to or to >= first)
end

-- Does the employee belong to the unit (with subunits) and the role, where these are given?
function M.works_as(employee, unit, role, first, last)
  first = first or ld.today
  last = last or first
  local home = not unit or M.within(employee.unit, unit)
  if not role and home then return true end
  local assignments = employee.role_assignments
  if #assignments == 0 then
    return home and employee.role ~= nil and employee.role.id == role.id
  end
  for a in assignments:each() do
    if M.counts(a, first, last) and (not role or a.role.id == role.id) then
      if not a.unit then
        if home then return true end
      elseif not unit or M.within(a.unit, unit) then
        return true
      end
    end
  end
  return false
end

-- The active people who now hold the role, each once.
local holders = {}
function M.holders(role)
  local list = holders[role.id]
  if list then return list end
  list = {}
  for e in role.employees:where("#role_assignments == 0 and " .. M.active_today):each() do
    list[#list + 1] = e
  end
  local seen = {}
  for a in role.role_assignments:where(M.assigned):each() do
    local e = a.employee
    if not seen[e.id] then
      seen[e.id] = true
      list[#list + 1] = e
    end
  end
  holders[role.id] = list
  return list
end

-- Calls take(employee) for who may belong to the group; some twice, some wrongly: works_as decides.
local function each_candidate(unit, role, take)
  local function referring(to)
    for e in to.employees:each() do
      if take(e) then return true end
    end
    for a in to.role_assignments:each() do
      if take(a.employee) then return true end
    end
  end
  if role then return referring(role) end
  if not unit then
    for e in ld.employees:each() do
      if take(e) then return true end
    end
    return false
  end
  local list, at = {unit}, 1
  while list[at] do
    if referring(list[at]) then return true end
    for child in list[at].children:each() do list[#list + 1] = child end
    at = at + 1
  end
  return false
end

-- Is somebody of the group active between the days?
function M.anyone(unit, role, first, last)
  return each_candidate(unit, role, function(e)
    return M.is_active(e, first, last) and M.works_as(e, unit, role, first, last)
  end) == true
end

-- The active people of the group on the run date, each once.
function M.group(unit, role)
  local list, seen = {}, {}
  each_candidate(unit, role, function(e)
    local id = e.id
    if not seen[id] and M.is_active(e, ld.today, ld.today) and M.works_as(e, unit, role) then
      seen[id] = true
      list[#list + 1] = e
    end
    return false
  end)
  return list
end

-- Is the employee one of those whom the need is about?
function M.is_meant(need, employee)
  if #need.employees > 0 then return need.employees:get(employee.id) ~= nil end
  return M.works_as(employee, need.unit, need.role)
end

-- The people of the need: those it names, else its group.
function M.of_need(need)
  if #need.employees == 0 then return M.group(need.unit, need.role) end
  local list = {}
  for e in need.employees:each() do list[#list + 1] = e end
  return list
end

function M.is_named(need)
  return #need.employees > 0
end

local function is_nested(a, b)
  return not a or not b or M.within(a, b) or M.within(b, a)
end

-- May somebody be meant by both needs? Names in common, a name in the other's unit and role, or units
-- one within the other with the same role, or with one role that is held there.
function M.overlap(a, b)
  if M.is_named(a) or M.is_named(b) then
    local named, other = a, b
    if not M.is_named(a) then named, other = b, a end
    for e in named.employees:each() do
      if M.is_meant(other, e) then return true end
    end
    return false
  end
  if not is_nested(a.unit, b.unit) then return false end
  if a.role and b.role then return a.role.id == b.role.id end
  local role = a.role or b.role
  if not role then return true end
  for _, e in ipairs(M.holders(role)) do
    if M.is_meant(a, e) and M.is_meant(b, e) then return true end
  end
  return false
end

-- The year in which a need is worked on: what is due by the end of the plan year is work of that year.
function M.year_of(need)
  local deadline = need.deadline
  return deadline and deadline > M.last and deadline:sub(1, 4) or tostring(ld.year)
end

-- ---- texts ----

function M.percent(share)
  return ("%d%%"):format(math.floor(100 * share + 0.5))
end

function M.heads_en(count)
  return count == 1 and "1 person" or ("%d people"):format(count)
end

function M.heads_nl(count)
  return count == 1 and "1 persoon" or ("%d mensen"):format(count)
end

return M
