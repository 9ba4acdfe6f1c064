-- The dates on which courses run.
local function cell(row, ...)
  for _, name in ipairs { ... } do
    local found, text = pcall(function() return row[name] end)
    if found and text ~= "" then return text end
  end
end
local seen = {}

return function(row)
  local name, starts = cell(row, "name"), cell(row, "hasCourseInstance.startDate")
  local course = cell(row, "courseCode", "identifier")
    or name and name:lower():gsub("[^%w]+", "-"):gsub("^%-+", ""):gsub("%-+$", "")
  if not course or not starts or not name then return nil end
  local id = cell(row, "hasCourseInstance.identifier") or course .. "-" .. starts:sub(1, 10)
  local number = 1
  while seen[id .. (number > 1 and "-" .. number or "")] do number = number + 1 end
  id = id .. (number > 1 and "-" .. number or "")
  seen[id] = true
  local ends = cell(row, "hasCourseInstance.endDate")
  return { id = id, offering = course, starts_on = starts:sub(1, 10), ends_on = ends and ends:sub(1, 10) or nil, status = "planned" }
end
