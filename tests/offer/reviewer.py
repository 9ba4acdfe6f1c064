"""The ten checks that a reviewer can run from outside, one function for each, on the organisation with known
optima, on small ones made from seeds, and on those that have some of everything. Every plan that any of
them makes is recomputed besides (harness.py)."""
import copy
import csv
import datetime
import json
import os
import random
import signal
import subprocess
import sys
import time

import known
import organisations
import rich
from constraints import verify
from harness import MANIFEST, manifest_with, shuffled, solving
from properties import fixture, shortage, written

CLOSE = 1e-6
SEEDS = (1, 2)
RICH = (1, 6, 14, 24)


def cases(harness, seeds=SEEDS, others=RICH):
    """Name, data, manifest."""
    yield "fixture", fixture(harness), MANIFEST
    for seed in seeds:
        yield "made %d" % seed, organisations.make(seed), MANIFEST
    for seed in others:
        yield "rich %d" % seed, *rich.make(seed)


def exact(manifest, **params):
    """Solved to the end, and nobody's own time in the way: what is left over by names is no property of the optimum."""
    out = copy.deepcopy(manifest)
    out["rules"]["params"].update(gap=0, hours_max=0, **params)
    return out


def unlimited(data):
    out = copy.deepcopy(data)
    for each in out.get("employees", []):
        each.pop("minutes_max", None)
    return out


def generated(harness, people, seed):
    folder = harness.folder()
    subprocess.run([sys.executable, os.path.join(harness.root, "scripts", "generate"), str(people), str(seed), folder],
                   check=True, capture_output=True)
    return folder


def mix_rows(folder, seed):
    """The rows of every export in another order."""
    rnd = random.Random(seed)
    for name in sorted(os.listdir(os.path.join(folder, "data"))):
        path = os.path.join(folder, "data", name)
        with open(path, encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file))
        rnd.shuffle(rows)
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])


def check_1_same_bytes(harness):
    """Same data and seed twice: the same bytes; rows in another order: the same offer."""
    for name, data, manifest in cases(harness):
        name = "reviewer 1, %s: " % name
        base = harness.run(data, manifest=manifest)
        harness.check(name + "the same bytes twice", harness.run(data, manifest=manifest).raw == base.raw, base.told())
        for seed in (1, 2):
            mixed = harness.run(shuffled(data, seed), manifest=manifest)
            harness.equal(name + "rows in another order (%d)" % seed, mixed.content(), base.content())
    for seed in (1, 2):
        folder = generated(harness, 120, seed)
        base = harness.run_folder(folder)
        harness.check("reviewer 1, 120 people: the same bytes twice", harness.run_folder(folder).raw == base.raw)
        mix_rows(folder, seed)
        harness.equal("reviewer 1, 120 people, %d: exports in another order" % seed, harness.run_folder(folder).content(),
                      base.content())


def bound_holds(harness, name, run, best, data):
    if harness.check(name + "there is a plan", run.code in (0, 5) and "lines" in run.offer, run.told()):
        harness.check(name + "no value found later is above the bound",
                      shortage(data, run) > shortage(data, best) or run.offer["bound"] >= best.offer["value"] - CLOSE,
                      "%s, and %s was found" % (run.offer["bound"], best.offer["value"]))


def check_2_any_work(harness):
    """Ended after any amount of work: a plan that holds, and a bound that no later plan passes."""
    for name, data, manifest in cases(harness):
        data, manifest = unlimited(data), exact(manifest)
        best = harness.run(data, manifest=manifest)
        for work in (1, 3, 10, 40, 100, 400):
            run = harness.run(data, manifest=exact(manifest, work=work))
            bound_holds(harness, "reviewer 2, %s, work %d: " % (name, work), run, best, data)
    folder = generated(harness, 300, 1)
    runs = [harness.run_folder(folder, "--set", "params.work=%d" % work) for work in (1, 3, 10, 40)]
    best = max(run.offer["value"] for run in runs)
    harness.check("reviewer 2, 300 people: no value passes any bound", all(run.offer["bound"] >= best - CLOSE for run in runs),
                  str([(run.offer["value"], run.offer["bound"]) for run in runs]))


