-- 0 is none on every scale; without a scale, or with one that has no levels yet, levels run to 100.
local scales = require("ld.scales")

return ld.rule {
  id = "needs/level-out-of-scale", code = "N08", step = 4, severity = "error",
  title = {en = "Scale mismatch or level out of range", nl = "Niveau past niet op de schaal"},
  once = function(org, P, report)
    for c in ld.competencies:each() do
      local function tell(record, field, level)
        report {
          at = record, field = field, values = {level = level},
          message = {en = ("level %d of %s is not on its scale (%s)"):format(level, c.label, scales.levels(c.scale)),
                     nl = ("niveau %d van %s staat niet op de schaal (%s)"):format(level, c.label, scales.levels(c.scale))},
        }
      end
      for r in c.role_requirements:where(scales.off(c.scale, "required_level")):each() do
        tell(r, "required_level", r.required_level)
      end
      for a in c.assessments:where(scales.off(c.scale, "level")):each() do tell(a, "level", a.level) end
    end
  end,
  help = {en = "Use a level of the competency's scale, or give the competency the scale that was meant.",
          nl = "Gebruik een niveau van de schaal van de competentie, of geef de competentie de bedoelde schaal."},
  why = {en = "A level from another scale makes every gap that is computed with it wrong.",
         nl = "Een niveau van een andere schaal maakt elke kloof die ermee wordt berekend onjuist."},
  fires = {
    {scales = {{id = "s1"}}, scale_levels = {{scale = "s1", level = 1}, {scale = "s1", level = 2}, {scale = "s1", level = 4}},
     competencies = {{id = "c1", scale = "s1"}}, employees = {{id = "e1"}},
     assessments = {{employee = "e1", competency = "c1", level = 3, date = "2026-05-01"}}},
    {scales = {{id = "s1"}}, scale_levels = {{scale = "s1", level = 1}, {scale = "s1", level = 3}},
     competencies = {{id = "c1", scale = "s1"}}, roles = {{id = "r1"}},
     role_requirements = {{role = "r1", competency = "c1", required_level = 2}}},
  },
  clean = {
    scales = {{id = "s1"}, {id = "s2"}}, scale_levels = {{scale = "s1", level = 1}, {scale = "s1", level = 3}},
    competencies = {{id = "c1", scale = "s1"}, {id = "c2"}, {id = "c3", scale = "s2"}}, employees = {{id = "e1"}}, roles = {{id = "r1"}},
    assessments = {{employee = "e1", competency = "c1", level = 3, date = "2026-05-01"}, {employee = "e1", competency = "c1", level = 0, date = "2026-05-02"},
                   {employee = "e1", competency = "c2", level = 100, date = "2026-05-01"}, {employee = "e1", competency = "c2", level = 0, date = "2026-05-03"},
                   {employee = "e1", competency = "c3", level = 7, date = "2026-05-01"}},
    role_requirements = {{role = "r1", competency = "c1", required_level = 1}, {role = "r1", competency = "c2", required_level = 100}},
  },
}
