-- The HRD plan is that of the line's annual plan, else the highest approved version. A plan without
-- scope is for all units; a line without unit lies in any scope.
local thread = require("ld.thread")
local versions = require("ld.versions")

return ld.rule {
  id = "hrd-plan/unit-outside-scope", code = "H08", step = 4, severity = "warning",
  title = { en = "Unit planned but outside the scope of the HRD plan", nl = "Onderdeel gepland, maar buiten de reikwijdte van het HRD-plan" },
  each = "plan_lines",
  once = function(org, P)
    local highest = versions.highest(ld.hrd_plans)
    local function in_scope(hrd, unit)
      return hrd.scope_units:any(function(scope) return thread.is_within(unit, scope) end)
    end
    for line in thread.lines():where("unit ~= nil"):each() do
      local hrd = line.annual_plan and line.annual_plan.hrd_plan or highest
      if hrd and #hrd.scope_units > 0 and not in_scope(hrd, line.unit) then
        report { at = line, evidence = hrd, values = { unit = line.unit.id, hrd_plan = hrd.id }, message = {
          en = line.id .. " is for " .. line.unit.label .. ", which is not in the scope of " .. hrd.id,
          nl = line.id .. " is voor " .. line.unit.label .. ", dat buiten de reikwijdte van " .. hrd.id .. " valt",
        } }
      end
    end
  end,
  at = "unit",
  help = {
    en = "Add the unit to the scope of the HRD plan, or plan its learning elsewhere.",
    nl = "Neem het onderdeel op in de reikwijdte van het HRD-plan, of plan het leren ervan elders.",
  },
  why = {
    en = "For a unit outside the scope nobody has weighed what it needs, and its lines compete with those that were weighed.",
    nl = "Voor een onderdeel buiten de reikwijdte heeft niemand de behoefte afgewogen, en toch concurreren de regels met wat wel is afgewogen.",
  },
  fires = {
    { units = { { id = "a" }, { id = "b" } }, hrd_plans = { { id = "h1", scope_units = { "a" } } },
      annual_plans = { { id = "p1", hrd_plan = "h1" } }, plan_lines = { { id = "l1", unit = "b", annual_plan = "p1" } } },
    { units = { { id = "a" }, { id = "b" } }, hrd_plans = { { id = "h1", version = 1 }, { id = "h2", version = 2, scope_units = { "a" } } },
      plan_lines = { { id = "l1", unit = "b" } } },
  },
  clean = {
    { units = { { id = "a", children = { { id = "a1" } } }, { id = "b" } }, hrd_plans = { { id = "h1", scope_units = { "a" } } },
      plan_lines = { { id = "l1", unit = "a1" }, { id = "l2", unit = "a" }, { id = "l3" }, { id = "l4", unit = "b", decision = "out" } } },
    { units = { { id = "b" } }, hrd_plans = { { id = "h1" } }, plan_lines = { { id = "l1", unit = "b" } } },
    { units = { { id = "b" } }, plan_lines = { { id = "l1", unit = "b" } } },
  },
}
