local budgets = require("ld.budgets")
local money = require("ld.money")

return ld.rule {
  id = "budget/under-use", code = "B05", step = 4, severity = "warning",
  title = {
    en = "The budget will not be used",
    nl = "Het budget dreigt niet te worden gebruikt",
  },
  each = "budgets",
  params = {
    t_use = {
      type = "share", default = 0.8, min = 0, max = 1,
      doc = {
        en = "Least share of the budget that should be used in the end.",
        nl = "Kleinste deel van het budget dat uiteindelijk gebruikt zou moeten worden.",
      },
    },
    t_plan_weight = {
      type = "share", default = 0.75, min = 0, max = 1,
      doc = {
        en = "Share of what is planned and neither committed nor booked that is expected to go ahead.",
        nl = "Deel van wat gepland is, maar nog niet verplicht of geboekt, dat naar verwachting doorgaat.",
      },
    },
  },
  -- From the second half of the budget's period until its end. What is committed or booked is not counted
  -- again as planned.
  check = function(period, setup, planned, committed, executed, P)
    return planned and budgets.is_late(period, ld.today)
      and money.below(budgets.expected_use(planned, committed, executed, P.t_plan_weight), setup, P.t_use)
  end,
  at = "setup",
  size = "setup - executed - committed",
  message = {
    en = "{id} ({period}): {executed + committed + P.t_plan_weight * math.max(0, planned - executed - committed)|money} of {setup|money} will be used: {executed|money} booked, {committed|money} committed, {planned|money} planned",
    nl = "{id} ({period}): naar verwachting wordt {executed + committed + P.t_plan_weight * math.max(0, planned - executed - committed)|money} van {setup|money} gebruikt: {executed|money} geboekt, {committed|money} verplicht, {planned|money} gepland",
  },
  help = {
    en = "Bring forward what waits for money, help units that have not begun, or give the money back in time.",
    nl = "Haal naar voren wat op geld wacht, help onderdelen die nog niet begonnen zijn, of geef het geld tijdig terug.",
  },
  why = {
    en = "On average little more than half of training budgets is used; what is left over is cut next year.",
    nl = "Gemiddeld wordt weinig meer dan de helft van de opleidingsbudgetten benut; wat overblijft, wordt volgend jaar gekort.",
  },
  fires = {
    { today = "2027-07-03", budgets = { { id = "b", setup = 1000 } }, actuals = { { budget = "b", date = "2027-03-01", amount = 500 } },
      commitments = { { budget = "b", date = "2027-03-01", amount = 224 } }, plan_lines = { { id = "l1", budget = "b", cost = 824 } } },
    { today = "2027-12-31", budgets = { { id = "b", setup = 1000 } }, commitments = { { budget = "b", date = "2027-03-01", amount = 799 } } },
    { today = "2027-07-03", budgets = { { id = "b", setup = 1000 } } },
  },
  clean = {
    { today = "2027-07-03", budgets = { { id = "b", setup = 1000 }, { id = "none", setup = 0 }, { id = "old", setup = 9, period = "2026" }, { id = "later", setup = 9, period = "2027-H2" } },
      actuals = { { budget = "b", date = "2027-03-01", amount = 500 } }, commitments = { { budget = "b", date = "2027-03-01", amount = 225 } }, plan_lines = { { id = "l1", budget = "b", cost = 825 } } },
    { today = "2027-07-02", budgets = { { id = "b", setup = 1000 } } },
    { today = "2028-01-01", budgets = { { id = "b", setup = 1000, period = "2027" } } },
    { today = "2027-12-31", budgets = { { id = "b", setup = 1000 } }, commitments = { { budget = "b", date = "2027-03-01", amount = 900 } }, plan_lines = { { id = "l1", budget = "b", cost = 100 } } },
  },
}
