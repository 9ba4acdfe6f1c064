-- The current strategy is the mission and vision in force; without any on record, the highest
-- version that goals are written for. A vision that has ended answers nothing any more. Where the
-- strategy bears no version, some approved vision must be there, once a strategy or a vision is.
local versions = require("ld.versions")

return ld.rule {
  id = "policy/no-vision", code = "V01", step = 2, severity = "error",
  title = { en = "No approved learning vision for the current strategy", nl = "Geen vastgestelde visie op leren bij de huidige strategie" },
  once = function(org, P)
    local current, strategy = versions.strategy()
    local latest = ld.learning_visions:sort("version", "desc"):first()
    if not current and not strategy and (not latest or #ld.mission_visions > 0) then return end
    for vision in ld.learning_visions:each() do
      if (not current or vision.answers_strategy_version == current) and versions.is_approved(vision)
        and not versions.is_past(vision, "valid_to") then
        return
      end
    end
    report { at = latest or strategy or ld.goals:first(), evidence = strategy, key = tostring(current or ""),
      values = { strategy_version = current, answers = latest and latest.answers_strategy_version },
      message = {
        en = current and "no approved learning vision answers version " .. current .. " of the strategy"
          or "no learning vision is approved",
        nl = current and "geen vastgestelde visie op leren hoort bij versie " .. current .. " van de strategie"
          or "geen visie op leren is vastgesteld",
      } }
  end,
  help = {
    en = "Renew the vision on learning and have it approved with answers_strategy_version set to the current strategy.",
    nl = "Herijk de visie op leren en laat die vaststellen, met in answers_strategy_version de huidige strategie.",
  },
  why = {
    en = "The vision on learning is cut to fit the strategy. When the strategy is renewed, an old vision steers learning to "
      .. "where the organisation is no longer going.",
    nl = "De visie op leren is op maat gemaakt van de strategie. Wordt die vernieuwd, dan stuurt een oude visie het leren naar "
      .. "waar de organisatie niet meer heen gaat.",
  },
  fires = {
    { mission_visions = { { id = "m1", version = 2 } },
      learning_visions = { { id = "v1", version = 1, answers_strategy_version = 1, status = "approved" } } },
    { mission_visions = { { id = "m1", version = 1 } },
      learning_visions = { { id = "v1", version = 1, answers_strategy_version = 1, status = "draft" } } },
    { mission_visions = { { id = "m1", version = 1 } },
      learning_visions = { { id = "v1", version = 1, answers_strategy_version = 1, valid_to = "2026-12-31" } } },
    { goals = { { id = "g1", strategy_version = 3 } } },
    { mission_visions = { { id = "m1", version = 1, status = "approved" }, { id = "m2", version = 2, status = "draft" } } },
    { learning_visions = { { id = "v1", version = 1, status = "draft" } } },
    { mission_visions = { { id = "m1" } } },
  },
  clean = {
    { mission_visions = { { id = "m1", version = 2 }, { id = "m2", version = 3, valid_from = "2028-01-01" } },
      learning_visions = { { id = "v1", version = 1, answers_strategy_version = 1 },
        { id = "v2", version = 2, answers_strategy_version = 2, status = "approved", valid_to = "2027-01-01" } } },
    { goals = { { id = "g1" } } },
    { learning_visions = { { id = "v1", status = "approved" } } },
    { mission_visions = { { id = "m1" } }, learning_visions = { { id = "v1", answers_strategy_version = 1 } } },
    { mission_visions = { { id = "m1", version = 1, status = "draft" } }, learning_visions = { { id = "v1", status = "draft" } } },
  },
}
