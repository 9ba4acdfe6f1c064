local catalogue = require("ld.catalogue")
local sessions = require("ld.sessions")

return ld.rule {
  id = "offer/not-flexible", code = "O16", step = 5, severity = "warning",
  title = {
    en = "No offering fits the hours, language or place of a group",
    nl = "Geen aanbod past bij de werktijden, taal of locatie van een groep",
  },
  each = "needs",
  params = {
    t_group = {
      type = "integer", unit = "people", default = 1, min = 1,
      doc = {
        en = "How many people with the same hours, language or place make a group.",
        nl = "Vanaf hoeveel mensen met dezelfde werktijden, taal of locatie er sprake is van een groep.",
      },
    },
    t_flexible = {
      type = "text", default = "blended elearning self_study on_the_job coaching",
      doc = {
        en = "Forms of learning that fit irregular hours; an offering on demand always does.",
        nl = "Leervormen die passen bij onregelmatige werktijden; aanbod op afroep past altijd.",
      },
    },
  },
  -- Each of the three is judged by itself. An offering without languages or locations is open to all. A need
  -- without any offering is for other rules.
  once = function(org, P, report)
    local modalities, profiles = {}, {}
    for each in P.t_flexible:gmatch("[%w_]+") do
      modalities[each] = true
    end
    local function profile_of(need)
      if #need.employees > 0 then
        return catalogue.profile(sessions.people_of_need(need))
      end
      local key = (need.unit and need.unit.id or "") .. "\0" .. (need.role and need.role.id or "")
      profiles[key] = profiles[key]
        or catalogue.profile((need.unit or need.role) and sessions.people_of_need(need) or sessions.everybody())
      return profiles[key]
    end
    for need in ld.needs:where("status == 'open' or status == 'planned'"):each() do
      local offerings = catalogue.candidates(need)
      local count, en, nl
      if #offerings > 0 then
        count, en, nl = catalogue.left_out(profile_of(need), offerings, modalities, P.t_group)
      end
      if count then
        report {
          at = need, size = count,
          message = {
            en = string.format("%s: nothing on offer (%d) fits %d %s %s", need.label, #offerings, count, count == 1 and "person" or "people", en),
            nl = string.format("%s: geen aanbod (van %d) past bij %d %s %s", need.label, #offerings, count, count == 1 and "medewerker" or "medewerkers", nl),
          },
          evidence = offerings,
          values = { people = count, offerings = #offerings },
        }
      end
    end
  end,
  help = {
    en = "Add a form that they can follow at their own time and place, or in their language.",
    nl = "Voeg een vorm toe die zij op hun eigen tijd en plaats of in hun taal kunnen volgen.",
  },
  why = {
    en = "Who cannot attend is left out, whatever the plan says; it is always the same people.",
    nl = "Wie er niet bij kan zijn valt af, wat het plan ook zegt; en het zijn steeds dezelfde mensen.",
  },
  fires = {
    {
      units = { { id = "u" } }, employees = { { id = "e1", unit = "u", work_pattern = "shift" }, { id = "e2", unit = "u", work_pattern = "day" } },
      offerings = { { id = "o1", modality = "classroom" }, { id = "o2", modality = "elearning", status = "expired" } }, needs = { { id = "n1", unit = "u", offerings = { "o1", "o2" } } },
    },
    {
      competencies = { { id = "c" } }, employees = { { id = "e1", languages = { "pl" } } }, offerings = { { id = "o1", languages = { "nl", "en" }, offering_competencies = { { competency = "c", to_level = 1 } } } },
      needs = { { id = "n1", employees = { "e1" }, status = "planned", need_competencies = { { competency = "c", to_level = 1 } } } },
    },
    {
      employees = { { id = "e1", location = "Oost" } }, offerings = { { id = "o1", modality = "classroom", locations = { "West" } } }, needs = { { id = "n1" } },
      plan_lines = { { id = "l1", offering = "o1", needs = { "n1" } } },
    },
    {
      roles = { { id = "r" } }, employees = { { id = "e1", role = "r", work_pattern = "night" } }, credential_types = { { id = "bhv" } },
      offerings = { { id = "o1", credential_type = "bhv", modality = "virtual" } }, needs = { { id = "n1", role = "r", credential_type = "bhv" } },
    },
  },
  clean = {
    { -- of those named
      employees = { { id = "e1", work_pattern = "night" }, { id = "e2", work_pattern = "day" } },
      offerings = { { id = "o1", modality = "classroom" } }, needs = { { id = "n1", employees = { "e2" }, offerings = { "o1" } } },
    },
    {
      params = { t_group = 2 }, employees = { { id = "e1", location = "Oost", languages = { "pl" }, work_pattern = "night" } },
      offerings = { { id = "o1", modality = "classroom", languages = { "nl" }, locations = { "West" } } }, needs = { { id = "n1", offerings = { "o1" } } },
    },
    {
      units = { { id = "u" }, { id = "v" } }, employees = { { id = "e1", unit = "u", work_pattern = "shift" }, { id = "e2", unit = "v", work_pattern = "day" }, { id = "e3", unit = "v" } },
      offerings = { { id = "o1", modality = "classroom" }, { id = "o2", modality = "blended" }, { id = "o3", modality = "classroom", start_rule = "on_demand" } },
      needs = { { id = "n1", unit = "u", offerings = { "o1", "o2" } }, { id = "n2", unit = "u", offerings = { "o3" } }, { id = "n3", unit = "u" },
        { id = "n4", unit = "u", offerings = { "o1" }, status = "met" }, { id = "n5", unit = "v", offerings = { "o1" } } },
    },
    {
      employees = { { id = "e1", languages = { "pl", "en" }, location = "Oost" } },
      offerings = { { id = "o1", languages = { "nl", "en" } }, { id = "o2", modality = "virtual", locations = { "West" } }, { id = "o3", locations = { "West", "Oost" } } },
      needs = { { id = "n1", offerings = { "o1" } }, { id = "n2", offerings = { "o2" } }, { id = "n3", offerings = { "o3" } } },
    },
  },
}
