-- The line ends with its last session, without a dated session with its period. Each level that the plan
-- measures has its own day; a baseline is no follow-up.
local evaluation = require("ld.evaluation")

-- A measurement that does not say its level counts for all.
local function is_measured(line, level)
  local found = false
  evaluation.each_measurement(line, "moment ~= 'pre' and (level == nil or level == '" .. level .. "')", function() found = true end)
  return found
end

return ld.rule {
  id = "impact/follow-up-late", code = "E04", step = 7, severity = "warning",
  title = {en = "Follow-up overdue", nl = "Vervolgmeting te laat"},
  once = function(org, P, report)
    for plan in ld.evaluation_plans:each() do
      local line = plan.plan_line
      if line and evaluation.is_in_plan(line) then
        local _, last = evaluation.days(line)
        for one in plan.levels:where("level ~= nil"):each() do
          local due = ld.add_days(last, one.when_days or 0)
          if ld.days(due, ld.today) > P.t_late and not is_measured(line, one.level) then
            local late = ld.days(due, ld.today)
            report {
              at = plan, key = one.level, size = late, evidence = {one}, values = {level = one.level, ended = last, due = due},
              message = {
                en = ("%s ended on %s; %s was to be measured on %s, %d days ago, and was not"):format(line.id, last, one.level, due, late),
                nl = ("%s eindigde op %s; %s zou op %s worden gemeten, %d dagen geleden, en dat is niet gebeurd"):format(line.id, last, one.level, due, late),
              },
            }
          end
        end
      end
    end
  end,
  help = {en = "Measure now, or record why this level is not measured any more.", nl = "Meet alsnog, of leg vast waarom dit niveau niet meer wordt gemeten."},
  why = {en = "Whether people use what they learnt shows after months, and only to whom looks.",
         nl = "Of mensen toepassen wat ze leerden blijkt pas na maanden, en alleen aan wie kijkt."},
  params = {t_late = {type = "days", unit = "days", default = 30, min = 0, doc = {en = "Days that a follow-up may be late.", nl = "Dagen die een vervolgmeting te laat mag zijn."}}},
  fires = {
    {today = "2027-05-02", plan_lines = {{id = "p1"}}, offerings = {{id = "o1"}}, sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-02-01", ends_on = "2027-03-02"}},
     evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L3", when_days = 30}}}},
     measurements = {{plan_line = "p1", level = "L3", moment = "pre", date = "2027-01-01", value = 2}, {plan_line = "p1", level = "L2", moment = "post", date = "2027-04-01", value = 2}}},
    {today = "2027-05-01", plan_lines = {{id = "p1", period = "2027-Q1"}}, evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L1"}}}}},
  },
  clean = {
    {today = "2027-05-01", plan_lines = {{id = "p1"}, {id = "p2", period = "2027-Q1"}, {id = "p3", period = "2026", decision = "out"}, {id = "p4", period = "2026"}, {id = "p5", period = "2026"}}, offerings = {{id = "o1"}},
     sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-02-01", ends_on = "2027-03-02"}},
     evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L3", when_days = 30}}}, {id = "v2", plan_line = "p2", levels = {{level = "L1", when_days = 1}}}, {id = "v3", plan_line = "p3", levels = {{level = "L1"}}},
                         {id = "v4", plan_line = "p4", levels = {{level = "L1"}}}, {id = "v5", plan_line = "p5", levels = {{level = "L2"}}}},
     measurements = {{about = "plan_lines:p5", moment = "follow_up", date = "2027-01-10", value = 7}, {plan_line = "p4", level = "L1", moment = "post", date = "2027-01-10", value = 7}}},
    {today = "2028-05-01", plan_lines = {{id = "p1"}}, offerings = {{id = "o1"}}, sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-02-01"}},
     evaluation_plans = {{id = "v1", plan_line = "p1", levels = {{level = "L3"}}}}, measurements = {{session = "s1", level = "L3", date = "2027-04-01", value = 2}}},
  },
}
