-- Both days belong to the plan: 1 January up to and including 31 December of the next year is 24 months.
return ld.rule {
  id = "hrd-plan/not-multi-year", code = "H02", step = 4, severity = "warning",
  title = { en = "HRD plan is not multi-year", nl = "HRD-plan is niet meerjarig" },
  each = "hrd_plans",
  fails = "ld.add_days(ends_on, 1) < ld.add_months(starts_on, P.t_hrd_months)",
  at = "ends_on",
  message = {
    en = "{id} runs from {starts_on} to {ends_on}, less than {P.t_hrd_months} months",
    nl = "{id} loopt van {starts_on} tot en met {ends_on}, minder dan {P.t_hrd_months} maanden",
  },
  help = {
    en = "Give the plan a horizon of several years; what is for one year belongs in the annual plan.",
    nl = "Geef het plan een horizon van meerdere jaren; wat voor één jaar is, hoort in het jaarplan.",
  },
  why = {
    en = "People grow over years. A plan of one year can train, and cannot develop.",
    nl = "Mensen groeien in jaren. Een plan voor één jaar kan scholen, maar niet ontwikkelen.",
  },
  params = {
    t_hrd_months = {
      type = "integer", default = 24, min = 1, unit = "months",
      doc = { en = "Months that an HRD plan covers at least.", nl = "Aantal maanden dat een HRD-plan ten minste beslaat." },
    },
  },
  fires = { hrd_plans = { { id = "h1", starts_on = "2026-01-01", ends_on = "2027-12-30" } } },
  clean = {
    { hrd_plans = { { id = "h1", starts_on = "2026-01-01", ends_on = "2027-12-31" } } },
    { hrd_plans = { { id = "h1", starts_on = "2026-01-01" } } },
  },
}
