-- Build more: at least a share of the seats is in learning that the organisation develops itself, so that
-- knowledge stays in-house. Each missing seat costs value; what building costs more shows in the budgets.
-- Parameters: build_share, of all seats that are no duty; build_penalty, value per missing seat.
local P = ld.params
local offer = require("ld.offer")()
local lanes = { "core", "strategic", "team", "individual" }

offer:prefer("built in-house",
  ld.seats { lane = lanes, sourcing = "build" }:share_of(ld.seats { lane = lanes }):at_least(P.build_share or 0.5),
  { penalty = P.build_penalty or 10 })

return offer:solve { gap = P.gap or 0.01, work = P.work or 400 }
