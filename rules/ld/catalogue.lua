-- The offerings as a catalogue: when they are used, what they cost then, whom they fit, which of them overlap.
local sessions = require("ld.sessions")

-- The last day on which the offering is used: of its sessions ahead, and the first day of the periods
-- of lines without sessions. With the record that says so.
local function last_use(offering)
  local day, by
  local function take(date, record)
    if date and (not day or date > day) then
      day, by = date, record
    end
  end
  for session in offering.sessions:each() do
    if sessions.is_ahead(session) then
      take(sessions.starts_on(session), session)
    end
  end
  for line in offering.plan_lines:each() do
    if sessions.is_in(line) and line.status ~= "done" and line.status ~= "evaluated" then
      if #line.sessions == 0 and not line.session then
        take(sessions.bounds(line.period), line)
      end
      by = by or line
    end
  end
  return day, by
end

-- The cost that holds no more on the day, and has no successor.
local function ended_cost(offering, day)
  local function follows(ended)
    for each in offering.cost_components:each() do
      if each.kind == ended.kind and each.basis == ended.basis and (not each.valid_to or each.valid_to >= day) then
        return true
      end
    end
    return false
  end
  for each in offering.cost_components:each() do
    if each.valid_to and each.valid_to < day and not follows(each) then
      return each
    end
  end
  for session in offering.sessions:each() do
    local start = sessions.is_ahead(session) and sessions.starts_on(session)
    local own = start and session.cost_components:first() and session.cost_components:where(("valid_to < '%s'"):format(start)):first()
    if own then
      return own
    end
  end
end

-- When the price was last looked at.
local function price_date(offering)
  local day = offering.last_reviewed_on
  for each in offering.cost_components:each() do
    if each.valid_from and each.valid_from <= ld.today and (not day or each.valid_from > day) then
      day = each.valid_from
    end
  end
  return day
end

local function has_price(offering)
  return #offering.cost_components > 0
    or (offering.cost_once or 0) + (offering.cost_per_session or 0) + (offering.cost_per_seat or 0) > 0
end

-- Can the offering be followed at another time than that of a class?
local function is_flexible(offering, modalities)
  return offering.start_rule == "on_demand" or (offering.modality and modalities[offering.modality]) or false
end

local from_anywhere = { virtual = true, elearning = true, self_study = true }

