local levels = require("ld.levels")
local sessions = require("ld.sessions")

return ld.rule {
  id = "offer/level-not-reached", code = "O02", step = 5, severity = "error",
  title = {
    en = "The offering does not reach the needed level",
    nl = "Het aanbod brengt mensen niet op het gevraagde niveau",
  },
  each = "plan_lines",
  once = function(org, P, report)
    for line in ld.plan_lines:each() do
      local offering = sessions.is_in(line) and sessions.offering(line)
      local asked, reached, short
      if offering then
        asked, reached, short = levels.find_short(line, offering)
      end
      if asked then
        local name, need, wanted = asked.competency.label, asked.need.label, asked.to_level
        report {
          at = line, field = "offering", size = short,
          message = {
            en = string.format("%s: %s brings people to %s in %s; %s asks for level %d", line.id, offering.label,
              reached and "level " .. reached or "no level at all", name, need, wanted),
            nl = string.format("%s: %s brengt mensen voor %s op %s; %s vraagt niveau %d", line.id, offering.label,
              name, reached and "niveau " .. reached or "geen enkel niveau", need, wanted),
          },
          evidence = { asked, offering },
          values = { reached = reached, asked = wanted, competency = asked.competency, need = asked.need },
        }
      end
    end
  end,
  at = "offering",
  help = {
    en = "Choose an offering that goes far enough, add one that takes people further, or lower what the need asks for.",
    nl = "Kies aanbod dat ver genoeg gaat, voeg een vervolg toe, of stel de leerbehoefte bij.",
  },
  why = {
    en = "Money and time are spent, and the gap for which they were meant stays open.",
    nl = "Geld en tijd worden besteed, terwijl de kloof waarvoor ze bedoeld waren blijft bestaan.",
  },
  fires = {
    {
      competencies = { { id = "data" } }, needs = { { id = "n1", need_competencies = { { competency = "data", to_level = 4 } } } },
      offerings = { { id = "o1", offering_competencies = { { competency = "data", to_level = 3 } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, offering = "o1" } },
    },
    { -- nobody teaches it; a later line that is left out does not count
      competencies = { { id = "data" }, { id = "law" } }, needs = { { id = "n1", need_competencies = { { competency = "data", to_level = 2 } } } },
      offerings = { { id = "o1", offering_competencies = { { competency = "law", to_level = 3 } } },
        { id = "o2", offering_competencies = { { competency = "data", to_level = 3 } } } },
      plan_lines = { { id = "l1", offering = "o1" }, { id = "l2", offering = "o2", decision = "out", needs = { "n1" } } },
      plan_line_needs = { { plan_line = "l1", need = "n1", seats = 3 } },
    },
  },
  clean = {
    {
      competencies = { { id = "data" } }, needs = { { id = "n1", need_competencies = { { competency = "data", to_level = 4 } } } },
      offerings = { { id = "o1", offering_competencies = { { competency = "data", to_level = 4 } } },
        { id = "o2", offering_competencies = { { competency = "data", to_level = 1 } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, offering = "o1" }, { id = "l2", needs = { "n1" }, offering = "o2", decision = "out" } },
    },
    { -- two lines, each for a part of the need
      competencies = { { id = "data" }, { id = "law" } },
      needs = { { id = "n1", need_competencies = { { competency = "data", to_level = 2 }, { competency = "law", to_level = 2 } } } },
      offerings = { { id = "o1", offering_competencies = { { competency = "data", to_level = 2 } } },
        { id = "o2", offering_competencies = { { competency = "law", to_level = 2 } } } },
      plan_lines = { { id = "l1", needs = { "n1" }, offering = "o1" }, { id = "l2", offering = "o2" } },
      plan_line_needs = { { plan_line = "l2", need = "n1", seats = 3 } },
    },
    { -- tied by name or by certificate
      competencies = { { id = "data" } }, credential_types = { { id = "bhv" } },
      needs = { { id = "n1", offerings = { "o1" }, need_competencies = { { competency = "data", to_level = 2 } } },
        { id = "n2", credential_type = "bhv", need_competencies = { { competency = "data", to_level = 2 } } } },
      offerings = { { id = "o1" }, { id = "o2", credential_type = "bhv" } },
      plan_lines = { { id = "l1", needs = { "n1" }, offering = "o1" }, { id = "l2", needs = { "n2" }, offering = "o2" } },
    },
  },
}
