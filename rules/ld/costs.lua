-- The kinds of cost that a line can have.
local money = require("ld.money")
local sessions = require("ld.sessions")

local dutch = {
  tuition = "cursuskosten", incompany_fee = "incompanytarieven", development = "ontwikkelkosten", trainer = "trainerskosten",
  exam = "examenkosten", material = "materiaalkosten", travel = "reiskosten", stay = "verblijfskosten", room = "zaalkosten",
  licence = "licentiekosten", administration = "administratiekosten", wage_loss = "verletkosten", maintenance = "onderhoudskosten",
}

local away = { classroom = true, blended = true, conference = true, exam = true }

-- Can the cost occur at all on the line?
local applies = {
  wage_loss = function(line) return sessions.minutes_of_line(line) > 0 end,
  travel = function(_, offering) return away[offering.modality] or false end,
  exam = function(_, offering) return offering.credential_type ~= nil or offering.modality == "exam" end,
  development = function(_, offering) return offering.sourcing == "build" or offering.sourcing == "blend" end,
}

-- Is a cost of the kind written for the offering or a session of the line?
local function is_written(line, offering, kind)
  if kind == "development" and (offering.cost_once or 0) > 0 then
    return true
  end
  for _, component in ipairs(money.components(line)) do
    if component.kind == kind then
      return true
    end
  end
  return false
end

-- The first of the kinds that can occur on the line and for which nothing is written.
local function missing(line, offering, kinds)
  for _, kind in ipairs(kinds) do
    if (not applies[kind] or applies[kind](line, offering)) and not is_written(line, offering, kind) then
      return kind
    end
  end
end

return {
  missing = missing,
  dutch = function(kind) return dutch[kind] or kind end,
}
