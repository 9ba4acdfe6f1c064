-- Holders are the people whose role asks the competency and who have the level it asks. Who has a
-- contract that ends by the end of the plan year is a known leaver.
local people = require("ld.people")
local staying = [[current >= required and (employee.contract_to == nil or employee.contract_to > ']] .. people.last .. [[')]]

return ld.rule {
  id = "needs/single-point", code = "N12", step = 4, severity = "warning",
  title = {en = "Single point of knowledge", nl = "Kennis bij één persoon"},
  each = "competencies",
  where = "critical and #role_requirements > 0",
  fails = [[gaps:count("]] .. staying .. [[") <= P.t_bus]],
  message = {en = "{label}: {gaps:count('current >= required')} of {#gaps} people who need it have the level, {gaps:count(\"" .. staying .. "\")} after those who leave in {ld.year}",
             nl = "{label}: {gaps:count('current >= required')} van de {#gaps} mensen die het nodig hebben, hebben het niveau; {gaps:count(\"" .. staying .. "\")} na wie in {ld.year} vertrekt"},
  help = {en = "Let somebody learn from the last holder while that person is there, or hire in time.",
          nl = "Laat iemand het leren van wie het nog kan zolang die er is, of werf op tijd."},
  why = {en = "When the only one who can do it is ill or leaves, the work stops.",
         nl = "Als de enige die het kan ziek is of vertrekt, staat het werk stil."},
  evidence = {from = "gaps:where('current >= required')", first = 5},
  params = {t_bus = {type = "integer", unit = "heads", default = 1, min = 0,
                     doc = {en = "So many holders of a critical competency, or fewer, is too few.",
                            nl = "Zoveel mensen of minder met een kritieke competentie is te weinig."}}},
  fires = {
    {competencies = {{id = "c1", critical = true}}, roles = {{id = "r1"}}, employees = {{id = "e1", role = "r1"}, {id = "e2", role = "r1"}},
     role_requirements = {{role = "r1", competency = "c1", required_level = 3}},
     assessments = {{employee = "e1", competency = "c1", level = 3, date = "2026-05-01"}, {employee = "e2", competency = "c1", level = 2, date = "2026-05-01"}}},
    {competencies = {{id = "c1", critical = true}}, roles = {{id = "r1"}}, employees = {{id = "e1", role = "r1"}, {id = "e2", role = "r1", contract_to = "2027-12-31"}},
     role_requirements = {{role = "r1", competency = "c1", required_level = 3}},
     assessments = {{employee = "e1", competency = "c1", level = 3, date = "2026-05-01"}, {employee = "e2", competency = "c1", level = 4, date = "2026-05-01"}}},
    {competencies = {{id = "c1", critical = true}}, roles = {{id = "r1"}}, role_requirements = {{role = "r1", competency = "c1", required_level = 3}}},
  },
  clean = {
    competencies = {{id = "c1", critical = true}, {id = "c2"}, {id = "c3", critical = true}}, roles = {{id = "r1"}},
    employees = {{id = "e1", role = "r1"}, {id = "e2", role = "r1", contract_to = "2028-01-01"}},
    role_requirements = {{role = "r1", competency = "c1", required_level = 3}, {role = "r1", competency = "c2", required_level = 3}},
    assessments = {{employee = "e1", competency = "c1", level = 3, date = "2026-05-01"}, {employee = "e2", competency = "c1", level = 4, date = "2026-05-01"}},
  },
}
