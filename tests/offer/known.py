"""The organisation whose best offers were worked out by enumerating every plan."""
import os

# setup of the central budget: sessions, seats by offering and need, value, cost, use of the budgets
OPTIMA = {
    7000: ({"O1": 2, "O3": 0, "O4": 1},
           {("O2", "N3"): 12, ("O2", "N4"): 8, ("O4", "N5"): 12, ("O5", "N6"): 2, ("O6", "N7"): 1, ("O6", "N8"): 1},
           116.8, 16500, (5000, 5000, 6500)),
    7900: ({"O1": 2, "O3": 1, "O4": 1},
           {("O3", "N3"): 2, ("O3", "N4"): 8, ("O2", "N3"): 10, ("O4", "N5"): 12, ("O5", "N6"): 4, ("O6", "N7"): 1,
            ("O6", "N8"): 2},
           128.6, 19800, (7700, 5180, 6920)),
    8000: ({"O1": 2, "O3": 2, "O4": 1},
           {("O3", "N3"): 12, ("O3", "N4"): 8, ("O4", "N5"): 12, ("O5", "N6"): 4, ("O6", "N7"): 1, ("O6", "N8"): 2},
           133.6, 17000, (8000, 2080, 6920)),
    11000: ({"O1": 2, "O3": 2, "O4": 2},
            {("O3", "N3"): 12, ("O3", "N4"): 8, ("O4", "N5"): 15, ("O5", "N6"): 4, ("O6", "N7"): 1, ("O6", "N8"): 2},
            140.8, 19200, (10200, 2080, 6920)),
}


def folder(harness):
    return os.path.join(harness.root, "tests", "data", "offer-fixture")


def test(harness):
    for setup, (sessions, seats, value, cost, use) in OPTIMA.items():
        name = "known optimum at %d: " % setup
        run = harness.run_folder(folder(harness), "--set", "budgets:central.setup=%d" % setup)
        if not harness.equal(name + "exit", run.code, 0):
            continue
        offer = run.offer
        harness.equal(name + "status and gap", (offer["status"], offer["gap"]), ("optimal", 0))
        harness.equal(name + "value and bound", (round(offer["value"], 9), round(offer["bound"], 9)), (value, value))
        harness.equal(name + "cost", offer["cost"], cost * 100)
        harness.equal(name + "seats", run.seats(), {**seats, ("O1", "N1"): 10, ("O1", "N2"): 4})
        got = run.sessions()
        harness.equal(name + "sessions", {o: got.get(o, 0) for o in sessions}, sessions)
        harness.equal(name + "budgets", run.planned(),
                      dict(zip(("central", "Z-2027", "K-2027"), (part * 100 for part in use))))
        harness.equal(name + "what is left", {b["budget"]: b["left"] + b["planned"] for b in offer["budgets"]},
                      {"central": setup * 100, "Z-2027": 520000, "K-2027": 700000})
