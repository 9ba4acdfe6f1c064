"""What SECURITY.md promises of inputs and outputs, tried from outside on the program, one promise a function:
YAML, CSV, plan databases and findings from elsewhere, characters that steer a terminal, formulas. promises.py [NAME…]"""
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile

from each_case import run_cases

PROGRAM = os.environ["LDENGINE"]
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Got:
    def __init__(self, *arguments, folder=None):
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, cwd=folder, timeout=300, stdin=subprocess.DEVNULL)
        self.code = done.returncode
        self.out, self.err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")  # UTF-8, whatever comes
        self.arguments = arguments
        assert self.code >= 0, (arguments, self.code)

    def __str__(self):
        return "%s gives %d: %s%s" % (self.arguments, self.code, self.out[:700], self.err[:700])


def write(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode("utf-8"))


def project(folder, plan="", sources="[plan.yaml]", more="", name="A", rules="{packs: []}"):
    write(folder + "/ldengine.yaml", "ldengine: 1\norganisation: {id: a, name: %s, country: NL, currency: EUR, language: en}\n"
          "year: 2027\nsources: %s\nrules: %s\n%s" % (name, sources, rules, more))
    if plan:
        write(folder + "/plan.yaml", plan)


def check(folder="p", *arguments):
    return Got("check", "-C", folder, *arguments)


def refused(got, *texts):
    """Refused as bad input, with a code and a place, and each line short."""
    assert got.code == 3, got
    for text in texts:
        assert text in got.err, "no '%s': %s" % (text, got)
    assert re.search(r"^error\[load/[a-z-]+\](:| \S)", got.err, re.M), got
    assert all(len(line) < 1000 for line in got.err.split("\n")), "a line of more than 1 kB"
    assert not STEERING.search(got.out + got.err), got


def yaml_refused(plan, *texts):
    project("p", plan)
    refused(check(), *texts)


def accepted(got):
    assert got.code in (0, 1), got
    assert not STEERING.search(got.out + got.err), got


def yaml_value(plan, sql):
    """What one query gives of it: a list of rows."""
    project("p", plan)
    got = Got("sql", sql, "-C", "p", "-f", "json")
    assert got.code == 0, got
    return json.loads(got.out)["data"]["rows"]


# ---- YAML ----

def yaml_takes_no_anchors_aliases_and_merge_keys():
    yaml_refused("goals:\n  - &a {id: g}\n", "plan.yaml:2:5", "anchors and aliases")
    yaml_refused("goals:\n  - {id: g, label: *a}\n", "plan.yaml:2:20", "anchors and aliases")
    yaml_refused("goals:\n  - {id: g, <<: {label: x}}\n", "plan.yaml:2:13", "merge keys")
    yaml_refused('goals:\n  - {id: g, "<<": x}\n', "unknown key '<<'")


def yaml_takes_only_the_tags_of_scalars():
    for tag in ("!foo", "!!binary", "!!python/object:os.system", "!<tag:example.com,2000:x>", "!!set", "!!timestamp"):
        yaml_refused("goals:\n  - {id: g, label: %s x}\n" % tag, "plan.yaml:2:20", "tag")
    yaml_refused("goals: !!seq\n  - {id: g}\n", "plan.yaml:1:8", "tag")
    yaml_refused("goals:\n  - !!map {id: g}\n", "plan.yaml:2:5", "tag")
    yaml_refused("budgets:\n  - {id: b, setup: !!int x}\n", "what its tag says")
    yaml_refused("budgets:\n  - {id: b, setup: !!str 12}\n", "setup is text")
    assert yaml_value("goals:\n  - {id: !!str g, label: !!str 12}\n", "select label from goals") == [["12"]]
    assert yaml_value("budgets:\n  - {id: b, setup: !!int 12}\n", "select setup from budgets") == [[1200]]


def yaml_is_at_most_64_deep():
    for depth, limit in ((63, False), (64, True), (20000, True)):
        project("p", "goals: " + "[" * depth + "]" * depth + "\n")
        got = check()
        refused(got)
        assert ("64 levels" in got.err) == limit, got
    project("p", "".join(" " * i + "a:\n" for i in range(70)))
    refused(check(), "64 levels")


