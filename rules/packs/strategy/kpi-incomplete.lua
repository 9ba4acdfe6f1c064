return ld.rule {
  id = "strategy/kpi-incomplete", code = "S04", step = 7, severity = "warning",
  title = { en = "KPI incomplete (not SMART)", nl = "KPI onvolledig (niet SMART)" },
  each = "kpis",
  fails = "unit_of_measure == nil or direction == nil or target_value == nil or target_date == nil"
    .. " or owner == nil or data_source == nil",
  message = {
    en = "{label} does not say{unit_of_measure == nil and ' its unit,' or ''}{direction == nil and ' its direction,' or ''}"
      .. "{target_value == nil and ' its target,' or ''}{target_date == nil and ' by when,' or ''}"
      .. "{owner == nil and ' who owns it,' or ''}{data_source == nil and ' where it comes from,' or ''} and cannot be followed",
    nl = "{label} vermeldt niet{unit_of_measure == nil and ' de eenheid,' or ''}{direction == nil and ' de richting,' or ''}"
      .. "{target_value == nil and ' de streefwaarde,' or ''}{target_date == nil and ' de streefdatum,' or ''}"
      .. "{owner == nil and ' de eigenaar,' or ''}{data_source == nil and ' de gegevensbron,' or ''} en is zo niet te volgen",
  },
  help = {
    en = "Complete unit, direction, target, target date, owner and data source.",
    nl = "Vul eenheid, richting, streefwaarde, streefdatum, eigenaar en gegevensbron aan.",
  },
  why = {
    en = "A figure without unit, target, date, owner or source is an intention: nobody is bound by it and everyone reads it in "
      .. "another way.",
    nl = "Een cijfer zonder eenheid, streefwaarde, datum, eigenaar of bron is een voornemen: niemand is eraan gebonden en "
      .. "iedereen leest het anders.",
  },
  fires = {
    { kpis = { { id = "k1", direction = "up", target_value = 7, target_date = "2028-12-31", owner = "HR", data_source = "MTO" } } },
    { kpis = { { id = "k1", unit_of_measure = "%", target_value = 7, target_date = "2028-12-31", owner = "HR", data_source = "MTO" } } },
    { kpis = { { id = "k1", unit_of_measure = "%", direction = "up", target_date = "2028-12-31", owner = "HR", data_source = "MTO" } } },
    { kpis = { { id = "k1", unit_of_measure = "%", direction = "up", target_value = 7, owner = "HR", data_source = "MTO" } } },
    { kpis = { { id = "k1", unit_of_measure = "%", direction = "up", target_value = 7, target_date = "2028-12-31", data_source = "MTO" } } },
    { kpis = { { id = "k1", unit_of_measure = "%", direction = "up", target_value = 7, target_date = "2028-12-31", owner = "HR" } } },
  },
  clean = { kpis = { { id = "k1", unit_of_measure = "%", direction = "down", target_value = 0, target_date = "2028-12-31",
    owner = "HR", data_source = "MTO" } } },
}
