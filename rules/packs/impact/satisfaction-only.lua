-- Of the plan of the plan year, a plan of one unit included. Money is the cost of the lines in the plan;
-- without any there is no share.
local evaluation = require("ld.evaluation")
local spent = [[plan_lines:where("]] .. evaluation.in_plan .. [["):sum("cost")]]
local function measured(level)
  return [[plan_lines:where("]] .. evaluation.in_plan .. [[ and evaluation_plans:any([=[levels:any([==[level >= ']] .. level .. [[']==])]=])"):sum("cost")]]
end
local l2, l3 = measured("L2"), measured("L3")

return ld.rule {
  id = "impact/satisfaction-only", code = "E07", step = 7, severity = "warning",
  title = {en = "Only satisfaction measured", nl = "Alleen tevredenheid gemeten"},
  each = "annual_plans",
  where = "year == nil or year == ld.year .. ''",
  fails = l2 .. " < P.t_l2 * " .. spent .. " or " .. l3 .. " < P.t_l3 * " .. spent,
  message = {en = "{id}: {" .. l2 .. "|money} of {" .. spent .. "|money} is measured on what people learnt (least {P.t_l2|share}), {" .. l3 .. "|money} on what they do at work (least {P.t_l3|share})",
             nl = "{id}: van {" .. spent .. "|money} wordt {" .. l2 .. "|money} gemeten op wat mensen leerden (ten minste {P.t_l2|share}) en {" .. l3 .. "|money} op gedrag op het werk (ten minste {P.t_l3|share})"},
  help = {en = "Add level L2 or L3 to the evaluation plans of the dearest lines.", nl = "Voeg niveau L2 of L3 toe aan de evaluatieplannen van de duurste regels."},
  why = {en = "Content participants prove nothing: people like many courses that they never use.",
         nl = "Tevreden deelnemers bewijzen niets: van veel leuke cursussen wordt nooit iets gebruikt."},
  evidence = {from = [[plan_lines:where("]] .. evaluation.in_plan .. [[ and not evaluation_plans:any([=[levels:any([==[level >= 'L2']==])]=])")]], sort = "cost", first = 5},
  params = {
    t_l2 = {type = "share", default = 0.5, min = 0, max = 1, doc = {en = "Least share of the money that is measured to level L2 or higher.", nl = "Kleinste deel van het geld dat tot niveau L2 of hoger wordt gemeten."}},
    t_l3 = {type = "share", default = 0.2, min = 0, max = 1, doc = {en = "Least share of the money that is measured to level L3 or higher.", nl = "Kleinste deel van het geld dat tot niveau L3 of hoger wordt gemeten."}},
  },
  fires = {
    {annual_plans = {{id = "j1", year = "2027"}}, plan_lines = {{id = "p1", annual_plan = "j1", cost = 51}, {id = "p2", annual_plan = "j1", cost = 49}},
     evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L1"}}}, {id = "v2", plan_line = "p2", levels = {{level = "L3"}}}}},
    {annual_plans = {{id = "j1"}}, plan_lines = {{id = "p1", annual_plan = "j1", cost = 81}, {id = "p2", annual_plan = "j1", cost = 19}, {id = "p3", annual_plan = "j1", cost = 900, decision = "out"}},
     evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L2"}}}, {id = "v2", plan_line = "p2", levels = {{level = "L1"}, {level = "L3"}}}, {id = "v3", plan_line = "p3", levels = {{level = "L3"}}}}},
  },
  clean = {
    annual_plans = {{id = "j1", year = "2027"}, {id = "j2", year = "2026"}, {id = "j3", year = "2027"}},
    plan_lines = {{id = "p1", annual_plan = "j1", cost = 50}, {id = "p2", annual_plan = "j1", cost = 30}, {id = "p3", annual_plan = "j1", cost = 20}, {id = "p4", annual_plan = "j1", cost = 500, decision = "out"}, {id = "p5", annual_plan = "j2", cost = 50},
                  {id = "p6", annual_plan = "j3", cost = 0}},
    evaluation_plans = {{id = "v2", plan_line = "p2", levels = {{level = "L2"}}}, {id = "v3", plan_line = "p3", levels = {{level = "L3"}}}},
  },
}
