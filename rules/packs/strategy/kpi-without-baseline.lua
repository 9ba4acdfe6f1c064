-- Linked lines are those in the plan of the year that serve a need, or belong to a programme, that
-- contributes to the goal of the KPI. A line starts with its first run, else with its period.
local thread = require("ld.thread")

-- The first start of the lines of each goal, as {id = day}.
local function first_starts()
  local starts = {}
  local function note(contributions, day)
    for contribution in contributions:each() do
      local goal = contribution.goal.id
      if not starts[goal] or day < starts[goal] then starts[goal] = day end
    end
  end
  for line in thread.lines():each() do
    local day = thread.starts_on(line)
    if day then
      for _, need in ipairs(thread.needs(line)) do note(need.contributions, day) end
      if line.programme then note(line.programme.contributions, day) end
    end
  end
  return starts
end

return ld.rule {
  id = "strategy/kpi-without-baseline", code = "S03", step = 7, severity = "error",
  title = { en = "KPI without baseline", nl = "KPI zonder nulmeting" },
  each = "kpis",
  once = function(org, P)
    local starts = first_starts()
    for kpi in ld.kpis:each() do
      local start = kpi.goal and starts[kpi.goal.id]
      if kpi.baseline_value == nil then
        report { at = kpi, field = "baseline_value", values = { baseline_date = kpi.baseline_date },
          message = { en = kpi.label .. " has no baseline value", nl = kpi.label .. " heeft geen waarde van de nulmeting" } }
      elseif not kpi.baseline_date then
        report { at = kpi, field = "baseline_date", values = { baseline_value = kpi.baseline_value },
          message = { en = kpi.label .. ": the baseline has no date", nl = kpi.label .. ": de nulmeting heeft geen datum" } }
      elseif start and kpi.baseline_date > start then
        report { at = kpi, field = "baseline_date",
          values = { baseline_date = kpi.baseline_date, first_line = start },
          message = {
            en = kpi.label .. ": the baseline is of " .. kpi.baseline_date .. ", and the first line for it starts on " .. start,
            nl = kpi.label .. ": de nulmeting is van " .. kpi.baseline_date .. ", en de eerste planregel ervoor begint op " .. start,
          } }
      end
    end
  end,
  help = {
    en = "Measure before the first people start, and record value and date.",
    nl = "Meet voordat de eerste deelnemers beginnen, en leg waarde en datum vast.",
  },
  why = {
    en = "An effect is a difference: what was not measured beforehand cannot be shown afterwards.",
    nl = "Effect is een verschil: wat vooraf niet is gemeten, is achteraf niet aan te tonen.",
  },
  fires = {
    { kpis = { { id = "k1", baseline_date = "2026-12-31" } } },
    { kpis = { { id = "k1", baseline_value = 0 } } },
    { goals = { { id = "g1", kpis = { { id = "k1", baseline_value = 6, baseline_date = "2027-04-02" } } } },
      needs = { { id = "n1", contributions = { { goal = "g1" } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, period = "2027-Q2" } } },
    { goals = { { id = "g1", kpis = { { id = "k1", baseline_value = 6, baseline_date = "2027-03-02" } } } },
      programmes = { { id = "p1", contributions = { { goal = "g1" } } } },
      plan_lines = { { id = "l1", programme = "p1", period = "2027-Q2",
        sessions = { { id = "s1", starts_on = "2027-03-01" }, { id = "s2", starts_on = "2027-05-01" } } } } },
    { goals = { { id = "g1", kpis = { { id = "k1", baseline_value = 6, baseline_date = "2027-04-02" } } } },
      needs = { { id = "n1", contributions = { { goal = "g1" } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, period = "2027-Q4" }, { id = "l2", needs = { "n1" }, period = "2027-Q2" },
        { id = "l3", needs = { "n1" }, period = "2027-Q3" } } },
  },
  clean = {
    { goals = { { id = "g1", kpis = { { id = "k1", baseline_value = 6, baseline_date = "2027-04-01" } } } },
      needs = { { id = "n1", contributions = { { goal = "g1" } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, period = "2027-Q2" },
        { id = "l2", needs = { "n1" }, period = "2027-Q1", decision = "out" } } },
    { kpis = { { id = "k1", baseline_value = 6, baseline_date = "2027-05-01" } } },
  },
}
