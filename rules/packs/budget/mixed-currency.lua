local money = require("ld.money")
local sessions = require("ld.sessions")

local organisation = ld.org or {} -- a model may be without
local known -- currencies with a rate

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

-- The first record in a currency that is neither that of the budget nor one with a rate.
local function foreign(records, budget)
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

return ld.rule {
  id = "budget/mixed-currency", code = "B07", step = 4, severity = "error",
  title = {
    en = "Currencies or amounts with and without VAT are mixed",
    nl = "Valuta's of bedragen met en zonder btw lopen door elkaar",
  },
  params = {
    currencies_with_rate = {
      type = "text", default = "",
      doc = {
        en = "Currencies for which a rate was agreed, such as USD GBP.",
        nl = "Valuta's waarvoor een koers is afgesproken, zoals USD GBP.",
      },
    },
  },
  -- A line is compared with the budgets that pay it, a budget with its commitments and bookings. An empty
  -- currency or VAT basis is the organisation's.
  once = function(org, P, report)
    known = {}
    for code in P.currencies_with_rate:gmatch("%a+") do
      known[code] = true
    end
    local function judge(subject, records, payers)
      local vat, odd, other, own = {}, nil, nil, nil
      for _, budget in ipairs(payers) do
        if not odd then
          odd, other, own = foreign(records, budget)
        end
        add_vat(budget, vat)
      end
      for _, record in ipairs(records) do
        add_vat(record, vat)
      end
      if odd then
        report {
          at = subject,
          message = {
            en = string.format("%s: an amount in %s meets a budget in %s, without a rate", subject.id, other, own),
            nl = string.format("%s: een bedrag in %s komt ten laste van een budget in %s, zonder koers", subject.id, other, own),
          },
          evidence = { odd }, values = { currency = other, budget_currency = own },
        }
      elseif vat.ex and vat.inc then
        report {
          at = subject,
          message = {
            en = string.format("%s adds up amounts with VAT and without", subject.id),
            nl = string.format("%s telt bedragen met en zonder btw bij elkaar op", subject.id),
          },
          evidence = { vat.inc, vat.ex },
        }
      end
    end
    for line in ld.plan_lines:each() do
      if sessions.is_in(line) then
        judge(line, sources(line), budgets(line))
      end
    end
    for budget in ld.budgets:where("#corrections == 0 and (#commitments > 0 or #actuals > 0)"):each() do
      judge(budget, list(budget.commitments, budget.actuals), { budget })
    end
  end,
  help = {
    en = "Convert the amount, agree on a rate (currencies_with_rate), and write all amounts with VAT or all without.",
    nl = "Reken het bedrag om, spreek een koers af (currencies_with_rate), en noteer alle bedragen met of alle zonder btw.",
  },
  why = {
    en = "A sum over different units is no sum: 21 percent VAT is easily the difference between enough and too little.",
    nl = "Een som over verschillende eenheden is geen som: 21 procent btw is al snel het verschil tussen genoeg en te weinig.",
  },
  fires = {
    { budgets = { { id = "b", setup = 9, currency = "EUR" } }, plan_lines = { { id = "l1", budget = "b", cost = 5, currency = "USD" } } },
    { budgets = { { id = "b", setup = 9, currency = "EUR" }, { id = "c", setup = 9, currency = "USD" } },
      plan_lines = { { id = "l1", cost = 5, currency = "USD", fundings = { { budget = "c", amount = 3 }, { budget = "b", amount = 2 } } } } },
    { budgets = { { id = "b", setup = 9, vat_basis = "inc" } }, plan_lines = { { id = "l1", budget = "b", cost = 5, vat_basis = "ex" } } },
    { offerings = { { id = "o1" } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 1 } },
      cost_components = { { offering = "o1", kind = "tuition", basis = "per_seat", amount = 9, vat_basis = "ex" }, { offering = "o1", kind = "room", basis = "per_session", amount = 9, vat_basis = "inc" } } },
    { budgets = { { id = "b", setup = 9, currency = "EUR" } }, commitments = { { budget = "b", date = "2027-01-01", amount = 1, currency = "GBP" } } },
    { budgets = { { id = "b", setup = 9, vat_basis = "ex" } }, actuals = { { budget = "b", date = "2027-01-01", amount = 1, vat_basis = "inc" } } },
    { organisation = { { id = "org", currency = "EUR", vat_basis = "ex" } }, budgets = { { id = "b", setup = 9 } }, offerings = { { id = "o1", vat_basis = "inc" } },
      plan_lines = { { id = "l1", offering = "o1", budget = "b", seats_planned = 1 } } },
  },
  clean = {
    { budgets = { { id = "b", setup = 9, currency = "EUR", vat_basis = "ex" } },
      plan_lines = { { id = "l1", budget = "b", cost = 5, currency = "EUR", vat_basis = "exempt" }, { id = "l2", budget = "b", cost = 5, currency = "USD", decision = "out" } },
      commitments = { { budget = "b", date = "2027-01-01", amount = 1, currency = "EUR", vat_basis = "ex" } }, actuals = { { budget = "b", date = "2027-01-01", amount = 1 } } },
    { params = { currencies_with_rate = "GBP USD" }, budgets = { { id = "b", setup = 9, currency = "EUR" } }, plan_lines = { { id = "l1", budget = "b", cost = 5, currency = "USD" } } },
    { budgets = { { id = "old", setup = 9, currency = "GBP" }, { id = "b", setup = 9, supersedes = "old" } }, commitments = { { budget = "old", date = "2027-01-01", amount = 1, currency = "EUR" } } },
  },
}
