local fairness = require("ld.fairness")
local money = require("ld.money")
local sessions = require("ld.sessions")

return ld.rule {
  id = "budget/unfair", code = "B10", step = 3, severity = "warning",
  title = {
    en = "A unit gets far less than its share",
    nl = "Een onderdeel krijgt veel minder dan zijn deel",
  },
  each = "units",
  params = {
    t_fair = {
      type = "share", default = 0.5, min = 0, max = 1,
      doc = {
        en = "Least part of the organisation's mean per fte that every unit should get.",
        nl = "Kleinste deel van het gemiddelde per fte dat elk onderdeel zou moeten krijgen.",
      },
    },
    fair_by = {
      type = "choice", choices = { "money", "minutes" }, default = "money",
      doc = { en = "Whether money or learning time is compared.", nl = "Of geld of leertijd wordt vergeleken." },
    },
  },
  -- Of the lines of the plan year outside the mandatory lane. A unit is judged with its subunits, when it has
  -- people of its own; what is for everybody counts for all by working time.
  once = function(org, P, report)
    local first, last = sessions.year_bounds(sessions.YEAR)
    local by_unit, all = fairness.count_staff(first, last)
    local in_minutes = P.fair_by == "minutes"
    local direct, common = fairness.distribute(in_minutes)
    local fte = fairness.with_subunits(by_unit)
    local total = common
    for _, amount in pairs(direct) do
      total = total + amount
    end
    for unit in ld.units:each() do
      if by_unit[unit.id] then
        local own = fairness.amount_of(unit, direct, fte) + common * fte(unit) / all
        if money.below(own * all, total * fte(unit), P.t_fair) then
          local per_fte, mean = fairness.per_fte(own, fte(unit)), fairness.per_fte(total, all)
          report {
            at = unit, size = P.t_fair - per_fte / mean,
            message = {
              en = string.format("%s gets %s per fte, the organisation %s (%s)", unit.label, fairness.show(per_fte, in_minutes, "en"), fairness.show(mean, in_minutes, "en"), money.percent(per_fte, mean, "en")),
              nl = string.format("%s krijgt %s per fte, de organisatie %s (%s)", unit.label, fairness.show(per_fte, in_minutes, "nl"), fairness.show(mean, in_minutes, "nl"), money.percent(per_fte, mean, "nl")),
            },
            values = { per_fte = per_fte, mean = mean },
          }
        end
      end
    end
  end,
  help = {
    en = "Give the unit more, or record as an exception why it needs less this year.",
    nl = "Geef het onderdeel meer, of leg als uitzondering vast waarom het dit jaar minder nodig heeft.",
  },
  why = {
    en = "Equal chances of learning are a legal task of the works council, and people notice who gets nothing.",
    nl = "Gelijke kansen op scholing zijn een wettelijke taak van de ondernemingsraad, en mensen zien wie er niets krijgt.",
  },
  fires = {
    { -- 1 and 3 of 4: half of the mean is 1.0 per fte
      units = { { id = "u" }, { id = "v" } }, employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "v" } },
      plan_lines = { { id = "l1", unit = "u", cost = 999 }, { id = "l2", unit = "v", cost = 3001 }, { id = "l3", unit = "u", lane = "mandatory", cost = 9000 }, { id = "l4", unit = "u", cost = 9000, decision = "out" } },
    },
    { -- by those who take part; a part-timer counts for less
      units = { { id = "u" }, { id = "v" }, { id = "w", parent = "v" } },
      employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "v", fte = 0.5 }, { id = "e3", unit = "w", fte = 0.5 }, { id = "e4", unit = "u", status = "left" }, { id = "e5", unit = "u", contract_to = "2026-12-31" } },
      plan_lines = { { id = "l1", employees = { "e1", "e3" }, cost = 1000 }, { id = "l2", employees = { "e3" }, cost = 4000 } },
    },
    {
      params = { fair_by = "minutes", t_fair = 0.9 }, units = { { id = "u" }, { id = "v" } }, employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "v" } }, needs = { { id = "n1", unit = "u", heads = 1 }, { id = "n2", unit = "v", heads = 2 } },
      offerings = { { id = "o1", minutes_contact = 60 } }, plan_lines = { { id = "l1", offering = "o1", needs = { "n1", "n2" }, seats_planned = 3 } },
    },
    {
      units = { { id = "u" }, { id = "v" } }, employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "v" } }, needs = { { id = "n1" } },
      plan_lines = { { id = "l1", cost = 1000, served = { { need = "n1", unit = "u", seats = 4 }, { need = "n1", unit = "v", seats = 1 } } } },
    },
  },
  clean = {
    {
      units = { { id = "u" }, { id = "v" }, { id = "empty" } }, employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "v" }, { id = "e3" } }, annual_plans = { { id = "next", year = "2028" } },
      plan_lines = { { id = "l1", unit = "u", cost = 1000 }, { id = "l2", unit = "v", cost = 3000 }, { id = "l3", unit = "v", cost = 9000, annual_plan = "next" } },
    },
    { -- what is for everybody, and for the unit above
      units = { { id = "top" }, { id = "u", parent = "top" }, { id = "v", parent = "top" } }, employees = { { id = "e1", unit = "u" }, { id = "e2", unit = "v" } },
      plan_lines = { { id = "l1", cost = 500 }, { id = "l2", unit = "v", cost = 1000 }, { id = "l3", unit = "top", cost = 500 } },
    },
    { units = { { id = "u" } }, employees = { { id = "e1", unit = "u" } } },
  },
}
