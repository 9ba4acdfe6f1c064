-- The standard offer, not yet solved: every choice of policy is a parameter with its default.
--   local offer = require("ld.offer")()
-- Budgets, group sizes, lead times, prerequisites and locks hold by themselves from the data.

local discretionary = { "core", "strategic", "team", "individual" }

-- Shares of policy: of all that is learnt, or of what is not a duty.
local function add_mixes(offer, P)
  local lanes = nil
  if not P.mandatory_in_mix then lanes = discretionary end
  local money, hours = ld.cost { lane = lanes }, ld.hours { lane = lanes }
  local function share(name, part, of, least)
    if least and least > 0 then
      offer:subject_to("mix " .. name, part:share_of(of):at_least(least))
    end
  end
  share("core", ld.cost { lane = "core" }, money, P.core_share)
  share("individual", ld.cost { lane = "individual" }, money, P.individual_share)
  share("informal", ld.hours { lane = lanes, kind = "informal" }, hours, P.informal_share)
  share("pilot", ld.cost { lane = lanes, pilot = true }, money, P.pilot_share)
  if P.supplier_share and P.supplier_share < 1 then
    for supplier in ld.suppliers:each() do
      offer:subject_to("mix supplier " .. supplier.id,
        ld.cost { lane = lanes, supplier = supplier }:share_of(money):at_most(P.supplier_share))
    end
  end
end

return function()
  local P = ld.params
  local offer = ld.offer {
    year = ld.year,
    period = P.period or "quarter",
    needs_from = P.needs_from or "auto",
    lambda = P.lambda or 0.5,
    effectiveness_prior = P.effectiveness_prior or 0.7,
    all_or_nothing = P.all_or_nothing or false,
    wage_loss = P.wage_loss or false,
    cost_bearing = P.cost_bearing or "data",
    hours_max = tonumber(P.hours_max) or 0,
    fairness = P.fairness or 0,
    absence_max = tonumber(P.absence_max) or false,
    tiers = P.tiers or "none",
    gap = P.gap or 0.01,
    work = P.work or 400,
  }
  offer:first(ld.mandatory())
  offer:maximise("priority") -- of the need, times effectiveness and reach
  add_mixes(offer, P)
  return offer
end
