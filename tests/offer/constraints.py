"""Every hard constraint on a plan, recomputed from the project's own files and from nothing else: dates,
groups, money by period and by payer, time of people and absence of units, prerequisites, mixes, fairness,
locks. With tests/tools/check_offer.py, which does costs, heads, resources and subsidies, nothing is left to
the engine's word. Shares no code with it.

`Settings` says what the run was asked besides the project: parameters, and what a script takes out."""
import collections
import decimal
import math
import re

from calendar_of import Calendar, date
from check_offer import Checker, costs_of, minutes, money

WORKING_DAY = 480
DISCRETIONARY = ("core", "strategic", "team", "individual")
DEFAULTS = {"period": "quarter", "lambda": 0.5, "effectiveness_prior": 0.7, "hours_max": 0, "core_share": 0,
            "individual_share": 0, "informal_share": 0, "pilot_share": 0, "supplier_share": 1,
            "mandatory_in_mix": False, "fairness": 0, "wage_loss": False, "cost_bearing": "data",
            "absence_max": None, "gap": 0.01, "tiers": "none", "all_or_nothing": False, "fairness_groups": ()}


def listed(value):
    """A list that an export writes in one cell."""
    if value is None or value == "":
        return []
    return value.split("|") if isinstance(value, str) else list(value)


def number(text):
    text = str(text)
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def truth(value):
    return value is True or value == "true"


class Settings:
    """Parameters of the run: the manifest's, then --set; and what the script leaves out."""

    def __init__(self, manifest, arguments=(), script=""):
        own = (manifest.get("rules") or {}).get("params") or {}
        self.params = {**DEFAULTS, **{key: value for key, value in own.items() if not isinstance(value, dict)}}
        self.setups = {}
        for flag, text in zip(arguments, arguments[1:]):
            found = re.fullmatch(r"params\.(\w+)=(.*)", text) if flag == "--set" else None
            if found:
                self.params[found.group(1)] = found.group(2)
            found = re.fullmatch(r"budgets:(.+)\.setup=(.*)", text) if flag == "--set" else None
            if found:
                self.setups[found.group(1)] = found.group(2)
        self.without = set(re.findall(r"without\s*\(?\s*[\"']([\w:-]+)", script))
        self.script = script
        for name, text in re.findall(r"(\w+) = ([\d.]+|\"\w+\"|true|false)", script if "ld.offer {" in script else ""):
            if name in DEFAULTS:
                self.params[name] = text.strip('"')
        own = re.search(r"absence_max = \{ (\w+) = ([\d.]+) \}", script)
        self.absences = {own.group(1): float(own.group(2))} if own else {}

    def uses(self, name):
        return name not in self.without

    def share(self, name):
        value = self.params[name]
        return number(value) if value not in (None, False, "false", "none", "") else 0

    def setup(self, budget):
        for name in (budget["id"], "*"):
            text = self.setups.get(name)
            if text and text.endswith("%"):
                return int((decimal.Decimal(money(budget["setup"])) * (100 + decimal.Decimal(text[:-1])) / 100)
                           .quantize(decimal.Decimal(1), decimal.ROUND_HALF_UP))
            if text:
                return money(text)
        return money(budget["setup"])


class Seat:
    """Seats of one need in one unit on one line."""

    def __init__(self, line, served, period):
        self.line, self.offering, self.period = line, line["offering"], period
        self.need, self.unit, self.seats = served["need"], served.get("unit"), served["seats"]
        self.step, self.names = bool(served.get("step")), served.get("employees", [])
        self.lane, self.fixed = line["lane"], line["reason"] == "IN_LOCK"


