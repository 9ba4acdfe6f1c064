return ld.rule {
  id = "offer/line-without-offering", code = "O01", step = 5, severity = "warning",
  title = {
    en = "A line has no offering, or an offering without outcomes",
    nl = "Een planregel heeft geen aanbod, of aanbod zonder leeropbrengst",
  },
  each = "plan_lines",
  where = "(decision == 'in' or decision == 'locked_in') and status ~= 'rejected' and status ~= 'withdrawn'",
  -- an existing run says what is followed as well as an offering does
  fails = "offering == nil and session == nil and status ~= 'proposed'"
    .. " or offering ~= nil and not offering.outcomes_text:find('%S') and #offering.offering_competencies == 0"
    .. " or offering == nil and session ~= nil and not session.offering.outcomes_text:find('%S') and #session.offering.offering_competencies == 0",
  at = "offering",
  message = {
    en = "{id} ({status|label}): {(offering or session) and ('nothing tells what ' .. (offering.label or session.offering.label) .. ' teaches') or 'no offering has been chosen'}",
    nl = "{id} ({status|label}): {(offering or session) and ('nergens staat wat ' .. (offering.label or session.offering.label) .. ' oplevert') or 'er is nog geen aanbod gekozen'}",
  },
  help = {
    en = "Choose an offering before the line is approved, and write for the offering which competencies it develops or what participants can do afterwards.",
    nl = "Kies aanbod voordat de regel wordt goedgekeurd, en leg bij het aanbod vast welke competenties het ontwikkelt of wat deelnemers na afloop kunnen.",
  },
  why = {
    en = "What nobody has chosen cannot be planned, and what has no outcomes cannot be compared with the need or evaluated.",
    nl = "Wat niet is gekozen, is niet te plannen; en van aanbod zonder leeropbrengst is niet te zeggen of het bij de behoefte past of heeft gewerkt.",
  },
  fires = {
    { offerings = { { id = "o1", outcomes_text = "  " } }, sessions = { { id = "s1", offering = "o1" } }, plan_lines = { { id = "l1", session = "s1" } } },
    { plan_lines = { { id = "l1", status = "approved" } } },
    { plan_lines = { { id = "l1", status = "evaluated", decision = "locked_in" } } },
    { offerings = { { id = "o1" } }, plan_lines = { { id = "l1", offering = "o1" } } },
  },
  clean = {
    { plan_lines = { { id = "l1" }, { id = "l2", status = "rejected" }, { id = "l3", status = "withdrawn" },
      { id = "l4", status = "approved", decision = "out" } } },
    { offerings = { { id = "o1", outcomes_text = "Leads a team meeting" } },
      plan_lines = { { id = "l1", offering = "o1", status = "approved" } } },
    { competencies = { { id = "c" } }, offerings = { { id = "o1" } },
      offering_competencies = { { offering = "o1", competency = "c", to_level = 2 } },
      sessions = { { id = "s1", offering = "o1" } },
      plan_lines = { { id = "l1", offering = "o1" }, { id = "l2", session = "s1", status = "approved" } } },
  },
}
