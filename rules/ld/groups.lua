-- Sessions and the seats in them: how many a line has, how many people are expected.
local sessions = require("ld.sessions")

-- Sessions of a line: as planned, else those that are written for it; nil when neither says.
local function count(line)
  if line.sessions_planned then
    return line.sessions_planned
  end
  local written = line.sessions:count("status ~= 'cancelled'")
  return written > 0 and written or nil
end

-- Sessions and seats of all lines with the offering in the period: lines of different lanes may share
-- a session.
local function together(line)
  local all, seats = 0, 0
  for other in line.offering.plan_lines:each() do
    if sessions.is_in(other) and other.period == line.period then
      all, seats = all + (count(other) or 0), seats + (sessions.seats(other) or 0)
    end
  end
  return all, seats
end

-- Share of those who were enrolled in the offering and did not come, over what has been held; 0 without
-- any history.
local function no_show_rate(offering)
  local missed, all = 0, 0
  for session in offering.sessions:each() do
    for seat in session.participations:each() do
      local status = seat.status
      if status == "no_show" then
        missed = missed + 1
      end
      if status == "no_show" or status == "attended" or status == "completed" or status == "failed" then
        all = all + 1
      end
    end
  end
  return all > 0 and missed / all or 0
end

-- How many are expected to be enrolled at the cut-off: those enrolled, and until that day also the
-- seats that the line plans; nil when nothing is known.
local function expected(session)
  local line, enrolled = session.plan_line, 0
  for seat in session.participations:each() do
    enrolled = enrolled + (sessions.takes_seat(seat) and 1 or 0)
  end
  if session.cut_off_date and session.cut_off_date <= ld.today then
    return enrolled
  end
  local seats = line and sessions.seats(line)
  local groups = line and (line.sessions_planned or #line.sessions) or 1
  if seats and groups > 0 then
    return math.max(enrolled, seats / groups)
  end
  return enrolled > 0 and enrolled or nil
end

-- Rounding of shares must not make the difference.
local function is_below(coming, least)
  return coming < least - 1e-9
end

return {
  is_below = is_below,
  count = count,
  together = together,
  no_show_rate = no_show_rate,
  expected = expected,
}
