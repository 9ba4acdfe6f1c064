-- The needs of a programme are those of its plan lines, listed or served. The goals of its movement
-- do not count: that movement may serve more than this programme does.
return ld.rule {
  id = "hrd-plan/programme-without-purpose", code = "H04", step = 4, severity = "warning",
  title = { en = "Programme without need and without goal", nl = "Programma zonder leerbehoefte en zonder doel" },
  each = "programmes",
  fails = "#goals == 0 and #contributions == 0 and not plan_lines:any('#needs > 0 or #served > 0')",
  message = {
    en = "{label} serves no goal and no need",
    nl = "{label} dient geen doel en geen leerbehoefte",
  },
  help = {
    en = "Name the goals of the programme, or link its lines to the needs that they answer.",
    nl = "Benoem de doelen van het programma, of koppel de planregels aan de leerbehoeften die ze beantwoorden.",
  },
  why = {
    en = "A programme for which nobody can say what it is for lives on because it was there last year.",
    nl = "Een programma waarvan niemand kan zeggen waar het voor is, bestaat omdat het er vorig jaar ook was.",
  },
  fires = { programmes = { { id = "p1" } }, plan_lines = { { id = "l1", programme = "p1" } } },
  clean = {
    { goals = { { id = "g1" } }, programmes = { { id = "p1", goals = { "g1" } }, { id = "p2", contributions = { { goal = "g1" } } } } },
    { needs = { { id = "n1" } }, programmes = { { id = "p1" }, { id = "p2" } },
      plan_lines = { { id = "l1", programme = "p1", needs = { "n1" } }, { id = "l2", programme = "p2", served = { { need = "n1", seats = 3 } } } } },
  },
}
