-- Needs that are open or planned. The model gives a need no period but a deadline: what is due by the
-- end of the plan year is work of that year, what is due later of the year of its deadline.
-- Groups overlap when somebody may be in both.
local people = require("ld.people")

local function tell(report, later, earlier, nc)
  report {
    at = later, key = earlier.id .. " " .. nc.competency.id, evidence = {earlier},
    values = {other = earlier.id, competency = nc.competency.id, to_level = nc.to_level},
    message = {
      en = ("%s asks level %d of %s for people for whom %s already asks it"):format(later.id, nc.to_level, nc.competency.label, earlier.id),
      nl = ("%s vraagt niveau %d van %s voor mensen voor wie %s dat al vraagt"):format(later.id, nc.to_level, nc.competency.label, earlier.id),
    },
  }
end

-- The earlier needs of one competency, level and period. Named people are looked up, so that a need
-- per person does not compare every pair.
local function find_earlier(group, need)
  for e in need.employees:each() do
    if group.by_employee[e.id] then return group.by_employee[e.id] end
  end
  local others = group
  if people.is_named(need) then others = group.unnamed end
  for _, other in ipairs(others) do
    if people.overlap(need, other) then return other end
  end
end

return ld.rule {
  id = "needs/duplicate", code = "N10", step = 5, severity = "warning",
  title = {en = "Duplicate needs", nl = "Dubbele leerbehoeften"},
  once = function(org, P, report)
    local groups = {}
    for nc in ld.need_competencies:where("need.status == 'open' or need.status == 'planned'"):each() do
      local need = nc.need
      local key = table.concat({nc.competency.id, nc.to_level, people.year_of(need)}, "\n")
      local group = groups[key] or {by_employee = {}, unnamed = {}}
      local earlier = find_earlier(group, need)
      groups[key] = group
      if earlier then tell(report, need, earlier, nc) end
      group[#group + 1] = need
      if not people.is_named(need) then group.unnamed[#group.unnamed + 1] = need end
      for e in need.employees:each() do group.by_employee[e.id] = group.by_employee[e.id] or need end
    end
  end,
  help = {en = "Merge the two, reject one, or name groups that do not overlap.",
          nl = "Voeg de twee samen, wijs er één af, of noem groepen die elkaar niet overlappen."},
  why = {en = "The same learning asked twice counts the same euros twice and crowds out something else.",
         nl = "Dubbel gevraagd leren telt dezelfde euro's twee keer en verdringt iets anders."},
  fires = {
    {competencies = {{id = "c1"}}, units = {{id = "u1"}, {id = "u2", parent = "u1"}},
     needs = {{id = "n1", unit = "u1"}, {id = "n2", unit = "u2", deadline = "2027-12-31"}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 3}, {need = "n2", competency = "c1", to_level = 3}}},
    {competencies = {{id = "c1"}}, units = {{id = "u1"}}, roles = {{id = "r1"}}, employees = {{id = "e1", unit = "u1", role = "r1"}},
     needs = {{id = "n1", role = "r1"}, {id = "n2", unit = "u1", status = "planned"}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 3}, {need = "n2", competency = "c1", to_level = 3}}},
    {competencies = {{id = "c1"}}, employees = {{id = "e1"}, {id = "e2"}},
     needs = {{id = "n1", employees = {"e1", "e2"}}, {id = "n2", employees = {"e2"}}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 3}, {need = "n2", competency = "c1", to_level = 3}}},
    {competencies = {{id = "c1"}}, roles = {{id = "r1"}}, employees = {{id = "e1", role = "r1"}},
     needs = {{id = "n1", employees = {"e1"}}, {id = "n2", role = "r1"}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 3}, {need = "n2", competency = "c1", to_level = 3}}},
    {competencies = {{id = "c1"}}, roles = {{id = "r1"}}, employees = {{id = "e1", role = "r1"}},
     needs = {{id = "n1", role = "r1"}, {id = "n2", employees = {"e1"}}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 3}, {need = "n2", competency = "c1", to_level = 3}}},
    {competencies = {{id = "c1"}}, roles = {{id = "r1"}},
     needs = {{id = "n1", role = "r1", deadline = "2028-02-01"}, {id = "n2", role = "r1", deadline = "2028-12-31"}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 3}, {need = "n2", competency = "c1", to_level = 3}}},
  },
  clean = {
    {competencies = {{id = "c1"}, {id = "c2"}}, units = {{id = "u1"}, {id = "u2"}}, roles = {{id = "r1"}, {id = "r2"}},
     employees = {{id = "e1", unit = "u2", role = "r1"}, {id = "e2", unit = "u2", role = "r2"}},
     needs = {{id = "n1", unit = "u1"}, {id = "n2", unit = "u2", role = "r1"}, {id = "n3", unit = "u1", deadline = "2028-01-01"},
              {id = "n4", unit = "u1", status = "met"}, {id = "n5", unit = "u2", role = "r2"}, {id = "n6", unit = "u1", status = "rejected"}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 3}, {need = "n2", competency = "c1", to_level = 3}, {need = "n3", competency = "c1", to_level = 3},
                          {need = "n4", competency = "c1", to_level = 3}, {need = "n5", competency = "c1", to_level = 3}, {need = "n6", competency = "c1", to_level = 3},
                          {need = "n2", competency = "c2", to_level = 3}, {need = "n5", competency = "c2", to_level = 2}}},
    {competencies = {{id = "c1"}}, units = {{id = "u1"}, {id = "u2"}}, roles = {{id = "r1"}, {id = "r2"}},
     employees = {{id = "e1", unit = "u1", role = "r1"}, {id = "e2", unit = "u2", role = "r2"}},
     needs = {{id = "n1", employees = {"e1"}}, {id = "n2", employees = {"e2"}}, {id = "n3", unit = "u2", role = "r1"}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 3}, {need = "n2", competency = "c1", to_level = 3}, {need = "n3", competency = "c1", to_level = 3}}},
    {competencies = {{id = "c1"}}, units = {{id = "u1"}}, roles = {{id = "r1"}}, employees = {{id = "e1", role = "r1"}},
     needs = {{id = "n1", role = "r1"}, {id = "n2", unit = "u1"}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 3}, {need = "n2", competency = "c1", to_level = 3}}},
  },
}
