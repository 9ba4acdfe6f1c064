#!/usr/bin/env python3
"""Lets each call of the system and each allocation fail once, in every scenario below, and looks what becomes
of it: the program ends by itself with a documented exit code, it says why when the result is another, files are old or
new and nothing between, nothing temporary is left, and the plan database is whole.

LDENGINE and INTERPOSE name the program and the library that lets calls fail. LDE_FAILURES is how many calls of
a kind are tried in a scenario (24: spread over all of them), or "all". Arguments: names of scenarios."""
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LDENGINE = os.environ["LDENGINE"]
INTERPOSE = os.environ["INTERPOSE"]
MOST = os.environ.get("LDE_FAILURES", "24")
TABLE = os.environ.get("LDE_FAILURES_TABLE")
CODES = {0, 1, 2, 3, 4, 5, 6, 130, 141}
EIO, EAGAIN, ENOMEM, EACCES, EMFILE, ENOSPC = 5, 11, 12, 13, 24, 28

# kind, object whose allocations count, how it fails
KINDS = [
    ("memory", "ldengine", ENOMEM), ("memory", "libsqlite3", ENOMEM), ("memory", "libyaml", ENOMEM),
    ("memory", "libexpat", ENOMEM), ("memory", "libjansson", ENOMEM), ("memory", "libminizip", ENOMEM),
    ("memory", "libxlsxwriter", ENOMEM), ("memory", "libc.so", ENOMEM),
    ("read", "", EIO), ("write", "", ENOSPC), ("sync", "", EIO), ("open", "", EMFILE), ("fork", "", EAGAIN),
    ("pipe", "", EMFILE), ("poll", "", EIO), ("wait", "", EIO), ("send", "", EIO), ("receive", "", EIO),
    ("thread", "", EAGAIN), ("change", "", "kill"), ("write", "", "torn"),
]

# The exact solver runs in a process of its own; without it there is another, valid offer, which says what it does
# not prove.
SOLVER = {"fork", "pipe", "poll", "wait", "write", "read", "thread"}
# Libraries that end the process themselves when memory is out, or do not look: what is promised then is only that
# files are whole.
FRAGILE = {"libxlsxwriter", "libminizip"}

OUT = "out.txt"
# name: files that are made first (functions), arguments, the file that is written or None
SCENARIOS = {
    "version": ("small", ["version"], None),
    "help": ("small", ["help", "run"], None),
    "schema": ("small", ["schema", "json-schema"], None),
    "check": ("ruled", ["check", "-C", "p"], None),
    "check-json": ("ruled", ["check", "-C", "p", "--format", "json"], None),
    "check-sarif-file": ("ruled", ["check", "-C", "p", "--format", "sarif", "-o", OUT], OUT),
    "check-new-file": ("ruled", ["check", "-C", "p", "-o", "new.txt"], "new.txt"),
    "check-packs": ("packs", ["check", "-C", "p"], None),
    "check-csv": ("mapped", ["check", "-C", "p"], None),
    "check-workbook": ("workbook", ["check", "-C", "p"], None),
    "check-mistakes": ("wrong", ["check", "-C", "p"], None),
    "check-baseline": ("ruled", ["check", "-C", "p", "--baseline", "base.json"], None),
    "batch": ("two", ["check", "p", "q", "--jobs", "1"], None),
    "batch-json-file": ("two", ["check", "p", "q", "--format", "json", "-o", OUT], OUT),
    "isolate": ("ruled", ["check", "p", "--isolate"], None),
    "run": ("small", ["run", "-C", "p"], None),
    "run-json-file": ("small", ["run", "-C", "p", "--format", "json", "-o", OUT], OUT),
    "run-script": ("script", ["run", "number.lua", "-C", "p"], None),
    "save-first": ("small", ["run", "-C", "p", "--save"], "p/.ldengine/plan.db"),
    "save-again": ("saved", ["run", "-C", "p", "--save"], "p/.ldengine/plan.db"),
    "sql": ("saved", ["sql", "-C", "p", "select id from runs union select id from needs"], None),
    "why": ("small", ["why", "budgets:central", "-C", "p"], None),
    "explain": ("small", ["explain", "budget/over"], None),
    "test": ("ruled", ["test", "-C", "p"], None),
    "template": ("small", ["template", "-o", OUT + ".xlsx"], OUT + ".xlsx"),
    "export-workbook": ("small", ["export", "-C", "p", "-o", OUT + ".xlsx"], OUT + ".xlsx"),
    "import": ("sheets", ["import", "afdelingen.csv", "-C", "p"], "p/ldengine.yaml"),
    "report": ("small", ["report", "-C", "p", "-o", OUT + ".html"], OUT + ".html"),
}


