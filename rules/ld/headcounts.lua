-- For how many people a year developing is cheaper than buying: a set, as groups make it start and stop.
--   local headcounts = require("ld.headcounts")
--   headcounts.text(headcounts.cheaper(ld.make_or_buy_cases.digital))   --> "17-20, 22+"
-- Prices, hours, yearly upkeep, horizon and discount are those of ld.money; the text is what a case
-- records in result_set.
local money = require("ld.money")

local M = {}

local function is_cheaper(case, seats)
  local buy, build = money.compare(case, seats)
  return buy and build and build < buy or false
end

-- Ranges {from, to}; the last one has no `to` when it still holds at `most` (1,000). Nil when the case has
-- no price for buying or for building.
function M.cheaper(case, most)
  most = most or 1000
  if not money.compare(case, 1) then
    return nil
  end
  local ranges, from = {}, nil
  for seats = 1, most do
    local cheaper = is_cheaper(case, seats)
    if cheaper and not from then
      from = seats
    elseif not cheaper and from then
      ranges[#ranges + 1] = { from = from, to = seats - 1 }
      from = nil
    end
  end
  if from then
    ranges[#ranges + 1] = { from = from }
  end
  return ranges
end

function M.text(ranges)
  local parts = {}
  for i, range in ipairs(ranges) do
    if not range.to then
      parts[i] = range.from .. "+"
    elseif range.to == range.from then
      parts[i] = tostring(range.from)
    else
      parts[i] = range.from .. "-" .. range.to
    end
  end
  return table.concat(parts, ", ")
end

-- Inside and outside the set, beside the numbers of people around the present demand.
function M.around(case, reach)
  local seats = money.demand(case) or 1
  local rows = {}
  for number = math.max(1, seats - (reach or 3)), seats + (reach or 3) do
    local buy, build = money.compare(case, number)
    rows[#rows + 1] = { seats = number, buy = buy, build = build, cheaper = buy and build and build < buy }
  end
  return rows
end

-- What an hour of one's own people costs: wage, charges as a share of it, and a burden for an hour that
-- nobody can assign.
function M.loaded(wage, charges, burden)
  return wage * (1 + (charges or 0)) + (burden or 0)
end

return M
