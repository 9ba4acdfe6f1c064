-- Levels against the scale of their competency. 0 is none on every scale; without a scale, or with one
-- that has no levels yet, levels run to 100.
local M = {}

local function has_levels(scale)
  return scale ~= nil and #scale.scale_levels > 0
end

-- The condition, as text for an expression, under which the field is not on the scale.
function M.off(scale, field)
  if not has_levels(scale) then return field .. " < 0 or " .. field .. " > 100" end
  local parts = {field .. " ~= 0"}
  for one in scale.scale_levels:each() do parts[#parts + 1] = field .. " ~= " .. one.level end
  return table.concat(parts, " and ")
end

-- The levels of the scale, for people.
function M.levels(scale)
  if not has_levels(scale) then return "0-100" end
  return table.concat(scale.scale_levels:sort("level"):values("level"), ", ")
end

return M
