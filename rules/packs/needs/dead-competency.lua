-- A retired competency may rest, and one with parts counts through them. What no active offering teaches
-- is out of reach from level 1 on.
return ld.rule {
  id = "needs/dead-competency", code = "N13", step = 5, severity = "note",
  title = {en = "Dead or unreachable competency", nl = "Ongebruikte of onbereikbare competentie"},
  each = "competencies",
  where = "status ~= 'retired'",
  fails = [[(#role_requirements == 0 and #need_competencies == 0 and #offering_competencies == 0 and #children == 0)
    or role_requirements:max("required_level") > (offering_competencies:where("offering.status ~= 'expired'"):max("to_level") or 0)]],
  message = {en = "{label}: {#role_requirements == 0 and 'no role, need or offering uses it' or 'roles ask level ' .. role_requirements:max('required_level') .. ', and active offerings reach level ' .. (offering_competencies:where(\"offering.status ~= 'expired'\"):max('to_level') or 0)}",
             nl = "{label}: {#role_requirements == 0 and 'geen functie, leerbehoefte of aanbod gebruikt deze competentie' or 'functies vragen niveau ' .. role_requirements:max('required_level') .. ' en het lopende aanbod komt tot niveau ' .. (offering_competencies:where(\"offering.status ~= 'expired'\"):max('to_level') or 0)}"},
  help = {en = "Retire a competency that nobody uses; find an offering up to the level that a role asks, or ask a level that can be reached.",
          nl = "Zet een competentie die niemand gebruikt op vervallen; zoek aanbod tot het niveau dat een functie vraagt, of vraag een haalbaar niveau."},
  why = {en = "A dictionary that nobody uses hides what matters, and a level that cannot be learnt frustrates who must reach it.",
         nl = "Een woordenboek vol ongebruikte termen verbergt wat ertoe doet, en een niveau dat niet te leren is frustreert wie het moet halen."},
  evidence = {from = "role_requirements", sort = "required_level", first = 3},
  fires = {
    {competencies = {{id = "c1"}}},
    {competencies = {{id = "c1"}}, roles = {{id = "r1"}}, role_requirements = {{role = "r1", competency = "c1", required_level = 1}}},
    {competencies = {{id = "c1"}}, roles = {{id = "r1"}, {id = "r2"}}, offerings = {{id = "o1"}, {id = "o2", status = "expired"}},
     role_requirements = {{role = "r1", competency = "c1", required_level = 4}, {role = "r2", competency = "c1", required_level = 2}},
     offering_competencies = {{offering = "o1", competency = "c1", to_level = 3}, {offering = "o2", competency = "c1", to_level = 5}}},
  },
  clean = {
    competencies = {{id = "c1"}, {id = "c2", status = "retired"}, {id = "c3"}, {id = "c4", parent = "c3"}, {id = "c5"}},
    roles = {{id = "r1"}}, offerings = {{id = "o1"}}, needs = {{id = "n1"}},
    role_requirements = {{role = "r1", competency = "c1", required_level = 3}},
    offering_competencies = {{offering = "o1", competency = "c1", to_level = 3}, {offering = "o1", competency = "c4", to_level = 1}},
    need_competencies = {{need = "n1", competency = "c5", to_level = 2}},
  },
}
