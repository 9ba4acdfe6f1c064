-- Before and after of one line (or session, or other subject) and one level. Instrument and scale differ
-- when both write them and no baseline has the same. Where persons are known, of the larger group enough
-- must be in both; figures of whole groups do not say who answered.
local evaluation = require("ld.evaluation")
local people = require("ld.people")

local dutch = {instrument = "het instrument", scale = "de schaal"}

return ld.rule {
  id = "impact/not-comparable", code = "E05", step = 7, severity = "error",
  title = {en = "Pre and post not comparable", nl = "Voor- en nameting niet vergelijkbaar"},
  once = function(org, P, report)
    local groups, order = {}, {}
    for m in ld.measurements:where("moment == 'pre' or moment == 'post'"):each() do
      local key = evaluation.subject(m) .. " " .. (m.level or "")
      local group = groups[key]
      if not group then
        group = {pre = {}, post = {}}
        groups[key], order[#order + 1] = group, group
      end
      local list = group[m.moment]
      list[#list + 1] = m
    end
    local function tell(m, pre, en, nl)
      report {at = m, evidence = {pre}, message = {en = ("%s cannot be compared with its baseline: %s"):format(m.id, en), nl = ("%s is niet te vergelijken met de nulmeting: %s"):format(m.id, nl)}}
    end
    local function judge(group)
      for _, m in ipairs(group.post) do
        for _, field in ipairs {"instrument", "scale"} do
          local then_it_was = m[field] and evaluation.other(group.pre, field, m[field])
          if then_it_was then
            return tell(m, group.pre[1], ("%s is %s, then it was %s"):format(field, m[field], then_it_was),
              ("%s is %s, toen %s"):format(dutch[field], m[field], then_it_was))
          end
        end
      end
      local share = evaluation.shared(group.pre, group.post)
      if share and share < P.t_match then
        tell(group.post[1], group.pre[1], ("%s of the people are the same, fewer than %s"):format(people.percent(share), people.percent(P.t_match)),
          ("%s van de mensen is dezelfde, minder dan %s"):format(people.percent(share), people.percent(P.t_match)))
      end
    end
    for _, group in ipairs(order) do
      judge(group)
    end
  end,
  help = {en = "Measure the same people with the same instrument and scale, or do not show a difference.",
          nl = "Meet dezelfde mensen met hetzelfde instrument en dezelfde schaal, of toon geen verschil."},
  why = {en = "A difference between two instruments or two groups says nothing about learning.",
         nl = "Een verschil tussen twee instrumenten of twee groepen zegt niets over leren."},
  params = {t_match = {type = "share", default = 0.6, min = 0, max = 1, doc = {en = "Least share of the people who were measured both before and after.", nl = "Kleinste aandeel van de mensen dat zowel vooraf als achteraf is gemeten."}}},
  fires = {
    {plan_lines = {{id = "p1"}}, measurements = {{plan_line = "p1", level = "L2", moment = "pre", date = "2027-01-01", value = 2, instrument = "Toets A"}, {plan_line = "p1", level = "L2", moment = "post", date = "2027-05-01", value = 3, instrument = "Toets B"}}},
    {plan_lines = {{id = "p1"}}, offerings = {{id = "o1"}}, sessions = {{id = "s1", offering = "o1", plan_line = "p1"}},
     measurements = {{plan_line = "p1", level = "L2", moment = "pre", date = "2027-01-01", value = 2, scale = "0-4"}, {session = "s1", level = "L2", moment = "post", date = "2027-05-01", value = 3, scale = "0-100"}}},
    {plan_lines = {{id = "p1"}}, employees = {{id = "e1"}, {id = "e2"}, {id = "e3"}, {id = "e4"}, {id = "e5"}},
     measurements = {{plan_line = "p1", employee = "e1", moment = "pre", date = "2027-01-01", value = 2}, {plan_line = "p1", employee = "e2", moment = "pre", date = "2027-01-01", value = 2},
                     {plan_line = "p1", employee = "e1", moment = "post", date = "2027-05-01", value = 3}, {plan_line = "p1", employee = "e2", moment = "post", date = "2027-05-01", value = 3},
                     {plan_line = "p1", employee = "e3", moment = "post", date = "2027-05-01", value = 3}, {plan_line = "p1", employee = "e4", moment = "post", date = "2027-05-01", value = 3}}},
  },
  clean = {
    plan_lines = {{id = "p1"}, {id = "p2"}}, employees = {{id = "e1"}, {id = "e2"}, {id = "e3"}, {id = "e4"}, {id = "e5"}}, policies = {{id = "b1", version = 1}},
    measurements = {{plan_line = "p1", employee = "e1", moment = "pre", date = "2027-01-01", value = 2, instrument = "Toets A", scale = "0-4"}, {plan_line = "p1", employee = "e2", moment = "pre", date = "2027-01-01", value = 2, instrument = "Toets A"},
                    {plan_line = "p1", employee = "e3", moment = "pre", date = "2027-01-01", value = 2}, {plan_line = "p1", employee = "e1", moment = "post", date = "2027-05-01", value = 3, instrument = "Toets A", scale = "0-4"},
                    {plan_line = "p1", employee = "e2", moment = "post", date = "2027-05-01", value = 3}, {plan_line = "p1", employee = "e3", moment = "post", date = "2027-05-01", value = 3},
                    {plan_line = "p1", employee = "e4", moment = "post", date = "2027-05-01", value = 3}, {plan_line = "p1", employee = "e5", moment = "post", date = "2027-05-01", value = 3},
                    {plan_line = "p1", level = "L3", moment = "post", date = "2027-05-01", value = 3, instrument = "Anders"}, {plan_line = "p2", moment = "pre", date = "2027-05-01", value = 3, instrument = "Anders"},
                    {plan_line = "p1", moment = "follow_up", date = "2027-09-01", value = 3, instrument = "Anders"},
                    {about = "policies:b1", moment = "pre", date = "2026-05-01", value = 3, instrument = "Scan"}, {about = "policies:b1", moment = "post", date = "2027-05-01", value = 3, instrument = "Scan"}},
  },
}
