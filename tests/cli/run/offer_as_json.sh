# The keys of an offer are those of the contract, and the amounts agree with each other.
. "$ROOT/tests/cli/show.bash"
small_project
cat >goals.yaml <<'END'
goals:
  - {id: g1, label: Better care, weight: 0.6, kpis: [{id: k1, baseline_value: 1, target_value: 2}]}
END
sed -i 's/sources: .*/sources: [offer.yaml, goals.yaml]/' ldengine.yaml
sed -i 's/{id: N3, /{id: N3, goal: g1, /' offer.yaml
"$LDENGINE" run --format json >answer.json 2>said
echo "exit $?, $(wc -c <said) bytes on standard error, $(wc -l <answer.json) line"
cat >keys.py <<'END'
import json, sys
answer = json.load(open(sys.argv[1]))
assert list(answer) == ["format", "command", "ok", "diagnostics", "data"], list(answer)
offer = answer["data"]["offer"]

def has(thing, names, what):
    missing = [name for name in names.split() if name not in thing]
    print(what, "ok" if not missing else "lacks %s" % missing)

def each(things, names, what):
    assert things, "no " + what
    for thing in things:
        assert list(thing) == names.split(), (what, list(thing))
    print(what, "ok")

has(offer, "year currency status value bound gap cost lines left_out unmet budgets goals provenance", "offer")
each(offer["lines"], "id offering period sessions seats cost lane served funding reason goals", "lines")
each([s for l in offer["lines"] for s in l["served"]], "need unit seats", "served")
each([f for l in offer["lines"] for f in l["funding"]], "budget amount", "funding")
each(offer["left_out"], "offering need reason detail enters_if", "left_out")
each(offer["unmet"], "need heads reason", "unmet")
each(offer["budgets"], "budget period setup planned left marginal", "budgets")
if offer["goals"]:
    each(offer["goals"], "goal weight cost seats covered", "goals")
has(offer["provenance"], "engine data rules params", "provenance")
each(offer["provenance"]["rules"], "file sha256", "rules")
assert offer["status"] in ("optimal", "within_gap", "feasible", "infeasible")
assert offer["cost"] == sum(l["cost"] for l in offer["lines"])
for l in offer["lines"]:
    assert l["seats"] == sum(s["seats"] for s in l["served"]), l
    assert l["cost"] == sum(f["amount"] for f in l["funding"]), l
for b in offer["budgets"]:
    spent = sum(f["amount"] for l in offer["lines"] for f in l["funding"] if f["budget"] == b["budget"])
    assert spent == b["planned"] and b["left"] == b["setup"] - spent, b
def integers(thing, name=""):
    if isinstance(thing, dict):
        for key, value in thing.items():
            integers(value, key)
    elif isinstance(thing, list):
        for value in thing:
            integers(value, name)
    elif name in ("cost", "amount", "setup", "planned", "left", "seats", "sessions", "heads", "year"):
        assert type(thing) is int, (name, thing)
integers(offer)
print("amounts agree", answer["ok"], offer["status"], len(offer["goals"]), "goals")
END
python3 keys.py answer.json
"$LDENGINE" run --format json >again.json
cmp answer.json again.json && echo "the same bytes twice"
"$LDENGINE" run --format json --lang nl >dutch.json
cmp answer.json dutch.json && echo "the same bytes in Dutch"
(cd / && LC_ALL=C TZ=Asia/Tokyo "$LDENGINE" run --format json -C "$OLDPWD" >"$OLDPWD/elsewhere.json")
cmp answer.json elsewhere.json && echo "the same bytes from elsewhere"
