-- Fairness first: in every unit the same share of the people with a need get a seat, before the value of
-- learning counts. A wish and not a limit, so that the plan also exists where a unit cannot be served.
-- Parameters: fair_share, of the people with a need in each unit; fair_penalty, value per missing person.
local P = ld.params
local offer = require("ld.offer")()

offer:prefer("a fair share for every unit",
  ld.people():per("unit"):at_least(P.fair_share or 0.5, "heads"),
  { penalty = P.fair_penalty or 1000 })

return offer:solve { gap = P.gap or 0.01, work = P.work or 400 }
