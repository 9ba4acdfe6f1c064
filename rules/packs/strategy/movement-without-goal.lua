return ld.rule {
  id = "strategy/movement-without-goal", code = "S10", step = 4, severity = "warning",
  title = { en = "Movement without goal or without milestones", nl = "Beweging zonder doel of zonder mijlpalen" },
  each = "movements",
  fails = "#goals == 0 or #milestones == 0",
  message = {
    en = "{label} has {#goals} goals and {#milestones} milestones",
    nl = "{label} heeft {#goals} doelen en {#milestones} mijlpalen",
  },
  help = {
    en = "Name the goals that the movement serves and the milestones by which you see that it gets there.",
    nl = "Benoem de doelen die de beweging dient en de mijlpalen waaraan je ziet dat die er komt.",
  },
  why = {
    en = "A large movement without direction or steps stays a slogan.",
    nl = "Een grote beweging zonder richting of stappen blijft een leus.",
  },
  fires = {
    { goals = { { id = "g1" } }, movements = { { id = "m1", goals = { "g1" } } } },
    { movements = { { id = "m1", milestones = { { due_on = "2027-06-30" } } } } },
  },
  clean = { goals = { { id = "g1" } }, movements = { { id = "m1", goals = { "g1" }, milestones = { { due_on = "2027-06-30" } } } } },
}
