"""Plans with names against all plans with names. Organisations so small that everything each person can take can be
listed: money and time bind, one course is held in groups, one need is climbed in two steps. What is best is worked
out here; the engine may not be above it, nor its bound below it."""
import itertools
import os
import random
import subprocess
import tempfile

from harness import manifest_with

NEEDS = ("climb", "group", "talk")
TAUGHT = {"step": "climb", "top": "climb", "class": "group", "alone": "group", "short": "talk", "long": "talk"}


def make(seed):
    rnd = random.Random(seed * 104729)
    names = ["e%d" % i for i in range(rnd.randint(3, 5))]
    hours = {each: rnd.randint(2, 7) for each in TAUGHT}
    price = {each: rnd.randint(1, 4) * 50 for each in TAUGHT}
    sure = {each: rnd.choice([0.5, 0.7, 0.9]) for each in TAUGHT}
    price["class"] = 0
    most = {each: rnd.randint(5, 14) for each in names}
    members = {need: sorted(rnd.sample(names, rnd.randint(2, len(names)))) for need in NEEDS}
    worth = {need: rnd.randint(1, 5) for need in NEEDS}
    session, money = rnd.randint(1, 4) * 50, rnd.randint(2, 16) * 50
    teaches = {"step": (0, 1), "top": (1, 2)}
    offerings = []
    for each, need in TAUGHT.items():
        low, high = teaches.get(each, (0, 1))
        offerings.append({"id": each, "sourcing": "buy_open", "cost_per_seat": price[each], "minutes_contact": "%dh" % hours[each],
                          "offering_competencies": [{"competency": need, "from_level": low, "to_level": high, "effectiveness": sure[each]}]})
    offerings[2].update(sourcing="buy_incompany", min_group=2, max_group=3, cost_per_session=session)
    data = {"employees": [{"id": each, "status": "active", "minutes_max": "%dh" % most[each]} for each in names],
            "competencies": [{"id": each} for each in NEEDS], "offerings": offerings,
            "budgets": [{"id": "all", "owner": "central", "period": 2027, "setup": money}],
            "needs": [{"id": need, "employees": members[need], "lane": "core", "priority": worth[need],
                       "need_competencies": [{"competency": need, "from_level": 0, "to_level": 2 if need == "climb" else 1}]}
                      for need in NEEDS]}
    return data, (names, hours, price, sure, most, members, worth, session, money)


def ways(facts, name):
    """All that somebody can take: what it is worth, what it costs, and whether it is a seat in the group."""
    _, hours, price, sure, most, members, worth, _, _ = facts
    choices = {"climb": [(), ("step",), ("step", "top")], "group": [(), ("class",), ("alone",)], "talk": [(), ("short",), ("long",)]}
    out = set()
    for taken in itertools.product(*(choices[need] if name in members[need] else [()] for need in NEEDS)):
        seats = [each for group in taken for each in group]
        if sum(hours[each] for each in seats) > most[name]:
            continue
        value = sum(worth[TAUGHT[each]] * sure[each] * (0.5 if TAUGHT[each] == "climb" else 1) for each in seats)
        out.add((round(value, 6), sum(price[each] for each in seats), seats.count("class")))
    return out


def best(facts):
    """The best value of all plans: person by person, for each amount of money and of seats in the group."""
    names, session, money = facts[0], facts[7], facts[8]
    reached = {(0, 0): 0.0}
    for name in names:
        after = {}
        for (cost, group), value in reached.items():
            for more, price, seat in ways(facts, name):
                key = cost + price, group + seat
                if key[0] <= money and after.get(key, -1) < value + more:
                    after[key] = value + more
        reached = after
    top = 0
    for (cost, group), value in reached.items():
        groups = next((s for s in range(3) if 2 * s <= group <= 3 * s), None)
        if groups is not None and cost + groups * session <= money:
            top = max(top, value)
    return top


def one(harness, seed, found):
    data, facts = make(seed)
    top = best(facts)
    run = harness.run(data, manifest=manifest_with())
    name = "names %d: " % seed
    if not harness.equal(name + "exit", run.code, 0):
        return
    offer = run.offer
    harness.check(name + "no plan with names is better than the best of all", offer["value"] <= top + 1e-6, "%s %s" % (offer["value"], top))
    harness.check(name + "the bound holds for the best of all", offer["bound"] >= top - 1e-6, "%s %s" % (offer["bound"], top))
    harness.check(name + "every seat has a name",
                  all(len(s.get("employees", [])) == s["seats"] for l in offer["lines"] for s in l["served"]), str(offer["lines"]))
    found.append((abs(offer["value"] - top) < 1e-6, bool(offer.get("rejected"))))


def against_all(harness):
    found = []
    for seed in range(1, 61):
        one(harness, seed, found)
    same, short = sum(each for each, _ in found), sum(each for _, each in found)
    print("names: the best of all plans in %d of %d, of which %d turn somebody away" % (same, len(found), short))
    harness.check("names: the best of all plans in nine of ten", 10 * same >= 9 * len(found), "%d of %d" % (same, len(found)))
    harness.check("names: time is short in some", short >= 10, str(short))


def tight(harness, people, seed, hours, gap):
    """Organisations in which most people have too little time for what they need: there is a name on every
    seat, nothing is left to be told, and the plan is near to the best that has names. That nobody learns longer than there
    is time is recomputed like all else."""
    name = "names %d people, seed %d, %d hours: " % (people, seed, hours)
    with tempfile.TemporaryDirectory() as path:
        subprocess.run([os.path.join(harness.root, "scripts", "generate"), str(people), str(seed), path], check=True)
        run = harness.run_folder(path, os.path.join(harness.root, "rules", "offer.lua"), "--set", "params.hours_max=%d" % hours,
                                 "--set", "params.work=100")
    harness.check(name + "exit", run.code in (0, 5), str(run.code))
    harness.check(name + "every seat has a name", all(len(s.get("employees", [])) == s["seats"] for l in run.offer["lines"] for s in l["served"]),
                  str(run.offer.get("notes")))
    harness.check(name + "time is short", len(run.offer["rejected"]) >= people // 20, str(len(run.offer["rejected"])))
    harness.check(name + "nothing is left to be told", len(run.offer.get("notes", [])) < 2, str(run.offer.get("notes")))
    harness.check(name + "the gap after naming", run.offer["gap"] <= gap, str(run.offer["gap"]))


def tasks(harness):
    yield lambda: against_all(harness)
    yield lambda: tight(harness, 250, 1, 16, 0.06)
    yield lambda: tight(harness, 250, 2, 30, 0.08)
