-- Dienstjaren tellen mee: wie langer in dienst is, gaat voor waar plaatsen op naam worden verdeeld.
-- Een keuze die de ondernemingsraad kan voorstellen; vergelijk haar met het gewone aanbod:
--   ldengine run rules/offer-seniority.lua --format json -o dienstjaren.json
--   ldengine diff aanbod.json dienstjaren.json
local offer = require("ld.offer")()
local most = 20 -- jaren; daarna telt het niet verder op

-- Gemiddelde dienstjaren van de mensen die bij naam bekend zijn, als deel van `most`.
local function service(need)
  local days, count = 0, 0
  if not need.employees then return 0 end -- uit kloven afgeleid: geen namen
  for person in need.employees:each() do
    if person.contract_from then days = days + ld.days(person.contract_from, ld.today) end
    count = count + 1
  end
  if count == 0 then return 0 end
  return math.min(days / count / 365.25 / most, 1)
end

-- Komt boven op de waarde die de behoefte zelf heeft: ten hoogste anderhalf keer zoveel.
offer:maximise("dienstjaren", function(need, option)
  return 0.5 * need.priority * option.effectiveness * option.reach * service(need)
end)

return offer:solve { gap = 0.01 }
