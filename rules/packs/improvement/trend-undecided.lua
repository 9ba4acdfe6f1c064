return ld.rule {
  id = "improvement/trend-undecided", code = "D02", step = 8, severity = "note",
  title = { en = "Relevant trend without decision", nl = "Relevante trend zonder besluit" },
  each = "trends",
  where = "decision == nil and relevance >= P.t_relevance",
  fails = "ld.days(date, ld.today) > P.t_decide_days",
  at = "date",
  message = {
    en = "{label} (relevance {relevance}) was seen on {date|date}, and nothing has been decided about it",
    nl = "{label} (relevantie {relevance}) is gesignaleerd op {date|date}, en er is niets over besloten",
  },
  help = {
    en = "Decide: adopt, pilot, watch or ignore.",
    nl = "Neem een besluit: invoeren, uitproberen, volgen of negeren (adopt, pilot, watch, ignore).",
  },
  why = {
    en = "A signal that nobody decides about is noted year after year and changes nothing.",
    nl = "Een signaal waarover niemand beslist, wordt jaar na jaar genoteerd en verandert niets.",
  },
  size = "ld.days(date, ld.today)",
  params = {
    t_relevance = {
      type = "integer", default = 4, min = 1, max = 5,
      doc = { en = "Relevance from which a trend asks for a decision.", nl = "Relevantie vanaf waar een trend om een besluit vraagt." },
    },
    t_decide_days = {
      type = "days", default = 90, min = 0, unit = "days",
      doc = { en = "Days within which the decision is taken.", nl = "Aantal dagen waarbinnen het besluit valt." },
    },
  },
  fires = { today = "2027-06-01", trends = { { id = "t1", relevance = 4, date = "2027-03-02" } } },
  clean = { today = "2027-06-01", trends = { { id = "t1", relevance = 4, date = "2027-03-03" }, { id = "t2", relevance = 3, date = "2026-01-01" },
    { id = "t3", relevance = 5, date = "2026-01-01", decision = "watch" }, { id = "t4", date = "2026-01-01" }, { id = "t5", relevance = 5 } } },
}
