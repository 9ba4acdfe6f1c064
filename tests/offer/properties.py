"""What must not change an offer, and in which direction it may move, on the known organisation and on
small ones made from seeds."""
import copy

import known
import organisations
from check_offer import Checker, read_project
from harness import manifest_with, shuffled, solving

SEEDS = range(1, 15)
CLOSE = 1e-6


def near(a, b):
    return abs(a - b) <= CLOSE * max(1, abs(a), abs(b))


def typed(value):
    """Written scalars are texts in what the checker reads; JSON wants numbers to be numbers."""
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return value


def fixture(harness):
    return {entity: typed(rows) for entity, rows in read_project(known.folder(harness))[1].items()}


def same_bytes(harness, name, data, base):
    again = harness.run(data)
    harness.check(name + "two runs give the same bytes", again.raw == base.raw, again.told())
    there = harness.run(data, environment={"TZ": "Pacific/Chatham", "LC_ALL": "nl_NL.UTF-8", "LANG": "tr_TR.UTF-8"})
    harness.check(name + "same bytes elsewhere", there.raw == base.raw, there.told())
    for seed in (1, 2):
        mixed = harness.run(shuffled(data, seed))
        harness.equal(name + "order of rows is irrelevant (%d)" % seed, mixed.content(), base.content())


def more_money(harness, name, data, base):
    for index, budget in enumerate(data["budgets"]):
        richer = copy.deepcopy(data)
        richer["budgets"][index]["setup"] = float(budget["setup"]) + 300 + 200 * index
        run = harness.run(richer)
        if not harness.check(name + "more money in %s can be solved" % budget["id"], run.code in (0, 5), run.told()):
            continue
        harness.check(name + "more money in %s never lowers the value" % budget["id"],
                      shortage(data, run) < shortage(data, base) or
                      (shortage(data, run) == shortage(data, base) and
                       run.offer["value"] >= base.offer["value"] - CLOSE),
                      "%s after %s" % (run.offer["value"], base.offer["value"]))


def shortage(data, run):
    mandatory = {need["id"] for need in data["needs"] if need["lane"] == "mandatory"}
    return sum(heads for need, (heads, _) in run.unmet().items() if need in mandatory)


def written(lines):
    """Lines of an offer as an earlier plan, all of it fixed."""
    return [{"id": "earlier%d" % number, "offering": line["offering"], "lane": line["lane"], "period": line["period"],
             "seats_planned": line["seats"], "sessions_planned": line["sessions"], "decision": "locked_in",
             "served": [{"need": s["need"], "seats": s["seats"]} for s in line["served"]]}
            for number, line in enumerate(lines)]


def locks(harness, name, data, base):
    """What is chosen of one offering, fixed by a script and as lines of the plan; then the whole plan.
    The lanes of one period share sessions, so they are fixed together."""
    lines = base.offer["lines"]
    for offering in sorted({line["offering"] for line in lines})[-2:]:
        of_it = [line for line in lines if line["offering"] == offering]
        by_script = harness.run(data, script=solving(
            "offer:lock('%s', { seats = %d, sessions = %d, period = '%s' })" %
            (offering, sum(l["seats"] for l in of_it), sum(l["sessions"] for l in of_it), of_it[0]["period"])))
        if harness.check(name + "a lock by script can be solved", by_script.code == base.code, by_script.told()):
            harness.equal(name + "locking what is chosen changes nothing", by_script.decisions(), base.decisions())
            harness.equal(name + "a locked line says so", {l["reason"] for l in by_script.offer["lines"]
                                                           if l["offering"] == offering}, {"IN_LOCK"})
        by_data = harness.run(dict(data, plan_lines=written(of_it)))
        if harness.check(name + "locked plan lines can be solved", by_data.code == base.code, by_data.told()):
            harness.equal(name + "locked plan lines change nothing", by_data.decisions(), base.decisions())
    whole = harness.run(dict(data, plan_lines=written(lines)))
    if harness.check(name + "a plan locked whole can be solved", whole.code == base.code, whole.told()):
        harness.equal(name + "a plan locked whole stays as it is", whole.decisions(), base.decisions())


