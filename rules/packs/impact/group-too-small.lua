-- A figure is what was measured on one subject, unit, level, moment and instrument; the people behind it
-- are those who answered, each once. L4 and L5 that name nobody and no number of people are figures of the organisation.
local evaluation = require("ld.evaluation")
local people = require("ld.people")

return ld.rule {
  id = "impact/group-too-small", code = "E10", step = 7, severity = "error",
  title = {en = "Reported group too small", nl = "Gerapporteerde groep te klein"},
  once = function(org, P, report)
    local groups, order = {}, {}
    for m in ld.measurements:where("(level ~= 'L4' and level ~= 'L5') or n > 1 or employee ~= nil or token ~= nil"):each() do
      local key, who = evaluation.figure(m), evaluation.person(m)
      local group = groups[key]
      if not group then
        group = {first = m, people = 0, seen = {}}
        groups[key], order[#order + 1] = group, group
      end
      if not who then
        group.people = group.people + m.n
      elseif not group.seen[who] then
        group.seen[who] = true
        group.people = group.people + 1
      end
    end
    for _, group in ipairs(order) do
      if group.people < P.t_k then
        local m = group.first
        local where = evaluation.figure_label(m)
        report {
          at = m, field = "n", size = P.t_k - group.people, values = {people = group.people, least = P.t_k},
          message = {
            en = ("the figure of %s rests on %s, fewer than %d; reports leave it out"):format(where, people.heads_en(group.people), P.t_k),
            nl = ("het cijfer van %s rust op %s, minder dan %d; rapporten laten het weg"):format(where, people.heads_nl(group.people), P.t_k),
          },
        }
      end
    end
  end,
  help = {en = "Show it for a larger group only, such as the unit above.", nl = "Toon het alleen voor een grotere groep, zoals het bovenliggende onderdeel."},
  why = {en = "In a small group an answer leads to a person; privacy law asks that it does not.",
         nl = "In een kleine groep is een antwoord te herleiden tot een persoon; dat mag niet van de AVG."},
  params = {t_k = {type = "integer", unit = "heads", default = 5, min = 1, doc = {en = "Least number of people behind a figure that is shown.", nl = "Kleinste aantal mensen achter een cijfer dat wordt getoond."}}},
  fires = {
    {plan_lines = {{id = "p1"}}, measurements = {{plan_line = "p1", level = "L4", date = "2027-05-01", value = 7, n = 4}}},
    {plan_lines = {{id = "p1"}}, measurements = {{plan_line = "p1", level = "L1", date = "2027-05-01", value = 7, n = 4}}},
    {plan_lines = {{id = "p1"}}, employees = {{id = "e1"}, {id = "e2"}, {id = "e3"}, {id = "e4"}}, measurements = {{plan_line = "p1", employee = "e1", level = "L4", date = "2027-05-01", value = 7}, {plan_line = "p1", employee = "e2", level = "L4", date = "2027-05-01", value = 7},
     {plan_line = "p1", employee = "e3", level = "L4", date = "2027-05-01", value = 7}, {plan_line = "p1", employee = "e4", level = "L4", date = "2027-05-01", value = 7}, {plan_line = "p1", employee = "e4", level = "L4", date = "2027-05-02", value = 7}}},
    {plan_lines = {{id = "p1"}}, units = {{id = "u1"}, {id = "u2"}}, measurements = {{plan_line = "p1", token = "a", unit = "u1", date = "2027-05-01", value = 7}, {plan_line = "p1", token = "b", unit = "u1", date = "2027-05-01", value = 7},
     {plan_line = "p1", token = "c", unit = "u1", date = "2027-05-01", value = 7}, {plan_line = "p1", token = "d", unit = "u2", date = "2027-05-01", value = 7}, {plan_line = "p1", token = "e", unit = "u2", date = "2027-05-01", value = 7}}},
  },
  clean = {
    plan_lines = {{id = "p1"}}, employees = {{id = "e1"}, {id = "e2"}, {id = "e3"}, {id = "e4"}, {id = "e5"}},
    measurements = {{plan_line = "p1", level = "L1", date = "2027-05-01", value = 7, n = 5}, {plan_line = "p1", level = "L4", date = "2027-05-01", value = 7}, {plan_line = "p1", level = "L5", date = "2027-05-01", value = 7},
                    {plan_line = "p1", employee = "e1", level = "L2", date = "2027-05-01", value = 7}, {plan_line = "p1", employee = "e2", level = "L2", date = "2027-05-01", value = 7},
                    {plan_line = "p1", employee = "e3", level = "L2", date = "2027-05-01", value = 7}, {plan_line = "p1", employee = "e4", level = "L2", date = "2027-05-01", value = 7},
                    {plan_line = "p1", employee = "e5", level = "L2", date = "2027-05-01", value = 7}},
  },
}
