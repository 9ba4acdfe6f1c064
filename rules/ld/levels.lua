-- What offerings teach, against what needs ask for.
local sessions = require("ld.sessions")

-- The highest level to which the offering brings the competency; nil when it does not teach it.
local function level(offering, competency)
  local best
  for each in offering.offering_competencies:each() do
    if each.competency == competency then
      best = math.max(best or each.to_level, each.to_level)
    end
  end
  return best
end

-- Is the offering tied to the need in another way than by competencies?
local function is_tied(need, offering)
  if need.credential_type and need.credential_type == offering.credential_type then
    return true
  end
  for each in need.offerings:each() do
    if each == offering then
      return true
    end
  end
  return false
end

-- Does a line in the plan teach the competency for this need?
local function is_taught(need, competency)
  local function teaches(line)
    local offering = sessions.is_in(line) and sessions.offering(line)
    return offering and level(offering, competency) ~= nil
  end
  for line in need.plan_lines:each() do
    if teaches(line) then
      return true
    end
  end
  for served in need.plan_line_needs:each() do
    if teaches(served.plan_line) then
      return true
    end
  end
  return false
end

-- The first level that the line does not bring people to: what is asked for, what is reached, the difference.
local function find_short(line, offering)
  for _, need in ipairs(sessions.needs(line)) do
    for asked in need.need_competencies:each() do
      local reached = level(offering, asked.competency)
      if reached and reached < asked.to_level then
        return asked, reached, asked.to_level - reached
      elseif not reached and not is_tied(need, offering) and not is_taught(need, asked.competency) then
        return asked, nil, asked.to_level
      end
    end
  end
end

return {
  find_short = find_short,
}
