-- Read are the parameters of the principles of one policy, and the bands of its focus areas. A
-- name with min, minimum or least is a lower bound, one with max, maximum, most or cap an upper
-- one, and what is left of the name tells of what: min_hours and hour_cap speak of the same. A
-- minimum of some hours (min_hours_core) stands below a cap on all hours. A name that says no more
-- than share, cost or the like means what the rule of its principle means, so principles of
-- different rules are not compared on it. Minimum shares are added up: those of hours and of
-- informal learning apart from those of money.
local thread = require("ld.thread")
local versions = require("ld.versions")

local low_words = { min = true, minimum = true, least = true }
local high_words = { max = true, maximum = true, most = true, cap = true }
local same = { hours = "hour", minutes = "minute", days = "day", shares = "share" }

local vague = { share = true, cost = true, money = true, amount = true, day = true, heads = true, seats = true }

-- "min", "max" or nil, and of what.
local function read(name)
  local bound, rest = nil, {}
  for word in name:lower():gmatch("%a+") do
    if low_words[word] then bound = "min"
    elseif high_words[word] then bound = "max"
    else table.insert(rest, same[word] or word) end
  end
  return bound, table.concat(rest, "_")
end

local function number(value)
  if type(value) ~= "string" then return tonumber(value) end
  local percent = value:match("^%s*([%d.]+)%s*%%$")
  return percent and tonumber(percent) / 100 or tonumber(value)
end

local function tell(record, key, values, en, nl, evidence)
  report { at = record, key = key, values = values, evidence = evidence, message = { en = en, nl = nl } }
end

-- The bounds of the principles against each other.
local function compare(bounds)
  for _, low in ipairs(bounds.min) do
    for _, high in ipairs(bounds.max) do
      local meets = low.of == high.of or (high.of == "hour" and low.of:find("^hour_"))
      if meets and low.group == high.group and (low.of ~= "" or low.record.id == high.record.id) and low.value > high.value then
        tell(low.record, low.name .. "/" .. high.name, { min = low.value, max = high.value },
          low.name .. " = " .. low.value .. " asks more than " .. high.name .. " = " .. high.value .. " allows",
          low.name .. " = " .. low.value .. " vraagt meer dan " .. high.name .. " = " .. high.value .. " toelaat",
          { high.record })
      end
    end
  end
end

local function add_up(lows, what)
  local sum, last, records = 0, nil, {}
  for _, low in ipairs(lows) do
    sum, last = sum + low.value, low.record
    table.insert(records, low.record)
  end
  if thread.more(sum, 1) then
    tell(last, what, { sum = sum }, string.format("minimum shares sum to %.10g%%, and there is 100%%", 100 * sum),
      string.format("de minimale aandelen zijn samen %.10g%%, en er is 100%%", 100 * sum), records)
  end
end

local function judge(principles, areas)
  local bounds, shares = { min = {}, max = {} }, {}
  for principle in principles:each() do
    for name, raw in pairs(principle.parameters or {}) do
      local bound, of = read(name)
      local value = number(raw)
      if bound and value then
        local entry = { record = principle, name = name, of = of, value = value, group = vague[of] and principle.rule_id or "any" }
        table.insert(bounds[bound], entry)
        if bound == "min" and of:find("share") then
          local timed = of:find("hour") or of:find("minute") or of:find("informal")
          local key = (timed and "hours/" or "money/") .. entry.group
          shares[key] = shares[key] or {}
          table.insert(shares[key], entry)
        end
      end
    end
  end
  compare(bounds)
  for key, lows in pairs(shares) do add_up(lows, "principles/" .. key) end
  local money, hours = {}, {}
  for area in areas:each() do
    local low, high = area.min_share_money, area.max_share_money
    if low and high and low > high then
      tell(area, "band", { min_share_money = low, max_share_money = high },
        string.format("%s must get at least %.10g%% and at most %.10g%% of the money", area.label, 100 * low, 100 * high),
        string.format("%s moet ten minste %.10g%% en ten hoogste %.10g%% van het geld krijgen", area.label, 100 * low, 100 * high))
    end
    if low then table.insert(money, { record = area, value = low }) end
    if area.min_share_hours then table.insert(hours, { record = area, value = area.min_share_hours }) end
  end
  add_up(money, "areas/money")
  add_up(hours, "areas/hours")
end

