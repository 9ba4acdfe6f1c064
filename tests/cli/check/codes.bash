# Sourced: one small project for every code of loading, with the mistake in it.
. "$ROOT/tests/cli/show.bash"
manifest() { # SOURCES LINES…
  printf 'ldengine: 1\norganisation: {id: o, name: O, country: NL, currency: EUR, language: en}\nyear: 2027\nsources: %s\n' "$1"
  shift
  [ $# = 0 ] || printf '%s\n' "$@"
}
begin() { cd "$HERE" && rm -rf plan && mkdir plan && cd plan && echo "---- $1"; manifest "[data.yaml]" >ldengine.yaml; }
all_codes() {
  begin load/unknown-key
  printf 'units:\n  - {id: a, labl: A}\nbudgtes:\n  - {id: b}\n' >data.yaml; show check
  manifest "[data.yaml]" "rulez: {}" >ldengine.yaml; echo "units: []" >data.yaml; show check
  begin load/type
  printf 'units:\n  - {id: a, label: A, minutes_max: soon}\nneeds: 3\n' >data.yaml; show check
  begin load/duplicate
  printf 'units:\n  - {id: a, label: A}\n  - {id: a, label: B}\n' >data.yaml; show check
  printf 'units:\n  - {id: c, id: d}\n' >data.yaml; show check
  begin load/reference
  printf 'units:\n  - {id: north, label: A}\nneeds:\n  - {id: n, unit: nort, heads: 1, lane: core}\n' >data.yaml; show check
  begin load/range
  printf 'units:\n  - {id: u, label: U}\nemployees:\n  - {id: e, unit: u, fte: -1}\n' >data.yaml; show check
  begin load/required
  printf 'goals:\n  - {label: G}\n' >data.yaml; show check
  begin load/cycle
  printf 'units:\n  - {id: a, label: A, parent: b}\n  - {id: b, label: B, parent: a}\n' >data.yaml; show check
  begin load/syntax
  printf 'units:\n  - {id: a, label: "A\n' >data.yaml; show check
  rm data.yaml; show check
  begin load/encoding
  printf 'units:\n  - {id: a, label: "caf\351"}\n' >data.yaml; show check
  begin load/ambiguous
  printf 'Nr;Kosten\n1;1.250\n2;2.500\n' >e.csv; echo "units: []" >data.yaml
  manifest "[data.yaml, {file: e.csv, entity: offerings, columns: {id: Nr, cost_per_session: Kosten}}]" >ldengine.yaml; show check
  begin load/limit
  manifest "[data.yaml]" "limits: {input: 100}" >ldengine.yaml
  for i in 1 2 3 4 5 6 7 8 9; do echo "# a line that fills the file"; done >data.yaml; show check
}
