-- Siblings are the goals under one parent (or at the top) of one version of the strategy that are
-- active by status. Weights of which one is above 1 are points, not shares, and are left alone.
local thread = require("ld.thread")

return ld.rule {
  id = "strategy/weights-not-whole", code = "S06", step = 1, severity = "warning",
  title = { en = "Sibling weights do not sum to 100 %", nl = "Gewichten van doelen naast elkaar zijn samen geen 100 %" },
  each = "goals",
  once = function(org, P)
    local groups = thread.active_goals():group("(parent.id or '') .. '/' .. (strategy_version or '')")
    for key, goals in pairs(groups) do
      local sum, weighed = 0, goals:where("weight ~= nil")
      for goal in weighed:each() do sum = sum + thread.ten_thousandths(goal.weight) end
      local off = math.abs(sum - thread.ten_thousandths(1))
      local first = weighed:first()
      if first and weighed:max("weight") <= 1 and off > 1 then
        local share = string.format("%.10g", sum / 100)
        report { at = first, size = thread.share(off, thread.ten_thousandths(1)), evidence = goals, key = key,
          values = { sum = share .. "%" },
          message = {
            en = "the weights of " .. first.label .. " and the goals beside it sum to " .. share .. "%, not to 100%",
            nl = "de gewichten van " .. first.label .. " en de doelen ernaast zijn samen " .. share:gsub("%.", ",") .. "%, geen 100%",
          } }
      end
    end
  end,
  at = "weight",
  help = {
    en = "Divide 100 % over the goals beside each other. Calculations divide by the sum, so the plan does not change.",
    nl = "Verdeel 100 % over de doelen die naast elkaar staan. Berekeningen delen door de som, dus het plan verandert niet.",
  },
  why = {
    en = "Who reads 40 % takes it for 40 %, while the calculation divides by the sum and means another share.",
    nl = "Wie 40 % leest, denkt aan 40 %, terwijl de berekening door de som deelt en een ander deel bedoelt.",
  },
  fires = {
    { goals = { { id = "g1", weight = 0.5 }, { id = "g2", weight = 0.4998 } } },
    { goals = { { id = "g1", weight = 1 }, { id = "g2", weight = 0.0002, status = "active" } } },
    { goals = { { id = "g1", weight = 1, children = { { id = "g2", weight = 0.6 }, { id = "g3" } } } } },
  },
  clean = {
    { goals = { { id = "g1", weight = 0.5 }, { id = "g2", weight = 0.4999 } } },
    { goals = { { id = "g1", weight = 0.5 }, { id = "g2", weight = 0.5001 } } },
    { goals = { { id = "g1", weight = 1, children = { { id = "g2", weight = 0.3 }, { id = "g3", weight = 0.7 },
      { id = "g4", weight = 0.2, status = "dropped" } } } } },
    { goals = { { id = "g1", weight = 1.0001 }, { id = "g2", weight = 0.5 } } },
    { goals = { { id = "g1" }, { id = "g2" } } },
    { goals = { { id = "g1", weight = 1, strategy_version = 1 }, { id = "g2", weight = 1, strategy_version = 2 } } },
  },
}
