local make_or_buy = require("ld.make_or_buy")
local money = require("ld.money")

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
    local asked = make_or_buy.asked_minutes()
    for case in ld.make_or_buy_cases:where("decision == 'build'"):each() do
      local record, size, en, nl = make_or_buy.obstacle(case, asked)
      local severity = en and "error" or "warning"
      local seats = not en and money.demand(case)
      local cheaper, buy, build = true, nil, nil
      if seats then
        cheaper, buy, build = money.build_is_cheaper(case, seats)
      end
      if cheaper == false then
        en = string.format("at %d seats a year buying is not dearer than developing%s", seats, buy and " (" .. ld.money(buy) .. " against " .. ld.money(build) .. ")" or "")
        nl = string.format("bij %d plaatsen per jaar is inkopen niet duurder dan zelf ontwikkelen%s", seats, buy and " (" .. ld.money(buy) .. " tegen " .. ld.money(build) .. ")" or "")
      end
      if en then
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
