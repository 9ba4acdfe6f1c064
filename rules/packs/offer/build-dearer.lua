local money = require("ld.money")
local sessions = require("ld.sessions")

local function own_options(case)
  return case.offerings:where("sourcing == 'build'")
end

-- Minutes that developers have in the plan year for the offering; nil when no developer is recorded.
local function capacity(offering)
  local first, last = sessions.year_bounds(sessions.YEAR)
  local sum
  for each in ld.resources:where("kind == 'developer'"):each() do
    if money.works_for(each, offering) then
      sum = sum or 0
      for part in each.capacities:each() do
        local from, to = sessions.bounds(part.period)
        if from and from <= last and to >= first then
          sum = sum + part.minutes
        end
      end
    end
  end
  return sum
end

-- All that was decided to be built, each offering once.
local function demand()
  local sum, seen = 0, {}
  for case in ld.make_or_buy_cases:where("decision == 'build'"):each() do
    for offering in own_options(case):each() do
      if not seen[offering.id] then
        seen[offering.id] = true
        sum = sum + (offering.minutes_development or 0)
      end
    end
  end
  return sum
end

-- The day on which it can start, and the earliest day on which it must have started.
local function dates(case, offering)
  local ready = ld.add_days(ld.today, offering.lead_time_days or 0)
  if offering.available_from and offering.available_from > ready then
    ready = offering.available_from
  end
  local wanted, by
  local function take(day, record)
    if day and (not wanted or day < wanted) then
      wanted, by = day, record
    end
  end
  for need in case.needs:each() do
    take(need.deadline, need)
  end
  for session in offering.sessions:each() do
    take(sessions.is_ahead(session) and sessions.starts_on(session), session)
  end
  for line in offering.plan_lines:each() do
    if sessions.is_in(line) and sessions.year_of(line) == sessions.YEAR then
      local _, last = sessions.bounds(line.period)
      take(last, line)
    end
  end
  return ready, wanted, by
end

