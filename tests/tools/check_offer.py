#!/usr/bin/env python3
"""Recomputes an offer from the project's own files: heads, group sizes, costs, funding, budgets, hours.

usage: check_offer.py PROJECT OFFER.json      (OFFER.json: `ldengine run --format json`)

Reads the YAML of the project and its exports by the columns, values and keys that the manifest names, and
shares no code with the engine. Rows that a Lua file transforms are left out. Prints every breach; exit 1
when there is one, 77 when PyYAML is missing."""
import collections
import csv
import decimal
import functools
import glob
import json
import os
import re
import sys

try:
    import yaml
except ImportError:
    print("PyYAML is not installed")
    sys.exit(77)


class Loader(yaml.SafeLoader):
    """Scalars stay texts, so that 7:30 and 2027-Q1 are what was written."""


Loader.yaml_implicit_resolvers = {}


def plain(text, column):
    """Dutch dates and numbers of an export as they are written in YAML."""
    text = (text or "").strip()
    date = re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", text)
    if date:
        return "-".join(reversed(date.groups()))
    if column not in ("id", "label") and re.fullmatch(r"\d{1,3}(\.\d{3})*,\d+|\d+,\d+", text):
        return text.replace(".", "").replace(",", ".")
    return text


def read_export(folder, source):
    """Records of one CSV source, with the manifest's columns, padding, values, units and constants."""
    with open(os.path.join(folder, source["file"]), encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        file.seek(0)
        rows = list(csv.DictReader(file, delimiter=";" if first.count(";") > first.count(",") else ","))
    columns = source.get("columns") or {name: name for name in rows[0]} if rows else {}
    records = []
    for row in rows:
        record = dict(source.get("set", {}))
        for field, names in columns.items():
            for name in names if isinstance(names, list) else [names]:
                if "{" in name:
                    text = re.sub(r"\{([^}]*)\}", lambda part: row[part.group(1)], name)
                elif name in row:
                    text = plain(row[name], field)
                else:
                    continue
                text = source.get("values", {}).get(field, {}).get(text, text)
                if field in source.get("pad", {}) and text:
                    text = text.rjust(int(source["pad"][field]), "0")
                if text and source.get("units", {}).get(field) == "hours":
                    text += "h"
                if text:
                    record[field] = text
        records.append(record)
    return records


def resolve_keys(data, source, records):
    """References that an export writes by another field than the id."""
    for field, key in source.get("by", {}).items():
        entity = {"unit": "units", "competency": "competencies"}[field]
        known = {each.get(key): each["id"] for each in data[entity] if each.get(key)}
        for record in records:
            if field in record:
                record[field] = known.get(record[field], record[field])


def flat(records, parent):
    """A tree that is written as nested children."""
    out = []
    for record in records:
        if parent:
            record.setdefault("parent", parent)
        out += [record, *flat(record.pop("children", []), record["id"])]
    return out


def nest(data, entity, reference, parts):
    """Parts that are written in a list of their own, put with the record they belong to."""
    known = {record["id"]: record for record in data[entity]}
    for row in data[parts]:
        if row.get(reference) in known:
            known[row[reference]].setdefault(parts, []).append(row)


def read_project(folder):
    manifest = yaml.load(open(os.path.join(folder, "ldengine.yaml"), encoding="utf-8"), Loader)
    data = collections.defaultdict(list)
    for source in manifest.get("sources", []):
        if isinstance(source, str):
            for path in sorted(glob.glob(os.path.join(folder, source))):
                for entity, rows in (yaml.load(open(path, encoding="utf-8"), Loader) or {}).items():
                    if isinstance(rows, list):
                        data[entity] += rows
    for source in manifest.get("sources", []):
        if isinstance(source, dict) and "transform" not in source:
            records = read_export(folder, source)
            resolve_keys(data, source, records)
            data[source["entity"]] += records
    data["units"] = flat(data["units"], None)
    nest(data, "offerings", "offering", "offering_competencies")
    nest(data, "needs", "need", "need_competencies")
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


class People:
    """Units, employees and the gaps of those who are active, on the manifest's own day."""

    def __init__(self, manifest, data):
        self.manifest, self.data = manifest, data
        self.today = manifest["today"]
        self.parents = {unit["id"]: unit.get("parent") for unit in data["units"]}
        self.employees = {each["id"]: each for each in data["employees"]}
        self.levels = {}
        for row in data["scale_levels"]:
            self.levels[row.get("label", row["level"])] = int(row["level"])
        for scale in data["scales"]:
            for row in scale.get("scale_levels", []):
                self.levels[row.get("label", row["level"])] = int(row["level"])

    def within(self, unit, above):
        while unit and unit != above:
            unit = self.parents.get(unit)
        return unit == above

    def level(self, text):
        return self.levels[text] if text in self.levels else int(text)

    def active(self, employee):
        return (employee.get("status", "active") != "left" and employee.get("contract_from", "") <= self.today and
                employee.get("contract_to", "9999") >= self.today)

    def of_need(self, need):
        if need.get("employees"):
            names = need["employees"]
            return names.split("|") if isinstance(names, str) else names
        return [each["id"] for each in self.data["employees"]
                if self.active(each) and (not need.get("unit") or self.within(each.get("unit"), need["unit"])) and
                (not need.get("role") or each.get("role") == need["role"])]

    def gap_groups(self):
        """Heads by the id that an offer gives a group of gaps; None where the merge rule is not recomputed."""
        settings = self.manifest.get("gaps", {})
        if settings.get("current", "latest") != "latest" or self.data["role_assignments"]:
            return None
        latest = {}
        for number, row in enumerate(self.data["assessments"]):
            key = row.get("employee"), row.get("competency")
            beyond = self.levels and row.get("level", "").isdigit() and int(row["level"]) > max(self.levels.values())
            if row.get("date", "") <= self.today and row.get("status", "final") == "final" and \
                    row.get("level") and not beyond:  # what the scale does not have is dropped in reading
                # on one date the highest id, which is made of the date and the method
                order = row.get("date", ""), row.get("method", ""), number
                if key not in latest or order > latest[key][0]:
                    latest[key] = order, row["level"]
        required = collections.defaultdict(dict)
        for row in self.data["role_requirements"]:
            required[row["role"]][row["competency"]] = row
        groups = collections.Counter()
        for employee in self.data["employees"]:
            for competency, row in required.get(employee.get("role"), {}).items():
                found = latest.get((employee["id"], competency))
                if not self.active(employee) or (not found and settings.get("unknown") != "zero"):
                    continue
                current, wanted = self.level(found[1]) if found else 0, self.level(row["required_level"])
                if wanted > current:
                    groups["%s/%s/%d-%d%s%s" % (employee.get("unit", ""), competency, current, wanted,
                                                "/m" if row.get("mandatory") == "true" else "",
                                                "/" + row["by_date"] if row.get("by_date") else "")] += 1
        return groups


class Checker:
    def __init__(self, folder, offer):
        self.manifest, self.data = read_project(folder)
        self.people = People(self.manifest, self.data)
        self.offer = offer
        self.breaches = []
        self.counted = collections.Counter()
        self.needs = {need["id"]: need for need in self.data["needs"]}
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
            wanted = line["sessions"] * cost["session"] + line["seats"] * cost["seat"] + self.wages(line)
            if line["offering"] not in opened:
                wanted += cost["once"]
            opened.add(line["offering"])
            if line["offering"] not in self.locked and wanted != line["cost"]:
                self.breach(line["id"], "costs", line["cost"], "but its parts", wanted)
            if sum(f["amount"] for f in line["funding"]) != line["cost"]:
                self.breach(line["id"], "is not funded to the cent")
            served = sum(s["seats"] for s in line["served"])
            if served > line["seats"] or (served < line["seats"] and line["offering"] not in self.locked):
                self.breach(line["id"], "serves", served, "of", line["seats"], "seats")
            total += line["cost"]
        if total != self.offer["cost"]:
            self.breach("the lines cost", total, "but the offer", self.offer["cost"])

    def wages(self, line):
        """Wages of those who learn, when the policy counts them: what an hour of the need's people costs on average."""
        offering, total = self.offerings[line["offering"]], 0
        if str(self.param("wage_loss")).lower() != "true" or any(part.get("kind") == "wage_loss" for part in
                                                                 offering.get("cost_components", [])):
            return 0
        for served in line["served"]:
            need, unit = self.needs.get(served["need"], {}), served.get("unit")
            people = [name for name in self.people.of_need(need) if not unit or
                      self.people.employees[name].get("unit") == unit]
            hourly = [money(self.people.employees[name].get("hourly_cost")) for name in people]
            average = (sum(hourly) + len(hourly) // 2) // len(hourly) if hourly else 0
            total += served["seats"] * ((average * costs_of(offering)[1] + 30) // 60)
        return total

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

    @functools.cached_property
    def heads_asked(self):
        """Heads by need, written or from gaps; what cannot be recomputed is left out."""
        groups = None
        source = self.manifest.get("rules", {}).get("params", {}).get("needs_from", "auto")
        if source == "gaps" or (source == "auto" and not self.data["needs"]):
            groups = self.people.gap_groups()
            return dict(groups) if groups is not None else {}
        return {need["id"]: int(need["heads"]) if "heads" in need else len(self.people.of_need(need))
                for need in self.data["needs"] if need.get("status", "open") in ("open", "planned")}

    def check_heads(self):
        seats = collections.Counter()
        for line in self.offer["lines"]:
            for served in line["served"]:
                seats[served["need"]] += 0 if served.get("step") else served["seats"]
        unmet = {u["need"]: u["heads"] for u in self.offer["unmet"]}
        asked = self.heads_asked
        for need, heads in asked.items():
            self.counted["heads"] += 1
            if seats[need] > heads:
                self.breach(need, "has", seats[need], "seats for", heads, "heads")
            if seats[need] + unmet.get(need, 0) != heads:
                self.breach(need, "has", seats[need], "seats and", unmet.get(need, 0), "unmet, not", heads, "together")
        for need in [*seats, *unmet]:
            if asked and need not in asked:
                self.breach(need, "is no need of the plan year")

    def check_served(self):
        """Who is served: by something that teaches it, in a unit of the need, one seat a head."""
        seated = set()
        for line in self.offer["lines"]:
            for served in line["served"]:
                need = self.needs.get(served["need"])
                if need and line["offering"] not in self.locked and not served.get("step") and not self.serves(self.offerings[line["offering"]], need):
                    self.breach(line["id"], "does not serve", served["need"])
                if need and need.get("unit") and served.get("unit") and not self.people.within(served["unit"], need["unit"]):
                    self.breach(line["id"], "seats", served["need"], "in", served["unit"])
                names = served.get("employees", [])
                if len(names) > served["seats"]:
                    self.breach(line["id"], "names", len(names), "people for", served["seats"], "seats")
                for name in names:
                    key = served["need"], name, line["offering"] if served.get("step") else None
                    if key in seated:
                        self.breach(name, "has two seats for", served["need"])
                    seated.add(key)
                    self.counted["people"] += 1
                    if self.people.employees and served.get("unit") and not self.people.within(
                            self.people.employees[name].get("unit"), served["unit"]):
                        self.breach(name, "is not of", served.get("unit"))

    def serves(self, offering, need):
        if need.get("offerings"):
            return offering["id"] in need["offerings"]
        if need.get("credential_type"):
            kinds = {each["id"]: each for each in self.data["credential_types"]}
            return (offering.get("credential_type") == need["credential_type"] or
                    offering["id"] in kinds[need["credential_type"]].get("renewal_offerings", []))
        taught = {row["competency"] for row in offering.get("offering_competencies", [])}
        return bool(taught & {row["competency"] for row in need.get("need_competencies", [])})

    def check_payers(self):
        """Where each unit has one plain budget: seats by the nearest unit that has one, the rest central."""
        own = {}
        if self.param("cost_bearing", "data") != "data" or self.param("wage_loss"):
            return
        for budget in self.data["budgets"]:
            owner = budget.get("owner", "unit" if budget.get("unit") else "central")
            key = budget.get("unit") if owner == "unit" else owner
            if key in own or budget.get("lane") or budget.get("focus_area") or owner not in ("unit", "central"):
                return
            own[key] = budget["id"]
        opened = set()
        for line in self.offer["lines"]:
            offering = self.offerings[line["offering"]]
            cost, _ = costs_of(offering)
            first = line["offering"] not in opened
            opened.add(line["offering"])
            if line["offering"] in self.locked or offering.get("cost_components") or "central" not in own:
                continue
            wanted = collections.Counter()
            wanted[own["central"]] += line["sessions"] * cost["session"] + (cost["once"] if first else 0)
            for served in line["served"]:
                unit = served.get("unit")
                while unit and unit not in own:
                    unit = self.people.parents.get(unit)
                wanted[own[unit or "central"]] += served["seats"] * cost["seat"]
            self.counted["payers"] += 1
            if any(f.get("fund") for f in line["funding"]):
                paid = collections.Counter()
                for part in line["funding"]:
                    paid[None if part.get("fund") else part["budget"]] += part["amount"]
                if any(paid[k] > v for k, v in wanted.items()) or any(k and k not in wanted for k in paid):
                    self.breach(line["id"], "is paid by", line["funding"], "although", dict(wanted), "bear it")
                continue
            if {f["budget"]: f["amount"] for f in line["funding"]} != {k: v for k, v in wanted.items() if v}:
                self.breach(line["id"], "is paid by", line["funding"], "not", dict(wanted))

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
            self.counted["budgets"] += 1
            if shown[budget["id"]]["left"] != there - spent[budget["id"]]:
                self.breach(budget["id"], "leaves", shown[budget["id"]]["left"], "of", there)
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

    def check_locks(self):
        """What an earlier plan fixes is there: seats and sessions by offering and period."""
        fixed = collections.defaultdict(lambda: [0, 0])
        plans = {plan["id"]: plan.get("year") for plan in self.data["annual_plans"]}
        for line in self.data["plan_lines"]:
            locked = line.get("decision") == "locked_in" or line.get("status", "proposed") != "proposed"
            dropped = line.get("status") in ("rejected", "withdrawn") or line.get("decision") in ("out", "locked_out")
            of_year = plans.get(line.get("annual_plan"), self.manifest["year"]) == self.manifest["year"]
            if locked and not dropped and of_year and line.get("offering") and line.get("period"):
                each = fixed[line["offering"], line["period"]]
                each[0] += int(line.get("seats_planned", len(line.get("employees", []))))
                each[1] += int(line.get("sessions_planned", 0))
        for (offering, period), (seats, sessions) in fixed.items():
            there = [l for l in self.offer["lines"] if (l["offering"], l["period"]) == (offering, period)]
            self.counted["locks"] += 1
            if sum(l["seats"] for l in there) < seats:
                self.breach(offering, period, "is fixed with", seats, "seats, not", sum(l["seats"] for l in there))
            if "max_group" in self.offerings[offering] and sum(l["sessions"] for l in there) < sessions:
                self.breach(offering, period, "is fixed with", sessions, "sessions")

    def param(self, name, otherwise=None):
        return self.manifest.get("rules", {}).get("params", {}).get(name, otherwise)

    def check_subsidies(self):
        """What a fund pays: its rate of cost of its kinds, its maximum, its least cost, its window, and once."""
        funds = {fund["id"]: fund for fund in self.data["funds"]}
        paid, eligible, there, opened = collections.Counter(), collections.Counter(), collections.Counter(), set()
        for line in self.offer["lines"]:
            names = {f["fund"] for f in line["funding"] if f.get("fund")}
            first = line["offering"] not in opened
            opened.add(line["offering"])
            if len(names) > 1:
                self.breach(line["id"], "is claimed from", *sorted(names))
            for name, fund in funds.items():  # what is claimed counts, and so does what the fund looks at without paying
                if not names - {name}:
                    there[name] += self.eligible(fund, line, first)
            for name in names:
                own = sum(f["amount"] for f in line["funding"] if f.get("fund") == name)
                cost = self.eligible(funds[name], line, first)
                paid[name] += own
                eligible[name] += cost
                if own > self.rate(funds[name]) * cost + 1:
                    self.breach(line["id"], "gets", own, "from", name, "for", cost)
        for name, amount in paid.items():
            fund = funds[name]
            self.counted["funds"] += 1
            if amount > self.rate(fund) * eligible[name]:
                self.breach(name, "pays", amount, "of", eligible[name])
            if "cap" in fund and amount > money(fund["cap"]):
                self.breach(name, "pays", amount, "and has at most", fund["cap"])
            if amount and there[name] < money(fund.get("cost_min")):
                self.breach(name, "pays although the cost is", there[name])
            if fund.get("window_to", "9999") < self.people.today or fund.get("window_from", "") > "%s-12-31" % self.manifest["year"]:
                self.breach(name, "pays although it is closed")

    def rate(self, fund):
        def share(text):
            return decimal.Decimal(text[:-1]) / 100 if text.endswith("%") else decimal.Decimal(text)
        return min(1, share(fund.get("rate", "0")) * (1 + sum(map(share, fund.get("surcharges", {}).values()))))

    def eligible(self, fund, line, first):
        offering = self.offerings[line["offering"]]
        kinds, parts = fund.get("eligible_kinds", []), offering.get("cost_components", [])
        if not kinds or not parts:
            return line["cost"]
        total = 0
        for part in parts:
            if part.get("kind") in kinds:
                times = {"per_session": line["sessions"], "per_seat": line["seats"]}.get(part["basis"], 1 if first else 0)
                total += money(part["amount"]) * times
        return total

    def period(self, text):
        """First and last month of a written period as numbers; None for what the project defines itself."""
        text = str(text or self.manifest["year"])
        found = re.fullmatch(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d\d)))?", text)
        if not found:
            return None
        year, half, quarter, month = found.groups()
        if half:
            first, length = 6 * int(half) - 5, 6
        elif quarter:
            first, length = 3 * int(quarter) - 2, 3
        else:
            first, length = (int(month), 1) if month else (1, 12)
        return int(year) * 12 + first, int(year) * 12 + first + length - 1

    def check_budget_periods(self):
        """No line is paid from money that comes later; strict money only pays in its own period."""
        budgets = {b["id"]: b for b in self.data["budgets"]}
        for line in self.offer["lines"]:
            when = self.period(line["period"])
            for part in line["funding"]:
                budget = budgets.get(part["budget"])
                span = self.period(budget.get("period")) if budget else None
                if not when or not span or line["offering"] in self.locked:
                    continue
                self.counted["budget periods"] += 1
                if span[0] > when[1] or (budget.get("strict") == "true" and (when[0] < span[0] or when[1] > span[1])):
                    self.breach(line["id"], "is paid by", budget["id"], "of", budget.get("period"))

    def check_steps(self):
        """Who needs something first, by level or prerequisite, had it in an earlier period or before the year."""
        for need_id, need in self.needs.items():
            asks = {row["competency"]: self.people.level(row.get("from_level", "0")) for row in need.get("need_competencies", [])}
            seats = collections.defaultdict(lambda: collections.Counter())
            for line in self.offer["lines"]:
                for served in line["served"]:
                    if served["need"] == need_id:
                        seats[line["offering"]][line["period"]] += served["seats"]
            for name, by_period in seats.items():
                offering = self.offerings[name]
                above = [int(row["from_level"]) for row in offering.get("offering_competencies", [])
                         if row["competency"] in asks and self.people.level(row.get("from_level", "0")) > asks[row["competency"]]]
                if name in self.locked or not above or len(asks) > 1 or need.get("offerings") or need.get("credential_type"):
                    continue
                competency = next(iter(asks))
                for period in by_period:
                    here = sum(n for p, n in by_period.items() if p <= period)
                    before = sum(n for other, counts in seats.items() if other != name and self.reaches(other, competency, above[0])
                                 for p, n in counts.items() if p < period or p == str(self.manifest["year"]))
                    self.counted["steps"] += 1
                    if here > before:
                        self.breach(name, "has", here, "people for", need_id, "by", period, "and", before, "come from below")

    def reaches(self, name, competency, level):
        return any(row["competency"] == competency and self.people.level(row["to_level"]) >= level and
                   self.people.level(row.get("from_level", "0")) < level
                   for row in self.offerings[name].get("offering_competencies", []))

    def check_resources(self):
        """Sessions find a trainer and a room, one by one, and what is developed finds developers."""
        for kind in ("trainer", "room"):
            self.check_kind(kind, [(line["offering"], line["period"]) for line in self.offer["lines"]
                                   for _ in range(line["sessions"]) if line["offering"] not in self.locked],
                            lambda offering: minutes(offering.get("minutes_contact")))
        self.check_kind("developer", [(name, None) for name in sorted({line["offering"] for line in self.offer["lines"]})],
                        lambda offering: minutes(offering.get("minutes_development")))

    def check_kind(self, kind, items, length):
        bins = []
        for each in self.data["resources"]:
            if each["kind"] == kind:
                for capacity in each.get("capacities", []) or [None]:
                    bins.append([each, self.period(capacity["period"]) if capacity else None,
                                 minutes(capacity["minutes"]) if capacity else None])
        work = []
        for name, period in items:
            when, time = self.period(period), length(self.offerings[name])
            able = [i for i, (each, span, _) in enumerate(bins)
                    if (not each.get("offerings") or name in each["offerings"]) and
                    (span is None or (when and span[0] <= when[1] and when[0] <= span[1]))]
            known = any(not each.get("offerings") or name in each["offerings"] for each, _, _ in bins)
            if time and known and not any(bins[i][2] is None for i in able):
                work.append((time, able))
        self.counted[kind] += len(work)
        work.sort(key=lambda item: (len(item[1]), -item[0]))
        left = [room for _, _, room in bins]
        if kind == "developer":  # the work of developers can be shared
            if sum(time for time, _ in work) > sum(room or 0 for room in left):
                self.breach("developers need", sum(time for time, _ in work), "minutes")
        elif not self.place(work, 0, left, [0]):
            self.breach("sessions do not find a", kind)

    def place(self, work, at, left, tried):
        if at == len(work):
            return True
        tried[0] += 1
        if tried[0] > 20000:
            return True  # not shown
        for i in work[at][1]:
            if left[i] >= work[at][0]:
                left[i] -= work[at][0]
                if self.place(work, at + 1, left, tried):
                    return True
                left[i] += work[at][0]
        return False

    def check_people(self):
        """Nobody who is named learns longer than the own limit, the one for all, and what is taken already."""
        most = self.param("hours_max")
        used = collections.Counter()
        for line in self.offer["lines"]:
            for served in line["served"]:
                for name in served.get("employees", []):
                    used[name] += costs_of(self.offerings[line["offering"]])[1]
        for name, time in used.items():
            limits = [minutes(self.people.employees[name]["minutes_max"])] if self.people.employees[name].get("minutes_max") else []
            if most:
                limits.append(int(decimal.Decimal(str(most)) * 60))
            self.counted["hours of people"] += len(limits)
            if limits and time > min(limits):
                self.breach(name, "learns", time, "minutes of", min(limits))

    def check_reasons(self):
        """Every offering is in or out with a code; so is every need that is not met."""
        codes = {"OUT_BUDGET", "OUT_MIN_GROUP", "OUT_LEAD_TIME", "OUT_PREREQ", "OUT_TIME_CAP", "OUT_CAPACITY", "OUT_MIX",
                 "OUT_FAIRNESS", "OUT_DOMINATED", "OUT_LOW_VALUE", "OUT_NOT_LEARNABLE", "OUT_NO_OFFERING", "OUT_DUPLICATE",
                 "DEFERRED", "OUT_LOCK"}
        chosen = {line["offering"] for line in self.offer["lines"]}
        told = collections.defaultdict(set)
        for each in self.offer["left_out"]:
            told[each["offering"]].add(each["need"])
            if each["reason"] not in codes:
                self.breach(each["offering"], each["need"], "is out for", each["reason"])
            if each["reason"] == "OUT_BUDGET" and each.get("enters_if") and each["enters_if"]["by"] <= 0:
                self.breach(each["offering"], each["need"], "enters if", each["enters_if"])
        for name in self.offerings:
            self.counted["candidates"] += 1
            if name not in chosen and name not in told:
                self.breach(name, "is neither in nor out")
        served = {(line["offering"], s["need"]) for line in self.offer["lines"] for s in line["served"] if not s.get("step")}
        for need in self.offer["unmet"]:
            if need["reason"] not in codes:
                self.breach(need["need"], "is unmet for", need["reason"])
        for name, needs in told.items():
            if any((name, need) in served for need in needs):
                self.breach(name, "is both in and out for", [need for need in needs if (name, need) in served])

    def run(self, without=()):
        """`without`: what a script takes out of the offer."""
        for check in (self.check_subsidies, self.check_steps, self.check_budget_periods, self.check_resources, self.check_people,
                      self.check_reasons, self.check_lines, self.check_groups, self.check_heads, self.check_served, self.check_payers,
                      self.check_budgets, self.check_hours, self.check_locks):
            if check.__name__[len("check_"):] not in without:
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