def write(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def small(at, name="p"):
    folder = os.path.join(at, name)
    shutil.copytree(os.path.join(ROOT, "tests", "data", "offer-fixture"), folder)
    path = os.path.join(folder, "ldengine.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    write(path, text.replace("rules:", "rules:\n  packs: []"))
    write(os.path.join(at, OUT), "old\n")
    for end in (".xlsx", ".html"):
        write(os.path.join(at, OUT + end), "old\n")


def packs(at):
    small(at)
    shutil.copy(os.path.join(ROOT, "tests", "data", "offer-fixture", "ldengine.yaml"), os.path.join(at, "p"))


RULE = '''return ld.rule {
  id = "own/%s", severity = "error", title = "t", each = "goals",
  check = function(row) print("seen " .. row.id); return true end,
  at = "id", message = "{label} is judged",
}
'''


def ruled(at, name="p"):
    write(os.path.join(at, name, "ldengine.yaml"),
          "ldengine: 1\norganisation: {id: %s, name: Organisation, country: NL, currency: EUR, language: en}\n"
          "year: 2027\nsources: [plan.yaml]\nrules: {packs: [], files: [rules/*.lua]}\n" % name)
    write(os.path.join(at, name, "plan.yaml"), "goals:\n  - {id: g1, label: Goal}\n  - {id: g2, label: \"\\u00e9\"}\n")
    write(os.path.join(at, name, "rules", "own.lua"), RULE % name)
    write(os.path.join(at, OUT), "old\n")
    write(os.path.join(at, "base.json"), '{"data": {"findings": [{"fingerprint": "%s"}]}}' % ("0" * 64))


def two(at):
    ruled(at, "p")
    ruled(at, "q")


def mapped(at):
    ruled(at)
    path = os.path.join(at, "p", "ldengine.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    write(path, text.replace("[plan.yaml]", "[plan.yaml, {file: people.csv, entity: employees, columns: {id: Nr, fte: Deeltijd}}]"))
    write(os.path.join(at, "p", "people.csv"), "Nr;Deeltijd\n" + "".join("e%d;0,5\n" % i for i in range(40)))


def workbook(at):
    import zipfile
    ruled(at)
    path = os.path.join(at, "p", "ldengine.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    write(path, text.replace("[plan.yaml]", "[plan.yaml, {file: people.xlsx, entity: employees, columns: {id: Nr}}]"))
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
    write(os.path.join(at, "p", "ldengine.yaml"),
          "ldengine: 1\norganisation: {id: o, name: Org, country: NL, currency: EUR, language: nl}\nyear: 2027\n"
          "sources: []\nrules: {packs: []}\n")
    write(os.path.join(at, "afdelingen.csv"), "Id;Naam;Bovenliggend onderdeel\nit;ICT;\nbeheer;Beheer;it\n")


# ---- one run ----

class Run:
    def __init__(self, scenario, fail=None):
        make, arguments, self.written = SCENARIOS[scenario]
        self.at = tempfile.mkdtemp(prefix="ldengine-failures-")
        globals()[make](self.at)
        self.before = self.files()
        counter = os.path.join(self.at, ".counter")
        with open(counter, "wb") as out:
            out.write(bytes(4096))
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC", "LD_PRELOAD": INTERPOSE,
                       "LDE_FAIL_COUNTER": counter, "TMPDIR": self.at}
        if fail:
            kind, by, how, number = fail
            environment.update(LDE_FAIL_CALL=kind, LDE_FAIL_BY=by, LDE_FAIL_HOW=str(how), LDE_FAIL_AT=str(number))
        try:
            done = subprocess.run([LDENGINE] + arguments, cwd=self.at, env=environment, capture_output=True, timeout=120,
                                  stdin=subprocess.DEVNULL)
            self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired:
            self.code, self.out, self.err = "does not end", b"", b""
        with open(counter, "rb") as file:
            self.calls = int.from_bytes(file.read(8), sys.byteorder)
        os.unlink(counter)
        self.after = self.files()

    def files(self):
        found = {}
        for folder, _, names in os.walk(self.at):
            for name in names:
                path = os.path.join(folder, name)
                if name != ".counter":
                    with open(path, "rb") as file:
                        found[os.path.relpath(path, self.at)] = file.read()
        return found

    def runs(self):
        """How many runs the plan database holds; None = there is none, or an empty file; -1 = it is broken."""
        path = os.path.join(self.at, "p", ".ldengine", "plan.db")
        if not os.path.exists(path) or (os.path.getsize(path) == 0 and not os.path.exists(path + "-journal")):
            return None
        try:
            db = sqlite3.connect(path)
            whole = db.execute("pragma integrity_check").fetchone()[0] == "ok"
            tables = db.execute("select count(*) from sqlite_master where name = 'runs'").fetchone()[0]
            count = db.execute("select count(*) from runs").fetchone()[0] if tables else None
            half = tables and db.execute("select count(*) from runs r where not exists "
                                         "(select 1 from run_lines l where l.run = r.id)").fetchone()[0]
            db.close()
            return count if whole and not half else -1
        except sqlite3.Error:
            return -1

    def close(self):
        shutil.rmtree(self.at, ignore_errors=True)


def same(a, b):
    """Two outputs, but for what differs from run to run: moments, folders and how long it took."""
    def plain(text):
        text = re.sub(rb"/[^ ]*ldengine-failures-[^/ ]*", b"HERE", text)
        text = re.sub(rb"\d{4}-\d\d-\d\dT[0-9:]{8}(#\d+)?|[0-9a-f]{64}", b"X", text)
        return re.sub(rb"\d+([.,]\d+)? ?(ms|s)\b", b"T", text)
    return plain(a) == plain(b)


def is_whole(path, data):
    """A document of its own: what is said of a failure goes where the result would have gone."""
    text = data.decode("utf-8", "replace").strip()
    if path.endswith(".html"):
        return text.endswith("</html>")
    try:
        json.loads(text)
        return True
    except ValueError:
        return not text.startswith("{") and data.endswith(b"\n")


def is_database(path):
    return path.endswith("plan.db") or "plan.db-" in path


def judge(run, normal, killed, kind, by):
    wrong = []
    if run.code == "does not end":
        return ["does not end"]
    if killed:
        if run.code not in (-9,) and run.code not in CODES:
            wrong.append("ended by signal or code %s" % run.code)
    elif run.code == 70 and kind == "memory":
        if b"out of memory" not in run.err and b"geheugen" not in run.err:
            wrong.append("exit 70 without a word")
    elif run.code not in CODES and not (by in FRAGILE and run.code in (-6, -11)):
        wrong.append("ended with %s: %s" % (run.code, run.err[-300:].decode("utf-8", "replace")))
    elif run.code == 0 and normal.code == 0 and not same(run.out, normal.out) and not (
            kind in SOLVER and b"offer" in run.out.lower()):
        wrong.append("exit 0 with another output")
    said = run.out + run.err + b"".join(data for path, data in run.after.items() if data != run.before.get(path)
                                        and not is_database(path))
    if not killed and run.code != normal.code and not said.strip() and not (by in FRAGILE and run.code in (-6, -11)):
        wrong.append("exit %s without a word" % run.code)
    for path, bytes_now in run.after.items():
        old, new = run.before.get(path), normal.after.get(path)
        if is_database(path):
            continue
        if path.endswith(".part") or "-mj" in path or (path not in run.before and path not in normal.after):
            if not killed:
                wrong.append("left behind: %s" % path)
        elif bytes_now != old and new is not None and not same(bytes_now, new) and not path.endswith(".xlsx") and \
                not (path == run.written and is_whole(path, bytes_now) and (run.code != normal.code or kind in SOLVER or killed)):
            wrong.append("neither old nor new: %s" % path)
        elif path.endswith(".xlsx") and kind == "read":
            continue  # libxlsxwriter does not look whether its own temporary files could be read
        elif path.endswith(".xlsx") and bytes_now != old and abs(len(bytes_now) - len(new or b"")) > 64:
            wrong.append("neither old nor new: %s" % path)
    for path in run.before:
        if path not in run.after:
            wrong.append("gone: %s" % path)
    runs = run.runs()
    allowed = {run_count(run.before_runs), run_count(normal.runs())}
    if run_count(runs) not in allowed:
        wrong.append("the plan database has %s runs, not %s" % (runs, allowed))
    if not killed and run.code == 0 and normal.code == 0 and run_count(runs) != run_count(normal.runs()):
        wrong.append("exit 0, and the run was not saved")
    return wrong


def run_count(runs):
    return runs or 0


def before_runs(scenario):
    return 1 if SCENARIOS[scenario][0] == "saved" else 0


def chosen(calls):
    if MOST == "all" or calls <= int(MOST):
        return range(1, calls + 1)
    most = int(MOST)
    return sorted({1 + i * (calls - 1) // (most - 1) for i in range(most)})


def complete(scenario, normal):
    """Every read and write by half, and every second one interrupted first, changes nothing."""
    bad = []
    for how in ("halves", "again"):
        run = Run(scenario, ("move", "", how, 0))
        if run.code != normal.code or not same(run.out, normal.out):
            bad.append("%s %s: code %s not %s" % (scenario, how, run.code, normal.code))
        run.close()
    return bad


def main():
    names = sys.argv[1:] or list(SCENARIOS)
    passed = failed = tried = 0
    rows = {}
    for scenario in names:
        normal = Run(scenario)
        if normal.code not in CODES or normal.code == 2:
            print("FAILED %s: exit %s: %s" % (scenario, normal.code, normal.err.decode()))
            failed += 1
            continue
        bad = complete(scenario, normal)
        for kind, by, how in KINDS:
            counting = Run(scenario, (kind, by, how, 0))
            calls = counting.calls
            counting.close()
            for number in chosen(calls):
                run = Run(scenario, (kind, by, how, number))
                run.before_runs = before_runs(scenario)
                tried += 1
                for what in judge(run, normal, how in ("kill", "torn"), kind, by):
                    bad.append("%s %s %s %s %d of %d: %s" % (scenario, kind, by, how, number, calls, what))
                run.close()
            key = "%s %s %s" % (kind, by, how if isinstance(how, str) else os.strerror(how))
            row = rows.setdefault(key, [0, 0])
            row[0] += calls
            row[1] += len(chosen(calls))
        normal.close()
        for line in bad[:12]:
            print("FAILED " + line)
        if len(bad) > 12:
            print("  … and %d more" % (len(bad) - 12))
        passed, failed = (passed, failed + 1) if bad else (passed + 1, failed)
    if TABLE:
        with open(TABLE, "w", encoding="utf-8") as out:
            for key, (calls, tries) in rows.items():
                out.write("| %s | %d | %d |\n" % (key.strip(), calls, tries))
    print("%d calls were let fail" % tried)
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
