-- `goal` is empty too when all goals that the need contributes to were dropped or achieved.
return ld.rule {
  id = "needs/unaligned", code = "N03", step = 5, severity = "warning",
  title = {en = "Unaligned need", nl = "Leerbehoefte zonder doel"},
  each = "needs",
  fails = "goal == nil and lane ~= 'mandatory' and level ~= 'individual'",
  message = {en = "{id} ({label}, lane {lane}) contributes to no active goal",
             nl = "{id} ({label}, stroom {lane}) draagt aan geen enkel lopend doel bij"},
  help = {en = "Write the goal on the need (goal: …), or record why it is learnt without one: by law, or for one person's own development.",
          nl = "Schrijf het doel bij de behoefte (goal: …), of leg vast waarom er zonder doel wordt geleerd: wettelijke plicht of ontwikkeling van één persoon."},
  why = {en = "Learning that serves no goal competes for the same money and hours as learning that does.",
         nl = "Leren zonder doel kost hetzelfde geld en dezelfde uren als leren dat de koers helpt."},
  evidence = {from = "contributions"},
  fires = {
    {needs = {{id = "n1", level = "team"}}},
    {needs = {{id = "n1"}}},
    {goals = {{id = "g1", status = "dropped"}}, needs = {{id = "n1", level = "organisation"}},
     goal_contributions = {{goal = "g1", need = "n1"}}},
  },
  clean = {
    goals = {{id = "g1"}}, credential_types = {{id = "bhv"}},
    needs = {{id = "n1", level = "team"}, {id = "n2", level = "team", credential_type = "bhv"}, {id = "n3", level = "individual"}},
    goal_contributions = {{goal = "g1", need = "n1"}},
  },
}