def check_2_terminated(harness):
    """SIGTERM in the middle: the process ends soon with 130, and what it prints is whole or nothing."""
    folder = generated(harness, 1000, 2)
    out = os.path.join(folder, "offer.json")
    for wait in (0.05, 0.4, 1.2):
        with open(out, "w", encoding="utf-8") as file:
            file.write("earlier")
        process = subprocess.Popen([harness.engine, "run", "-C", folder, "--format", "json", "-o", out, "--set", "params.gap=0"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(wait)
        process.send_signal(signal.SIGTERM)
        started = time.monotonic()
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        name = "reviewer 2, SIGTERM after %s s: " % wait
        harness.check(name + "it ends within seconds", time.monotonic() - started < 20, "%.1f s" % (time.monotonic() - started))
        harness.check(name + "exit 130, or by the signal before anything was begun", process.returncode in (130, -signal.SIGTERM),
                      str(process.returncode))
        with open(out, encoding="utf-8") as file:
            text = file.read()
        if text != "earlier":
            offer = json.loads(text)["data"].get("offer")
            breaches, _ = verify(folder, offer) if offer and "lines" in offer else ([], None)
            harness.equal(name + "what was written is a whole plan that holds", breaches, [])


def check_3_more_money(harness):
    """More money: bound and value never fall beyond the gap."""
    for name, data, manifest in cases(harness, others=(1, 14)):
        base = harness.run(data, manifest=manifest)
        gap = 1 + base.offer["gap"] + CLOSE
        for index, budget in enumerate(data["budgets"]):
            richer = copy.deepcopy(data)
            richer["budgets"][index]["setup"] = round(float(budget["setup"]) * 1.4) + 100
            run = harness.run(richer, manifest=manifest)
            told = "%s %s after %s %s" % (run.offer["value"], run.offer["bound"], base.offer["value"], base.offer["bound"])
            if shortage(data, run) == shortage(data, base):
                label = "reviewer 3, %s, more in %s: " % (name, budget["id"])
                harness.check(label + "the bound is not below the value before", run.offer["bound"] >= base.offer["value"] - CLOSE, told)
                harness.check(label + "the bound does not fall", run.offer["bound"] >= base.offer["bound"] / gap - CLOSE, told)
                harness.check(label + "the value does not fall", run.offer["value"] * (1 + run.offer["gap"] + CLOSE) >=
                              base.offer["value"] - CLOSE, told)
            else:
                harness.check("reviewer 3, %s: more money covers no fewer duties" % name,
                              shortage(data, run) < shortage(data, base), told)


def check_4_unused(harness):
    """Forbidding what is not used, and leaving it out of the catalogue: nothing changes."""
    for name, data, manifest in cases(harness):
        data, manifest = unlimited(data), exact(manifest)
        base = harness.run(data, manifest=manifest)
        if base.offer["status"] != "optimal":
            continue
        chosen = {line["offering"] for line in base.offer["lines"]}
        idle = sorted(each["id"] for each in data["offerings"] if each["id"] not in chosen)
        asked = {before for each in data["offerings"] for before in each.get("prerequisites", [])} | \
            {each.get("variant_of") for each in data["offerings"]} | {o for n in data["needs"] for o in n.get("offerings", [])}
        for one in idle[:2]:
            label = "reviewer 4, %s: %s " % (name, one)
            run = harness.run(data, manifest=manifest, script=solving("offer:forbid \"offering.id == '%s'\"" % one))
            harness.equal(label + "forbidden", run.decisions(), base.decisions())
            if one not in asked:
                fewer = dict(data, offerings=[each for each in data["offerings"] if each["id"] != one])
                harness.equal(label + "not there", harness.run(fewer, manifest=manifest).decisions(), base.decisions())


def check_5_locked(harness):
    """The plan fixed as it is: the same value."""
    for name, data, manifest in cases(harness, others=(1, 6, 14)):
        data, manifest = unlimited(data), exact(manifest)
        base = harness.run(data, manifest=manifest)
        if base.offer["status"] != "optimal" or any(s.get("step") for l in base.offer["lines"] for s in l["served"]):
            continue  # seats on the way to another one cannot be written as served
        run = harness.run(dict(data, plan_lines=written(base.offer["lines"])), manifest=manifest)
        if harness.check("reviewer 5, %s: it can be solved" % name, run.code == base.code and "value" in run.offer, run.told()):
            harness.equal("reviewer 5, %s: value and cost" % name, (round(run.offer["value"], 6), run.offer["cost"]),
                          (round(base.offer["value"], 6), base.offer["cost"]))


def twin(data):
    """Every employee and every budget twice; assessments with the person."""
    out = copy.deepcopy(data)
    out["employees"] += [dict(each, id=each["id"] + "-b") for each in data["employees"]]
    out["assessments"] += [dict(each, employee=each["employee"] + "-b") for each in data["assessments"]]
    out["budgets"] += [dict(each, id=each["id"] + "-b") for each in data["budgets"]]
    return out


def people_with_gaps(seed, groups):
    """Employees whose gaps are the needs; with `groups` in classes, else by the seat."""
    rnd = random.Random(seed)
    skills = ["a", "b", "c"]
    data = {"units": [{"id": "u"}, {"id": "v"}], "roles": [{"id": "r"}], "competencies": [{"id": each} for each in skills],
            "role_requirements": [{"role": "r", "competency": each, "required_level": 2, "criticality": rnd.randint(1, 5)}
                                  for each in skills],
            "employees": [{"id": "e%02d" % i, "unit": rnd.choice(["u", "v"]), "role": "r", "status": "active"} for i in range(24)],
            "offerings": [], "budgets": [{"id": "all", "owner": "central", "period": 2027, "setup": 3000},
                                         {"id": "u-own", "unit": "u", "period": 2027, "setup": 900},
                                         {"id": "v-own", "unit": "v", "period": 2027, "setup": 1100}]}
    data["assessments"] = [{"employee": each["id"], "competency": skill, "level": rnd.randint(0, 2), "date": "2026-05-01"}
                           for each in data["employees"] for skill in skills]
    for skill in skills:
        data["offerings"].append({"id": "open-" + skill, "sourcing": "buy_open", "cost_per_seat": rnd.choice([100, 150, 250]),
                                  "minutes_contact": "4h", "offering_competencies": [
                                      {"competency": skill, "to_level": 2, "effectiveness": 0.7}]})
        if groups:
            data["offerings"].append({"id": "class-" + skill, "sourcing": "buy_incompany", "cost_per_session": rnd.choice([400, 500]),
                                      "minutes_contact": "4h", "min_group": 2, "max_group": 4, "offering_competencies": [
                                          {"competency": skill, "to_level": 2, "effectiveness": 0.8}]})
    return data


def check_6_doubled(harness):
    """Every employee and budget twice: the bound doubles; exactly where whole groups and cents play no part."""
    for seed in range(1, 6):
        for groups, wide in ((False, 0.03), (True, 0.10)):
            data = people_with_gaps(seed, groups)
            one, two = harness.run(data), harness.run(twin(data))
            name = "reviewer 6, %d, %s: " % (seed, "classes" if groups else "seats")
            told = "%s %s after %s %s" % (two.offer.get("value"), two.offer.get("bound"), one.offer.get("value"), one.offer.get("bound"))
            if harness.check(name + "solved", one.code == 0 and two.code == 0, two.told()):
                harness.check(name + "at least two copies of the plan", two.offer["bound"] >= 2 * one.offer["value"] - CLOSE, told)
                harness.check(name + "the bound doubles", abs(two.offer["bound"] / one.offer["bound"] - 2) <= 2 * wide, told)


def check_7_instances(harness):
    """Public problems through the Lua interface: two small ones here, all of them in tests/or."""
    folder = os.environ.get("OR_INSTANCES") or (os.path.join(os.environ["LDE_CORPUS"], "or-instances")
                                                if os.environ.get("LDE_CORPUS") else None)
    if not folder or not os.path.isdir(folder):
        print("reviewer 7: OR_INSTANCES names no folder; no public problem was solved here")
        return
    os.environ["LDENGINE"] = harness.engine
    sys.path.insert(0, os.path.join(harness.root, "tests", "or"))
    import instances
    for wanted in (("gap1-0.txt", 0), ("cap61.txt", 0)):
        each = next(one for one in instances.INSTANCES if (one[0], one[2]) == wanted)
        harness.equal("reviewer 7, %s" % each[0], instances.wrong_with(folder, each)[0], None)


WHY_NOT = """
local base = require("ld.offer")():solve { gap = 0 }
local text, numbers = base:why_not("%s")
local other = require("ld.offer")()
other:subject_to("it is in", ld.seats { offering = "%s" }:at_least(1))
local forced = other:solve { gap = 0 }
return { text = text, value = base.value, gap = base.gap, difference = type(numbers) == "table" and numbers.difference or nil,
         forced = forced.value, forced_gap = forced.gap, status = forced.status }
"""


def check_8_why_not(harness):
    """What why_not says that forcing something in costs is what another offer costs in which it is forced in."""
    seen = 0
    for name, data, manifest in cases(harness, others=(14,)):
        data, manifest = unlimited(data), exact(manifest)
        base = harness.run(data, manifest=manifest)
        chosen = {line["offering"] for line in base.offer["lines"]}
        for one in sorted(each["id"] for each in data["offerings"] if each["id"] not in chosen)[:2]:
            run = harness.run(data, manifest=manifest, script=WHY_NOT % (one, one))
            said = run.envelope["data"].get("result")
            label = "reviewer 8, %s: %s: " % (name, one)
            if not harness.check(label + "an answer", isinstance(said, dict), run.told()) or "difference" not in said or \
                    said["status"] == "infeasible":
                continue
            seen += 1
            slack = CLOSE + abs(said["value"]) * said["gap"] + abs(said["forced"]) * said["forced_gap"]
            harness.check(label + "the loss is that of the forced offer",
                          abs(said["difference"] - (said["forced"] - said["value"])) <= slack, str(said))
            harness.check(label + "it is a loss", said["difference"] <= slack, str(said))
    harness.check("reviewer 8: several losses were compared", seen >= 3, str(seen))


def closed_form(data):
    """What lapses and what is short in 2027, from the data alone."""
    quarters = [[0, 0] for _ in range(4)]
    active = {each["id"]: each for each in data["employees"] if each["status"] == "active"}
    newest = {}
    for row in data.get("credentials", []):
        key = row["employee"], row["credential_type"]
        newest[key] = max(newest.get(key, ""), row["expires_on"])
    for (person, kind), day in newest.items():
        if person in active and day.startswith("2027"):
            quarter = (int(day[5:7]) - 1) // 3
            quarters[quarter][0] += 1
            quarters[quarter][1] += any(row["credential_type"] == kind and row["role"] == active[person]["role"]
                                        for row in data["compliance_requirements"])
    money = sum(round(float(each["setup"]) * 100) for each in data["budgets"])
    due = [sum(1 for need in data["needs"] if need.get("deadline", "")[:4] == "2027" and
               (int(need["deadline"][5:7]) - 1) // 3 == quarter) for quarter in range(4)]
    return {"lapsing": [each[0] for each in quarters], "obliged": [each[1] for each in quarters], "money": money, "due": due}


def check_9_nothing(harness):
    """Doing nothing is the closed form: no seat, no cost, every duty uncovered, and what lapses meanwhile."""
    for seed in RICH:
        data, manifest = rich.make(seed)
        run = harness.run(data, "--scenarios", manifest=manifest)
        name = "reviewer 9, rich %d: " % seed
        rows = {row["name"]: row for row in run.envelope["data"].get("scenarios", [])}
        told = run.envelope["data"].get("do_nothing")
        if not harness.check(name + "there is an answer", "nothing" in rows and told, run.told()):
            continue
        nothing, wanted = rows["nothing"], closed_form(data)
        duties = sum(len(need["employees"]) for need in data["needs"] if need["lane"] == "mandatory")
        harness.equal(name + "the row of the table", (nothing["value"], nothing["cost"], nothing["seats"], nothing["people"],
                                                      nothing["mandatory_shortfall"]), (0, 0, 0, 0, duties))
        harness.equal(name + "certificates", ([q["lapsing"] for q in told["quarters"]], [q["obliged"] for q in told["quarters"]]),
                      (wanted["lapsing"], wanted["obliged"]))
        harness.equal(name + "needs whose date passes", [q["needs_due"] for q in told["quarters"]], wanted["due"])
        harness.equal(name + "money that stays", (told["available"], told["unused"]), (wanted["money"], wanted["money"]))


def tasks(harness):
    for each in (check_1_same_bytes, check_2_any_work, check_2_terminated, check_3_more_money, check_4_unused, check_5_locked,
                 check_6_doubled, check_7_instances, check_8_why_not, check_9_nothing):
        yield lambda each=each: each(harness)
