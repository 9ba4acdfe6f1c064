-- How the money and time of the plan are spread over units.
local money = require("ld.money")
local sessions = require("ld.sessions")

-- Working time of everybody who is there in the year, in thousandths: by unit, and who is in which.
local function count_staff(first, last)
  local fte, all = {}, 0
  for employee in ld.employees:each() do
    if employee.unit and sessions.is_active(employee, first, last) then
      local own = math.floor((employee.fte or 1) * 1000 + 0.5)
      fte[employee.unit.id] = (fte[employee.unit.id] or 0) + own
      all = all + own
    end
  end
  return fte, all
end

-- The units that a line is for, with their weights: of those named, of the seats served, of its unit, of the
-- units of its needs; empty when nothing tells.
local function shares(line)
  local found, total = {}, 0
  local function add(unit, weight)
    if unit then
      found[unit.id] = (found[unit.id] or 0) + weight
      total = total + weight
    end
  end
  for _, employee in ipairs(sessions.named(line)) do
    add(employee.unit, 1)
  end
  if total == 0 then
    for served in line.served:each() do
      add(served.unit or served.need.unit, served.seats or 0)
    end
  end
  if total == 0 then
    add(line.unit, 1)
  end
  if total == 0 then
    for _, need in ipairs(sessions.needs(line)) do
      add(need.unit, need.heads or 1)
    end
  end
  return found, total
end

-- What each unit gets by itself, and what is for everybody.
local function distribute(in_minutes)
  local direct, common = {}, 0
  for line in ld.plan_lines:each() do
    if sessions.is_in(line) and sessions.year_of(line) == sessions.YEAR and money.lane(line) ~= "mandatory" then
      local amount = in_minutes and sessions.minutes_of_line(line) * (sessions.seats(line) or 0) or line.cost or 0
      local found, total = shares(line)
      for id, weight in pairs(found) do
        direct[id] = (direct[id] or 0) + amount * weight / total
      end
      common = common + (total == 0 and amount or 0)
    end
  end
  return direct, common
end

-- What counts for a unit with its subunits: their own, and a part by working time of what units above get.
local function amount_of(unit, direct, fte)
  local sum, own = 0, fte(unit)
  local function take(each)
    sum = sum + (direct[each.id] or 0)
    for child in each.children:each() do
      take(child)
    end
  end
  take(unit)
  local above = unit.parent
  while above do
    sum = sum + (direct[above.id] or 0) * own / math.max(fte(above), 1)
    above = above.parent
  end
  return sum
end

-- Working time of a unit with its subunits, worked out once.
local function with_subunits(by_unit)
  local known = {}
  local function fte(unit)
    if not known[unit.id] then
      local sum = by_unit[unit.id] or 0
      for child in unit.children:each() do
        sum = sum + fte(child)
      end
      known[unit.id] = sum
    end
    return known[unit.id]
  end
  return fte
end

local function show(amount, in_minutes, language)
  if not in_minutes then
    return ld.money(math.floor(amount + 0.5))
  end
  local text = string.format("%.1f", amount / 60)
  return language == "nl" and text:gsub("%.", ",") .. " uur" or text .. " hours"
end

-- Of an amount and working time in thousandths.
local function per_fte(amount, thousandths)
  return amount * 1000 / thousandths
end

return {
  per_fte = per_fte,
  count_staff = count_staff,
  distribute = distribute,
  amount_of = amount_of,
  with_subunits = with_subunits,
  show = show,
}
