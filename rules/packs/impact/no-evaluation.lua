-- The level that the policy asks comes from the parameters, or from the parameters of a principle that
-- names this rule. A plan that measures a higher level has that level too.
local evaluation = require("ld.evaluation")

return ld.rule {
  id = "impact/no-evaluation", code = "E01", step = 7, severity = "error",
  title = {en = "Line above threshold without evaluation plan", nl = "Kostbare of strategische regel zonder evaluatieplan"},
  once = function(org, P, report)
    for line in ld.plan_lines:where(evaluation.in_plan):each() do
      local asked = evaluation.asked(line, P.level_strategic, P.level_costly, P.t_eval, "impact/no-evaluation", "E01")
      local has = asked and evaluation.highest(line)
      if asked and (not has or has < asked) then
        local en, nl, field = evaluation.reason(line)
        local has_en, has_nl = "no evaluation plan with a level", "geen evaluatieplan met een niveau"
        if has then has_en, has_nl = "an evaluation plan to " .. has, "een evaluatieplan tot " .. has end
        report {
          at = line, field = field, size = line.cost, evidence = line.evaluation_plans:first(3), values = {asked = asked, has = has},
          message = {en = ("%s %s and must be measured to %s; it has %s"):format(line.id, en, asked, has_en),
                     nl = ("%s %s en moet tot en met %s worden gemeten; er is %s"):format(line.id, nl, asked, has_nl)},
        }
      end
    end
  end,
  help = {en = "Write an evaluation plan with that level before the line starts.", nl = "Schrijf vóór de start een evaluatieplan met dat niveau."},
  why = {en = "What costs much or carries the strategy must be able to show what it brought.",
         nl = "Wat veel kost of de koers draagt, moet kunnen laten zien wat het heeft opgeleverd."},
  params = {
    t_eval = {type = "money", default = 1000000, min = 0, doc = {en = "A line that costs this or more needs an evaluation plan.", nl = "Een regel die dit of meer kost heeft een evaluatieplan nodig."}},
    level_strategic = {type = "choice", choices = {"L1", "L2", "L3", "L4", "L5"}, default = "L3",
                       doc = {en = "The level to which strategic lines are measured.", nl = "Het niveau tot waar strategische regels worden gemeten."}},
    level_costly = {type = "choice", choices = {"L1", "L2", "L3", "L4", "L5"}, default = "L2",
                    doc = {en = "The level to which lines above the amount are measured.", nl = "Het niveau tot waar regels boven het bedrag worden gemeten."}},
  },
  fires = {
    {plan_lines = {{id = "p1", lane = "strategic", cost = 100}}},
    {plan_lines = {{id = "p1", lane = "core", cost = 1000000}}, evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L1"}}}}},
    {plan_lines = {{id = "p1", lane = "strategic", cost = 5000000}}, evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L1"}, {level = "L2"}}}}},
    {policies = {{id = "b1", version = 1, status = "approved"}}, principles = {{id = "s1", policy = "b1", text = "x", rule_id = "impact/no-evaluation", parameters = {level_costly = "L4"}}},
     plan_lines = {{id = "p1", lane = "strategic", cost = 1000000}}, evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L3"}}}}},
  },
  clean = {
    {plan_lines = {{id = "p1", lane = "core", cost = 999999}, {id = "p2", lane = "core", cost = 1000000}, {id = "p3", lane = "strategic", cost = 100}, {id = "p4", lane = "strategic", decision = "out"}, {id = "p5", lane = "team"}},
     evaluation_plans = {{id = "v2", plan_line = "p2", levels = {{level = "L2"}}}, {id = "v3", plan_line = "p3", levels = {{level = "L1"}, {level = "L3"}}}}},
    {policies = {{id = "b1", version = 1, status = "superseded"}}, principles = {{id = "s1", policy = "b1", text = "x", rule_id = "impact/no-evaluation", parameters = {level_strategic = "L4"}},
                  {id = "s2", policy = "b1", text = "x", parameters = {level_strategic = "L4"}}},
     plan_lines = {{id = "p1", lane = "strategic", cost = 100}}, evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L3"}}}}},
  },
}
