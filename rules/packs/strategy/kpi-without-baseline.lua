-- Linked lines are those that serve a need, belong to a programme, or ask or teach a competency,
-- that contributes to the goal of the KPI; the list `goals` of a programme links too. Lines of the
-- plans of other years count. A line starts with its first run, else with its period.
local thread = require("ld.thread")

-- The first start of the lines of each goal, as {id = day}.
local function first_starts()
  local starts = {}
  local function note(goal, day)
    local known = starts[goal.id]
    starts[goal.id] = known and known < day and known or day
  end
  local function note_all(contributions, day)
    for contribution in contributions:each() do note(contribution.goal, day) end
  end
  local function note_competencies(rows, day)
    for row in rows:each() do note_all(row.competency.contributions, day) end
  end
  for line in ld.plan_lines:where("decision == 'in' or decision == 'locked_in'"):each() do
    local day = thread.starts_on(line)
    if day then
      for _, need in ipairs(thread.needs(line)) do
        note_all(need.contributions, day)
        note_competencies(need.need_competencies, day)
      end
      if line.programme then
        note_all(line.programme.contributions, day)
        for goal in line.programme.goals:each() do note(goal, day) end
      end
      if line.offering then note_competencies(line.offering.offering_competencies, day) end
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
    { goals = { { id = "g1", kpis = { { id = "k1", baseline_value = 6, baseline_date = "2027-04-02" } } } },
      programmes = { { id = "p1", goals = { "g1" } } }, plan_lines = { { id = "l1", programme = "p1", period = "2027-Q2" } } },
    { goals = { { id = "g1", kpis = { { id = "k1", baseline_value = 6, baseline_date = "2027-04-02" } } } },
      competencies = { { id = "c1", contributions = { { goal = "g1" } } } },
      offerings = { { id = "o1", offering_competencies = { { competency = "c1", to_level = 2 } } } },
      plan_lines = { { id = "l1", offering = "o1", period = "2027-Q2" } } },
    { goals = { { id = "g1", kpis = { { id = "k1", baseline_value = 6, baseline_date = "2027-04-02" } } } },
      competencies = { { id = "c1", contributions = { { goal = "g1" } } } },
      needs = { { id = "n1", need_competencies = { { competency = "c1", to_level = 2 } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, period = "2027-Q2" } } },
    { goals = { { id = "g1", kpis = { { id = "k1", baseline_value = 6, baseline_date = "2026-04-02" } } } },
      needs = { { id = "n1", contributions = { { goal = "g1" } } } }, annual_plans = { { id = "a1", year = "2026" } },
      plan_lines = { { id = "l1", needs = { "n1" }, period = "2026-Q2", annual_plan = "a1" } } },
  },
  clean = {
    { goals = { { id = "g1", kpis = { { id = "k1", baseline_value = 6, baseline_date = "2027-04-01" } } } },
      needs = { { id = "n1", contributions = { { goal = "g1" } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, period = "2027-Q2" },
        { id = "l2", needs = { "n1" }, period = "2027-Q1", decision = "out" },
        { id = "l3", needs = { "n1" }, period = "2027-Q1", decision = "locked_out" } } },
    { kpis = { { id = "k1", baseline_value = 6, baseline_date = "2027-05-01" } } },
  },
}
