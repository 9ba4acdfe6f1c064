"""Small organisations that have some of everything: a tree of units with closed days and limits of time,
people with hours of their own, duties with dates, chains and prerequisites, variants, trainers, rooms and
developers, funds, quarterly and strict money. The same seed gives the same organisation."""
import datetime
import random

from harness import manifest_with

MANDATORY = "mandatory"


def weekdays(first, count):
    day, out = datetime.date.fromisoformat(first), []
    while len(out) < count:
        if day.weekday() < 5:
            out.append(day.isoformat())
        day += datetime.timedelta(1)
    return out


def units_of(rnd):
    units = [{"id": "org"}, {"id": "north", "parent": "org"}, {"id": "south", "parent": "org"},
             {"id": "field", "parent": "south"}]
    if rnd.random() < 0.6:
        units[1]["blocked_dates"] = weekdays("2027-01-01", 70)  # the whole first quarter
    if rnd.random() < 0.5:
        units[2]["blocked_dates"] = weekdays("2027-07-01", 66)
    if rnd.random() < 0.6:
        units[2]["minutes_max"] = "%dh" % rnd.randint(60, 160)
    return units


def people_of(rnd):
    out = []
    for i in range(rnd.randint(14, 22)):
        person = {"id": "e%02d" % i, "unit": rnd.choice(["north", "south", "field"]), "role": rnd.choice(["r1", "r2"]),
                  "status": "active", "fte": rnd.choice([1, 1, 0.8, 0.5]), "hourly_cost": rnd.randint(20, 60),
                  "group_tags": ["senior"] if rnd.random() < 0.3 else []}
        if rnd.random() < 0.15:
            person["minutes_max"] = "%dh" % rnd.randint(6, 20)
        out.append(person)
    return out


def needs_of(rnd, people):
    names = [each["id"] for each in people]
    first, second = sorted(rnd.sample(names, 7)), sorted(rnd.sample(names, 6))
    needs = [
        {"id": "duty", "employees": first, "lane": MANDATORY, "priority": 1, "offerings": ["safety", "safety-open"],
         "deadline": rnd.choice(["2027-06-30", "2027-09-30"])},
        {"id": "climb", "employees": second, "lane": "core", "priority": rnd.randint(2, 5),
         "need_competencies": [{"competency": "digital", "from_level": 0, "to_level": 2}]},
        {"id": "lead", "unit": "south", "heads": rnd.randint(3, 6), "lane": "strategic", "priority": rnd.randint(2, 6),
         "need_competencies": [{"competency": "leading", "to_level": 1}]},
        {"id": "team", "unit": "north", "heads": rnd.randint(4, 9), "lane": "team", "priority": rnd.randint(1, 4),
         "need_competencies": [{"competency": "talking", "to_level": 1}], "deadline": "2027-09-30"},
        {"id": "own", "employees": sorted(rnd.sample(names, 3)), "lane": "individual", "priority": rnd.randint(1, 5),
         "need_competencies": [{"competency": "craft", "to_level": 1}]}]
    return needs


def offering(name, teaches=None, low=0, high=1, **keys):
    out = {"id": name, "effectiveness": None, **keys}
    del out["effectiveness"]
    if teaches:
        out["offering_competencies"] = [{"competency": teaches, "from_level": low, "to_level": high,
                                         "effectiveness": keys.get("sure", 0.8)}]
    out.pop("sure", None)
    return out


def offerings_of(rnd):
    return [
        offering("safety", sourcing="buy_incompany", min_group=2, max_group=4, cost_per_session=rnd.randint(300, 700),
                 minutes_contact="8h", lead_time_days=rnd.choice([0, 40, 120])),
        offering("safety-open", sourcing="buy_open", cost_per_seat=rnd.randint(250, 400), minutes_contact="8h"),
        offering("digital-1", "digital", 0, 1, sourcing="buy_open", cost_per_seat=rnd.randint(80, 160), minutes_contact="4h",
                 supplier="s1", kind="formal"),
        offering("digital-2", "digital", 1, 2, sourcing="buy_incompany", min_group=2, max_group=5, supplier="s2",
                 cost_per_session=rnd.randint(300, 900), minutes_contact="6h", sessions_max=1, kind="formal"),
        offering("leading", "leading", sourcing="buy_open", cost_per_seat=rnd.randint(300, 700), minutes_contact="12h",
                 supplier="s1", prerequisites=["talking-own"] if rnd.random() < 0.3 else [], seats_max=4, kind="formal"),
        offering("talking-own", "talking", sourcing="build", cost_once=rnd.randint(300, 1200), cost_per_session=150,
                 min_group=3, max_group=6, minutes_contact="4h", minutes_development="%dh" % rnd.randint(30, 60), sure=0.9,
                 kind="formal", available_from=rnd.choice(["2027-01-01", "2027-04-01"])),
        offering("talking-open", "talking", sourcing="buy_open", variant_of="talking-own", supplier="s2", kind="formal",
                 cost_per_seat=rnd.randint(150, 320), minutes_contact="4h", sure=0.7),
        offering("craft", "craft", sourcing="buy_open", cost_per_seat=rnd.randint(200, 600), minutes_contact="6h",
                 prerequisites=["craft-basis"], supplier="s1", kind="formal"),
        offering("craft-basis", sourcing="buy_open", cost_per_seat=rnd.randint(40, 90), minutes_contact="2h"),
        offering("beside", "talking", sourcing="free", kind="informal", modality="on_the_job", cost_per_seat=20,
                 minutes_contact="6h", sure=0.5)]


