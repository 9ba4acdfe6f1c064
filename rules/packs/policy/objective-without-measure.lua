return ld.rule {
  id = "policy/objective-without-measure", code = "V03", step = 3, severity = "error",
  title = { en = "Policy objective without measure", nl = "Beleidsdoel leren zonder maatstaf" },
  each = "policy_objectives",
  fails = "kpi == nil or target == nil",
  message = {
    en = "{label} has {kpi == nil and 'no KPI' or 'a KPI without target'}",
    nl = "{label} heeft {kpi == nil and 'geen KPI' or 'een KPI zonder streefwaarde'}",
  },
  help = {
    en = "Choose the KPI that shows whether learning has effect, and the value at which you are satisfied.",
    nl = "Kies de KPI die laat zien of leren effect heeft, en de waarde waarbij je tevreden bent.",
  },
  why = {
    en = "How do you measure the effect of learning? A policy that does not answer this cannot be evaluated.",
    nl = "Hoe meet je de effectiviteit van leren? Beleid dat die vraag niet beantwoordt, is niet te evalueren.",
  },
  fires = {
    { policy_objectives = { { id = "o1", target = 70 } } },
    { policy_objectives = { { id = "o1", kpi = "k1" } }, kpis = { { id = "k1" } } },
  },
  clean = { policy_objectives = { { id = "o1", kpi = "k1", target = 0 } }, kpis = { { id = "k1" } } },
}
