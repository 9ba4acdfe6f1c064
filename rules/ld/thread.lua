-- The golden thread as rules of packs read it: the plan year and its quarters, which lines are in
-- the plan, when they start, and how their money reaches goals and focus areas. The definitions
-- are those of the engine (need.goal, budget.planned), so that findings and reports agree.
local thread = {}

-- First and last day of a period: 2027, 2027-H1, 2027-Q2, 2027-03, or one that is written.
function thread.bounds(period)
  local name = tostring(period)
  local written = ld.periods:get(name)
  if written then return written.starts_on, written.ends_on end
  local whole, kind, number = name:match("^(.+)%-([HQ]?)(%d+)$")
  local first, months = name .. "-01-01", 12
  if whole then
    first = thread.bounds(whole)
    months = kind == "H" and 6 or kind == "Q" and 3 or 1
    first = ld.add_months(first, (tonumber(number) - 1) * months)
  end
  return first, ld.add_days(ld.add_months(first, months), -1)
end

-- First and last day of the plan year.
function thread.year()
  return thread.bounds(ld.year)
end

-- Its quarters as {name, first, last}: the written ones, else four of three months.
function thread.quarters()
  local quarters = {}
  local name = tostring(ld.year)
  local written = ld.periods:where(function(period)
    return period.kind == "quarter" and period.parent and period.parent.id == name
  end)
  for period in written:sort("starts_on"):each() do
    quarters[#quarters + 1] = { name = period.id, first = period.starts_on, last = period.ends_on }
  end
  if #quarters > 0 then return quarters end
  local first = thread.year()
  for number = 1, 4 do
    local starts_on = ld.add_months(first, 3 * (number - 1))
    quarters[number] = {
      name = name .. "-Q" .. number, first = starts_on,
      last = ld.add_days(ld.add_months(starts_on, 3), -1),
    }
  end
  return quarters
end

-- Does an interval, whose empty ends are open, touch the plan year?
function thread.in_year(from, to)
  local first, last = thread.year()
  return (not from or from <= last) and (not to or to >= first)
end

-- The lines that are in the plan of the plan year.
function thread.lines()
  return ld.plan_lines:where("decision ~= 'out' and decision ~= 'locked_out'"
    .. " and (annual_plan.year == nil or annual_plan.year == ld.year .. '')")
end

-- The annual plans of the plan year; those of a part of the organisation only when there are no
-- others.
function thread.plans()
  local plans = ld.annual_plans:where("year == nil or year == ld.year .. ''")
  local whole = plans:where("unit.parent == nil")
  return #whole > 0 and whole or plans
end

-- When a line starts: its first run that is not cancelled, else its period, else unknown.
function thread.starts_on(line)
  local first = line.sessions:where("status ~= 'cancelled'"):min("starts_on")
  if line.session and line.session.starts_on and (not first or line.session.starts_on < first) then
    first = line.session.starts_on
  end
  if not first and line.period then first = thread.bounds(line.period) end
  return first
end

-- The needs of a line, listed or served, each once.
function thread.needs(line)
  local needs, seen = {}, {}
  local function add(need)
    if need and not seen[need.id] then
      seen[need.id] = true
      needs[#needs + 1] = need
    end
  end
  for need in line.needs:each() do add(need) end
  for served in line.served:each() do add(served.need) end
  return needs
end

-- The sum of the weights that contributions to a goal have, by goal; asked for often, so kept.
local weight_sums = {}

-- What one contribution claims of its goal: a share, or its weight over that of all of the goal.
local function claim(contribution)
  if contribution.expected_share then return contribution.expected_share end
  if not contribution.weight then return 1 end
  local goal = contribution.goal
  local sum = weight_sums[goal.id] or goal.contributions:sum("weight")
  weight_sums[goal.id] = sum
  return sum > 0 and contribution.weight / sum or 0
end

-- What a need claims of each goal, as {id = share}; kept likewise.
local claims = {}
local function claims_of(need)
  local known = claims[need.id]
  if known then return known end
  known = {}
  for contribution in need.contributions:each() do
    local goal = contribution.goal.id
    known[goal] = (known[goal] or 0) + claim(contribution)
  end
  claims[need.id] = known
  return known
end

-- The goals of a line as {id = share}; the shares sum to 1, and none means no goal at all.
function thread.goal_shares(line)
  local shares, sum = {}, 0
  for _, need in ipairs(thread.needs(line)) do
    for goal, share in pairs(claims_of(need)) do
      shares[goal] = (shares[goal] or 0) + share
      sum = sum + share
    end
  end
  for goal, share in pairs(shares) do
    shares[goal] = sum > 0 and share / sum or nil
  end
  return shares
end

-- The money of the plan and how much of it reaches each goal, itself or through goals below it.
function thread.money()
  local money, total = thread.numbers(ld.goals), 0
  for line in thread.lines():each() do
    local cost = line.cost or 0
    total = total + cost
    for id, share in pairs(thread.goal_shares(line)) do
      local goal = ld.goals:get(id)
      while goal do
        money[goal.id] = money[goal.id] + cost * share
        goal = goal.parent
      end
    end
  end
  return money, total
end

local function add_areas(areas, by_competency, rows, list)
  for row in rows:each() do
    for _, area in ipairs(by_competency[row.competency.id] or list) do areas[area] = true end
  end
end

-- A function that gives the focus areas of a line as {id = true}: by what its offering teaches, what
-- its needs ask, or the goal that such a need serves most.
function thread.focus(areas)
  local by_competency, by_goal, known, none = {}, {}, {}, {}
  local function note(index, key, area)
    index[key] = index[key] or {}
    table.insert(index[key], area.id)
  end
  for area in areas:each() do
    for competency in area.competencies:each() do note(by_competency, competency.id, area) end
    for goal in area.goals:each() do note(by_goal, goal.id, area) end
  end
  local function areas_of(record, rows, goal)
    local key = tostring(record)
    if not known[key] then
      known[key] = {}
      add_areas(known[key], by_competency, rows, none)
      for _, area in ipairs(goal and by_goal[goal.id] or none) do known[key][area] = true end
    end
    return known[key]
  end
  return function(line)
    local served = {}
    if line.offering then
      for area in pairs(areas_of(line.offering, line.offering.offering_competencies)) do served[area] = true end
    end
    for _, need in ipairs(thread.needs(line)) do
      for area in pairs(areas_of(need, need.need_competencies, need.goal)) do served[area] = true end
    end
    return served
  end
end

-- {id = 0} for each record.
function thread.numbers(collection)
  local numbers = {}
  for record in collection:each() do numbers[record.id] = 0 end
  return numbers
end

-- A part of a whole; of nothing there are no parts.
function thread.share(part, whole)
  if whole ~= 0 then return part / whole end
end

-- Is a more than b, beyond what adding up fractions may be off? False when either is empty.
function thread.more(a, b)
  return a ~= nil and b ~= nil and a > b + 1e-9
end

-- A share in the unit in which it is kept, so that sums of shares are exact.
function thread.ten_thousandths(share)
  return math.floor(share * 10000 + 0.5)
end

-- Is a unit the same as another or a part of it?
function thread.is_within(unit, whole)
  while unit and unit.id ~= whole.id do unit = unit.parent end
  return unit ~= nil
end

-- The employees who are active on the run date.
function thread.heads()
  return ld.employees:count("status ~= 'left' and (contract_from == nil or contract_from <= ld.today)"
    .. " and (contract_to == nil or contract_to >= ld.today)")
end

-- The goals that are active by status; an empty status counts as such.
function thread.active_goals()
  return ld.goals:where("status == nil or status == 'active'")
end

-- Does a text hold one of the words, which are separated by |? Capitals do not matter.
function thread.mentions(text, words)
  local lower = (text or ""):lower()
  for word in words:gmatch("[^|]+") do
    if lower:find(word:lower(), 1, true) then return true end
  end
  return false
end

return thread