class Constraints:
    def __init__(self, folder, offer, arguments=(), script="", code=None):
        self.base = Checker(folder, offer)
        self.data, self.people, self.offer, self.code = self.base.data, self.base.people, offer, code
        self.settings = Settings(self.base.manifest, arguments, script)
        self.calendar = Calendar(self.base.manifest, self.data, str(self.settings.params["period"]))
        self.breaches, self.counted = [], collections.Counter()
        self.needs, self.offerings = self.base.needs, self.base.offerings
        self.seats = [Seat(line, served, self.calendar.number[line["period"]])
                      for line in offer["lines"] for served in line["served"]]
        self.fixed = {(line["offering"], line["period"]) for line in offer["lines"] if line["reason"] == "IN_LOCK"}
        self.locked = {offering for offering, _ in self.fixed} | self.base.locked
        self.closed = self.closed_days()

    def breach(self, *parts):
        self.breaches.append(" ".join(str(p) for p in parts))

    # ---- what a need and an offering are ----

    def lane_of(self, name):
        """The lane of a need as far as it is written or plain; None where it is derived from more."""
        need = self.needs.get(name)
        if need is None:
            return "mandatory" if "/m" in name else None
        if need.get("lane"):
            return need["lane"]
        return "mandatory" if need.get("credential_type") else None

    def deadline_of(self, name):
        need = self.needs.get(name)
        found = re.search(r"/(\d{4}-\d\d-\d\d)$", name) if need is None else None
        text = need.get("deadline") if need else found and found.group(1)
        day = date(text) if text else None
        return None if day is None or day < self.calendar.first else day

    def ready_of(self, offering):
        if not self.settings.uses("lead_times"):
            return None, None
        days = [self.calendar.today]
        if offering.get("lead_time_days"):
            days.append(self.calendar.today + int(offering["lead_time_days"]) * (date("2000-01-02") - date("2000-01-01")))
        if offering.get("available_from"):
            days.append(date(offering["available_from"]))
        return max(days), date(offering["available_to"]) if offering.get("available_to") else None

    def closed_days(self):
        """Days of the plan year on which a unit or one above it is closed."""
        own = {unit["id"]: {date(day) for day in listed(unit.get("blocked_dates"))} for unit in self.data["units"]}
        out = {}
        for unit in own:
            days, at = set(), unit
            while at:
                days |= own.get(at, set())
                at = self.people.parents.get(at)
            out[unit] = {day for day in days if self.calendar.first <= day <= self.calendar.last}
        return out

    # ---- dates ----

    def check_dates(self):
        """Nothing runs before it is there, after it has gone, after the deadline, or while its people are away."""
        for seat in self.seats:
            if (seat.offering, seat.line["period"]) in self.fixed:
                continue
            offering = self.offerings[seat.offering]
            _, first, last = self.calendar.periods[seat.period]
            ready, until = self.ready_of(offering)
            self.counted["dates"] += 1
            if offering.get("status") == "expired":
                self.breach(seat.offering, "has expired")
            if (ready and last < ready) or (until and first > until):
                self.breach(seat.offering, seat.line["period"], "runs outside", ready, until)
            day = self.deadline_of(seat.need) if self.settings.uses("deadlines") else None
            if day and day <= self.calendar.last:
                self.counted["deadlines"] += 1
                if seat.period > self.calendar.of_day(day) or (ready and ready > day):
                    self.breach(seat.need, "is served in", seat.line["period"], "after", day)
            closed = self.closed.get(seat.unit, ())
            if closed and self.settings.uses("blackout"):
                self.counted["blackout"] += 1
                wanted = max(1, -(-minutes(offering.get("minutes_contact")) // WORKING_DAY))
                free = self.calendar.working_days(max(first, ready or first), min(last, until or last), closed)
                if free < wanted:
                    self.breach(seat.unit, "is closed in", seat.line["period"], "but learns", seat.offering)

    # ---- groups ----

    def check_groups(self):
        """Group sizes period by period, limits of the year and of a quarter, one variant of several."""
        runs, year = collections.defaultdict(lambda: [0, 0]), collections.Counter()
        for line in self.offer["lines"]:
            key = line["offering"], self.calendar.number[line["period"]]
            runs[key][0] += line["sessions"]
            runs[key][1] += line["seats"]
            year[line["offering"]] += line["seats"]
        quarters = collections.Counter()
        for (name, t), (sessions, seats) in runs.items():
            offering = self.offerings[name]
            quarters[name, t // max(1, len(self.calendar.periods) // 4)] += sessions
            if (name, self.calendar.periods[t][0]) in self.fixed or not self.settings.uses("group_sizes"):
                continue
            cost, _ = costs_of(offering)
            least = int(offering.get("min_group", 0))
            if offering.get("sourcing") == "buy_open":
                least = min(least, 1)
            if "max_group" not in offering and not cost["session"] and least <= 1:
                if sessions:
                    self.breach(name, "has sessions although others hold them")
                continue
            self.counted["groups"] += 1
            if seats and not sessions:
                self.breach(name, "has", seats, "seats and no session")
            if "max_group" in offering and seats > int(offering["max_group"]) * sessions:
                self.breach(name, self.calendar.periods[t][0], seats, "seats in", sessions, "groups are too many")
            if seats < least * sessions:
                self.breach(name, self.calendar.periods[t][0], seats, "seats in", sessions, "groups are too few")
        for name, seats in year.items():
            if "seats_max" in self.offerings[name] and name not in self.locked:
                self.counted["seats of a year"] += 1
                if seats > int(self.offerings[name]["seats_max"]):
                    self.breach(name, "has", seats, "seats of", self.offerings[name]["seats_max"])
        for (name, quarter), sessions in quarters.items():
            if "sessions_max" in self.offerings[name] and name not in self.locked:
                self.counted["sessions of a quarter"] += 1
                if sessions > int(self.offerings[name]["sessions_max"]) * max(1, 4 // len(self.calendar.periods)):
                    self.breach(name, "has", sessions, "sessions in part", quarter + 1, "of the year")
        self.check_variants(set(year))

    def variant_root(self, name):
        for _ in range(64):
            above = self.offerings[name].get("variant_of")
            if not above:
                return name
            name = above
        return name

    def check_variants(self, chosen):
        groups = collections.defaultdict(list)
        for name in sorted(chosen):
            groups[self.variant_root(name)].append(name)
        for names in groups.values():
            free = [name for name in names if name not in self.locked]
            self.counted["variants"] += len(names) > 1 or "variant_of" in self.offerings[names[0]]
            if len(names) > 1 and free:
                self.breach("of the variants", *names, "one is chosen, not more")

    # ---- time ----

    def over(self, seats, limit, weigh):
        """What seats take beyond a limit; fixed lines alone may do so."""
        total = sum(weigh(seat) * seat.seats for seat in seats)
        return total if total > limit and any(weigh(seat) and not seat.fixed for seat in seats) else 0

    def contact(self, seat):
        return minutes(self.offerings[seat.offering].get("minutes_contact"))

    def learning(self, seat):
        return costs_of(self.offerings[seat.offering])[1]

    def fte(self):
        """Working time by unit, of who is there on the run date."""
        out = collections.defaultdict(decimal.Decimal)
        for each in self.data["employees"]:
            if self.people.active(each) and each.get("unit"):
                out[each["unit"]] += decimal.Decimal(str(each.get("fte") or 1))
        return out

    def check_absence(self):
        """Hours in class of a unit in a period are at most the share of its working time."""
        common = self.settings.share("absence_max")
        if not (common or self.settings.absences) or not self.settings.uses("absence"):
            return
        for unit, fte in self.fte().items():
            share = self.settings.absences.get(unit, common)
            for t, (name, first, last) in enumerate(self.calendar.periods):
                here = [seat for seat in self.seats if seat.unit == unit and seat.period == t]
                days = self.calendar.working_days(first, last, self.closed.get(unit, ()))
                limit = math.floor(share * float(fte) * WORKING_DAY * days + 1e-6)
                self.counted["absence"] += bool(here)
                if share and self.over(here, limit, self.contact):
                    self.breach(unit, "is away", self.over(here, limit, self.contact), "minutes of", limit, "in", name)

    def check_unit_time(self):
        for unit in self.data["units"]:
            if unit.get("minutes_max") and self.settings.uses("hours"):
                here = [seat for seat in self.seats if seat.unit and self.people.within(seat.unit, unit["id"])]
                self.counted["time of units"] += 1
                if self.over(here, minutes(unit["minutes_max"]), self.learning):
                    self.breach(unit["id"], "learns more than", unit["minutes_max"])

    def taken(self, employee):
        """Minutes that somebody has booked in the plan year outside the plan."""
        total = 0
        sessions = {row["id"]: row for row in self.data["sessions"]}
        for row in self.data["participations"]:
            session = sessions.get(row.get("session"), {})
            if row.get("employee") != employee or row.get("plan_line") or session.get("plan_line") or \
                    row.get("status") in ("cancelled", "no_show"):
                continue
            day = session.get("starts_on") or row.get("completed_on")
            if not day or not self.calendar.first <= date(day) <= self.calendar.last:
                continue
            offering = self.offerings.get(row.get("offering") or session.get("offering"))
            total += minutes(row.get("minutes_realised") or row.get("minutes_planned") or
                             (costs_of(offering)[1] if offering else 0))
        return total

    def check_person_time(self):
        """Each named person; and of groups without names, all together and every single seat."""
        most = self.settings.share("hours_max") * 60
        if not self.settings.uses("hours"):
            return
        used, nameless = collections.Counter(), collections.Counter()
        for seat in self.seats:
            for name in seat.names:
                used[name] += self.learning(seat)
            if not seat.fixed and not seat.names:
                nameless[seat.need] += self.learning(seat) * seat.seats
                if most and self.learning(seat) > most:
                    self.breach(seat.offering, "takes longer than anybody has")
        for name, time in used.items():
            own = self.people.employees[name].get("minutes_max")
            limits = ([minutes(own)] if own else []) + ([most] if most else [])
            self.counted["time of people"] += len(limits)
            if limits and time + self.taken(name) > min(limits):
                self.breach(name, "learns", time, "minutes and has", self.taken(name), "already, of", min(limits))
        heads = self.base.heads_asked if most else {}
        for need, time in nameless.items():
            if most and need in heads:
                self.counted["time of groups"] += 1
                if time > heads[need] * most:
                    self.breach(need, "learns", time, "minutes of", heads[need] * most)

    # ---- prerequisites ----

    def has_done(self, employee, offering):
        sessions = {row["id"]: row for row in self.data["sessions"]}
        return any(row.get("employee") == employee and row.get("status") == "completed" and
                   (row.get("offering") or sessions.get(row.get("session"), {}).get("offering")) == offering
                   for row in self.data["participations"])

    def starts_above(self, need, offering):
        asks = {row["competency"]: self.people.level(row.get("from_level", "0"))
                for row in need.get("need_competencies", [])}
        rows = [row for row in self.offerings[offering].get("offering_competencies", []) if row["competency"] in asks]
        return bool(rows) and all(self.people.level(row["to_level"]) <= asks[row["competency"]] for row in rows)

    def check_prerequisites(self):
        """Who sits in something has what it asks: from before, or from an earlier period of the plan."""
        if not self.settings.uses("prerequisites"):
            return
        by_need = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
        for seat in self.seats:
            by_need[seat.need, seat.unit][seat.offering][seat.period] += seat.seats
        for (name, unit), offerings in by_need.items():
            need = self.needs.get(name, {})
            for offering, periods in offerings.items():
                groups = collections.defaultdict(list)
                for before in listed(self.offerings[offering].get("prerequisites")):
                    groups[self.variant_root(before)].append(before)
                for group in groups.values():
                    if offering not in self.locked and not any(self.starts_above(need, each) for each in group):
                        self.check_order(name, unit, offering, periods, group, offerings)

    def check_order(self, name, unit, offering, periods, group, offerings):
        people = self.people.of_need(self.needs[name]) if name in self.needs else []
        people = [each for each in people if not unit or self.people.within(self.people.employees[each].get("unit"), unit)]
        # levels can qualify too; who has them is not recomputed here, so that such people count as qualified
        levels = any(self.offerings[each].get("offering_competencies") for each in group) and self.data["assessments"]
        qualified = sum(1 for each in people if any(self.has_done(each, one) for one in group))
        if levels:
            qualified = max(qualified, sum(1 for each in people if any(row.get("employee") == each
                                                                       for row in self.data["assessments"])))
        alone = len(self.calendar.periods) == 1
        for t in sorted(periods):
            here = sum(count for at, count in periods.items() if at <= t)
            before = sum(count for each in group for at, count in offerings.get(each, {}).items() if at < t or alone)
            self.counted["prerequisites"] += 1
            if here > qualified + before:
                self.breach(offering, "has", here, "people of", name, "and", qualified + before, "with", *group)

    # ---- duties ----

    def check_duties(self):
        """Exit 5 when, and only when, a mandatory head is left uncovered; seats by the deadline and what is unmet add up."""
        short = 0
        asked = self.base.heads_asked
        unmet = {each["need"]: each["heads"] for each in self.offer["unmet"]}
        for name, heads in asked.items():
            if self.lane_of(name) != "mandatory":
                continue
            day = self.deadline_of(name) or self.calendar.last
            by = self.calendar.of_day(min(day, self.calendar.last))
            timely = sum(seat.seats for seat in self.seats if seat.need == name and not seat.step and seat.period <= by)
            self.counted["duties"] += 1
            if timely + unmet.get(name, 0) < heads:
                self.breach(name, "is a duty of", heads, "heads with", timely, "in time and", unmet.get(name, 0), "unmet")
            short += unmet.get(name, 0) if day <= self.calendar.last else 0
        plain = all(self.lane_of(name) for name in asked)
        if self.code is not None and plain and self.settings.uses("mandatory") and (short > 0) != (self.code == 5):
            self.breach("the run ended with", self.code, "although", short, "mandatory heads are uncovered")

    def check_value(self):
        """Seats x priority x effectiveness x reach, where needs ask one competency and priorities are written."""
        total, tiers = decimal.Decimal(0), self.settings.params["tiers"]
        if self.settings.script or tiers not in ("none", None, ""):
            return
        for seat in self.seats:
            need, offering = self.needs.get(seat.need), self.offerings[seat.offering]
            asks = need.get("need_competencies", []) if need else []
            if not need or "priority" not in need or (len(asks) != 1 and not need.get("offerings")) or seat.fixed:
                return
            if seat.step and not asks:
                continue
            found = self.gain(need, asks, offering)
            if found is None:
                return
            total += seat.seats * decimal.Decimal(str(need["priority"])) * found
        self.counted["value"] += bool(self.seats)
        if abs(float(total) - self.offer["value"]) > 1e-4 * max(1, abs(float(total))):
            self.breach("the value is", self.offer["value"], "but seats are worth", total)

    def gain(self, need, asks, offering):
        """Effectiveness x reach of one seat; None where more than one step is involved."""
        prior = self.settings.params["effectiveness_prior"]
        rows = offering.get("offering_competencies", [])
        if need.get("offerings"):
            if len(rows) > 1:
                return None
            return decimal.Decimal(str(rows[0].get("effectiveness", prior) if rows else prior))
        ask = asks[0]
        start, end = self.people.level(ask.get("from_level", "0")), self.people.level(ask["to_level"])
        best = decimal.Decimal(0)
        for row in rows:
            if row["competency"] != ask["competency"]:
                continue
            low = max(start, self.people.level(row.get("from_level", "0")))
            levels = min(end, self.people.level(row["to_level"])) - low
            if levels > 0:
                best = max(best, decimal.Decimal(levels) / (end - start) * decimal.Decimal(str(row.get("effectiveness", prior))))
        return best

    def check_proof(self):
        """Status, value, bound and gap tell the same."""
        offer = self.offer
        if offer["status"] == "infeasible":
            return
        gap = (offer["bound"] - offer["value"]) / abs(offer["value"]) if offer["value"] else None
        self.counted["proofs"] += 1
        if offer["bound"] < offer["value"] - 1e-6 * max(1, abs(offer["value"])):
            self.breach("the bound", offer["bound"], "is below the value", offer["value"])
        if gap is not None and abs(gap - offer["gap"]) > 1e-4 and offer["gap"] < 1:
            self.breach("the gap is", gap, "not", offer["gap"])
        if offer["status"] == "optimal" and offer["gap"] > 1e-6:
            self.breach("optimal with a gap of", offer["gap"])

    def run(self):
        from shares import Shares  # the other half: money, shares, locks
        for check in (self.check_dates, self.check_groups, self.check_absence, self.check_unit_time,
                      self.check_person_time, self.check_prerequisites, self.check_duties, self.check_value,
                      self.check_proof):
            check()
        shares = Shares(self)
        shares.run()
        return self.breaches


def verify(folder, offer, arguments=(), script="", code=None):
    """All breaches of a plan, and how often each kind of constraint was looked at."""
    whole = Constraints(folder, offer, arguments, script, code)
    whole.run()
    params = whole.base.manifest.setdefault("rules", {}).setdefault("params", {})
    params.pop("hours_max", None)
    params.update(
        {key: value for key, value in whole.settings.params.items() if key in ("cost_bearing", "hours_max", "wage_loss")
         and str(value) not in ("0", str(DEFAULTS[key]))})
    out = {"group_sizes": "groups", "prerequisites": "steps", "budgets": "budgets"}
    breaches = [*whole.base.run({out.get(name, name) for name in whole.settings.without}), *whole.breaches]
    return breaches, whole.base.counted + whole.counted