-- What is on offer for the need: named for it, planned for it, or teaching what it asks.
local function candidates(need)
  local found, seen = {}, {}
  local function add(offering)
    if offering and offering.status ~= "expired" and not seen[offering.id] then
      seen[offering.id] = true
      found[#found + 1] = offering
    end
  end
  local function add_all(offerings)
    for each in offerings:each() do
      add(each)
    end
  end
  add_all(need.offerings)
  for line in need.plan_lines:each() do
    add(sessions.is_in(line) and sessions.offering(line))
  end
  for served in need.plan_line_needs:each() do
    add(sessions.is_in(served.plan_line) and sessions.offering(served.plan_line))
  end
  for asked in need.need_competencies:each() do
    for each in asked.competency.offering_competencies:each() do
      add(each.offering)
    end
  end
  if need.credential_type then
    add_all(need.credential_type.offerings)
    add_all(need.credential_type.renewal_offerings)
  end
  return found
end

local function any(offerings, test)
  for _, offering in ipairs(offerings) do
    if test(offering) then
      return true
    end
  end
  return false
end

local function holds(list, value)
  for _, each in ipairs(list or {}) do
    if each == value then
      return true
    end
  end
  return false
end

-- Of the people: how many work other than by day, and how many have which languages and location.
local function profile(people)
  local groups = { irregular = 0, languages = {}, locations = {}, order = {} }
  for _, employee in ipairs(people) do
    if employee.work_pattern and employee.work_pattern ~= "day" then
      groups.irregular = groups.irregular + 1
    end
    local languages = employee.languages or {}
    if #languages > 0 then
      local key = table.concat(languages, "/")
      local group = groups.languages[key] or { languages = languages, count = 0 }
      group.count = group.count + 1
      groups.languages[key] = group
    end
    if employee.location then
      groups.locations[employee.location] = (groups.locations[employee.location] or 0) + 1
    end
  end
  return groups
end

-- The first group of at least that size for which nothing fits: its size and what it is, in both languages.
local function left_out(groups, offerings, modalities, least)
  if groups.irregular >= least and not any(offerings, function(offering) return is_flexible(offering, modalities) end) then
    return groups.irregular, "in shifts, at night or part-time", "in ploegen-, nacht- of deeltijdwerk"
  end
  for key, group in pairs(groups.languages) do
    local function is_understood(offering)
      local given = offering.languages or {}
      for _, language in ipairs(group.languages) do
        if #given == 0 or holds(given, language) then
          return true
        end
      end
      return false
    end
    if group.count >= least and not any(offerings, is_understood) then
      return group.count, "who learn in " .. key, "met taal " .. key
    end
  end
  for location, count in pairs(groups.locations) do
    local function is_near(offering)
      local places = offering.locations or {}
      return #places == 0 or from_anywhere[offering.modality] or holds(places, location)
    end
    if count >= least and not any(offerings, is_near) then
      return count, "in " .. location, "op locatie " .. location
    end
  end
end

-- What an offering teaches, as texts "competency level"; the first is where others are looked for.
local function taught(offering)
  local keys = {}
  for each in offering.offering_competencies:each() do
    keys[#keys + 1] = each.competency.id .. "\0" .. each.to_level
  end
  return keys
end

-- For whom the offering is planned: needs, and units with roles; empty when nothing tells.
local function groups(offering)
  local found = {}
  for line in offering.plan_lines:each() do
    if sessions.is_in(line) then
      local needs = sessions.needs(line)
      for _, need in ipairs(needs) do
        found[need.id] = true
      end
      for employee in line.employees:each() do
        found["\0" .. employee.id] = true
      end
      if #needs == 0 and (line.unit or line.role) then
        found[(line.unit and line.unit.id or "") .. "\0" .. (line.role and line.role.id or "")] = true
      end
    end
  end
  return found
end

local function may_share(one, other)
  if next(one) == nil or next(other) == nil then
    return true
  end
  for key in pairs(one) do
    if other[key] then
      return true
    end
  end
  return false
end

-- Are the two meant as alternatives: variants, options of one case, another form, or for another certificate?
local function is_variant(one, other)
  if one.variant_of == other or other.variant_of == one or (one.variant_of ~= nil and one.variant_of == other.variant_of) then
    return true
  end
  for case in one.make_or_buy_cases:each() do
    for each in case.offerings:each() do
      if each == other then
        return true
      end
    end
  end
  return one.modality and other.modality and one.modality ~= other.modality or one.credential_type ~= other.credential_type
end

-- By what is taught: the offerings that teach it.
local function index()
  local by_key, all = {}, {}
  for offering in ld.offerings:where("status ~= 'expired' and #offering_competencies > 0"):each() do
    local each = { offering = offering, keys = taught(offering), has = {} }
    all[#all + 1] = each
    for _, key in ipairs(each.keys) do
      each.has[key] = true
      by_key[key] = by_key[key] or {}
      table.insert(by_key[key], each)
    end
  end
  return by_key, all
end

-- The offerings that teach everything that this one teaches, to the same levels, for the same people.
local function covering(each, by_key)
  local found, rarest = {}, by_key[each.keys[1]]
  for _, key in ipairs(each.keys) do
    rarest = #by_key[key] < #rarest and by_key[key] or rarest
  end
  for _, other in ipairs(rarest) do
    local covers = other ~= each and not is_variant(each.offering, other.offering)
    for _, key in ipairs(each.keys) do
      covers = covers and other.has[key]
    end
    if covers then
      each.groups, other.groups = each.groups or groups(each.offering), other.groups or groups(other.offering)
      if may_share(each.groups, other.groups) then
        found[#found + 1] = other.offering
      end
    end
  end
  return found
end

-- The labels of the first three.
local function names(offerings)
  local labels = {}
  for i = 1, math.min(#offerings, 3) do
    labels[i] = offerings[i].label
  end
  return table.concat(labels, ", ") .. (#offerings > #labels and ", …" or "")
end

return {
  names = names,
  last_use = last_use,
  ended_cost = ended_cost,
  price_date = price_date,
  has_price = has_price,
  candidates = candidates,
  profile = profile,
  left_out = left_out,
  index = index,
  covering = covering,
}