return ld.rule {
  id = "offer/build-dearer", code = "O07", step = 4, severity = "warning",
  title = {
    en = "Developed in-house, though buying is cheaper or there is no time for it",
    nl = "Zelf ontwikkelen, terwijl inkopen goedkoper is of de tijd ontbreekt",
  },
  each = "make_or_buy_cases",
  -- An error when the developers lack the time or it is ready too late, else a warning when it is dearer.
  -- A period is missed when the offering is ready after its last day.
  once = function(org, P, report)
    local asked = demand()
    local function judge(case)
      for offering in own_options(case):each() do
        local room = capacity(offering)
        local ready, wanted, by = dates(case, offering)
        if (offering.minutes_development or 0) > 0 and room and asked > room then
          return "error", offering, asked - room,
            string.format("developers are asked for %.1f hours and have %.1f", asked / 60, room / 60),
            string.format("de ontwikkelaars moeten %.1f uur leveren en hebben er %.1f", asked / 60, room / 60)
        elseif wanted and ready > wanted then
          return "error", by, ld.days(wanted, ready),
            string.format("%s is ready on %s and wanted by %s", offering.label, ready, wanted),
            string.format("%s is klaar op %s en nodig op %s", offering.label, ready, wanted)
        end
      end
      local seats = money.demand(case)
      local cheaper, buy, build = nil, nil, nil
      if seats then
        cheaper, buy, build = money.build_is_cheaper(case, seats)
      end
      if cheaper == false then
        return "warning", nil, nil,
          string.format("at %d seats a year buying is not dearer than developing%s", seats,
            buy and " (" .. ld.money(buy) .. " against " .. ld.money(build) .. ")" or ""),
          string.format("bij %d plaatsen per jaar is inkopen niet duurder dan zelf ontwikkelen%s", seats,
            buy and " (" .. ld.money(buy) .. " tegen " .. ld.money(build) .. ")" or "")
      end
    end
    for case in ld.make_or_buy_cases:where("decision == 'build'"):each() do
      local severity, record, size, en, nl = judge(case)
      if severity then
        report {
          at = case, field = "decision", severity = severity, size = size,
          message = { en = case.id .. ": " .. en, nl = case.id .. ": " .. nl },
          evidence = { record },
        }
      end
    end
  end,
  at = "decision",
  help = {
    en = "Buy it, free developers, or plan it later.",
    nl = "Koop het in, maak ontwikkelaars vrij, of plan het later.",
  },
  why = {
    en = "Own development that is not ready in time leaves the need open, and costs hours that nobody counted.",
    nl = "Eigen ontwikkeling die niet op tijd klaar is, laat de behoefte open en kost uren die niemand heeft meegeteld.",
  },
  fires = {
    {
      offerings = { { id = "buy", sourcing = "buy_open", cost_per_seat = 35000 },
        { id = "own", sourcing = "build", cost_once = 240000, cost_per_session = 30000, cost_per_seat = 4000, max_group = 10 } },
      make_or_buy_cases = { { id = "c1", offerings = { "buy", "own" }, demand_per_year = 8, decision = "build" } },
    },
    { make_or_buy_cases = { { id = "c1", demand_per_year = 21, decision = "build", result_set = "17-20, 22+" } } },
    { -- two developments share 100 hours
      offerings = { { id = "a", sourcing = "build", minutes_development = 3001 }, { id = "b", sourcing = "build", minutes_development = 3000 } },
      resources = { { id = "d", kind = "developer", capacities = { { period = "2027-Q1", minutes = 6000 }, { period = "2028", minutes = 900 },
        { period = "2026-Q4", minutes = 900 } } }, { id = "t", kind = "trainer", capacities = { { period = "2027", minutes = 900 } } } },
      make_or_buy_cases = { { id = "c1", offerings = { "a" }, decision = "build" }, { id = "c2", offerings = { "b" }, decision = "build" } },
    },
    { -- 90 days from 1 January is 1 April
      offerings = { { id = "own", sourcing = "build", lead_time_days = 90 } },
      make_or_buy_cases = { { id = "c1", offerings = { "own" }, decision = "build" } },
      plan_lines = { { id = "l1", offering = "own", period = "2027-Q1" } },
    },
    {
      needs = { { id = "n1", deadline = "2027-05-31" } }, offerings = { { id = "own", sourcing = "build", available_from = "2027-06-01" } },
      make_or_buy_cases = { { id = "c1", needs = { "n1" }, offerings = { "own" }, decision = "build" } },
    },
    {
      offerings = { { id = "own", sourcing = "build", lead_time_days = 10 } }, sessions = { { id = "s1", offering = "own", starts_on = "2027-01-10" } },
      make_or_buy_cases = { { id = "c1", offerings = { "own" }, decision = "build" } },
    },
  },
  clean = {
    {
      offerings = { { id = "buy", sourcing = "buy_open", cost_per_seat = 35000 },
        { id = "own", sourcing = "build", cost_once = 240000, cost_per_session = 30000, cost_per_seat = 4000, max_group = 10 } },
      make_or_buy_cases = { { id = "c1", offerings = { "buy", "own" }, demand_per_year = 9, decision = "build" },
        { id = "c2", offerings = { "buy", "own" }, demand_per_year = 8, decision = "buy" }, { id = "c3", decision = "build" } },
    },
    { make_or_buy_cases = { { id = "c1", demand_per_year = 20, decision = "build", result_set = "17-20, 22+" } } },
    {
      offerings = { { id = "a", sourcing = "build", minutes_development = 3000 }, { id = "b", sourcing = "build", minutes_development = 3000 },
        { id = "x", sourcing = "build", minutes_development = 3000 } },
      resources = { { id = "d", kind = "developer", capacities = { { period = "2027-Q1", minutes = 6000 } } } },
      make_or_buy_cases = { { id = "c1", offerings = { "a" }, decision = "build" }, { id = "c2", offerings = { "a", "b" }, decision = "build" },
        { id = "c3", offerings = { "x" }, decision = "buy" } },
    },
    {
      needs = { { id = "n1", deadline = "2027-06-01" } },
      offerings = { { id = "own", sourcing = "build", lead_time_days = 89 }, { id = "late", sourcing = "build", available_from = "2027-06-01", minutes_development = 60 } },
      make_or_buy_cases = { { id = "c1", offerings = { "own" }, decision = "build" }, { id = "c2", needs = { "n1" }, offerings = { "late" }, decision = "build" } },
      plan_lines = { { id = "l1", offering = "own", period = "2027-Q1" }, { id = "l2", offering = "late", period = "2027-Q1", decision = "out" } },
      sessions = { { id = "s1", offering = "late", starts_on = "2027-06-01" }, { id = "s2", offering = "late", starts_on = "2027-01-01", status = "done" } },
    },
  },
}
