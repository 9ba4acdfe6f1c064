-- Versions of strategy, visions, policies and plans: which one is in force on the run date.
local versions = {}

local in_force = { approved = true, active = true }
local past = { superseded = true, retired = true, rejected = true, closed = true }

-- The highest version that is approved (or says nothing) and valid today; nil when there is none.
-- `from` and `to` name the fields of its validity.
function versions.current(collection, from, to)
  local best
  for record in collection:each() do
    local valid = (not record[from] or record[from] <= ld.today)
      and (not record[to] or record[to] >= ld.today)
    if valid and (not record.status or in_force[record.status])
      and (not best or (record.version or 0) > (best.version or 0)) then
      best = record
    end
  end
  return best
end

-- The highest approved version, whenever it is valid; nil when there is none.
function versions.highest(collection)
  local best
  for record in collection:each() do
    if versions.is_approved(record) and (not best or (record.version or 0) > (best.version or 0)) then
      best = record
    end
  end
  return best
end

-- Version of the strategy in force; without one, the highest that goals are written for.
function versions.strategy()
  local strategy = versions.current(ld.mission_visions, "valid_from", "valid_to")
  if strategy then return strategy.version, strategy end
  if #ld.mission_visions == 0 then return ld.goals:max("strategy_version") end
end

-- Is it history: withdrawn, replaced, closed, or ended before today?
function versions.is_past(record, to)
  return past[record.status] == true or (record[to] ~= nil and record[to] < ld.today)
end

-- Is there a later version in force than this one?
function versions.is_replaced(record, current)
  return current ~= nil and (record.version or 0) < (current.version or 0)
end

function versions.is_approved(record)
  return not record.status or in_force[record.status] == true
end

return versions
