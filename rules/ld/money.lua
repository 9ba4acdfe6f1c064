-- Sums and shares of money over plan lines and budgets, for the rules on money and on the mix.
--   local money = require("ld.money")
local sessions = require("ld.sessions")
local M = {}

-- Is part / total smaller than the share? In whole numbers: 0.15 of 100 is 15 exactly.
function M.below(part, total, share)
  return part * 10000 < math.floor(share * 10000 + 0.5) * total
end

function M.above(part, total, share)
  return part * 10000 > math.floor(share * 10000 + 0.5) * total
end

-- "12.5%" or, in Dutch, "12,5%".
function M.percent(part, total, language)
  local text = string.format("%.1f", total ~= 0 and 100 * part / total or 0):gsub("%.0$", "")
  return (language == "nl" and text:gsub("%.", ",") or text) .. "%"
end

-- The declaration of a parameter that is a share.
function M.share_param(default, en, nl)
  return { type = "share", default = default, min = 0, max = 1, doc = { en = en, nl = nl } }
end

-- The lane of a line, when empty that of its first need.
function M.lane(line)
  if line.lane then
    return line.lane
  end
  local needs = sessions.needs(line)
  return needs[1] and needs[1].lane
end

-- What the lines of a plan cost and how long they take, by lane; `all` leaves the mandatory lane out
-- unless it is asked for.
function M.mix(plan, with_mandatory)
  local mix = { cost = { all = 0 }, minutes = { all = 0, informal = 0 } }
  for line in plan.plan_lines:each() do
    local lane = M.lane(line)
    if sessions.is_in(line) and (with_mandatory or lane ~= "mandatory") then
      local offering = sessions.offering(line)
      local cost = line.cost or 0
      local minutes = sessions.minutes_of_line(line) * (sessions.seats(line) or 0)
      mix.cost.all = mix.cost.all + cost
      mix.minutes.all = mix.minutes.all + minutes
      if lane then
        mix.cost[lane] = (mix.cost[lane] or 0) + cost
      end
      if offering and offering.kind == "informal" then
        mix.minutes.informal = mix.minutes.informal + minutes
      end
    end
  end
  return mix
end

-- ---- offerings compared ----

local function add(sums, component, offering)
  local amount, basis = component.amount, component.basis
  if basis == "per_hour" then
    sums.per_seat = sums.per_seat + amount * sessions.minutes(offering) / 60
  elseif basis == "per_year" then
    sums.per_year = sums.per_year + amount
  end
end

-- The four amounts that an offering costs, hours and yearly upkeep included. Development time without
-- an amount counts at the price of a developer.
function M.costs(offering)
  local sums = {
    once = offering.cost_once or 0, per_session = offering.cost_per_session or 0,
    per_seat = offering.cost_per_seat or 0, per_year = 0,
  }
  for component in offering.cost_components:each() do
    if not component.valid_to or component.valid_to >= ld.today then
      add(sums, component, offering)
    end
  end
  if sums.once == 0 and offering.minutes_development then
    local developer
    for each in ld.resources:each() do
      if each.kind == "developer" and each.cost and M.works_for(each, offering) then
        developer = each
        break
      end
    end
    sums.once = developer and offering.minutes_development * developer.cost / 60 or 0
  end
  return sums
end

-- A developer without offerings of their own can be used for all.
function M.works_for(resource, offering)
  if #resource.offerings == 0 then
    return true
  end
  for each in resource.offerings:each() do
    if each == offering then
      return true
    end
  end
  return false
end

-- What `seats` a year cost over the horizon, later years discounted. Nil without any price.
function M.over_horizon(offering, seats, years, rate)
  local costs = M.costs(offering)
  if costs.once + costs.per_session + costs.per_seat + costs.per_year == 0 then
    return nil
  end
  local size = offering.max_group
  local groups = size and math.ceil(seats / size) or (seats > 0 and 1 or 0)
  local total, factor = costs.once, 1.0
  for _ = 1, years do
    total = total + factor * (groups * costs.per_session + seats * costs.per_seat + costs.per_year)
    factor = factor / (1 + rate)
  end
  return total
end

local bought = { buy_open = true, buy_incompany = true, license = true }

-- The cheapest way to buy and to build of a case, nil when one of them has no price.
function M.compare(case, seats)
  local years, rate = case.horizon_years or 1, case.discount_rate or 0
  local buy, build
  for offering in case.offerings:each() do
    local total = M.over_horizon(offering, seats, years, rate)
    if total and bought[offering.sourcing] and (not buy or total < buy) then
      buy = total
    elseif total and offering.sourcing == "build" and (not build or total < build) then
      build = total
    end
  end
  return buy, build
end

-- Does a set as people write it ("9-", "17-20, 22+", ">= 9") hold the number? Nil when it is empty.
function M.holds(set, number)
  if not set then
    return nil
  end
  for part in set:gsub("–", "-"):gsub("%s+to%s+", "-"):gsub("%s+t/m%s+", "-"):gmatch("[^,;]+") do
    local text = part:gsub("%s", ""):gsub("^[nN]([<>=≥≤])", "%1")
    local low, high = text:match("^(%d+)[-.]+(%d*)$")
    if text:match("^>=?%d+$") or text:match("^≥%d+$") then
      low, high = text:match("%d+"), ""
      if text:match("^>%d") then
        low = tostring(tonumber(low) + 1)
      end
    elseif text:match("^%d+%+$") then
      low, high = text:match("%d+"), ""
    elseif text:match("^%d+$") then
      low, high = text, text
    end
    if low and number >= tonumber(low) and (high == "" or number <= tonumber(high)) then
      return true
    end
  end
  return false
end

-- Seats a year that a case is about: written, else the people of its needs.
function M.demand(case)
  if case.demand_per_year then
    return case.demand_per_year
  end
  local sum = case.needs:sum("heads")
  return sum > 0 and sum or nil
end

-- Is building cheaper? By the prices, else by the set that the case records; nil when neither says.
-- Also the two totals, when they are known.
function M.build_is_cheaper(case, seats)
  local buy, build = M.compare(case, seats)
  if buy and build then
    return build < buy, buy, build
  end
  return M.holds(case.result_set, seats)
end

-- ---- budgets ----

-- The record that counts now in place of a budget.
function M.newest(budget)
  while budget and #budget.corrections > 0 do
    budget = budget.corrections:first()
  end
  return budget
end

-- Calls take(budget, line, amount) for what each line in the plan has of each budget.
function M.each_payment(take)
  for line in ld.plan_lines:each() do
    if line.decision == "in" or line.decision == "locked_in" then
      if #line.fundings > 0 then
        for funding in line.fundings:each() do
          take(funding.budget, line, funding.amount)
        end
      elseif line.budget then
        take(line.budget, line, line.cost or 0)
      end
    end
  end
end

-- The components that a line pays: those of its offering and of its own sessions.
function M.components(line)
  local found = {}
  local offering = sessions.offering(line)
  for component in (offering and offering.cost_components or ld.cost_components:where("false")):each() do
    found[#found + 1] = component
  end
  for session in line.sessions:each() do
    for component in session.cost_components:each() do
      found[#found + 1] = component
    end
  end
  return found
end

-- How often a component counts on a line.
function M.times(component, line)
  local basis = component.basis
  if basis == "per_session" then
    return component.session and 1 or line.sessions_planned or #line.sessions
  elseif basis == "per_seat" then
    return sessions.seats(line) or 0
  elseif basis == "per_hour" then
    return (sessions.seats(line) or 0) * sessions.minutes_of_line(line) / 60
  end
  return 1
end

return M
