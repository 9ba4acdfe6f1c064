-- A text of blanks only is as empty as none.
return ld.rule {
  id = "needs/no-outcome", code = "N01", step = 4, severity = "error",
  title = {en = "Need without competency or outcome", nl = "Leerbehoefte zonder competentie of gewenste situatie"},
  each = "needs",
  fails = "#need_competencies == 0 and not desired_text:find('%S')",
  message = {en = "{id} ({label}) names no competency and describes no desired situation",
             nl = "{id} ({label}) noemt geen competentie en beschrijft geen gewenste situatie"},
  help = {en = "Add a competency with from_level and to_level under need_competencies, or write in desired_text what people will do differently.",
          nl = "Voeg onder need_competencies een competentie toe met from_level en to_level, of schrijf in desired_text wat mensen straks anders doen."},
  why = {en = "What has no outcome cannot be evaluated, and no offering can be chosen for it with reason.",
         nl = "Zonder gewenst resultaat valt er niets te evalueren en is geen aanbod met reden te kiezen."},
  fires = {
    {needs = {{id = "n1", label = "Something with data"}}},
    {needs = {{id = "n1", desired_text = " "}}},
  },
  clean = {
    competencies = {{id = "c1"}},
    needs = {{id = "n1", need_competencies = {{competency = "c1", to_level = 3}}},
             {id = "n2", desired_text = "Every ward has its own improvement board"}},
  },
}
