-- Whether what is to be developed can be: the developers' time and the day on which it is ready.
local money = require("ld.money")
local sessions = require("ld.sessions")

local function own_options(case)
  return case.offerings:where("sourcing == 'build'")
end

-- Minutes that developers have in the plan year for the offering; nil when no developer is recorded.
local function capacity(offering)
  local first, last = sessions.year_bounds(sessions.YEAR)
  local sum
  for each in ld.resources:where("kind == 'developer'"):each() do
    if money.works_for(each, offering) then
      sum = sum or 0
      for part in each.capacities:each() do
        local from, to = sessions.bounds(part.period)
        if from and from <= last and to >= first then
          sum = sum + part.minutes
        end
      end
    end
  end
  return sum
end

-- All that was decided to be built, each offering once.
local function asked_minutes()
  local sum, seen = 0, {}
  for case in ld.make_or_buy_cases:where("decision == 'build'"):each() do
    for offering in own_options(case):each() do
      if not seen[offering.id] then
        seen[offering.id] = true
        sum = sum + (offering.minutes_development or 0)
      end
    end
  end
  return sum
end

-- The day on which it can start, and the earliest day on which it must have started.
local function dates(case, offering)
  local ready = ld.add_days(ld.today, offering.lead_time_days or 0)
  if offering.available_from and offering.available_from > ready then
    ready = offering.available_from
  end
  local wanted, by
  local function take(day, record)
    if day and (not wanted or day < wanted) then
      wanted, by = day, record
    end
  end
  for need in case.needs:each() do
    take(need.deadline, need)
  end
  for session in offering.sessions:each() do
    take(sessions.is_ahead(session) and sessions.starts_on(session), session)
  end
  for line in offering.plan_lines:each() do
    if sessions.is_in(line) and sessions.year_of(line) == sessions.YEAR then
      local _, last = sessions.bounds(line.period)
      take(last, line)
    end
  end
  return ready, wanted, by
end

-- What stands in the way of a case: a record, how much, and why, in both languages. Nil when nothing does.
local function obstacle(case, asked)
  for offering in own_options(case):each() do
    local room = capacity(offering)
    local ready, wanted, by = dates(case, offering)
    if (offering.minutes_development or 0) > 0 and room and asked > room then
      return offering, asked - room,
        string.format("developers are asked for %.1f hours and have %.1f", asked / 60, room / 60),
        string.format("de ontwikkelaars moeten %s uur leveren en hebben er %s", sessions.hours(asked, "nl"), sessions.hours(room, "nl"))
    elseif wanted and ready > wanted then
      return by, ld.days(wanted, ready),
        string.format("%s is ready on %s and wanted by %s", offering.label, sessions.en(ready), sessions.en(wanted)),
        string.format("%s is klaar op %s en nodig op %s", offering.label, sessions.nl(ready), sessions.nl(wanted))
    end
  end
end

return {
  asked_minutes = asked_minutes,
  obstacle = obstacle,
}
