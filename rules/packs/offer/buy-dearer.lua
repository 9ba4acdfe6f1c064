local money = require("ld.money")

return ld.rule {
  id = "offer/buy-dearer", code = "O06", step = 4, severity = "warning",
  title = {
    en = "Bought, though developing it would be cheaper",
    nl = "Ingekocht, terwijl zelf ontwikkelen goedkoper is",
  },
  each = "make_or_buy_cases",
  -- By the full cost of the options over the horizon; where an option has no price, by the set that
  -- the case records. Scores on other criteria count as a reason.
  once = function(org, P, report)
    for case in ld.make_or_buy_cases:each() do
      local seats = money.demand(case)
      if case.decision == "buy" and seats and next(case.criteria_scores or {}) == nil then
        local cheaper, buy, build = money.build_is_cheaper(case, seats)
        if cheaper then
          report {
            at = case, field = "decision", size = buy and buy - build,
            message = {
              en = string.format("%s: at %d seats a year developing is cheaper than buying%s", case.id, seats,
                buy and " (" .. ld.money(build) .. " against " .. ld.money(buy) .. ")" or " (" .. case.result_set .. ")"),
              nl = string.format("%s: bij %d plaatsen per jaar is zelf ontwikkelen goedkoper dan inkopen%s", case.id, seats,
                buy and " (" .. ld.money(build) .. " tegen " .. ld.money(buy) .. ")" or " (" .. case.result_set .. ")"),
            },
            evidence = case.offerings,
            values = { seats = seats, buy = buy, build = build },
          }
        end
      end
    end
  end,
  at = "decision",
  help = {
    en = "Decide again, or record the reason that is not about money in criteria_scores.",
    nl = "Neem het besluit opnieuw, of leg de reden die niet over geld gaat vast in criteria_scores.",
  },
  why = {
    en = "The question 'buy or build?' has an answer in numbers; who departs from it should say why.",
    nl = "Op de vraag 'kopen we in of ontwikkelen we zelf?' geven de cijfers antwoord; wie daarvan afwijkt, zegt waarom.",
  },
  fires = {
    { -- 350 a seat against 2400 + 300 a group of 10 + 40 a seat: cheaper from 9
      offerings = { { id = "buy", sourcing = "buy_open", cost_per_seat = 35000 },
        { id = "own", sourcing = "build", cost_once = 240000, cost_per_session = 30000, cost_per_seat = 4000, max_group = 10 } },
      make_or_buy_cases = { { id = "c1", offerings = { "buy", "own" }, demand_per_year = 9, decision = "buy" } },
    },
    { make_or_buy_cases = { { id = "c1", demand_per_year = 20, decision = "buy", result_set = "17-20, 22+" } } },
  },
  clean = {
    {
      offerings = { { id = "buy", sourcing = "buy_open", cost_per_seat = 35000 },
        { id = "own", sourcing = "build", cost_once = 240000, cost_per_session = 30000, cost_per_seat = 4000, max_group = 10 } },
      make_or_buy_cases = { { id = "c1", offerings = { "buy", "own" }, demand_per_year = 8, decision = "buy" },
        { id = "c2", offerings = { "buy", "own" }, demand_per_year = 9, decision = "build" },
        { id = "c3", offerings = { "buy", "own" }, demand_per_year = 9, decision = "buy", criteria_scores = { speed = 5 } },
        { id = "c4", offerings = { "buy", "own" }, decision = "buy" } },
    },
    { make_or_buy_cases = { { id = "c1", demand_per_year = 21, decision = "buy", result_set = "17-20, 22+" },
      { id = "c2", demand_per_year = 21, decision = "buy" } } },
  },
}
