-- A personal budget is a right in money. Learning is mandatory when its line is of that lane (when the line
-- has none, when one of its needs is), or, for
-- learning without a line, when it gives or renews a certificate that an obligation asks.
local obliged = "#compliance_requirements > 0"
local mandatory = [[participation.plan_line.lane == 'mandatory' or participation.session.plan_line.lane == 'mandatory'
  or (participation.plan_line.lane == nil and participation.plan_line.needs:any("lane == 'mandatory'"))
  or (participation.session.plan_line.lane == nil and participation.session.plan_line.needs:any("lane == 'mandatory'"))
  or (participation.plan_line == nil and participation.session.plan_line == nil and (
    participation.offering.credential_types:any("]] .. obliged .. [[") or #participation.offering.credential_type.compliance_requirements > 0
    or participation.session.offering.credential_types:any("]] .. obliged .. [[") or #participation.session.offering.credential_type.compliance_requirements > 0))]]

return ld.rule {
  id = "compliance/charged-to-personal-budget", code = "C06", step = 3, severity = "error",
  title = {en = "Mandatory charged to personal development budget", nl = "Verplicht leren ten laste van het persoonlijk ontwikkelbudget"},
  each = "entitlement_uses",
  where = "amount_money ~= nil or entitlement.amount_money ~= nil",
  fails = mandatory,
  at = "participation",
  message = {en = "{employee} pays mandatory learning ({participation}) from personal budget {entitlement}: {amount_money}",
             nl = "{employee} betaalt verplicht leren ({participation}) uit persoonlijk budget {entitlement}: {amount_money}"},
  help = {en = "Book it on the budget for mandatory learning and give the employee the amount back.",
          nl = "Boek het op het budget voor verplicht leren en geef de medewerker het bedrag terug."},
  why = {en = "The personal budget is for a choice of one's own; what the employer must give is the employer's cost.",
         nl = "Het persoonlijk budget is voor een eigen keuze; wat de werkgever moet bieden komt voor zijn rekening."},
  size = "amount_money",
  fires = {
    {employees = {{id = "e1"}}, offerings = {{id = "o1"}}, needs = {{id = "n1", lane = "mandatory"}}, plan_lines = {{id = "p1", offering = "o1", needs = {"n1"}}}, entitlements = {{id = "pob", amount_money = 50000}},
     participations = {{id = "d1", employee = "e1", offering = "o1", plan_line = "p1"}},
     entitlement_uses = {{employee = "e1", entitlement = "pob", date = "2027-01-01", amount_money = 100, participation = "d1"}}},
    {employees = {{id = "e1"}}, offerings = {{id = "o1"}}, plan_lines = {{id = "p1", offering = "o1", lane = "mandatory"}}, entitlements = {{id = "pob", amount_money = 50000}},
     participations = {{id = "d1", employee = "e1", offering = "o1", plan_line = "p1"}},
     entitlement_uses = {{employee = "e1", entitlement = "pob", date = "2027-01-01", amount_days = 1, participation = "d1"}}},
    {employees = {{id = "e1"}}, offerings = {{id = "o1"}}, plan_lines = {{id = "p1", offering = "o1", lane = "mandatory"}}, entitlements = {{id = "pob"}},
     sessions = {{id = "s1", offering = "o1", plan_line = "p1"}}, participations = {{id = "d1", employee = "e1", session = "s1"}},
     entitlement_uses = {{employee = "e1", entitlement = "pob", date = "2027-01-01", amount_money = 100, participation = "d1"}}},
    {employees = {{id = "e1"}}, offerings = {{id = "o1", credential_type = "bhv"}}, credential_types = {{id = "bhv"}}, compliance_requirements = {{credential_type = "bhv"}}, entitlements = {{id = "pob", amount_money = 50000}},
     participations = {{id = "d1", employee = "e1", offering = "o1"}},
     entitlement_uses = {{employee = "e1", entitlement = "pob", date = "2027-01-01", amount_money = 100, participation = "d1"}}},
    {employees = {{id = "e1"}}, offerings = {{id = "o1"}}, credential_types = {{id = "bhv", renewal_offerings = {"o1"}}}, compliance_requirements = {{credential_type = "bhv"}}, entitlements = {{id = "pob", amount_money = 50000}},
     participations = {{id = "d1", employee = "e1", offering = "o1"}},
     entitlement_uses = {{employee = "e1", entitlement = "pob", date = "2027-01-01", amount_money = 100, participation = "d1"}}},
    {employees = {{id = "e1"}}, offerings = {{id = "o1", credential_type = "bhv"}}, credential_types = {{id = "bhv"}}, compliance_requirements = {{credential_type = "bhv"}}, entitlements = {{id = "pob", amount_money = 50000}},
     sessions = {{id = "s1", offering = "o1"}}, participations = {{id = "d1", employee = "e1", session = "s1"}},
     entitlement_uses = {{employee = "e1", entitlement = "pob", date = "2027-01-01", amount_money = 100, participation = "d1"}}},
    {employees = {{id = "e1"}}, offerings = {{id = "o1"}}, credential_types = {{id = "bhv", renewal_offerings = {"o1"}}}, compliance_requirements = {{credential_type = "bhv"}}, entitlements = {{id = "pob", amount_money = 50000}},
     sessions = {{id = "s1", offering = "o1"}}, participations = {{id = "d1", employee = "e1", session = "s1"}},
     entitlement_uses = {{employee = "e1", entitlement = "pob", date = "2027-01-01", amount_money = 100, participation = "d1"}}},
  },
  clean = {
    employees = {{id = "e1"}}, offerings = {{id = "o1"}, {id = "o2", credential_type = "bhv"}, {id = "o3", credential_type = "art"}},
    credential_types = {{id = "bhv", renewal_offerings = {"o2"}}, {id = "art", renewal_offerings = {"o3"}}}, compliance_requirements = {{credential_type = "bhv"}},
    plan_lines = {{id = "p1", offering = "o1", lane = "individual"}, {id = "p2", offering = "o1", lane = "mandatory"}, {id = "p3", offering = "o2", lane = "individual"}},
    entitlements = {{id = "pob", amount_money = 50000}, {id = "dagen", amount_days = 5}},
    sessions = {{id = "s3", offering = "o3"}, {id = "s4", offering = "o2", plan_line = "p3"}},
    participations = {{id = "d1", employee = "e1", offering = "o1", plan_line = "p1"}, {id = "d2", employee = "e1", offering = "o1", plan_line = "p2"}, {id = "d3", employee = "e1", session = "s3"},
                      {id = "d4", employee = "e1", offering = "o3"}, {id = "d5", employee = "e1", offering = "o2", plan_line = "p3"}, {id = "d6", employee = "e1", session = "s4"}},
    entitlement_uses = {{employee = "e1", entitlement = "pob", date = "2027-01-01", amount_money = 100, participation = "d1"}, {employee = "e1", entitlement = "dagen", date = "2027-01-01", amount_days = 1, participation = "d2"},
                        {employee = "e1", entitlement = "pob", date = "2027-01-02", amount_money = 100, participation = "d3"}, {employee = "e1", entitlement = "pob", date = "2027-01-03", amount_money = 100},
                        {employee = "e1", entitlement = "pob", date = "2027-01-04", amount_money = 100, participation = "d4"}, {employee = "e1", entitlement = "pob", date = "2027-01-05", amount_money = 100, participation = "d5"},
                        {employee = "e1", entitlement = "pob", date = "2027-01-06", amount_money = 100, participation = "d6"}},
  },
}
