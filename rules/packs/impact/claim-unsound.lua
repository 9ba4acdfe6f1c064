-- A claim that was rejected is no longer made.
return ld.rule {
  id = "impact/claim-unsound", code = "E08", step = 7, severity = "error",
  title = {en = "Impact claim without isolation, confidence, or full cost", nl = "Effectclaim zonder isolatie, zekerheid of integrale kosten"},
  each = "impact_claims",
  where = "status ~= 'rejected'",
  fails = "not isolation_method:find('%S') or confidence == nil or cost_basis ~= 'fully_loaded'",
  message = {en = "{id} on {kpi}: isolation {isolation_method}, confidence {confidence}, cost basis {cost_basis}",
             nl = "{id} op {kpi}: isolatie {isolation_method}, zekerheid {confidence}, kostenbasis {cost_basis}"},
  help = {en = "Say how the effect of learning was set apart from other causes, how sure you are, and count all cost: also travel, development and wage loss.",
          nl = "Leg vast hoe het effect van leren is gescheiden van andere oorzaken, hoe zeker u bent, en tel alle kosten mee: ook reis, ontwikkeling en verlet."},
  why = {en = "A return that takes the whole improvement and half of the cost is not believed, and harms the next one.",
         nl = "Een rendement met de hele verbetering en de halve kosten wordt niet geloofd, en schaadt de volgende claim."},
  evidence = {from = "plan_lines", sort = "cost", first = 3},
  fires = {
    {kpis = {{id = "k1"}}, impact_claims = {{id = "i1", kpi = "k1", confidence = 0.8, cost_basis = "fully_loaded"}}},
    {kpis = {{id = "k1"}}, impact_claims = {{id = "i1", kpi = "k1", isolation_method = " ", confidence = 0.8, cost_basis = "fully_loaded"}}},
    {kpis = {{id = "k1"}}, impact_claims = {{id = "i1", kpi = "k1", isolation_method = "control group", cost_basis = "fully_loaded"}}},
    {kpis = {{id = "k1"}}, impact_claims = {{id = "i1", kpi = "k1", isolation_method = "control group", confidence = 0.8, cost_basis = "direct", status = "accepted"}}},
    {kpis = {{id = "k1"}}, impact_claims = {{id = "i1", kpi = "k1", isolation_method = "control group", confidence = 0.8}}},
  },
  clean = {
    kpis = {{id = "k1"}},
    impact_claims = {{id = "i1", kpi = "k1", isolation_method = "control group", confidence = 0, cost_basis = "fully_loaded"}, {id = "i2", kpi = "k1", status = "rejected"}},
  },
}