return ld.rule {
  id = "policy/contradiction", code = "V08", step = 3, severity = "error",
  title = { en = "Policy rules contradict", nl = "Spelregels van het leerbeleid spreken elkaar tegen" },
  once = function(org, P)
    judge(ld.principles:where("policy == nil"), ld.focus_areas:where("policy == nil"))
    for policy in ld.policies:each() do
      if not versions.is_past(policy, "valid_to") then
        judge(policy.principles, policy.focus_areas)
      end
    end
  end,
  help = {
    en = "Lower a minimum or raise a limit until one plan can meet them all.",
    nl = "Verlaag een minimum of verruim een grens, totdat één plan aan alle kan voldoen.",
  },
  why = {
    en = "No plan can satisfy rules that exclude each other: each one breaks the policy somewhere.",
    nl = "Aan regels die elkaar uitsluiten voldoet geen enkel plan: elk plan schendt het beleid ergens.",
  },
  fires = {
    { principles = { { id = "p1", text = "a", parameters = { min = 41, max = 40 } } } },
    { principles = { { id = "p1", text = "a", parameters = { min_hours = 41 } }, { id = "p2", text = "b", parameters = { hour_cap = 40 } } } },
    { principles = { { id = "p1", text = "a", parameters = { minimum_hours_core = 41 } }, { id = "p2", text = "b", parameters = { maximum_hours = 40 } } } },
    { policies = { { id = "b1", principles = { { id = "p1", text = "a", parameters = { min_share_core = 0.5 } },
      { id = "p2", text = "b", parameters = { min_share_team = "50.2%" } } } } } },
    { policies = { { id = "b1", principles = { { id = "p1", text = "a", parameters = { informal_share_min = 0.6 } },
      { id = "p2", text = "b", parameters = { min_share_hours = 0.41 } } } } } },
    { principles = { { id = "p1", text = "a", rule_id = "a/b", parameters = { min_share = 0.3 } }, { id = "p2", text = "b", rule_id = "a/b", parameters = { max_share = 0.2 } } } },
    { principles = { { id = "p1", text = "a", parameters = { min_share = 0.6 } }, { id = "p2", text = "b", parameters = { min_share = 0.5 } } } },
    { principles = { { id = "p1", text = "a", parameters = { least_hours = 41 } }, { id = "p2", text = "b", parameters = { most_hours = 40 } } } },
    { principles = { { id = "p1", text = "a", parameters = { min_share_core = "100%", min_share_team = 0.001 } } } },
    { focus_areas = { { id = "f1", min_share_money = 0.3, max_share_money = 0.2 } } },
    { focus_areas = { { id = "f1", min_share_money = 0.6 }, { id = "f2", min_share_money = 0.41 } } },
    { focus_areas = { { id = "f1", min_share_hours = 0.6 }, { id = "f2", min_share_hours = 0.41 } } },
  },
  clean = {
    { -- names that say little mean what the rule of their principle means
      principles = { { id = "p1", text = "a", rule_id = "a/b", parameters = { min_cost = 2, min_money = 2, min_amount = 2, min_days = 2, min_heads = 2, min_seats = 2 } },
        { id = "p2", text = "b", rule_id = "c/d", parameters = { max_cost = 1, max_money = 1, max_amount = 1, max_days = 1, max_heads = 1, max_seats = 1 } } } },
    { principles = { { id = "p1", text = "a", parameters = { min_share_core = "50%" } }, { id = "p2", text = "b", parameters = { min_share_team = "50%" } } } },
    { principles = { { id = "p1", text = "a", rule_id = "a/b", parameters = { min_share = 0.6 } },
      { id = "p2", text = "b", rule_id = "c/d", parameters = { max_share = 0.2 } }, { id = "p3", text = "c", rule_id = "e/f", parameters = { min_share = 0.5 } } } },
    { principles = { { id = "p1", text = "a", parameters = { min_hours = 40, min = 9, min_hours_core = 30, min_share_core = 0.5 } },
      { id = "p2", text = "b", parameters = { hour_cap = 40, max = 3, min_share_team = 0.5, informal_share_min = 0.9, most_days = 1, word = "x" } } } },
    { focus_areas = { { id = "f1", min_share_money = 0.5, max_share_money = 0.5, min_share_hours = 0.5 },
      { id = "f2", min_share_money = 0.5, min_share_hours = 0.5 } } },
    { policies = { { id = "b1", status = "superseded", principles = { { id = "p1", text = "a", parameters = { min = 2, max = 1 } } } } } },
  },
}