def yaml_takes_no_key_twice():
    yaml_refused('goals:\n  - {id: g, label: x, "label": y}\n', "plan.yaml:2:23", "occurs twice")
    yaml_refused('goals:\n  - {id: g, label: x, "l\\u0061bel": y}\n', "occurs twice")
    yaml_refused("goals:\n  - {id: g}\ngoals:\n  - {id: h}\n", "plan.yaml:3:1", "occurs twice")
    yaml_refused("goals:\n  - {id: g, ? {a: b} : y}\n", "cannot be a key")
    yaml_refused("goals:\n  - {id: g, ? [a] : y}\n", "cannot be a key")
    many = "".join("k%d: 1\n" % i for i in range(100000))
    project("p", many + "k7: 1\n")
    refused(check(), "occurs twice")


def yaml_is_one_document_in_utf_8():
    yaml_refused("goals:\n  - {id: g}\n---\ngoals: []\n", "plan.yaml:3:1", "more than one document")
    yaml_refused(b"goals:\n  - {id: g, label: caf\xe9}\n", "plan.yaml:2:23", "0xE9")
    yaml_refused(b"goals:\n  - {id: g, label: \xc0\xaf}\n", "plan.yaml:2:20", "UTF-8")
    yaml_refused(b"goals:\n  - {id: g, label: \xed\xa0\x80}\n", "plan.yaml:2:20", "UTF-8")
    yaml_refused(b"goals:\n  - {id: g, label: a\0b}\n", "plan.yaml:2:21", "NUL")
    yaml_refused('goals:\n  - {id: g, label: "a\\0b"}\n', "plan.yaml:2:20", "NUL")
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        project("p")
        write("p/plan.yaml", "goals:\n  - {id: g}\n".encode(encoding))
        refused(check(), "load/encoding")
    assert yaml_value(b"\xef\xbb\xbfgoals:\n  - {id: g}\n", "select id from goals") == [["g"]]


def yaml_is_as_large_as_the_manifest_says():
    record = "  - {id: g%06d, label: %s}\n"
    project("p", "goals:\n" + "".join(record % (i, "y" * 10000) for i in range(1750)))
    refused(check(), "16777216", "limits.input")
    project("p", more="limits: {input: 20MiB}\n")
    accepted(check())
    refused(check("p", "--limit", "input=1MiB"), "1048576")  # the caller tightens
    project("p", more="limits: {input: 20KiB}\n")
    refused(check(), "20480")
    for size, fits in ((1000000, True), (1000001, False)):
        project("p", "goals:\n  - {id: g, label: %s}\n" % ("x" * size))
        if fits:
            accepted(check())
        else:
            refused(check(), "plan.yaml:2:20", "1 MB")


def yaml_has_a_million_events_and_more_in_proportion():
    # goals: [[…]] of numbers: 1 event each, and 8 around them.
    project("p", "goals: [[%s]]\n" % ",".join(["1"] * 999980))
    got = check()
    refused(got)
    assert "load/limit" not in got.err, got
    project("p", "goals: [[%s]]\n" % ",".join(["1"] * 1000000))
    refused(check(), "load/limit")
    project("p", more="limits: {input: 32MiB}\n")
    got = check()
    refused(got)
    assert "load/limit" not in got.err, got


def yaml_values_are_what_their_field_says():
    for value in ("0x10", "0o17", "1_000", ".inf", "-.Inf", ".NaN", "nan", "1e999", "1e3", "12:30", '"12"', "'12'", "1 000",
                  "92233720368547758089", "1.005", '""', "0b1", "+", "-", "12-", "--1", "１２"):
        project("p", "budgets:\n  - {id: b, setup: %s}\n" % value)
        refused(check(), "plan.yaml:2:20", "setup")
    for value, kept in (("012", 1200), ("12", 1200), ("-0", 0), ("12.50", 1250), ("1.1", 110)):
        rows = yaml_value("budgets:\n  - {id: b, setup: %s}\n" % value, "select setup from budgets")  # in cents
        assert rows == [[kept]], (value, rows)
    for value in ("yes", "no", "on", "off", "y", "True", "TRUE", '"true"', "1", "0"):
        project("p", "roles:\n  - {id: r, critical: %s}\n" % value)
        refused(check(), "critical")
    for value in ("2026-02-30", "2026-02-29", "2026-3-4", "04-03-2026", '"2026-03-04"', "2026-13-01", "2026-00-10",
                  "20260304", "0000-01-01", "99999-01-01", "2026-03-04T00:00:00Z"):
        project("p", "employees:\n  - {id: e, contract_from: %s}\n" % value)
        refused(check(), "contract_from")
    texts = ("NO", "yes", "off", "0x1F", "1_000", "012", "1e3", "12:30:45", ".inf", "2026-3-4", "true", "<<", "=")
    for value in texts:
        rows = yaml_value("roles:\n  - {id: r, label: %s}\n" % value, "select label from roles")
        assert rows == [[value]], (value, rows)
    for value in ("", "~", "null"):
        rows = yaml_value("roles:\n  - {id: r, label: %s}\n" % value, "select label_en from roles")
        assert rows == [[None]], (value, rows)
        assert yaml_value("budgets:\n  - {id: b, setup: 1, basis_value: %s}\n" % value,
                          "select basis_value from budgets") == [[None]]
    assert yaml_value("roles:\n  - {id: r, label: 'null'}\n", "select label from roles") == [["null"]]


