-- The gap of a role is that of the people whose requirement comes from this role (as in gaps); an
-- unknown gap adds nothing. A need answers it when it is open or planned, asks the competency, and
-- is about at least one of these people.
local people = require("ld.people")

local function is_answered(competency, gaps)
  for nc in competency.need_competencies:where("need.status == 'open' or need.status == 'planned'"):each() do
    for g in gaps:each() do
      if people.is_meant(nc.need, g.employee) then return true end
    end
  end
  return false
end

return ld.rule {
  id = "needs/critical-gap", code = "N09", step = 4, severity = "error",
  title = {en = "Critical gap without need", nl = "Kritieke kloof zonder leerbehoefte"},
  once = function(org, P, report)
    for c in ld.competencies:where("critical"):each() do
      for _, gaps in pairs(c.gaps:where("gap > 0"):group("role")) do
        local sum, role = gaps:sum("gap * criticality"), gaps:first().role
        if sum > P.t_crit and not is_answered(c, gaps) then
          report {
            at = role, key = c.id, size = sum, evidence = gaps:sort("gap", "desc"):first(5),
            values = {competency = c.id, sum = sum, heads = #gaps},
            message = {
              en = ("role %s misses %d levels of %s over %s, weighed by criticality (more than %.10g), and no open need is about it"):format(
                role.label, sum, c.label, people.heads_en(#gaps), P.t_crit),
              nl = ("functie %s mist %d niveaus %s bij %s, gewogen naar kritikaliteit (meer dan %.10g), en geen open leerbehoefte gaat daarover"):format(
                role.label, sum, c.label, people.heads_nl(#gaps), P.t_crit),
            },
          }
        end
      end
    end
  end,
  help = {en = "Record a need for the competency with this role or these people, or correct the requirement.",
          nl = "Leg een leerbehoefte vast voor de competentie met deze functie of deze mensen, of verbeter de functie-eis."},
  why = {en = "A critical competency that falls short endangers the work; without a need the plan cannot answer it.",
         nl = "Een tekort op een kritieke competentie bedreigt het werk; zonder leerbehoefte kan het plan er niets aan doen."},
  params = {t_crit = {type = "number", unit = "levels", default = 5, min = 0,
                      doc = {en = "Sum of levels short times criticality (1-5) that a role may have on one critical competency: 5 is one person one level short at the highest criticality.",
                             nl = "Som van ontbrekende niveaus maal kritikaliteit (1-5) die een functie op één kritieke competentie mag hebben: 5 is één persoon die één niveau mist bij de hoogste kritikaliteit."}}},
  fires = {
    {competencies = {{id = "c1", critical = true}}, roles = {{id = "r1"}}, employees = {{id = "e1", role = "r1"}},
     role_requirements = {{role = "r1", competency = "c1", required_level = 5, criticality = 3}},
     assessments = {{employee = "e1", competency = "c1", level = 3, date = "2026-05-01"}}},
    {competencies = {{id = "c1", critical = true}, {id = "c2"}}, roles = {{id = "r1"}, {id = "r2"}},
     employees = {{id = "e1", role = "r1"}, {id = "e2", role = "r2"}},
     role_requirements = {{role = "r1", competency = "c1", required_level = 5, criticality = 3}},
     assessments = {{employee = "e1", competency = "c1", level = 3, date = "2026-05-01"}},
     needs = {{id = "n1", role = "r2"}, {id = "n2", role = "r1", status = "rejected"}, {id = "n3", role = "r1"}, {id = "n4", employees = {"e2"}}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 5}, {need = "n2", competency = "c1", to_level = 5},
                          {need = "n3", competency = "c2", to_level = 5}, {need = "n4", competency = "c1", to_level = 5}}},
    {competencies = {{id = "c1", critical = true}}, roles = {{id = "r1"}}, employees = {{id = "e1", role = "r1"}, {id = "e2", role = "r1"}, {id = "e3", role = "r1"}},
     role_requirements = {{role = "r1", competency = "c1", required_level = 3, criticality = 3}},
     assessments = {{employee = "e1", competency = "c1", level = 2, date = "2026-05-01"}, {employee = "e2", competency = "c1", level = 2, date = "2026-05-01"}, {employee = "e3", competency = "c1", level = 3, date = "2026-05-01"}},
     needs = {{id = "n1", employees = {"e3"}}}, need_competencies = {{need = "n1", competency = "c1", to_level = 4}}},
  },
  clean = {
    {competencies = {{id = "c1", critical = true}, {id = "c2"}, {id = "c3", critical = true}}, roles = {{id = "r1"}},
     employees = {{id = "e1", role = "r1"}},
     role_requirements = {{role = "r1", competency = "c1", required_level = 3, criticality = 5}, {role = "r1", competency = "c2", required_level = 9, criticality = 5},
                          {role = "r1", competency = "c3", required_level = 9, criticality = 5}},
     assessments = {{employee = "e1", competency = "c1", level = 2, date = "2026-05-01"}, {employee = "e1", competency = "c2", level = 2, date = "2026-05-01"}}},
    {competencies = {{id = "c1", critical = true}, {id = "c2", critical = true}}, roles = {{id = "r1"}}, units = {{id = "u1"}},
     employees = {{id = "e1", role = "r1", unit = "u1"}},
     role_requirements = {{role = "r1", competency = "c1", required_level = 5, criticality = 5}, {role = "r1", competency = "c2", required_level = 5, criticality = 5}},
     assessments = {{employee = "e1", competency = "c1", level = 2, date = "2026-05-01"}, {employee = "e1", competency = "c2", level = 2, date = "2026-05-01"}},
     needs = {{id = "n1", unit = "u1"}, {id = "n2", employees = {"e1"}, status = "planned"}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 5}, {need = "n2", competency = "c2", to_level = 5}}},
  },
}
