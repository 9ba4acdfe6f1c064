local sessions = require("ld.sessions")

return ld.rule {
  id = "offer/session-out-of-time", code = "O10", step = 4, severity = "error",
  title = {
    en = "The session lies outside the plan year, or cannot be ready in time",
    nl = "De uitvoering valt buiten het planjaar of kan niet op tijd klaar zijn",
  },
  each = "sessions",
  -- The year is that of the line's annual plan, else the plan year. The decision is the day on which the
  -- line was approved; without it the run date, for sessions that nobody has confirmed yet.
  once = function(org, P, report)
    for session in ld.sessions:each() do
      local start = sessions.is_ahead(session) and sessions.starts_on(session)
      local line, offering = sessions.line_of(session), session.offering
      local year = line and sessions.year_of(line) or sessions.YEAR
      local first, last = sessions.year_bounds(year)
      local decided = line and line.approved_on or session.status ~= "confirmed" and ld.today or nil
      local lead = offering.lead_time_days
      local en, nl
      if start and first and (start < first or start > last) then
        en = string.format("starts on %s, outside %s (%s to %s)", sessions.en(start), year, sessions.en(first), sessions.en(last))
        nl = string.format("begint op %s, buiten %s (%s tot en met %s)", sessions.nl(start), year, sessions.nl(first), sessions.nl(last))
      elseif start and offering.available_from and start < offering.available_from then
        en = string.format("starts on %s, but %s is available from %s", sessions.en(start), offering.label, sessions.en(offering.available_from))
        nl = string.format("begint op %s, maar %s is beschikbaar vanaf %s", sessions.nl(start), offering.label, sessions.nl(offering.available_from))
      elseif start and lead and decided and ld.days(decided, start) < lead then
        local days = ld.days(decided, start)
        en = string.format("starts on %s, %d days after the decision of %s; %s needs %d", sessions.en(start), days, sessions.en(decided), offering.label, lead)
        nl = string.format("begint op %s, %d dagen na het besluit van %s; %s vraagt er %d", sessions.nl(start), days, sessions.nl(decided), offering.label, lead)
      end
      if en then
        report {
          at = session,
          message = { en = session.id .. " " .. en, nl = session.id .. " " .. nl },
          evidence = { line or offering },
          values = { starts_on = start, available_from = offering.available_from, lead_time_days = lead, decided_on = decided },
        }
      end
    end
  end,
  at = "starts_on",
  help = {
    en = "Move the session, decide earlier, or bring it into the plan of the year in which it falls.",
    nl = "Verplaats de uitvoering, besluit eerder, of neem haar op in het plan van het jaar waarin zij valt.",
  },
  why = {
    en = "What cannot take place then will move, and the planning and budget of others move along.",
    nl = "Wat op die dag niet kan, schuift door, en de planning en het budget van anderen schuiven mee.",
  },
  fires = {
    {
      offerings = { { id = "o1", lead_time_days = 31 } }, plan_lines = { { id = "l1", session = "s1", approved_on = "2027-03-01" } },
      sessions = { { id = "s1", offering = "o1", starts_on = "2027-03-31" } },
    },
    { offerings = { { id = "o1" } }, sessions = { { id = "s1", offering = "o1", starts_on = "2028-01-01" } } },
    { offerings = { { id = "o1" } }, sessions = { { id = "s1", offering = "o1", starts_on = "2026-12-31", status = "confirmed" } } },
    { offerings = { { id = "o1", available_from = "2027-06-02" } }, sessions = { { id = "s1", offering = "o1", starts_on = "2027-06-01" } } },
    { offerings = { { id = "o1", lead_time_days = 31 } }, sessions = { { id = "s1", offering = "o1", starts_on = "2027-01-31" } } },
    {
      offerings = { { id = "o1", lead_time_days = 31 } }, plan_lines = { { id = "l1", approved_on = "2027-02-01" } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1", starts_on = "2027-03-03", status = "confirmed" } },
    },
    { -- the plan of another year
      annual_plans = { { id = "p", year = "2028" } }, plan_lines = { { id = "l1", annual_plan = "p" } }, offerings = { { id = "o1" } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1", starts_on = "2027-12-31" } },
    },
    { offerings = { { id = "o1" } }, sessions = { { id = "s1", offering = "o1", parts = { { starts_at = "2028-01-01T09:00", ends_at = "2028-01-01T12:00" } } } } },
  },
  clean = {
    { offerings = { { id = "o1", available_from = "2027-01-01" } }, sessions = { { id = "s1", offering = "o1", starts_on = "2027-12-31" },
      { id = "s2", offering = "o1", starts_on = "2027-01-01" }, { id = "s3", offering = "o1", starts_on = "2026-01-01", status = "done" },
      { id = "s4", offering = "o1", starts_on = "2026-01-01", status = "cancelled" }, { id = "s5", offering = "o1" } } },
    {
      annual_plans = { { id = "p", year = "2028" } },
      offerings = { { id = "o1", lead_time_days = 30 } },
      plan_lines = { { id = "l1", approved_on = "2027-02-01" }, { id = "l2", annual_plan = "p" } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1", starts_on = "2027-03-03" }, { id = "s2", offering = "o1", starts_on = "2027-01-31" },
        { id = "s3", offering = "o1", starts_on = "2027-01-02", status = "confirmed" }, { id = "s4", offering = "o1", plan_line = "l2", starts_on = "2028-01-01" } },
    },
  },
}