def unused(harness, name, data, base):
    chosen = {line["offering"] for line in base.offer["lines"]}
    idle = sorted(o["id"] for o in data["offerings"] if o["id"] not in chosen)
    if not idle:
        return
    fewer = dict(data, offerings=[o for o in data["offerings"] if o["id"] != idle[0]])
    harness.equal(name + "dropping an unused offering changes nothing", harness.run(fewer).decisions(),
                  base.decisions())
    forbidden = harness.run(data, script=solving("offer:forbid \"offering.id == '%s'\"" % idle[-1]))
    if harness.check(name + "forbidding can be solved", forbidden.code == base.code, forbidden.told()):
        harness.equal(name + "forbidding an unused offering changes nothing", forbidden.decisions(), base.decisions())


def scaled(harness, name, data, base):
    for factor in (3, 0.5):
        other = copy.deepcopy(data)
        for need in other["needs"]:
            need["priority"] = float(need["priority"]) * factor
        got, wanted = harness.run(other).decisions(), base.decisions()
        value, before = got.pop("value"), wanted.pop("value")
        harness.equal(name + "priorities times %s change no decision" % factor, got, wanted)
        harness.check(name + "priorities times %s scale the value" % factor, near(value, before * factor),
                      "%s of %s" % (value, before))


def doubled(harness, name, data, base):
    """Everything twice holds at least two copies of the plan, and fixed costs are paid once."""
    twice = copy.deepcopy(data)
    for need in twice["needs"]:
        need["heads"] = 2 * int(need["heads"])
    for budget in twice["budgets"]:
        budget["setup"] = 2 * float(budget["setup"])
    for unit in twice["units"]:
        if "minutes_max" in unit:
            unit["minutes_max"] = "%dh" % (2 * int(unit["minutes_max"].rstrip("h")))
    run = harness.run(twice)
    if shortage(twice, run) < 2 * shortage(data, base):
        return
    harness.check(name + "twice everything is worth twice as much at least",
                  run.offer["value"] >= 2 * base.offer["value"] - CLOSE,
                  "%s after %s" % (run.offer["value"], base.offer["value"]))
    harness.check(name + "and its bound too", run.offer["bound"] >= 2 * base.offer["value"] - CLOSE,
                  "%s after %s" % (run.offer["bound"], base.offer["value"]))


def little_work(harness, name, data, base):
    """A search that is cut off leaves a plan that holds, and a bound that is no less than the best."""
    for work in (1, 7):
        path = harness.write(data, manifest_with({"work": work}))
        run = harness.run_folder(path)
        if harness.check(name + "work %d gives a plan" % work, run.code in (0, 5) and run.offer, run.told()):
            checked(harness, name + "work %d: " % work, path, run)
            harness.check(name + "work %d: the bound holds" % work,
                          run.offer["bound"] >= base.offer["value"] - CLOSE or shortage(data, run) > shortage(data, base),
                          "%s below %s" % (run.offer["bound"], base.offer["value"]))


def checked(harness, name, folder, base):
    harness.equal(name + "an independent recomputation agrees", Checker(folder, base.offer).run(), [])


def all_of(harness, name, data):
    """The offer of the data, after all has been tried with it."""
    path = harness.write(data)
    base = harness.run_folder(path)
    if not harness.check(name + "solved to the end", base.code in (0, 5) and base.offer.get("status") == "optimal",
                         base.told()):
        return base
    checked(harness, name, path, base)
    for each in (same_bytes, more_money, locks, unused, scaled, doubled, little_work):
        each(harness, name, data, base)
    return base


def known_one(harness):
    all_of(harness, "fixture: ", fixture(harness))


