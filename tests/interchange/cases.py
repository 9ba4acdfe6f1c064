"""The cases of tests/interchange/run.sh."""
import csv
import filecmp
import io
import json
import os
import subprocess
import sys

from each_case import run_cases

LDENGINE, REAL = os.environ["LDENGINE"], os.environ["LDE_CORPUS"] + "/real/"
MANIFEST = """ldengine: 1
organisation: {id: o, name: Org, country: NL, currency: EUR, language: en}
year: 2027
sources:
  - mine.yaml # ours
rules: {packs: []}
"""


def run(*words, expect=0, cwd="."):
    done = subprocess.run([LDENGINE, *words], capture_output=True, text=True, cwd=cwd)
    assert done.returncode == expect, "%s: exit %d, expected %d\n%s%s" % (
        " ".join(words), done.returncode, expect, done.stdout[-600:], done.stderr[-1200:])
    return done


def project(name="p", mine=""):
    os.makedirs(name)
    open(name + "/ldengine.yaml", "w").write(MANIFEST)
    open(name + "/mine.yaml", "w").write(mine)
    return name


def take(name, mapping, file, *more, expect=0):
    return run("import", "-C", name, "--mapping", mapping, file, *more, expect=expect)


def rows(name, query):
    return json.loads(run("sql", query, "-C", name, "--format", "json").stdout)["data"]["rows"]


def corpus(path):
    if not os.path.exists(REAL + path):
        print("skipped: no %s" % (REAL + path))
        return None
    return REAL + path


MOODLE = '''Parent ID number,ID number,Short name,Description,Description format,Scale values,Scale configuration,Rule type (optional),Rule outcome (optional),Rule config (optional),Cross-referenced competency ID numbers,Exported ID (optional),Is framework,Taxonomy
,fw,"Skills, 2026","<p>All of it</p>",1,"Not yet competent,Competent","[{""scaleid"":""2""},{""id"":2,""scaledefault"":1,""proficient"":1}]",,,,,,1,"domain,competency"
,d1,Talking,"<p>Line one\r\nline two</p>",1,,,,0,null,,,,
d1,c1,Listening,,1,,,,0,null,c2,,,
d1,c2,"Asking ""why""",,1,"Low,Middle,High",,,0,null,,,,
,,Nameless,,1,,,,0,null,,,,
'''


def moodle_in_and_out():
    open("moodle.csv", "w", newline="").write(MOODLE)
    take(project(), "moodle", "moodle.csv")
    assert rows("p", "select id, parent, label_en, framework, scale from competencies") == [
        ["d1", None, "Talking", "fw", "fw-scale"], ["c1", "d1", "Listening", "fw", "fw-scale"],
        ["c2", "d1", 'Asking "why"', "fw", "c2-scale"]]
    assert rows("p", "select scale, level, label_en from scale_levels order by 1, 2") == [
        ["c2-scale", 1, "Low"], ["c2-scale", 2, "Middle"], ["c2-scale", 3, "High"],
        ["fw-scale", 1, "Not yet competent"], ["fw-scale", 2, "Competent"]]
    assert [r[0] for r in rows("p", "select distinct reason from import_rejects")] == ["no id number"]
    run("export", "--format", "moodle", "-C", "p", "-o", "one.csv")
    table = list(csv.reader(io.StringIO(open("one.csv", newline="").read())))
    assert [len(r) for r in table] == [14] * 5 and table[2][3] == "<p>Line one\r\nline two</p>" and table[3][0] == "d1", table
    take(project("q"), "moodle", "one.csv")
    run("export", "--format", "moodle", "-C", "q", "-o", "two.csv")
    assert filecmp.cmp("one.csv", "two.csv", shallow=False)
    run("export", "nothing", "--format", "moodle", "-C", "q", expect=2)


def moodle_of_a_template():
    run("init", "demo", "--lang", "nl", "--sector", "zorg")
    run("export", "--format", "moodle", "-o", "../one.csv", cwd="demo")
    take(project(), "moodle", "one.csv")
    run("export", "--format", "moodle", "-C", "p", "-o", "two.csv", "--lang", "nl")
    assert filecmp.cmp("one.csv", "two.csv", shallow=False) and len(open("one.csv").readlines()) == 6


