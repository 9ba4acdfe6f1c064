local catalogue = require("ld.catalogue")
local money = require("ld.money")

return ld.rule {
  id = "offer/overlap-or-dependence", code = "O17", step = 5, severity = "note",
  title = {
    en = "Offerings overlap, or one provider gets a large part of the money",
    nl = "Aanbod overlapt, of één opleider krijgt een groot deel van het geld",
  },
  params = {
    t_sup = {
      type = "share", default = 0.4, min = 0, max = 1,
      doc = {
        en = "Share of the planned money above which one provider is a risk.",
        nl = "Deel van het geplande geld waarboven één opleider een risico is.",
      },
    },
    supplier_share = {
      type = "share", default = 1, min = 0, max = 1,
      doc = {
        en = "The largest share that the standard offer allows; when it is below 1 it counts instead of t_sup.",
        nl = "Het grootste deel dat het standaardaanbod toelaat; onder 1 geldt het in plaats van t_sup.",
      },
    },
  },
  -- Two offerings overlap when one teaches everything that the other teaches, to the same levels, and the
  -- plan does not keep their people apart. What is meant as a choice does not: variants, options of a
  -- make-or-buy case, another form of learning, another certificate.
  once = function(org, P, report)
    local by_key, all = catalogue.index()
    for _, each in ipairs(all) do
      local others = catalogue.covering(each, by_key)
      if #others > 0 then
        local names = catalogue.names(others)
        report {
          at = each.offering, size = #others,
          message = {
            en = string.format("all that %s teaches is also taught to the same level by %s", each.offering.label, names),
            nl = string.format("alles wat %s leert, komt tot hetzelfde niveau ook aan bod in %s", each.offering.label, names),
          },
          evidence = others,
          values = { overlaps = #others },
        }
      end
    end
    local most = P.supplier_share < 1 and P.supplier_share or P.t_sup
    for supplier in ld.suppliers:each() do
      local share = supplier.dependency_share
      if share and share > most then
        report {
          at = supplier, size = share,
          message = {
            en = string.format("%s gets %s of the planned money; above %s it is a risk", supplier.label, money.percent(share, 1, "en"), money.percent(most, 1, "en")),
            nl = string.format("%s krijgt %s van het geplande geld; boven %s is dat een risico", supplier.label, money.percent(share, 1, "nl"), money.percent(most, 1, "nl")),
          },
          evidence = supplier.offerings,
          values = { share = share, limit = most },
        }
      end
    end
  end,
  help = {
    en = "Keep the better of the two, make them variants, or look for a second provider.",
    nl = "Houd de beste van de twee, maak er varianten van, of zoek een tweede opleider.",
  },
  why = {
    en = "Double offerings halve the groups and the weight in negotiations; one provider for all is a risk when it falls out.",
    nl = "Dubbel aanbod halveert de groepen en de onderhandelingsruimte; één opleider voor alles is een risico als die wegvalt.",
  },
  fires = {
    {
      competencies = { { id = "c" }, { id = "d" } },
      offerings = { { id = "o1", offering_competencies = { { competency = "c", to_level = 2 } } },
        { id = "o2", offering_competencies = { { competency = "d", to_level = 1 }, { competency = "c", to_level = 2 } } } },
    },
    {
      competencies = { { id = "c" } }, needs = { { id = "n1" }, { id = "n2" } },
      offerings = { { id = "o1", offering_competencies = { { competency = "c", to_level = 2 } } }, { id = "o2", offering_competencies = { { competency = "c", to_level = 2 } } } },
      plan_lines = { { id = "l1", offering = "o1", needs = { "n1", "n2" } }, { id = "l2", offering = "o2", needs = { "n2" } } },
    },
    {
      suppliers = { { id = "p" }, { id = "q" } }, offerings = { { id = "o1", supplier = "p" }, { id = "o2", supplier = "q" }, { id = "o3" } },
      plan_lines = { { id = "l1", offering = "o1", cost = 401 }, { id = "l2", offering = "o2", cost = 399 }, { id = "l3", offering = "o3", cost = 200 } },
    },
    {
      params = { supplier_share = 0.3 }, suppliers = { { id = "p" } }, offerings = { { id = "o1", supplier = "p" }, { id = "o3" } },
      plan_lines = { { id = "l1", offering = "o1", cost = 301 }, { id = "l3", offering = "o3", cost = 699 } },
    },
  },
  clean = {
    {
      competencies = { { id = "c" }, { id = "d" } },
      offerings = { { id = "o1", offering_competencies = { { competency = "c", to_level = 2 }, { competency = "d", to_level = 2 } } },
        { id = "o2", offering_competencies = { { competency = "c", to_level = 2 }, { competency = "d", to_level = 1 } } },
        { id = "o3", variant_of = "o1", offering_competencies = { { competency = "c", to_level = 2 }, { competency = "d", to_level = 2 } } },
        { id = "o4", variant_of = "o1", offering_competencies = { { competency = "c", to_level = 2 }, { competency = "d", to_level = 2 } } },
        { id = "o5", status = "expired", offering_competencies = { { competency = "c", to_level = 2 } } } },
    },
    { -- meant as a choice
      competencies = { { id = "c" } }, credential_types = { { id = "bhv" } },
      offerings = { { id = "o1", modality = "classroom", offering_competencies = { { competency = "c", to_level = 2 } } },
        { id = "o2", modality = "elearning", offering_competencies = { { competency = "c", to_level = 2 } } },
        { id = "o3", modality = "classroom", offering_competencies = { { competency = "c", to_level = 2 } } },
        { id = "o4", modality = "classroom", credential_type = "bhv", offering_competencies = { { competency = "c", to_level = 2 } } } },
      make_or_buy_cases = { { id = "m", offerings = { "o1", "o3" } } },
    },
    {
      competencies = { { id = "c" } }, units = { { id = "u" }, { id = "v" } },
      offerings = { { id = "o1", offering_competencies = { { competency = "c", to_level = 2 } } }, { id = "o2", offering_competencies = { { competency = "c", to_level = 2 } } } },
      plan_lines = { { id = "l1", offering = "o1", unit = "u" }, { id = "l2", offering = "o2", unit = "v" }, { id = "l3", offering = "o2", unit = "u", decision = "out" } },
    },
    {
      suppliers = { { id = "p" }, { id = "q" } }, offerings = { { id = "o1", supplier = "p" }, { id = "o2", supplier = "q" }, { id = "o3" } },
      plan_lines = { { id = "l1", offering = "o1", cost = 400 }, { id = "l2", offering = "o2", cost = 400 }, { id = "l3", offering = "o3", cost = 200 } },
    },
  },
}
