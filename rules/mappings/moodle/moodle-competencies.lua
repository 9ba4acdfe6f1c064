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

-- Moodle passes over rows without number or name in silence; here they are told of. The framework's row comes first.
local framework, scale

return function(row)
  local id, name = id_of(row), cell(row, "Shortname", "Short name")
  if is_framework(row) then
    framework = id
    scale = cell(row, "Scale values") ~= "" and id .. "-scale" or nil
    return nil
  end
  if id == "" then return nil, "no id number" end
  if name == "" then return nil, "no short name" end
  local parent = cell(row, "Parent id number", "Parent ID number")
  return {
    id = id, label = name, description = cell(row, "Description"), status = "active",
    parent = parent ~= "" and parent ~= framework and parent or nil, framework = framework,
    scale = cell(row, "Scale values") ~= "" and id .. "-scale" or scale,
  }
end
