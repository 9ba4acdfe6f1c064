local evaluation = require("ld.evaluation")

return ld.rule {
  id = "compliance/no-legal-basis", code = "C08", step = 3, severity = "warning",
  title = {en = "Obligation without legal basis or interval source", nl = "Verplichting zonder grondslag of onderbouwde termijn"},
  each = "credential_types",
  check = function(legal_basis, validity_months, offerings, renewal_offerings)
    if not legal_basis then return true end
    if validity_months then return false end
    local function is_planned(list)
      for o in list:each() do
        if o.plan_lines:any(evaluation.in_plan) or o.sessions:any("status ~= 'cancelled' and status ~= 'done'") then return true end
      end
      return false
    end
    return is_planned(offerings) or is_planned(renewal_offerings)
  end,
  at = "legal_basis",
  message = {en = "{id} ({label}): {legal_basis == nil and 'what makes it obligatory is not recorded' or 'renewals are planned and no interval is recorded'}",
             nl = "{id} ({label}): {legal_basis == nil and 'de grondslag van de verplichting is niet vastgelegd' or 'er is herhaling gepland en geen termijn vastgelegd'}"},
  help = {en = "Record what makes it obligatory (law, CAO, customer, own policy), and after how many months it must be renewed and why.",
          nl = "Leg vast waarop de plicht berust (wet, cao, opdrachtgever, eigen beleid), en na hoeveel maanden herhaling nodig is en waarom."},
  why = {en = "Several certificates have no legal interval: then it is the organisation's own choice, which needs a reason.",
         nl = "Voor sommige certificaten (bhv, heftruck) noemt de wet geen termijn: dan is het een eigen keuze, en die vraagt een onderbouwing."},
  evidence = {from = "compliance_requirements", first = 3},
  fires = {
    {credential_types = {{id = "bhv", legal_basis = "law", renewal_offerings = {"o1"}}}, offerings = {{id = "o1"}}, sessions = {{id = "s1", offering = "o1"}}},
    {credential_types = {{id = "bhv", validity_months = 12}}},
    {credential_types = {{id = "bhv", legal_basis = "law", renewal_offerings = {"o1"}}}, offerings = {{id = "o1"}}, plan_lines = {{id = "p1", offering = "o1"}}},
    {credential_types = {{id = "bhv", legal_basis = "law"}}, offerings = {{id = "o1", credential_type = "bhv"}}, plan_lines = {{id = "p1", offering = "o1"}}},
  },
  clean = {
    credential_types = {{id = "bhv", legal_basis = "law", validity_months = 12}, {id = "vca", legal_basis = "customer", renewal_offerings = {"o2"}}, {id = "ehbo", legal_basis = "internal"}},
    offerings = {{id = "o1", credential_type = "bhv"}, {id = "o2"}}, plan_lines = {{id = "p1", offering = "o1"}, {id = "p2", offering = "o2", decision = "out"}},
  },
}
