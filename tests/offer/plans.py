"""Whole plans, recomputed by tests/tools/check_offer.py: the examples and a made organisation of 2,000.
And the checker itself: a plan in which one figure is changed must not pass."""
import copy
import os
import subprocess
import sys

import known
from check_offer import Checker

PROJECTS = ("gemeente", "ziekenhuis", "zorgregio")


def check_plan(harness, name, folder):
    run = harness.run_folder(folder, "--set", "params.work=40")  # any plan has to be right, not only the best
    if not harness.equal(name + ": exit", run.code, 0):
        print("  " + run.told())
        return
    offer = run.offer
    checker = Checker(folder, offer)
    breaches = checker.run()
    harness.check(name + ": an independent recomputation agrees", not breaches, "\n  ".join(breaches[:12]))
    harness.check(name + ": something is planned and counted",
                  len(offer["lines"]) > 4 and checker.counted["heads"] > 4 and checker.counted["budgets"] > 1,
                  str(dict(checker.counted)))
    harness.check(name + ": the bound is no less than the value, and the status fits the gap",
                  offer["bound"] >= offer["value"] - 1e-6 and
                  offer["status"] == ("within_gap" if 0 < offer["gap"] <= 0.01 else
                                      "optimal" if offer["gap"] <= 0 else "feasible"),
                  "%s %s %s %s" % (offer["status"], offer["value"], offer["bound"], offer["gap"]))


def check_generated(harness):
    folder = harness.folder()
    subprocess.run([sys.executable, os.path.join(harness.root, "scripts", "generate"), "2000", "1", folder],
                   check=True)
    check_plan(harness, "made, 2,000 people", folder)


def corrupted(harness):
    """Each change alone is told."""
    folder = known.folder(harness)
    good = harness.run_folder(folder).offer
    harness.equal("checker: the plan as it is passes", Checker(folder, copy.deepcopy(good)).run(), [])

    def line(offer, name):
        return next(each for each in offer["lines"] if each["offering"] == name)

    def cost(offer):
        line(offer, "O2")["cost"] += 1

    def whole_cost(offer):
        offer["cost"] -= 100

    def funding(offer):
        line(offer, "O2")["funding"][0]["amount"] -= 1

    def payer(offer):
        line(offer, "O2")["funding"][0]["budget"] = "central"

    def seats(offer):
        line(offer, "O4")["seats"] += 1

    def group(offer):
        line(offer, "O4")["seats"] += 1
        line(offer, "O4")["served"][0]["seats"] += 1

    def small_group(offer):
        line(offer, "O4")["sessions"] += 3

    def heads(offer):
        offer["unmet"][0]["heads"] += 1

    def same_head_twice(offer):
        line(offer, "O6")["served"][0]["seats"] += 5

    def planned(offer):
        offer["budgets"][0]["planned"] += 100

    def overspent(offer):
        each = line(offer, "O4")
        each["sessions"] += 2
        each["cost"] += 2 * 220000
        each["funding"][0]["amount"] += 2 * 220000
        offer["cost"] += 2 * 220000
        offer["budgets"][0]["planned"] += 2 * 220000

    def wrong_offering(offer):
        line(offer, "O5")["served"][0]["need"] = "N5"

    def unknown_unit(offer):
        line(offer, "O5")["served"][0]["unit"] = "Z"

    for change in (cost, whole_cost, funding, payer, seats, group, small_group, heads, same_head_twice, planned,
                   overspent, wrong_offering, unknown_unit):
        bad = copy.deepcopy(good)
        change(bad)
        harness.check("checker: it tells of %s" % change.__name__, Checker(folder, bad).run() != [])


def tasks(harness):
    yield lambda: check_generated(harness)
    for name in PROJECTS:
        yield lambda name=name: check_plan(harness, "examples/" + name,
                                           os.path.join(harness.root, "examples", name))
    yield lambda: corrupted(harness)
