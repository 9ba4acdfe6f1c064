-- The line starts with its first session, without a dated session with its period. The baseline is told
-- missing as soon as the plan is made: afterwards it cannot be taken any more.
local evaluation = require("ld.evaluation")

return ld.rule {
  id = "impact/no-baseline", code = "E03", step = 7, severity = "error",
  title = {en = "No baseline before start", nl = "Geen nulmeting voor de start"},
  once = function(org, P, report)
    for plan in ld.evaluation_plans:where("control_design == 'pre_post'"):each() do
      local line = plan.plan_line
      local start = line and evaluation.days(line)
      local has, late = false, nil
      local function take(m)
        if m.date < start then has = true else late = m end
      end
      if line and evaluation.is_in_plan(line) then
        evaluation.each_measurement(line, "moment == 'pre'", take)
        if not has then
          local en, nl = "it has no baseline", "er is geen nulmeting"
          if late then en, nl = "its baseline is of " .. late.date, "de nulmeting is van " .. late.date end
          report {
            at = line, evidence = {plan, late}, values = {start = start},
            message = {en = ("%s compares before and after and starts on %s; %s"):format(line.id, start, en),
                       nl = ("%s vergelijkt voor en na en begint op %s; %s"):format(line.id, start, nl)},
          }
        end
      end
    end
  end,
  help = {en = "Measure the participants with the same instrument before the first session.",
          nl = "Meet de deelnemers vóór de eerste bijeenkomst met hetzelfde instrument."},
  why = {en = "Without the level beforehand no growth can be shown.", nl = "Zonder beeld vooraf is geen groei aan te tonen."},
  fires = {
    {plan_lines = {{id = "p1"}}, evaluation_plans = {{id = "v1", plan_line = "p1", control_design = "pre_post"}}},
    {plan_lines = {{id = "p1"}}, evaluation_plans = {{id = "v1", plan_line = "p1", control_design = "pre_post"}}, offerings = {{id = "o1"}},
     sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-03-01"}, {id = "s2", offering = "o1", plan_line = "p1", starts_on = "2027-02-01", status = "cancelled"}},
     measurements = {{plan_line = "p1", moment = "pre", date = "2027-03-01", value = 2}, {plan_line = "p1", moment = "post", date = "2027-01-01", value = 2}}},
  },
  clean = {
    plan_lines = {{id = "p1"}, {id = "p2"}, {id = "p3", decision = "out"}, {id = "p4"}}, offerings = {{id = "o1"}},
    evaluation_plans = {{id = "v1", plan_line = "p1", control_design = "pre_post"}, {id = "v2", plan_line = "p2", control_design = "expert"}, {id = "v3", plan_line = "p3", control_design = "pre_post"},
                        {id = "v4", plan_line = "p4", control_design = "pre_post"}},
    sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-03-01"}, {id = "s4", offering = "o1", plan_line = "p4", starts_on = "2027-04-01"}},
    measurements = {{plan_line = "p1", moment = "pre", date = "2027-02-28", value = 2}, {session = "s4", moment = "pre", date = "2027-03-31", value = 2}},
  },
}