def typed_files_of_the_corpus_are_refused_by_their_field():
    corpus = os.path.join(os.environ.get("LDE_CORPUS", ""), "hostile-yaml")
    if not os.path.isdir(corpus):
        print("skipped: typed_files_of_the_corpus_are_refused_by_their_field: no corpus")
        return
    fields = {"date_impossible.yaml": "employees:\n  - {id: e, contract_from: %s}\n", "num_1e999.yaml": None,
              "num_big_integer.yaml": None, "num_inf_nan.yaml": None}
    for name, template in fields.items():
        with open(os.path.join(corpus, name), encoding="utf-8") as file:
            values = [line.split(": ", 1)[1].strip() for line in file if ": " in line]
        assert values, name
        for value in values:
            yaml_refused((template or "budgets:\n  - {id: b, setup: %s}\n") % value, "plan.yaml:2:", value)


# ---- CSV ----

UNITS = "{file: in.csv, entity: units, columns: {id: id, label: label}%s}"


def csv(data, more="", limits=""):
    project("c", sources="[%s]" % (UNITS % more), more=limits)
    write("c/in.csv", data)
    return check("c")


def csv_rows(sql="select id, label from units order by id"):
    return json.loads(Got("sql", sql, "-C", "c", "-f", "json").out)["data"]["rows"]


def csv_has_whole_rows_under_different_names():
    refused(csv("id,label\na,x\0y\n"), "in.csv:2:4", "NUL")
    refused(csv("id,la\0bel\na,x\n"), "in.csv:1:6", "NUL")
    refused(csv("id,label\na\n"), "in.csv:2")
    refused(csv("id,label\na,b,c\n"), "in.csv:2:5")
    refused(csv("id,label,label\na,b,c\n"), "in.csv:1:10", "duplicate")
    refused(csv("id,label, label\na,b,c\n"), "duplicate")
    refused(csv("id,label,\na,b,c\n"), "in.csv:1:10", "no name")
    refused(csv('id,label\na,"x\ny\n'), "in.csv:2:3", "not closed")
    refused(csv('id,label\na,"x"y\n'), "in.csv:2:6")
    refused(csv('id,label\na,"x\ny\nz"\nb\n'), "in.csv:5")  # lines inside quotes count
    refused(csv("id,label\na,x\na,y\n"), "in.csv:3:1", "twice")


def csv_has_bounds():
    def columns(count):
        names = ["id", "label"] + ["c%d" % i for i in range(count - 2)]
        return ",".join(names) + "\n" + ",".join(["a"] * count) + "\n"
    accepted(csv(columns(1000)))
    refused(csv(columns(1001)), "in.csv:1:", "1000")
    for text in ("id,label\na,%s\n", 'id,label\na,"%s"\n'):
        accepted(csv(text % ("x" * 1000000)))
        assert csv_rows("select length(label) from units") == [[1000000]]
        refused(csv(text % ("x" * 1000001)), "in.csv:2:3", "1 MB")
    # Streamed: limits.input does not bound it.
    accepted(csv("id,label\n" + "".join("u%d,%s\n" % (i, "y" * 1000) for i in range(2500)), limits="limits: {input: 1MiB}\n"))
    assert csv_rows("select count(*) from units") == [[2500]]


