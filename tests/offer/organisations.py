"""Small organisations made from a seed, and the value of a plan worked out from the data alone."""
import random


def make(seed):
    rnd = random.Random(seed)
    units = ["a", "b", "c"][:rnd.randint(2, 3)]
    skills = ["skill%d" % i for i in range(rnd.randint(2, 4))]
    data = {"units": [{"id": u, "label": u.upper()} for u in units],
            "competencies": [{"id": s, "core": rnd.random() < 0.5} for s in skills],
            "goals": [{"id": "g1", "weight": 0.7, "status": "active"}, {"id": "g2", "weight": 0.3, "status": "active"}],
            "needs": [], "offerings": [],
            "budgets": [{"id": "central", "owner": "central", "period": 2027, "setup": 500 * rnd.randint(4, 14)}]}
    if rnd.random() < 0.5:
        data["units"][0]["minutes_max"] = "%dh" % rnd.randint(60, 200)
    for unit in units[:rnd.randint(1, len(units))]:
        data["budgets"].append({"id": "own-" + unit, "unit": unit, "period": 2027, "setup": 250 * rnd.randint(2, 12)})
    for number in range(rnd.randint(4, 7)):
        need = {"id": "n%d" % number, "unit": rnd.choice(units), "heads": rnd.randint(1, 14),
                "lane": rnd.choice(["core", "strategic", "team", "individual"]), "priority": rnd.randint(1, 6),
                "need_competencies": [{"competency": rnd.choice(skills), "to_level": rnd.randint(1, 2)}]}
        if number == 0 and rnd.random() < 0.5:
            need.update(lane="mandatory", priority=0)
        if rnd.random() < 0.4:
            need["goals"] = rnd.sample(["g1", "g2"], rnd.randint(1, 2))
        data["needs"].append(need)
    for number, skill in enumerate(skills * 2):
        to_level = rnd.randint(1, 2)
        offering = {"id": "o%d" % number, "label": "Offering %d" % number, "minutes_contact": "%dh" % rnd.choice([4, 8, 12]),
                    "offering_competencies": [{"competency": skill, "to_level": to_level,
                                               "effectiveness": rnd.choice([0.6, 0.7, 0.8, 0.9])}]}
        if number < len(skills):
            offering.update(sourcing="buy_open", min_group=1, cost_per_seat=rnd.choice([180, 250, 340, 520]) * to_level)
        else:
            offering.update(sourcing="buy_incompany", min_group=rnd.randint(3, 5), max_group=rnd.randint(8, 12),
                            cost_per_session=rnd.choice([900, 1300, 1750]))
            if rnd.random() < 0.4:
                offering.update(sourcing="build", cost_once=rnd.choice([800, 1500]), cost_per_seat=35)
        data["offerings"].append(offering)
    return data


def value_of(data, offer, factor=1):
    """Priority x effectiveness x reach of every seat: needs of one competency, from level 0."""
    needs = {need["id"]: need for need in data["needs"]}
    taught = {o["id"]: o["offering_competencies"][0] for o in data["offerings"]}
    total = 0
    for line in offer["lines"]:
        teaches = taught[line["offering"]]
        for served in line["served"]:
            need = needs[served["need"]]
            asked = need["need_competencies"][0]
            if asked["competency"] != teaches["competency"]:
                raise ValueError("%s does not teach what %s asks" % (line["offering"], need["id"]))
            reach = min(asked["to_level"], teaches["to_level"]) / asked["to_level"]
            total += served["seats"] * need["priority"] * teaches["effectiveness"] * reach
    return total * factor
