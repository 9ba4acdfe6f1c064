"""The scenarios in which calls fail: files that are made first, arguments, the file that is written or None. They are
as small as they can be and still reach everything: every call of theirs fails once."""
import os
import subprocess
import zipfile

LDENGINE = os.environ.get("LDENGINE", "ldengine")
OUT = "out.txt"

SCENARIOS = {
    "version": ("small", ["version"], None),
    "help": ("small", ["help", "run"], None),
    "schema": ("small", ["schema", "json-schema"], None),
    "completion": ("small", ["completion", "bash"], None),
    "doctor": ("small", ["doctor", "-C", "p"], None),
    "lint": ("ruled", ["lint", "-C", "p"], None),
    "check": ("ruled", ["check", "-C", "p"], None),
    "check-json": ("ruled", ["check", "-C", "p", "--format", "json"], None),
    "check-sarif-file": ("ruled", ["check", "-C", "p", "--format", "sarif", "-o", OUT], OUT),
    "check-new-file": ("ruled", ["check", "-C", "p", "-o", "new.txt"], "new.txt"),
    "check-pack": ("pack", ["check", "-C", "p"], None),
    "check-csv": ("mapped", ["check", "-C", "p"], None),
    "check-workbook": ("workbook", ["check", "-C", "p"], None),
    "check-mistakes": ("wrong", ["check", "-C", "p"], None),
    "check-baseline": ("ruled", ["check", "-C", "p", "--baseline", "base.json"], None),
    "batch": ("two", ["check", "p", "q", "--jobs", "1"], None),
    "batch-json-file": ("two", ["check", "p", "q", "--jobs", "1", "--format", "json", "-o", OUT], OUT),
    "isolate": ("ruled", ["check", "p", "--isolate"], None),
    "run": ("small", ["run", "-C", "p"], None),
    "run-json-file": ("small", ["run", "-C", "p", "--format", "json", "-o", OUT], OUT),
    "run-script": ("script", ["run", "number.lua", "-C", "p"], None),
    "pareto": ("small", ["pareto", "-C", "p", "--budget", "0..2k", "--step", "1k"], None),
    "save-first": ("small", ["run", "-C", "p", "--save"], "p/.ldengine/plan.db"),
    "save-again": ("saved", ["run", "-C", "p", "--save"], "p/.ldengine/plan.db"),
    "near": ("saved", ["run", "-C", "p", "--near", "latest"], None),
    "diff": ("saved", ["diff", "-C", "p", "latest", "latest"], None),
    "sql": ("saved", ["sql", "-C", "p", "select id from runs union select id from needs"], None),
    "sql-file": ("saved", ["sql", "-C", "p", "--format", "csv", "-o", OUT, "select * from run_lines"], OUT),
    "why": ("small", ["why", "budgets:central", "-C", "p"], None),
    "explain": ("ruled", ["explain", "load/reference", "-C", "p"], None),
    "test": ("ruled", ["test", "-C", "p"], None),
    "init": ("nothing", ["init", "made"], None),
    "template": ("small", ["template", "units", "-o", OUT + ".xlsx"], OUT + ".xlsx"),
    "export-csv": ("small", ["export", "needs", "-C", "p", "--format", "csv", "-o", OUT], OUT),
    "export-workbook": ("small", ["export", "units", "-C", "p", "-o", OUT + ".xlsx"], OUT + ".xlsx"),
    "import": ("sheets", ["import", "afdelingen.csv", "-C", "p"], "p/ldengine.yaml"),
    "report": ("small", ["report", "-C", "p", "-o", OUT + ".html"], OUT + ".html"),
}

MANIFEST = ("ldengine: 1\norganisation: {id: %s, name: Organisation, country: NL, currency: EUR, language: %s}\n"
            "year: 2027\ntoday: 2026-11-01\nsources: [%s]\nrules: {packs: [%s]%s}\n")

