-- A certificate counts when nothing corrects it and its holder has none of the same kind that is valid
-- longer. A seat counts when it ends after the certificate was issued and, at the latest, on the last
-- day of the grace period; a run without a dated session ends with its period.
local people = require("ld.people")
local due = require("ld.due")

local expiring = ("expires_on >= '%s' and expires_on <= '%s' and %s"):format(people.first, people.last, due.counts)

return ld.rule {
  id = "compliance/lapse-before-session", code = "C01", step = 4, severity = "error",
  title = {en = "Mandatory certificate expires with no session before it", nl = "Verplicht certificaat verloopt zonder herhaling vooraf"},
  once = function(org, P, report)
    for c in ld.credentials:where(expiring .. " and not " .. due.has_longer):each() do
      local e, kind, expires = c.employee, c.credential_type, c.expires_on
      local limit = due.window(kind, expires).to
      if people.is_active(e, expires, expires) and due.is_duty(e, kind, expires) then
        local seat = due.first_seat(e, kind, c.issued_on)
        if not seat or seat > limit then
          local en, nl = "no seat is planned that renews it", "er is geen plaats gepland om het te verlengen"
          if seat then
            en = ("the first seat ends on %s, later than %s"):format(seat, limit)
            nl = ("de eerste plaats eindigt op %s, later dan %s"):format(seat, limit)
          end
          report {
            at = c, field = "expires_on", evidence = {e, kind}, values = {expires_on = expires, limit = limit, first_seat = seat},
            message = {en = ("%s of %s expires on %s; %s"):format(kind.label, e.id, expires, en),
                       nl = ("%s van %s verloopt op %s; %s"):format(kind.label, e.id, expires, nl)},
          }
        end
      end
    end
  end,
  help = {en = "Plan a seat on a renewal that ends before the grace period is over, or record why the duty ends.",
          nl = "Plan een plaats op een herhaling die vóór het einde van de respijttermijn klaar is, of leg vast waarom de plicht vervalt."},
  why = {en = "Whoever works with a lapsed certificate may not do the work, and the employer answers for it.",
         nl = "Wie met een verlopen certificaat werkt mag het werk niet doen, en de werkgever staat daarvoor in."},
  fires = {
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv"}}, credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-30"}}, offerings = {{id = "o1", credential_type = "bhv"}},
     sessions = {{id = "s1", offering = "o1", parts = {{starts_at = "2027-07-01T09:00", ends_at = "2027-07-01T12:00"}}}}, participations = {{employee = "e1", session = "s1"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv"}}, credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-01-01"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv", legal_basis = "law"}},
     credentials = {{employee = "e1", credential_type = "bhv", issued_on = "2026-06-01", expires_on = "2027-12-31"}}},
    {employees = {{id = "e1", contract_to = "2027-01-01"}}, credential_types = {{id = "bhv", legal_basis = "law", grace_days = 10}}, offerings = {{id = "o1", credential_type = "bhv"}},
     credentials = {{employee = "e1", credential_type = "bhv", issued_on = "2026-01-01", expires_on = "2027-01-01"}},
     plan_lines = {{id = "p1", offering = "o1", seats_planned = 5}}, sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-01-12", ends_on = "2027-01-12"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv", legal_basis = "law"}}, offerings = {{id = "o1", credential_type = "bhv"}},
     credentials = {{employee = "e1", credential_type = "bhv", expires_on = "2027-06-01"}}, plan_lines = {{id = "p1", offering = "o1"}}, sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-06-02"}}},
    {employees = {{id = "e1", role = "r1"}}, roles = {{id = "r1"}}, credential_types = {{id = "bhv"}}, offerings = {{id = "o1", credential_type = "bhv"}},
     compliance_requirements = {{credential_type = "bhv", role = "r1"}},
     credentials = {{employee = "e1", credential_type = "bhv", issued_on = "2026-06-01", expires_on = "2027-06-01"}},
     sessions = {{id = "s1", offering = "o1", starts_on = "2026-06-01"}, {id = "s2", offering = "o1", starts_on = "2027-03-01"}},
     participations = {{employee = "e1", session = "s1", status = "completed"}, {employee = "e1", session = "s2", status = "cancelled"}}},
  },
  clean = {
    {employees = {{id = "e1"}, {id = "e2"}, {id = "e3", contract_to = "2027-05-31"}, {id = "e4"}, {id = "e5"}}, credential_types = {{id = "bhv", legal_basis = "law"}, {id = "art"}}, roles = {{id = "r1"}},
     compliance_requirements = {{credential_type = "bhv"}, {credential_type = "art", role = "r1"}}, offerings = {{id = "o1", credential_type = "bhv"}}, sessions = {{id = "s1", offering = "o1", starts_on = "2027-05-31", ends_on = "2027-06-01"}},
     credentials = {{employee = "e1", credential_type = "bhv", issued_on = "2026-06-01", expires_on = "2027-06-01"},
                    {employee = "e2", credential_type = "bhv", issued_on = "2026-06-01", expires_on = "2028-01-01"},
                    {employee = "e4", credential_type = "bhv", issued_on = "2025-06-01", expires_on = "2026-12-31"},
                    {employee = "e3", credential_type = "bhv", issued_on = "2026-06-01", expires_on = "2027-06-01"},
                    {employee = "e2", credential_type = "art", issued_on = "2026-06-01", expires_on = "2027-06-01"},
                    {id = "k1", employee = "e5", credential_type = "bhv", issued_on = "2026-06-01", expires_on = "2027-06-01"},
                    {id = "k2", employee = "e5", credential_type = "bhv", issued_on = "2026-06-02", expires_on = "2029-06-01", supersedes = "k1"}},
     participations = {{employee = "e1", session = "s1", status = "enrolled"}}},
    {employees = {{id = "e1", unit = "u1"}, {id = "e2", unit = "u2"}}, units = {{id = "u1"}, {id = "u2"}}, credential_types = {{id = "bhv", grace_days = 10, renewal_offerings = {"o1"}}}, offerings = {{id = "o1"}},
     compliance_requirements = {{credential_type = "bhv", unit = "u1"}},
     credentials = {{employee = "e1", credential_type = "bhv", issued_on = "2026-06-01", expires_on = "2027-06-01"}, {employee = "e2", credential_type = "bhv", issued_on = "2026-06-01", expires_on = "2027-06-01"}},
     plan_lines = {{id = "p1", offering = "o1", unit = "u1", seats_planned = 5}}, sessions = {{id = "s1", offering = "o1", plan_line = "p1", starts_on = "2027-06-11"}}},
    {employees = {{id = "e1"}}, credential_types = {{id = "bhv", legal_basis = "law"}},
     credentials = {{employee = "e1", credential_type = "bhv", issued_on = "2026-06-01", expires_on = "2027-06-01"}, {employee = "e1", credential_type = "bhv", issued_on = "2026-07-01", expires_on = "2028-06-01"}}},
  },
}
