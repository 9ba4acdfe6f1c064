-- An xAPI statement says that somebody completed, passed or failed something; the first of each person counts.
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

local status_of = { completed = "completed", passed = "completed", mastered = "completed", failed = "failed" }
local seen = {}

return function(row)
  local verb = (cell(row, "verb.id") or ""):match("([^/#]+)$")
  local status = status_of[verb] or (cell(row, "result.completion") == "true" and "completed") or nil
  if not status then return nil end
  if cell(row, "result.success") == "false" then status = "failed" end
  local person = cell(row, "actor.account.name") or (cell(row, "actor.mbox") or ""):match("^mailto:(.+)$")
  local object, day = cell(row, "object.id"), (cell(row, "timestamp") or ""):match("^%d%d%d%d%-%d%d%-%d%d")
  if not person then return nil, "nobody that can be told apart" end
  if not object then return nil, "no object" end
  if not day then return nil, "no timestamp" end
  if seen[person .. "|" .. object] then return nil, "a later statement on the same" end
  seen[person .. "|" .. object] = true
  local scaled = tonumber(cell(row, "result.score.scaled") or "")
  return {
    employee = person, offering = object, status = status, completed_on = status == "completed" and day or nil,
    passed = (verb == "passed" or cell(row, "result.success") == "true") or (status == "failed" and false) or nil,
    score = scaled and scaled * 100 or nil, minutes_realised = minutes(cell(row, "result.duration")),
  }
end
