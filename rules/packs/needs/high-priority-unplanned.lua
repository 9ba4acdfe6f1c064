-- Among the needs that are open or planned: what was met, rejected or deferred has its answer. A need
-- is in the top when fewer than the share of them have a higher priority; equal ones stand together.
local evaluation = require("ld.evaluation")

return ld.rule {
  id = "needs/high-priority-unplanned", code = "N11", step = 5, severity = "warning",
  title = {en = "High-priority need not planned", nl = "Leerbehoefte met hoge prioriteit niet gepland"},
  once = function(org, P, report)
    local sorted = ld.needs:where("(status == 'open' or status == 'planned') and priority > 0"):sort("priority", "desc")
    local all, place = ld.needs:count("status == 'open' or status == 'planned'"), 0
    local above, last
    for need in sorted:each() do
      if need.priority ~= last then above = place end
      place, last = place + 1, need.priority
      if above >= P.t_top * all then break end
      if not need.plan_lines:any(evaluation.in_plan) and not need.plan_line_needs:any(evaluation.line_in_plan) then
        local line, reason, en, nl = evaluation.left_out(need)
        report {
          at = need, field = "priority", size = need.priority, evidence = {line},
          values = {place = above + 1, needs = all, reason = reason},
          message = {en = ("%s has place %d of %d by priority (%.2f) and no line in the plan; %s"):format(need.id, above + 1, all, need.priority, en),
                     nl = ("%s staat op plaats %d van %d naar prioriteit (%.2f) en heeft geen regel in het plan; %s"):format(need.id, above + 1, all, need.priority, nl)},
        }
      end
    end
  end,
  help = {en = "Plan a line for it, or reject or defer the need with a reason; `ldengine run` shows what limits it.",
          nl = "Plan er een regel voor, of wijs de behoefte af of stel haar uit, met reden; `ldengine run` laat zien wat haar tegenhoudt."},
  why = {en = "Whoever asked for what matters most must hear why the answer is no.",
         nl = "Wie vraagt om wat het zwaarst weegt, moet horen waarom het antwoord nee is."},
  params = {t_top = {type = "share", default = 0.2, min = 0, max = 1,
                     doc = {en = "Which part of the needs, by priority, counts as high.",
                            nl = "Welk deel van de leerbehoeften naar prioriteit als hoog geldt."}}},
  fires = {
    {needs = {{id = "n1", priority = 0.9}, {id = "n2", priority = 0.1}}, plan_lines = {{id = "p1", needs = {"n1"}, decision = "out", reason_code = "OUT_BUDGET"}}},
    {needs = {{id = "n1", priority = 0.9}, {id = "n2", priority = 0.5}, {id = "n3", priority = 0.4}, {id = "n4", priority = 0.3}, {id = "n5", priority = 0.2},
              {id = "n6", priority = 0.1}},
     plan_lines = {{id = "p1", needs = {"n1"}}}},
    {needs = {{id = "n1", priority = 0.9}, {id = "n2", priority = 0.9}, {id = "n3", priority = 0.4}, {id = "n4", priority = 0.3}, {id = "n5", priority = 0.2}},
     plan_lines = {{id = "p1", needs = {"n1"}}}},
    {needs = {{id = "n1", priority = 0.9, status = "planned"}}, plan_lines = {{id = "p1", served = {{need = "n1", seats = 2}}, decision = "out"}}},
  },
  clean = {
    {needs = {{id = "n1", priority = 0.9}, {id = "n2", priority = 0.5}, {id = "n3", priority = 0.4}, {id = "n4", priority = 0.3}, {id = "n5", priority = 0.2},
              {id = "n6", priority = 1.0, status = "rejected"}, {id = "n7", priority = 1.0, status = "met"}},
     plan_lines = {{id = "p1", needs = {"n1"}}}},
    {needs = {{id = "n1", priority = 0.9}}, plan_lines = {{id = "p1", served = {{need = "n1", seats = 2}}}}},
    {needs = {{id = "n1", priority = 0}}},
  },
}
