-- A course once, however many dates it has. A price in another currency is left empty.
local function cell(row, ...)
  for _, name in ipairs { ... } do
    local found, text = pcall(function() return row[name] end)
    if found and text ~= "" then return text end
  end
end
-- PT1H30M, P1D (a day of 8 hours) → minutes
local function minutes(text)
  if not text then return nil end
  local days = tonumber(text:match("^P(%d+)D") or "")
  local hours, mins, secs = text:match("T(%d+)H"), text:match("(%d+)M$") or text:match("(%d+)M%d"), text:match("(%d+)%.?%d*S$")
  if not (days or hours or mins or secs) then return nil end
  return math.floor((days or 0) * 480 + (tonumber(hours or "") or 0) * 60 + (tonumber(mins or "") or 0) + (tonumber(secs or "") or 0) / 60 + 0.5)
end

local modes = { online = "elearning", mooc = "elearning", ["distance learning"] = "elearning", blended = "blended", onsite = "classroom", ["full-time"] = "classroom", ["part-time"] = "classroom" }
local seen = {}

local function slug(text)
  return text and (text:lower():gsub("[^%w]+", "-"):gsub("^%-+", ""):gsub("%-+$", ""))
end

return function(row)
  local id, name = cell(row, "courseCode", "identifier") or slug(cell(row, "name")), cell(row, "name")
  if not id or id == "" or not name then return nil, "a course without code and name" end
  if seen[id] then return nil end
  seen[id] = true
  local currency = cell(row, "hasCourseInstance.offers.priceCurrency", "offers.priceCurrency")
  local price = cell(row, "hasCourseInstance.offers.price", "offers.price")
  local mode
  for word in (cell(row, "hasCourseInstance.courseMode") or ""):lower():gmatch("[^|]+") do mode = mode or modes[word] end
  local time = minutes(cell(row, "hasCourseInstance.courseWorkload", "timeRequired"))
  return {
    id = id, label = name, status = "active", modality = mode,
    supplier = slug(cell(row, "provider.name", "provider")), credential_type = slug(cell(row, "educationalCredentialAwarded")),
    outcomes_text = (cell(row, "description") or ""):gsub("%s+", " "),
    languages = cell(row, "availableLanguage", "inLanguage"),
    minutes_contact = mode ~= "elearning" and time or nil, minutes_self = mode == "elearning" and time or nil,
    cost_per_seat = (not currency or currency == "EUR") and price or nil,
  }
end
