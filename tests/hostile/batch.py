"""One `check` over a project for each file of the hostile Lua corpus, as its rule, with good projects in between, in
random orders: what is found in the good ones is, byte for byte, what is found when they are checked alone, and what
is said of each hostile one is the same in every order.

  batch.py [--orders N] [--seed N] [--steps N]"""
import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORPUS = os.environ.get("LDE_CORPUS", os.path.join(ROOT, "..", "shared", "corpus"))
PROGRAM = os.environ.get("LDENGINE", ROOT + "/build/release/bin/ldengine")
GOOD = 10
JOBS = (1, 2, 4)


def project(name, rule, plan):
    os.makedirs(name + "/rules")
    with open(name + "/ldengine.yaml", "w", encoding="utf-8") as file:
        file.write("ldengine: 1\norganisation: {id: %s, name: %s, country: NL, currency: EUR, language: en}\n"
                   "year: 2027\nsources: [plan.yaml]\nrules: {packs: [], files: [rules/*.lua]}\n" % (name, name))
    with open(name + "/plan.yaml", "w", encoding="utf-8") as file:
        file.write(plan)
    with open(name + "/rules/own.lua", "wb") as file:
        file.write(rule)


def good_rule(number):
    """Leans on what a neighbour might spoil: order of keys, sorting, texts, random numbers, memory, globals."""
    return ('''if leaked or string.leaked or table.leaked or math.leaked then error("something was left here") end
leaked, string.leaked = true, true
local order, sum = {}, 0
for i = 1, %d do order[("k%%d"):format(i * 7919 %% 1009)] = i end
local text = {}
for key, value in pairs(order) do text[#text + 1] = key .. value end
table.sort(text, function(a, b) return #a < #b end)
for i = 1, 2000 do sum = (sum * 31 + math.random(1000)) %% 1000003 end
local all = table.concat(text, ",")
return ld.rule { id = "own/x", severity = "error", title = "t", each = "goals", at = "id",
  check = function(row) return true end, message = "{label} " .. #all .. " " .. sum .. " " .. all:sub(1, 200):gsub("[{}]", "") }
''' % (50 + 37 * number)).encode()


def check(names, steps, jobs):
    """By folder: what was found in it, as bytes, and what was said of it."""
    done = subprocess.run([PROGRAM, "check", *names, "--format", "json", "--jobs", str(jobs), "--limit", "steps=%d" % steps,
                           "--limit", "time=3s"], capture_output=True, timeout=3000, stdin=subprocess.DEVNULL)
    assert done.returncode in (0, 1, 4, 6), (done.returncode, done.stderr[:500])
    assert b"ESCAPED" not in done.stdout + done.stderr, "escaped"
    answer = json.loads(done.stdout)
    found = {one["folder"]: json.dumps(one, sort_keys=True) for one in answer["data"]["organisations"]}
    for one in answer["diagnostics"]:
        folder = (one["file"] or "").split("/")[0]
        found[folder] = found.get(folder, "") + "\n" + json.dumps(one, sort_keys=True)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=1000000)
    options = parser.parse_args()
    hostile = os.path.join(CORPUS, "hostile-lua")
    if not os.path.isdir(hostile):
        print("skipped: no corpus at %s\n0 passed, 0 failed" % CORPUS)
        return 0
    draw = random.Random(options.seed)
    folder = tempfile.mkdtemp()
    began = time.monotonic()
    failed = 0
    try:
        os.chdir(folder)
        bad, good = [], []
        for name in sorted(os.listdir(hostile)):
            if name.endswith(".lua"):
                with open(os.path.join(hostile, name), "rb") as file:
                    project("h-" + name[:-4].replace("_", "-"), file.read(), "goals:\n  - {id: g, label: x}\n")
                bad.append("h-" + name[:-4].replace("_", "-"))
        for number in range(GOOD):
            name = "good-%d" % number
            project(name, good_rule(number), "goals:\n" + "".join("  - {id: g%d, label: Goal %d}\n" % (i, i) for i in range(20 + number)))
            good.append(name)
        # Alone: a batch of one is none, so each good one is checked as if it were somebody else's.
        alone = {}
        for name in good:
            alone.update(check([name, "--isolate"], options.steps, 1))
        assert all('"message"' in alone[name] for name in good), "nothing is found in the good ones"
        first = None
        for turn in range(options.orders):
            names = bad + good
            draw.shuffle(names)
            found = check(names, options.steps, JOBS[turn % len(JOBS)])
            spoilt = [name for name in good if found.get(name) != alone[name]]
            first = first or found
            others = [name for name in bad if found.get(name) != first.get(name)]
            missing = [name for name in names if name not in found]
            if spoilt or others or missing:
                failed += 1
                print("FAILED order %d of seed %d: spoilt %s, different %s, missing %s" % (turn, options.seed, spoilt, others, missing))
                for name in (spoilt + others)[:2]:
                    print(" ", (alone if name in alone else first).get(name), "\n ", found.get(name))
    finally:
        os.chdir("/")
        shutil.rmtree(folder)
    print("batches: %d hostile projects and %d good ones in %d random orders (%s jobs), %d differing, %.0f s"
          % (len(bad), len(good), options.orders, ", ".join(str(jobs) for jobs in JOBS[:options.orders]), failed, time.monotonic() - began))
    print("%d passed, %d failed" % (options.orders - failed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
