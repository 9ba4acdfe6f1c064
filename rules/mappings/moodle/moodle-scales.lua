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

-- Every row that brings names of levels has a scale of its own.
return function(row)
  if cell(row, "Scale values") == "" or id_of(row) == "" then return nil end
  return { id = id_of(row) .. "-scale", label = cell(row, "Shortname", "Short name") }
end
