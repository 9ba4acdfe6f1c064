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

return ld.rule {
  id = "budget/entitlement-overdrawn", code = "B12", step = 3, severity = "error",
  title = {
    en = "A personal entitlement is overdrawn, or used twice for one thing",
    nl = "Een persoonlijk recht is overschreden, of dubbel gebruikt",
  },
  each = "entitlement_uses",
  -- Terms are calendar years, or as many as the right is for. What is left may be carried one term.
  once = function(org, P, report)
    for entitlement in ld.entitlements:where("#entitlement_uses > 0"):each() do
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
    for use in ld.entitlement_uses:where("participation ~= nil and participation.entitlement_uses:any('entitlement ~= each.entitlement')"):each() do
      report {
        at = use, field = "participation", key = "twice",
        message = {
          en = string.format("%s used %s for %s, which is charged to another entitlement too", use.employee.id, use.entitlement.id, use.participation.id),
          nl = string.format("%s gebruikte %s voor %s, en die deelname is ook op een ander recht geboekt", use.employee.id, use.entitlement.id, use.participation.id),
        },
        evidence = use.participation.entitlement_uses,
      }
    end
  end,
  at = "date",
  help = {
    en = "Correct the booking, pay the rest from the budget of the unit, or agree on more.",
    nl = "Corrigeer de boeking, betaal de rest uit het budget van het onderdeel, of maak een aanvullende afspraak.",
  },
  why = {
    en = "A right that one person may overdraw is worth less to everybody else.",
    nl = "Een recht dat de een mag overschrijden, is voor alle anderen minder waard.",
  },
  fires = {
    { employees = { { id = "e1" } }, entitlements = { { id = "pob", amount_money = 1000 } },
      entitlement_uses = { { employee = "e1", entitlement = "pob", date = "2027-02-01", amount_money = 600 }, { employee = "e1", entitlement = "pob", date = "2027-12-31", amount_money = 401 } } },
    { employees = { { id = "e1", fte = 0.5, contract_from = "2027-07-15" } }, entitlements = { { id = "days", amount_days = 4, pro_rata = { "fte", "months" } } },
      entitlement_uses = { { employee = "e1", entitlement = "days", date = "2027-08-01", amount_days = 1.25 } } },
    { -- a quarter of what was left in 2026 is carried
      employees = { { id = "e1" } }, entitlements = { { id = "time", amount_minutes = 600, carry_over_share = 0.25 } },
      entitlement_uses = { { employee = "e1", entitlement = "time", date = "2026-08-01", amount_minutes = 200 }, { employee = "e1", entitlement = "time", date = "2027-08-01", amount_minutes = 701 } } },
    { employees = { { id = "e1" } }, entitlements = { { id = "pob", amount_money = 1000, per_years = 3, valid_from = "2025-01-01", carry_over_share = 1 } },
      entitlement_uses = { { employee = "e1", entitlement = "pob", date = "2025-02-01", amount_money = 600 }, { employee = "e1", entitlement = "pob", date = "2027-12-31", amount_money = 401 } } },
    { employees = { { id = "e1" } }, offerings = { { id = "o1" } }, participations = { { id = "p1", employee = "e1", offering = "o1" } }, entitlements = { { id = "a", amount_days = 9 }, { id = "b", amount_days = 9 } },
      entitlement_uses = { { employee = "e1", entitlement = "a", date = "2027-02-01", amount_days = 1, participation = "p1" }, { employee = "e1", entitlement = "b", date = "2027-02-01", amount_days = 1, participation = "p1" } } },
  },
  clean = {
    { employees = { { id = "e1" }, { id = "e2", fte = 0.5, contract_from = "2027-07-15", contract_to = "2028-06-30" }, { id = "e3" } },
      entitlements = { { id = "pob", amount_money = 1000 }, { id = "days", amount_days = 4, pro_rata = { "fte", "months" } }, { id = "time", amount_minutes = 600, carry_over_share = 0.25 } },
      entitlement_uses = { { employee = "e1", entitlement = "pob", date = "2027-02-01", amount_money = 600 }, { employee = "e1", entitlement = "pob", date = "2027-12-31", amount_money = 400 },
        { employee = "e1", entitlement = "pob", date = "2028-01-01", amount_money = 1000 }, { employee = "e3", entitlement = "pob", date = "2027-02-01", amount_money = 1000 },
        { employee = "e2", entitlement = "days", date = "2027-08-01", amount_days = 1 }, { employee = "e2", entitlement = "days", date = "2028-02-01", amount_days = 1 },
        { employee = "e1", entitlement = "time", date = "2026-08-01", amount_minutes = 200 }, { employee = "e1", entitlement = "time", date = "2027-08-01", amount_minutes = 700 } } },
    { employees = { { id = "e1" } }, entitlements = { { id = "pob", amount_money = 1000, per_years = 3, valid_from = "2025-01-01" } },
      entitlement_uses = { { employee = "e1", entitlement = "pob", date = "2027-12-31", amount_money = 1000 }, { employee = "e1", entitlement = "pob", date = "2028-01-01", amount_money = 1000 } } },
    { employees = { { id = "e1" } }, offerings = { { id = "o1" }, { id = "o2" } }, participations = { { id = "p1", employee = "e1", offering = "o1" }, { id = "p2", employee = "e1", offering = "o2" } }, entitlements = { { id = "a", amount_days = 9 }, { id = "b", amount_days = 9 } },
      entitlement_uses = { { employee = "e1", entitlement = "a", date = "2027-02-01", amount_days = 1, participation = "p1" }, { employee = "e1", entitlement = "a", date = "2027-02-02", amount_days = 1, participation = "p1" },
        { employee = "e1", entitlement = "b", date = "2027-02-01", amount_days = 1, participation = "p2" } } },
  },
}