def budgets_of(rnd):
    budgets = [{"id": "all", "owner": "central", "period": 2027, "setup": rnd.randint(15, 45) * 100}]
    if rnd.random() < 0.5:
        budgets[0]["period"] = "2027-H1"
        budgets.append({"id": "all-2", "owner": "central", "period": "2027-H2", "setup": rnd.randint(10, 30) * 100})
    strict = rnd.random() < 0.4
    for quarter in (1, 2, 3, 4):
        budgets.append({"id": "south-%d" % quarter, "unit": "south", "period": "2027-Q%d" % quarter,
                        "setup": rnd.randint(2, 9) * 100, "strict": strict})
    if rnd.random() < 0.5:
        budgets.append({"id": "north-team", "unit": "north", "lane": "team", "period": 2027, "setup": rnd.randint(5, 15) * 100})
    budgets.append({"id": "org", "unit": "org", "period": 2027, "setup": rnd.randint(8, 25) * 100})
    return budgets


def make(seed):
    """Data and manifest."""
    rnd = random.Random(seed * 7919)
    people = people_of(rnd)
    data = {"units": units_of(rnd), "employees": people, "roles": [{"id": "r1"}, {"id": "r2"}],
            "competencies": [{"id": each} for each in ("digital", "leading", "talking", "craft")],
            "suppliers": [{"id": "s1"}, {"id": "s2"}], "needs": needs_of(rnd, people), "offerings": offerings_of(rnd),
            "budgets": budgets_of(rnd),
            "participations": [{"employee": rnd.choice(people)["id"], "offering": "craft-basis", "status": "completed",
                                "completed_on": "2026-05-0%d" % (i + 1)} for i in range(3)],
            "resources": [{"id": "t1", "kind": "trainer", "label": "T1", "offerings": ["safety", "talking-own"],
                           "capacities": [{"period": "2027-Q%d" % q, "minutes": "%dh" % rnd.randint(4, 16)} for q in (1, 2, 3, 4)]},
                          {"id": "room", "kind": "room", "label": "R", "offerings": ["digital-2", "talking-own"],
                           "capacities": [{"period": 2027, "minutes": "%dh" % rnd.randint(8, 20)}]},
                          {"id": "dev", "kind": "developer", "label": "D",
                           "capacities": [{"period": 2027, "minutes": "%dh" % rnd.choice([40, 50, 80])}]}]}
    data["credential_types"] = [{"id": "card"}, {"id": "licence"}]
    data["compliance_requirements"] = [{"credential_type": "card", "role": "r1"}]
    data["credentials"] = [{"employee": each["id"], "credential_type": kind, "issued_on": "2024-0%d-01" % (1 + n % 9),
                            "expires_on": "202%d-%02d-15" % (rnd.choice([6, 7, 7, 8]), rnd.randint(1, 12))}
                           for n, each in enumerate(people) for kind in ("card", "licence") if rnd.random() < 0.6]
    data["participations"] = list({row["employee"]: row for row in data["participations"]}.values())
    if rnd.random() < 0.6:
        data["funds"] = [{"id": "f", "label": "F", "rate": rnd.choice([0.3, 0.5]), "cap": rnd.randint(3, 12) * 100,
                          "cost_min": rnd.choice([0, 500, 1500]), "window_from": "2026-01-01", "window_to": "2027-12-31"},
                         {"id": "g", "label": "G", "rate": 0.2, "eligible_kinds": ["tuition"], "window_from": "2026-01-01",
                          "window_to": "2027-12-31"}]
    params = {"period": "quarter", "gap": 0.01}
    if rnd.random() < 0.5:
        params["absence_max"] = rnd.choice([0.01, 0.02, 0.04])
    if rnd.random() < 0.5:
        params["hours_max"] = rnd.choice([12, 16, 24])
    if rnd.random() < 0.4:
        params["fairness"] = rnd.choice([0.2, 0.4])
    if rnd.random() < 0.4:
        params["core_share"] = 0.15
    if rnd.random() < 0.3:
        params["informal_share"] = 0.1
    if rnd.random() < 0.3:
        params["supplier_share"] = 0.6
    return data, manifest_with(params)
