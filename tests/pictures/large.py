#!/usr/bin/env python3
"""large.py FOLDER: a project with 5 goals and 200 offerings, long names, goals whose thread breaks,
needs without a goal, and more units, budgets and competencies than a picture has room for."""
import os
import random
import sys

GOALS = ["Digitale dienstverlening voor alle inwoners en ondernemers van de stad",
         "Veilig en gezond werken in elk team", "Aantrekkelijke werkgever voor vakmensen",
         "Duurzame wijken en een klimaatbestendige openbare ruimte",
         "Wendbare organisatie die van haar fouten leert"]
DAY = "2026-05-%02d"


def main():
    dice = random.Random(5)
    folder = sys.argv[1]
    lines = []
    add = lines.append
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "ldengine.yaml"), "w", encoding="utf-8") as out:
        out.write("ldengine: 1\norganisation: {id: groot, name: Groot}\nyear: 2027\nsources: [model.yaml]\n")
    add("mission_visions:\n  - {id: mv, version: 1, text: 'In 2030 werken wij dichtbij, duurzaam en <digitaal> "
        "& samen.', status: approved, valid_from: 2026-01-01}")
    add("goals:")
    for i, label in enumerate(GOALS):
        add(f"  - {{id: g{i}, label: '{label}', weight: 0.2, strategy_version: 1}}")
    add("kpis:")
    for i in (0, 1, 2, 4):
        for k in range(4):
            add(f"  - {{id: k{i}-{k}, goal: g{i}, label: 'Indicator {k} van doel {i}: tevredenheid van gebruikers', "
                f"baseline_value: {50 + k}, target_value: {70 + k}, unit_of_measure: '%'}}")
    add("kpi_measurements:")
    for i in (0, 1, 2):
        for month in range(1, 10):
            add(f"  - {{kpi: k{i}-0, date: 2026-0{month}-01, value: {50 + month * (i - 1)}}}")
    add("scales: [{id: s, label: Niveaus}]\nscale_levels:")
    for level in range(5):
        add(f"  - {{scale: s, level: {level}, label: L{level}}}")
    add("competencies:")
    for c in range(40):
        add(f"  - {{id: c{c}, label: 'Competentie {c} vakbekwaamheidsbevorderend handelen', scale: s}}")
    add("units:\n  - {id: o, label: Organisatie}")
    for u in range(30):
        add(f"  - {{id: u{u}, parent: o, label: 'Afdeling nummer {u} Publiekszaken en Vergunningen'}}")
    add("roles:")
    for k in range(20):
        add(f"  - {{id: r{k}, label: 'Functie {k}'}}")
    add("role_requirements:")
    for k in range(20):
        for c in dice.sample(range(40), 8):
            add(f"  - {{role: r{k}, competency: c{c}, required_level: {dice.randint(1, 4)}}}")
    add("employees:")
    for e in range(600):
        add(f"  - {{id: e{e}, unit: u{dice.randrange(30)}, role: r{dice.randrange(8)}}}")
    add("assessments:")
    for e in range(600):
        for c in dice.sample(range(40), 30):
            add(f"  - {{employee: e{e}, competency: c{c}, level: {dice.randint(0, 4)}, "
                f"date: {DAY % dice.randint(1, 28)}}}")
    add("offerings:")
    for o in range(200):
        add(f"  - {{id: of{o}, label: 'Opleiding {o}: in-company training met praktijkopdrachten', "
            f"cost_per_session: {dice.randrange(500, 9000)}, max_group: 12}}")
    add("sessions:")
    for o in range(0, 200, 9):
        add(f"  - {{id: s{o}, offering: of{o}, starts_on: 2027-{dice.randint(1, 12):02d}-05, "
            f"ends_on: 2027-12-31, seats_max: 12}}")
    add("needs:")
    for n in range(150):
        add(f"  - {{id: n{n}, label: 'Behoefte {n}: beter samenwerken rond complexe dossiers', level: team, "
            f"unit: u{n % 30}, heads: {dice.randint(3, 80)}, goal: g{dice.choice([0, 1, 2, 3])}}}")
    for n in range(150, 160):
        add(f"  - {{id: n{n}, label: 'Losse behoefte {n}', level: team, unit: u{n % 30}, heads: 9}}")
    add("need_competencies:")
    for n in range(150):
        add(f"  - {{need: n{n}, competency: c{dice.randrange(40)}, to_level: 3}}")
    add("budgets:")
    for b in range(30):
        add(f"  - {{id: B-{b:02d}-2027, unit: u{b}, setup: {dice.randrange(5000, 90000)}}}")
    add("plan_lines:")
    for o in range(200):
        add(f"  - {{id: pl{o}, offering: of{o}, needs: [n{dice.randrange(156)}], "
            f"lane: {dice.choice(['core', 'strategic', 'team'])}, period: 2027-Q{dice.randint(1, 4)}, "
            f"seats_planned: {dice.randint(4, 40)}, sessions_planned: {dice.randint(1, 4)}, "
            f"budget: B-{dice.randrange(30):02d}-2027}}")
    with open(os.path.join(folder, "model.yaml"), "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


main()
