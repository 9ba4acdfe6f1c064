-- Eigen controles van Waterrijk, een van elke soort: een koppeling, een som per groep, een functie over het
-- geheel, en een meegeleverde regel die vervangen is. rules/README.md zegt wie ze koos en waarom.

-- Een koppeling: wat een sleutelfunctie bij wet moet kunnen, moet met het aanbod te leren zijn.
local niet_te_leren = ld.rule {
  id = "waterrijk/gap-not-closable", code = "W02", step = 5, severity = "warning",
  title = { nl = "Een verplichte kloof die geen aanbod dicht", en = "A mandatory gap that no offering closes" },
  each = "gaps",
  where = "mandatory and current < required",
  unless = ld.exists("offering_competencies", {
    competency = "competency", to_level = ld.ge "required", ["offering.status"] = ld.eq "'active'",
  }),
  message = {
    nl = "{employee.id} heeft niveau {current} van {competency.label} en moet {required} hebben; geen aanbod leidt daartoe op",
    en = "{employee.id} has level {current} of {competency.label} and must have {required}; no offering leads there",
  },
  help = { nl = "Zoek aanbod tot het gevraagde niveau, of bespreek de functie-eis.", en = "Find an offering up to the level, or discuss the requirement." },
  fires = {
    competencies = { { id = "c" } }, roles = { { id = "r" } }, employees = { { id = "e", role = "r" } },
    role_requirements = { { role = "r", competency = "c", required_level = 3, mandatory = true } },
    assessments = { { employee = "e", competency = "c", level = 1, date = "2026-09-01" } },
    offerings = { { id = "o1", status = "active" }, { id = "o2", status = "expired" } },
    offering_competencies = { { offering = "o1", competency = "c", to_level = 2 }, { offering = "o2", competency = "c", to_level = 3 } },
  },
  clean = {
    competencies = { { id = "c" } }, roles = { { id = "r" } }, employees = { { id = "e", role = "r" } },
    role_requirements = { { role = "r", competency = "c", required_level = 3, mandatory = true } },
    assessments = { { employee = "e", competency = "c", level = 1, date = "2026-09-01" } },
    offerings = { { id = "o1", status = "active" } }, offering_competencies = { { offering = "o1", competency = "c", to_level = 3 } },
  },
}

-- Een som per groep, met een grens die van jaar tot jaar verschilt (ldengine.yaml).
local piek = ld.rule {
  id = "waterrijk/quarter-peak", code = "W03", step = 5, severity = "warning",
  title = { nl = "Te veel plaatsen voor een team in een kwartaal", en = "Too many seats for a team in one quarter" },
  sum = "seats_planned", of = "plan_lines", by = { "unit", "quarter" },
  where = "lane ~= 'mandatory' and decision ~= 'out' and decision ~= 'locked_out'",
  fails = "sum > P.t_peak",
  size = "sum",
  message = {
    nl = "{unit.label} heeft {sum} plaatsen in kwartaal {quarter}, meer dan {P.t_peak}",
    en = "{unit.label} has {sum} seats in quarter {quarter}, more than {P.t_peak}",
  },
  help = { nl = "Verschuif een groep naar een ander kwartaal.", en = "Move a group to another quarter." },
  params = {
    t_peak = { type = "integer", default = 60, min = 1, unit = "heads",
      doc = { nl = "Zoveel plaatsen mag een team in een kwartaal hebben.", en = "As many seats as a team may have in one quarter." } },
  },
  fires = { units = { { id = "u" } }, plan_lines = { { id = "l1", unit = "u", period = "2027-Q2", seats_planned = 40 }, { id = "l2", unit = "u", period = "2027-Q2", seats_planned = 21 } } },
  clean = { units = { { id = "u" } }, plan_lines = { { id = "l1", unit = "u", period = "2027-Q2", seats_planned = 40 }, { id = "l2", unit = "u", period = "2027-Q3", seats_planned = 60 } } },
}

-- Een functie over het hele plan: een aandeel van het geheel is niet aan één regel te zien.
local najaar = ld.rule {
  id = "waterrijk/all-in-autumn", code = "W04", step = 5, severity = "warning",
  title = { nl = "Te veel van het jaar in het laatste kwartaal", en = "Too much of the year in the last quarter" },
  each = "annual_plans",
  params = {
    t_autumn = { type = "share", default = 0.4, min = 0, max = 1,
      doc = { nl = "Zo groot mag het aandeel van het laatste kwartaal zijn.", en = "As large as the share of the last quarter may be." } },
  },
  once = function(org, P, report)
    for plan in ld.annual_plans:each() do
      local lines = plan.plan_lines:where("lane ~= 'mandatory' and decision ~= 'out' and decision ~= 'locked_out'")
      local all, autumn = lines:sum("seats_planned"), lines:where("quarter == 4"):sum("seats_planned")
      if all > 0 and autumn > P.t_autumn * all then
        report {
          at = plan, size = autumn / all, evidence = lines:where("quarter == 4"):first(3),
          message = {
            nl = ("%s: %d van de %d plaatsen in het laatste kwartaal"):format(plan.id, autumn, all),
            en = ("%s: %d of %d seats in the last quarter"):format(plan.id, autumn, all),
          },
        }
      end
    end
  end,
  help = { nl = "Begin eerder: in december is iedereen met het jaarwerk bezig.", en = "Start earlier: in December everybody is closing the year." },
  fires = { annual_plans = { { id = "p", year = 2027 } }, plan_lines = {
    { id = "l1", annual_plan = "p", period = "2027-Q4", seats_planned = 41 }, { id = "l2", annual_plan = "p", period = "2027-Q1", seats_planned = 59 } } },
  clean = { annual_plans = { { id = "p", year = 2027 } }, plan_lines = {
    { id = "l1", annual_plan = "p", period = "2027-Q4", seats_planned = 40 }, { id = "l2", annual_plan = "p", period = "2027-Q1", seats_planned = 60 } } },
}

-- Vervangt de meegeleverde regel met hetzelfde id: de directie besluit elk kwartaal over trends, en kijkt ook naar relevantie 3.
local trends = ld.rule {
  id = "improvement/trend-undecided", code = "D02", step = 8, severity = "note",
  title = { nl = "Een trend waarover dit kwartaal niet is besloten", en = "A trend that was not decided about this quarter" },
  each = "trends",
  where = "decision == nil and relevance >= 3",
  fails = "ld.days(date, ld.today) > 92",
  at = "date",
  message = {
    nl = "{label} (relevantie {relevance}) is gezien op {date|date} en stond sindsdien niet op de agenda van de directie",
    en = "{label} (relevance {relevance}) was seen on {date|date} and has not been on the board's agenda since",
  },
  help = { nl = "Zet de trend op de kwartaalagenda: overnemen, proberen, volgen of laten gaan.", en = "Put the trend on the quarterly agenda: adopt, pilot, watch or leave." },
  fires = { { today = "2027-05-05", trends = { { id = "t", date = "2027-02-01", relevance = 3 } } } },
  clean = { { today = "2027-05-04", trends = { { id = "t", date = "2027-02-01", relevance = 3 }, { id = "u", date = "2026-02-01", relevance = 2 }, { id = "v", date = "2026-02-01", relevance = 5, decision = "watch" } } } },
}

return { niet_te_leren, piek, najaar, trends }