def courses_in_and_out():
    run("init", "demo", "--lang", "en")
    run("export", "--format", "jsonld", "-o", "../one.jsonld", cwd="demo")
    graph = json.load(open("one.jsonld"))["@graph"]
    assert len(graph) == 7 and graph[0]["hasCourseInstance"][0]["offers"] == {"@type": "Offer", "price": "225.00", "priceCurrency": "EUR"}, graph[0]
    take(project(), "schema-org", "one.jsonld")
    run("export", "-o", "two.jsonld", "-C", "p")
    assert open("one.jsonld").read() == open("two.jsonld").read(), subprocess.run(["diff", "one.jsonld", "two.jsonld"], capture_output=True, text=True).stdout


def courses_of_the_web():
    for number, (offerings, sessions) in enumerate([(0, 0), (1, 3), (1, 0), (1, 0), (1, 0), (1, 0), (1, 0)], 1):
        file = corpus("schemaorg-course/course_%d.json" % number)
        if file:
            name = project("p%d" % number)
            take(name, "schema-org", file)
            assert [len(rows(name, "select id from " + e)) for e in ("offerings", "sessions")] == [offerings, sessions], number


def calendar():
    run("init", "demo", "--lang", "nl", "--sector", "gemeente")
    text = run("export", "--format", "ics", cwd="demo").stdout
    run("export", "-o", "year.ics", cwd="demo")
    raw = open("demo/year.ics", "rb").read()
    lines = raw.split(b"\r\n")
    assert lines[-1] == b"" and b"\n" not in raw.replace(b"\r\n", b"") and max(map(len, lines)) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2] == b"END:VCALENDAR"
    [line.decode() for line in lines]  # no character is broken
    events = raw.decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    assert len(events) == 5 + 8 + 1 and all("UID:" in e and "DTSTAMP:20261102T000000Z" in e for e in events)
    assert len({e.split("UID:")[1].split("\r")[0] for e in events}) == 14
    bhv = next(e for e in events if "UID:s-bhv@" in e)
    assert "DTSTART;VALUE=DATE:20270216\r\nDTEND;VALUE=DATE:20270217" in bhv and "Herhaling bedrijfshulpverlening" in bhv and text


def esco():
    file = corpus("esco-1.1.1-subset/skills_en.csv")
    if not file:
        return
    folder = os.path.dirname(file)
    take(project(), "esco-skills", file)
    take("p", "esco-occupations", folder + "/occupations_en.csv")
    take("p", "esco-relations", folder + "/occupationSkillRelations.csv")
    assert rows("p", "select (select count(*) from competencies), (select count(*) from roles), (select count(*) from role_requirements)") == [[1774, 110, 4341]]
    assert rows("p", "select count(*) from role_requirements where kind = 'essential' and required_level = 2")[0][0] > 1000
    assert rows("p", "select code from external_ids where scheme = 'isco-08' and length(code) <> 4") == []
    take(project("nl"), "esco-occupations", folder + "/occupations_nl.csv")
    assert rows("nl", "select count(*) from roles") == [[110]]


def onet():
    file = corpus("onet-29.2-subset/Skills.txt")
    if not file:
        return
    take(project(), "onet-occupations", os.path.dirname(file) + "/Occupation Data.txt")
    take("p", "onet", file)
    take("p", "onet", os.path.dirname(file) + "/Knowledge.txt")
    assert rows("p", "select (select count(*) from competencies), (select count(*) from roles)") == [[68, 112]]
    level, weight = rows("p", "select required_level, weight from role_requirements where role = '11-1011.00' and competency = '2.A.1.a'")[0]
    ratings = {r["Scale ID"]: float(r["Data Value"]) for r in csv.DictReader(open(file), delimiter="\t", quoting=csv.QUOTE_NONE)
               if r["O*NET-SOC Code"] == "11-1011.00" and r["Element ID"] == "2.A.1.a"}
    assert level == int(ratings["LV"] + .5) and abs(weight - ratings["IM"] / 5) < 1e-4, (level, weight, ratings)


