-- Headings differ between versions of Moodle.
local function cell(row, ...)
  for _, name in ipairs { ... } do
    local found, text = pcall(function() return row[name] end)
    if found then return text end
  end
  return ""
end
local function id_of(row) return cell(row, "Id number", "ID number") end
local function is_framework(row) return cell(row, "Is framework") == "1" end

-- "Not yet competent,Competent": the lowest level first.
return function(row)
  local names = cell(row, "Scale values")
  if names == "" or id_of(row) == "" then return nil end
  local levels = {}
  for name in (names .. ","):gmatch("([^,]*),") do
    levels[#levels + 1] = { scale = id_of(row) .. "-scale", level = #levels + 1, label = name:match("^%s*(.-)%s*$") }
  end
  for _, level in ipairs(levels) do level.numeric = math.floor((level.level - 1) / math.max(#levels - 1, 1) * 100 + 0.5) end
  return levels
end
