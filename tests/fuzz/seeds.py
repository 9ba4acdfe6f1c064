#!/usr/bin/env python3
"""Writes what a fuzzer starts from: seeds.py FOLDER makes FOLDER/<target>/… out of the corpora (LDE_CORPUS),
the shipped rules and examples, and what only this file knows: the frames of a worker, the parts of a workbook,
a plan database (made by the program LDENGINE)."""
import glob
import os
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORPUS = os.environ.get("LDE_CORPUS", os.path.join(ROOT, "..", "shared", "corpus"))
MOST = 6000


def put(folder, target, name, data):
    path = os.path.join(folder, target)
    os.makedirs(path, exist_ok=True)
    if isinstance(data, str):
        data = data.encode()
    if len(data) <= MOST:
        with open(os.path.join(path, name), "wb") as out:
            out.write(data)


def files(folder, target, pattern, before=b""):
    for path in sorted(glob.glob(pattern, recursive=True)):
        if os.path.isfile(path):
            name = re.sub(r"[^A-Za-z0-9.]+", "-", os.path.relpath(path, ROOT))[-60:]
            with open(path, "rb") as file:
                put(folder, target, name.strip("-."), before + file.read())


# ---- what a worker sends: see src/worker/wire.h ----

def text(value):
    if value is None:
        return b"\xff\xff\xff\xff"
    value = value.encode()
    return struct.pack("<I", len(value)) + value


def number(value):
    return struct.pack("<I", value)


def record(kind, payload):
    return struct.pack("<BH", kind, len(payload)) + payload


def place():
    return text("a.yaml") + text("/o/a.yaml") + text(None) + number(3) + number(4)


def evidence():
    return text("goals") + text("g1") + text("Doel") + place()


def finding(exception):
    out = text("budget/over") + text("B01") + text("rules/a.lua") + number(4) + number(5) + b"\2"
    out += text("goals") + text("g1") + text("te veel") + text(None) + place()
    out += number(1) + text("goals:g1") + number(1) + evidence()
    out += number(1) + text("planned") + text("100") + text("1,00")
    out += b"\1" + evidence() + number(1) + text("amount") + text(">") + text("5") + text("10")
    out += b"\1" + struct.pack("<d", 2.5) + b"\0"
    if exception:
        out += b"\1" + text("budget/over") + text(None) + number(1) + text("unit") + text("it") + number(9)
        out += text("fin") + text("so") + b"\1" + struct.pack("<d", 0.1) + text("x") + place()
    else:
        out += b"\0"
    return out + text("0123456789abcdef" * 4)


def protocol(folder):
    begin = record(1, number(0x3145444C) + number(2))
    locked = record(2, number(15) + struct.pack("<d", 10))
    rule = record(3, text("budget/over") + text("rules/a.lua"))
    about = record(5, text("org") + text("De organisatie") + text("2027") + b"\1\1" + number(15))
    diagnostic = record(6, text("script/error") + b"\2" + text("m") + text("f") + text(None) + number(1) * 3 +
                        text(None) + text("h"))
    unkept = record(7, struct.pack("<QQQ", 1, 2, 3))
    judged = record(10, text("budget/over") + text("B01") + text("budget") + text("t") + text("w") + text("h") +
                    b"\2" + number(4) + text("ran out"))
    counts = record(11, struct.pack("<7Q", 2, 1, 1, 1, 1, 3, 1) + b"\1")
    log = record(8, text("printed"))
    body = about + diagnostic + unkept + log + record(9, finding(True)) + record(9, finding(False)) + judged + counts
    whole = begin + locked + rule + body + record(12, struct.pack("<Q", 8))
    put(folder, "protocol", "whole", b"\0" + whole)
    put(folder, "protocol", "least", b"\0" + begin + about + unkept +
        record(11, struct.pack("<7Q", 0, 0, 0, 0, 0, 0, 0) + b"\0") + record(12, struct.pack("<Q", 3)))
    put(folder, "protocol", "memory", b"\0" + begin + locked + rule + record(4, b"\1"))
    put(folder, "protocol", "unframed", b"\1" + whole)


# ---- workbooks: parts, see workbook.c ----

