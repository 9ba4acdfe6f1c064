-- A rating has two rows, importance (IM) and level (LV): what a role asks for is made of both.
local importance = {}

return function(row)
  local key = row["O*NET-SOC Code"] .. "|" .. row["Element ID"]
  local value = tonumber(row["Data Value"])
  if row["Scale ID"] == "IM" then
    importance[key] = value
    return nil
  end
  if row["Scale ID"] ~= "LV" then return nil end
  if row["Not Relevant"] == "Y" then return nil, "not relevant for this occupation" end
  if row["Recommend Suppress"] == "Y" then return nil, "O*NET advises against using it" end
  local weight = importance[key]
  importance[key] = nil
  if not value then return nil, "no value" end
  return {
    role = row["O*NET-SOC Code"],
    competency = row["Element ID"],
    required_level = math.floor(value + 0.5),
    weight = weight and weight / 5 or nil,
  }
end