def csv_is_utf_8_or_what_the_manifest_names():
    text = b"id,label\na,\x80 \x93x\x94\n"
    refused(csv(text), "in.csv:2:3", "0x80")
    accepted(csv(text, ", dialect: {encoding: windows-1252}"))
    assert csv_rows() == [["a", "€ “x”"]]
    refused(csv(b"id,label\na,\x81\n", ", dialect: {encoding: windows-1252}"), "in.csv:2:3", "0x81")
    refused(csv(b"id,label\na,b\n", ", dialect: {encoding: utf-7}"), "ldengine.yaml:4:")
    refused(csv(b"id,la\xffbel\na,b\n"), "in.csv:1:6")
    accepted(csv(b"\xef\xbb\xbfid,label\na,b\n"))
    assert csv_rows() == [["a", "b"]]


def csv_has_a_decimal_comma_where_it_is_named():
    budgets = "{file: in.csv, entity: budgets, columns: {id: id, setup: cost}%s}"
    project("c", sources="[%s]" % (budgets % ", dialect: rfc"))
    write("c/in.csv", 'id,cost\nb,"1.234,50"\n')
    refused(check("c"), "in.csv:2:3", "setup")
    project("c", sources="[%s]" % (budgets % ", dialect: {delimiter: \",\", decimal: \",\", thousands: \".\"}"))
    accepted(check("c"))
    assert csv_rows("select setup from budgets") == [[123450]]
    for value in ("0x10", "NaN", "inf", "1e999", "1_000", "99999999999999999999"):
        project("c", sources="[%s]" % (budgets % ", dialect: rfc"))
        write("c/in.csv", "id,cost\nb,%s\n" % value)
        refused(check("c"), "in.csv:2:3", "setup")


# ---- plan databases from elsewhere ----

def plan(name):
    """A database with one run in it, as ldengine makes it."""
    if not os.path.exists("made.db"):
        project("d", "goals:\n  - {id: g}\n")
        got = Got("check", "-C", "d", "--save", "--db", "made.db")
        assert got.code in (0, 1), got
    shutil.copy("made.db", name)
    return name


def change(name, *statements):
    with sqlite3.connect(plan(name)) as database:
        for statement in statements:
            database.execute(statement)
    database.close()
    return name


def ask(name, sql="select count(*) from runs"):
    return Got("sql", sql, "-C", "d", "--db", name)


def a_plan_database_is_ours_whole_and_small():
    assert ask(plan("whole.db")).out.split() == ["count(*)", "1"] or "1" in ask("whole.db").out
    for size in (1, 50, 99, 100, 600, 4096 * 3, 4096 * 3 + 7):
        with open(plan("short.db"), "r+b") as file:
            file.truncate(size)
        refused(ask("short.db"), "short.db")
    with open(plan("huge.db"), "r+b") as file:
        file.truncate(9 << 30)  # with a hole: takes no room
    refused(ask("huge.db"), "too large")
    write("text.db", "not a database at all " * 100)
    refused(ask("text.db"), "not made by ldengine")
    change("newer.db", "pragma user_version = 999")
    refused(ask("newer.db"), "999")
    with sqlite3.connect("foreign.db") as database:
        database.execute("create table t (x)")
    refused(ask("foreign.db"), "not made by ldengine")
    for offset in range(100, 4096, 97):
        with open(plan("bits.db"), "r+b") as file:
            file.seek(offset)
            file.write(b"\xff\xff\xff\xff")
        got = ask("bits.db")
        assert got.code in (0, 2, 3), (offset, str(got))  # 2: its name was in those bytes


def a_plan_database_is_an_ordinary_file_at_that_path():
    plan("real.db")
    os.symlink("real.db", "link.db")
    refused(ask("link.db"), "ordinary file")
    os.mkfifo("fifo.db")
    refused(ask("fifo.db"), "ordinary file")
    os.mkdir("folder.db")
    refused(ask("folder.db"), "ordinary file")
    refused(ask("/dev/zero"), "ordinary file")
    before = sorted(os.listdir("."))
    ask("file:none.db?mode=rwc&cache=shared")  # a name, not a URI: there is no such file, and none is made
    ask("file::memory:")
    assert sorted(os.listdir(".")) == before
    plan("file:x.db?mode=memory")
    assert json.loads(Got("sql", "select count(*) from runs", "-C", "d", "--db", "file:x.db?mode=memory", "-f", "json")
                      .out)["data"]["rows"] == [[1]]


