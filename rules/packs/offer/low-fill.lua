local groups = require("ld.groups")
local sessions = require("ld.sessions")

return ld.rule {
  id = "offer/low-fill", code = "O09", step = 4, severity = "warning",
  title = {
    en = "Fewer participants expected than the session needs",
    nl = "Minder deelnemers verwacht dan de groep nodig heeft",
  },
  each = "sessions",
  params = {
    no_show = {
      type = "share", min = 0, max = 1,
      doc = {
        en = "Share of those enrolled who do not come; empty takes the history of the offering.",
        nl = "Deel van de aangemelde deelnemers dat niet komt; leeg neemt de ervaring met het aanbod.",
      },
    },
  },
  once = function(org, P, report)
    local rates = {}
    for session in ld.sessions:each() do
      local least = session.seats_min or session.offering.min_group
      local start = sessions.starts_on(session)
      if least and sessions.is_ahead(session) and (not start or start >= ld.today) then
        local id = session.offering.id
        rates[id] = rates[id] or P.no_show or groups.no_show_rate(session.offering)
        local enrolled = groups.expected(session)
        local coming = enrolled and enrolled * (1 - rates[id])
        if coming and groups.is_below(coming, least) then
          report {
            at = session, field = "seats_min", size = least - coming,
            message = {
              en = string.format("%s (%s): %.1f participants expected, at least %d needed", session.id, session.offering.label, coming, least),
              nl = string.format("%s (%s): %s deelnemers verwacht, minstens %d nodig", session.id, session.offering.label,
                string.format("%.1f", coming):gsub("%.", ","), least),
            },
            values = { enrolled = enrolled, no_show = rates[id], seats_min = least, cut_off_date = session.cut_off_date },
          }
        end
      end
    end
  end,
  at = "seats_min",
  help = {
    en = "Join it with another session, open it to other units, or cancel it before the cut-off date.",
    nl = "Voeg de groep samen met een andere, stel haar open voor andere onderdelen, of annuleer voor de beslisdatum.",
  },
  why = {
    en = "A session below its smallest group is cancelled late, at full cost and with people who had made room for it.",
    nl = "Een te kleine groep wordt laat geannuleerd: tegen volle kosten, en voor mensen die er al tijd voor hadden vrijgemaakt.",
  },
  fires = {
    {
      offerings = { { id = "o1", min_group = 3 } }, employees = { { id = "e1" }, { id = "e2" }, { id = "e3" } },
      sessions = { { id = "s1", offering = "o1", starts_on = "2027-03-01" } },
      participations = { { employee = "e1", session = "s1", status = "enrolled" }, { employee = "e2", session = "s1" },
        { employee = "e3", session = "s1", status = "cancelled" } },
    },
    { -- three planned in two groups
      offerings = { { id = "o1" } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 3, sessions_planned = 2 } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1", seats_min = 2, starts_on = "2027-01-01", cut_off_date = "2027-01-02" } },
    },
    { -- the day of the cut-off: the plan no longer counts
      offerings = { { id = "o1" } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 30, sessions_planned = 1 } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1", seats_min = 1, cut_off_date = "2027-01-01" } },
    },
    { -- one of four does not come
      offerings = { { id = "o1" } }, employees = { { id = "e1" }, { id = "e2" }, { id = "e3" }, { id = "e4" } },
      sessions = { { id = "s0", offering = "o1", starts_on = "2026-03-01", status = "done" }, { id = "s1", offering = "o1", seats_min = 4, starts_on = "2027-03-01" } },
      participations = { { employee = "e1", session = "s0", status = "no_show" }, { employee = "e2", session = "s0", status = "attended" },
        { employee = "e3", session = "s0", status = "completed" }, { employee = "e4", session = "s0", status = "failed" },
        { employee = "e1", session = "s1" }, { employee = "e2", session = "s1" }, { employee = "e3", session = "s1" }, { employee = "e4", session = "s1" } },
    },
    {
      params = { no_show = 0.5 }, offerings = { { id = "o1" } }, employees = { { id = "e1" }, { id = "e2" } },
      sessions = { { id = "s1", offering = "o1", seats_min = 2, starts_on = "2027-03-01" } },
      participations = { { employee = "e1", session = "s1" }, { employee = "e2", session = "s1" } },
    },
  },
  clean = {
    {
      offerings = { { id = "o1", min_group = 2 } }, employees = { { id = "e1" }, { id = "e2" } },
      sessions = { { id = "s1", offering = "o1", starts_on = "2027-03-01" }, { id = "s2", offering = "o1", starts_on = "2027-03-01" },
        { id = "s3", offering = "o1", starts_on = "2026-12-31", cut_off_date = "2026-12-01" },
        { id = "s4", offering = "o1", starts_on = "2027-03-01", status = "cancelled", cut_off_date = "2026-12-01" } },
      participations = { { employee = "e1", session = "s1" }, { employee = "e2", session = "s1" } },
    },
    {
      offerings = { { id = "o1" } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 4, sessions_planned = 2 } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1", seats_min = 2, starts_on = "2027-03-01", cut_off_date = "2027-01-02" } },
    },
    {
      offerings = { { id = "o1" } }, employees = { { id = "e1" }, { id = "e2" }, { id = "e3" }, { id = "e4" } },
      sessions = { { id = "s0", offering = "o1", starts_on = "2026-03-01", status = "done" }, { id = "s1", offering = "o1", seats_min = 3, starts_on = "2027-03-01" } },
      participations = { { employee = "e1", session = "s0", status = "no_show" }, { employee = "e2", session = "s0", status = "attended" },
        { employee = "e3", session = "s0", status = "completed" }, { employee = "e4", session = "s0", status = "failed" },
        { employee = "e1", session = "s1" }, { employee = "e2", session = "s1" }, { employee = "e3", session = "s1" }, { employee = "e4", session = "s1" } },
    },
  },
}
