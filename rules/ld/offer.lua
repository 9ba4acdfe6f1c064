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
    for supplier in ld.suppliers:sort("id"):each() do
      offer:subject_to("mix supplier " .. supplier.id,
        ld.cost { lane = lanes, supplier = supplier }:share_of(money):at_most(P.supplier_share))
    end
  end
end

-- "0.6:1.0,1:0.8": the first 60 percent of the heads count whole, up to all of them for 0.8.
local function read_tiers(text)
  if type(text) ~= "string" or text == "" or text == "none" then
    return text or "none"
  end
  local tiers, before = {}, 0
  for upto, weight in text:gmatch("([%d.]+)%s*:%s*([%d.]+)") do
    tiers[#tiers + 1] = { share = tonumber(upto) - before, weight = tonumber(weight) }
    before = tonumber(upto)
  end
  if #tiers == 0 then
    error("tiers are written as 0.6:1.0,1:0.8, not '" .. text .. "'")
  end
  return tiers
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
    fairness_groups = P.fairness_groups or "",
    absence_max = tonumber(P.absence_max) or false,
    tiers = read_tiers(P.tiers),
    lane_order = P.lane_order or "mandatory before the rest",
    gap = P.gap or 0.01,
    work = P.work or 400,
  }
  offer:first(ld.mandatory())
  offer:maximise("priority") -- of the need, times effectiveness and reach
  add_mixes(offer, P)
  return offer
end
