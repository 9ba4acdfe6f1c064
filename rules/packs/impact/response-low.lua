-- min_response is that of the line's evaluation plan for the level that was measured, and the highest of
-- the plan for a measurement that does not say its level. Single answers on
-- one line, level, moment and instrument are taken together.
local evaluation = require("ld.evaluation")
local people = require("ld.people")

local function least_of(m)
  local line = evaluation.line_of(m)
  local least
  for plan in (line and line.evaluation_plans:each() or function() end) do
    for one in plan.levels:each() do
      if (m.level == nil or one.level == m.level) and one.min_response then least = math.max(least or 0, one.min_response) end
    end
  end
  return least
end

return ld.rule {
  id = "impact/response-low", code = "E06", step = 7, severity = "warning",
  title = {en = "Response too low", nl = "Respons te laag"},
  once = function(org, P, report)
    local groups, order = {}, {}
    for m in ld.measurements:where("invited ~= nil"):each() do
      local key = evaluation.figure(m)
      local group = groups[key]
      if not group then
        group = {first = m, n = 0, invited = m.invited}
        groups[key], order[#order + 1] = group, group
      end
      group.n = group.n + m.n
      group.invited = math.max(group.invited, m.invited)
    end
    for _, group in ipairs(order) do
      local m, least = group.first, least_of(group.first)
      if least and group.n < least * group.invited then
        report {
          at = m, field = "n", size = group.invited - group.n, values = {n = group.n, invited = group.invited, min_response = least},
          message = {
            en = ("%d of %d invited answered (%s); the plan asks %s"):format(group.n, group.invited, people.percent(group.n / group.invited), people.percent(least)),
            nl = ("%d van de %d genodigden hebben geantwoord (%s); het plan vraagt %s"):format(group.n, group.invited, people.percent(group.n / group.invited), people.percent(least)),
          },
        }
      end
    end
  end,
  help = {en = "Remind the others, or say with the figure how few answered.", nl = "Herinner de anderen, of vermeld bij het cijfer hoe weinig mensen antwoordden."},
  why = {en = "Who does not answer often thinks otherwise; a low response paints a false picture.",
         nl = "Wie niet antwoordt denkt er vaak anders over; een lage respons geeft een vertekend beeld."},
  fires = {
    {plan_lines = {{id = "p1"}}, evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L1", min_response = 0.5}}}},
     measurements = {{plan_line = "p1", date = "2027-05-01", value = 7, n = 9, invited = 20}}},
    {plan_lines = {{id = "p1"}}, evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L1", min_response = 0.6}}}},
     measurements = {{plan_line = "p1", level = "L1", date = "2027-05-01", value = 7, n = 59, invited = 100}}},
    {plan_lines = {{id = "p1"}}, employees = {{id = "e1"}, {id = "e2"}}, offerings = {{id = "o1"}}, sessions = {{id = "s1", offering = "o1", plan_line = "p1"}},
     evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L1", min_response = 0.6}, {level = "L2", min_response = 0.1}}}},
     measurements = {{session = "s1", employee = "e1", level = "L1", date = "2027-05-01", value = 7, invited = 4}, {session = "s1", employee = "e2", level = "L1", date = "2027-05-01", value = 7, invited = 4}}},
  },
  clean = {
    plan_lines = {{id = "p1"}, {id = "p2"}}, employees = {{id = "e1"}, {id = "e2"}, {id = "e3"}},
    evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L1", min_response = 0.6}, {level = "L2"}}}},
    measurements = {{plan_line = "p1", level = "L1", date = "2027-05-01", value = 7, n = 60, invited = 100}, {plan_line = "p1", level = "L2", date = "2027-05-01", value = 7, n = 1, invited = 100},
                    {plan_line = "p2", level = "L1", date = "2027-05-01", value = 7, n = 1, invited = 100}, {plan_line = "p1", level = "L1", date = "2027-06-01", value = 7, n = 1},
                    {plan_line = "p1", level = "L1", date = "2027-07-01", value = 7, n = 0, invited = 0},
                    {plan_line = "p1", employee = "e1", level = "L1", date = "2027-05-01", value = 7, invited = 5}, {plan_line = "p1", employee = "e2", level = "L1", date = "2027-05-01", value = 7, invited = 5},
                    {plan_line = "p1", employee = "e3", level = "L1", date = "2027-05-01", value = 7, invited = 5}},
  },
}
