# A call that cannot be understood answers in the envelope too, wherever --format stands.
ask() {
  "$LDENGINE" "$@" 2>said | python3 -c '
import json, sys
answer = json.load(sys.stdin)
assert list(answer) == ["format", "command", "ok", "diagnostics", "data"], list(answer)
one, = answer["diagnostics"]
assert list(one) == ["code", "severity", "message", "file", "line", "column", "help"], list(one)
print(answer["format"], answer["command"] or "-", answer["ok"], answer["data"], one["code"], "|", one["message"], "|", one["help"])'
  echo "exit ${PIPESTATUS[0]}, $(wc -c <said) bytes on standard error"
}
ask run --nope --format json
ask run --nope --format=json
ask run -f json --set x
ask rnu --format json
ask check --format json --fail-on fatal --lang nl
ask sql --format json
ask help rnu --format json
ask check -C nowhere --format json
ask run nowhere.lua --format json
ask schema dictionry --format json
ask check --today 2027-02-30 --format json
LDENGINE_FORMAT=json ask rnu
LDENGINE_FORMAT=json ask run --nope
