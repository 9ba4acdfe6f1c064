"""Own policies of an organisation: each is short, and changes the decision in the way it says. Every one is
also run with the line taken out that makes it what it is, and then nothing may change: so the difference
comes from that line and from nothing else."""
import os
import re

FOLDERS = {"fairness-first": "rules/policies", "mandatory-only": "rules/policies", "build-more": "rules/policies",
           "offer-seniority": "examples/ziekenhuis/rules", "offer-focus": "examples/gemeente/rules"}


def text_of(harness, name):
    with open(os.path.join(harness.root, FOLDERS[name], name + ".lua"), encoding="utf-8") as file:
        return file.read()


def without(text, start):
    """The script with the statement that begins so left out, up to the next empty line."""
    found = re.search(r"^" + re.escape(start) + r".*?(?=\n\n|\Z)", text, re.M | re.S)
    return text[:found.start()] + text[found.end():] if found else text


def seats(run, **wanted):
    return sum(s["seats"] for l in run.offer["lines"] for s in l["served"]
               if all({"offering": l["offering"], "need": s["need"], "unit": s["unit"], "lane": l["lane"]}[k] == v
                      for k, v in wanted.items()))


def spent(run, *names):
    return sum(l["cost"] for l in run.offer["lines"] if not names or l["offering"] in names)


def need(name, unit, heads, priority, offering, **keys):
    return {"id": name, "unit": unit, "heads": heads, "lane": "core", "priority": priority, "offerings": [offering], **keys}


def course(name, cost, **keys):
    return {"id": name, "sourcing": "buy_open", "cost_per_seat": cost, "minutes_contact": "4h", **keys}


def compare(harness, name, data, start, differs):
    """The standard offer, the policy, and the policy without its own line; `differs(standard, own)` says how they differ."""
    text = text_of(harness, name)
    lines = text.splitlines()
    harness.check("policy %s: 10 to 40 lines" % name, 10 <= len(lines) <= 40, str(len(lines)))
    standard, own = harness.run(data), harness.run(data, script=text)
    if not harness.check("policy %s: both can be solved" % name, standard.code == own.code == 0, own.told()):
        return
    harness.check("policy %s: the decision differs as it says" % name, differs(standard, own),
                  "%s\n  %s" % (standard.seats(), own.seats()))
    shorter = without(text, start)
    harness.check("policy %s: its own line is there" % name, shorter != text, start)
    plain = harness.run(data, script=shorter)
    harness.equal("policy %s: without its own line it is the standard offer" % name, plain.seats(), standard.seats())
    harness.check("policy %s: and then it would not pass" % name, not differs(standard, plain), str(plain.seats()))


def fairness_first(harness):
    """A unit that is dearer to reach and worth less gets half of its people a seat all the same."""
    data = {"units": [{"id": "big"}, {"id": "small"}],
            "budgets": [{"id": "all", "owner": "central", "period": 2027, "setup": 1000}],
            "needs": [need("n-big", "big", 10, 3, "cheap"), need("n-small", "small", 4, 1, "dear")],
            "offerings": [course("cheap", 100), course("dear", 200)]}
    compare(harness, "fairness-first", data, "offer:prefer(",
            lambda base, own: seats(base, unit="small") == 0 and seats(own, unit="small") == 2 and seats(own, unit="big") >= 5)


def mandatory_only(harness):
    """Nothing but duties."""
    data = {"units": [{"id": "u"}], "budgets": [{"id": "all", "owner": "central", "period": 2027, "setup": 5000}],
            "needs": [need("duty", "u", 4, 1, "safety", lane="mandatory"), need("wish", "u", 6, 5, "talking")],
            "offerings": [course("safety", 100), course("talking", 100)]}
    compare(harness, "mandatory-only", data, "offer:keep(",
            lambda base, own: seats(base, need="wish") == 6 and seats(own, need="wish") == 0 and seats(own, need="duty") == 4)


def build_more(harness):
    """At least half of the seats in what was developed in-house, though buying is worth more."""
    data = {"units": [{"id": "u"}], "competencies": [{"id": "c"}],
            "budgets": [{"id": "all", "owner": "central", "period": 2027, "setup": 9000}],
            "needs": [{"id": "n", "unit": "u", "heads": 10, "lane": "core", "priority": 2,
                       "need_competencies": [{"competency": "c", "to_level": 1}]}],
            "offerings": [course("bought", 200, offering_competencies=[{"competency": "c", "to_level": 1, "effectiveness": 0.9}]),
                          {"id": "own", "sourcing": "build", "cost_once": 1000, "cost_per_session": 300, "min_group": 2,
                           "max_group": 6, "minutes_contact": "4h",
                           "offering_competencies": [{"competency": "c", "to_level": 1, "effectiveness": 0.8}]}]}
    compare(harness, "build-more", data, "offer:prefer(",
            lambda base, own: seats(base, offering="own") == 0 and seats(own, offering="own") == 5)


def seniority(harness):
    """Of people who ask for the same, who has been there longest gets the seat."""
    data = {"employees": [{"id": "e1", "status": "active", "contract_from": "2024-01-01"},
                          {"id": "e2", "status": "active", "contract_from": "2004-01-01"},
                          {"id": "e3", "status": "active"}],
            "budgets": [{"id": "all", "owner": "central", "period": 2027, "setup": 1000}],
            "needs": [{"id": name, "employees": [who], "lane": "individual", "priority": 2, "offerings": ["course"]}
                      for name, who in (("a-short", "e1"), ("b-long", "e2"), ("c-unknown", "e3"))],
            "offerings": [course("course", 1000)]}
    compare(harness, "offer-seniority", data, "offer:maximise(",
            lambda base, own: seats(base, need="b-long") == 0 and seats(own, need="b-long") == 1)


def focus(harness):
    """A fifth of the money for the focus area, though the rest is worth three times as much."""
    data = {"units": [{"id": "u"}], "suppliers": [{"id": "sup-snelleer"}], "competencies": [{"id": "digital"}, {"id": "other"}],
            "policies": [{"id": "p", "focus_areas": [{"id": "fa-digitaal", "competencies": ["digital"]}]}],
            "budgets": [{"id": "all", "owner": "central", "period": 2027, "setup": 1000}],
            "needs": [{"id": name, "unit": "u", "heads": 10, "lane": "core", "priority": worth,
                       "need_competencies": [{"competency": skill, "to_level": 1}]}
                      for name, worth, skill in (("n1", 1, "digital"), ("n2", 3, "other"))],
            "offerings": [course(name, 100, offering_competencies=[{"competency": skill, "to_level": 1}])
                          for name, skill in (("d", "digital"), ("o", "other"))]}
    compare(harness, "offer-focus", data, "offer:subject_to(",
            lambda base, own: spent(base, "d") == 0 and 5 * spent(own, "d") >= spent(own) > 0)


def on_examples(harness):
    """The policies on the examples they are written for; the plans are recomputed like all others."""
    for folder, script in (("gemeente", "rules/offer-focus.lua"), ("ziekenhuis", "rules/offer-seniority.lua"),
                           ("gemeente", "policies/mandatory-only.lua")):
        path = os.path.join(harness.root, "examples", folder)
        run = harness.run_folder(path, script, "--set", "params.work=40")
        harness.check("policy %s on %s" % (script, folder), run.code in (0, 5) and len(run.offer.get("lines", [])) > 2, run.told())


def tasks(harness):
    for each in (fairness_first, mandatory_only, build_more, seniority, focus, on_examples):
        yield lambda each=each: each(harness)
