-- Who gives the courses, each once.
local function cell(row, ...)
  for _, name in ipairs { ... } do
    local found, text = pcall(function() return row[name] end)
    if found and text ~= "" then return text end
  end
end
local function slug(text)
  return text and (text:lower():gsub("[^%w]+", "-"):gsub("^%-+", ""):gsub("%-+$", ""))
end
local seen = {}

return function(row)
  local label = cell(row, "provider.name", "provider")
  local id = slug(label)
  if not id or id == "" or seen[id] or not cell(row, "name") then return nil end
  seen[id] = true
  return { id = id, label = label }
end
