-- Skills.txt en Knowledge.txt geven per beroep en onderdeel twee regels: eerst hoe belangrijk het is (IM, 1-5), dan welk
-- niveau het vraagt (LV, 0-7). Een functie-eis wordt het pas bij een belang van 3,5 of meer.
local belang, waarvan

return function(row)
  local onderdeel = row["O*NET-SOC Code"] .. " " .. row["Element ID"]
  if row["Scale ID"] == "IM" then
    belang, waarvan = tonumber(row["Data Value"]), onderdeel
    return nil -- hoort bij de regel eronder
  elseif row["Scale ID"] ~= "LV" or row["Not Relevant"] == "Y" then
    return nil
  elseif waarvan ~= onderdeel or belang < 3.5 then
    return nil
  end
  return {
    role = row["O*NET-SOC Code"],
    competency = row["Element ID"],
    required_level = math.floor(tonumber(row["Data Value"]) + 0.5),
    weight = belang,
    kind = "essential",
  }
end