def a_plan_database_brings_no_code():
    change("trigger.db", "create trigger t after insert on runs begin delete from runs; end")
    assert Got("check", "-C", "d", "--save", "--db", "trigger.db").code in (0, 1)
    with sqlite3.connect("trigger.db") as database:
        assert database.execute("select count(*) from runs").fetchone() == (2,), "the trigger fired"
    change("view.db", "alter table runs rename to r", "create view runs as select * from r")
    assert ask("view.db").code in (2, 3)
    change("endless.db", "drop table runs",
           "create view runs as with recursive n(x) as (select 1 union all select x + 1 from n) select x as id from n")
    assert ask("endless.db").code in (2, 3)
    change("computed.db", "alter table runs add column big blob generated always as (zeroblob(900000000)) virtual")
    assert ask("computed.db", "select * from runs").code in (2, 3, 4)
    change("index.db", "create index i on runs (abs(id))")
    assert ask("index.db").code in (0, 2, 3)


def a_plan_database_in_another_mode_is_refused_and_nothing_is_left_beside_it():
    change("wal.db", "pragma journal_mode=wal")
    with open("wal.db", "rb") as file:
        assert file.read(20)[18:20] == b"\2\2", "not in that mode"
    before = sorted(os.listdir("."))
    refused(ask("wal.db"), "wal.db")
    assert sorted(os.listdir(".")) == before, sorted(os.listdir("."))
    # A journal that somebody made up beside it.
    plan("made-up.db")
    write("made-up.db-journal", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 600)
    assert ask("made-up.db").code in (0, 3)


def texts_of_a_plan_database_do_not_steer():
    change("steer.db", "update runs set engine = 'x' || char(27) || '[2J' || char(155) || char(8238)")
    for form in ("text", "json", "markdown"):
        got = Got("sql", "select * from runs", "-C", "d", "--db", "steer.db", "-f", form)
        assert got.code == 0 and not STEERING.search(got.out), got


def questions_only_read():
    project("d", "goals:\n  - {id: g}\n")
    before = sorted(os.listdir("."))
    for sql in ("attach 'x.db' as y", "pragma writable_schema=1", "pragma journal_mode=off", "select load_extension('x')",
                "select readfile('/etc/passwd')", "select writefile('x', 'y')", "select fts3_tokenizer('x')", "delete from goals",
                "vacuum into 'x'", "select random()", "create table x(y)", "create temp table x(y)", "drop table goals",
                "with x as (select 1) insert into goals select * from x", "select edit('x')", "begin; select 1"):
        got = Got("sql", sql, "-C", "d")
        assert got.code == 2 and "error[usage/sql]" in got.err, got
    for sql in ("select zeroblob(2000000000)", "select replace(hex(zeroblob(30000000)), '0', 'aaaaaaaaaa')",
                "select count(*) from (with recursive n(x) as (select 1 union all select x + 1 from n) select x from n order by x)"):
        got = Got("sql", sql, "-C", "d")
        assert got.code == 4 and "error[limit/" in got.err, got
    assert sorted(os.listdir(".")) == before


# ---- findings of an earlier run ----

def findings_from_elsewhere_are_only_read():
    project("p", "goals:\n  - {id: g}\n")
    good = check("p", "-f", "json").out
    write("good.json", good)
    accepted(check("p", "--baseline", "good.json"))
    wrong = {"empty": b"", "text": b"hello", "deep": b"[" * 200000, "closed": b"[" * 5000 + b"]" * 5000, "cut": good[:-20].encode(),
             "bytes": b'{"format":"\xff\xfe"}', "nul": b'{"format":"ldengine/1","a\\u0000b":1}', "number": b"1e999999",
             "steer": b'{"format":"\\u001b[2J\\u009b\\u202e"}', "raw": b'{"format":"\x1b[2J"}', "list": b"[1,2,3]",
             "twice": b'{"format":"ldengine/1","format":"ldengine/1","data":{"findings":7}}',
             "kind": good.replace('"findings":', '"findings":"x","f":').encode(),
             "other": good.replace("ldengine/1", "ldengine/9").encode(), "after": (good + "x").encode()}
    for name, text in wrong.items():
        write(name + ".json", text)
        for form in ("text", "json"):
            got = check("p", "--baseline", name + ".json", "-f", form)
            # JSON without a fingerprint in it is a baseline that passes nothing.
            assert got.code in ((0, 1) if name in ("empty", "kind", "other", "steer", "twice") else (2, 3)), (name, str(got))
            assert not STEERING.search(got.out + got.err), (name, str(got))
    os.mkfifo("fifo.json")
    for name in ("fifo.json", "/dev/zero", "p", "missing.json"):
        assert check("p", "--baseline", name).code in (2, 3), name


