"""The tenth check of a reviewer: a plan in which one thing is wrong does not pass. Real plans are changed in
one way at a time; where such a change is possible at all, the recomputation has to tell of it."""
import collections
import copy

import rich
from constraints import Constraints, verify
from check_offer import costs_of, minutes

SEEDS = (1, 2, 3, 5, 9, 17, 18, 20, 22, 24)


class Plan:
    """A plan that can be changed: data, offer and what is known of both."""

    def __init__(self, folder, offer):
        self.folder, self.offer = folder, offer
        self.whole = Constraints(folder, offer)
        self.periods = [name for name, _, _ in self.whole.calendar.periods]

    def lines(self, test=lambda line: True):
        return [line for line in self.offer["lines"] if test(line)]

    def offering(self, line):
        return self.whole.offerings[line["offering"]]

    def classes(self):
        return self.lines(lambda line: "max_group" in self.offering(line) and line["sessions"])

    def reprice(self, line):
        """Cost, funding and budgets go along with what was changed, so that only the change itself is wrong."""
        cost, _ = costs_of(self.offering(line))
        first = [each for each in self.offer["lines"] if each["offering"] == line["offering"]][0] is line
        now = line["sessions"] * cost["session"] + line["seats"] * cost["seat"] + (cost["once"] if first else 0)
        more, line["cost"] = now - line["cost"], now
        self.offer["cost"] += more
        if line["funding"]:
            part = line["funding"][0]
            part["amount"] += more
            above = part["budget"]
            for budget in self.offer["budgets"]:
                if budget["budget"] == above:
                    budget["planned"] += more
                    budget["left"] -= more

    def seat(self, line, count=1):
        line["seats"] += count
        line["served"][0]["seats"] += count
        self.reprice(line)


def one_seat_more_than_heads(plan):
    for line in plan.lines(lambda line: line["served"] and not line["served"][0].get("step")):
        need = line["served"][0]["need"]
        if not any(each["need"] == need for each in plan.offer["unmet"]):
            plan.seat(line)
            return True
    return False


def a_seat_that_is_still_called_unmet(plan):
    for line in plan.lines(lambda line: line["served"] and not line["served"][0].get("step")):
        if any(each["need"] == line["served"][0]["need"] for each in plan.offer["unmet"]):
            plan.seat(line)
            return True
    return False


def more_than_the_group_holds(plan):
    for line in plan.classes():
        if line["sessions"] > 1:
            line["sessions"] -= 1
            plan.reprice(line)
            return line["seats"] > line["sessions"] * int(plan.offering(line)["max_group"])
    return False


def fewer_than_the_group_needs(plan):
    for line in plan.classes():
        if int(plan.offering(line).get("min_group", 0)) > 1:
            line["sessions"] += line["seats"]
            plan.reprice(line)
            return True
    return False


def no_session_at_all(plan):
    for line in plan.classes():
        line["sessions"] = 0
        plan.reprice(line)
        return True
    return False


def more_money_than_there_is(plan):
    for budget in plan.offer["budgets"]:
        for line in plan.lines(lambda line: line["funding"] and line["funding"][0]["budget"] == budget["budget"]):
            more = budget["left"] + 1
            line["funding"][0]["amount"] += more
            line["cost"] += more
            plan.offer["cost"] += more
            budget["planned"] += more
            budget["left"] -= more
            return True
    return False


def paid_by_somebody_else(plan):
    for line in plan.lines(lambda line: len(line["funding"]) == 1 and not line["funding"][0].get("fund")):
        others = [each["budget"] for each in plan.offer["budgets"] if each["budget"] != line["funding"][0]["budget"]]
        line["funding"][0]["budget"] = others[0]
        return True
    return False


def money_of_a_later_period(plan):
    for line in plan.lines(lambda line: line["period"].endswith("Q1")):
        for part in line["funding"]:
            if part["budget"] and part["budget"].startswith("south-1"):
                part["budget"] = "south-4"
                return True
    return False


