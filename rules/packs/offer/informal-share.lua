local money = require("ld.money")

return ld.rule {
  id = "offer/informal-share", code = "O15", step = 5, severity = "warning",
  title = {
    en = "Less informal learning than the policy asks for",
    nl = "Minder informeel leren dan het beleid vraagt",
  },
  each = "annual_plans",
  params = {
    informal_share = {
      type = "share", default = 0, min = 0, max = 1,
      doc = {
        en = "Least share of the learning time that is informal; 0 asks nothing.",
        nl = "Kleinste deel van de leertijd dat informeel is; 0 vraagt niets.",
      },
    },
    t_inf = {
      type = "share", default = 0, min = 0, max = 1,
      doc = {
        en = "The same threshold for this rule alone; the higher of the two counts.",
        nl = "Dezelfde drempel, alleen voor deze regel; de hoogste van de twee geldt.",
      },
    },
    mandatory_in_mix = {
      type = "bool", default = false,
      doc = { en = "Whether mandatory learning counts in the whole.", nl = "Of verplicht leren meetelt in het geheel." },
    },
  },
  -- Time is seats times the time of one seat, of the lines in the plan.
  once = function(org, P, report)
    local least = math.max(P.informal_share, P.t_inf)
    for plan in ld.annual_plans:each() do
      local minutes = money.mix(plan, P.mandatory_in_mix).minutes
      if money.below(minutes.informal, minutes.all, least) then
        report {
          at = plan, size = least - minutes.informal / minutes.all,
          message = {
            en = string.format("%s: %s of the learning time is informal (%.0f of %.0f hours), policy asks for at least %s", plan.id,
              money.percent(minutes.informal, minutes.all, "en"), minutes.informal / 60, minutes.all / 60, money.percent(least, 1, "en")),
            nl = string.format("%s: %s van de leertijd is informeel (%.0f van %.0f uur), het beleid vraagt minstens %s", plan.id,
              money.percent(minutes.informal, minutes.all, "nl"), minutes.informal / 60, minutes.all / 60, money.percent(least, 1, "nl")),
          },
          values = { informal = minutes.informal, all = minutes.all, limit = least },
        }
      end
    end
  end,
  help = {
    en = "Plan learning at work: intervision, job shadowing, projects, coaching by colleagues.",
    nl = "Plan leren op de werkplek: intervisie, meelopen, projecten, begeleiding door collega's.",
  },
  why = {
    en = "Most of what people use they learn at work; a plan of courses alone leaves that to chance.",
    nl = "Het meeste wat mensen gebruiken leren zij op het werk; een plan met alleen cursussen laat dat aan het toeval over.",
  },
  fires = {
    {
      params = { informal_share = 0.2 }, annual_plans = { { id = "p" } }, offerings = { { id = "i", kind = "informal", minutes_self = 60 }, { id = "f", kind = "formal", minutes_contact = 240 } },
      plan_lines = { { id = "l1", lane = "team", offering = "i", seats_planned = 99 }, { id = "l2", lane = "core", offering = "f", seats_planned = 100 }, { id = "l3", lane = "team", offering = "i", seats_planned = 9, decision = "out" } },
    },
    {
      params = { t_inf = 0.2, informal_share = 0.1, mandatory_in_mix = true }, annual_plans = { { id = "p" } }, offerings = { { id = "i", kind = "informal", minutes_self = 60 }, { id = "f", kind = "non_formal" } },
      plan_lines = { { id = "l1", lane = "team", offering = "i", seats_planned = 10 }, { id = "l2", lane = "mandatory", offering = "f", seats_planned = 10, minutes_per_seat = 241 } },
    },
  },
  clean = {
    {
      params = { informal_share = 0.2 }, annual_plans = { { id = "p" } }, offerings = { { id = "i", kind = "informal", minutes_self = 60 }, { id = "f", kind = "formal", minutes_contact = 240 } },
      plan_lines = { { id = "l1", lane = "team", offering = "i", seats_planned = 100 }, { id = "l2", lane = "core", offering = "f", seats_planned = 100 }, { id = "l3", lane = "mandatory", offering = "f", seats_planned = 100 } },
    },
    { annual_plans = { { id = "p" } }, offerings = { { id = "f", kind = "formal", minutes_contact = 240 } }, plan_lines = { { id = "l1", lane = "core", offering = "f", seats_planned = 1 } } },
    { params = { informal_share = 0.2 }, annual_plans = { { id = "p" } } },
  },
}
