"""Edges of what an organisation may write: nothing at all, no money, other years, other periods."""
import copy

from check_offer import Checker
from harness import manifest_with, shuffled


def base():
    """Four heads of u ask skill up to level 1; a seat costs 100, the unit has 1,000."""
    return {"units": [{"id": "u"}, {"id": "v"}], "competencies": [{"id": "skill"}],
            "needs": [{"id": "n", "unit": "u", "heads": 4, "lane": "core", "priority": 2,
                       "need_competencies": [{"competency": "skill", "to_level": 1}]}],
            "offerings": [{"id": "o", "sourcing": "buy_open", "cost_per_seat": 100, "minutes_contact": 60,
                           "offering_competencies": [{"competency": "skill", "to_level": 1, "effectiveness": 0.5}]}],
            "budgets": [{"id": "b", "unit": "u", "period": 2027, "setup": 1000}]}


def expect(harness, name, data, code=0, seats=None, unmet=None, cost=None, value=None, manifest=None, lines=None):
    """One run; what is given is compared, and the plan is recomputed."""
    path = harness.write(data, manifest)
    run = harness.run_folder(path)
    if not harness.check(name + ": exit %d" % code, run.code == code and run.offer, run.told()):
        return run
    harness.equal(name + ": an independent recomputation agrees", Checker(path, run.offer).run(), [])
    for what, got, wanted in (("seats", run.seats(), seats), ("unmet", run.unmet(), unmet),
                              ("cost", run.offer["cost"], cost), ("value", run.offer["value"], value),
                              ("lines", [(l["id"], l["seats"]) for l in run.offer["lines"]], lines)):
        if wanted is not None:
            harness.equal(name + ": " + what, got, wanted)
    return run


def nothing(harness):
    expect(harness, "plain", base(), seats={("o", "n"): 4}, unmet={}, cost=40000, value=4)
    no_needs = dict(base(), needs=[])
    run = expect(harness, "no needs: an empty offer", no_needs, seats={}, unmet={}, cost=0, value=0)
    harness.equal("no needs: optimal", run.offer["status"], "optimal")
    no_offerings = dict(base(), offerings=[])
    expect(harness, "no offerings: all is unmet for want of one", no_offerings, seats={},
           unmet={"n": (4, "OUT_NO_OFFERING")}, cost=0, value=0)
    expect(harness, "nothing at all: an empty offer", {"units": [{"id": "u"}]}, seats={}, unmet={}, cost=0, value=0)
    met = base()
    met["needs"][0]["status"] = "met"
    expect(harness, "a met need asks nothing", met, seats={}, unmet={}, cost=0)
    expired = base()
    expired["offerings"][0]["status"] = "expired"
    expect(harness, "an expired offering is not chosen", expired, seats={}, cost=0)


def money(harness):
    free = dict(base(), budgets=[])
    run = expect(harness, "no budget at all: no limit", free, seats={("o", "n"): 4}, cost=40000)
    harness.check("no budget at all: a note says so", any("no budget" in note for note in run.offer["notes"]),
                  str(run.offer.get("notes")))
    zero = base()
    zero["budgets"][0]["setup"] = 0
    expect(harness, "a budget of 0 is a budget", zero, seats={}, unmet={"n": (4, "OUT_BUDGET")}, cost=0)
    other = base()
    other["budgets"][0]["unit"] = "v"
    expect(harness, "another unit's budget pays nothing here", other, seats={}, unmet={"n": (4, "OUT_BUDGET")}, cost=0)
    part = base()
    part["budgets"][0]["setup"] = 399.99
    expect(harness, "a cent short is a seat less", part, seats={("o", "n"): 3}, unmet={"n": (1, "OUT_BUDGET")},
           cost=30000)
    parent = base()
    parent["units"][0]["parent"] = "v"
    parent["budgets"] = [{"id": "b", "unit": "v", "period": 2027, "setup": 250}]
    expect(harness, "the nearest unit above pays", parent, seats={("o", "n"): 2}, cost=20000)
    indicative = base()
    indicative["budgets"][0].update(setup=100, mode="indicative")
    expect(harness, "an indicative budget limits nothing", indicative, seats={("o", "n"): 4}, cost=40000)
    above = base()
    above["budgets"] = [{"id": "all", "owner": "central", "period": 2027, "setup": 200},
                        {"id": "b", "unit": "u", "period": 2027, "setup": 1000, "parent": "all"}]
    run = expect(harness, "a budget's parent binds too", above, seats={("o", "n"): 2}, cost=20000)
    harness.equal("a budget's parent counts what its children plan", run.planned(), {"all": 20000, "b": 20000})
    shared = base()
    shared["offerings"][0].update(sourcing="buy_incompany", cost_per_session=700, cost_per_seat=100, max_group=4,
                                  min_group=1)
    expect(harness, "central costs come from what units leave when there is no central budget", shared,
           seats={("o", "n"): 3}, cost=100000)
    quarters = base()
    quarters["budgets"] = [{"id": "b%d" % q, "unit": "u", "period": "2027-Q%d" % q, "setup": 100} for q in (1, 2, 3, 4)]
    quarters["needs"][0]["deadline"] = "2027-06-30"
    expect(harness, "what earlier quarters leave is there, what comes later is not", quarters, seats={("o", "n"): 2},
           cost=20000, manifest=manifest_with({"period": "quarter"}))


