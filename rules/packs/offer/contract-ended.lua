local catalogue = require("ld.catalogue")
local costs = require("ld.costs")
local sessions = require("ld.sessions")

return ld.rule {
  id = "offer/contract-ended", code = "O05", step = 5, severity = "warning",
  title = {
    en = "The contract or the price does not hold on the day of the session",
    nl = "Contract of prijs geldt niet op de dag van uitvoering",
  },
  each = "offerings",
  params = {
    t_price_months = {
      type = "integer", unit = "months", default = 12, min = 1,
      doc = {
        en = "Months after which a price counts as old.",
        nl = "Aantal maanden waarna een prijs verouderd is.",
      },
    },
  },
  -- Judged for offerings that the plan uses. A price is as old as its last review, or as the youngest
  -- cost component in force; without either date its age is unknown.
  once = function(org, P, report)
    for offering in ld.offerings:each() do
      local day, by = catalogue.last_use(offering)
      local to = offering.supplier and offering.supplier.contract_to
      local cost = day and catalogue.ended_cost(offering, day)
      local priced = by and catalogue.has_price(offering) and catalogue.price_date(offering)
      local en, nl, field
      if day and to and to < day then
        en = string.format("the contract with %s ends on %s, and it is planned on %s", offering.supplier.label, sessions.en(to), sessions.en(day))
        nl = string.format("het contract met %s loopt tot en met %s, en de uitvoering is gepland op %s", offering.supplier.label, sessions.nl(to), sessions.nl(day))
        field = "supplier"
      elseif cost then
        en = string.format("the price for %s holds until %s, and it is planned on %s", (cost.kind:gsub("_", " ")), sessions.en(cost.valid_to), sessions.en(day))
        nl = string.format("de %s gelden tot en met %s, en de uitvoering is gepland op %s", costs.dutch(cost.kind), sessions.nl(cost.valid_to), sessions.nl(day))
      elseif priced and ld.add_months(priced, P.t_price_months) < ld.today then
        en = string.format("the price dates from %s, more than %d months ago", sessions.en(priced), P.t_price_months)
        nl = string.format("de prijs is van %s, meer dan %d maanden geleden", sessions.nl(priced), P.t_price_months)
        field = "last_reviewed_on"
      end
      if en then
        report {
          at = offering, field = field,
          message = { en = offering.label .. ": " .. en, nl = offering.label .. ": " .. nl },
          evidence = { cost or offering.supplier or by, by },
          values = { planned_on = day, contract_to = to, priced_on = priced or nil },
        }
      end
    end
  end,
  help = {
    en = "Renew the contract, ask for a price that holds on that day, or write when the price was checked (last_reviewed_on).",
    nl = "Verleng het contract, vraag een prijs die op die dag geldt, of leg vast wanneer de prijs is gecontroleerd (last_reviewed_on).",
  },
  why = {
    en = "A plan at prices that no longer hold runs over its budget when the invoices come.",
    nl = "Een plan met prijzen die niet meer gelden, loopt uit zodra de facturen komen.",
  },
  fires = {
    {
      offerings = { { id = "o1" } }, sessions = { { id = "s1", offering = "o1", starts_on = "2027-04-01" } },
      cost_components = { { session = "s1", kind = "room", basis = "once", amount = 100, valid_to = "2027-03-31" } },
    },
    {
      suppliers = { { id = "p", contract_to = "2027-03-31" } }, offerings = { { id = "o1", supplier = "p" } },
      sessions = { { id = "s1", offering = "o1", starts_on = "2027-02-01" }, { id = "s2", offering = "o1", starts_on = "2027-04-01" } },
    },
    {
      suppliers = { { id = "p", contract_to = "2027-03-31" } }, offerings = { { id = "o1", supplier = "p" } },
      plan_lines = { { id = "l1", offering = "o1", period = "2027-Q2" } },
    },
    {
      offerings = { { id = "o1" } }, sessions = { { id = "s1", offering = "o1", starts_on = "2027-04-01" } },
      cost_components = { { offering = "o1", kind = "tuition", basis = "per_seat", amount = 100, valid_to = "2027-03-31" },
        { offering = "o1", kind = "exam", basis = "per_seat", amount = 100 } },
    },
    { today = "2027-01-11", offerings = { { id = "o1", cost_per_seat = 100, last_reviewed_on = "2026-01-10" } }, plan_lines = { { id = "l1", offering = "o1" } } },
  },
  clean = {
    {
      suppliers = { { id = "p", contract_to = "2027-04-01" } }, offerings = { { id = "o1", supplier = "p" }, { id = "o2", supplier = "p" } },
      sessions = { { id = "s1", offering = "o1", starts_on = "2027-04-01" }, { id = "s2", offering = "o1", starts_on = "2027-09-01", status = "cancelled" } },
      plan_lines = { { id = "l1", offering = "o2", period = "2027-Q3", decision = "out" }, { id = "l2", offering = "o2", period = "2027-Q3", status = "done" },
        { id = "l3", offering = "o2", period = "2027-Q3", status = "evaluated" } },
    },
    {
      offerings = { { id = "o1" } }, sessions = { { id = "s1", offering = "o1", starts_on = "2027-04-01" } },
      cost_components = { { offering = "o1", kind = "tuition", basis = "per_seat", amount = 100, valid_to = "2027-03-31" },
        { offering = "o1", kind = "tuition", basis = "per_seat", amount = 110, valid_from = "2027-04-01" },
        { offering = "o1", kind = "exam", basis = "per_seat", amount = 100, valid_to = "2027-04-01" } },
    },
    {
      today = "2027-01-10",
      offerings = { { id = "o1", cost_per_seat = 100, last_reviewed_on = "2026-01-10" }, { id = "o2", cost_per_seat = 100 },
        { id = "o3", last_reviewed_on = "2020-01-10" }, { id = "o4", cost_per_seat = 100, last_reviewed_on = "2020-01-10" },
        { id = "o5", last_reviewed_on = "2020-01-10" } },
      cost_components = { { offering = "o5", kind = "tuition", basis = "per_seat", amount = 100, valid_from = "2026-12-01" } },
      plan_lines = { { id = "l1", offering = "o1" }, { id = "l2", offering = "o2" }, { id = "l3", offering = "o3" }, { id = "l5", offering = "o5" } },
    },
  },
}
