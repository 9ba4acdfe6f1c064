-- Looked at: needs that are open or planned, programmes, and lines in the plan of the year through
-- their needs. Contributions and the list `goals` of a programme are links.
local thread = require("ld.thread")
local versions = require("ld.versions")

-- What is wrong with a goal as {en, nl}, or nil.
local function trouble(goal, first, current)
  if goal.status == "dropped" then
    return { en = "which was dropped", nl = "dat is losgelaten" }
  elseif goal.horizon_end and goal.horizon_end < first then
    return { en = "which ended on " .. goal.horizon_end, nl = "dat op " .. goal.horizon_end .. " afliep" }
  elseif current and goal.strategy_version and goal.strategy_version < current then
    return {
      en = "of version " .. goal.strategy_version .. " of the strategy; now version " .. current .. " holds",
      nl = "uit versie " .. goal.strategy_version .. " van de strategie; nu geldt versie " .. current,
    }
  end
end

return ld.rule {
  id = "strategy/ended-goal", code = "S07", step = 1, severity = "warning",
  title = { en = "Work linked to an ended or superseded goal", nl = "Werk gekoppeld aan een afgelopen of vervangen doel" },
  once = function(org, P)
    local first = thread.year()
    local current = versions.strategy()
    local function look(record, goals, name)
      local seen = {}
      for _, goal in ipairs(goals) do
        local said = not seen[goal.id] and trouble(goal, first, current)
        seen[goal.id] = true
        if said then
          report { at = record, key = goal.id, evidence = goal,
            values = { goal = goal.id, status = goal.status, horizon_end = goal.horizon_end, strategy_version = goal.strategy_version },
            message = {
              en = name .. " works for " .. goal.label .. ", " .. said.en,
              nl = name .. " werkt aan " .. goal.label .. ", " .. said.nl,
            } }
        end
      end
    end
    local function add(goals, contributions)
      for contribution in contributions:each() do goals[#goals + 1] = contribution.goal end
      return goals
    end
    for need in ld.needs:where("status == nil or status == 'open' or status == 'planned'"):each() do
      look(need, add({}, need.contributions), need.label)
    end
    for programme in ld.programmes:each() do
      local goals = {}
      for goal in programme.goals:each() do goals[#goals + 1] = goal end
      look(programme, add(goals, programme.contributions), programme.label)
    end
    for line in thread.lines():each() do
      local goals = {}
      for _, need in ipairs(thread.needs(line)) do add(goals, need.contributions) end
      look(line, goals, line.id)
    end
  end,
  help = {
    en = "Link the work to a goal that holds, or take it out of the plan.",
    nl = "Koppel het werk aan een doel dat geldt, of haal het uit het plan.",
  },
  why = {
    en = "The course has changed and the plan has not: time and money go to a goal that the organisation has left behind.",
    nl = "De koers is verlegd en het plan niet: tijd en geld gaan naar een doel dat de organisatie achter zich heeft gelaten.",
  },
  fires = {
    { goals = { { id = "g1", horizon_end = "2026-12-31" } }, needs = { { id = "n1", contributions = { { goal = "g1" } } } } },
    { goals = { { id = "g1", status = "dropped" } }, needs = { { id = "n1", status = "planned", contributions = { { goal = "g1" } } } } },
    { goals = { { id = "g1", status = "dropped" } }, programmes = { { id = "p1", goals = { "g1" } } } },
    { goals = { { id = "g1", status = "dropped" } }, programmes = { { id = "p1", contributions = { { goal = "g1" } } } } },
    { goals = { { id = "g1", status = "dropped" } }, needs = { { id = "n1", status = "met", contributions = { { goal = "g1" } } } },
      plan_lines = { { id = "l1", needs = { "n1" } } } },
    { mission_visions = { { id = "m1", version = 2 } }, goals = { { id = "g1", strategy_version = 1 } },
      needs = { { id = "n1", status = "open", contributions = { { goal = "g1" } } } } },
  },
  clean = {
    { mission_visions = { { id = "m1", version = 2 } }, goals = { { id = "g1", strategy_version = 2, horizon_end = "2027-01-01" } },
      needs = { { id = "n1", contributions = { { goal = "g1" } } } },
      plan_lines = { { id = "l1", needs = { "n1" } } }, programmes = { { id = "p1", goals = { "g1" } } } },
    { goals = { { id = "g1", status = "dropped" } }, needs = { { id = "n1", status = "met", contributions = { { goal = "g1" } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, decision = "out" } } },
  },
}
