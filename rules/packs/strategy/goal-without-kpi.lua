local thread = require("ld.thread")

return ld.rule {
  id = "strategy/goal-without-kpi", code = "S02", step = 7, severity = "error",
  title = { en = "Goal without KPI", nl = "Doel zonder KPI" },
  each = "goals",
  where = "#kpis == 0 and (status == nil or status == 'active')",
  check = function(horizon_start, horizon_end)
    return thread.in_year(horizon_start, horizon_end)
  end,
  message = {
    en = "{label} has no KPI",
    nl = "{label} heeft geen KPI",
  },
  help = {
    en = "Agree with the owner of the goal which figure shows that it is being reached, with baseline and target.",
    nl = "Spreek met de eigenaar van het doel af welk cijfer laat zien dat het dichterbij komt, met nulmeting en streefwaarde.",
  },
  why = {
    en = "Without a measure nobody can show afterwards what learning has done for the goal.",
    nl = "Zonder maatstaf is achteraf niet te laten zien wat leren voor het doel heeft gedaan.",
  },
  size = "total_weight",
  fires = {
    { goals = { { id = "g1", status = "active", horizon_start = "2027-12-31" } } },
    { goals = { { id = "g1", horizon_end = "2027-01-01" } } },
  },
  clean = {
    { goals = { { id = "g1", kpis = { { id = "k1" } } } } },
    { goals = { { id = "g1", status = "achieved" }, { id = "g2", horizon_end = "2026-12-31" },
      { id = "g3", horizon_start = "2028-01-01" } } },
  },
}
