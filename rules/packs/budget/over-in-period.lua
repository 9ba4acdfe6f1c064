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

return ld.rule {
  id = "budget/over-in-period", code = "B02", step = 4, severity = "warning",
  title = {
    en = "More is planned by the end of a quarter than is available by then",
    nl = "Tot en met een kwartaal is meer gepland dan er dan beschikbaar is",
  },
  each = "budgets",
  -- Budgets that differ only in their period add up over the year. The setup of a year is there from its
  -- start; of a strict budget a part comes free with each quarter, and nothing of another period counts.
  once = function(org, P, report)
    local first_day = sessions.year_bounds(sessions.YEAR)
    local ends, asked = sessions.quarter_ends(sessions.YEAR), planned()
    for _, series in ipairs(all_series(ends, first_day)) do
      local quarter, want, have, budget = first_short(series, asked)
      if quarter then
        report {
          at = budget, size = want - have,
          message = {
            en = string.format("%s: %s planned by %s, %s available by then", budget.id, ld.money(want), ends[quarter], ld.money(have)),
            nl = string.format("%s: tot en met %s is %s gepland en %s beschikbaar", budget.id, ends[quarter], ld.money(want), ld.money(have)),
          },
          evidence = budget.plan_lines:sort("cost", "desc"):first(5),
          values = { planned = want, available = have, quarter = quarter },
        }
      end
    end
  end,
  at = "setup",
  help = {
    en = "Plan lines later in the year, or bring money forward.",
    nl = "Plan regels later in het jaar, of haal budget naar voren.",
  },
  why = {
    en = "Enough for the whole year is not enough in spring: invoices come before the money.",
    nl = "Genoeg voor het hele jaar is in het voorjaar niet genoeg: de facturen komen dan eerder dan het geld.",
  },
  fires = {
    { budgets = { { id = "q1", period = "2027-Q1", setup = 500 }, { id = "q2", period = "2027-Q2", setup = 500 } },
      plan_lines = { { id = "l1", budget = "q1", period = "2027-Q1", cost = 501 } } },
    { budgets = { { id = "q1", period = "2027-Q1", setup = 500 }, { id = "q2", period = "2027-Q2", setup = 500 } },
      plan_lines = { { id = "l1", budget = "q1", period = "2027-Q1", cost = 500 }, { id = "l2", budget = "q2", period = "2027-Q2", cost = 501 } } },
    { budgets = { { id = "b", setup = 1000, strict = true } }, plan_lines = { { id = "l1", budget = "b", period = "2027-Q2", cost = 501 } } },
    { budgets = { { id = "q1", period = "2027-Q1", setup = 900, strict = true }, { id = "q2", period = "2027-Q2", setup = 500, strict = true } },
      plan_lines = { { id = "l2", budget = "q2", period = "2027-Q2", cost = 501 } } },
    { -- through a child
      budgets = { { id = "h2", period = "2027-H2", setup = 1000 }, { id = "c", parent = "h2", setup = 5000 } },
      plan_lines = { { id = "l1", budget = "c", period = "2027-Q2", cost = 1 } } },
    { budgets = { { id = "b", setup = 1000 } }, plan_lines = { { id = "l1", budget = "b", cost = 1001 } } },
  },
  clean = {
    { budgets = { { id = "q1", period = "2027-Q1", setup = 500 }, { id = "q2", period = "2027-Q2", setup = 500 }, { id = "old", period = "2026", setup = 5 } },
      plan_lines = { { id = "l1", budget = "q1", period = "2027-Q1", cost = 400 }, { id = "l2", budget = "q2", period = "2027-Q2", cost = 600 },
        { id = "l3", budget = "q1", period = "2027-Q1", cost = 600, decision = "out" }, { id = "l4", budget = "old", cost = 900 } } },
    { budgets = { { id = "b", setup = 1000 }, { id = "s", setup = 1000, carry_in = 10, strict = true } },
      plan_lines = { { id = "l1", budget = "b", period = "2027-Q1", cost = 1000 }, { id = "l2", budget = "s", period = "2027-Q1", cost = 260 },
        { id = "l3", budget = "s", period = "2027-Q3", cost = 500 }, { id = "l4", budget = "s", cost = 250 } } },
    { budgets = { { id = "q1", period = "2027-Q1", setup = 900, strict = true }, { id = "q2", period = "2027-Q2", setup = 500, strict = true } },
      plan_lines = { { id = "l2", budget = "q2", period = "2027-Q2", cost = 500 } } },
    { -- units have series of their own
      units = { { id = "u" }, { id = "v" } },
      budgets = { { id = "a", unit = "u", period = "2027-Q1", setup = 500 }, { id = "b", unit = "u", period = "2027-Q3", setup = 500 }, { id = "c", unit = "v", setup = 100 } },
      plan_lines = { { id = "l1", budget = "a", period = "2027-Q1", cost = 500 }, { id = "l2", budget = "b", period = "2027-Q3", cost = 500 }, { id = "l3", budget = "c", period = "2027-Q4", cost = 100 } } },
  },
}
