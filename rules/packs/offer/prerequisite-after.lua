local sessions = require("ld.sessions")

-- Does the session, or a seat elsewhere, give the prerequisite no later than the start?
local function is_in_time(employee, offering, start)
  for seat in employee.participations:each() do
    if sessions.takes_seat(seat) and sessions.offering(seat) == offering then
      local finish = seat.session and sessions.ends_on(seat.session)
      if seat.status == "completed" or not finish or finish <= start then
        return true
      end
    end
  end
  return false
end

-- The session of the prerequisite that somebody follows too late.
local function late_for(employee, offering, start)
  for seat in employee.participations:each() do
    local session = seat.session
    if session and session.offering == offering and session.status ~= "cancelled" and sessions.takes_seat(seat) then
      local finish = sessions.ends_on(session)
      if finish and finish > start and not is_in_time(employee, offering, start) then
        return session
      end
    end
  end
end

-- Where no names are known: the sessions of the prerequisite for the same needs, all of which end
-- too late.
local function late_for_needs(line, offering, start)
  local needs, late = {}, nil
  for _, need in ipairs(sessions.needs(line)) do
    needs[need.id] = true
  end
  for session in offering.sessions:each() do
    local finish = sessions.ends_on(session)
    local shared = false
    for _, need in ipairs(session.plan_line and sessions.needs(session.plan_line) or {}) do
      shared = shared or needs[need.id]
    end
    if shared and finish and session.status ~= "cancelled" then
      if finish <= start then
        return nil
      end
      late = session
    end
  end
  return late
end

-- How many people begin before they have done the prerequisite, with the session that is too late.
local function find_late(session, offering, start)
  local count, late, named = 0, nil, false
  for seat in session.participations:each() do
    if sessions.takes_seat(seat) then
      named = true
      local found = late_for(seat.employee, offering, start)
      count, late = count + (found and 1 or 0), late or found
    end
  end
  if not named and session.plan_line then
    late = late_for_needs(session.plan_line, offering, start)
    count = late and sessions.seats(session.plan_line) or 0
  end
  return late, count
end

return ld.rule {
  id = "offer/prerequisite-after", code = "O04", step = 4, severity = "error",
  title = {
    en = "The prerequisite is planned after the course",
    nl = "De voorafgaande opleiding is later gepland dan het vervolg",
  },
  each = "sessions",
  once = function(org, P, report)
    for offering in ld.offerings:where("#prerequisites > 0"):each() do
      for session in offering.sessions:each() do
        local start = sessions.is_ahead(session) and sessions.starts_on(session)
        for before in offering.prerequisites:each() do
          local late, count
          if start then
            late, count = find_late(session, before, start)
          end
          if late then
            local finish = sessions.ends_on(late)
            report {
              at = session, field = "starts_on", size = ld.days(start, finish), key = before.id,
              message = {
                en = string.format("%s starts on %s, but %s (%s) only ends on %s for %d of its people",
                  session.id, start, before.label, late.id, finish, count),
                nl = string.format("%s begint op %s, maar %s (%s) is voor %d van de deelnemers pas klaar op %s",
                  session.id, start, before.label, late.id, count, finish),
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
