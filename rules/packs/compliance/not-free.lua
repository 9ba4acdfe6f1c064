-- Only where a national pack sets mandatory_free. Mandatory by law or CAO: the certificate that the
-- offering gives or renews, the certificate of a need, or the trigger of a need says so; a line of the
-- mandatory lane whose basis is not recorded counts too. Only a basis of a customer or of the
-- organisation itself makes it the organisation's own choice.
local due = require("ld.due")
local evaluation = require("ld.evaluation")
local versions = require("ld.versions")

-- "law", "own" or nil when nothing is recorded.
local function basis_of(offering, line)
  local found
  local function take(kind)
    local basis = kind and kind.legal_basis
    if basis == "law" or basis == "cao" then
      found = "law"
    elseif basis then
      found = found or "own"
    end
  end
  if offering then
    take(offering.credential_type)
    for kind in offering.credential_types:each() do take(kind) end
  end
  if line then
    for need in line.needs:each() do
      take(need.credential_type)
      if need.triggers:any("kind == 'law'") then found = "law" end
    end
  end
  return found
end

local function is_mandatory(offering, line)
  local basis = basis_of(offering, line)
  return basis == "law" or (basis == nil and line ~= nil and line.lane == "mandatory")
end

local paid_by_employee = "bearer == 'employee' and amount > 0 and (valid_to == nil or valid_to >= ld.today)"

-- Why it is not free, in both languages, and the record that says so; nil when it is.
local function cost_on_line(line, policy)
  local component = line.offering and line.offering.cost_components:where(paid_by_employee):first()
  for _, s in ipairs(evaluation.sessions(line)) do
    component = component or s.cost_components:where(paid_by_employee):first()
  end
  if component then
    return ("the employee bears %s (%s)"):format(ld.money(component.amount), component.basis),
      ("de medewerker draagt %s (%s)"):format(ld.money(component.amount), component.basis), component
  end
  if policy then return "the policy has a repayment clause", "het beleid kent een terugbetalingsbeding", policy end
end

local function cost_on_participation(p)
  local offering = due.offering_of(p)
  if offering and not due.line_of(p) then
    local component = offering.cost_components:where(paid_by_employee):first()
      or (p.session and p.session.cost_components:where(paid_by_employee):first())
    if component then
      return ("the employee bears %s (%s)"):format(ld.money(component.amount), component.basis),
        ("de medewerker draagt %s (%s)"):format(ld.money(component.amount), component.basis), component
    end
  end
  if p.in_work_time == false then return "it is outside working time", "het is buiten werktijd", p end
  for use in p.entitlement_uses:each() do
    if use.entitlement.repayment_clause then
      return ("entitlement %s has a repayment clause"):format(use.entitlement.id),
        ("recht %s kent een terugbetalingsbeding"):format(use.entitlement.id), use.entitlement
    end
  end
end

