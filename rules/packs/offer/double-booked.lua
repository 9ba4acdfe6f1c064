local loads = require("ld.loads")
local sessions = require("ld.sessions")

return ld.rule {
  id = "offer/double-booked", code = "O11", step = 4, severity = "error",
  title = {
    en = "Trainer or room is booked twice, or the day is blocked",
    nl = "Trainer of ruimte is dubbel geboekt, of de dag is geblokkeerd",
  },
  each = "sessions",
  -- Both sessions of an overlap are findings. Meetings that follow each other without a break do not overlap.
  once = function(org, P, report)
    local clash = loads.find_overlaps()
    local any, of = loads.find_blocked()
    for session in ld.sessions:each() do
      local overlap = clash[session.id]
      local date, by
      if overlap then
        local when = overlap.at
        report {
          at = session,
          message = {
            en = string.format("%s and %s both have %s on %s", session.id, overlap.other.id, overlap.resource.label, sessions.en(when)),
            nl = string.format("%s en %s hebben allebei %s op %s", session.id, overlap.other.id, overlap.resource.label, sessions.nl(when)),
          },
          evidence = { overlap.other, overlap.resource },
          values = { resource = overlap.resource, other = overlap.other },
        }
      else
        date, by = loads.blocked_day(session, any, of)
      end
      if by then
        report {
          at = session,
          message = {
            en = string.format("%s takes place on %s, which is blocked for %s", session.id, sessions.en(date), by.label),
            nl = string.format("%s vindt plaats op %s, en die dag is geblokkeerd voor %s", session.id, sessions.nl(date), by.label),
          },
          evidence = { by },
          values = { date = date, blocked_for = by },
        }
      end
    end
  end,
  help = {
    en = "Move one of the sessions, or take another trainer, room or day.",
    nl = "Verplaats een van de uitvoeringen, of neem een andere trainer, ruimte of dag.",
  },
  why = {
    en = "One of the two will not take place, and it shows only when people stand in front of the door.",
    nl = "Een van de twee gaat niet door, en dat blijkt pas als de deelnemers voor de deur staan.",
  },
  fires = {
    {
      units = { { id = "u", blocked_dates = { "2027-04-01" } } }, employees = { { id = "e1", unit = "u" } }, offerings = { { id = "o1" } },
      plan_lines = { { id = "l1", employees = { "e1" } } }, sessions = { { id = "s1", offering = "o1", plan_line = "l1", starts_on = "2027-04-01" } },
    },
    {
      units = { { id = "u", blocked_dates = { "2027-04-01" } } }, needs = { { id = "n1", unit = "u" } }, offerings = { { id = "o1" } },
      plan_lines = { { id = "l1", needs = { "n1" }, session = "s1" } }, sessions = { { id = "s1", offering = "o1", starts_on = "2027-04-01" } },
    },
    {
      resources = { { id = "t", kind = "trainer" } }, offerings = { { id = "o1" } },
      sessions = {
        { id = "s1", offering = "o1", trainer = "t", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T17:00" } } },
        { id = "s2", offering = "o1", parts = { { starts_at = "2027-03-01T10:00", ends_at = "2027-03-01T11:00" } } },
        { id = "s3", offering = "o1", trainer = "t", parts = { { starts_at = "2027-03-01T16:59", ends_at = "2027-03-01T18:00" } } },
      },
    },
    {
      resources = { { id = "r", kind = "room" } }, offerings = { { id = "o1" } },
      sessions = {
        { id = "s1", offering = "o1", room = "r", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T17:00" } } },
        { id = "s2", offering = "o1", room = "r", parts = { { starts_at = "2027-03-01T10:00", ends_at = "2027-03-01T11:00" } } },
      },
    },
    { -- a long meeting goes on behind a short one
      resources = { { id = "t", kind = "trainer" } }, offerings = { { id = "o1" } },
      sessions = {
        { id = "s1", offering = "o1", trainer = "t", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-02T17:00" }, { starts_at = "2027-03-01T10:00", ends_at = "2027-03-01T11:00" } } },
        { id = "s2", offering = "o1", trainer = "t", parts = { { starts_at = "2027-03-02T10:00", ends_at = "2027-03-02T11:00" } } },
      },
    },
    {
      units = { { id = "top", blocked_dates = { "2027-03-02" } }, { id = "u", parent = "top" } }, employees = { { id = "e1", unit = "u" } },
      offerings = { { id = "o1" } },
      sessions = { { id = "s1", offering = "o1", parts = { { starts_at = "2027-03-02T09:00", ends_at = "2027-03-02T17:00" } } } },
      participations = { { employee = "e1", session = "s1" } },
    },
    {
      units = { { id = "u", blocked_dates = { "2027-03-02" } } }, offerings = { { id = "o1" } }, plan_lines = { { id = "l1", unit = "u" } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1", starts_on = "2027-03-01", ends_on = "2027-03-02" } },
    },
    {
      units = { { id = "u", blocked_dates = { "2027-03-02" } } }, offerings = { { id = "o1" } }, needs = { { id = "n1" } },
      plan_lines = { { id = "l1", served = { { need = "n1", unit = "u", seats = 2 } } } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1", starts_on = "2027-03-02" } },
    },
    {
      resources = { { id = "r", kind = "room", blocked_dates = { "2027-03-01" } } }, offerings = { { id = "o1" } },
      sessions = { { id = "s1", offering = "o1", room = "r", starts_on = "2027-03-01" } },
    },
  },
  clean = {
    {
      resources = { { id = "t", kind = "trainer" }, { id = "r", kind = "room" } }, offerings = { { id = "o1" } },
      sessions = {
        { id = "s1", offering = "o1", trainer = "t", room = "r", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T12:00" }, { starts_at = "2027-03-01T09:30", ends_at = "2027-03-01T10:00" } } },
        { id = "s2", offering = "o1", trainer = "t", parts = { { starts_at = "2027-03-01T12:00", ends_at = "2027-03-01T17:00" } } },
        { id = "s3", offering = "o1", trainer = "t", status = "cancelled", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T17:00" } } },
        { id = "s4", offering = "o1", trainer = "t", status = "done", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T17:00" } } },
      },
    },
    {
      units = { { id = "u", blocked_dates = { "2027-03-02" } }, { id = "v" } }, employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "v" }, { id = "e3" } },
      resources = { { id = "r", kind = "room", blocked_dates = { "2027-03-01" } } },
      offerings = { { id = "o1" } }, plan_lines = { { id = "l1", unit = "v" } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1", room = "r", starts_on = "2027-03-02" }, { id = "s2", offering = "o1", starts_on = "2027-03-03" },
        { id = "s3", offering = "o1", starts_on = "2027-03-02", status = "cancelled" } },
      participations = { { employee = "e1", session = "s1", status = "cancelled" }, { employee = "e2", session = "s1" }, { employee = "e3", session = "s1" },
        { employee = "e1", session = "s2" }, { employee = "e1", session = "s3" } },
    },
  },
}