# ---- what is printed ----

RAW = "\x1b[2J\x1b]0;own\x07\x9b31m\u202e\u2066\u061c\x08\x7fZ"
ESCAPED = '"\\e[2J\\e]0;own\\a\\x9b31m\\u202e\\u2066\\u061c\\b\\x7fZ"'
IN_LUA = "\\27[2J\\27]0;own\\7\\194\\15531m\\226\\128\\174\\8"
FORMS = ("text", "json", "jsonl", "sarif", "junit", "tap", "github", "gitlab", "markdown")


def steering(folder):
    """A project that tries to steer the terminal with every text that it has."""
    project(folder, "goals:\n  - {id: g1, label: %s, description: %s, note: %s}\n  - {id: g2, label: %s, parent: g1}\n"
            "units:\n  - {id: u, label: %s}\nbudgets:\n  - {id: b, period: 2027, setup: 1000, unit: u, cost_centre: %s}\n"
            "competencies:\n  - {id: c, label: %s}\nneeds:\n  - {id: n, label: %s, unit: u, heads: 3, goal: g1, "
            "need_competencies: [{competency: c, to_level: 1}]}\nofferings:\n  - {id: o, label: %s, sourcing: buy_open, min_group: 1, minutes_contact: 8h, cost_per_seat: 100, offering_competencies: [{competency: c, to_level: 1}]}\n" % ((ESCAPED,) * 9),
            "[plan.yaml, {file: in.csv, entity: roles, columns: {id: id, label: label}}]", "", ESCAPED,
            "{packs: [], files: [rules/*.lua]}")
    write(folder + "/in.csv", "id,label,h%s\nr,%s,x\n" % (RAW, RAW))
    write(folder + "/rules/own.lua", '''return ld.rule { id = "own/x", severity = "error", title = "t%s", why = "w%s", help = "h%s",
  each = "goals", check = function(row) print("p%s") return true end, at = "id", message = "{label} is judged %s", values = {"label"} }
'''.replace("%s", IN_LUA))
    write(folder + "/rules/where.lua", '''return ld.rule { id = "own/w", severity = "error", title = "t%s", why = "w%s", help = "h%s",
  each = "goals", where = "label ~= 'x%s'", at = "id", message = "{label} %s" }
'''.replace("%s", IN_LUA))
    write(folder + "/rules/bad.lua", 'error("x%s")\n'.replace("%s", IN_LUA))
    write(folder + "/rules/raw.lua", '-- %s\nreturn ld.rule { id = "own/raw", each = "goals", check = row%s }\n' % (RAW, RAW))
    write(folder + "/print.lua", 'print("%s") return "%s"\n'.replace("%s", IN_LUA))
    write(folder + "/fail.lua", 'error("%s")\n'.replace("%s", IN_LUA))
    write(folder + "/table.lua", 'return {{name = "%s", ["k%s"] = 1}}\n'.replace("%s", IN_LUA))


def quiet(*arguments, folder=None, pattern=STEERING):
    got = Got(*arguments, folder=folder)
    for text in (got.out, got.err):
        found = pattern.search(text)
        assert not found, (arguments, repr(text[max(0, found.start() - 80):found.end() + 40]))
    return got


def data_does_not_steer_the_terminal():
    steering("t")
    project("other", "goals:\n  - {id: g}\n")
    said = ""
    for form in FORMS:
        for lang in ("en", "nl"):
            said += quiet("check", "-f", form, "-v", "--lang", lang, folder="t").out
        quiet("check", ".", "../other", "-f", form, folder="t")
    assert "is judged" in said and "\\u{1b}[2J" in said
    for name in ("goals:g1", "goals:g2", "units:u", "needs:n", "budgets:b", "competencies:c", "offerings:o", "roles:r", "g1", "own/x"):
        for form in ("text", "json"):
            quiet("why", name, "-f", form, folder="t")
            quiet("why", "own/x", name, "-f", form, folder="t")
            quiet("why", "own/w", name, "-f", form, folder="t")
    for form in ("text", "json", "markdown"):
        for script in ("print.lua", "fail.lua", "table.lua"):
            quiet("run", script, "-f", form, folder="t")
        quiet("run", "-v", "-f", form, folder="t")
        quiet("run", "--scenario", "all", "-f", form, folder="t")
        for rule in ("own/x", "own/w", "own/raw"):
            quiet("explain", rule, "-f", form, folder="t")
        for sql in ("select * from goals", 'select label as "a%s" from goals' % RAW.replace("\0", ""), "select nothing%s" % RAW,
                    "select 'a' || char(27, 155, 8238)", "selec %s" % RAW):
            quiet("sql", sql, "-f", form, folder="t")
        for command in (["report"], ["report", "--for", "board"], ["report", "--for", "people"], ["lint", "-v"], ["profile"], ["test"], ["doctor"],
                        ["pareto", "--step", "500"], ["check", "--set", "budgets:b.setup=1", "-v"]):
            quiet(*command, "-f", form, folder="t")
    for kind in ("json-schema", "sql", "luals", "dictionary"):
        quiet("schema", kind, folder="t")


