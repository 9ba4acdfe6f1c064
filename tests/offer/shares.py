"""The other half of constraints.py: who pays and from what money, shares of policy, fairness, locks.

A session of several lanes is no linear figure. As the engine says of itself, what a session or a once
decision costs counts for the need with the most heads that the offering serves, and for fairness a seat
counts with its part of a full group; both are worked out again here from the data."""
import collections
import math

from check_offer import costs_of, minutes, money

from constraints import DISCRETIONARY, listed, truth

ONCE, SESSION, SEAT = "once", "session", "seat"


class Pot:
    """Budgets of one payer for one purpose, one after the other in time or beside each other in one period."""

    def __init__(self, key, strict, restrictive):
        self.key, self.strict, self.restrictive, self.budgets, self.parent = key, strict, restrictive, [], None


class Shares:
    def __init__(self, whole):
        self.whole, self.data, self.offer = whole, whole.data, whole.offer
        self.settings, self.calendar, self.people = whole.settings, whole.calendar, whole.people
        self.breach, self.counted, self.seats = whole.breach, whole.counted, whole.seats
        self.offerings, self.needs = whole.offerings, whole.needs
        self.pots, self.pot_of = [], {}
        self.make_pots()
        self.main = {name: self.main_need(name) for name in {line["offering"] for line in self.offer["lines"]}}

    # ---- money by payer ----

    def make_pots(self):
        corrected = {budget.get("supersedes") for budget in self.data["budgets"]}
        for budget in sorted(self.data["budgets"], key=lambda each: each["id"].encode()):
            span = self.calendar.span(budget.get("period") or self.calendar.year)
            if budget["id"] in corrected or not span or span[0] > self.calendar.last or span[1] < self.calendar.first:
                continue
            owner = budget.get("owner") or ("unit" if budget.get("unit") else "central")
            key = (owner, budget.get("unit"), budget.get("fund"), budget.get("employee"), budget.get("focus_area"),
                   budget.get("lane"))
            strict, restrictive = truth(budget.get("strict")), budget.get("mode") != "indicative"
            found = next((pot for pot in self.pots if (pot.key, pot.strict, pot.restrictive) == (key, strict, restrictive) and
                          all(span[0] > last or span[1] < first or
                              (span == (first, last) and other.get("parent") == budget.get("parent"))
                              for other, first, last in pot.budgets)), None)
            if not found:
                found = Pot(key, strict, restrictive)
                self.pots.append(found)
            found.budgets.append((budget, *span))
            found.budgets.sort(key=lambda each: each[1])
            self.pot_of[budget["id"]] = found
        for budget in self.data["budgets"]:
            own, above = self.pot_of.get(budget["id"]), self.pot_of.get(budget.get("parent"))
            if own and above and own is not above:
                own.parent = above

    def holds(self, pot, t):
        """What is there by the end of a period; of strict money, in the budget of that period."""
        _, first, last = self.calendar.periods[t]
        return sum(self.settings.setup(budget) + money(budget.get("carry_in")) for budget, start, end in pot.budgets
                   if start <= last and (not pot.strict or end >= first))

    def same_budget(self, pot, t, other):
        def current(at):
            _, first, last = self.calendar.periods[at]
            found = [budget["id"] for budget, start, end in pot.budgets if start <= last and (not pot.strict or end >= first)]
            return found[-1] if found else None
        return current(t) == current(other)

    def check_money(self):
        """By the end of each period, what lines take of a pot and of those below it is at most what it holds."""
        if not self.settings.uses("budgets") or ":scale(" in self.settings.script:
            return
        spent = collections.defaultdict(lambda: collections.Counter())
        fixed = collections.defaultdict(lambda: collections.Counter())
        for line in self.offer["lines"]:
            t = self.calendar.number[line["period"]]
            for part in line["funding"]:
                pot = self.pot_of.get(part["budget"])
                while pot:
                    spent[pot][t] += part["amount"]
                    fixed[pot][t] += part["amount"] if line["reason"] == "IN_LOCK" else 0
                    pot = pot.parent
        for pot in self.pots:
            names = [budget["id"] for budget, _, _ in pot.budgets]
            if not pot.restrictive or any(not self.settings.uses("budgets:" + name) for name in names):
                continue
            for t in range(len(self.calendar.periods)):
                counts = [p for p in range(t + 1) if not pot.strict or self.same_budget(pot, p, t)]
                total, locked = sum(spent[pot][p] for p in counts), sum(fixed[pot][p] for p in counts)
                self.counted["money by period"] += 1
                if total > self.holds(pot, t) and total > locked:
                    self.breach(names, "hold", self.holds(pot, t), "by", self.calendar.periods[t][0], "but lines take", total)

    def charges_of(self, offering):
        """(basis, bearer, amount); a component counts when it is in force on the run date or the first day of the year."""
        out, day = [], max(self.calendar.today, self.calendar.first).isoformat()
        _, time = costs_of(offering)
        for basis, field, bearer in ((ONCE, "cost_once", "central"), (SESSION, "cost_per_session", "central"),
                                     (SEAT, "cost_per_seat", "unit")):
            if money(offering.get(field)):
                out.append((basis, bearer, money(offering[field])))
        for part in offering.get("cost_components", []):
            if part.get("kind") == "wage_loss" or not part.get("valid_from", "") <= day <= part.get("valid_to", "9999"):
                continue
            basis = {"per_session": SESSION, "per_seat": SEAT, "per_hour": SEAT}.get(part["basis"], ONCE)
            amount = money(part["amount"])
            out.append((basis, part.get("bearer") or ("unit" if basis == SEAT else "central"),
                        (amount * time + 30) // 60 if part["basis"] == "per_hour" else amount))
        return out

    def payer(self, bearer, unit, lane, offering, need, t):
        """The pot by the order of the text; "units" where central costs fall on what units leave; None: nobody."""
        if not self.data["budgets"]:
            return "free"
        if bearer == "unit":
            while unit:
                found = self.best(lambda key: key[0] == "unit" and key[1] == unit, lane, offering, need, t)
                if found:
                    return found
                unit = self.people.parents.get(unit)
            bearer = "central"
        found = self.best(lambda key: key[0] == bearer, lane, offering, need, t)
        if not found and bearer == "central" and not any((b.get("owner") or ("unit" if b.get("unit") else "central")) == "central"
                                                         for b in self.data["budgets"]):
            return "units"
        return found

    def best(self, mine, lane, offering, need, t):
        chosen, top = None, -1
        for pot in self.pots:
            _, first, last = self.calendar.periods[t]
            there = any(start <= last and (not pot.strict or end >= first) for _, start, end in pot.budgets)
            if not mine(pot.key) or not there:
                continue
            score = 0
            if pot.key[5]:
                if pot.key[5] != lane:
                    continue
                score += 2
            if pot.key[4]:
                if not self.in_focus(pot.key[4], offering, need):
                    continue
                score += 1
            if score > top:
                chosen, top = pot, score
        return chosen

    def in_focus(self, name, offering, need):
        areas = [area for policy in self.data["policies"] for area in policy.get("focus_areas", [])] + self.data["focus_areas"]
        wanted = {c for area in areas if area["id"] == name for c in listed(area.get("competencies"))}
        teaches = {row["competency"] for row in self.offerings[offering].get("offering_competencies", [])}
        asks = {row["competency"] for row in self.needs.get(need, {}).get("need_competencies", [])}
        return bool(wanted & (teaches | asks))

    def check_payers(self):
        """Each line is paid by those who bear its parts: the seat's unit or one above, else central money."""
        bearing = str(self.settings.params["cost_bearing"])
        focus_by_goal = any(area.get("goals") for policy in self.data["policies"] for area in policy.get("focus_areas", []))
        if bearing not in ("data", "central") or truth(self.settings.params["wage_loss"]) or not self.settings.uses("budgets") \
                or (focus_by_goal and any(b.get("focus_area") for b in self.data["budgets"])):
            return
        opened, written = set(), "discount" in self.settings.script
        for line in self.offer["lines"]:
            name, t = line["offering"], self.calendar.number[line["period"]]
            first = name not in opened
            opened.add(name)
            if name in self.whole.locked or written or any(part.get("fund") for part in line["funding"]):
                continue
            wanted = collections.Counter()
            complete = all(self.pay(line, charge, t, first, bearing, wanted) for charge in self.charges_of(self.offerings[name]))
            if not complete:
                continue
            paid = collections.Counter()
            for part in line["funding"]:
                paid[self.pot_of.get(part["budget"])] += part["amount"]
            self.counted["payers of lines"] += 1
            if {k: v for k, v in paid.items() if v} != {k: v for k, v in wanted.items() if v}:
                self.breach(line["id"], "is paid by", line["funding"], "but", {pot and pot.key: v for pot, v in wanted.items()},
                            "bear it")

    def pay(self, line, charge, t, first, bearing, wanted):
        basis, bearer, amount = charge
        bearer = "central" if bearing == "central" else bearer
        shares = [(served.get("unit"), served["need"], served["seats"]) for served in line["served"]]
        if basis != SEAT:
            if bearer == "unit":
                return False  # divided over units by heads, with cents left over
            times = line["sessions"] if basis == SESSION else int(first)
            main = self.main[line["offering"]]
            shares = [(None, main, times)]
            period = t
            if basis == ONCE:
                period = self.first_period(line["offering"])
                if period is None:
                    return False
            t = period
        for unit, need, times in shares:
            lane = self.whole.lane_of(need) if need else None
            if lane is None and any(pot.key[5] for pot in self.pots):
                return False
            pot = self.payer(bearer, unit, lane, line["offering"], need, t) if times else "free"
            if pot == "units":
                return False
            if pot is None and times:
                self.breach(line["id"], "is paid although no budget may")
            wanted[None if pot == "free" else pot] += amount * times
        return True

    def first_period(self, name):
        ready, until = self.whole.ready_of(self.offerings[name])
        for t, (_, first, last) in enumerate(self.calendar.periods):
            if (not ready or last >= ready) and (not until or first <= until):
                return t
        return None

    def check_double_funding(self):
        """No cost is claimed twice: a line has one fund, and funds never get more than the line costs."""
        for line in self.offer["lines"]:
            funds = {part["fund"] for part in line["funding"] if part.get("fund")}
            self.counted["double funding"] += bool(funds)
            if len(funds) > 1 or sum(part["amount"] for part in line["funding"] if part.get("fund")) > line["cost"]:
                self.breach(line["id"], "is claimed twice", line["funding"])
            for part in line["funding"]:
                fund = next((each for each in self.data["funds"] if each["id"] == part.get("fund")), None)
                if fund and fund.get("window_from", "") > self.calendar.periods[self.calendar.number[line["period"]]][2].isoformat():
                    self.breach(line["id"], "is claimed before the window of", fund["id"])

    # ---- shares of policy ----

    def main_need(self, name):
        """The need with the most heads that the offering serves; the first id of equals."""
        asked = self.whole.base.heads_asked
        best, most = None, -1
        for need in sorted(asked, key=lambda each: each.encode()):
            written = self.needs.get(need)
            parts = need.split("/")
            if not written and len(parts) > 2:
                low, _, high = parts[2].partition("-")
                written = {"id": need, "need_competencies": [{"competency": parts[1], "from_level": low, "to_level": high}]}
            if written and asked[need] > most and self.serves(self.offerings[name], written):
                best, most = need, asked[need]
        return best

    def serves(self, offering, need):
        if need.get("remedy_is_learning") == "no" or not self.whole.base.serves(offering, need):
            return False
        if need.get("offerings") or need.get("credential_type"):
            return True
        for ask in need["need_competencies"]:
            start, end = (self.people.level(ask.get(field, "0")) for field in ("from_level", "to_level"))
            for row in offering.get("offering_competencies", []):
                low, high = (self.people.level(row.get(field, "0")) for field in ("from_level", "to_level"))
                if row["competency"] == ask["competency"] and min(high, end) > max(low, start):
                    return True
        return False

    def spent_on(self, passes, lanes):
        """Money of what passes, a predicate on offerings, in the lanes."""
        total, opened = 0, set()
        for line in self.offer["lines"]:
            offering = self.offerings[line["offering"]]
            cost, _ = costs_of(offering)
            if not passes(offering):
                continue
            if line["lane"] in lanes:
                total += cost["seat"] * line["seats"]
            if self.whole.lane_of(self.main[line["offering"]] or "") in lanes:
                total += cost["session"] * line["sessions"] + (0 if line["offering"] in opened else cost["once"])
            opened.add(line["offering"])
        return total

    def hours_of(self, passes, lanes):
        return sum(costs_of(self.offerings[seat.offering])[1] * seat.seats for seat in self.seats
                   if seat.lane in lanes and passes(self.offerings[seat.offering]))

    def check_mixes(self):
        """Shares of money and hours that the policy asks."""
        lanes = DISCRETIONARY if not truth(self.settings.params["mandatory_in_mix"]) else ("mandatory", *DISCRETIONARY)
        known = all(not main or self.whole.lane_of(main) for main in self.main.values()) and not self.whole.locked
        if not self.settings.uses("mixes") or not known or "ld.offer {" in self.settings.script:
            return
        everything = self.spent_on(lambda _: True, lanes)
        pilots = {line.get("offering") for line in self.data["plan_lines"] for trend in self.data["trends"]
                  if trend.get("pilot_line") == line.get("id")}
        for name, part, whole in (
                ("core_share", lambda: self.spent_on(lambda _: True, ("core",)), everything),
                ("individual_share", lambda: self.spent_on(lambda _: True, ("individual",)), everything),
                ("pilot_share", lambda: self.spent_on(lambda each: each["id"] in pilots, lanes), everything),
                ("informal_share", lambda: self.hours_of(lambda each: each.get("kind") == "informal", lanes),
                 self.hours_of(lambda _: True, lanes))):
            least = self.settings.share(name)
            self.counted["mixes"] += least > 0
            if least and part() < least * whole - 1e-6:
                self.breach(name, "is", part(), "of", whole, "and should be", least)
        most = self.settings.share("supplier_share")
        for supplier in self.data["suppliers"] if most < 1 else []:
            own = self.spent_on(lambda each, who=supplier["id"]: each.get("supplier") == who, lanes)
            self.counted["mixes"] += 1
            if own > most * everything + 1e-6:
                self.breach("supplier", supplier["id"], "gets", own, "of", everything)

    # ---- fairness ----

    def rate(self, name):
        """What a seat costs when groups are full and everybody in need comes; parts rounded down."""
        offering = self.offerings[name]
        cost, _ = costs_of(offering)
        asked = self.whole.base.heads_asked
        heads = sum(count for need, count in asked.items() if need in self.needs and self.serves(offering, self.needs[need]))
        return (cost["seat"] + (cost["once"] // max(1, heads)) +
                (cost["session"] // int(offering["max_group"]) if offering.get("max_group") else 0))

    def check_fairness(self):
        """Of the discretionary money each unit, and each group that is named, gets its share by working time times φ.
        A unit counts with all below it, and with its part by working time of what a unit above it gets."""
        least = self.settings.share("fairness")
        if not least or not self.settings.uses("fairness"):
            return
        own = self.whole.fte()
        total = sum(own.values())
        below = {unit["id"]: sum((fte for name, fte in own.items() if self.people.within(name, unit["id"])), 0)
                 for unit in self.data["units"]}
        money_of = collections.Counter()
        for seat in self.seats:
            if seat.lane in DISCRETIONARY:
                money_of[seat.unit] += self.rate(seat.offering) * seat.seats
        everything = sum(money_of.values())
        for unit, fte in below.items():
            got = sum(float(amount) * (1 if name and self.people.within(name, unit) else
                                       float(fte / below[name]) if name and self.people.within(unit, name) and below[name] else 0)
                      for name, amount in money_of.items())
            self.counted["fairness"] += fte > 0
            wanted = math.floor(least * 10000 * float(fte) / float(total)) / 10000 * everything if fte else 0
            if got < wanted - 1e-3 * everything - 1 and not self.left_out("units:" + unit):
                self.breach(unit, "gets", got, "of", everything, "and should get", wanted)

        for tag in str(self.settings.params["fairness_groups"] or "").split(","):
            if tag.strip() and tag != "()":
                self.check_group(tag.strip(), least, total, everything)

    def left_out(self, whose):
        """It says whom it leaves out, where nothing could be given."""
        return any(whose + ":" in note.split() or whose in note.split() for note in self.offer.get("notes", []))

    def check_group(self, tag, least, total, everything):
        """A group counts with its part of the working time of those who can sit there."""
        def fte(people):
            return sum(float(each.get("fte") or 1) for each in people)

        def tagged(people):
            return [each for each in people if tag in listed(each.get("group_tags"))]

        active = [each for each in self.data["employees"] if self.people.active(each) and each.get("unit")]
        got = 0
        for seat in self.seats:
            if seat.lane not in DISCRETIONARY:
                continue
            need = self.needs.get(seat.need, {})
            people = [self.people.employees[name] for name in self.people.of_need(need)]
            if need.get("heads") and int(need["heads"]) > len(people):
                people = []
            if int(need.get("heads") or len(people)) == len(people):
                people = [each for each in people if each.get("unit") == seat.unit]
            if not people:
                people = [each for each in active if seat.unit and self.people.within(each["unit"], seat.unit)]
            got += self.rate(seat.offering) * seat.seats * (fte(tagged(people)) / fte(people) if people else 0)
        wanted = least * fte(tagged(active)) / float(total) * everything
        self.counted["fairness of groups"] += 1
        if got < wanted - 1e-3 * everything - 1 and not self.left_out("group_tags:" + tag):
            self.breach(tag, "gets", got, "of", everything, "and should get", wanted)

    # ---- locks ----

    def check_locks(self):
        """What is fixed stays, to the seat of each need; what is kept out stays out."""
        if not self.settings.uses("locks"):
            return
        plans = {plan["id"]: plan.get("year") for plan in self.data["annual_plans"]}
        there = collections.Counter()
        for seat in self.seats:
            there[seat.offering, seat.line["period"], seat.need] += seat.seats
        wanted = collections.Counter()
        asked = self.whole.base.heads_asked
        for line in self.data["plan_lines"]:
            year = plans.get(line.get("annual_plan")) or self.calendar.year
            if str(year) != self.calendar.year or not line.get("offering"):
                continue
            if line.get("decision") == "locked_out":
                self.counted["kept out"] += 1
                for seat in self.seats:
                    if seat.offering == line["offering"] and (not line.get("needs") or seat.need in listed(line["needs"])) and \
                            not seat.fixed:
                        self.breach(seat.offering, "is kept out but serves", seat.need)
            fixed = line.get("decision") == "locked_in" or line.get("status", "proposed") != "proposed"
            if not fixed or line.get("status") in ("rejected", "withdrawn") or line.get("decision") in ("out", "locked_out"):
                continue
            for served in line.get("served", []):
                if line.get("period") in self.calendar.number and served["need"] in asked:
                    wanted[line["offering"], line["period"], served["need"]] += int(served["seats"])
        for (offering, period, need), seats in wanted.items():
            self.counted["fixed seats"] += 1
            if there[offering, period, need] < min(seats, asked[need]):
                self.breach(offering, period, "is fixed with", seats, "seats for", need, "not", there[offering, period, need])

    def run(self):
        for check in (self.check_money, self.check_payers, self.check_double_funding, self.check_mixes,
                      self.check_fairness, self.check_locks):
            check()
