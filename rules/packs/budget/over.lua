return ld.rule {
  id = "budget/over", code = "B01", step = 4,
  severity = { error = "mode ~= 'indicative'", warning = "true" },
  title = {
    en = "Planned cost exceeds the budget",
    nl = "De geplande kosten overschrijden het budget",
  },
  each = "budgets",
  params = {
    tolerance = {
      type = "share", default = 0, min = 0,
      doc = {
        en = "How far a plan may go over its budget, as a share of it.",
        nl = "Hoever een plan het budget mag overschrijden, als deel daarvan.",
      },
    },
  },
  -- what the lines of its children take counts too; a budget that was corrected has no planned amount
  fails = "planned > (setup + (carry_in or 0)) * (1 + P.tolerance)",
  at = "setup",
  size = "-left",
  message = {
    en = "{id} ({period}): {planned|money} planned of {setup + (carry_in or 0)|money}, {-left|money} too much",
    nl = "{id} ({period}): {planned|money} gepland van {setup + (carry_in or 0)|money}, {-left|money} te veel",
  },
  evidence = { from = "plan_lines", sort = "cost" },
  help = {
    en = "Move lines to another budget, plan less, or ask for more money; who allows it for now records an exception.",
    nl = "Verplaats regels naar een ander budget, plan minder, of vraag budget bij; wie het voorlopig toestaat, legt een uitzondering vast.",
  },
  why = {
    en = "A plan that costs more than there is will be cut in the autumn, by whoever happens to be last.",
    nl = "In een plan dat meer kost dan er is, wordt in het najaar alsnog gesneden, bij wie toevallig als laatste aan de beurt is.",
  },
  fires = {
    { severity = "error", budgets = { { id = "b1", setup = 1000, carry_in = 100 } }, plan_lines = { { id = "l1", budget = "b1", cost = 1101 } } },
    { severity = "warning", budgets = { { id = "b1", setup = 1000, mode = "indicative" }, { id = "b2", parent = "b1", setup = 5000 } },
      plan_lines = { { id = "l1", cost = 9999, decision = "locked_in", fundings = { { budget = "b2", amount = 1001 } } } } },
    { params = { tolerance = 0.1 }, budgets = { { id = "b1", setup = 1000 } }, plan_lines = { { id = "l1", budget = "b1", cost = 1101 } } },
  },
  clean = {
    { budgets = { { id = "b1", setup = 1000, carry_in = 100 }, { id = "b2", setup = 1000 } },
      plan_lines = { { id = "l1", budget = "b1", cost = 1100 }, { id = "l2", budget = "b1", cost = 9000, decision = "out" }, { id = "l3", budget = "b2", cost = 1000 } } },
    { params = { tolerance = 0.1 }, budgets = { { id = "b1", setup = 1000 } }, plan_lines = { { id = "l1", budget = "b1", cost = 1100 } } },
  },
}
