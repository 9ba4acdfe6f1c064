-- The 22 facts of the regional health service, computed on the model. Returns {S01 = …, …} in the shape
-- of facts.json; money in euro. Sets of courses (S08, S10) are chosen exactly with ld.model.

local answers = {}

local function euro(cents)
  return cents / 100
end

local function tally(list, key)
  local counts = {}
  for _, item in ipairs(list) do
    local k = key(item)
    counts[k] = (counts[k] or 0) + 1
  end
  return counts
end

-- who counts: no leaving date, and a known function
local scope = ld.employees:where("contract_to == nil and role ~= nil")
local gaps = {}
for gap in ld.gaps:where("gap > 0 and employee.contract_to == nil"):each() do
  gaps[#gaps + 1] = gap
end

local function is_active(offering)
  return offering.status == "active"
end

-- competency id → list of {offering, level} of active courses
local taught = {}
for cover in ld.offering_competencies:each() do
  if is_active(cover.offering) then
    local id = cover.competency.id
    taught[id] = taught[id] or {}
    table.insert(taught[id], { offering = cover.offering, level = cover.to_level })
  end
end

local function is_closable(gap)
  for _, way in ipairs(taught[gap.competency.id] or {}) do
    if way.level >= gap.required then
      return true
    end
  end
  return false
end

answers.S01 = { rows = #ld.employees, in_scope = #scope }
answers.S02 = ld.gaps:count("employee.contract_to == nil")
do
  local people = tally(gaps, function(gap) return gap.employee.id end)
  local count = 0
  for _ in pairs(people) do
    count = count + 1
  end
  answers.S03 = { gaps = #gaps, employees = count }
end
answers.S04 = tally(gaps, function(gap) return gap.competency.id end)
answers.S05 = ld.gaps:count("current == nil and employee.contract_to == nil")

local open, untaught, by_unit = {}, {}, {}
for _, gap in ipairs(gaps) do
  local unit = gap.unit.id
  by_unit[unit] = by_unit[unit] or { 0, 0 }
  by_unit[unit][1] = by_unit[unit][1] + 1
  if not is_closable(gap) then
    open[#open + 1] = gap
    by_unit[unit][2] = by_unit[unit][2] + 1
  end
  if not taught[gap.competency.id] then
    untaught[gap.competency.id] = true
  end
end
do
  local ids = {}
  for id in pairs(untaught) do
    ids[#ids + 1] = id
  end
  answers.S06 = { gaps = #open, competencies = ids }
end
answers.S07 = by_unit

-- the cheapest set of active courses that reaches every wanted level; wanted: competency id → level
local function cheapest(wanted)
  local model = ld.model {}
  local take, cost = {}, {}
  for id, level in pairs(wanted) do
    local reach = {}
    for _, way in ipairs(taught[id]) do
      if way.level >= level then
        local course = way.offering.id
        if not take[course] then
          take[course] = model:binary(course)
          cost[#cost + 1] = way.offering.cost_per_seat * take[course]
        end
        reach[#reach + 1] = take[course]
      end
    end
    model:subject_to(id, model:sum(reach):at_least(1))
  end
  model:minimise("cost", model:sum(cost))
  local result = model:solve { gap = 0 }
  assert(result.status == "optimal", result.status)
  return math.floor(result.value + 0.5)
end

do
  local of_person, of_unit, unit_of = {}, {}, {}
  for _, gap in ipairs(gaps) do
    if is_closable(gap) then
      local person, unit, id = gap.employee.id, gap.unit.id, gap.competency.id
      unit_of[person] = unit
      of_person[person] = of_person[person] or {}
      of_person[person][id] = gap.required
      of_unit[unit] = of_unit[unit] or {}
      of_unit[unit][id] = math.max(of_unit[unit][id] or 0, gap.required)
    end
  end
  local per_unit, whole = {}, 0
  for person, wanted in pairs(of_person) do
    local cents = cheapest(wanted)
    per_unit[unit_of[person]] = (per_unit[unit_of[person]] or 0) + cents
    whole = whole + cents
  end
  answers.S08, answers.S10 = {}, {}
  for unit, cents in pairs(per_unit) do
    answers.S08[unit] = euro(cents)
  end
  answers.S09 = euro(whole)
  for unit, wanted in pairs(of_unit) do
    answers.S10[unit] = euro(cheapest(wanted))
  end
end

-- the plan as exported: one line, one person, one course
local lines, total, cost_of, people = {}, 0, {}, {}
for line in ld.plan_lines:each() do
  local person = line.employees:first()
  lines[#lines + 1] = { line = line, person = person, offering = line.offering }
  total = total + line.offering.cost_per_seat
  people[person.id] = true
  cost_of[person.unit.id] = (cost_of[person.unit.id] or 0) + line.offering.cost_per_seat
end
do
  local count = 0
  for _ in pairs(people) do
    count = count + 1
  end
  answers.S11 = { lines = #lines, employees = count, eur = euro(total) }
end

answers.S12 = {}
for unit, cost in pairs(cost_of) do
  local budget = ld.units[unit].budgets:sum("setup")
  if cost > budget then
    table.insert(answers.S12,
      { unit = unit, cost = euro(cost), budget = euro(budget), excess = euro(cost - budget) })
  end
end

answers.S13, answers.S14, answers.S15 = 0, 0, 0
local seen = {}
for _, l in ipairs(lines) do
  local key = l.person.id .. " " .. l.offering.id
  answers.S13 = answers.S13 + (l.person.contract_to and 1 or 0)
  answers.S14 = answers.S14 + (is_active(l.offering) and 0 or 1)
  answers.S15 = answers.S15 + (seen[key] and 1 or 0)
  seen[key] = true
end

-- does the course reach what the gap asks?
local function closes(offering, gap)
  return offering.offering_competencies:any(function(cover)
    return cover.competency == gap.competency and cover.to_level >= gap.required
  end)
end

local gaps_of = {}
for _, gap in ipairs(gaps) do
  local id = gap.employee.id
  gaps_of[id] = gaps_of[id] or {}
  table.insert(gaps_of[id], gap)
end
do
  local closed, idle = {}, 0
  for _, l in ipairs(lines) do
    local any = false
    for _, gap in ipairs(gaps_of[l.person.id] or {}) do
      if closes(l.offering, gap) then
        any = true
        if is_active(l.offering) then
          closed[gap.id] = true
        end
      end
    end
    idle = idle + (any and 0 or 1)
  end
  local count = 0
  for _ in pairs(closed) do
    count = count + 1
  end
  answers.S16 = { closed = count, pct = math.floor(10000 * count / #gaps + 0.5) / 100 }
  answers.S17 = idle
end

answers.S18, answers.S19 = {}, {}
for goal in ld.goals:each() do
  local wanted, any, planned = {}, false, false
  for contribution in goal.contributions:each() do
    wanted[contribution.competency.id] = true
    any = true
  end
  if any then
    local count = 0
    for _, gap in ipairs(gaps) do
      count = count + (wanted[gap.competency.id] and 1 or 0)
    end
    answers.S18[goal.id] = count
    for _, l in ipairs(lines) do
      planned = planned or l.offering.offering_competencies:any(function(cover)
        return wanted[cover.competency.id]
      end)
    end
    if not planned then
      table.insert(answers.S19, goal.id)
    end
  end
end

local function rejects(source, field)
  return ld.import_rejects:count(function(reject)
    return reject.source:find(source, 1, true) and reject.field == field
  end)
end
answers.S20 = {
  employee = rejects("beoordelingen", "employee"),
  competency = rejects("beoordelingen", "competency"),
  level = rejects("beoordelingen", "level"),
  ["function"] = rejects("medewerkers", "role"),
}

answers.S21 = euro(ld.budgets:sum("setup"))

answers.S22 = {}
for _, gap in ipairs(gaps) do
  local unit = gap.unit.id
  answers.S22[unit] = (answers.S22[unit] or 0) + gap.gap * gap.weight
end

return answers