def moved(plan, line, period):
    taken = any(each is not line and each["offering"] == line["offering"] and each["period"] == period for each in plan.offer["lines"])
    line["period"] = period
    return not taken


def before_it_is_ready(plan):
    for line in plan.offer["lines"]:
        ready, _ = plan.whole.ready_of(plan.offering(line))
        if ready and ready > plan.whole.calendar.periods[0][2]:
            return moved(plan, line, plan.periods[0])
    return False


def after_the_deadline(plan):
    for line in plan.lines(lambda line: line["served"]):
        day = plan.whole.deadline_of(line["served"][0]["need"])
        if day and day < plan.whole.calendar.periods[3][1]:
            return moved(plan, line, plan.periods[3])
    return False


def while_the_unit_is_closed(plan):
    for line in plan.lines(lambda line: line["served"]):
        for t, (name, first, last) in enumerate(plan.whole.calendar.periods):
            closed = plan.whole.closed.get(line["served"][0].get("unit"), ())
            if closed and not plan.whole.calendar.working_days(first, last, closed) and line["period"] != name:
                return moved(plan, line, name)
    return False


def everybody_away_at_once(plan):
    if not plan.whole.settings.share("absence_max"):
        return False
    away = collections.Counter()
    for line in plan.offer["lines"]:
        for served in line["served"]:
            away[served.get("unit")] += served["seats"] * minutes(plan.offering(line).get("minutes_contact"))
    fte = plan.whole.fte()
    share = plan.whole.settings.share("absence_max")
    if not any(time > share * float(fte[unit]) * 480 * 66 for unit, time in away.items() if unit and fte.get(unit)):
        return False
    for line in plan.offer["lines"]:
        line["period"] = plan.periods[2]
    return True


def longer_than_a_person_may(plan):
    most = plan.whole.settings.share("hours_max") * 60
    for line in plan.lines(lambda line: line["served"]):
        for served in line["served"]:
            if most and served.get("employees"):
                for other in plan.offer["lines"]:
                    for each in other["served"]:
                        if each["seats"] and each["need"] != served["need"] and each.get("employees"):
                            each["employees"][0] = served["employees"][0]
                breaches = [b for b in Constraints(plan.folder, plan.offer).base.run() if "learns" in b]
                return bool(breaches)
    return False


def one_person_twice(plan):
    for line in plan.lines(lambda line: line["served"] and len(line["served"][0].get("employees", [])) > 1):
        names = line["served"][0]["employees"]
        names[1] = names[0]
        return True
    return False


def somebody_of_another_unit(plan):
    for line in plan.lines(lambda line: line["served"] and line["served"][0].get("employees")):
        served = line["served"][0]
        for name, each in plan.whole.people.employees.items():
            if not plan.whole.people.within(each["unit"], served["unit"]):
                served["employees"][0] = name
                return True
    return False


def the_step_after_it_is_needed(plan):
    for line in plan.lines(lambda line: any(each.get("step") for each in line["served"])):
        return moved(plan, line, plan.periods[3])
    return False


def without_its_prerequisite(plan):
    names = {before for each in plan.whole.offerings.values() for before in each.get("prerequisites", [])}
    for line in plan.lines(lambda line: line["offering"] in names and line["served"]):
        plan.offer["lines"].remove(line)
        plan.offer["cost"] -= line["cost"]
        for part in line["funding"]:
            for budget in plan.offer["budgets"]:
                if budget["budget"] == part["budget"]:
                    budget["planned"] -= part["amount"]
                    budget["left"] += part["amount"]
        return True
    return False


def both_variants(plan):
    for line in plan.lines(lambda line: line["offering"] == "talking-open"):
        other = copy.deepcopy(line)
        other.update(offering="talking-own", id="talking-own@" + line["period"])
        plan.offer["lines"].append(other)
        return True
    return False


def more_sessions_than_a_quarter_has(plan):
    for line in plan.lines(lambda line: "sessions_max" in plan.offering(line)):
        line["sessions"] = int(plan.offering(line)["sessions_max"]) + 1
        plan.reprice(line)
        return True
    return False