def names_do_not_steer_the_terminal():
    folder = "t\x1b[2J\u202e\x9b"
    steering(folder)
    project("other", "goals:\n  - {id: g}\n")
    write(folder + "/bad\x1b]0;x\x07.yaml", "goals: 1\n")
    write(folder + "/rules/more\x1b[2J.lua", "error('x')\n")
    for form in FORMS:
        quiet("check", folder, "other", "-f", form, "-v")
        quiet("check", "-C", folder, "-f", form)
        quiet("check", "bad\x1b]0;x\x07.yaml", "-f", form, folder=folder)
    for command in (["doctor"], ["lint"], ["run", "print.lua"], ["sql", "select * from goals"], ["import", "in\x1b.xlsx"],
                    ["export", "-o", "x\x1b[2J/y"], ["export", "-o", "none\x1b/y/z.xlsx"], ["check", "-o", "none\x1b/y"],
                    ["docs", "d\x1b[2J"], ["diff", "a\x1b", "b\x1b"], ["init", "i\x1b[2J"], ["check", "--save", "--db", "none\x1b/y/z.db"]):
        quiet(*command, folder=folder)


def arguments_do_not_steer_the_terminal():
    steering("t")
    for command in ([], ["help"], ["check"], ["check", "-C"], ["check", "-f"], ["check", "--set"], ["check", "--limit"], ["check", "--rule"],
                    ["check", "--today"], ["check", "--lang"], ["check", "--db"], ["check", "--baseline"], ["run"], ["sql"], ["why"],
                    ["explain"], ["diff"], ["schema"], ["completion"], ["template"], ["import"], ["report"], ["docs"], ["test"],
                    ["lint"], ["pareto"], ["check", "--no-such"], ["sql", "select 1", "--dialect"], ["report", "--for"]):
        quiet(*command, "\x1b[2J\u202e\x9b", folder="t")
        quiet(*command, "a=\x1b[2J", folder="t")


def colour_lets_nothing_else_through():
    steering("t")
    for command in (["check", "-v"], ["why", "goals:g1"], ["run"], ["sql", "select * from goals"], ["explain", "own/x"]):
        got = Got(*command, "--color", "always", folder="t")
        for text in (got.out, got.err):
            left = re.sub("\x1b\\[(0|1|2|1;31|1;33|1;36)m", "", text)
            assert not STEERING.search(left), (command, repr(STEERING.search(left)))


def files_of_values_hold_no_control_characters():
    steering("t")
    for command in (["check", "-f", "csv"], ["sql", "select * from goals", "-f", "csv"], ["export", "goals"], ["export", "goals", "--dialect", "nl"],
                    ["sql", "select * from goals", "-f", "csv", "--dialect", "nl"]):
        quiet(*command, folder="t", pattern=CONTROL)


# ---- batches ----

def a_project_whose_rules_do_not_load_is_not_called_clean():
    project("good", "goals:\n  - {id: g}\n", name="good")
    project("bad", "goals:\n  - {id: g}\n", name="bad", rules="{packs: [], files: [rules/*.lua]}")
    write("bad/rules/own.lua", "while true do end\n")
    for form in ("text", "markdown"):
        got = Got("check", "good", "bad", "--limit", "steps=1M", "-f", form)
        assert got.code == 4, got
        lines = {name: next(line for line in got.out.split("\n") if line.strip("| ").startswith(name)) for name in ("good", "bad")}
        assert "clean" in lines["good"] and "partly judged" in lines["bad"], got


# ---- formulas ----

