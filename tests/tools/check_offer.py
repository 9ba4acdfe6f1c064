#!/usr/bin/env python3
"""Recomputes an offer from the project's own files: heads, group sizes, costs, funding, budgets, hours.

usage: check_offer.py PROJECT OFFER.json      (OFFER.json: `ldengine run --format json`)

Reads the native YAML of the project and shares no code with the engine. What comes from exports (people,
gaps) is not recomputed: heads are checked where they are written. Prints every breach; exit 1 when there
is one, 77 when PyYAML is missing."""
import collections
import decimal
import glob
import json
import os
import sys

try:
    import yaml
except ImportError:
    print("PyYAML is not installed")
    sys.exit(77)


class Loader(yaml.SafeLoader):
    """Scalars stay texts, so that 7:30 and 2027-Q1 are what was written."""


Loader.yaml_implicit_resolvers = {}


def read_project(folder):
    manifest = yaml.load(open(os.path.join(folder, "ldengine.yaml"), encoding="utf-8"), Loader)
    data = collections.defaultdict(list)
    for source in manifest.get("sources", []):
        if not isinstance(source, str):
            continue
        for path in sorted(glob.glob(os.path.join(folder, source))):
            for entity, rows in (yaml.load(open(path, encoding="utf-8"), Loader) or {}).items():
                if isinstance(rows, list):
                    data[entity] += rows
    return manifest, data


def money(text):
    return int((decimal.Decimal(text or "0") * 100).to_integral_value())


def minutes(text):
    text = str(text or "0")
    if text.endswith("h"):
        return int(decimal.Decimal(text[:-1]) * 60)
    if ":" in text:
        hours, rest = text.split(":")
        return int(hours) * 60 + int(rest)
    return int(text)


def costs_of(offering):
    """once, session, seat: the short fields and the components that count by their basis."""
    cost = {"once": money(offering.get("cost_once")), "session": money(offering.get("cost_per_session")),
            "seat": money(offering.get("cost_per_seat"))}
    time = minutes(offering.get("minutes_contact")) + minutes(offering.get("minutes_self"))
    for part in offering.get("cost_components", []):
        if part.get("kind") == "wage_loss":
            continue
        amount = money(part["amount"])
        basis = part["basis"]
        if basis == "per_session":
            cost["session"] += amount
        elif basis == "per_seat":
            cost["seat"] += amount
        elif basis == "per_hour":
            cost["seat"] += (amount * time + 30) // 60
        else:
            cost["once"] += amount
    return cost, time


def shares_competency(one, other):
    """The first may be a further step after the other."""
    def taught(offering):
        return {c["competency"] for c in offering.get("offering_competencies", [])}
    return bool(taught(one) & taught(other))