def mandatory(harness):
    only = base()
    only["needs"][0].update(lane="mandatory", priority=0)
    run = expect(harness, "only mandatory: all covered although worth nothing", only, seats={("o", "n"): 4}, value=0)
    harness.equal("only mandatory: the reason", [l["reason"] for l in run.offer["lines"]], ["IN_MANDATORY"])
    poor = copy.deepcopy(only)
    poor["budgets"][0]["setup"] = 0
    expect(harness, "only mandatory, no money: exit 5 and what binds", poor, code=5, seats={},
           unmet={"n": (4, "OUT_BUDGET")})
    first = copy.deepcopy(only)
    first["needs"].append(dict(base()["needs"][0], id="rich", priority=1000))
    first["budgets"][0]["setup"] = 500
    expect(harness, "mandatory goes before any value", first, seats={("o", "n"): 4, ("o", "rich"): 1})


def gaps_data():
    people = [("e%d" % i, "u" if i < 6 else "v", i % 3) for i in range(10)]
    return {"units": [{"id": "u"}, {"id": "v"}],
            "competencies": [{"id": "skill"}, {"id": "other"}],
            "roles": [{"id": "r"}],
            "role_requirements": [{"role": "r", "competency": "skill", "required_level": 2},
                                  {"role": "r", "competency": "other", "required_level": 1, "mandatory": True,
                                   "by_date": "2027-06-30"}],
            "employees": [{"id": e, "unit": u, "role": "r", "status": "active"} for e, u, _ in people],
            "assessments": [{"employee": e, "competency": "skill", "level": level, "date": "2026-05-01"}
                            for e, _, level in people] +
                           [{"employee": "e1", "competency": "other", "level": 0, "date": "2026-05-01"}],
            "offerings": [{"id": "o", "sourcing": "buy_open", "cost_per_seat": 100, "minutes_contact": 60,
                           "offering_competencies": [{"competency": "skill", "to_level": 2, "effectiveness": 0.5}]},
                          {"id": "p", "sourcing": "buy_open", "cost_per_seat": 10, "minutes_contact": 60,
                           "offering_competencies": [{"competency": "other", "to_level": 1, "effectiveness": 0.5}]}],
            "budgets": [{"id": "b", "owner": "central", "period": 2027, "setup": 250}]}


def gaps(harness):
    # e0…e9: levels 0 1 2 0 1 2 | 0 1 2 0; gaps in u: two of 0-2, two of 1-2; in v: two of 0-2, one of 1-2
    data = gaps_data()
    run = expect(harness, "needs from gaps, in groups", data, cost=21000)
    harness.equal("needs from gaps: mandatory first", run.seats().get(("p", "u/other/0-1/m/2027-06-30")), 1)
    covered = {need: seats for (_, need), seats in run.seats().items()}
    for need, (heads, _) in run.unmet().items():
        covered[need] = covered.get(need, 0) + heads
    harness.equal("needs from gaps: groups and heads", covered,
                  {"u/other/0-1/m/2027-06-30": 1, "u/skill/0-2": 2, "u/skill/1-2": 2, "v/skill/0-2": 2,
                   "v/skill/1-2": 1})
    harness.equal("needs from gaps: the largest gap first",
                  {need for offering, need in run.seats() if offering == "o"} - {"u/skill/0-2", "v/skill/0-2"}, set())
    for seed in (1, 2, 3):
        mixed = harness.run(shuffled(data, seed))
        harness.equal("needs from gaps: order of rows is irrelevant (%d)" % seed, mixed.content(), run.content())
    both = dict(data, needs=[dict(base()["needs"][0])])
    expect(harness, "written needs go before gaps", both, seats={("o", "n"): 2})
    again = expect(harness, "needs from gaps on request", both, manifest=manifest_with({"needs_from": "gaps"}))
    harness.equal("needs from gaps on request: the same", again.seats(), run.seats())
    zero = expect(harness, "unknown counts as 0 when the manifest says so", data,
                  manifest=manifest_with(gaps={"unknown": "zero"}))
    asked = sum(s for (_, n), s in zero.seats().items() if "/other/" in n) + sum(
        heads for need, (heads, _) in zero.unmet().items() if "/other/" in need)
    harness.equal("unknown counts as 0: everybody asks", asked, 10)