OFFER = """units:
  - {id: Z, label: Zorg, minutes_max: 90h}
budgets:
  - {id: central, owner: central, period: 2027, setup: 2500}
competencies:
  - {id: digital}
needs:
  - {id: N1, unit: Z, heads: 4, lane: mandatory, priority: 0, offerings: [O1]}
  - {id: N2, unit: Z, heads: 5, lane: core, priority: 5, need_competencies: [{competency: digital, to_level: 1}]}
offerings:
  - {id: O1, label: BHV, sourcing: buy_incompany, min_group: 4, max_group: 12, minutes_contact: 8h, cost_per_session: 900}
  - id: O2
    label: Digital skills
    sourcing: buy_open
    min_group: 1
    minutes_contact: 8h
    cost_per_seat: 350
    offering_competencies: [{competency: digital, to_level: 1, effectiveness: 0.8}]
"""

RULE = '''return ld.rule {
  id = "own/%s", severity = "error", title = "t", each = "goals",
  check = function(row) print("seen " .. row.id); return true end,
  at = "id", message = "{label} is judged",
}
'''


def write(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def old_outputs(at):
    for end in ("", ".xlsx", ".html"):
        write(os.path.join(at, OUT + end), "old\n")


def nothing(at):
    write(os.path.join(at, "beside.txt"), "kept\n")


def small(at, packs=""):
    write(os.path.join(at, "p", "ldengine.yaml"), MANIFEST % ("p", "en", "offer.yaml", packs, ", params: {period: year, gap: 0, work: 10}"))
    write(os.path.join(at, "p", "offer.yaml"), OFFER)
    old_outputs(at)


def pack(at):
    small(at, "improvement")


def ruled(at, name="p"):
    write(os.path.join(at, name, "ldengine.yaml"), MANIFEST % (name, "en", "plan.yaml", "", ", files: [rules/*.lua]"))
    write(os.path.join(at, name, "plan.yaml"), "goals:\n  - {id: g1, label: Goal}\n  - {id: g2, label: \"\\u00e9\"}\n")
    write(os.path.join(at, name, "rules", "own.lua"), RULE % name)
    old_outputs(at)
    write(os.path.join(at, "base.json"), '{"data": {"findings": [{"fingerprint": "%s"}]}}' % ("0" * 64))


def two(at):
    ruled(at, "p")
    ruled(at, "q")


def more_sources(at, more):
    path = os.path.join(at, "p", "ldengine.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    write(path, text.replace("[plan.yaml]", "[plan.yaml, {%s}]" % more))


def mapped(at):
    ruled(at)
    more_sources(at, "file: people.csv, entity: employees, columns: {id: Nr, fte: Deeltijd}")
    write(os.path.join(at, "p", "people.csv"), "Nr;Deeltijd\n" + "".join("e%d;0,5\n" % i for i in range(12)))


def workbook(at):
    ruled(at)
    more_sources(at, "file: people.xlsx, entity: employees, columns: {id: Nr}")
    with zipfile.ZipFile(os.path.join(at, "p", "people.xlsx"), "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="D" r:id="i"/></sheets></workbook>')
        out.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="i" Target="s.xml"/></Relationships>')
        out.writestr("xl/s.xml", '<worksheet><sheetData><row><c t="inlineStr"><is><t>Nr</t></is></c></row>'
                     '<row><c t="inlineStr"><is><t>e1</t></is></c></row></sheetData></worksheet>')


def wrong(at):
    ruled(at)
    write(os.path.join(at, "p", "plan.yaml"), "goals:\n  - {id: g1, label: Goal, weigt: 2, parent: nobody}\n  - {id: g1\n")


def script(at):
    small(at)
    write(os.path.join(at, "number.lua"), "print(#ld.needs)\nreturn {needs = ld.needs:count(), all = ld.needs}\n")


def saved(at):
    small(at)
    subprocess.run([LDENGINE, "run", "-C", "p", "--save", "-q"], cwd=at, capture_output=True, check=False)


def sheets(at):
    write(os.path.join(at, "p", "ldengine.yaml"), MANIFEST % ("o", "nl", "", "", ""))
    write(os.path.join(at, "afdelingen.csv"), "Id;Naam;Bovenliggend onderdeel\nit;ICT;\nbeheer;Beheer;it\n")


def make(scenario, at):
    globals()[SCENARIOS[scenario][0]](at)