class Checker:
    def __init__(self, folder, offer):
        self.manifest, self.data = read_project(folder)
        self.offer = offer
        self.breaches = []
        self.offerings = {o["id"]: o for o in self.data["offerings"]}
        self.locked = {p.get("offering") for p in self.data["plan_lines"]
                       if p.get("decision") == "locked_in" or p.get("status", "proposed") != "proposed"}

    def breach(self, *parts):
        self.breaches.append(" ".join(str(p) for p in parts))

    def check_lines(self):
        total, opened = 0, set()
        for line in self.offer["lines"]:
            offering = self.offerings[line["offering"]]
            cost, _ = costs_of(offering)
            wanted = line["sessions"] * cost["session"] + line["seats"] * cost["seat"]
            if line["offering"] not in opened:
                wanted += cost["once"]
            opened.add(line["offering"])
            if line["offering"] not in self.locked and wanted != line["cost"]:
                self.breach(line["id"], "costs", line["cost"], "but its parts", wanted)
            if sum(f["amount"] for f in line["funding"]) != line["cost"]:
                self.breach(line["id"], "is not funded to the cent")
            served = sum(s["seats"] for s in line["served"])
            prepares = any(line["offering"] in o.get("prerequisites", []) or o is not self.offerings[line["offering"]]
                           and shares_competency(o, self.offerings[line["offering"]]) for o in self.offerings.values())
            if served > line["seats"] or (served < line["seats"] and line["offering"] not in self.locked and not prepares):
                self.breach(line["id"], "serves", served, "of", line["seats"], "seats")
            total += line["cost"]
        if total != self.offer["cost"]:
            self.breach("the lines cost", total, "but the offer", self.offer["cost"])

    def check_groups(self):
        runs = collections.defaultdict(lambda: [0, 0])
        for line in self.offer["lines"]:
            runs[line["offering"], line["period"]][0] += line["sessions"]
            runs[line["offering"], line["period"]][1] += line["seats"]
        for (name, period), (sessions, seats) in runs.items():
            offering = self.offerings[name]
            if "max_group" not in offering or name in self.locked:
                continue
            least = int(offering.get("min_group", 0))
            if offering.get("sourcing") == "buy_open":
                least = min(least, 1)
            if seats > int(offering["max_group"]) * sessions:
                self.breach(name, period, seats, "seats do not fit in", sessions, "groups")
            if seats < least * sessions:
                self.breach(name, period, seats, "seats do not fill", sessions, "groups")

    def check_heads(self):
        seats = collections.Counter()
        for line in self.offer["lines"]:
            for served in line["served"]:
                seats[served["need"]] += served["seats"]
        unmet = {u["need"]: u["heads"] for u in self.offer["unmet"]}
        for need in self.data["needs"]:
            heads = int(need["heads"]) if "heads" in need else len(need.get("employees", []))
            if not heads or need.get("status", "open") not in ("open", "planned"):
                continue
            if seats[need["id"]] > heads:
                self.breach(need["id"], "has", seats[need["id"]], "seats for", heads, "heads")
            if seats[need["id"]] + unmet.get(need["id"], 0) != heads:
                self.breach(need["id"], "covered and unmet do not make", heads)

    def check_budgets(self):
        parents = {b["id"]: b.get("parent") for b in self.data["budgets"]}
        spent = collections.Counter()
        for line in self.offer["lines"]:
            for part in line["funding"]:
                budget = part["budget"]
                while budget:
                    spent[budget] += part["amount"]
                    budget = parents.get(budget)
        shown = {b["budget"]: b for b in self.offer["budgets"]}
        for budget in self.data["budgets"]:
            if budget["id"] not in shown:
                continue
            there = money(budget["setup"]) + money(budget.get("carry_in"))
            if "setup" in shown[budget["id"]] and shown[budget["id"]]["setup"] != money(budget["setup"]):
                there += shown[budget["id"]]["setup"] - money(budget["setup"])  # --set of the run
            if shown[budget["id"]]["planned"] != spent[budget["id"]]:
                self.breach(budget["id"], "plans", shown[budget["id"]]["planned"], "but lines take", spent[budget["id"]])
            if spent[budget["id"]] > there and budget.get("mode") != "indicative" and not self.locked:
                self.breach(budget["id"], "holds", there, "but lines take", spent[budget["id"]])

    def check_hours(self):
        used = collections.Counter()
        parents = {u["id"]: u.get("parent") for u in self.data["units"]}
        for line in self.offer["lines"]:
            _, time = costs_of(self.offerings[line["offering"]])
            for served in line["served"]:
                unit = served.get("unit")
                while unit:
                    used[unit] += time * served["seats"]
                    unit = parents.get(unit)
        for unit in self.data["units"]:
            if "minutes_max" in unit and used[unit["id"]] > minutes(unit["minutes_max"]) and not self.locked:
                self.breach(unit["id"], "learns", used[unit["id"]], "minutes of", unit["minutes_max"])

    def run(self):
        for check in (self.check_lines, self.check_groups, self.check_heads, self.check_budgets, self.check_hours):
            check()
        return self.breaches


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        offer = json.load(file)["data"]["offer"]
    breaches = Checker(sys.argv[1], offer).run()
    for breach in breaches:
        print(breach)
    print(f"{len(offer['lines'])} lines, {len(breaches)} breaches")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
