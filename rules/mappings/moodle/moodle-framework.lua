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

return function(row)
  if not is_framework(row) then return nil end
  return { id = id_of(row), label = cell(row, "Shortname", "Short name"), description = cell(row, "Description"), publisher = "Moodle" }
end