FORMULAS = ["=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-0x10", "+inf", "+31 6 12345678", "-", "=", "@",
            '=HYPERLINK("http://x","y")', "-1-1", "-cmd", "=1+1;x", '="a"&"b"']
PLAIN = ["-5", "-12.5", "+1", "-1e5", "a=1", "1+1", "x@y.nl"]


def cells(text, delimiter):
    """Cells of CSV by the simplest reader there is, which is what the test is about."""
    rows, row, cell, quoted, at = [], [], "", False, 0
    while at < len(text):
        c = text[at]
        if quoted:
            if c == '"' and text[at + 1:at + 2] == '"':
                cell, at = cell + '"', at + 1
            elif c == '"':
                quoted = False
            else:
                cell += c
        elif c == '"' and not cell:
            quoted = True
        elif c == delimiter or c == "\n":
            row.append(cell.rstrip("\r") if c == "\n" else cell)
            cell = ""
            if c == "\n":
                rows.append(row)
                row = []
        else:
            cell += c
        at += 1
    return rows


def csv_that_is_written_runs_nothing():
    texts = FORMULAS + PLAIN
    project("f", "units:\n" + "".join("  - {id: u%02d, label: %s}\n" % (i, json.dumps(text)) for i, text in enumerate(texts)))
    ways = [(["sql", "select id, label from units order by id", "-f", "csv"], ","),
            (["sql", "select id, label from units order by id", "-f", "csv", "--dialect", "nl"], ";"),
            (["export", "units", "--dialect", "rfc"], ","), (["export", "units", "--dialect", "nl"], ";"),
            (["export", "units", "--dialect", "excel-1252"], ";")]
    for command, delimiter in ways:
        done = subprocess.run([PROGRAM, *command, "-C", "f"], capture_output=True, timeout=60)
        rows = cells(done.stdout.decode("windows-1252" if "excel-1252" in command else "utf-8-sig"), delimiter)
        assert len(rows) == len(texts) + 1, (command, len(rows), done.stderr)
        for row in rows:
            for cell in row:
                assert not re.match(r"[=@\t\r]|[+-](?![0-9.,]+([eE][+-]?[0-9]+)?$)", cell), (command, cell)
    # A heading, and a finding.
    got = Got("sql", 'select 1 as "=1+1"', "-C", "f", "-f", "csv")
    assert got.out.startswith("'=1+1"), got
    write("f/rules/own.lua", 'return ld.rule { id = "own/x", severity = "error", title = "t", each = "units", check = function() '
          'return true end, at = "id", message = "{label}" }\n')
    project("f", rules="{packs: [], files: [rules/*.lua]}")
    for row in cells(check("f", "-f", "csv").out, ","):
        assert not any(re.match(r"[=@\t\r]", cell) for cell in row), row


def workbooks_that_are_written_run_nothing():
    texts = FORMULAS + PLAIN
    project("f", "units:\n" + "".join("  - {id: u%02d, label: %s}\n" % (i, json.dumps(text)) for i, text in enumerate(texts)))
    write("f/rules/own.lua", 'return ld.rule { id = "own/x", severity = "error", title = "t", each = "units", check = function() '
          'return true end, at = "id", message = "{label}" }\n')
    made = {"q.xlsx": ["sql", "select id, label as \"=1+1\" from units", "-f", "xlsx"], "e.xlsx": ["export", "units"],
            "r.xlsx": ["report", "-f", "xlsx"]}
    for name, command in made.items():
        Got(*command, "-C", "f", "-o", name)
        assert os.path.exists(name), name
        seen = ""
        with zipfile.ZipFile(name) as book:
            for part in book.namelist():
                text = book.read(part).decode("utf-8", "replace")
                seen += text
                assert "<f>" not in text and "<f " not in text, (name, part)
                assert "externalLink" not in part and "oleObject" not in part and "vbaProject" not in part, (name, part)
                assert "<ddeLink" not in text and 'Type="External"' not in text.replace("'", '"') and 'TargetMode="External"' not in text, (name, part)
        if name != "r.xlsx":
            assert "HYPERLINK" in seen, name


TESTS = [each for name, each in list(globals().items())
         if callable(each) and getattr(each, "__code__", None) and each.__code__.co_argcount == 0 and "_" in name and each.__module__ == __name__]


if __name__ == "__main__":
    sys.exit(run_cases(TESTS, sys.argv[1:]))
