local budgets = require("ld.budgets")
local sessions = require("ld.sessions")

return ld.rule {
  id = "budget/no-budget", code = "B04", step = 4, severity = "error",
  title = {
    en = "A line or a unit has no budget",
    nl = "Een planregel of onderdeel heeft geen budget",
  },
  -- A line that costs nothing needs none. A unit has one when it, a unit above it, or the centre has one for
  -- the plan year; where no budgets are kept at all, only lines are judged.
  once = function(org, P, report)
    for line in ld.plan_lines:where("budget == nil and #fundings == 0 and cost ~= 0"):each() do
      if sessions.is_in(line) then
        report {
          at = line,
          message = {
            en = string.format("%s: nothing tells which budget pays %s", line.id, line.cost and ld.money(line.cost) or "it"),
            nl = string.format("%s: nergens staat welk budget %s betaalt", line.id, line.cost and ld.money(line.cost) or "deze regel"),
          },
          values = { cost = line.cost },
        }
      end
    end
    local first, last = sessions.year_bounds(sessions.YEAR)
    local of_unit, central, any = budgets.find_budgets(first, last)
    if any and not central then
      for unit in ld.units:each() do
        if budgets.exists(unit, first, last) and not budgets.is_covered(unit, of_unit) then
          report {
            at = unit,
            message = {
              en = string.format("%s has no budget for %s, and no unit above it has one", unit.label, sessions.YEAR),
              nl = string.format("%s heeft geen budget voor %s, en geen bovenliggend onderdeel heeft er een", unit.label, sessions.YEAR),
            },
          }
        end
      end
    end
  end,
  help = {
    en = "Name the budget (or fundings) of the line; give the unit a budget, also when it is 0.",
    nl = "Vul bij de regel het budget in (of fundings); geef het onderdeel een budget, ook als dat 0 is.",
  },
  why = {
    en = "What nobody pays is no plan; and a unit without a budget finds out when it wants to register somebody.",
    nl = "Wat niemand betaalt is geen plan; en een onderdeel zonder budget merkt dat pas als het iemand wil inschrijven.",
  },
  fires = {
    { plan_lines = { { id = "l1", cost = 100 } } },
    { plan_lines = { { id = "l1" } } },
    { units = { { id = "u" }, { id = "v", parent = "u" }, { id = "w" } }, budgets = { { id = "b", unit = "v", setup = 0 }, { id = "c", unit = "w", setup = 5 } } },
    { units = { { id = "u" } }, budgets = { { id = "b", unit = "u", setup = 0, period = "2026" }, { id = "e", owner = "employee", setup = 5 } } },
  },
  clean = {
    { budgets = { { id = "b", setup = 9 }, { id = "c", setup = 9 } },
      plan_lines = { { id = "l1", cost = 100, budget = "b" }, { id = "l2", cost = 0 }, { id = "l3", cost = 100, decision = "out" },
        { id = "l4", cost = 100, fundings = { { budget = "b", amount = 60 }, { budget = "c", amount = 40 } } } } },
    { units = { { id = "u" }, { id = "v", parent = "u" }, { id = "old", valid_to = "2026-12-31" }, { id = "new", valid_from = "2028-01-01" } }, budgets = { { id = "b", unit = "u", setup = 0, period = "2027-Q4" } } },
    { units = { { id = "u" } }, budgets = { { id = "b", setup = 9, period = "2027-Q1" } } },
    { units = { { id = "u" } } },
  },
}
