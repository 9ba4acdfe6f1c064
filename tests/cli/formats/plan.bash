# Sourced by cases: a project whose rules find something of every kind, in the current folder or in NAME.

# mixed [NAME]: findings of each severity, one excepted, one with related records, one with the record that
# came nearest, one about the plan as a whole, two about one record, a rule that crashes, and characters that
# mean something in some format
mixed() {
  mkdir -p "${1:-.}/rules"
  cat >"${1:-.}/ldengine.yaml" <<Y
ldengine: 1
organisation: {id: ${1:-mixed}, name: "Mixed | <Plan> & Co", country: NL, currency: EUR, language: en}
year: 2027
today: 2026-11-01
sources: ["plan, 100% één.yaml", data/units.csv.yaml]
rules: {packs: [], files: [rules/*.lua]}
exceptions:
  - {rule: own/owner, record: "goals:g2", until: 2027-03-31, by: "P. <Board>", reason: "agreed, see \"minutes\""}
Y
  mkdir -p "${1:-.}/data"
  printf 'units:\n  - {id: u1, label: "Unit #1"}\n' >"${1:-.}/data/units.csv.yaml"
  cat >"${1:-.}/plan, 100% één.yaml" <<Y
goals:
  - {id: g1, label: "=1+1"}
  - {id: g2, label: "Goal: two, 50% | *bold* <b>"}
budgets:
  - {id: b1, setup: 1000, period: "2027", unit: u1}
Y
  cat >"${1:-.}/rules/own.lua" <<'L'
return {
  ld.rule {
    id = "own/owner", code = "X1", severity = "error", step = 2, each = "goals", fails = "owner_stakeholder == nil", at = "id",
    title = "A goal has an owner", why = "Nobody moves what nobody owns",
    message = "{label} has no owner", help = "Write down who owns {id}: a name, not a department\nor a group.",
  },
  ld.rule {
    id = "own/small", severity = "warning", each = "budgets", fails = "setup < 200000", at = "setup", size = "200000 - setup",
    title = "A budget is worth its paperwork", message = "{id} has {setup|money}",
  },
  ld.rule {
    id = "own/unit", severity = "warning", each = "units", fails = "budgets:count() > 0", title = "A unit has no money",
    message = "{label} has a budget", evidence = {from = "budgets", first = 2},
  },
  ld.rule {
    id = "own/near", severity = "note", each = "budgets", title = "Another budget is as large",
    unless = ld.exists("budgets", {unit = ld.eq "unit", setup = ld.gt "setup"}),
    message = "{id} stands alone",
  },
  ld.rule {
    id = "own/whole", severity = "note", title = "The plan as a whole",
    once = function(org, P, report)
      report {message = "the plan has 2 goals"}
      report {at = ld.goals["g1"], message = "first remark", key = "a"}
      report {at = ld.goals["g1"], message = "second remark", key = "b"}
    end,
  },
  ld.rule {id = "own/clean", severity = "error", each = "goals", fails = "label == 'x'", title = "No goal is called x", message = "x"},
  ld.rule {
    id = "own/broken", severity = "error", each = "goals", title = "This rule does not work", message = "x",
    check = function(row) return row.label .. nothing.at.all end,
  },
}
L
}

# unreadable [NAME]: a project that cannot be loaded
unreadable() {
  mkdir -p "${1:-.}"
  printf 'ldengine: 1\norganisation: {id: unread, name: Unread, language: en}\nyear: 2027\nsources: [plan.yaml]\n' >"${1:-.}/ldengine.yaml"
  printf 'goals:\n  - {id: g1, labl: "a"}\nbudgets: 12\n' >"${1:-.}/plan.yaml"
}
