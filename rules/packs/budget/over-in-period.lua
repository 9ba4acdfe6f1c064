local budgets = require("ld.budgets")
local money = require("ld.money")
local sessions = require("ld.sessions")

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
    local ends, asked = sessions.quarter_ends(sessions.YEAR), budgets.planned()
    for _, series in ipairs(budgets.all_series(ends, first_day)) do
      local quarter, want, have, budget = budgets.first_short(series, asked)
      if quarter then
        report {
          at = budget, size = want - have,
          message = {
            en = string.format("%s: %s planned by %s, %s available by then", budget.id, ld.money(want), sessions.en(ends[quarter]), ld.money(have)),
            nl = string.format("%s: tot en met %s is %s gepland en %s beschikbaar", budget.id, sessions.nl(ends[quarter]), ld.money(want), ld.money(have)),
          },
          evidence = budgets.largest_lines(budget),
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
