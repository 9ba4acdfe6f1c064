local envelopes = "envelopes:where(\"year == ld.year .. ''\")"
local planned = "plan_lines:where(\"decision ~= 'out' and decision ~= 'locked_out'"
  .. " and (annual_plan.year == nil or annual_plan.year == ld.year .. '')\"):sum('cost')"
local envelope = envelopes .. ":sum('amount')"

return ld.rule {
  id = "hrd-plan/off-envelope", code = "H06", step = 4, severity = "warning",
  title = { en = "Lines of a programme deviate from its envelope", nl = "Planregels van een programma wijken af van de envelop" },
  each = "programmes",
  where = envelopes .. ":any('amount ~= nil')",
  fails = "math.abs(" .. planned .. " - " .. envelope .. ") > P.t_env * " .. envelope,
  message = {
    en = "the lines of {label} cost {" .. planned .. "|money}, its envelope for {ld.year} is {" .. envelope .. "|money}",
    nl = "de regels van {label} kosten {" .. planned .. "|money}, de envelop voor {ld.year} is {" .. envelope .. "|money}",
  },
  help = {
    en = "Adjust the lines, or the envelope when the HRD plan is reviewed.",
    nl = "Pas de planregels aan, of de envelop bij de herijking van het HRD-plan.",
  },
  why = {
    en = "The envelope is what was promised to the programme for the year: more takes from others, less leaves it undone.",
    nl = "De envelop is wat het programma voor het jaar is toegezegd: meer gaat ten koste van anderen, minder laat werk liggen.",
  },
  size = "math.abs(" .. planned .. " - " .. envelope .. ")",
  evidence = { from = "plan_lines", sort = "cost", first = 5 },
  params = {
    t_env = {
      type = "share", default = 0.1, min = 0,
      doc = { en = "How far the lines may lie from the envelope, as a share of it.", nl = "Hoe ver de planregels van de envelop mogen afwijken, als deel ervan." },
    },
  },
  fires = {
    { programmes = { { id = "p1", envelopes = { { year = "2027", amount = 100000 } } } }, plan_lines = { { id = "l1", programme = "p1", cost = 110001 } } },
    { programmes = { { id = "p1", envelopes = { { year = "2027", amount = 100000 } } } }, plan_lines = { { id = "l1", programme = "p1", cost = 89999 } } },
    { programmes = { { id = "p1", envelopes = { { year = "2027", amount = 0 } } } }, plan_lines = { { id = "l1", programme = "p1", cost = 1 } } },
  },
  clean = {
    { programmes = { { id = "p1", envelopes = { { year = "2027", amount = 100000 }, { year = "2028", amount = 7 } } } }, annual_plans = { { id = "a1", year = "2026" } },
      plan_lines = { { id = "l1", programme = "p1", cost = 110000 }, { id = "l2", programme = "p1", cost = 5000, decision = "out" },
        { id = "l3", programme = "p1", cost = 5000, decision = "locked_out" }, { id = "l4", programme = "p1", cost = 5000, annual_plan = "a1" } } },
    { programmes = { { id = "p1", envelopes = { { year = "2027", amount = 100000 } } } }, plan_lines = { { id = "l1", programme = "p1", cost = 90000 } } },
    { programmes = { { id = "p1", envelopes = { { year = "2028", amount = 100000 }, { year = "2027", minutes = 60 } } }, { id = "p2" } },
      plan_lines = { { id = "l1", programme = "p1", cost = 90000 } } },
  },
}