def workbook(folder):
    frame = ("%%xl/workbook.xml\n<workbook xmlns:r=\"r\"><workbookPr date1904=\"0\"/><sheets><sheet name=\"Doelen\" "
             "sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"B\" sheetId=\"2\" state=\"hidden\" r:id=\"rId1\"/></sheets>"
             "</workbook>\n%%xl/_rels/workbook.xml.rels\n<Relationships><Relationship Id=\"rId1\" Type=\"t/worksheet\" "
             "Target=\"worksheets/sheet1.xml\"/></Relationships>\n")
    cells = ('<c r="A2" t="inlineStr"><is><t>g1</t></is></c>', '<c r="B2" t="s"><v>0</v></c>', '<c r="C2"><v>0.4</v></c>',
             '<c r="A2" s="1"><v>46082.5</v></c>', '<c r="A2" t="b"><v>1</v></c>', '<c r="A2" t="e"><v>#N/A</v></c>',
             '<c r="A2"><f>1+1</f></c>', '<c r="A2" t="str"><f>A1</f><v>x</v></c>', '<c r="XFD1048576"><v>1e300</v></c>',
             '<c r="A2" t="d"><v>2027-03-01T00:00:00</v></c>')
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>label_nl</t></is></c>' \
           '<c r="C1" t="inlineStr"><is><r><t>wei</t></r><r><t>ght</t></r></is></c></row>'
    for i, cell in enumerate(cells):
        put(folder, "workbook", "cell%d" % i, frame +
            "%%%%xl/sharedStrings.xml\n<sst><si><t>Minder _x0041_ verzuim</t></si><si><r><t>a</t></r></si></sst>\n"
            "%%%%xl/styles.xml\n<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts>"
            "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>\n"
            "%%%%xl/worksheets/sheet1.xml\n<worksheet><sheetData>%s<row r=\"2\">%s</row></sheetData></worksheet>\n" % (head, cell))
    put(folder, "workbook", "rels", "%%_rels/.rels\n<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" "
        "Target=\"/w.xml\"/></Relationships>\n%%w.xml\n<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" r:id=\"b\"/></sheets>"
        "</workbook>\n%%_rels/w.xml.rels\n<Relationships><Relationship Id=\"b\" Type=\"t\" Target=\"../x/../s.xml\"/></Relationships>\n"
        "%%s.xml\n<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>\n")


def small_zip(folder):
    import zipfile
    with tempfile.TemporaryDirectory() as at:
        path = os.path.join(at, "z.xlsx")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            out.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="D" r:id="i"/></sheets></workbook>')
            out.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="i" Target="s.xml"/></Relationships>')
            out.writestr("xl/s.xml", '<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>')
        with open(path, "rb") as file:
            put(folder, "workbook", "zip", file.read())


# ---- a plan database ----

def database(folder):
    program = os.environ.get("LDENGINE", os.path.join(ROOT, "build", "release", "bin", "ldengine"))
    if not os.access(program, os.X_OK):
        return
    with tempfile.TemporaryDirectory() as at:
        project = os.path.join(at, "p")
        shutil.copytree(os.path.join(ROOT, "tests", "data", "offer-fixture"), project)
        subprocess.run([program, "run", "--save", "-q", "-C", project, "--today", "2027-01-01"], capture_output=True)
        for path in glob.glob(os.path.join(project, ".ldengine", "*.db")):
            for name, keep in (("run", True), ("empty", False)):
                copy = os.path.join(at, name)
                shutil.copy(path, copy)
                db = sqlite3.connect(copy, isolation_level=None)
                for table, in db.execute("select name from sqlite_master where type = 'table'").fetchall():
                    if not keep:
                        db.execute("delete from \"%s\"" % table)
                db.execute("pragma page_size = 512")
                db.execute("vacuum")
                db.close()
                data = open(copy, "rb").read()
                os.makedirs(os.path.join(folder, "database"), exist_ok=True)
                with open(os.path.join(folder, "database", name), "wb") as out:
                    out.write(data)
    put(folder, "database", "none", b"")


# ---- expressions, calls, programs ----

