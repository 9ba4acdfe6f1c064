-- Currencies and VAT: what records are counted in.
local money = require("ld.money")
local sessions = require("ld.sessions")

local organisation = ld.org or {} -- a model may be without

-- What a record is counted in: its own, else the organisation's.
local function currency(record)
  return record.currency or organisation.currency
end

-- Adds what the record says about VAT; exempt goes with both.
local function add_vat(record, vat)
  local basis = record.vat_basis or organisation.vat_basis
  if basis == "ex" or basis == "inc" then
    vat[basis] = vat[basis] or record
  end
end

-- The first record in a currency that is neither that of the budget nor one of those with a rate.
local function foreign(records, budget, known)
  local own = currency(budget)
  for _, record in ipairs(records) do
    local other = currency(record)
    if own and other and other ~= own and not known[other] then
      return record, other, own
    end
  end
end

local function list(...)
  local records = {}
  for _, collection in ipairs { ... } do
    for record in collection:each() do
      records[#records + 1] = record
    end
  end
  return records
end

-- The budgets that a line takes money from.
local function budgets(line)
  if #line.fundings == 0 then
    return { line.budget }
  end
  local found = {}
  for funding in line.fundings:each() do
    found[#found + 1] = funding.budget
  end
  return found
end

-- What a line is counted in: itself, its offering and the cost components. A line without an own amount
-- has that of its offering.
local function sources(line)
  local records = money.components(line)
  local offering = sessions.offering(line)
  if offering and (offering.currency or offering.vat_basis) then
    records[#records + 1] = offering
  end
  if line.currency or line.vat_basis or #records == 0 then
    records[#records + 1] = line
  end
  return records
end

return {
  add_vat = add_vat,
  foreign = foreign,
  list = list,
  budgets = budgets,
  sources = sources,
}
