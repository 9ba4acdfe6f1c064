-- Starts in the plan year: a role assignment (not a target) that begins in it or, for somebody without
-- assignments, a contract that does. A certificate that is still valid on the deadline needs no seat; a
-- seat counts when it lies between the start and the deadline.
local people = require("ld.people")
local due = require("ld.due")

return ld.rule {
  id = "compliance/late-onboarding", code = "C07", step = 4, severity = "warning",
  title = {en = "New hires without onboarding or mandatory line", nl = "Nieuwe medewerkers zonder tijdige verplichte scholing"},
  once = function(org, P, report)
    local function judge(record, employee, start, requirement)
      local kind = requirement.credential_type
      local deadline = due.deadline(requirement, start)
      if due.is_held(employee, kind, deadline) then return end
      local seat = due.first_seat(employee, kind, ld.add_days(start, -1))
      if not seat or seat > deadline then
        local en, nl = "no seat is planned", "er is geen plaats gepland"
        if seat then
          en, nl = ("the first seat is on %s"):format(seat), ("de eerste plaats is op %s"):format(seat)
        end
        report {
          at = record, key = kind.id, evidence = {requirement}, values = {start = start, deadline = deadline, first_seat = seat},
          message = {
            en = ("%s starts on %s and needs %s by %s; %s"):format(employee.id, start, kind.label, deadline, en),
            nl = ("%s begint op %s en moet %s hebben op %s; %s"):format(employee.id, start, kind.label, deadline, nl),
          },
        }
      end
    end
    local function each_duty(record, employee, role, unit, start)
      for r in ld.compliance_requirements:each() do
        local fits = (not r.role or (role and r.role.id == role.id)) and (not r.unit or people.within(unit, r.unit))
        if fits and due.binds(r, employee, start) then judge(record, employee, start, r) end
      end
    end
    local function starts(field)
      return ("%s >= '%s' and %s <= '%s'"):format(field, people.first, field, people.last)
    end
    for a in ld.role_assignments:where("kind ~= 'target' and employee.status ~= 'left' and " .. starts("valid_from")):each() do
      each_duty(a, a.employee, a.role, a.unit or a.employee.unit, a.valid_from)
    end
    for e in ld.employees:where("status ~= 'left' and #role_assignments == 0 and " .. starts("contract_from")):each() do
      each_duty(e, e, e.role, e.unit, e.contract_from)
    end
  end,
  help = {en = "Plan a seat before the deadline, or keep the new colleague from this work until then.",
          nl = "Plan een plaats vóór de uiterste datum, of laat de nieuwe collega dit werk tot dan niet doen."},
  why = {en = "Somebody new either waits for the work or does it without the certificate.",
         nl = "Wie nieuw is wacht anders met het werk, of doet het zonder certificaat."},
  fires = {
    {employees = {{id = "e1", role = "r1", contract_from = "2027-12-31"}}, roles = {{id = "r1"}}, credential_types = {{id = "bhv"}}, compliance_requirements = {{credential_type = "bhv", role = "r1"}}},
    {employees = {{id = "e1"}}, roles = {{id = "r1"}}, credential_types = {{id = "bhv"}}, compliance_requirements = {{credential_type = "bhv", role = "r1", deadline_days_after_start = 30}},
     role_assignments = {{employee = "e1", role = "r1", valid_from = "2027-01-01"}}, offerings = {{id = "o1", credential_type = "bhv"}}, plan_lines = {{id = "p1", offering = "o1"}},
     sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-02-01"}, {id = "s2", offering = "o1", starts_on = "2026-12-31"}},
     participations = {{employee = "e1", session = "s2", status = "planned"}}, credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-01-30"}}},
    {employees = {{id = "e1", unit = "u1"}}, units = {{id = "u1"}}, roles = {{id = "r1"}}, credential_types = {{id = "bhv"}}, compliance_requirements = {{credential_type = "bhv", unit = "u1"}},
     role_assignments = {{employee = "e1", role = "r1", valid_from = "2027-03-01"}}},
  },
  clean = {
    employees = {{id = "e1", role = "r1", contract_from = "2027-03-01"}, {id = "e2", contract_from = "2027-03-01"}, {id = "e3", role = "r1", contract_from = "2026-12-31"},
                 {id = "e4", role = "r1", contract_from = "2028-01-01"}, {id = "e5", role = "r1", contract_from = "2027-03-01"}, {id = "e6", role = "r1", contract_from = "2027-03-01", status = "left"},
                 {id = "e7", role = "r1", contract_from = "2027-03-01"}, {id = "e8"}, {id = "e9"}},
    roles = {{id = "r1"}, {id = "r2"}}, credential_types = {{id = "bhv", grace_days = 5}, {id = "vca"}}, compliance_requirements = {{credential_type = "bhv", role = "r1", deadline_days_after_start = 30}, {credential_type = "vca", from_date = "2028-01-01"}},
    offerings = {{id = "o1", credential_type = "bhv"}}, plan_lines = {{id = "p1", offering = "o1", employees = {"e1"}}},
    sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-03-31"}},
    participations = {{employee = "e7", offering = "o1", status = "planned"}},
    credentials = {{employee = "e5", credential_type = "bhv", issued_on = "2027-03-26", expires_on = "2027-03-26"}},
    role_assignments = {{employee = "e2", role = "r2", valid_from = "2027-03-01"}, {employee = "e9", role = "r1", valid_from = "2026-01-01"}, {employee = "e9", role = "r2", valid_from = "2027-03-01"}, {employee = "e8", role = "r1", kind = "target", valid_from = "2027-03-01"},
                        {employee = "e3", role = "r1", valid_from = "2026-12-31"}},
  },
}
