-- An item about results is one whose message speaks of them. Looked at are items about the plan,
-- and items of the plan year (or without date) about anything else.
local thread = require("ld.thread")

return ld.rule {
  id = "stakeholders/one-sided", code = "K04", step = 6, severity = "warning",
  title = { en = "One-sided communication", nl = "Eenzijdige communicatie" },
  each = "annual_plans",
  once = function(org, P)
    local results = ld.communication_items:where(function(item)
      return thread.mentions(item.message, P.t_results)
    end)
    for plan in thread.plans():each() do
      local items = results:where(function(item)
        local day = item.done_on or item.planned_on
        local own = item.about and tostring(item.about) == tostring(plan)
        return own or not day or thread.in_year(day, day)
      end)
      local management = items:count("audience == 'management'")
      local employees = items:count("audience == 'employees'")
      if (management == 0) ~= (employees == 0) then
        report { at = plan, evidence = items, values = { management = management, employees = employees },
          message = {
            en = "items about results: " .. management .. " for management, " .. employees .. " for employees",
            nl = "berichten over resultaten: " .. management .. " voor de directie, " .. employees .. " voor de medewerkers",
          } }
      end
    end
  end,
  help = {
    en = "Plan an item with the results for the other side too.",
    nl = "Plan ook voor de andere kant een item met de resultaten.",
  },
  why = {
    en = "Management decides about the means and employees about their effort: both want to know what it brings.",
    nl = "De directie gaat over de middelen en medewerkers over hun inzet: beide willen weten wat het oplevert.",
  },
  params = {
    t_results = {
      type = "text", default = "result|uitkomst|outcome|opbrengst|effect|evaluat",
      doc = { en = "Words by which a message about results is known, separated by |.", nl = "Woorden waaraan een bericht over resultaten te herkennen is, gescheiden door |." },
    },
  },
  fires = {
    { annual_plans = { { id = "a1" } }, communication_items = { { id = "c1", audience = "management", message = "Resultaten 2027", planned_on = "2027-12-31" },
      { id = "c2", audience = "employees", message = "Start van het jaar", planned_on = "2027-01-11" } } },
    { annual_plans = { { id = "a1" } }, communication_items = { { id = "c1", audience = "employees", message = "Our results" } } },
    { annual_plans = { { id = "a1" } }, communication_items = { { id = "c1", audience = "management", message = "Results", planned_on = "2028-02-01", about = "annual_plans:a1" },
      { id = "c2", audience = "employees", message = "Results", planned_on = "2026-02-01" } } },
  },
  clean = {
    { annual_plans = { { id = "a1" } }, communication_items = { { id = "c1", audience = "management", message = "Resultaten", planned_on = "2027-09-01" },
      { id = "c2", audience = "employees", message = "De uitkomsten", planned_on = "2027-09-02" } } },
    { annual_plans = { { id = "a1" } }, communication_items = { { id = "c1", audience = "management", message = "Keuzes" } } },
    { annual_plans = { { id = "a1" } }, communication_items = { { id = "c1", audience = "management", message = "Results", planned_on = "2026-12-31" } } },
  },
}
