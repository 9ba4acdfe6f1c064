"""Compares the answers of ldengine with the verified facts: python3 compare.py ROOT LDENGINE."""
import json
import os
import subprocess
import sys
import tempfile

ROOT, LDENGINE = sys.argv[1:3]
HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.join(ROOT, "examples", "zorgregio")
TOLERANCE = 0.005

# facts that plain SQL over the model can give too
QUERIES = {
    "S02": "SELECT count(*) FROM gaps g JOIN employees e ON e.id = g.employee WHERE e.contract_to IS NULL",
    "S05": "SELECT count(*) FROM gaps g JOIN employees e ON e.id = g.employee"
           " WHERE e.contract_to IS NULL AND g.current IS NULL",
    "S13": "SELECT count(*) FROM plan_lines p JOIN plan_line_employee x ON x.plan_line = p.id"
           " JOIN employees e ON e.id = x.employee WHERE e.contract_to IS NOT NULL",
    "S14": "SELECT count(*) FROM plan_lines p JOIN offerings o ON o.id = p.offering WHERE o.status <> 'active'",
    "S21": "SELECT sum(setup) / 100.0 FROM budgets",
}


def run(*arguments):
    done = subprocess.run([LDENGINE, *arguments, "-C", PROJECT, "--format", "json"], capture_output=True, text=True)
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
    return json.loads(done.stdout)["data"]


def same(expected, got):
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected == got
    if isinstance(expected, (int, float)) and isinstance(got, (int, float)):
        return abs(expected - got) <= TOLERANCE
    if isinstance(expected, dict) and isinstance(got, dict):
        return expected.keys() == got.keys() and all(same(expected[k], got[k]) for k in expected)
    if isinstance(expected, list) and isinstance(got, list):
        if expected and isinstance(expected[0], dict):
            key = lambda item: json.dumps(item.get("unit"))
            expected, got = sorted(expected, key=key), sorted(got, key=key)
        elif all(isinstance(x, str) for x in expected + got):
            expected, got = sorted(expected), sorted(got)
        return len(expected) == len(got) and all(same(a, b) for a, b in zip(expected, got))
    return expected == got


def main():
    facts = {f["id"]: f["value"] for f in json.load(open(os.path.join(HERE, "facts.json"), encoding="utf-8"))["facts"]}
    answers = run("run", os.path.join(HERE, "facts.lua"))["result"]
    passed = failed = 0
    for name, expected in facts.items():
        ok = same(expected, answers.get(name))
        passed, failed = passed + ok, failed + (not ok)
        if not ok:
            print("not ok %s: expected %s, got %s" % (name, json.dumps(expected), json.dumps(answers.get(name))))
    for name, query in QUERIES.items():
        got = run("sql", query)["rows"][0][0]
        ok = same(facts[name], got)
        passed, failed = passed + ok, failed + (not ok)
        if not ok:
            print("not ok %s by SQL: expected %s, got %s" % (name, facts[name], got))
    corpus = os.path.join(os.environ.get("LDE_CORPUS", ""), "scenario-small")
    if os.path.isdir(corpus):
        with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as handle:
            json.dump(answers, handle)
        done = subprocess.run([sys.executable, os.path.join(corpus, "tools", "check_answers.py"),
                               os.path.join(corpus, "facts.json"), handle.name], capture_output=True, text=True)
        os.unlink(handle.name)
        ok = done.returncode == 0 and "22 passed, 0 failed, 0 skipped" in done.stdout
        passed, failed = passed + ok, failed + (not ok)
        if not ok:
            print(done.stdout)
    else:
        print("skipped: the corpus's own checker (no corpus); the copy of the figures was compared")
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


sys.exit(main())