def statements(*what):
    return [dict({"actor": {"account": {"homePage": "https://hr", "name": who}}, "verb": {"id": "http://adlnet.gov/expapi/verbs/" + verb},
                  "object": {"id": thing}, "timestamp": "2026-05-0%dT10:00:00Z" % day}, id="s%d" % n, **more)
            for n, (who, verb, thing, day, more) in enumerate(what)]


def xapi():
    mine = "employees:\n  - {id: e1, status: active}\n  - {id: e2, status: active}\nofferings:\n  - {id: 'https://lms/a', label_en: A}\n"
    made = statements(("e1", "completed", "https://lms/a", 1, {"result": {"score": {"scaled": 0.8}, "duration": "PT1H30M"}}),
                      ("e1", "passed", "https://lms/a", 2, {}), ("e2", "failed", "https://lms/a", 3, {}),
                      ("e9", "completed", "https://lms/a", 4, {}), ("e2", "launched", "https://lms/a", 4, {}))
    made.append({"id": "v", "actor": made[0]["actor"], "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"}, "object": {"objectType": "StatementRef", "id": "s2"}})
    forms = {"list.json": json.dumps(made), "answer.json": json.dumps({"statements": made, "more": ""}, indent=1), "lines.jsonl": "\n".join(map(json.dumps, made))}
    for name, text in forms.items():
        open(name, "w").write(text)
        take(project(name + "-p", mine), "xapi", name)
        found = rows(name + "-p", "select employee, offering, status, score, minutes_realised, completed_on from participations")
        assert found == [["e1", "https://lms/a", "completed", 80, 90, "2026-05-01"]], found
    file = corpus("xapi-samples/simple.json")
    if file:  # published with a line break in a string
        before = open("list.json-p/ldengine.yaml").read()
        said = take("list.json-p", "xapi", file, expect=3).stderr
        assert "line 21" in said and open("list.json-p/ldengine.yaml").read() == before, said


def nothing_when_wrong():
    open("skills.csv", "w").write("conceptUri,preferredLabel,description\na,A,x\na,B,y\n")
    open("mine", "w").write("")
    before = open(project() + "/ldengine.yaml").read()
    take("p", "esco-skills", "skills.csv", expect=3)
    assert open("p/ldengine.yaml").read() == before and os.listdir("p/data") == [], os.listdir("p/data")
    open("skills.csv", "w").write("conceptUri,preferredLabel,description,skillType,conceptType,altLabels,status\na,A,x,knowledge,,,\n")
    take("p", "esco-skills", "skills.csv", "--dry-run")
    assert open("p/ldengine.yaml").read() == before and os.listdir("p/data") == []
    take("p", "esco-skills", "skills.csv")
    written = open("p/ldengine.yaml").read()
    assert "# ours" in written and "skills.csv" in written
    take("p", "esco-skills", "skills.csv", expect=2)
    open("skills.csv", "a").write("b,B,y,knowledge,,,\n")
    take("p", "esco-skills", "skills.csv", "--force")
    assert open("p/ldengine.yaml").read() == written and len(rows("p", "select id from competencies")) == 2
    open("skills.csv", "a").write("b,C,z,knowledge,,,\n")
    take("p", "esco-skills", "skills.csv", "--force", expect=3)
    assert len(rows("p", "select id from competencies")) == 2
    assert "esco-skills" in take("p", "esco", "skills.csv", expect=2).stderr


def hostile_json():
    cases = {"deep": "[" * 100000, "wide": json.dumps({"k%d" % i: 1 for i in range(5000)}), "empty": "", "scalar": "3",
             "nul": '{"a": "\\u0000"}', "bytes": "\xff\xfe"}
    for name, text in cases.items():
        open(name + ".json", "w", encoding="latin-1").write(text)
        take(project(name + "-p"), "xapi", name + ".json", expect=3)


CASES = [moodle_in_and_out, moodle_of_a_template, courses_in_and_out, courses_of_the_web, calendar, esco, onet, xapi,
         nothing_when_wrong, hostile_json]
sys.exit(run_cases(CASES, sys.argv[1:]))
