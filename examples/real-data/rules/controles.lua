-- Wat O*NET mogelijk maakt: een beroep vergelijken met wie het uitoefent.
return ld.rule {
  id = "rijnmond/half-the-profile", code = "RM01", step = 4, severity = "warning",
  title = { en = "Somebody lacks half of the profile of the occupation", nl = "Iemand mist de helft van het beroepsprofiel" },
  each = "employees",
  fails = "gaps:count('current < required') >= P.t_profile * #gaps and #gaps > 0",
  message = {
    en = "{id} is below the level on {gaps:count('current < required')} of the {#gaps} parts of {role.label}",
    nl = "{id} zit op {gaps:count('current < required')} van de {#gaps} onderdelen van {role.label} onder het niveau",
  },
  help = { en = "Talk about the course of the coming years before choosing courses.", nl = "Bespreek eerst de loopbaan van de komende jaren, en dan pas opleidingen." },
  params = {
    t_profile = { type = "share", default = 0.5, min = 0, max = 1,
      doc = { en = "Part of the requirements that may be missed.", nl = "Deel van de eisen dat gemist mag worden." } },
  },
  fires = {
    competencies = { { id = "c" }, { id = "d" } }, roles = { { id = "r" } }, employees = { { id = "e", role = "r" } },
    role_requirements = { { role = "r", competency = "c", required_level = 3 }, { role = "r", competency = "d", required_level = 3 } },
    assessments = { { employee = "e", competency = "c", level = 1, date = "2026-09-01" } },
  },
  clean = {
    competencies = { { id = "c" }, { id = "d" }, { id = "f" } }, roles = { { id = "r" } }, employees = { { id = "e", role = "r" }, { id = "g" } },
    role_requirements = { { role = "r", competency = "c", required_level = 3 }, { role = "r", competency = "d", required_level = 3 }, { role = "r", competency = "f", required_level = 3 } },
    assessments = { { employee = "e", competency = "c", level = 1, date = "2026-09-01" } },
  },
}
