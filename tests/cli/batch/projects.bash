# Sourced by cases: small projects with one rule each, in the current folder.

# project NAME [CHECK-BODY]: one goal, and a rule own/NAME that judges it
project() {
  mkdir -p "$1/rules"
  cat >"$1/ldengine.yaml" <<Y
ldengine: 1
organisation: {id: $1, name: Organisation $1, country: NL, currency: EUR, language: en}
year: 2027
sources: [plan.yaml]
rules: {packs: [], files: [rules/*.lua]}
Y
  printf 'goals:\n  - {id: g1, label: Goal of %s}\n' "$1" >"$1/plan.yaml"
  cat >"$1/rules/own.lua" <<L
return ld.rule {
  id = "own/$1", severity = "error", title = "t", each = "goals",
  check = function(row) ${2:-return true} end,
  at = "id", message = "{label} is judged",
}
L
}
