-- A review is reviewed_on, or a review cycle about the plan that is done. A plan that was never
-- reviewed is judged from its start. A draft, and what is history, need no review.
return ld.rule {
  id = "hrd-plan/not-reviewed", code = "H09", step = 8, severity = "warning",
  title = { en = "HRD plan not reviewed in the last 12 months", nl = "HRD-plan de laatste twaalf maanden niet herijkt" },
  each = "hrd_plans",
  where = "ends_on >= ld.today and status ~= 'draft' and status ~= 'closed' and status ~= 'superseded' and status ~= 'retired' and status ~= 'rejected'",
  fails = "ld.days(reviewed_on or starts_on, ld.today) > P.t_review_days"
    .. " and not (ld.days(review_cycles:max('done_on'), ld.today) <= P.t_review_days)",
  at = "reviewed_on",
  message = {
    en = "{id}, in force since {starts_on}, was last reviewed on {reviewed_on}",
    nl = "{id}, van kracht sinds {starts_on}, is het laatst herijkt op {reviewed_on}",
  },
  help = {
    en = "Review the plan with management, HR and finance, and record the date.",
    nl = "Herijk het plan met directie, HR en financiën, en leg de datum vast.",
  },
  why = {
    en = "The organisation grows on; a plan that does not grow along steers by the world of its first day.",
    nl = "De organisatie groeit door; een plan dat niet meegroeit, stuurt op de wereld van de dag waarop het werd vastgesteld.",
  },
  size = "ld.days(reviewed_on or starts_on, ld.today)",
  params = {
    t_review_days = {
      type = "days", default = 365, min = 1, unit = "days",
      doc = { en = "Days after which a review is due.", nl = "Aantal dagen waarna een herijking nodig is." },
    },
  },
  fires = {
    { today = "2027-06-01", hrd_plans = { { id = "h1", starts_on = "2025-01-01", ends_on = "2027-06-01", reviewed_on = "2026-05-31" } } },
    { today = "2027-06-01", hrd_plans = { { id = "h1", starts_on = "2026-05-31", ends_on = "2029-12-31", status = "approved" } } },
    { today = "2027-06-01", hrd_plans = { { id = "h1", starts_on = "2025-01-01", ends_on = "2029-12-31", status = "running" } },
      review_cycles = { { id = "r1", about = "hrd_plans:h1", done_on = "2026-05-31" } } },
    { today = "2027-06-01", hrd_plans = { { id = "h1", starts_on = "2025-01-01", ends_on = "2029-12-31", status = "active" } } },
    { today = "2027-06-01", hrd_plans = { { id = "h1", starts_on = "2025-01-01", ends_on = "2029-12-31", status = "consulted" } } },
  },
  clean = {
    { today = "2027-06-01", hrd_plans = { { id = "h1", starts_on = "2025-01-01", ends_on = "2029-12-31", reviewed_on = "2026-06-01" },
      { id = "h2", starts_on = "2026-06-01", ends_on = "2029-12-31" },
      { id = "h3", starts_on = "2022-06-01", ends_on = "2029-12-31", status = "superseded" },
      { id = "h4", starts_on = "2022-06-01", ends_on = "2027-05-31" },
      { id = "h5", starts_on = "2022-06-01", ends_on = "2029-12-31", status = "draft" },
      { id = "h6", starts_on = "2022-06-01", ends_on = "2029-12-31", status = "closed" },
      { id = "h7", starts_on = "2022-06-01", ends_on = "2029-12-31", status = "retired" },
      { id = "h8", starts_on = "2022-06-01", ends_on = "2029-12-31", status = "rejected" } } },
    { today = "2027-06-01", hrd_plans = { { id = "h1", starts_on = "2025-01-01", ends_on = "2029-12-31" } },
      review_cycles = { { id = "r1", about = "hrd_plans:h1", done_on = "2026-06-01" } } },
  },
}
