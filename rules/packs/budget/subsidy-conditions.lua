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
    return "the window closed on " .. fund.window_to, "de aanvraagtermijn sloot op " .. fund.window_to, fund
  end
  for line in claim.plan_lines:each() do
    local part = eligible(line, fund)
    if part == 0 and (line.cost or 0) > 0 then
      return "no cost of " .. line.id .. " is of a kind that the fund pays", "geen van de kosten van " .. line.id .. " komt voor subsidie in aanmerking", line
    end
    sum = sum + part
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

return ld.rule {
  id = "budget/subsidy-conditions", code = "B09", step = 4, severity = "error",
  title = {
    en = "A subsidy is counted on without its conditions being met",
    nl = "Een subsidie is ingeboekt zonder dat aan de voorwaarden is voldaan",
  },
  each = "subsidy_claims",
  -- A claim that was sent in or granted is no longer bound by the window; one that was rejected or withdrawn
  -- is not judged. Evidence is a document about the claim or its lines whose kind is what the fund asks for; for a claim
  -- that is still being planned or prepared it may come later.
  once = function(org, P, report)
    for claim in ld.subsidy_claims:each() do
      local en, nl, record = nil, nil, nil
      if not says(claim, given_up) then
        en, nl, record = broken(claim)
      end
      if en then
        report {
          at = claim, size = amount(claim),
          message = { en = claim.id .. " (" .. claim.fund.label .. "): " .. en, nl = claim.id .. " (" .. claim.fund.label .. "): " .. nl },
          evidence = { record },
          values = { amount = amount(claim) },
        }
      end
    end
  end,
  at = "amount_expected",
  help = {
    en = "Take the amount out of the plan until the condition is met, or correct the claim.",
    nl = "Haal het bedrag uit het plan tot aan de voorwaarde is voldaan, of corrigeer de aanvraag.",
  },
  why = {
    en = "Money that is reclaimed after the year comes out of next year's learning.",
    nl = "Subsidie die na afloop wordt teruggevorderd, gaat ten koste van de opleidingen van volgend jaar.",
  },
  fires = {
    { today = "2027-04-01", funds = { { id = "f", window_to = "2027-03-31" } }, subsidy_claims = { { id = "c", fund = "f", amount_expected = 100 } } },
    { funds = { { id = "f", eligible_kinds = { "development" } } }, offerings = { { id = "o1" } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 1 } },
      cost_components = { { offering = "o1", kind = "tuition", basis = "per_seat", amount = 900 } }, subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1" } } } },
    { funds = { { id = "f", cap = 150 } }, subsidy_claims = { { id = "c", fund = "f", amount_expected = 100 }, { id = "d", fund = "f", amount_expected = 900, granted = 51 } } },
    { funds = { { id = "f" }, { id = "g" } }, plan_lines = { { id = "l1", cost = 1000 } },
      subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1" } }, { id = "d", fund = "g", plan_lines = { "l1" } } } },
    { funds = { { id = "f", evidence_list = { "Certificate", "invoice" } } }, subsidy_claims = { { id = "c", fund = "f" } }, documents = { { id = "d", kind = "certificate", about = "subsidy_claims:c" } } },
    { funds = { { id = "f", cost_min = 1001 } }, plan_lines = { { id = "l1", cost = 1000 } }, subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1" } } } },
    { funds = { { id = "f", rate = 0.5, surcharges = { overhead = 0.1 } } }, plan_lines = { { id = "l1", cost = 1000 } }, subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1" }, amount_expected = 551 } } },
  },
  clean = {
    { today = "2027-03-31", funds = { { id = "f", window_to = "2027-03-31", cap = 150, cost_min = 1000, rate = 0.1, eligible_kinds = { "tuition", "exam" }, evidence_list = { "Certificate" } } },
      offerings = { { id = "o1" } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 10 }, { id = "l2", cost = 500 } },
      cost_components = { { offering = "o1", kind = "tuition", basis = "per_seat", amount = 50 }, { offering = "o1", kind = "travel", basis = "per_seat", amount = 900 } },
      subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1", "l2" }, amount_expected = 100 }, { id = "d", fund = "f", plan_lines = { "l1" }, amount_expected = 900, status = "Rejected" } },
      documents = { { id = "d", kind = "certificate", about = "plan_lines:l1" } } },
    { funds = { { id = "f", evidence_list = { "invoice" } } }, subsidy_claims = { { id = "c", fund = "f", status = "Planned" } } },
    { today = "2027-04-01", funds = { { id = "f", window_to = "2027-03-31", cap = 200 } }, subsidy_claims = { { id = "c", fund = "f", amount_expected = 100, status = "ingediend" }, { id = "d", fund = "f", granted = 100 } } },
    { funds = { { id = "f", rate = 0.5, surcharges = { overhead = 0.1 } } }, plan_lines = { { id = "l1", cost = 1000 } }, subsidy_claims = { { id = "c", fund = "f", plan_lines = { "l1" }, amount_expected = 550 } } },
  },
}
