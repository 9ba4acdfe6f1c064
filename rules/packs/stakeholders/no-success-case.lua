-- A success case bears no date: it counts by the day on which it was recorded (created_at), else by
-- the end of its line's period, else it counts as recent.
local thread = require("ld.thread")

local function day_of(case)
  if case.created_at then return case.created_at end
  local line = case.plan_line
  local period = line and (line.period or (line.annual_plan and line.annual_plan.year))
  if period then return select(2, thread.bounds(period)) end
end

return ld.rule {
  id = "stakeholders/no-success-case", code = "K06", step = 6, severity = "note",
  title = { en = "No success case in the last year", nl = "Geen succesverhaal in het afgelopen jaar" },
  each = "annual_plans",
  once = function(org, P)
    local since = ld.add_months(ld.today, -12)
    local recent = ld.success_cases:any(function(case)
      local day = day_of(case)
      return day == nil or day >= since
    end)
    if recent then return end
    for plan in thread.plans():each() do
      report { at = plan, values = { success_cases = #ld.success_cases, since = since }, message = {
        en = "no success case was recorded since " .. since,
        nl = "sinds " .. since .. " is geen succesverhaal vastgelegd",
      } }
    end
  end,
  help = {
    en = "Ask the best and the worst learners of a line what made it work or not, and share the story.",
    nl = "Vraag de deelnemers die het meest en het minst met een opleiding deden wat hielp en wat niet, en deel het verhaal.",
  },
  why = {
    en = "Share successes: a story about what learning changed convinces more than a list of courses.",
    nl = "Deel successen: een verhaal over wat leren veranderde, overtuigt meer dan een lijst met cursussen.",
  },
  fires = {
    { annual_plans = { { id = "a1" } } },
    { annual_plans = { { id = "a1" } }, plan_lines = { { id = "l1", period = "2025-Q4" } }, success_cases = { { id = "s1", plan_line = "l1" } } },
    { today = "2027-06-01", annual_plans = { { id = "a1" } }, success_cases = { { id = "s1", created_at = "2026-05-31T10:00" } } },
  },
  clean = {
    { today = "2027-06-01", annual_plans = { { id = "a1" } }, success_cases = { { id = "s1", created_at = "2026-06-01T10:00" } } },
    { annual_plans = { { id = "a1" }, { id = "a0", year = "2026" } }, plan_lines = { { id = "l1", annual_plan = "a0" } }, success_cases = { { id = "s1", plan_line = "l1" } } },
    { annual_plans = { { id = "a1" } }, success_cases = { { id = "s1" } } },
    { today = "2027-12-31", annual_plans = { { id = "a1" } }, plan_lines = { { id = "l1", period = "2026" } }, success_cases = { { id = "s1", plan_line = "l1" } } },
    { annual_plans = { { id = "a0", year = "2026" } } },
  },
}
