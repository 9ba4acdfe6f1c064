-- Personal entitlements: what somebody may use in a term, and what was used.

local units = { "amount_minutes", "amount_days", "amount_money" }

local function year_of(date)
  return tonumber(date:sub(1, 4))
end

-- Started months in service between two days.
local function months(employee, first, last)
  local from, to = employee.contract_from, employee.contract_to
  from, to = from and from > first and from or first, to and to < last and to or last
  if from > to then
    return 0
  end
  return (year_of(to) - year_of(from)) * 12 + tonumber(to:sub(6, 7)) - tonumber(from:sub(6, 7)) + 1
end

-- What the right is worth to somebody in the term that begins in the year.
local function worth(entitlement, employee, start, unit)
  local years = entitlement.per_years or 1
  local amount = entitlement[unit] or 0
  for _, basis in ipairs(entitlement.pro_rata or {}) do
    if basis == "fte" then
      amount = amount * (employee.fte or 1)
    else
      local first, last = string.format("%04d-01-01", start), string.format("%04d-12-31", start + years - 1)
      amount = amount * months(employee, first, last) / (12 * years)
    end
  end
  return amount
end

-- First year of the term in which a year lies; terms follow each other from the start of the right, or from
-- the plan year.
local function term_of(entitlement, year)
  local years = entitlement.per_years or 1
  local base = entitlement.valid_from and year_of(entitlement.valid_from) or tonumber(tostring(ld.year):match("%d%d%d%d")) or 0
  return base + (year - base) // years * years
end

-- What may be used in the term: its own worth, and the part of the term before that was left and is carried.
local function balance(entitlement, employee, start, unit, used)
  local own = worth(entitlement, employee, start, unit)
  local before = start - (entitlement.per_years or 1)
  local carried = entitlement.carry_over_share or 0
  if carried > 0 and (not entitlement.valid_from or year_of(entitlement.valid_from) < start) then
    own = own + carried * math.max(0, worth(entitlement, employee, before, unit) - (used[before] or 0))
  end
  return own
end

local function show(amount, unit, language)
  if unit == "amount_money" then
    return ld.money(math.floor(amount + 0.5))
  end
  local text = string.format("%.1f", unit == "amount_minutes" and amount / 60 or amount):gsub("%.0$", "")
  if language == "nl" then
    return text:gsub("%.", ",") .. (unit == "amount_days" and " dagen" or " uur")
  end
  return text .. (unit == "amount_days" and " days" or " hours")
end

-- The uses of a right by one person, in order of time: reports the one by which a term is overdrawn.
local function judge(entitlement, employee, uses, unit, report)
  local used, told = {}, {}
  for _, use in ipairs(uses) do
    local start = term_of(entitlement, year_of(use.date))
    used[start] = (used[start] or 0) + (use[unit] or 0)
    local most = balance(entitlement, employee, start, unit, used)
    if used[start] > most + 1e-6 and not told[start] then
      told[start] = true
      report {
        at = use, key = unit, size = used[start] - most,
        message = {
          en = string.format("%s has used %s of %s, and may use %s", employee.id, show(used[start], unit, "en"), entitlement.id, show(most, unit, "en")),
          nl = string.format("%s heeft %s gebruikt van %s, en mag %s gebruiken", employee.id, show(used[start], unit, "nl"), entitlement.id, show(most, unit, "nl")),
        },
        evidence = uses,
        values = { used = used[start], balance = most },
      }
    end
  end
end

-- Reports the uses by which somebody goes beyond a right.
local function report_overdrawn(entitlement, report)
  local by, order = {}, {}
  for use in entitlement.entitlement_uses:sort("date"):each() do
    local id = use.employee.id
    if not by[id] then
      by[id] = {}
      order[#order + 1] = use.employee
    end
    table.insert(by[id], use)
  end
  for _, employee in ipairs(order) do
    for _, unit in ipairs(units) do
      if entitlement[unit] then
        judge(entitlement, employee, by[employee.id], unit, report)
      end
    end
  end
end

return {
  report_overdrawn = report_overdrawn,
}
