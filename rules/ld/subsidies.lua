-- What funds ask of a claim.
local costs = require("ld.costs")
local money = require("ld.money")
local sessions = require("ld.sessions")

local given_up = { "reject", "refus", "withdraw", "denied", "afgewezen", "geweigerd", "ingetrokken" }
local planned = { "plan", "draft", "prepar", "concept", "gepland", "voorbereid" }
local sent = { "submit", "sent", "grant", "award", "paid", "settled", "ingediend", "verleend", "toegekend", "betaald", "vastgesteld" }

-- Does the status, in the words of the fund, say one of these?
local function says(claim, words)
  local status = (claim.status or ""):lower()
  for _, word in ipairs(words) do
    if status:find(word, 1, true) then
      return true
    end
  end
  return false
end

local function has_kind(fund, kind)
  for _, each in ipairs(fund.eligible_kinds or {}) do
    if each == kind then
      return true
    end
  end
  return false
end

-- The part of the cost of a line that the fund counts: all of it when the fund names no kinds, or when
-- nothing is known of what the cost consists of.
local function eligible(line, fund)
  local components = money.components(line)
  if #(fund.eligible_kinds or {}) == 0 or #components == 0 then
    return line.cost or 0
  end
  local sum = 0
  for _, component in ipairs(components) do
    if has_kind(fund, component.kind) then
      sum = sum + component.amount * money.times(component, line)
    end
  end
  return math.floor(sum + 0.5)
end

local function surcharge(fund)
  local sum = 1
  for _, share in pairs(fund.surcharges or {}) do
    sum = sum + (tonumber(share) or 0)
  end
  return sum
end

local function amount(claim)
  return claim.granted or claim.amount_expected or 0
end

-- The line that another claim counts on too.
local function twice(claim)
  for line in claim.plan_lines:each() do
    for other in line.subsidy_claims:each() do
      if other ~= claim and not says(other, given_up) then
        return line, other
      end
    end
  end
end

local function missing_evidence(claim)
  local has = {}
  for document in claim.documents:each() do
    has[(document.kind or ""):lower()] = true
  end
  for line in claim.plan_lines:each() do
    for document in line.documents:each() do
      has[(document.kind or ""):lower()] = true
    end
  end
  for _, wanted in ipairs(claim.fund.evidence_list or {}) do
    if not has[wanted:lower()] then
      return wanted
    end
  end
end

-- A cost of a line, in a claim, that the fund does not pay, when the claim asks for more than the rest of
-- the cost.
local function ineligible(claim, sum)
  local fund = claim.fund
  if #(fund.eligible_kinds or {}) == 0 or amount(claim) <= sum then
    return nil
  end
  for line in claim.plan_lines:each() do
    for _, component in ipairs(money.components(line)) do
      if not has_kind(fund, component.kind) then
        return component
      end
    end
  end
end

-- What all claims ask of a fund.
local function asked_of(fund)
  local sum = 0
  for claim in fund.subsidy_claims:each() do
    sum = sum + (says(claim, given_up) and 0 or amount(claim))
  end
  return sum
end

-- The first condition that is not met, in both languages, with a record that shows it.
local function broken(claim)
  local fund, own = claim.fund, amount(claim)
  local sum = 0
  if fund.window_to and ld.today > fund.window_to and not claim.granted and not says(claim, sent) then
    return "the window closed on " .. sessions.en(fund.window_to), "de aanvraagtermijn sloot op " .. sessions.nl(fund.window_to), fund
  end
  for line in claim.plan_lines:each() do
    local part = eligible(line, fund)
    if part == 0 and (line.cost or 0) > 0 then
      return "no cost of " .. line.id .. " is of a kind that the fund pays", "geen van de kosten van " .. line.id .. " komt voor subsidie in aanmerking", line
    end
    sum = sum + part
  end
  local cost = ineligible(claim, sum)
  if cost then
    return "it counts on costs for " .. (cost.kind or "?"):gsub("_", " ") .. ", which the fund does not pay",
      "de " .. costs.dutch(cost.kind) .. " die meetellen komen niet voor subsidie in aanmerking", cost
  end
  local line, other = twice(claim)
  if line then
    return line.id .. " is claimed in " .. other.id .. " too", line.id .. " wordt ook opgevoerd in " .. other.id, other
  end
  if fund.cap and asked_of(fund) > fund.cap then
    return ld.money(asked_of(fund)) .. " is asked of a fund that pays at most " .. ld.money(fund.cap),
      "er wordt " .. ld.money(asked_of(fund)) .. " gevraagd van een regeling die hoogstens " .. ld.money(fund.cap) .. " betaalt", fund
  end
  if #claim.plan_lines > 0 then
    local most = fund.rate and math.floor(fund.rate * surcharge(fund) * sum + 0.5)
    if fund.cost_min and sum < fund.cost_min then
      return ld.money(sum) .. " of eligible cost is less than the minimum of " .. ld.money(fund.cost_min),
        ld.money(sum) .. " aan subsidiabele kosten is minder dan het minimum van " .. ld.money(fund.cost_min), fund
    elseif most and own > most then
      return ld.money(own) .. " is more than the " .. ld.money(most) .. " that the fund pays of the eligible cost",
        ld.money(own) .. " is meer dan de " .. ld.money(most) .. " die de regeling van de subsidiabele kosten vergoedt", fund
    end
  end
  local wanted = not says(claim, planned) and missing_evidence(claim)
  if wanted then
    return "evidence is missing: " .. wanted, "het bewijsstuk ontbreekt: " .. wanted, fund
  end
end

return {
  broken = broken,
  amount = amount,
  is_given_up = function(claim) return says(claim, given_up) end,
}
