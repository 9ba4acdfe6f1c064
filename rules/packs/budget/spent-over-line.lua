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
    for line in ld.plan_lines:where("cost ~= nil and (#commitments > 0 or #actuals > 0)"):each() do
      local committed, booked = spent(line)
      if committed + booked > line.cost + math.floor(line.cost * P.t_var + 1e-6) then
        report {
          at = line, size = committed + booked - line.cost,
          message = {
            en = string.format("%s: %s committed and %s booked besides, against %s planned", line.id, ld.money(committed), ld.money(booked), ld.money(line.cost)),
            nl = string.format("%s: %s aan verplichtingen en %s aan andere boekingen, tegen %s gepland", line.id, ld.money(committed), ld.money(booked), ld.money(line.cost)),
          },
          evidence = #line.actuals > 0 and line.actuals:sort("amount", "desc"):first(5) or line.commitments:sort("amount", "desc"):first(5),
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
