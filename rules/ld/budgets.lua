-- Budgets: what is asked of them by quarter, what lines spend, who may decide, in what they are counted.
local money = require("ld.money")
local sessions = require("ld.sessions")

-- What budgets are asked for by the end of each quarter, with what their children are asked for. A line
-- without a quarter counts at the end of the year.
local function planned()
  local by = {}
  money.each_payment(function(budget, line, amount)
    local at = money.newest(budget)
    while at do
      local sums = by[at.id] or { 0, 0, 0, 0 }
      for quarter = line.quarter or 4, 4 do
        sums[quarter] = sums[quarter] + amount
      end
      by[at.id] = sums
      at = money.newest(at.parent)
    end
  end)
  return by
end

-- What a budget has by the end of each quarter of the year. Nil when its period lies outside it.
local function available(budget, ends, first_day)
  local first, last = sessions.bounds(budget.period)
  if not first or first > ends[4] or last < first_day then
    return nil
  end
  local whole, passed, sums = 0, 0, {}
  for quarter = 1, 4 do
    whole = whole + ((ends[quarter] >= first and ends[quarter] <= last) and 1 or 0)
  end
  for quarter = 1, 4 do
    passed = passed + ((ends[quarter] >= first and ends[quarter] <= last) and 1 or 0)
    local part = 1
    if budget.strict and last > ends[quarter] and whole > 0 then
      part = passed / whole
    end
    sums[quarter] = first <= ends[quarter] and math.floor(budget.setup * part + 0.5) + (budget.carry_in or 0) or 0
  end
  return sums
end

-- Budgets of one purpose in several periods are one series, unless they are strict.
local function series_of(budget)
  if budget.strict then
    return "\0" .. budget.id
  end
  local function id(record)
    return record and record.id or ""
  end
  return table.concat({ budget.owner or "", id(budget.unit), id(budget.fund), id(budget.employee), budget.cost_centre or "",
    budget.lane or "", id(budget.focus_area), id(budget.parent) }, "\1")
end

local function all_series(ends, first_day)
  local order, by = {}, {}
  for budget in ld.budgets:where("#corrections == 0"):each() do
    local sums = available(budget, ends, first_day)
    if sums then
      local key = series_of(budget)
      if not by[key] then
        by[key] = { budgets = {} }
        order[#order + 1] = by[key]
      end
      table.insert(by[key].budgets, { budget = budget, sums = sums })
    end
  end
  return order
end

-- The first quarter in which more is asked than there is.
local function first_short(series, asked)
  for quarter = 1, 4 do
    local want, have, last = 0, 0, nil
    for _, each in ipairs(series.budgets) do
      want = want + (asked[each.budget.id] and asked[each.budget.id][quarter] or 0)
      have = have + each.sums[quarter]
      if each.sums[quarter] ~= 0 or not last then
        last = each.budget
      end
    end
    if want > have then
      return quarter, want, have, last
    end
  end
end

-- What is committed for the line, and what was booked beyond it: a booking with the reference of a
-- commitment is part of it, up to its amount.
local function spent(line)
  local committed, by_ref = 0, {}
  for each in line.commitments:each() do
    committed = committed + each.amount
    if each.doc_ref then
      by_ref[each.doc_ref] = (by_ref[each.doc_ref] or 0) + each.amount
    end
  end
  local booked, refs = 0, {}
  for each in line.actuals:each() do
    local ref = each.doc_ref
    if ref and by_ref[ref] then
      refs[ref] = (refs[ref] or 0) + each.amount
    else
      booked = booked + each.amount
    end
  end
  for ref, amount in pairs(refs) do
    booked = booked + math.max(0, amount - by_ref[ref])
  end
  return committed, booked
end

-- Units with a budget in the plan year, and whether there is a central one.
local function find_budgets(first, last)
  local of_unit, central, any = {}, false, false
  for budget in ld.budgets:each() do
    local from, to = sessions.bounds(budget.period)
    if not from or from <= last and to >= first then
      any = true
      if budget.unit then
        of_unit[budget.unit.id] = true
      end
      central = central or budget.owner == "central"
    end
  end
  return of_unit, central, any
end

local function is_covered(unit, of_unit)
  local at = unit
  while at do
    if of_unit[at.id] then
      return true
    end
    at = at.parent
  end
  return false
end

local in_force = "kind ~= 'target' and (valid_from == nil or valid_from <= ld.today) and (valid_to == nil or valid_to >= ld.today)"

-- The largest amount that an approver may decide on: a body, a role, somebody in a role, or a stakeholder of a
-- body, as people write them. Nil when nothing is laid down.
local function find_mandate(approver)
  local wanted, bodies, roles = approver:lower(), { [approver:lower()] = true }, {}
  local employee = ld.employees:get(approver)
  if employee and employee.role then
    roles[employee.role.id:lower()] = true
  end
  for each in (employee and employee.role_assignments:where(in_force):each() or function() end) do
    roles[each.role.id:lower()] = true
  end
  for each in ld.stakeholders:each() do
    if each.id:lower() == wanted or each.label:lower() == wanted then
      bodies[each.body or ""] = true
    end
  end
  local most
  for each in ld.responsibilities:where("amount_max ~= nil and (letter == 'A' or letter == 'R')"):each() do
    local role = each.role
    if each.body and bodies[each.body] or role and (roles[role.id:lower()] or role.id:lower() == wanted or role.label:lower() == wanted) then
      most = math.max(most or each.amount_max, each.amount_max)
    end
  end
  return most
end

local function is_open(line)
  return line.status == "proposed" or line.status == "rejected" or line.status == "withdrawn"
end

-- The largest bookings of a line, or when there are none its largest commitments.
local function largest(line)
  local records = #line.actuals > 0 and line.actuals or line.commitments
  return records:sort("amount", "desc"):first(5)
end

-- What a budget will be used for in the end: what is sure, and the part of the rest of the plan that goes
-- ahead.
local function expected_use(planned, committed, executed, weight)
  local sure = executed + committed
  return sure + weight * math.max(0, planned - sure)
end

-- Is the day in the second half of the period?
local function is_late(period, day)
  local first, last = sessions.bounds(period)
  return first ~= nil and day <= last and 2 * ld.days(first, day) >= ld.days(first, last) + 1
end

-- Is the unit there at some time between the two days?
local function exists(unit, first, last)
  return (not unit.valid_from or unit.valid_from <= last) and (not unit.valid_to or unit.valid_to >= first)
end

local function largest_lines(budget)
  return budget.plan_lines:sort("cost", "desc"):first(5)
end

return {
  largest = largest,
  largest_lines = largest_lines,
  expected_use = expected_use,
  is_late = is_late,
  exists = exists,
  planned = planned,
  all_series = all_series,
  first_short = first_short,
  spent = spent,
  find_budgets = find_budgets,
  is_covered = is_covered,
  find_mandate = find_mandate,
  is_open = is_open,
}
