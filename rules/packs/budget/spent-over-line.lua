local budgets = require("ld.budgets")
local money = require("ld.money")

return ld.rule {
  id = "budget/spent-over-line", code = "B03", step = 4, severity = "warning",
  title = {
    en = "Commitments and bookings exceed the cost of the line",
    nl = "Verplichtingen en boekingen zijn hoger dan de kosten van de planregel",
  },
  each = "plan_lines",
  params = {
    t_var = {
      type = "share", default = 0.05, min = 0,
      doc = {
        en = "How far spending may go over the planned cost, as a share of it.",
        nl = "Hoever de uitgaven boven de geplande kosten mogen liggen, als deel daarvan.",
      },
    },
  },
  once = function(org, P, report)
    for line in ld.plan_lines:where("cost ~= nil"):each() do
      local committed, booked = budgets.spent(line)
      if money.above(committed + booked - line.cost, line.cost, P.t_var) then
        report {
          at = line, size = committed + booked - line.cost,
          message = {
            en = string.format("%s: %s committed and %s booked besides, against %s planned", line.id, ld.money(committed), ld.money(booked), ld.money(line.cost)),
            nl = string.format("%s: %s aan verplichtingen en %s aan andere boekingen, tegen %s gepland", line.id, ld.money(committed), ld.money(booked), ld.money(line.cost)),
          },
          evidence = budgets.largest(line),
          values = { committed = committed, booked = booked, cost = line.cost },
        }
      end
    end
  end,
  at = "cost",
  help = {
    en = "Find out what was ordered besides the plan, and raise the cost of the line or stop the order.",
    nl = "Zoek uit wat er buiten het plan om is besteld, en verhoog de kosten van de regel of trek de bestelling in.",
  },
  why = {
    en = "Lines that run over one by one use up the budget before anybody sees it in the total.",
    nl = "Regels die één voor één uitlopen, maken het budget op voordat iemand het aan het totaal ziet.",
  },
  fires = {
    { budgets = { { id = "b", setup = 9000 } }, plan_lines = { { id = "l1", cost = 1000 } },
      commitments = { { budget = "b", plan_line = "l1", date = "2027-01-05", amount = 800, doc_ref = "PO1" } },
      actuals = { { budget = "b", plan_line = "l1", date = "2027-02-05", amount = 251, doc_ref = "F1" } } },
    { budgets = { { id = "b", setup = 9000 } }, plan_lines = { { id = "l1", cost = 1000 } },
      commitments = { { budget = "b", plan_line = "l1", date = "2027-01-05", amount = 800, doc_ref = "PO1" } },
      actuals = { { budget = "b", plan_line = "l1", date = "2027-02-05", amount = 851, doc_ref = "PO1" }, { budget = "b", plan_line = "l1", date = "2027-03-05", amount = 200 } } },
    { budgets = { { id = "b", setup = 9000 } }, plan_lines = { { id = "l1", cost = 1000 } },
      commitments = { { budget = "b", plan_line = "l1", date = "2027-01-05", amount = 1051 } } },
  },
  clean = {
    { budgets = { { id = "b", setup = 9000 } }, plan_lines = { { id = "l1", cost = 1000 }, { id = "l2" } },
      commitments = { { budget = "b", plan_line = "l1", date = "2027-01-05", amount = 800, doc_ref = "PO1" }, { budget = "b", plan_line = "l2", date = "2027-01-05", amount = 800 } },
      actuals = { { budget = "b", plan_line = "l1", date = "2027-02-05", amount = 800, doc_ref = "PO1" }, { budget = "b", plan_line = "l1", date = "2027-03-05", amount = 250 } } },
    { -- released
      budgets = { { id = "b", setup = 9000 } }, plan_lines = { { id = "l1", cost = 1000 } },
      commitments = { { budget = "b", plan_line = "l1", date = "2027-01-05", amount = 1000 }, { budget = "b", plan_line = "l1", date = "2027-02-05", amount = -1000 } },
      actuals = { { budget = "b", plan_line = "l1", date = "2027-02-05", amount = 1050 } } },
  },
}
