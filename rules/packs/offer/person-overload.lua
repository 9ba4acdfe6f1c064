local loads = require("ld.loads")
local sessions = require("ld.sessions")

return ld.rule {
  id = "offer/person-overload", code = "O12", step = 4, severity = "warning",
  title = {
    en = "Somebody is planned for too much, or in two places at once",
    nl = "Iemand is te vol gepland, of op twee plaatsen tegelijk",
  },
  each = "employees",
  params = {
    t_week = {
      type = "number", unit = "hours", default = 16, min = 0,
      doc = { en = "Most learning hours in one week.", nl = "De meeste leeruren in één week." },
    },
    hours_max = {
      type = "number", unit = "hours", min = 0,
      doc = {
        en = "Most learning hours in the year, for employees without a limit of their own; empty is no limit.",
        nl = "De meeste leeruren in het jaar, voor medewerkers zonder eigen grens; leeg is geen grens.",
      },
    },
  },
  -- An error when two meetings overlap, else a warning. Hours are those of seats and of lines that name
  -- the employee; weeks run from Monday.
  once = function(org, P, report)
    local first, last = sessions.year_bounds(sessions.YEAR)
    local limit = P.t_week * 60
    local calendar, load = loads.calendar(first, last), loads.new_load()
    for employee in ld.employees:where("participations:first() or plan_lines:first()"):each() do
      loads.fill(load, employee, calendar, first, last)
      local cap = employee.minutes_max or (P.hours_max and P.hours_max * 60)
      local twice = loads.first_overlap(load, calendar)
      local week, minutes = loads.full_week(load, limit)
      local en, nl, size
      if twice then
        local moment = sessions.moment(twice)
        en = "has two meetings at once on " .. sessions.en(moment)
        nl = "heeft twee bijeenkomsten tegelijk op " .. sessions.nl(moment)
      elseif cap and load.minutes > cap then
        size = load.minutes - cap
        en = string.format("is planned for %s hours of learning in the year, at most %s", sessions.hours(load.minutes, "en"), sessions.hours(cap, "en"))
        nl = string.format("is gepland voor %s leeruren in het jaar, hoogstens %s", sessions.hours(load.minutes, "nl"), sessions.hours(cap, "nl"))
      elseif week then
        size = minutes - limit
        local monday = loads.monday(week)
        en = string.format("has %s hours of learning in the week of %s, at most %s", sessions.hours(minutes, "en"), sessions.en(monday), sessions.hours(limit, "en"))
        nl = string.format("heeft %s leeruren in de week van %s, hoogstens %s", sessions.hours(minutes, "nl"), sessions.nl(monday), sessions.hours(limit, "nl"))
      end
      if en then
        report {
          at = employee, severity = twice and "error" or "warning", size = size,
          message = { en = employee.id .. " " .. en, nl = employee.id .. " " .. nl },
          evidence = employee.participations,
          values = { minutes = load.minutes, cap = cap, week = week and minutes or nil },
        }
      end
    end
  end,
  help = {
    en = "Move a session, put somebody else in it, or spread the learning over more weeks.",
    nl = "Verplaats een uitvoering, laat iemand anders deelnemen, of spreid het leren over meer weken.",
  },
  why = {
    en = "Who is planned too full cancels, or learns in the evening: neither is what the plan promised.",
    nl = "Wie te vol zit, zegt af of leert 's avonds: geen van beide is wat het plan beloofde.",
  },
  fires = {
    {
      employees = { { id = "e1" } }, offerings = { { id = "o1" } }, plan_lines = { { id = "l1", employees = { "e1" } }, { id = "l2", employees = { "e1" } } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1", parts = { { starts_at = "2027-04-01T09:00", ends_at = "2027-04-01T12:00" } } },
        { id = "s2", offering = "o1", plan_line = "l2", parts = { { starts_at = "2027-04-01T11:00", ends_at = "2027-04-01T12:00" } } } },
    },
    { severity = "warning", employees = { { id = "e1", minutes_max = 600 } }, offerings = { { id = "o1", minutes_contact = 480, minutes_self = 121 } },
      plan_lines = { { id = "l1", offering = "o1", employees = { "e1" } } } },
    { params = { hours_max = 10 }, employees = { { id = "e1" } }, offerings = { { id = "o1" } },
      participations = { { employee = "e1", offering = "o1", minutes_planned = 601 } } },
    { -- a seat and a line without one
      employees = { { id = "e1", minutes_max = 600 } }, offerings = { { id = "o1", minutes_contact = 300 }, { id = "o2", minutes_contact = 301 } },
      plan_lines = { { id = "l1", offering = "o1", employees = { "e1" } }, { id = "l2", offering = "o2", employees = { "e1" } } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1", starts_on = "2027-01-01" } }, participations = { { employee = "e1", session = "s1" } } },
    { -- 16 hours and a minute from Monday to Sunday
      employees = { { id = "e1" } }, offerings = { { id = "o1", minutes_contact = 481 } },
      sessions = { { id = "s1", offering = "o1", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T17:00" } } },
        { id = "s2", offering = "o1", starts_on = "2027-03-07" } },
      participations = { { employee = "e1", session = "s1" }, { employee = "e1", session = "s2" } } },
    { severity = "error", employees = { { id = "e1" } }, offerings = { { id = "o1" } },
      sessions = { { id = "s1", offering = "o1", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T12:00" } } },
        { id = "s2", offering = "o1", parts = { { starts_at = "2027-03-01T11:59", ends_at = "2027-03-01T13:00" } } } },
      participations = { { employee = "e1", session = "s1" } }, plan_lines = { { id = "l1", offering = "o1", session = "s2", employees = { "e1" } } } },
    { -- behind a short meeting the long one goes on
      employees = { { id = "e1" } }, offerings = { { id = "o1" } },
      sessions = { { id = "s1", offering = "o1", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T12:00" } } },
        { id = "s2", offering = "o1", parts = { { starts_at = "2027-03-01T11:59", ends_at = "2027-03-01T12:30" } } } },
      participations = { { employee = "e1", session = "s1" }, { employee = "e1", session = "s2" } } },
  },
  clean = {
    { employees = { { id = "e1", minutes_max = 600 }, { id = "e2" }, { id = "e3", minutes_max = 0 } },
      offerings = { { id = "o1", minutes_contact = 480, minutes_self = 120 }, { id = "o2", minutes_contact = 9000 } },
      annual_plans = { { id = "next", year = "2028" } },
      plan_lines = { { id = "l1", offering = "o1", employees = { "e1" } }, { id = "l2", offering = "o2", employees = { "e1" }, decision = "out" },
        { id = "l3", offering = "o2", employees = { "e1" }, annual_plan = "next" }, { id = "l4", offering = "o2", employees = { "e2" } } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1" }, { id = "s2", offering = "o2", starts_on = "2028-01-01" },
        { id = "s3", offering = "o2", starts_on = "2026-12-31" }, { id = "s4", offering = "o2", starts_on = "2027-02-01", status = "cancelled" } },
      participations = { { employee = "e1", session = "s1" }, { employee = "e1", session = "s2" }, { employee = "e1", session = "s3" },
        { employee = "e1", session = "s4" }, { employee = "e1", offering = "o2", status = "cancelled" }, { employee = "e3", offering = "o1", minutes_planned = 90, minutes_realised = 0 } } },
    { -- 16 hours in a week, and the next day is another week
      employees = { { id = "e1" } }, offerings = { { id = "o1", minutes_contact = 480 } },
      sessions = { { id = "s1", offering = "o1", parts = { { starts_at = "2027-03-01T09:00", ends_at = "2027-03-01T12:00" }, { starts_at = "2027-03-01T12:00", ends_at = "2027-03-01T17:00" } } },
        { id = "s2", offering = "o1", starts_on = "2027-03-07" }, { id = "s3", offering = "o1", starts_on = "2027-03-08", ends_on = "2027-03-14" },
        { id = "s4", offering = "o1", starts_on = "2027-02-26", ends_on = "2027-03-05" } },
      participations = { { employee = "e1", session = "s1" }, { employee = "e1", session = "s2" }, { employee = "e1", session = "s3" }, { employee = "e1", session = "s4" } } },
  },
}
