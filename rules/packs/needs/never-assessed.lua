-- Holders are the active people who hold the role on the run date; an assessment is valid when it is
-- final, not past its valid_until and not from after the run date. A role that nobody holds is left alone.
local people = require("ld.people")

return ld.rule {
  id = "needs/never-assessed", code = "N06", step = 4, severity = "warning",
  title = {en = "Required but never assessed", nl = "Gevraagd maar niet beoordeeld"},
  once = function(org, P, report)
    for r in ld.role_requirements:where(people.in_force):each() do
      local holders, known = people.holders(r.role), 0
      for _, e in ipairs(holders) do
        if ld.level(e, r.competency) then known = known + 1 end
      end
      if known < P.t_ass * #holders then
        local share = people.percent(known / #holders)
        report {
          at = r, field = "required_level", size = #holders - known, values = {assessed = known, holders = #holders},
          message = {
            en = ("%d of %d holders of %s (%s) have a valid assessment of %s, fewer than %s"):format(known, #holders, r.role.id,
              share, r.competency.label, people.percent(P.t_ass)),
            nl = ("%d van de %d mensen in functie %s (%s) hebben een geldige beoordeling van %s, minder dan %s"):format(known, #holders,
              r.role.id, share, r.competency.label, people.percent(P.t_ass)),
          },
        }
      end
    end
  end,
  help = {en = "Assess the others, or accept for now that their gap is unknown and not zero.",
          nl = "Beoordeel de anderen, of aanvaard voorlopig dat hun kloof onbekend is en niet nul."},
  why = {en = "Where the present level is unknown, every gap is a guess.",
         nl = "Als het huidige niveau onbekend is, is elke kloof een gok."},
  params = {t_ass = {type = "share", default = 0.6, min = 0, max = 1,
                     doc = {en = "Least share of the holders of a role who have a valid assessment.",
                            nl = "Kleinste aandeel van de mensen in een functie met een geldige beoordeling."}}},
  fires = {
    {competencies = {{id = "c1"}}, roles = {{id = "r1"}}, employees = {{id = "e1", role = "r1"}},
     role_requirements = {{role = "r1", competency = "c1", required_level = 3}}},
    {competencies = {{id = "c1"}}, roles = {{id = "r1"}},
     employees = {{id = "e1", role = "r1"}, {id = "e2", role = "r1"}, {id = "e3", role = "r1"}, {id = "e4", role = "r1"}, {id = "e5", role = "r1"}},
     role_requirements = {{role = "r1", competency = "c1", required_level = 3}},
     assessments = {{employee = "e1", competency = "c1", level = 2, date = "2026-05-01"}, {employee = "e2", competency = "c1", level = 2, date = "2026-05-01"},
                    {employee = "e3", competency = "c1", level = 2, date = "2026-05-01", valid_until = "2026-12-31"},
                    {employee = "e4", competency = "c1", level = 2, date = "2026-05-01", status = "draft"}}},
  },
  clean = {
    competencies = {{id = "c1"}}, roles = {{id = "r1"}, {id = "r2"}},
    employees = {{id = "e1", role = "r1"}, {id = "e2", role = "r1"}, {id = "e3", role = "r1"}, {id = "e4", role = "r1"}, {id = "e5", role = "r1"},
                 {id = "e6", role = "r1", status = "left"}},
    role_requirements = {{role = "r1", competency = "c1", required_level = 3}, {role = "r2", competency = "c1", required_level = 3}},
    assessments = {{employee = "e1", competency = "c1", level = 2, date = "2026-05-01"}, {employee = "e2", competency = "c1", level = 0, date = "2027-01-01"},
                   {employee = "e3", competency = "c1", level = 2, date = "2026-05-01", valid_until = "2027-01-01"}},
  },
}
