-- Policies that are history (replaced, closed, ended) and versions below the current one are left
-- alone; a draft on an old vision is told too.
local versions = require("ld.versions")

return ld.rule {
  id = "policy/older-than-vision", code = "V02", step = 3, severity = "warning",
  title = { en = "Policy older than the vision on learning", nl = "Leerbeleid ouder dan de visie op leren" },
  each = "policies",
  once = function(org, P)
    local vision = versions.current(ld.learning_visions, "valid_from", "valid_to")
    local current = versions.current(ld.policies, "valid_from", "valid_to")
    if not vision or not vision.version then return end
    for policy in ld.policies:where("vision_version ~= nil"):each() do
      if policy.vision_version < vision.version and not versions.is_replaced(policy, current)
        and not versions.is_past(policy, "valid_to") then
        report { at = policy, evidence = vision, size = vision.version - policy.vision_version,
          values = { vision_version = policy.vision_version, current = vision.version },
          message = {
            en = "policy " .. policy.id .. " rests on version " .. policy.vision_version .. " of the vision on learning; version " .. vision.version .. " holds",
            nl = "leerbeleid " .. policy.id .. " steunt op versie " .. policy.vision_version .. " van de visie op leren; nu geldt versie " .. vision.version,
          } }
      end
    end
  end,
  at = "vision_version",
  help = {
    en = "Check the policy against the new vision, change what no longer fits, and record the version it rests on.",
    nl = "Leg het leerbeleid naast de nieuwe visie, pas aan wat niet meer past en leg de versie vast waarop het steunt.",
  },
  why = {
    en = "Policy carries out a vision. When the vision moves on, the rules of yesterday decide about tomorrow's learning.",
    nl = "Beleid voert een visie uit. Gaat de visie verder, dan beslissen de spelregels van gisteren over het leren van morgen.",
  },
  fires = {
    { learning_visions = { { id = "v1", version = 1 }, { id = "v2", version = 2 } }, policies = { { id = "p1", version = 1, vision_version = 1 } } },
    { learning_visions = { { id = "v2", version = 2 } }, policies = { { id = "p1", version = 1, vision_version = 2 },
      { id = "p2", version = 2, vision_version = 1, status = "draft" } } },
  },
  clean = {
    { learning_visions = { { id = "v1", version = 1 }, { id = "v2", version = 2 } }, policies = {
      { id = "p1", version = 1, vision_version = 1 }, { id = "p2", version = 2, vision_version = 2 } } },
    { learning_visions = { { id = "v2", version = 2 } }, policies = { { id = "p1", vision_version = 1, status = "superseded" },
      { id = "p2", vision_version = 1, valid_to = "2026-12-31" } } },
    { learning_visions = { { id = "v1", version = 1 }, { id = "v2", version = 2, status = "draft" } }, policies = { { id = "p1", vision_version = 1 } } },
    { policies = { { id = "p1", vision_version = 1 } } },
  },
}
