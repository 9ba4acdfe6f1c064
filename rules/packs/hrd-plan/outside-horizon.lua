-- The HRD plan of an annual plan is the one it names, else the highest approved version.
local thread = require("ld.thread")
local versions = require("ld.versions")

return ld.rule {
  id = "hrd-plan/outside-horizon", code = "H01", step = 4, severity = "error",
  title = { en = "Annual plan outside the horizon of the HRD plan", nl = "Jaarplan buiten de looptijd van het HRD-plan" },
  each = "annual_plans",
  once = function(org, P)
    local highest = versions.highest(ld.hrd_plans)
    for plan in ld.annual_plans:each() do
      local hrd = plan.hrd_plan or highest
      local first, last = thread.bounds(plan.year or ld.year)
      if hrd and hrd.starts_on and hrd.ends_on and (hrd.starts_on > first or hrd.ends_on < last) then
        report { at = plan, evidence = hrd,
          values = { starts_on = hrd.starts_on, ends_on = hrd.ends_on, first_day = first, last_day = last },
          message = {
            en = plan.id .. " runs from " .. first .. " to " .. last .. ", " .. hrd.id .. " only from " .. hrd.starts_on .. " to " .. hrd.ends_on,
            nl = plan.id .. " loopt van " .. first .. " tot en met " .. last .. ", " .. hrd.id .. " alleen van " .. hrd.starts_on .. " tot en met " .. hrd.ends_on,
          } }
      end
    end
  end,
  at = "hrd_plan",
  help = {
    en = "Extend the HRD plan, or link the annual plan to the one that covers its year.",
    nl = "Verleng het HRD-plan, of koppel het jaarplan aan het HRD-plan dat het jaar dekt.",
  },
  why = {
    en = "A year plan carries out the long-term plan; outside its years there is nothing to carry out.",
    nl = "Het jaarplan voert het meerjarenplan uit; buiten de jaren daarvan valt er niets uit te voeren.",
  },
  fires = {
    { hrd_plans = { { id = "h1", starts_on = "2027-01-02", ends_on = "2029-12-31" } }, annual_plans = { { id = "a1", year = "2027", hrd_plan = "h1" } } },
    { hrd_plans = { { id = "h1", starts_on = "2025-01-01", ends_on = "2027-12-30" } }, annual_plans = { { id = "a1" } } },
    { hrd_plans = { { id = "h1", version = 1, starts_on = "2025-01-01", ends_on = "2027-12-31" },
      { id = "h2", version = 2, starts_on = "2025-01-01", ends_on = "2026-12-31" } }, annual_plans = { { id = "a1" } } },
  },
  clean = {
    { hrd_plans = { { id = "h1", starts_on = "2027-01-01", ends_on = "2027-12-31" } }, annual_plans = { { id = "a1", hrd_plan = "h1" } } },
    { hrd_plans = { { id = "h1", starts_on = "2026-04-01", ends_on = "2027-03-31" } },
      periods = { { id = "FY2026", kind = "year", starts_on = "2026-04-01", ends_on = "2027-03-31" } },
      annual_plans = { { id = "a1", year = "FY2026", hrd_plan = "h1" } } },
    { hrd_plans = { { id = "h1", version = 2, status = "draft", starts_on = "2025-01-01", ends_on = "2026-12-31" } }, annual_plans = { { id = "a1" } } },
    { annual_plans = { { id = "a1" } } },
  },
}
