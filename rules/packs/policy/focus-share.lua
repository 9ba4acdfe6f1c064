-- A line belongs to a focus area when its offering teaches one of the area's competencies, one of
-- its needs asks for one, or the goal that such a need serves most is one of the area's goals. A
-- line may belong to several areas. The share is that of all money of the lines in the plan; where
-- the plan has no line yet, every area is without one.
local thread = require("ld.thread")
local versions = require("ld.versions")

return ld.rule {
  id = "policy/focus-share", code = "V06", step = 3, severity = "warning",
  title = { en = "Focus area without plan line, or share outside its band", nl = "Aandachtsgebied zonder planregel, of aandeel buiten de bandbreedte" },
  each = "focus_areas",
  once = function(org, P)
    local lines = thread.lines()
    local total, areas_of = lines:sum("cost"), thread.focus(ld.focus_areas)
    local money, count = thread.numbers(ld.focus_areas), thread.numbers(ld.focus_areas)
    for line in lines:each() do
      for area in pairs(areas_of(line)) do
        money[area], count[area] = money[area] + (line.cost or 0), count[area] + 1
      end
    end
    for area in ld.focus_areas:each() do
      local share = thread.share(money[area.id], total)
      local low, high = area.min_share_money, area.max_share_money
      local values = { lines = count[area.id], share = share, min_share_money = low, max_share_money = high }
      local past = area.policy and versions.is_past(area.policy, "valid_to")
      if not past and count[area.id] == 0 then
        report { at = area, values = values, message = {
          en = area.label .. " has no line in the plan", nl = area.label .. " heeft geen planregel" } }
      elseif not past and thread.more(low, share) then
        report { at = area, field = "min_share_money", size = low - share, values = values, message = {
          en = string.format("%s gets %.1f%% of the money, less than %.10g%%", area.label, 100 * share, 100 * low),
          nl = string.format("%s krijgt %.1f%% van het geld, minder dan %.10g%%", area.label, 100 * share, 100 * low) } }
      elseif not past and thread.more(share, high) then
        report { at = area, field = "max_share_money", size = share - high, values = values, message = {
          en = string.format("%s gets %.1f%% of the money, more than %.10g%%", area.label, 100 * share, 100 * high),
          nl = string.format("%s krijgt %.1f%% van het geld, meer dan %.10g%%", area.label, 100 * share, 100 * high) } }
      end
    end
  end,
  help = {
    en = "Plan lines for the area, move money, or change the band in the policy.",
    nl = "Plan regels voor het aandachtsgebied, verschuif geld, of pas de bandbreedte in het beleid aan.",
  },
  why = {
    en = "A focus that does not show in the plan is no focus.",
    nl = "Een aandachtsgebied dat niet in het plan terugkomt, krijgt geen aandacht.",
  },
  fires = {
    { focus_areas = { { id = "f1" } }, plan_lines = { { id = "l1", cost = 100 } } },
    { focus_areas = { { id = "f1" } } },
    { focus_areas = { { id = "f1" }, { id = "f2", goals = { "g1" } } }, goals = { { id = "g1" } },
      needs = { { id = "n1", contributions = { { goal = "g1" } } } }, plan_lines = { { id = "l1", cost = 100, needs = { "n1" } } } },
    { focus_areas = { { id = "f1", min_share_money = 0.25, competencies = { "c1" } } }, competencies = { { id = "c1" } },
      offerings = { { id = "o1", offering_competencies = { { competency = "c1", to_level = 2 } } } },
      plan_lines = { { id = "l1", cost = 2400, offering = "o1" }, { id = "l2", cost = 7600 } } },
    { focus_areas = { { id = "f1", max_share_money = 0.25, goals = { "g1" } } }, goals = { { id = "g1" } },
      needs = { { id = "n1", contributions = { { goal = "g1" } } } },
      plan_lines = { { id = "l1", cost = 2600, needs = { "n1" } }, { id = "l2", cost = 7400 } } },
  },
  clean = {
    { focus_areas = { { id = "f1", min_share_money = 0.25, max_share_money = 0.25, competencies = { "c1" } } }, competencies = { { id = "c1" } },
      needs = { { id = "n1", need_competencies = { { competency = "c1", to_level = 2 } } } },
      plan_lines = { { id = "l1", cost = 2500, needs = { "n1" } }, { id = "l2", cost = 7500 }, { id = "l3", cost = 900, decision = "out" } } },
    { policies = { { id = "p1", status = "superseded" } }, focus_areas = { { id = "f1", policy = "p1" } }, plan_lines = { { id = "l1", cost = 1 } } },
    { focus_areas = { { id = "f1", min_share_money = 0.1, competencies = { "c1" } } }, competencies = { { id = "c1" } },
      needs = { { id = "n1", need_competencies = { { competency = "c1", to_level = 2 } } } }, plan_lines = { { id = "l1", needs = { "n1" }, cost = 0 } } },
  },
}