def no_trainer_for_it(plan):
    for line in plan.lines(lambda line: line["offering"] == "safety"):
        line["sessions"] += 12
        plan.reprice(line)
        return True
    return False


def a_fund_beyond_its_maximum(plan):
    for line in plan.offer["lines"]:
        for part in line["funding"]:
            if part.get("fund"):
                part["amount"] = line["cost"] + 1
                return True
    return False


def two_funds_for_one_cost(plan):
    for line in plan.offer["lines"]:
        for part in line["funding"]:
            if part.get("fund") and part["amount"] > 1:
                part["amount"] -= 1
                line["funding"].append({"budget": None, "amount": 1, "fund": "g"})
                return True
    return False


def a_value_that_is_too_high(plan):
    plan.offer["value"] += 0.5
    plan.offer["bound"] += 0.5
    return True


def a_bound_below_the_value(plan):
    plan.offer["bound"] = plan.offer["value"] - 1
    return True


def a_gap_that_is_not(plan):
    plan.offer["bound"] = plan.offer["value"] * 1.5 + 1
    return True


def a_duty_left_out_in_silence(plan):
    for line in plan.lines(lambda line: line["lane"] == "mandatory" and line["served"][0]["seats"] > 2):
        plan.seat(line, -1)
        if line["served"][0].get("employees"):
            line["served"][0]["employees"].pop()
        return True
    return False


def less_than_its_share(plan):
    """All discretionary money for the unit that has most of it."""
    if not plan.whole.settings.share("fairness"):
        return False
    for line in plan.offer["lines"]:
        if line["lane"] != "mandatory":
            for served in line["served"]:
                served["unit"] = "north"
    return True


CHANGES = (
    one_seat_more_than_heads, a_seat_that_is_still_called_unmet, more_than_the_group_holds,
    fewer_than_the_group_needs, no_session_at_all, more_money_than_there_is, paid_by_somebody_else,
    money_of_a_later_period, before_it_is_ready, after_the_deadline, while_the_unit_is_closed,
    everybody_away_at_once, longer_than_a_person_may, one_person_twice, somebody_of_another_unit,
    the_step_after_it_is_needed, without_its_prerequisite, both_variants, more_sessions_than_a_quarter_has,
    no_trainer_for_it, a_fund_beyond_its_maximum, two_funds_for_one_cost, a_value_that_is_too_high,
    a_bound_below_the_value, a_gap_that_is_not, a_duty_left_out_in_silence, less_than_its_share,
    )


def check_10_corrupted(harness):
    made, caught = collections.Counter(), collections.Counter()
    for seed in SEEDS:
        data, manifest = rich.make(seed)
        folder = harness.write(data, manifest)
        offer = harness.run_folder(folder).offer
        for change in CHANGES:
            plan = Plan(folder, copy.deepcopy(offer))
            if not change(plan):
                continue
            breaches, _ = verify(folder, plan.offer)
            made[change.__name__] += 1
            caught[change.__name__] += bool(breaches)
            harness.check("reviewer 10, rich %d: %s" % (seed, change.__name__), breaches, "it passed")
    for change in CHANGES:
        harness.check("reviewer 10: %s was tried" % change.__name__, made[change.__name__] > 0)


SHARES = ("core_share=0.99", "individual_share=0.99", "pilot_share=0.1", "informal_share=0.95", "supplier_share=0.01",
          "fairness=1", "absence_max=0.0001", "hours_max=1")


def check_10_shares(harness):
    """A plan that was made without a share of policy does not pass where that share is asked."""
    data, manifest = rich.make(7)
    folder = harness.write(data, manifest)
    run = harness.run_folder(folder)
    harness.equal("reviewer 10: the plan passes as it is", verify(folder, run.offer, (), "", run.code)[0], [])
    for asked in SHARES:
        harness.check("reviewer 10: %s is not kept" % asked, verify(folder, run.offer, ("--set", "params." + asked))[0], "it passed")


def tasks(harness):
    yield lambda: check_10_shares(harness)
    yield lambda: check_10_corrupted(harness)
