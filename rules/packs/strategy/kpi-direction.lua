return ld.rule {
  id = "strategy/kpi-direction", code = "S05", step = 7, severity = "error",
  title = { en = "KPI direction contradicts the target", nl = "Richting van de KPI spreekt de streefwaarde tegen" },
  each = "kpis",
  fails = "(direction == 'up' and target_value <= baseline_value) or (direction == 'down' and target_value >= baseline_value)",
  at = "direction",
  message = {
    en = "{label} should go {direction == 'up' and 'up' or 'down'}, and goes from {baseline_value} to {target_value}",
    nl = "{label} moet {direction == 'up' and 'omhoog' or 'omlaag'}, en gaat van {baseline_value} naar {target_value}",
  },
  help = {
    en = "Correct the direction, the baseline or the target; use keep for what should stay as it is.",
    nl = "Verbeter de richting, de nulmeting of de streefwaarde; gebruik keep voor wat gelijk moet blijven.",
  },
  why = {
    en = "A slip of the pen here turns progress into decline, and the conclusion of the evaluation with it.",
    nl = "Een verschrijving maakt hier van vooruitgang achteruitgang, en keert daarmee de conclusie van de evaluatie om.",
  },
  fires = {
    { kpis = { { id = "k1", direction = "up", baseline_value = 7, target_value = 7 } } },
    { kpis = { { id = "k1", direction = "down", baseline_value = 7, target_value = 7 } } },
    { kpis = { { id = "k1", direction = "up", baseline_value = 7, target_value = 6 } } },
    { kpis = { { id = "k1", direction = "down", baseline_value = 7, target_value = 8 } } },
  },
  clean = { kpis = { { id = "k1", direction = "up", baseline_value = 7, target_value = 7.1 },
    { id = "k2", direction = "down", baseline_value = 7, target_value = 6.9 },
    { id = "k3", direction = "keep", baseline_value = 7, target_value = 7 },
    { id = "k4", direction = "up", target_value = 7 } } },
}
