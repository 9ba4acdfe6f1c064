-- A goal counts as active when its status is active or empty and its horizon touches the plan
-- year. Its weight is its part of the whole strategy: the weights down the tree, multiplied.
local thread = require("ld.thread")

return ld.rule {
  id = "strategy/goal-without-need", code = "S01", step = 1,
  severity = { error = "total_weight >= P.t_big", warning = "true" },
  title = {
    en = "Strategic goal without any learning need",
    nl = "Strategisch doel zonder leerbehoefte",
  },
  each = "goals",
  where = "#contributions == 0 and (status == nil or status == 'active')",
  check = function(horizon_start, horizon_end, note, P)
    return thread.in_year(horizon_start, horizon_end)
      and not thread.mentions(note, P.t_no_learning)
  end,
  message = {
    en = "no need, competency or programme contributes to {label}, {total_weight|share} of the strategy",
    nl = "geen behoefte, competentie of programma draagt bij aan {label}, {total_weight|share} van de strategie",
  },
  help = {
    en = "Link a need, competency or programme to the goal, or write in its note that no learning is needed and why.",
    nl = "Koppel een leerbehoefte, competentie of programma aan het doel, of leg in de opmerking vast dat er geen leerbehoefte is en waarom.",
  },
  why = {
    en = "The first question to learning and development is what it adds to the goals. A goal that nobody has "
      .. "asked the question of gets no people who can reach it.",
    nl = "De eerste vraag aan L&D is wat leren bijdraagt aan de doelen. Een doel waarbij die vraag niet is "
      .. "gesteld, krijgt ook de mensen niet die het kunnen halen.",
  },
  size = "total_weight",
  params = {
    t_big = {
      type = "share", default = 0.15, min = 0, max = 1,
      doc = {
        en = "From this part of the strategy a goal without learning need is an error.",
        nl = "Vanaf dit deel van de strategie is een doel zonder leerbehoefte een fout.",
      },
    },
    t_no_learning = {
      type = "text", default = "no learning|geen leer|geen opleid|geen scholing",
      doc = {
        en = "Words in the note of a goal that record that no learning is needed, separated by |.",
        nl = "Woorden in de opmerking bij een doel die vastleggen dat er geen leerbehoefte is, gescheiden door |.",
      },
    },
  },
  fires = {
    { severity = "error", goals = { { id = "g-big", weight = 0.15, horizon_end = "2027-01-01" },
      { id = "g-rest", weight = 0.85, contributions = { { need = "n" } } } }, needs = { { id = "n" } } },
    { severity = "warning", goals = { { id = "g-small", weight = 0.14, status = "active", note = "Staf vragen" },
      { id = "g-rest", weight = 0.86, contributions = { { need = "n" } } } }, needs = { { id = "n" } } },
  },
  clean = {
    { goals = { { id = "g-linked", contributions = { { need = "n" } } } }, needs = { { id = "n" } } },
    { goals = { { id = "g-noted", note = "Geen leerbehoefte: dit is een investering" } } },
    { goals = { { id = "g-draft", status = "draft" }, { id = "g-ended", horizon_end = "2026-12-31" },
      { id = "g-later", horizon_start = "2028-01-01" } } },
  },
}