return ld.rule {
  id = "compliance/not-free", code = "C05", step = 3, severity = "error",
  title = {en = "Mandatory learning not free or outside working time", nl = "Verplicht leren niet kosteloos of buiten werktijd"},
  once = function(org, P, report)
    if not P.mandatory_free then return end
    local policy = versions.current(ld.policies, "valid_from", "valid_to")
    if policy and not policy.repayment_clause then policy = nil end
    local function tell(record, en, nl, proof)
      report {at = record, evidence = {proof},
              message = {en = ("%s is mandatory learning and not free: %s"):format(record.id, en),
                         nl = ("%s is verplicht leren en niet vrij voor de medewerker: %s"):format(record.id, nl)}}
    end
    for line in ld.plan_lines:where(evaluation.in_plan):each() do
      if is_mandatory(line.offering, line) then
        local en, nl, proof = cost_on_line(line, policy)
        if en then tell(line, en, nl, proof) end
      end
    end
    local borne = ld.cost_components:any(paid_by_employee) and "plan_line == nil and session.plan_line == nil or " or ""
    for p in ld.participations:where("status ~= 'cancelled' and (" .. borne .. "in_work_time == false or entitlement_uses:any('entitlement.repayment_clause'))"):each() do
      if is_mandatory(due.offering_of(p), due.line_of(p)) then
        local en, nl, proof = cost_on_participation(p)
        if en then tell(p, en, nl, proof) end
      end
    end
  end,
  help = {en = "Let the employer bear the cost, plan it in working time, and take the clause out for mandatory learning.",
          nl = "Laat de werkgever de kosten dragen, plan het in werktijd, en schrap het beding voor verplicht leren."},
  why = {en = "Training that law or CAO obliges the employer to give is free, in working time where possible; a clause that has it paid back is void.",
         nl = "Scholing die de werkgever volgens wet of cao moet aanbieden is kosteloos en zo mogelijk in werktijd; een beding om haar terug te betalen is nietig."},
  params = {mandatory_free = {type = "bool", default = false,
                              doc = {en = "Whether the law asks that mandatory learning is free and in working time; national packs set it.",
                                     nl = "Of de wet vraagt dat verplicht leren kosteloos en in werktijd is; landelijke pakketten zetten dit aan."}}},
  fires = {
    {params = {mandatory_free = true}, credential_types = {{id = "bhv", legal_basis = "law"}}, offerings = {{id = "o1", credential_type = "bhv", cost_components = {{kind = "tuition", basis = "per_seat", amount = 10000, bearer = "employee", valid_to = "2027-01-01"}}}},
     plan_lines = {{id = "p1", offering = "o1", lane = "mandatory"}}},
    {params = {mandatory_free = true}, employees = {{id = "e1"}}, credential_types = {{id = "bhv", legal_basis = "cao", renewal_offerings = {"o1"}}}, offerings = {{id = "o1"}},
     participations = {{employee = "e1", offering = "o1", in_work_time = false}}},
    {params = {mandatory_free = true}, employees = {{id = "e1"}}, offerings = {{id = "o1"}}, plan_lines = {{id = "p1", offering = "o1", lane = "mandatory"}},
     entitlements = {{id = "t1", repayment_clause = true}}, participations = {{id = "d1", employee = "e1", offering = "o1", plan_line = "p1", in_work_time = true}},
     entitlement_uses = {{employee = "e1", entitlement = "t1", date = "2027-01-01", amount_money = 100, participation = "d1"}}},
    {params = {mandatory_free = true}, policies = {{id = "b1", version = 1, repayment_clause = true, status = "approved"}}, triggers = {{id = "t1", kind = "law"}}, needs = {{id = "n1", triggers = {"t1"}}},
     plan_lines = {{id = "p1", needs = {"n1"}, lane = "core"}}},
    {params = {mandatory_free = true}, offerings = {{id = "o1"}}, plan_lines = {{id = "p1", offering = "o1", lane = "mandatory"}},
     sessions = {{id = "s1", offering = "o1", plan_line = "p1", cost_components = {{kind = "exam", basis = "per_seat", amount = 1, bearer = "employee"}}}}},
  },
  clean = {
    {credential_types = {{id = "bhv", legal_basis = "law"}}, offerings = {{id = "o1", credential_type = "bhv", cost_components = {{kind = "tuition", basis = "per_seat", amount = 10000, bearer = "employee"}}}},
     plan_lines = {{id = "p1", offering = "o1", lane = "mandatory"}}},
    {params = {mandatory_free = true}, employees = {{id = "e1"}}, credential_types = {{id = "vca", legal_basis = "customer"}, {id = "bhv", legal_basis = "law"}},
     offerings = {{id = "o1", credential_type = "vca", cost_components = {{kind = "tuition", basis = "per_seat", amount = 10000, bearer = "employee"}}},
                  {id = "o2", credential_type = "bhv", cost_components = {{kind = "tuition", basis = "per_seat", amount = 10000, bearer = "unit"}, {kind = "exam", basis = "per_seat", amount = 0, bearer = "employee"},
                                                                          {kind = "travel", basis = "per_seat", amount = 500, bearer = "employee", valid_to = "2026-12-31"}}}},
     policies = {{id = "b1", version = 1, repayment_clause = true, status = "approved"}, {id = "b2", version = 2, status = "approved"}, {id = "b3", version = 3, repayment_clause = true, status = "draft"}},
     plan_lines = {{id = "p1", offering = "o1", lane = "mandatory"}, {id = "p2", offering = "o2", lane = "mandatory"}, {id = "p3", offering = "o1", lane = "core"}},
     participations = {{employee = "e1", offering = "o2", in_work_time = true}, {employee = "e1", offering = "o1", in_work_time = false}}},
    {params = {mandatory_free = true}, employees = {{id = "e1"}, {id = "e2"}}, credential_types = {{id = "bhv", legal_basis = "law"}}, offerings = {{id = "o1", credential_type = "bhv"}, {id = "o2"}},
     participations = {{employee = "e1", offering = "o1", status = "cancelled", in_work_time = false}, {employee = "e2", offering = "o2", in_work_time = false}}},
  },
}
