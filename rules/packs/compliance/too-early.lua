-- For the people whose seat is known: those whom the line names, else those whom its needs name, or with a
-- participation on it. With
-- several sessions the last one counts for whoever has no session of their own.
local due = require("ld.due")
local people = require("ld.people")
local evaluation = require("ld.evaluation")

-- The days on which named people take part: employee → day.
local function days_of(line)
  local days = {}
  local _, last = evaluation.days(line)
  local function name(list)
    for e in list:each() do days[e.id] = {employee = e, day = last} end
  end
  name(line.employees)
  if #line.employees == 0 then
    for need in line.needs:each() do name(need.employees) end
    for served in line.served:each() do name(served.need.employees) end
  end
  local function add(p)
    if p.status ~= "cancelled" then
      days[p.employee.id] = {employee = p.employee, day = p.session and evaluation.days_of_session(p.session) or last}
    end
  end
  for p in line.participations:each() do add(p) end
  for _, s in ipairs(evaluation.sessions(line)) do
    for p in s.participations:each() do add(p) end
  end
  return days
end

return ld.rule {
  id = "compliance/too-early", code = "C04", step = 5, severity = "note",
  title = {en = "Renewed too early", nl = "Te vroeg verlengd"},
  once = function(org, P, report)
    for line in ld.plan_lines:where("offering ~= nil and " .. evaluation.in_plan):each() do
      for _, kind in ipairs(due.kinds_of(line.offering)) do
        local early = {}
        for _, seat in pairs(kind.renewal_window_days and days_of(line) or {}) do
          local credential = due.longest(seat.employee, kind)
          if credential and ld.days(seat.day, credential.expires_on) > kind.renewal_window_days then
            table.insert(early, {credential = credential, day = seat.day})
          end
        end
        local first, count = early[1], #early
        if first then
          report {
            at = line, key = kind.id, size = count, evidence = {first.credential},
            values = {credential_type = kind.id, people = count, window = kind.renewal_window_days},
            message = {
              en = ("%s renews %s for %s with more than %d days left (%s: %d days on %s)"):format(line.id, kind.label, people.heads_en(count),
                kind.renewal_window_days, first.credential.employee.id, ld.days(first.day, first.credential.expires_on), first.day),
              nl = ("%s verlengt %s van %s met nog meer dan %d dagen geldigheid (%s: %d dagen op %s)"):format(line.id, kind.label, people.heads_nl(count),
                kind.renewal_window_days, first.credential.employee.id, ld.days(first.day, first.credential.expires_on), first.day),
            },
          }
        end
      end
    end
  end,
  help = {en = "Give the seats to people whose certificate expires sooner, or move the session.",
          nl = "Geef de plaatsen aan mensen van wie het certificaat eerder verloopt, of verschuif de uitvoering."},
  why = {en = "Validity that is thrown away is paid for twice.",
         nl = "Geldigheid die wordt weggegooid, wordt dubbel betaald."},
  fires = {
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv", renewal_window_days = 90}}, offerings = {{id = "o1", credential_type = "bhv"}}, needs = {{id = "n1", employees = {"e1"}}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-30"}}, plan_lines = {{id = "p1", offering = "o1", needs = {"n1"}, period = "2027-01"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv", renewal_window_days = 90}}, offerings = {{id = "o1", credential_type = "bhv"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-30"}}, plan_lines = {{id = "p1", offering = "o1", session = "s1"}},
     sessions = {{id = "s1", offering = "o1", starts_on = "2027-03-31"}}, participations = {{employee = "e1", session = "s1"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv", renewal_window_days = 90}}, offerings = {{id = "o1", credential_type = "bhv"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-01"}}, plan_lines = {{id = "p1", offering = "o1", employees = {"e1"}}},
     sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-03-02"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv", renewal_window_days = 90, renewal_offerings = {"o1"}}}, offerings = {{id = "o1"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-05-01"}, {employee = "e1", credential_type = "bhv", issued_on = "2026-01-01", expires_on = "2027-12-31"}},
     plan_lines = {{id = "p1", offering = "o1"}}, sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-03-02"}},
     participations = {{employee = "e1", session = "s1", status = "planned"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv", renewal_window_days = 90}}, offerings = {{id = "o1", credential_type = "bhv"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-12-31"}}, plan_lines = {{id = "p1", offering = "o1", period = "2027-Q1"}},
     participations = {{employee = "e1", offering = "o1", plan_line = "p1"}}},
  },
  clean = {
    employees = {{id = "e1"}, {id = "e2"}}, credential_types = {{id = "bhv", renewal_window_days = 90}, {id = "vca", renewal_offerings = {"o2"}}}, offerings = {{id = "o1", credential_type = "bhv"}, {id = "o2"}},
    credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-01"}, {employee = "e2", credential_type = "bhv", expires_on = "2028-06-01"}, {employee = "e1", credential_type = "vca", expires_on = "2030-06-01"}},
    plan_lines = {{id = "p1", offering = "o1", employees = {"e1"}}, {id = "p2", offering = "o1", employees = {"e2"}, decision = "out"}, {id = "p3", offering = "o2", employees = {"e1"}}},
    sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-03-03"}},
    participations = {{employee = "e2", session = "s1", status = "cancelled"}},
  },
}
