-- Both sides are shares of a whole: the weight of the goal in the whole strategy, and its part of
-- all money of the lines in the plan, with that of the goals below it. Money without a goal counts
-- in the whole. A plan without money says nothing.
local thread = require("ld.thread")

return ld.rule {
  id = "strategy/money-off-weight", code = "S09", step = 5, severity = "warning",
  title = { en = "Budget share far from goal weight", nl = "Aandeel in het budget wijkt sterk af van het gewicht van het doel" },
  each = "goals",
  once = function(org, P)
    local money, total = thread.money()
    for goal in thread.active_goals():each() do
      local share = thread.share(money[goal.id], total)
      if share and thread.in_year(goal.horizon_start, goal.horizon_end)
        and thread.more(math.abs(share - goal.total_weight), P.t_dev) then
        report { at = goal, size = math.abs(share - goal.total_weight),
          values = { share_of_money = share, weight = goal.total_weight, money = money[goal.id] },
          message = {
            en = string.format("%s weighs %.0f%% and gets %.0f%% of the money of the plan", goal.label, 100 * goal.total_weight, 100 * share),
            nl = string.format("%s weegt %.0f%% en krijgt %.0f%% van het geld in het plan", goal.label, 100 * goal.total_weight, 100 * share),
          } }
      end
    end
  end,
  at = "weight",
  help = {
    en = "Move money towards the goal, or set the weight to what it is really worth.",
    nl = "Verschuif geld naar het doel, of stel het gewicht bij tot wat het doel echt waard is.",
  },
  why = {
    en = "A strategy that stands in words and not in money is not carried out.",
    nl = "Een strategie die wel in woorden staat en niet in geld, wordt niet uitgevoerd.",
  },
  params = {
    t_dev = {
      type = "share", default = 0.15, min = 0, max = 1,
      doc = {
        en = "How far the share of the money may lie from the weight.",
        nl = "Hoe ver het aandeel in het geld van het gewicht mag liggen.",
      },
    },
  },
  fires = {
    { goals = { { id = "g1", weight = 0.5 }, { id = "g2", weight = 0.5 } },
      needs = { { id = "n1", contributions = { { goal = "g1" } } }, { id = "n2", contributions = { { goal = "g2" } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, cost = 66000 }, { id = "l2", needs = { "n2" }, cost = 34000 } } },
    { goals = { { id = "g1", status = "active" } }, needs = { { id = "n1", contributions = { { goal = "g1" } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, cost = 84000 }, { id = "l2", cost = 16000 } } },
  },
  clean = {
    { goals = { { id = "g1", weight = 0.5 }, { id = "g2", weight = 0.5, children = { { id = "g3" } } } },
      needs = { { id = "n1", contributions = { { goal = "g1", expected_share = 0.65 }, { goal = "g3", expected_share = 0.35 } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, cost = 100000 }, { id = "l2", cost = 900000, decision = "out" } } },
    { goals = { { id = "g1" } }, plan_lines = { { id = "l1", cost = 0 } } },
    { goals = { { id = "g1" }, { id = "g2", status = "draft" } }, needs = { { id = "n1", contributions = { { goal = "g1" } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, cost = 85000 }, { id = "l2", cost = 15000 } } },
    { goals = { { id = "g1", horizon_end = "2026-12-31" } }, plan_lines = { { id = "l1", cost = 85000 } } },
  },
}
