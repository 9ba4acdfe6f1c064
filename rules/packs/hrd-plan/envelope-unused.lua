local envelope = "envelopes:where(\"year == ld.year .. ''\"):sum('amount')"
local planned = "plan_lines:where(\"decision ~= 'out' and decision ~= 'locked_out'"
  .. " and (annual_plan.year == nil or annual_plan.year == ld.year .. '')\"):sum('cost')"

return ld.rule {
  id = "hrd-plan/envelope-unused", code = "H05", step = 4, severity = "error",
  title = { en = "Programme has an envelope for the year and no plan line", nl = "Programma heeft een envelop voor het jaar en geen planregel" },
  each = "programmes",
  fails = envelope .. " > 0 and " .. planned .. " == 0",
  message = {
    en = "{label} has " .. "{" .. envelope .. "|money} for {ld.year}, and no line in the plan that costs anything",
    nl = "{label} heeft " .. "{" .. envelope .. "|money} voor {ld.year}, en geen regel in het plan die iets kost",
  },
  help = {
    en = "Plan the lines of the programme for this year, or move the envelope to the year in which they come.",
    nl = "Plan de regels van het programma voor dit jaar, of verplaats de envelop naar het jaar waarin ze komen.",
  },
  why = {
    en = "The annual plan should follow from the HRD plan; here money was set aside and nothing follows.",
    nl = "Het jaarplan is een logisch gevolg van het HRD-plan; hier is geld gereserveerd en volgt er niets.",
  },
  size = envelope,
  evidence = "envelopes",
  fires = {
    { programmes = { { id = "p1", envelopes = { { year = "2027", amount = 1 } } } } },
    { programmes = { { id = "p1", envelopes = { { year = "2027", amount = 100 } } } }, annual_plans = { { id = "a1", year = "2026" } },
      plan_lines = { { id = "l1", programme = "p1", cost = 100, decision = "out" }, { id = "l2", programme = "p1", cost = 100, decision = "locked_out" },
        { id = "l3", programme = "p1", cost = 100, annual_plan = "a1" } } },
  },
  clean = {
    { programmes = { { id = "p1", envelopes = { { year = "2027", amount = 100 } } } }, annual_plans = { { id = "a1", year = "2027" } },
      plan_lines = { { id = "l1", programme = "p1", cost = 1, annual_plan = "a1" } } },
    { programmes = { { id = "p1", envelopes = { { year = "2028", amount = 100 }, { year = "2027", amount = 0 } } }, { id = "p2" } } },
  },
}
