return ld.rule {
  id = "improvement/review-overdue", code = "D01", step = 8, severity = "warning",
  title = { en = "Review overdue, or action without owner or date", nl = "Evaluatie te laat, of actie zonder eigenaar of datum" },
  each = "review_cycles",
  fails = "(done_on == nil and due_on < ld.today) or review_actions:any('owner == nil or due_on == nil')",
  at = "due_on",
  message = {
    en = "{id}{done_on == nil and due_on < ld.today and ' was due on ' .. due_on .. ' and is not done;' or ''}"
      .. " {review_actions:count('owner == nil or due_on == nil')} of its {#review_actions} actions have no owner or date",
    nl = "{id}{done_on == nil and due_on < ld.today and ' moest op ' .. due_on .. ' klaar zijn en is dat niet;' or ''}"
      .. " {review_actions:count('owner == nil or due_on == nil')} van de {#review_actions} acties heeft geen eigenaar of datum",
  },
  help = {
    en = "Hold the review and record the day, or set a new one; give every action an owner and a date.",
    nl = "Voer de evaluatie uit en leg de dag vast, of spreek een nieuwe af; geef elke actie een eigenaar en een datum.",
  },
  why = {
    en = "Improving goes round: a review that is left out and an action of nobody break the circle.",
    nl = "Verbeteren is een cyclus: een evaluatie die blijft liggen en een actie van niemand breken die.",
  },
  evidence = "review_actions",
  fires = {
    { today = "2027-06-01", review_cycles = { { id = "r1", due_on = "2027-05-31" } } },
    { review_cycles = { { id = "r1", due_on = "2027-12-01", review_actions = { { due_on = "2027-12-01" } } } } },
    { review_cycles = { { id = "r1", done_on = "2026-12-01", review_actions = { { owner = "HR" } } } } },
  },
  clean = { today = "2027-06-01", review_cycles = {
    { id = "r1", due_on = "2027-06-01", review_actions = { { owner = "HR", due_on = "2027-05-01" } } },
    { id = "r2", due_on = "2027-05-01", done_on = "2027-05-03" }, { id = "r3" } } },
}
