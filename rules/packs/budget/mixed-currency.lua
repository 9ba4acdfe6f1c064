local currencies = require("ld.currencies")
local sessions = require("ld.sessions")

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
  -- A line is compared with the budgets that pay it, a budget with its parts, commitments and bookings. An
  -- empty currency or VAT basis is the organisation's.
  once = function(org, P, report)
    local known = {}
    for code in P.currencies_with_rate:gmatch("%a+") do
      known[code] = true
    end
    local function judge(subject, records, payers)
      local vat, odd, other, own = {}, nil, nil, nil
      for _, budget in ipairs(payers) do
        if not odd then
          odd, other, own = currencies.foreign(records, budget, known)
        end
        currencies.add_vat(budget, vat)
      end
      for _, record in ipairs(records) do
        currencies.add_vat(record, vat)
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
        judge(line, currencies.sources(line), currencies.budgets(line))
      end
    end
    for budget in ld.budgets:where("#corrections == 0"):each() do
      judge(budget, currencies.list(budget.children:where("#corrections == 0"), budget.commitments, budget.actuals), { budget })
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
    { budgets = { { id = "top", setup = 9, vat_basis = "ex" }, { id = "part", parent = "top", setup = 9, vat_basis = "inc" } } },
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
