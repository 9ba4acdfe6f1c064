local prerequisites = require("ld.prerequisites")
local sessions = require("ld.sessions")

return ld.rule {
  id = "offer/prerequisite-after", code = "O04", step = 4, severity = "error",
  title = {
    en = "The prerequisite is planned after the course",
    nl = "De voorafgaande opleiding is later gepland dan het vervolg",
  },
  each = "sessions",
  once = function(org, P, report)
    for offering in ld.offerings:where("prerequisites:first()"):each() do
      for session in offering.sessions:each() do
        local start = sessions.is_ahead(session) and sessions.starts_on(session)
        for before in offering.prerequisites:each() do
          local late, count
          if start then
            late, count = prerequisites.find_late(session, before, start)
          end
          if late then
            local finish = sessions.ends_on(late)
            report {
              at = session, field = "starts_on", size = ld.days(start, finish), key = before.id,
              message = {
                en = string.format("%s starts on %s, but %s (%s) only ends on %s for %d of its people",
                  session.id, sessions.en(start), before.label, late.id, sessions.en(finish), count),
                nl = string.format("%s begint op %s, maar %s (%s) is voor %d van de deelnemers pas klaar op %s",
                  session.id, sessions.nl(start), before.label, late.id, count, sessions.nl(finish)),
              },
              evidence = { late },
              values = { starts_on = start, ends_on = finish, people = count },
            }
          end
        end
      end
    end
  end,
  at = "starts_on",
  help = {
    en = "Move the course behind its prerequisite, or put these people in an earlier session of the prerequisite.",
    nl = "Verplaats het vervolg tot na de voorafgaande opleiding, of plaats deze mensen in een eerdere uitvoering daarvan.",
  },
  why = {
    en = "Who starts without the basis follows the course in vain.",
    nl = "Wie zonder de basis begint, volgt het vervolg voor niets.",
  },
  fires = {
    {
      employees = { { id = "e1" } }, offerings = { { id = "o0" }, { id = "o1", prerequisites = { "o0" } } },
      plan_lines = { { id = "l0", offering = "o0", employees = { "e1" } }, { id = "l1", offering = "o1", employees = { "e1" }, session = "s1" } },
      sessions = { { id = "s0", offering = "o0", plan_line = "l0", starts_on = "2027-03-01", ends_on = "2027-03-10" }, { id = "s1", offering = "o1", starts_on = "2027-03-09" } },
    },
    {
      employees = { { id = "e1" }, { id = "e2" } },
      offerings = { { id = "basis" }, { id = "next", prerequisites = { "basis" } } },
      sessions = { { id = "s1", offering = "basis", starts_on = "2027-03-01", ends_on = "2027-03-09" },
        { id = "s2", offering = "next", starts_on = "2027-03-08" } },
      participations = { { employee = "e1", session = "s1", status = "planned" }, { employee = "e1", session = "s2" },
        { employee = "e2", session = "s2" } },
    },
    { -- no names: the same need
      needs = { { id = "n1" } }, offerings = { { id = "basis" }, { id = "next", prerequisites = { "basis" } } },
      plan_lines = { { id = "l1", offering = "basis", needs = { "n1" } }, { id = "l2", offering = "next", needs = { "n1" }, seats_planned = 4 } },
      sessions = { { id = "s1", offering = "basis", plan_line = "l1", starts_on = "2027-03-01", ends_on = "2027-03-09" },
        { id = "s2", offering = "next", plan_line = "l2", starts_on = "2027-03-08" } },
    },
  },
  clean = {
    {
      employees = { { id = "e1" }, { id = "e2" }, { id = "e3" }, { id = "e4" } },
      offerings = { { id = "basis" }, { id = "next", prerequisites = { "basis" } } },
      sessions = { { id = "s1", offering = "basis", starts_on = "2027-03-01", ends_on = "2027-03-08" },
        { id = "s2", offering = "next", starts_on = "2027-03-08" }, { id = "s3", offering = "basis", starts_on = "2027-06-01" },
        { id = "s4", offering = "basis", starts_on = "2027-06-02", status = "cancelled" },
        { id = "s5", offering = "next", starts_on = "2027-01-04", status = "cancelled" },
        { id = "s6", offering = "next", starts_on = "2027-01-04", status = "done" } },
      participations = { { employee = "e1", session = "s1" }, { employee = "e1", session = "s2" },
        { employee = "e1", session = "s3" }, -- once more, to refresh
        { employee = "e2", session = "s2" }, { employee = "e2", session = "s3", status = "cancelled" },
        { employee = "e3", session = "s2" }, { employee = "e3", session = "s4" },
        { employee = "e4", session = "s3" }, { employee = "e4", session = "s5" }, { employee = "e4", session = "s6" },
        { employee = "e4", session = "s2", status = "no_show" } },
    },
    {
      needs = { { id = "n1" }, { id = "n2" } }, offerings = { { id = "basis" }, { id = "next", prerequisites = { "basis" } } },
      plan_lines = { { id = "l1", offering = "basis", needs = { "n1" } }, { id = "l2", offering = "next", needs = { "n1" } },
        { id = "l3", offering = "next", needs = { "n2" } } },
      sessions = { { id = "s1", offering = "basis", plan_line = "l1", starts_on = "2027-03-01", ends_on = "2027-03-08" },
        { id = "s0", offering = "basis", plan_line = "l1", starts_on = "2027-09-01" },
        { id = "s2", offering = "next", plan_line = "l2", starts_on = "2027-03-08" },
        { id = "s3", offering = "next", plan_line = "l3", starts_on = "2027-01-08" } },
    },
  },
}
