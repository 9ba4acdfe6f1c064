# Native YAML without a project: files, or standard input.
. "$ROOT/tests/cli/show.bash"
printf 'year: 2028\norganisation: {id: x, name: X, country: NL, currency: EUR, language: nl}\nunits:\n  - {id: a, label: A}\n' >good.yaml
printf 'year: 2028\nneeds:\n  - {id: n, unit: a, heads: 1, lane: core}\n  - {id: m, unit: b, heads: x, lane: core}\n' >more.yaml
show check good.yaml
show check good.yaml more.yaml
show check more.yaml --lang en
show check - <good.yaml
show check - --lang en <more.yaml
printf 'units:\n  - {id: a, label: A}\n' | show check - --format json
show check missing.yaml good.yaml
