# A small project with one rule of every way to find; the current folder becomes the project.
cat >ldengine.yaml <<'EOF'
ldengine: 1
organisation: {id: o, name: O, country: NL, currency: EUR, language: en}
year: 2027
today: 2027-01-01
sources: [plan.yaml]
rules: {packs: [], files: [rules/*.lua]}
EOF
cat >plan.yaml <<'EOF'
units:
  - {id: it, label_en: Digital, label_nl: Digitaal}
  - {id: hr, label_en: People, label_nl: Mensen}
goals:
  - {id: g1, label_en: Grow, label_nl: Groeien, weight: 0.6}
  - {id: g2, label_en: Stay, label_nl: Blijven, weight: 0.4}
kpis:
  - {id: k1, goal: g1, label_en: Growth, label_nl: Groei}
  - {id: k2, goal: g2, label_en: Rest, label_nl: Rust}
budgets:
  - {id: b1, unit: it, setup: 700.00, mode: restrictive}
  - {id: b2, unit: hr, setup: 100.00, mode: indicative}
  - {id: b3, unit: hr, setup: 50.00}
EOF
mkdir rules
cat >rules/all.lua <<'EOF'
local function rule(t)
  t.severity, t.title = "warning", {en = "T", nl = "T"}
  t.message = t.message or not t.once and {en = "{id} fires", nl = "{id} slaat aan"} or nil
  return ld.rule(t)
end
return {
  rule {id = "own/large", code = "L1", each = "budgets", params = {most = {type = "money", default = 50000}},
    where = "mode ~= 'advisory'", fails = "setup > P.most and (mode == 'restrictive' or unit == nil) and unit.id ~= 'a and b'"},
  rule {id = "own/either", each = "budgets", fails = "setup == nil or setup < 20000"},
  rule {id = "own/function", each = "budgets", check = function(setup) if setup and setup > 60000 then return true end end},
  rule {id = "own/measured", each = "goals",
    unless = ld.exists("kpis", {["goal.id"] = "id", label_en = "'Growth'"})},
  rule {id = "own/doubled", each = "kpis", when = ld.exists("kpis", {goal = "goal"})},
  rule {id = "own/group", of = "budgets", sum = "setup", by = "unit", fails = "sum > 50000",
    message = {en = "{unit} spends {sum}", nl = "{unit} geeft {sum} uit"}},
  rule {id = "own/once", once = function(org, report) if not org then report(org) end end},
}
EOF

breaking_rule() {
  cat >rules/breaks.lua <<'EOF'
return ld.rule {id = "own/breaks", severity = "note", title = "T", each = "budgets", message = "{id}",
  fails = "setup > 0 and id + 1 > 0"}
EOF
}