def periods(harness):
    names = {"year": ["2027"], "half": ["2027-H1", "2027-H2"],
             "quarter": ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"],
             "month": ["2027-%02d" % month for month in range(1, 13)]}
    for period, known in names.items():
        run = expect(harness, "period %s" % period, base(), seats={("o", "n"): 4}, cost=40000, value=4,
                     manifest=manifest_with({"period": period}))
        harness.check("period %s: its lines are in it" % period,
                      {line["period"] for line in run.offer["lines"]} <= set(known), str(run.offer["lines"]))
    later = base()
    later["offerings"][0]["available_from"] = "2027-04-15"
    expect(harness, "months: not before it is available", later, lines=[("o@2027-04", 4)],
           manifest=manifest_with({"period": "month"}))
    due = copy.deepcopy(later)
    due["needs"][0]["deadline"] = "2027-03-31"
    expect(harness, "months: available after the deadline is no help", due, seats={},
           unmet={"n": (4, "OUT_LEAD_TIME")}, manifest=manifest_with({"period": "month"}))
    limited = base()
    limited["offerings"][0].update(sourcing="buy_incompany", min_group=1, max_group=1, cost_per_seat=0,
                                   cost_per_session=10, sessions_max=1)
    limited["needs"][0]["deadline"] = "2027-06-30"
    limited["budgets"].append({"id": "c", "owner": "central", "period": 2027, "setup": 1000})
    expect(harness, "months: sessions are limited per quarter", limited, seats={("o", "n"): 2}, cost=2000,
           manifest=manifest_with({"period": "month"}))
    fiscal = dict(base(), periods=[{"id": "FY2027", "kind": "year", "starts_on": "2027-09-01", "ends_on": "2028-08-31"}])
    fiscal["budgets"][0]["period"] = "FY2027"
    fiscal["offerings"][0]["available_from"] = "2028-01-10"
    run = expect(harness, "a written fiscal year has quarters of its own", fiscal, seats={("o", "n"): 4}, cost=40000,
                 lines=[("o@FY2027-Q2", 4)], manifest=manifest_with({"period": "quarter"}, year="FY2027"))
    harness.equal("a written fiscal year is named", str(run.offer.get("year")), "FY2027")


def several_units(harness):
    data = {**base(), "employees": [{"id": "e%d" % i, "unit": "uv"[i % 2], "status": "active"} for i in range(5)]}
    need = data["needs"][0]
    del need["heads"], need["unit"]
    need["employees"] = ["e%d" % i for i in range(5)]
    data["budgets"] = [{"id": "bu", "unit": "u", "period": 2027, "setup": 200},
                       {"id": "bv", "unit": "v", "period": 2027, "setup": 1000}]
    run = expect(harness, "a need over two units: each pays for its own people", data, seats={("o", "n"): 4},
                 unmet={"n": (1, "OUT_BUDGET")}, cost=40000)
    harness.equal("a need over two units: seats by unit",
                  {s["unit"]: s["seats"] for l in run.offer["lines"] for s in l["served"]}, {"u": 2, "v": 2})
    harness.equal("a need over two units: its budgets", run.planned(), {"bu": 20000, "bv": 20000})
    names = [e for l in run.offer["lines"] for s in l["served"] for e in s.get("employees", [])]
    harness.check("a need over two units: four different people of it",
                  len(set(names)) == 4 and set(names) <= set(need["employees"]), str(names))
    for seed in (1, 2):
        harness.equal("a need over two units: order of rows is irrelevant (%d)" % seed,
                      harness.run(shuffled(data, seed)).content(), run.content())


def tasks(harness):
    for each in (nothing, money, mandatory, gaps, periods, several_units):
        yield lambda each=each: each(harness)
