local evaluation = require("ld.evaluation")

return ld.rule {
  id = "needs/not-learnable", code = "N04", step = 4, severity = "error",
  title = {en = "Non-learnable cause has a training line", nl = "Opleiding voor een oorzaak die leren niet oplost"},
  each = "needs",
  where = "remedy_is_learning == 'no'",
  fails = [[plan_lines:any("]] .. evaluation.in_plan .. [[") or plan_line_needs:any("]] .. evaluation.line_in_plan .. [[")]],
  at = "remedy_is_learning",
  message = {en = "{id} ({label}) is caused by {cause}, learning is not the remedy, and the plan has training for it",
             nl = "{id} ({label}) heeft als oorzaak {cause}, leren is niet de oplossing, en toch staat er een opleiding in het plan"},
  help = {en = "Take the line out of the plan and tackle the cause, or reconsider remedy_is_learning.",
          nl = "Haal de planregel uit het plan en pak de oorzaak aan, of heroverweeg remedy_is_learning."},
  why = {en = "First ask whether training is the answer: it does not cure a lack of tools, staff or motivation.",
         nl = "Toets eerst of opleiden de oplossing is: tegen gebrek aan middelen, bezetting of motivatie helpt het niet."},
  evidence = {from = "plan_lines", sort = "cost", first = 5},
  fires = {
    {needs = {{id = "n1", cause = "tools", remedy_is_learning = "no"}}, plan_lines = {{id = "p1", needs = {"n1"}}}},
    {needs = {{id = "n1", remedy_is_learning = "no"}}, plan_lines = {{id = "p1", needs = {"n1"}, decision = "locked_in"}}},
    {needs = {{id = "n1", remedy_is_learning = "no"}}, plan_lines = {{id = "p1", served = {{need = "n1", seats = 3}}}}},
    {needs = {{id = "n1", remedy_is_learning = "no"}}, plan_lines = {{id = "p1", decision = "locked_in", served = {{need = "n1", seats = 3}}}}},
  },
  clean = {
    needs = {{id = "n1", remedy_is_learning = "no"}, {id = "n2", remedy_is_learning = "partly"}, {id = "n3"}},
    plan_lines = {{id = "p1", needs = {"n1"}, decision = "out"}, {id = "p2", needs = {"n2", "n3"}},
                  {id = "p3", needs = {"n1"}, decision = "locked_out"}, {id = "p4", needs = {"n1"}, status = "withdrawn"},
                  {id = "p5", decision = "out", served = {{need = "n1", seats = 3}}}},
  },
}
