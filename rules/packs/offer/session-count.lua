local groups = require("ld.groups")
local sessions = require("ld.sessions")

return ld.rule {
  id = "offer/session-count", code = "O08", step = 4, severity = "error",
  title = {
    en = "Too few or too many sessions for the seats",
    nl = "Te weinig of te veel groepen voor de plaatsen",
  },
  each = "plan_lines",
  -- An error when the seats do not fit, a note when there are more groups than the smallest group size
  -- needs. Lines that leave their sessions to the provider (no number, no sessions) are not judged.
  once = function(org, P, report)
    for line in ld.plan_lines:each() do
      local offering, own, seats = line.offering, groups.count(line), sessions.seats(line)
      if sessions.is_in(line) and offering and own and seats then
        local all, all_seats = groups.together(line)
        local least = offering.max_group and math.ceil(seats / offering.max_group)
        local most = offering.min_group and math.ceil(seats / offering.min_group)
        if least and own < least and all < math.ceil(all_seats / offering.max_group) then
          report {
            at = line, size = least - own,
            message = {
              en = string.format("%s: %d seats in groups of at most %d need %d sessions; %d planned", line.id, seats, offering.max_group, least, own),
              nl = string.format("%s: %d plaatsen in groepen van hoogstens %d vragen %d uitvoeringen; gepland: %d", line.id, seats, offering.max_group, least, own),
            },
            values = { sessions = own, seats = seats, needed = least },
          }
        elseif most and own > most and all > math.ceil(all_seats / offering.min_group) then
          report {
            at = line, severity = "note", size = own - most,
            message = {
              en = string.format("%s: %d seats in groups of at least %d fill %d sessions; %d planned", line.id, seats, offering.min_group, most, own),
              nl = string.format("%s: %d plaatsen in groepen van minstens %d vullen %d uitvoeringen; gepland: %d", line.id, seats, offering.min_group, most, own),
            },
            values = { sessions = own, seats = seats, filled = most },
          }
        end
      end
    end
  end,
  at = "sessions_planned",
  help = {
    en = "Bring the number of sessions in line with the seats, or the seats with the groups.",
    nl = "Stem het aantal uitvoeringen af op de plaatsen, of de plaatsen op de groepen.",
  },
  why = {
    en = "Too few groups leave people without a place; too many are half empty and cost as much.",
    nl = "Met te weinig groepen blijven mensen zonder plaats; te veel groepen zijn halfleeg en kosten evenveel.",
  },
  fires = {
    { needs = { { id = "n1" } }, offerings = { { id = "o1", max_group = 12 } },
      plan_lines = { { id = "l1", offering = "o1", sessions_planned = 2, served = { { need = "n1", seats = 25 } } } } },
    { offerings = { { id = "o1", max_group = 12 } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 25, sessions_planned = 2 } } },
    { offerings = { { id = "o1", max_group = 1 } }, employees = { { id = "e1" }, { id = "e2" } },
      plan_lines = { { id = "l1", offering = "o1", employees = { "e1", "e2" } } },
      sessions = { { id = "s1", offering = "o1", plan_line = "l1" }, { id = "s2", offering = "o1", plan_line = "l1", status = "cancelled" } } },
    { offerings = { { id = "o1", min_group = 6, max_group = 12 } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 12, sessions_planned = 3 } } },
    { -- together in one period still too few
      offerings = { { id = "o1", max_group = 12 } },
      plan_lines = { { id = "l1", offering = "o1", period = "2027-Q1", seats_planned = 13, sessions_planned = 1 },
        { id = "l2", offering = "o1", period = "2027-Q2", seats_planned = 1, sessions_planned = 1 } } },
  },
  clean = {
    { offerings = { { id = "o1", min_group = 6, max_group = 12 }, { id = "o2", min_group = 6, max_group = 12 }, { id = "o3" } },
      plan_lines = { { id = "l1", offering = "o1", seats_planned = 24, sessions_planned = 2 }, { id = "l2", offering = "o1", seats_planned = 30 },
        { id = "l3", offering = "o1", seats_planned = 30, sessions_planned = 1, decision = "out" }, { id = "l4", offering = "o3", seats_planned = 30, sessions_planned = 9 },
        { id = "l5", offering = "o2", seats_planned = 13, sessions_planned = 3 }, { id = "l6", offering = "o1", sessions_planned = 1 } } },
    { -- two lanes in one session
      offerings = { { id = "o1", max_group = 12 } },
      plan_lines = { { id = "l1", offering = "o1", period = "2027-Q1", seats_planned = 8, sessions_planned = 1 },
        { id = "l2", offering = "o1", period = "2027-Q1", seats_planned = 4, sessions_planned = 0 } } },
    {
      offerings = { { id = "o1", min_group = 6 } },
      plan_lines = { { id = "l1", offering = "o1", period = "2027-Q1", seats_planned = 6, sessions_planned = 2 },
        { id = "l2", offering = "o1", period = "2027-Q1", seats_planned = 6, sessions_planned = 0 } } },
  },
}