def expressions(folder):
    found = set()
    for path in glob.glob(os.path.join(ROOT, "rules", "**", "*.lua"), recursive=True):
        with open(path, encoding="utf-8") as file:
            source = file.read()
        found.update(re.findall(r"(?:where|each|sum|any|all|count|max|min|avg)\s*[=(]\s*[\"']([^\"'\n]{3,200})[\"']", source))
    for i, one in enumerate(sorted(found)):
        put(folder, "expression", "rule%03d" % i, bytes([i % 5]) + one.encode())
    more = ("cost > 5 and seats_planned == 2", "needs:count('priority > 0.5') + 1", "ld.days(date, ld.today) // 7",
            "label_nl:upper():sub(2, -2) .. '\\u{e9}'", "not (weight ~= nil) or -weight^2 % 3 >= 1e3",
            "parent.parent.weight", "unit.parent == nil and ld.quarter(ld.today) or 'x'", "math.max(1, cost, 0x10) & 7 << 2",
            "plan_lines:where([==[cost > each.setup]==]):sum('cost') / 0")
    for i, one in enumerate(more):
        for entity in range(5):
            put(folder, "expression", "more%d-%d" % (i, entity), bytes([entity]) + one.encode())


def calls(folder):
    patterns = (b"(a*)%1", b"^[^a-c%d]+$", b"%b()", b"%f[%w]%w+", b"()a-()", b"[]]", b"%g+%s*", b"(.-)b", b"x", b"[a-", b"%",
                b"((a))(b?)", b"[%a_][%w_]*", b"%f[%z]")
    for i, pattern in enumerate(patterns):
        for function in range(4):
            put(folder, "matcher", "p%d-%d" % (i, function), bytes([function, 51, 0, function % 3, 12]) + b"aab(c)1 _x.b" +
                bytes([2]) + b"%1" + pattern)


def programs(folder):
    import random
    source = random.Random(20270301)
    for i in range(60):
        put(folder, "lua", "program%02d" % i, bytes([0x80]) + source.randbytes(source.choice((10, 40, 150))))


def main():
    folder = sys.argv[1]
    files(folder, "yaml", CORPUS + "/hostile-yaml/*.yaml")
    files(folder, "yaml", CORPUS + "/suites/yaml-test-suite/**/in.yaml")
    files(folder, "yaml", ROOT + "/examples/**/*.yaml")
    files(folder, "yaml", ROOT + "/tests/**/*.yaml")
    files(folder, "manifest", ROOT + "/examples/**/ldengine.yaml")
    files(folder, "manifest", ROOT + "/tests/**/ldengine.yaml")
    with open(os.path.join(ROOT, "tests", "unit", "test_manifest.c"), encoding="utf-8") as file:
        whole = re.search(r"whole\[\] =\n(.*?);\n", file.read(), re.S).group(1)
    put(folder, "manifest", "whole", "".join(
        line.strip()[1:-1].encode().decode("unicode_escape") for line in whole.splitlines()))
    files(folder, "csv", CORPUS + "/hostile-csv/*.csv")
    files(folder, "csv", CORPUS + "/suites/csv-spectrum/csvs/*.csv")
    put(folder, "csv", "typed.csv", "id;name;amount;date;part;yes;many;when;moment\n1;x;1.234,50;31-12-2026;50%;ja;3;2027-Q1;2027-01-02T03:04\n")
    put(folder, "csv", "employees.csv", "id,unit,role,fte,languages,hourly_cost,contract_from\ne1,u1,r1,0.9,nl|en,45.50,2020-02-29\n")
    files(folder, "json", CORPUS + "/suites/json-test-suite/**/*.json")
    put(folder, "json", "findings.json", '{"data":{"organisations":[{"folder":"a","findings":[{"fingerprint":"%s"}]}]}}' % ("0123456789abcdef" * 4))
    put(folder, "json", "lines.txt", "%s  # known\n%s\n" % ("0123456789abcdef" * 4, "f" * 64))
    files(folder, "lua", CORPUS + "/hostile-lua/*.lua")
    files(folder, "lua", ROOT + "/tests/script/*.lua")
    for make in (protocol, workbook, small_zip, database, expressions, calls, programs):
        make(folder)
    for target in sorted(os.listdir(folder)):
        print("%s: %d" % (target, len(os.listdir(os.path.join(folder, target)))))


if __name__ == "__main__":
    main()
