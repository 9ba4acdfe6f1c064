-- What loading let through. Values that `lenient` emptied or dropped are told per source and field.
-- A repeated natural key is a record that got an id with #2, #3, … behind it; it is no mistake where
-- the row corrects another one, a booking has no document number, or a measurement is anonymous.
local intervals = {
  { "valid_from", "valid_to", "units", "role_assignments", "mission_visions", "learning_visions", "policies", "entitlements",
    "role_requirements", "cost_components" },
  { "contract_from", "contract_to", "employees", "suppliers" },
  { "starts_on", "ends_on", "periods", "hrd_plans", "programmes", "sessions", "initiatives" },
  { "starts_at", "ends_at", "session_parts" },
  { "horizon_start", "horizon_end", "goals" },
  { "available_from", "available_to", "offerings" },
  { "window_from", "window_to", "funds" },
  { "issued_on", "expires_on", "credentials" },
}

-- Entities with a natural key, and which of their rows may well share it.
local corrects, unnumbered, anonymous, none = "supersedes ~= nil", "doc_ref == nil", "token ~= nil", "false"
local keyed = {
  role_assignments = none, kpi_measurements = corrects, goal_contributions = none, milestones = none,
  envelopes = none, role_demands = none, responsibilities = none, entitlement_uses = none, role_requirements = none,
  assessments = corrects, credentials = corrects, compliance_requirements = none,
  need_competencies = none, offering_competencies = none, cost_components = none, plan_line_needs = none,
  fundings = none, session_parts = none, capacities = none, commitments = unnumbered, actuals = unnumbered,
  participations = none, evaluation_levels = none, measurements = anonymous, review_actions = none,
  external_ids = none, scale_levels = none, competency_relations = none, sign_offs = corrects,
}

local function tell_rejects()
  local rejects = ld.import_rejects:group("(source or '') .. ' ' .. (field or '')")
  for key, rows in pairs(rejects) do
    local first = rows:first()
    local dropped = rows:count("action == 'drop'")
    report { at = first, key = key, severity = "warning", size = #rows, evidence = rows:first(5),
      values = { source = first.source, field = first.field, rows = #rows, dropped = dropped },
      message = {
        en = key .. ": values let through " .. #rows .. ", rows dropped for it " .. dropped .. "; the first is " .. tostring(first.value),
        nl = key .. ": doorgelaten waarden " .. #rows .. ", daarom vervallen rijen " .. dropped .. "; de eerste is " .. tostring(first.value),
      } }
  end
end

local function tell_disorder(names)
  local from, to = names[1], names[2]
  for i = 3, #names do
    for record in ld[names[i]]:where(to .. " < " .. from):each() do
      report { at = record, field = to, severity = "error", values = { [from] = record[from], [to] = record[to] }, message = {
        en = record.id .. " ends on " .. record[to] .. ", before it begins on " .. record[from],
        nl = record.id .. " eindigt op " .. record[to] .. ", voordat het begint op " .. record[from],
      } }
    end
  end
end

local function tell_repeats(plural, allowed)
  for record in ld.repeats(plural):where("not (" .. allowed .. ")"):each() do
    report { at = record, severity = "warning", message = {
      en = "this record says the same as an earlier one: " .. record.id,
      nl = "dit gegeven staat er al eerder: " .. record.id,
    } }
  end
end

return ld.rule {
  id = "improvement/untrusted-data", code = "D04", step = 7, severity = "warning",
  title = { en = "Dangling reference, duplicate, date disorder or stale source", nl = "Loze verwijzing, dubbel gegeven, datums in de verkeerde volgorde of verouderde bron" },
  once = function(org, P)
    tell_rejects()
    for _, names in ipairs(intervals) do tell_disorder(names) end
    for plural, allowed in pairs(keyed) do tell_repeats(plural, allowed) end
    for source in ld.data_sources:where("ld.days(last_ok, ld.today) > refresh_days"):each() do
      local age = ld.days(source.last_ok, ld.today)
      report { at = source, field = "last_ok", severity = "warning", size = age, values = { last_ok = source.last_ok, refresh_days = source.refresh_days },
        message = {
          en = source.id .. " was last refreshed " .. age .. " days ago (" .. source.last_ok .. "), and should be every " .. source.refresh_days,
          nl = source.id .. " is " .. age .. " dagen geleden ververst (" .. source.last_ok .. "), en dat hoort om de " .. source.refresh_days .. " dagen",
        } }
    end
  end,
  help = {
    en = "Correct it at the source, and load again.",
    nl = "Herstel het bij de bron en laad opnieuw.",
  },
  why = {
    en = "Who finds one figure that cannot be right, trusts none of the others.",
    nl = "Wie één cijfer vindt dat niet kan kloppen, vertrouwt de andere ook niet meer.",
  },
  fires = {
    { severity = "warning", import_rejects = { { source = "a.csv", field = "unit", value = "X", action = "drop" } } },
    { severity = "error", employees = { { id = "e1", contract_from = "2027-01-02", contract_to = "2027-01-01" } } },
    { severity = "error", roles = { { id = "r" } }, competencies = { { id = "c" } },
      role_requirements = { { role = "r", competency = "c", required_level = 1, valid_from = "2027-02-01", valid_to = "2027-01-31" } } },
    { severity = "error", hrd_plans = { { id = "h", starts_on = "2027-01-02", ends_on = "2027-01-01" } } },
    { severity = "error", goals = { { id = "g", horizon_start = "2027-01-02", horizon_end = "2027-01-01" } } },
    { severity = "error", offerings = { { id = "o", available_from = "2027-01-02", available_to = "2027-01-01" } } },
    { severity = "error", funds = { { id = "f", window_from = "2027-01-02", window_to = "2027-01-01" } } },
    { severity = "warning", today = "2027-02-02", data_sources = { { id = "d", refresh_days = 31, last_ok = "2027-01-01" } } },
    { severity = "warning", budgets = { { id = "b", setup = 1 } }, actuals = {
      { budget = "b", date = "2027-01-05", doc_ref = "F1", amount = 100 }, { budget = "b", date = "2027-01-05", doc_ref = "F1", amount = 200 } } },
    { severity = "warning", kpis = { { id = "k", kpi_measurements = { { date = "2027-01-05", value = 1 }, { date = "2027-01-05", value = 2 } } } } },
  },
  clean = {
    { plan_lines = { { id = "l", measurements = { { date = "2027-01-05", value = 1, token = "a" }, { date = "2027-01-05", value = 2, token = "b" } } } } },
    { today = "2027-02-01", data_sources = { { id = "d", refresh_days = 31, last_ok = "2027-01-01" }, { id = "e", refresh_days = 1 } } },
    { employees = { { id = "e1", contract_from = "2027-01-01", contract_to = "2027-01-01" }, { id = "e2", contract_to = "2027-01-01" } } },
    { budgets = { { id = "b", setup = 1 } }, actuals = {
      { budget = "b", date = "2027-01-05", amount = 100 }, { budget = "b", date = "2027-01-05", amount = 200 } } },
    { kpis = { { id = "k", kpi_measurements = { { id = "m1", date = "2027-01-05", value = 1 }, { date = "2027-01-05", value = 2, supersedes = "m1" } } } } },
  },
}
