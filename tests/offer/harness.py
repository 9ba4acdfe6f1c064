"""Running the engine on project folders made here, and counting what passes.

A project is a manifest and a dictionary of entities, written as JSON, which is YAML too. Folders live
in one temporary folder of the suite, which goes away with it."""
import collections
import copy
import json
import os
import random
import re
import shutil
import subprocess
import threading

from constraints import verify

MANIFEST = {"ldengine": 1,
            "organisation": {"id": "test", "name": "Test", "country": "NL", "currency": "EUR", "language": "en"},
            "year": 2027, "today": "2026-11-01", "sources": ["data.yaml"],
            "rules": {"params": {"period": "year", "gap": 0}}}


DATE = re.compile(r'"(\d{4}-\d\d-\d\d)"')  # a quoted date is a text


class Outcome:
    """What one run said: exit code, the bytes, the envelope and the offer in it."""

    def __init__(self, process):
        self.code = process.returncode
        self.raw = process.stdout
        self.errors = process.stderr.decode("utf-8", "replace")
        try:
            self.envelope = json.loads(self.raw)
        except ValueError:
            self.envelope = {"diagnostics": [], "data": {}}
        self.offer = self.envelope["data"].get("offer") or {}

    def decisions(self):
        """All of the offer that the search decides, with reasons and prices left aside."""
        lines = [{key: line[key] for key in ("id", "sessions", "seats", "cost", "lane", "served", "funding")}
                 for line in self.offer["lines"]]
        return {"status": self.offer["status"], "value": self.offer["value"], "cost": self.offer["cost"],
                "lines": lines, "unmet": [(u["need"], u["heads"]) for u in self.offer["unmet"]],
                "budgets": [(b["budget"], b["planned"], b["left"]) for b in self.offer["budgets"]]}

    def content(self):
        """The whole offer but the digests of the files it came from."""
        return json.dumps({k: v for k, v in self.offer.items() if k != "provenance"}, sort_keys=True)

    def seats(self):
        """Seats by offering and need."""
        out = {}
        for line in self.offer["lines"]:
            for served in line["served"]:
                key = line["offering"], served["need"]
                out[key] = out.get(key, 0) + served["seats"]
        return out

    def sessions(self):
        out = {}
        for line in self.offer["lines"]:
            out[line["offering"]] = out.get(line["offering"], 0) + line["sessions"]
        return out

    def planned(self):
        return {b["budget"]: b["planned"] for b in self.offer["budgets"]}

    def unmet(self):
        return {u["need"]: (u["heads"], u["reason"]) for u in self.offer["unmet"]}

    def told(self):
        return "exit %d, %s" % (self.code, self.raw[:600].decode("utf-8", "replace") + self.errors[:400])


class Harness:
    def __init__(self, root, engine, temporary):
        self.root, self.engine, self.temporary = root, engine, temporary
        self.passed = self.failed = self.folders = 0
        self.lock = threading.Lock()
        self.plans, self.looked_at = 0, collections.Counter()

    def check(self, name, holds, told=""):
        with self.lock:
            if holds:
                self.passed += 1
            else:
                self.failed += 1
                print("FAILED %s\n  %s" % (name, told), flush=True)
        return holds

    def equal(self, name, got, wanted):
        return self.check(name, got == wanted, "got    %r\n  wanted %r" % (got, wanted))

    def folder(self):
        with self.lock:
            self.folders += 1
            path = os.path.join(self.temporary, "project-%d" % self.folders)
        os.makedirs(path)
        return path

    def write(self, data, manifest=None, script=None):
        path = self.folder()
        manifest = manifest or MANIFEST
        with open(os.path.join(path, "ldengine.yaml"), "w", encoding="utf-8") as file:
            json.dump(manifest, file)
        with open(os.path.join(path, "data.yaml"), "w", encoding="utf-8") as file:
            file.write(DATE.sub(r"\1", json.dumps(data, indent=0)))
        if script:
            os.makedirs(os.path.join(path, "rules"))
            with open(os.path.join(path, "rules", "own.lua"), "w", encoding="utf-8") as file:
                file.write(script)
        return path

    def run_folder(self, path, *arguments, environment=None):
        command = [self.engine, "run", *arguments, "-C", path, "--format", "json"]
        run = Outcome(subprocess.run(command, capture_output=True, timeout=120, check=False,
                                     env={**os.environ, **(environment or {})}))
        self.verify(path, run, arguments)
        return run

    def verify(self, path, run, arguments):
        """No plan of any test goes by unseen: each is recomputed from the files it was made of."""
        if "lines" not in run.offer or run.code not in (0, 1, 5):
            return
        script = ""
        if arguments and arguments[0].endswith(".lua"):
            places = (arguments[0], os.path.join(path, arguments[0]), os.path.join(self.root, "rules", arguments[0]))
            with open(next(each for each in places if os.path.exists(each)), encoding="utf-8") as file:
                script = file.read()
        breaches, counted = verify(path, run.offer, arguments, script, run.code)
        with self.lock:
            self.plans += 1
            self.looked_at += counted
        if breaches:
            if os.environ.get("KEEP"):  # a folder that stays, to look at what went wrong
                shutil.copytree(path, os.path.join(os.environ["KEEP"], os.path.basename(path)), dirs_exist_ok=True)
            self.check("a plan breaks what was asked", False, "%s %s\n  %s" % (path, " ".join(arguments), "\n  ".join(breaches[:8])))

    def run(self, data, *arguments, manifest=None, script=None, environment=None):
        path = self.write(data, manifest, script)
        if script:
            arguments = (os.path.join(path, "rules", "own.lua"), *arguments)
        return self.run_folder(path, *arguments, environment=environment)


def manifest_with(params=None, **keys):
    out = copy.deepcopy(MANIFEST)
    out.update(keys)
    out["rules"]["params"].update(params or {})
    return out


def shuffled(data, seed):
    """The same records with every list, in records too, and the entities in another order."""
    rnd = random.Random(seed)

    def mix(value):
        if isinstance(value, list):
            value = [mix(item) for item in value]
            rnd.shuffle(value)
        elif isinstance(value, dict):
            items = [(key, mix(item)) for key, item in value.items()]
            rnd.shuffle(items)
            value = dict(items)
        return value

    return mix(data)


def solving(*lines):
    """A script that builds the standard offer, changes it by these lines and solves it to the end."""
    return ('local offer = require("ld.offer")()\n' + "\n".join(lines) +
            "\nreturn offer:solve { gap = 0, work = 400 }\n")
