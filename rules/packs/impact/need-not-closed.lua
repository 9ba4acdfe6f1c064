-- Level: of the people of the need those whose level is known now and lower than it asked; unknown is
-- not counted. KPI: the newest measurement after the lag, against the change that the contribution
-- expected: its share of the way from baseline to target. The lag runs from the end of the last line
-- of the need, without a line from its deadline, without either from the day of the baseline.
local people = require("ld.people")
local evaluation = require("ld.evaluation")

return ld.rule {
  id = "impact/need-not-closed", code = "E09", step = 7, severity = "warning",
  title = {en = "Need marked met but gap remains, or KPI flat", nl = "Leerbehoefte afgesloten, maar kloof of KPI blijft"},
  once = function(org, P, report)
    local function judge_levels(need)
      local group = people.of_need(need)
      for nc in need.need_competencies:each() do
        local below, heads = 0, nc.heads
        for _, e in ipairs(group) do
          local level = ld.level(e, nc.competency)
          if level and level < nc.to_level then below = below + 1 end
        end
        if below > P.t_rem * heads then
          report {
            at = need, field = "status", key = nc.competency.id, size = below, evidence = {nc}, values = {below = below, heads = heads, to_level = nc.to_level},
            message = {
              en = ("%s is met, and %d of %d are still below level %d of %s"):format(need.id, below, heads, nc.to_level, nc.competency.label),
              nl = ("%s is afgesloten, en %d van de %d zitten nog onder niveau %d van %s"):format(need.id, below, heads, nc.to_level, nc.competency.label),
            },
          }
        end
      end
    end
    local function judge_kpi(need, contribution, kpi, from)
      local way = kpi.target_value - kpi.baseline_value
      local m = way ~= 0 and evaluation.newest(kpi, from)
      if not m then return end
      local moved, expected = (m.value - kpi.baseline_value) / way, evaluation.expected(contribution)
      if moved < P.t_kpi * expected then
        report {
          at = need, field = "status", key = kpi.id, evidence = {m, contribution}, values = {moved = moved, expected = expected, date = m.date},
          message = {
            en = ("%s is met, and %s moved %s of the way to its target by %s; %s was expected"):format(need.id, kpi.label, people.percent(moved), m.date, people.percent(expected)),
            nl = ("%s is afgesloten, en %s was op %s voor %s op weg naar de streefwaarde; verwacht was %s"):format(need.id, kpi.label, m.date, people.percent(moved), people.percent(expected)),
          },
        }
      end
    end
    for need in ld.needs:where("status == 'met'"):each() do
      judge_levels(need)
      local ended = evaluation.ended(need)
      for c in need.contributions:each() do
        for kpi in c.goal.kpis:where("baseline_value ~= nil and target_value ~= nil"):each() do
          local from = ended or kpi.baseline_date
          if from then judge_kpi(need, c, kpi, ld.add_days(from, c.lag_days or 0)) end
        end
      end
    end
  end,
  help = {en = "Reopen the need, or say that the hypothesis was wrong and choose another remedy.",
          nl = "Open de behoefte opnieuw, of stel vast dat de hypothese niet klopte en kies een andere aanpak."},
  why = {en = "That learning would help was a hypothesis; when it is not confirmed, say so and learn from it.",
         nl = "Dat leren zou helpen was een hypothese; komt zij niet uit, zeg het dan en leer ervan."},
  params = {
    t_rem = {type = "share", default = 0.2, min = 0, max = 1, doc = {en = "Share of the people of a need that is met who may still be below the level.", nl = "Deel van de mensen van een afgesloten behoefte dat nog onder het niveau mag zitten."}},
    t_kpi = {type = "share", default = 0.5, min = 0, max = 1, doc = {en = "Least part of the expected change of the KPI that must be seen after the lag.", nl = "Kleinste deel van de verwachte verandering van de KPI dat na de wachttijd te zien moet zijn."}},
  },
  fires = {
    {goals = {{id = "g1"}}, kpis = {{id = "k1", goal = "g1", baseline_value = 100, baseline_date = "2026-01-01", target_value = 200}}, needs = {{id = "n1", status = "met"}},
     goal_contributions = {{goal = "g1", need = "n1", expected_share = 0.5, lag_days = 30}}, kpi_measurements = {{kpi = "k1", date = "2026-12-01", value = 110}}},
    {competencies = {{id = "c1"}}, employees = {{id = "e1"}, {id = "e2"}, {id = "e3"}, {id = "e4"}}, needs = {{id = "n1", status = "met", employees = {"e1", "e2", "e3", "e4"}}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 3}}, assessments = {{employee = "e1", competency = "c1", level = 2, date = "2026-12-01"}, {employee = "e2", competency = "c1", level = 3, date = "2026-12-01"}}},
    {goals = {{id = "g1"}}, kpis = {{id = "k1", goal = "g1", baseline_value = 1, target_value = 2}}, needs = {{id = "n1", status = "met", deadline = "2026-06-01"}},
     goal_contributions = {{goal = "g1", need = "n1", expected_share = 0.4, lag_days = 30}}, kpi_measurements = {{kpi = "k1", date = "2026-06-30", value = 2}, {kpi = "k1", date = "2026-07-01", value = 1.19}}},
    {goals = {{id = "g1"}}, kpis = {{id = "k1", goal = "g1", baseline_value = 20, target_value = 10}}, needs = {{id = "n1", status = "met", deadline = "2025-01-01"}, {id = "n2"}}, plan_lines = {{id = "p1", needs = {"n1"}, period = "2026-H1"}},
     goal_contributions = {{goal = "g1", need = "n1", weight = 1}, {goal = "g1", need = "n2", weight = 3}}, kpi_measurements = {{kpi = "k1", date = "2026-06-29", value = 10}, {kpi = "k1", date = "2026-06-30", value = 19}}},
  },
  clean = {
    {competencies = {{id = "c1"}}, employees = {{id = "e1"}, {id = "e2"}, {id = "e3"}, {id = "e4"}, {id = "e5"}},
     needs = {{id = "n1", status = "met", employees = {"e1", "e2", "e3", "e4", "e5"}}, {id = "n2", status = "open", employees = {"e1"}}},
     need_competencies = {{need = "n1", competency = "c1", to_level = 3}, {need = "n2", competency = "c1", to_level = 3}},
     assessments = {{employee = "e1", competency = "c1", level = 2, date = "2026-12-01"}, {employee = "e2", competency = "c1", level = 3, date = "2026-12-01"}, {employee = "e3", competency = "c1", level = 3, date = "2026-12-01"}}},
    {goals = {{id = "g1"}}, kpis = {{id = "k1", goal = "g1", baseline_value = 10, target_value = 20}, {id = "k4", goal = "g1", target_value = 5}, {id = "k2", goal = "g1", baseline_value = 10, target_value = 10}, {id = "k3", goal = "g1"}},
     needs = {{id = "n1", status = "met", deadline = "2026-06-01"}, {id = "n2", status = "met"}},
     goal_contributions = {{goal = "g1", need = "n1", expected_share = 0.4, lag_days = 30}, {goal = "g1", need = "n2"}},
     kpi_measurements = {{kpi = "k1", date = "2026-06-30", value = 10}, {kpi = "k1", date = "2026-07-01", value = 12}, {kpi = "k2", date = "2026-08-01", value = 10}, {kpi = "k3", date = "2026-08-01", value = 1}, {kpi = "k4", date = "2026-08-01", value = 1},
                         {kpi = "k1", date = "2027-01-02", value = 10}}},
  },
}
