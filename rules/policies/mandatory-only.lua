-- Mandatory only: nothing but duties, at the lowest cost. What was fixed before for other needs has no
-- place in this offer; leave out `without` to see whether it can be kept.
-- What the rest of the plan costs and brings, held against it:
--   ldengine run policies/mandatory-only.lua --format json -o duties.json
--   ldengine diff duties.json offer.json
local P = ld.params
local offer = require("ld.offer")()

offer:keep(ld.mandatory())
offer:without("locks")

return offer:solve { gap = P.gap or 0.01, work = P.work or 400 }
