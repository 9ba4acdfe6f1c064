"""same.py FORMAT JSON FILE: does FILE tell the findings and the trouble of the JSON output, in its own way?"""
import csv
import json
import re
import sys
import xml.etree.ElementTree as xml

form, json_path, path = sys.argv[1:]
with open(json_path, encoding="utf-8") as file:
    envelope = json.load(file)
with open(path, encoding="utf-8", newline="") as file:
    text = file.read()
data = envelope["data"]
parts = data["organisations"] if "organisations" in data else [data] if "findings" in data else []
findings = [finding for part in parts for finding in part["findings"]]
shown = [f for f in findings if not f["exception"] and not f.get("known")]
trouble = envelope["diagnostics"]
errors = [d for d in trouble if d["severity"] == "error"]
unknown = sum(part["summary"]["unknown"] for part in parts if part.get("summary"))
prints = sorted(f["fingerprint"] for f in findings)


def same(what, expected, got):
    if expected != got:
        print(f"{what}: expected {expected!r}, got {got!r}"[:1500])
        sys.exit(1)


if form == "jsonl":
    lines = [json.loads(line) for line in text.split("\n")[:-1]]
    same("the last line", "summary", lines[-1]["type"])
    same("ok", envelope["ok"], lines[-1]["ok"])
    same("findings", prints, sorted(x["fingerprint"] for x in lines if x["type"] == "finding"))
    same("trouble", trouble, [{k: v for k, v in x.items() if k != "type"} for x in lines if x["type"] == "diagnostic"])
    same("counts", sum(f["severity"] == "error" for f in shown), lines[-1]["error"])
elif form == "sarif":
    run = json.loads(text)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    same("rules", len(rules), len({rule["id"] for rule in rules}))
    same("texts", [], [r["id"] for r in rules for key in ("shortDescription", "fullDescription", "help") if not r[key]["text"]])
    same("findings", prints, sorted(x["partialFingerprints"]["ldengine/v1"] for x in run["results"]))
    same("open findings", len(shown), sum(not x["suppressions"] for x in run["results"]))
    same("rules of results", [x["ruleId"] for x in run["results"]], [rules[x["ruleIndex"]]["id"] for x in run["results"]])
    same("related", sum(len(f["evidence"]) + ("nearest" in f) for f in findings), sum(len(x["relatedLocations"]) for x in run["results"]))
    notes = run["invocations"][0]["toolConfigurationNotifications"] + run["invocations"][0]["toolExecutionNotifications"]
    same("trouble", sorted(d["message"] for d in trouble), sorted(x["message"]["text"] for x in notes))
    same("ok", envelope["ok"], run["invocations"][0]["exitCode"] == 0)
    for result in run["results"]:
        for place in result["locations"] + result["relatedLocations"]:
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            same("a relative reference: " + uri, True, bool(re.fullmatch(r"[^/\s:%?#][^\s:?#]*", uri)))
elif form == "gitlab":
    issues = json.loads(text)
    same("issues", len(shown) + len(trouble), len(issues))
    same("fingerprints that are there twice", len(issues), len({x["fingerprint"] for x in issues}))
    same("messages", sorted(f["message"] for f in shown + trouble), sorted(x["description"] for x in issues))
    for issue in issues:
        same("keys", ["check_name", "description", "fingerprint", "location", "severity"], sorted(issue))
        same("a severity", True, issue["severity"] in ("info", "minor", "major", "critical", "blocker"))
        same("a relative path", False, issue["location"]["path"].startswith(("/", "./", "../")))
        same("a line", True, issue["location"]["lines"]["begin"] >= 1)
elif form == "github":
    lines = text.split("\n")[:-1]
    same("annotations", len(shown) + len(trouble), len(lines))
    for line in lines:
        found = re.fullmatch(r"::(error|warning|notice) file=([^,:]+)(,line=\d+)?(,col=\d+)?,title=[^,:]+::(.+)", line)
        same("an annotation: " + line, True, bool(found))
        same("only escapes: " + line, [], re.findall(r"%(?!25|0A|0D|3A|2C)", line))
elif form == "csv":
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    same("findings", prints, sorted(row["fingerprint"] for row in rows))
    same("line ends", text.count("\n"), text.count("\r\n"))
    for row in rows:
        for cell in row.values():
            same("a formula", False, bool(re.match(r"[=@\t\r]|[+-](?![\d.,])", cell)))
elif form == "tap":
    lines = text.split("\n")
    plan = int(re.match(r"1\.\.(\d+)", lines[1])[1])
    cases = [re.match(r"(not ok|ok) (\d+) - ", line) for line in lines]
    cases = [(m[1], int(m[2])) for m in cases if m]
    same("numbers", list(range(1, plan + 1)), [number for _, number in cases])
    same("failed", len(shown) + max(unknown, len(errors)), sum(word == "not ok" for word, _ in cases))
    same("fingerprints", prints, sorted(re.findall(r'fingerprint: "([0-9a-f]{64})"', text)))
elif form == "junit":
    suites = xml.fromstring(text.encode()).findall("testsuite")
    same("failures", len(shown), sum(int(suite.get("failures")) for suite in suites))
    same("errors", max(unknown, len(errors)), sum(int(suite.get("errors")) for suite in suites))
    same("skipped", len(findings) - len(shown), sum(int(suite.get("skipped")) for suite in suites))
    same("cases", [int(suite.get("tests")) for suite in suites], [len(suite.findall("testcase")) for suite in suites])
    names = [(suite.get("name"), case.get("classname"), case.get("name")) for suite in suites for case in suite.iter("testcase")]
    same("names that are there twice", len(names), len(set(names)))
    same("fingerprints", prints, sorted(re.findall(r"fingerprint: ([0-9a-f]{64})", text)))