def made_one(harness, seed):
    name = "made %d: " % seed
    data = organisations.make(seed)
    base = all_of(harness, name, data)
    if base.offer:
        harness.check(name + "value is the sum over seats",
                      near(base.offer["value"], organisations.value_of(data, base.offer)), base.offer["value"])


def mandatory_shortage(harness):
    """What binds is named, the offer is still printed, and the exit code is 5."""
    def with_change(change):
        data = fixture(harness)
        change(data)
        return data

    def no_money(data):
        data["budgets"][0]["setup"] = 1500

    def no_time(data):
        data["units"][0]["minutes_max"] = "40h"

    def no_group(data):
        data["offerings"][0].update(min_group=20, max_group=30)

    def too_late(data):
        data["offerings"][0]["lead_time_days"] = 800

    def no_offering(data):
        data["offerings"] = data["offerings"][1:]
        for need in data["needs"][:2]:
            del need["offerings"]
            need["need_competencies"] = [{"competency": "digital", "from_level": 1, "to_level": 3}]

    # 10 and 4 heads in groups of 4 to 12
    for change, uncovered, reasons in ((no_money, 2, {"OUT_BUDGET"}), (no_time, 5, {"OUT_TIME_CAP"}),
                                       (no_group, 14, {"OUT_MIN_GROUP"}), (too_late, 14, {"OUT_LEAD_TIME"}),
                                       (no_offering, 14, {"OUT_NO_OFFERING"})):
        name = "mandatory shortage, %s: " % change.__name__
        run = harness.run(with_change(change))
        harness.equal(name + "exit", run.code, 5)
        short = {n: u for n, u in run.unmet().items() if n in ("N1", "N2")}
        harness.equal(name + "heads", sum(heads for heads, _ in short.values()), uncovered)
        harness.equal(name + "what binds", {reason for _, reason in short.values()}, reasons)
        harness.check(name + "the rest is planned", bool(run.offer.get("lines")), run.told())


def strategy_and_need(harness):
    """λ 1 counts goals only, λ 0 what teams miss only; both worked out by hand."""
    data = {"units": [{"id": "u"}], "competencies": [{"id": "wanted"}, {"id": "missed"}],
            "goals": [{"id": "g", "weight": 1, "status": "active"}],
            "needs": [{"id": "goal", "unit": "u", "heads": 4, "goal": "g",
                       "need_competencies": [{"competency": "wanted", "to_level": 1}]},
                      {"id": "gap", "unit": "u", "heads": 4,
                       "need_competencies": [{"competency": "missed", "to_level": 4}]}],
            "offerings": [{"id": "w", "sourcing": "buy_open", "cost_per_seat": 100, "minutes_contact": 60,
                           "offering_competencies": [{"competency": "wanted", "to_level": 1, "effectiveness": 0.5}]},
                          {"id": "m", "sourcing": "buy_open", "cost_per_seat": 100, "minutes_contact": 60,
                           "offering_competencies": [{"competency": "missed", "to_level": 4, "effectiveness": 0.5}]}],
            "budgets": [{"id": "b", "unit": "u", "period": 2027, "setup": 400}]}
    # pull is levels per person: 1 against 4, so 0.25 and 1; push is 1 and 0
    for share, seats, value in ((1, {("w", "goal"): 4}, 2), (0, {("m", "gap"): 4}, 2),
                                (0.4, {("m", "gap"): 4}, 1.2), (0.5, {("w", "goal"): 4}, 1.25)):
        run = harness.run(data, manifest=manifest_with({"lambda": share}))
        name = "lambda %s: " % share
        harness.equal(name + "seats", run.seats(), seats)
        harness.check(name + "value", near(run.offer.get("value", -1), value), run.told())


def tasks(harness):
    yield lambda: known_one(harness)
    for seed in SEEDS:
        yield lambda seed=seed: made_one(harness, seed)
    yield lambda: mandatory_shortage(harness)
    yield lambda: strategy_and_need(harness)
