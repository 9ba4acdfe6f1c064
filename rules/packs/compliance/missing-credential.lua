-- The deadline is deadline_days_after_start after somebody began in the role or unit of the obligation,
-- never before its from_date. A certificate is valid until the end of its grace period. One finding
-- for each person.
local people = require("ld.people")
local due = require("ld.due")

local function holders_of(kind)
  local last = ld.add_days(ld.today, -(kind.grace_days or 0))
  return kind.credentials:where(("(issued_on == nil or issued_on <= ld.today) and (expires_on == nil or expires_on >= '%s') and %s")
    :format(last, due.counts)):group("employee")
end

return ld.rule {
  id = "compliance/missing-credential", code = "C02", step = 9, severity = "error",
  title = {en = "Employee lacks mandatory credential now", nl = "Medewerker mist nu een verplicht certificaat"},
  once = function(org, P, report)
    local valid = {}
    for r in ld.compliance_requirements:each() do
      local kind = r.credential_type
      local holders = valid[kind.id] or holders_of(kind)
      valid[kind.id] = holders
      for _, e in ipairs(due.bound(r)) do
        local deadline = not holders[e.id] and due.deadline(r, due.start(r, e))
        if not holders[e.id] and (not deadline or deadline < ld.today) then
          report {
            at = r, key = e.id, evidence = {e}, values = {employee = e.id, deadline = deadline},
            message = {
              en = ("%s has no valid %s; it was due by %s"):format(e.id, kind.label, deadline or "the start"),
              nl = ("%s heeft geen geldig certificaat %s; dat moest er zijn op %s"):format(e.id, kind.label, deadline or "de startdatum"),
            },
          }
        end
      end
    end
  end,
  help = {en = "Let the employee get the certificate, or keep them from the work until then; correct the data if it is there after all.",
          nl = "Laat de medewerker het certificaat halen en het werk tot dan niet doen; verbeter de gegevens als het er toch is."},
  why = {en = "Unqualified work is a danger to people and an offence of the employer.",
         nl = "Onbevoegd werken is gevaarlijk en een overtreding van de werkgever."},
  fires = {
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv"}}, compliance_requirements = {{credential_type = "bhv"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv"}}, compliance_requirements = {{credential_type = "bhv"}}, credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2026-12-31"}}},
    {employees = {{id = "e1", role = "r1", contract_from = "2026-12-01"}}, roles = {{id = "r1"}}, credential_types = {{id = "bhv", grace_days = 30}},
     compliance_requirements = {{credential_type = "bhv", role = "r1", from_date = "2020-01-01", deadline_days_after_start = 30}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2026-12-01"}}},
    {employees = {{id = "e1", group_tags = {"bhv"}}}, credential_types = {{id = "bhv"}},
     compliance_requirements = {{credential_type = "bhv", group_tag = "bhv", from_date = "2026-12-31"}},
     credentials = {{employee = "e1", credential_type = "bhv", issued_on = "2027-01-02", expires_on = "2028-01-02"}}},
  },
  clean = {
    employees = {{id = "e1", role = "r1", contract_from = "2026-12-02"}, {id = "e2", role = "r1"}, {id = "e3"}, {id = "e4", role = "r1", status = "left"}, {id = "e5", role = "r1"}},
    roles = {{id = "r1"}}, credential_types = {{id = "bhv", grace_days = 30}, {id = "vca"}},
    compliance_requirements = {{credential_type = "bhv", role = "r1", deadline_days_after_start = 30}, {credential_type = "bhv", group_tag = "bhv"}, {credential_type = "vca", from_date = "2027-01-01"}},
    credentials = {{employee = "e2", credential_type = "bhv", issued_on = "2027-01-01"}, {employee = "e5", credential_type = "bhv", issued_on = "2025-12-01", expires_on = "2026-12-02"}},
  },
}
