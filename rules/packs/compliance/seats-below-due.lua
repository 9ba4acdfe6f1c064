-- Due: a certificate that is a duty and expires in the plan year, or within a renewal window after it, or
-- that has lapsed already. Seats are given to people whose renewal window (up to the end of the grace
-- period) the run falls in, soonest end of it first; a line for a unit serves its subunits. Somebody with
-- a seat of their own in the window, outside the seats of the lines, needs none of these. What is left is told per unit.
local people = require("ld.people")
local due = require("ld.due")

-- Who is due, those whose window ends soonest first.
local function people_due(kind)
  local by_end, ends = {}, {}
  local condition = ("expires_on <= '%s' and %s and %s and not %s"):format(due.horizon(kind), due.counts, people.member_in_year, due.has_longer)
  for c in kind.credentials:where(condition):each() do
    local e, window = c.employee, due.window(kind, c.expires_on)
    if due.is_duty(e, kind, window.day) then
      local list = by_end[window.to]
      if not list then
        list = {}
        by_end[window.to], ends[#ends + 1] = list, window.to
      end
      list[#list + 1] = {employee = e, credential = c, window = window}
    end
  end
  table.sort(ends)
  local all = {}
  for _, day in ipairs(ends) do
    for _, person in ipairs(by_end[day]) do all[#all + 1] = person end
  end
  return all
end

local function seat_people(kind, list)
  for _, person in ipairs(list) do person.seated = due.has_own_seat(person.employee, kind, person.window.from, person.window.to) end
  for _, slot in ipairs(due.slots(kind)) do
    local left = slot.seats
    for _, person in ipairs(list) do
      if left <= 0 then break end
      if not person.seated and slot.last >= person.window.from and slot.first <= person.window.to and due.serves(slot.line, person.employee) then
        person.seated, left = true, left - 1
      end
    end
  end
end

local function by_unit(list)
  local groups, order = {}, {}
  for _, person in ipairs(list) do
    local unit = person.employee.unit
    local id, label = "", "?"
    if unit then id, label = unit.id, unit.label end
    local group = groups[id]
    if not group then
      group = {id = id, label = label, due = 0, seats = 0}
      groups[id], order[#order + 1] = group, group
    end
    group.due = group.due + 1
    if person.seated then
      group.seats = group.seats + 1
    else
      group.first = group.first or person
    end
  end
  return order
end

return ld.rule {
  id = "compliance/seats-below-due", code = "C03", step = 4, severity = "error",
  title = {en = "Mandatory seats < people due", nl = "Minder verplichte plaatsen dan mensen die moeten"},
  once = function(org, P, report)
    for kind in ld.credential_types:each() do
      local list = people_due(kind)
      seat_people(kind, list)
      for _, group in ipairs(by_unit(list)) do
        if group.seats < group.due then
          report {
            at = kind, key = group.id, size = group.due - group.seats, evidence = {group.first.credential},
            values = {unit = group.id, due = group.due, seats = group.seats},
            message = {
              en = ("%s: %d planned seats in the renewal window for %s of %s"):format(kind.label, group.seats, people.heads_en(group.due), group.label),
              nl = ("%s: %d geplande plaatsen binnen de verlengingstermijn voor %s van %s"):format(kind.label, group.seats, people.heads_nl(group.due), group.label),
            },
          }
        end
      end
    end
  end,
  help = {en = "Plan more seats, or sessions nearer to the expiry dates; `ldengine run` does both.",
          nl = "Plan meer plaatsen, of uitvoeringen dichter bij de vervaldata; `ldengine run` doet beide."},
  why = {en = "Too few seats means that some of them will lapse, and it is known today.",
         nl = "Te weinig plaatsen betekent dat een deel verloopt, en dat is nu al te zien."},
  fires = {
    {employees = {{id = "e1", unit = "u1"}, {id = "e2", unit = "u1"}}, units = {{id = "u1"}}, credential_types = {{id = "bhv", legal_basis = "law", renewal_window_days = 90}},
     offerings = {{id = "o1", credential_type = "bhv"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-01"}, {employee = "e2", credential_type = "bhv", expires_on = "2028-03-30"}},
     plan_lines = {{id = "p1", offering = "o1", seats_planned = 1, period = "2027"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv", legal_basis = "law", renewal_window_days = 90}}, offerings = {{id = "o1", credential_type = "bhv"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-01"}},
     plan_lines = {{id = "p1", offering = "o1", seats_planned = 5}}, sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-03-02"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv", legal_basis = "law", grace_days = 10}}, offerings = {{id = "o1", credential_type = "bhv"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-01"}},
     plan_lines = {{id = "p1", offering = "o1", seats_planned = 5}}, sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-06-12"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv", legal_basis = "law"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2025-06-01"}}},
    {employees = {{id = "e1", unit = "u1"}, {id = "e2", unit = "u2"}}, units = {{id = "u1"}, {id = "u2"}}, credential_types = {{id = "bhv", legal_basis = "law", renewal_offerings = {"o1"}}},
     offerings = {{id = "o1"}}, credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-01"}},
     plan_lines = {{id = "p1", offering = "o1", unit = "u2", seats_planned = 5, period = "2027-Q2"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv"}}, offerings = {{id = "o1", credential_type = "bhv"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-01"}},
     sessions = {{id = "s1", offering = "o1", starts_on = "2027-06-02"}}, participations = {{employee = "e1", session = "s1", status = "planned"}}},
  },
  clean = {
    {employees = {{id = "e1"}, {id = "e2"}, {id = "e3"}}, credential_types = {{id = "bhv", legal_basis = "law"}}, offerings = {{id = "o1", credential_type = "bhv"}}, needs = {{id = "n1", employees = {"e2"}}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-01"}, {employee = "e2", credential_type = "bhv", expires_on = "2027-06-01"}, {employee = "e3", credential_type = "bhv", expires_on = "2027-06-01"}},
     plan_lines = {{id = "p1", offering = "o1", employees = {"e1"}, period = "2027-Q2"}, {id = "p2", offering = "o1", served = {{need = "n1", seats = 1}}, period = "2027-Q2"}, {id = "p3", offering = "o1"}},
     sessions = {{id = "s1", offering = "o1", plan_line = "p3", starts_on = "2027-06-01"}}, participations = {{employee = "e3", session = "s1"}}},
    {employees = {{id = "e1"}, {id = "e2"}}, credential_types = {{id = "bhv", legal_basis = "law"}}, offerings = {{id = "o1", credential_type = "bhv"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-01"}, {employee = "e2", credential_type = "bhv", expires_on = "2026-12-31"}},
     plan_lines = {{id = "p1", offering = "o1", seats_planned = 2, period = "2027-06"}}},
    {employees = {{id = "e1", unit = "u2"}, {id = "e2", unit = "u1"}, {id = "e3"}, {id = "e4"}, {id = "e5", status = "left"}, {id = "e6"}}, units = {{id = "u1"}, {id = "u2", parent = "u1"}},
     credential_types = {{id = "bhv", legal_basis = "law", renewal_window_days = 90, grace_days = 10}}, offerings = {{id = "o1", credential_type = "bhv"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-01"}, {employee = "e2", credential_type = "bhv", expires_on = "2025-06-01"},
                    {employee = "e3", credential_type = "bhv", expires_on = "2028-03-31"}, {employee = "e4", credential_type = "bhv", expires_on = "2027-06-01"},
                    {employee = "e5", credential_type = "bhv", expires_on = "2027-06-01"}, {employee = "e6", credential_type = "bhv", issued_on = "2020-01-01", expires_on = "2027-06-01"},
                    {employee = "e6", credential_type = "bhv", issued_on = "2021-01-01"}},
     plan_lines = {{id = "p1", offering = "o1", unit = "u1", seats_planned = 1}, {id = "p2", offering = "o1", seats_planned = 1}}, participations = {{employee = "e4", offering = "o1", status = "planned"}},
     sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-03-03"}, {id = "s2", offering = "o1", plan_line = "p2", starts_on = "2027-12-31"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv", legal_basis = "law", grace_days = 10}, {id = "art"}}, roles = {{id = "r1"}}, compliance_requirements = {{credential_type = "bhv"}, {credential_type = "art", role = "r1"}}, offerings = {{id = "o1", credential_type = "bhv"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-01"}, {employee = "e1", credential_type = "art", expires_on = "2027-06-01"}},
     plan_lines = {{id = "p1", offering = "o1", seats_planned = 1}}, sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-06-11"}}},
  },
}
