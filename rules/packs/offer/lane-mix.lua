local money = require("ld.money")

local names = {
  { lane = "core", en = "organisation-wide learning", nl = "organisatiebreed leren" },
  { lane = "individual", en = "individual development", nl = "individuele ontwikkeling" },
  { lane = "strategic", en = "strategic lines", nl = "strategische lijnen" },
}

return ld.rule {
  id = "offer/lane-mix", code = "O14", step = 5, severity = "warning",
  title = {
    en = "The mix of core, individual and strategic learning is outside the policy",
    nl = "De verhouding tussen organisatiebreed, individueel en strategisch leren wijkt af van het beleid",
  },
  each = "annual_plans",
  params = {
    core_share = money.share_param(0, "Least share of the money for organisation-wide learning.", "Kleinste deel van het geld voor organisatiebreed leren."),
    core_share_max = money.share_param(1, "Largest share of the money for organisation-wide learning.", "Grootste deel van het geld voor organisatiebreed leren."),
    individual_share = money.share_param(0, "Least share of the money for individual development.", "Kleinste deel van het geld voor individuele ontwikkeling."),
    individual_share_max = money.share_param(1, "Largest share of the money for individual development.", "Grootste deel van het geld voor individuele ontwikkeling."),
    strategic_share = money.share_param(0, "Least share of the money for strategic lines.", "Kleinste deel van het geld voor strategische lijnen."),
    strategic_share_max = money.share_param(1, "Largest share of the money for strategic lines.", "Grootste deel van het geld voor strategische lijnen."),
    mandatory_in_mix = {
      type = "bool", default = false,
      doc = { en = "Whether mandatory learning counts in the whole.", nl = "Of verplicht leren meetelt in het geheel." },
    },
  },
  -- Shares are of the money of the lines in the plan; without money there is nothing to compare.
  once = function(org, P, report)
    for plan in ld.annual_plans:each() do
      local cost = money.mix(plan, P.mandatory_in_mix).cost
      for _, each in ipairs(names) do
        local own = cost[each.lane] or 0
        local least, most = P[each.lane .. "_share"], P[each.lane .. "_share_max"]
        local is_low = money.below(own, cost.all, least)
        if is_low or money.above(own, cost.all, most) then
          local limit = is_low and least or most
          report {
            at = plan, key = each.lane, size = math.abs(own / cost.all - limit),
            message = {
              en = string.format("%s: %s for %s (%s of %s), policy asks for %s %s", plan.id, money.percent(own, cost.all, "en"), each.en,
                ld.money(own), ld.money(cost.all), is_low and "at least" or "at most", money.percent(limit, 1, "en")),
              nl = string.format("%s: %s voor %s (%s van %s), het beleid vraagt %s %s", plan.id, money.percent(own, cost.all, "nl"), each.nl,
                ld.money(own), ld.money(cost.all), is_low and "minstens" or "hoogstens", money.percent(limit, 1, "nl")),
            },
            values = { share = own / cost.all, limit = limit, lane = each.lane },
          }
        end
      end
    end
  end,
  help = {
    en = "Shift money between the lanes, or change the shares in the policy.",
    nl = "Verschuif geld tussen de categorieën, of pas de verhouding in het beleid aan.",
  },
  why = {
    en = "How learning for the organisation and for the individual are balanced is a choice of policy; the plan should follow it.",
    nl = "De balans tussen leren voor de organisatie en voor het individu is een beleidskeuze; het plan hoort die te volgen.",
  },
  fires = {
    {
      params = { core_share = 0.5 }, annual_plans = { { id = "p" } },
      plan_lines = { { id = "l1", lane = "core", cost = 4999 }, { id = "l2", lane = "team", cost = 5001 } },
    },
    {
      params = { individual_share_max = 0.1, mandatory_in_mix = true }, annual_plans = { { id = "p" } },
      plan_lines = { { id = "l1", lane = "individual", cost = 1001 }, { id = "l2", lane = "mandatory", cost = 8999 } },
    },
    {
      params = { strategic_share = 0.1 }, annual_plans = { { id = "p" } }, needs = { { id = "n1", lane = "core" } },
      plan_lines = { { id = "l1", lane = "mandatory", cost = 9000 }, { id = "l2", needs = { "n1" }, cost = 100 }, { id = "l3", lane = "strategic", cost = 9000, decision = "out" } },
    },
  },
  clean = {
    {
      params = { core_share = 0.5, core_share_max = 0.5, individual_share_max = 0.5, individual_share = 0.5 }, annual_plans = { { id = "p" } }, needs = { { id = "n1", lane = "core" } },
      plan_lines = { { id = "l1", needs = { "n1" }, cost = 5000 }, { id = "l2", lane = "individual", cost = 5000 }, { id = "l3", lane = "mandatory", cost = 90000 } },
    },
    { params = { core_share = 0.5 }, annual_plans = { { id = "p" } }, plan_lines = { { id = "l1", lane = "mandatory", cost = 90000 } } },
    { annual_plans = { { id = "p" } }, plan_lines = { { id = "l1", lane = "core", cost = 5000 } } },
    { annual_plans = { { id = "p" } }, plan_lines = { { id = "l1", lane = "individual", cost = 5000 } } },
    { annual_plans = { { id = "p" } }, plan_lines = { { id = "l1", lane = "strategic", cost = 5000 } } },
  },
}
