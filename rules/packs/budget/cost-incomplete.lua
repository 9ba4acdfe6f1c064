local costs = require("ld.costs")
local sessions = require("ld.sessions")

return ld.rule {
  id = "budget/cost-incomplete", code = "B06", step = 4, severity = "warning",
  title = {
    en = "The cost of a line is incomplete",
    nl = "De kosten van een planregel zijn niet volledig",
  },
  each = "plan_lines",
  params = {
    required_costs = {
      type = "text", default = "",
      doc = {
        en = "Kinds of cost that the policy wants to see where they can occur: wage_loss, travel, exam, development.",
        nl = "Kostensoorten die het beleid wil zien waar ze kunnen voorkomen: wage_loss, travel, exam, development.",
      },
    },
    wage_loss = {
      type = "bool", default = false,
      doc = { en = "Whether the policy counts wage loss as a cost.", nl = "Of verletkosten volgens het beleid als kosten tellen." },
    },
  },
  -- Travel is asked of what people go to, exams of what gives a certificate, development of what is built.
  once = function(org, P, report)
    local kinds = {}
    for kind in P.required_costs:gmatch("[%w_]+") do
      kinds[#kinds + 1] = kind
    end
    if P.wage_loss then
      kinds[#kinds + 1] = "wage_loss"
    end
    for line in ld.plan_lines:each() do
      local offering = sessions.offering(line)
      local missing = offering and sessions.is_in(line) and costs.missing(line, offering, kinds)
      if missing then
        report {
          at = line, field = "offering",
          message = {
            en = string.format("%s: %s has no cost for %s, which the policy wants to count", line.id, offering.label, (missing:gsub("_", " "))),
            nl = string.format("%s: bij %s ontbreken de %s, die volgens het beleid meetellen", line.id, offering.label, costs.dutch(missing)),
          },
          evidence = { offering }, values = { missing = missing },
        }
      elseif line.cost == 0 and sessions.is_in(line) and not (offering and offering.sourcing == "free") then
        report {
          at = line, field = "cost",
          message = {
            en = string.format("%s costs nothing, and %s is not marked as free", line.id, offering and offering.label or "it"),
            nl = string.format("%s kost niets, en %s is niet als gratis aangemerkt", line.id, offering and offering.label or "de regel"),
          },
          evidence = { offering }, values = { cost = line.cost },
        }
      end
    end
  end,
  help = {
    en = "Add the cost to the offering, or mark it as free (sourcing: free) when it really costs nothing.",
    nl = "Voeg de kosten toe aan het aanbod, of merk het aan als gratis (sourcing: free) als het echt niets kost.",
  },
  why = {
    en = "Choosing between buying and building, and every return, is only honest over all costs.",
    nl = "De keuze tussen inkopen en zelf ontwikkelen en elk rendement zijn alleen eerlijk over alle kosten.",
  },
  fires = {
    { offerings = { { id = "o1", sourcing = "buy_open" } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 3 } } },
    { plan_lines = { { id = "l1", cost = 0 } } },
    { params = { wage_loss = true }, offerings = { { id = "o1", minutes_contact = 1, cost_per_seat = 100 } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 1 } } },
    { params = { required_costs = "travel" }, offerings = { { id = "o1", modality = "classroom", cost_per_seat = 100 } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 1 } } },
    { params = { required_costs = "development, exam" }, credential_types = { { id = "bhv" } }, offerings = { { id = "o1", credential_type = "bhv", cost_per_seat = 100 } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 1 } } },
    { params = { required_costs = "exam" }, offerings = { { id = "o1", modality = "exam", cost_per_seat = 100 } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 1 } } },
    { params = { required_costs = "development" }, offerings = { { id = "o1", sourcing = "build", cost_per_seat = 100 } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 1 } } },
    { params = { required_costs = "development" }, offerings = { { id = "o1", sourcing = "blend", cost_per_seat = 100 } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 1 } } },
    { params = { required_costs = "material" }, offerings = { { id = "o1", cost_per_seat = 100 } }, plan_lines = { { id = "l1", offering = "o1", seats_planned = 1 } } },
  },
  clean = {
    { offerings = { { id = "o1", sourcing = "free" }, { id = "o2", cost_per_seat = 100, minutes_contact = 60, modality = "classroom" } },
      plan_lines = { { id = "l1", offering = "o1", seats_planned = 3 }, { id = "l2", offering = "o2", seats_planned = 3 }, { id = "l3", cost = 0, decision = "out" }, { id = "l4" } } },
    { params = { wage_loss = true, required_costs = "travel exam development" },
      credential_types = { { id = "bhv" } },
      offerings = { { id = "o1", modality = "classroom", credential_type = "bhv", sourcing = "buy_open", minutes_contact = 60 }, { id = "o2", sourcing = "build", modality = "elearning", cost_once = 100 } },
      cost_components = { { offering = "o1", kind = "wage_loss", basis = "per_seat", amount = 100 }, { session = "s1", kind = "travel", basis = "per_seat", amount = 100 }, { offering = "o1", kind = "exam", basis = "per_seat", amount = 100 } },
      plan_lines = { { id = "l1", offering = "o1", seats_planned = 1 }, { id = "l2", offering = "o2", seats_planned = 1 } }, sessions = { { id = "s1", offering = "o1", plan_line = "l1" } } },
  },
}
