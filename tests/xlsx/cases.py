"""The cases of tests/xlsx/run.sh."""
import datetime
import filecmp
import json
import os
import resource
import shutil
import subprocess
import sys
import time

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

import hostile
from each_case import run_cases

ROOT, LDENGINE = os.environ["ROOT"], os.environ["LDENGINE"]
MANIFEST = """ldengine: 1
organisation: {id: o, name: Org, country: NL, currency: EUR, language: nl}
year: 2027
# van ons
sources: []
rules: {packs: []}
"""


def run(*words, expect=0, **more):
    done = subprocess.run([LDENGINE, *words], capture_output=True, text=True, **more)
    assert done.returncode == expect, "%s: exit %d, expected %d\n%s%s" % (
        " ".join(words), done.returncode, expect, done.stdout[-600:], done.stderr[-1200:])
    return done


def project(name="p", manifest=MANIFEST):
    os.makedirs(name)
    with open(name + "/ldengine.yaml", "w") as out:
        out.write(manifest)
    return name


def rows(name, query):
    return json.loads(run("sql", query, "-C", name, "--format", "json").stdout)["data"]["rows"]


def fill(book, sheet, *records, first=3):
    at = book[sheet]
    heads = [cell.value for cell in at[1]]
    for number, record in enumerate(records):
        for head, value in record.items():
            at.cell(first + number, heads.index(head) + 1, value)


def filled(path="in.xlsx", **more):
    run("template", "--lang", "nl", "-o", "plan.xlsx")
    book = openpyxl.load_workbook("plan.xlsx")
    book.epoch = more.get("epoch", book.epoch)
    fill(book, "Afdelingen", {"Id": "it", "Naam": "ICT"}, {"Id": "007", "Naam": "Zoë & <co>", "Bovenliggend onderdeel": "it"})
    fill(book, "Doelen", {"Id": "g1", "Naam": "=1+1 is\ntwee", "Gewicht": 0.6, "Status": "actief",
                          "Begin horizon": datetime.date(2027, 3, 1)})
    book["Doelen"].cell(3, 2).data_type = "s"
    fill(book, "Medewerkers", {"Id": "m1", "Onderdeel": "007", "Deeltijdfactor": 0.1 + 0.2, "Kosten per uur": "1.250,50",
                               "In dienst vanaf": "5-12-2021", "Leertijd per jaar": datetime.time(7, 30)})
    fill(book, "Functies", {"Id": "f1", "Naam": "Functie", "Kritiek": True})
    book.save(path)


def expect_filled(name):
    assert rows(name, "SELECT id, label_nl, parent FROM units") == [["it", "ICT", None], ["007", "Zoë & <co>", "it"]]
    assert rows(name, "SELECT label_nl, weight, status, horizon_start FROM goals") == [
        ["=1+1 is\ntwee", 0.6, "active", "2027-03-01"]]
    assert rows(name, "SELECT fte, hourly_cost, contract_from, minutes_max FROM employees") == [
        [0.3, 125050, "2021-12-05", 450]]
    assert rows(name, "SELECT critical FROM roles") == [[1]]


def template_can_be_filled_in():
    run("template", "--lang", "nl", "-o", "plan.xlsx")
    book = openpyxl.load_workbook("plan.xlsx")
    sheet = book["Aanbod"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:2] == ["Id", "Naam"] and "Kosten per uitvoering" in heads
    assert sheet["A2"].value == "(voorbeeld)" and all(cell.value is not None for cell in sheet[2])
    assert all(cell.comment and cell.comment.text.strip() for cell in sheet[1])
    assert sheet.protection.sheet and sheet["A1"].protection.locked and not sheet.column_dimensions["B"].protection.locked
    lists = {str(each.sqref).split(":")[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    kind = lists[sheet.cell(3, heads.index("Leervorm") + 1).coordinate]
    assert kind.startswith("'Lijsten'!$"), kind
    column, first, last = kind.split("$")[1], int(kind.split("$")[2].rstrip(":")), int(kind.split("$")[4])
    choices = [book["Lijsten"][column + str(i)].value for i in range(first, last + 1)]
    assert choices[0] == "formeel" and len(choices) == len(set(choices)) == 3, choices
    assert any("Aanbod" in formula for formula in lists.values())  # ids of the sheet itself
    assert book["Lijsten"].sheet_state == "hidden"
    english = run("template", "goals", "--lang", "en", "-o", "en.xlsx")
    assert openpyxl.load_workbook("en.xlsx").sheetnames == ["Explanation", "Goals", "Lists"], english


def template_alone_has_nothing_to_import():
    run("template", "--lang", "nl", "-o", "plan.xlsx")
    project()
    run("import", "plan.xlsx", "-C", "p", expect=3)
    assert os.listdir("p") == ["ldengine.yaml"]


def openpyxl_file_is_imported():
    filled()
    project()
    before = open("p/ldengine.yaml").read()
    run("import", "in.xlsx", "-C", "p", "--dry-run")
    assert open("p/ldengine.yaml").read() == before and not os.path.exists("p/data")
    run("import", "in.xlsx", "-C", "p")
    assert "# van ons" in open("p/ldengine.yaml").read()
    expect_filled("p")
    run("import", "in.xlsx", "-C", "p", expect=2)
    run("import", "in.xlsx", "-C", "p", "--force")
    expect_filled("p")


def calendar_of_1904_is_imported():
    filled(epoch=CALENDAR_MAC_1904)
    project()
    run("import", "in.xlsx", "-C", "p")
    expect_filled("p")


def converted(program, target):
    filled()
    subprocess.run(program, check=True, capture_output=True)
    project()
    run("import", target, "-C", "p")
    expect_filled("p")


def gnumeric_file_is_imported():
    converted(["ssconvert", "-T", "Gnumeric_Excel:xlsx2", "in.xlsx", "gnumeric.xlsx"], "gnumeric.xlsx")


def libreoffice_file_is_imported():
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        print("skipped: LibreOffice is not installed; its files are not read")
        return
    converted([program, "--headless", "--convert-to", "xlsx", "--outdir", "office", "in.xlsx"], "office/in.xlsx")


def workbook_is_a_source():
    filled()
    project(manifest=MANIFEST.replace("[]", """
  - {file: ../in.xlsx, entity: units, sheet: Afdelingen}
  - {file: ../in.xlsx, entity: employees, sheet: medewerkers, columns: {id: Id, unit: Onderdeel, fte: Deeltijdfactor}}
""", 1))
    assert rows("p", "SELECT id, unit, fte, source_file, source_line FROM employees") == [["m1", "007", 0.3, "../in.xlsx", 3]]


def workbook_is_mapped_like_csv():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Blad 1"
    for line in (["Overzicht personeel"], [], [None, "Pers.nr", "Kostenplaats", "Tarief", "Uren", "Soort", "Status"],
                 [None, 71, 4100, "1.250", 2, "intern", "In Dienst"], [None, "0072", "4100", "12,5", 1.5, "intern", "in dienst"],
                 [None, "0073", "4100", 30, 1, "extern", "in dienst"], [None, "0074", "9999", 0.30000000000000004, None, "intern", "in dienst"],
                 [None, None, None, None, None, None, None]):
        sheet.append(line)
    book.save("m.xlsx")
    project(manifest=MANIFEST.replace("[]", """
  - base.yaml
  - file: ../m.xlsx
    entity: employees
    header_row: 3
    columns: {id: Pers.nr, unit: Kostenplaats, hourly_cost: Tarief, minutes_max: Uren, status: Status}
    by: {unit: cost_centre}
    pad: {id: 4}
    units: {minutes_max: hours}
    where: {Soort: [intern]}
    values: {status: {in dienst: active}}
    lenient: {unit: drop}
  - file: ../m.xlsx
    entity: roles
    sheet: blad 1
    header_row: 3
    transform: rules/roles.lua
""", 1))
    with open("p/base.yaml", "w") as out:
        out.write("units:\n  - {id: it, cost_centre: '4100'}\n")
    os.makedirs("p/rules")
    with open("p/rules/roles.lua", "w") as out:
        out.write("return function(row) return {id = 'r' .. row['Pers.nr'], family = row.Tarief} end\n")
    assert rows("p", "SELECT id, unit, hourly_cost, minutes_max, status FROM employees") == [
        ["0071", "it", 125000, 120, "active"], ["0072", "it", 1250, 90, "active"]]
    assert rows("p", "SELECT id, family FROM roles") == [["r71", "1.250"], ["r0072", "12,5"], ["r0073", "30"], ["r0074", "0.3"]]
    assert rows("p", "SELECT line, field, value FROM import_rejects") == [[7, "unit", "9999"]]
    assert rows("p", "SELECT rows_in, rows_ok, rows_left_out, rows_rejected FROM import_batches WHERE entity = 'employees'") == [[4, 2, 1, 1]]


def wrong_cells_are_marked():
    filled()
    book = openpyxl.load_workbook("in.xlsx")
    fill(book, "Aanbod", {"Id": "a1", "Leervorm": "formeeel", "Kosten per uitvoering": -5, "Opleider": "#N/A",
                          "Contacttijd": "=1+1"}, {"Id": "a1"})
    book["Aanbod"].cell(3, [c.value for c in book["Aanbod"][1]].index("Opleider") + 1).data_type = "e"
    book.save("in.xlsx")
    project()
    done = run("import", "in.xlsx", "-C", "p", "--marked", "fout.xlsx", expect=3)
    for place in ("Aanbod!C3", "Aanbod!I3", "Aanbod!J3", "Aanbod!R3", "Aanbod!A4"):
        assert "in.xlsx:%s:" % place in done.stderr, (place, done.stderr)
    assert os.listdir("p") == ["ldengine.yaml"]
    marked = openpyxl.load_workbook("fout.xlsx")
    assert marked.sheetnames[0] == "Bevindingen"
    found = {row[0].value: row for row in marked["Bevindingen"].iter_rows(min_row=2)}
    assert set(found) == {"Aanbod!A4", "Aanbod!C3", "Aanbod!I3", "Aanbod!J3", "Aanbod!R3"}, set(found)
    for place, row in found.items():
        cell = marked["Aanbod"][place.split("!")[1]]
        assert row[0].hyperlink.location == "'Aanbod'!" + cell.coordinate
        assert cell.fill.fgColor.rgb == "FFF8CBCB" and row[4].value in cell.comment.text, place
    assert found["Aanbod!I3"][4].value == "load/error-cell" and found["Aanbod!J3"][4].value == "load/no-value"
    assert marked["Doelen"]["B3"].value == "=1+1 is\ntwee"
    each = json.loads(run("import", "in.xlsx", "-C", "p", "--format", "json", expect=3).stdout)["diagnostics"]
    assert {"sheet": "Aanbod", "cell": "C3", "line": 3, "column": 3}.items() <= \
        [one for one in each if one.get("cell") == "C3"][0].items()


def bare_manifest(folder):
    """The manifest of an example without its sources and exceptions: those come from the export."""
    text, keep = "", True
    for line in open(folder + "/ldengine.yaml"):
        if line[0] not in " #\n-":
            keep = not line.startswith(("sources:", "exceptions:", "rules:", "offer:"))
        text += line if keep else ""
    return text


def round_trip(example, form):
    source = "%s/examples/%s" % (ROOT, example)
    first, second = ("a.xlsx", "b.xlsx") if form == "xlsx" else ("a", "b")
    more = [] if form == "xlsx" else ["--format", "csv", "--dialect", form]
    run("export", "-C", source, "-o", first, "--lang", "nl", *more)
    project(manifest=bare_manifest(source))
    files = [first] if form == "xlsx" else sorted("a/" + name for name in os.listdir("a"))
    run("import", *files, "-C", "p", "--lang", "nl", *(["--dialect", form] if more else []))
    time.sleep(1.1 if form == "xlsx" else 0)  # the clock must not show
    run("export", "-C", "p", "-o", second, "--lang", "nl", *more)
    if form == "xlsx":
        assert filecmp.cmp(first, second, shallow=False)
    else:
        assert sorted(os.listdir("a")) == sorted(os.listdir("b"))
        assert all(filecmp.cmp("a/" + name, "b/" + name, shallow=False) for name in os.listdir("a"))
    for query in ("SELECT id, label_nl, status FROM goals", "SELECT id, unit, role, fte, hourly_cost FROM employees"):
        assert rows(source, query) == rows("p", query)


def csv_is_harmless_and_dutch():
    project(manifest=MANIFEST.replace("[]", "[a.yaml]", 1))
    with open("p/a.yaml", "w") as out:
        out.write("units:\n" + "".join('  - {id: u%d, label: "%s"}\n' % each for each in enumerate(
            ["=HYPERLINK(1)", "+31 6", "-5", "@x", "a;b", "zeg \\\"hoi\\\"", "twee\\nregels", "é"])))
        out.write("offerings:\n  - {id: o1, label: O, cost_per_session: 1250.50}\n")
    run("export", "units", "-C", "p", "--dialect", "nl", "-o", "afdelingen.csv")
    data = open("afdelingen.csv", "rb").read()
    assert data.startswith(b"\xef\xbb\xbfId;Naam;") and data.count(b"\r\n") == 9
    text = data.decode("utf-8-sig")
    for wanted in ("u0;'=HYPERLINK(1);", "u1;'+31 6;", "u2;-5;", "u3;'@x;", 'u4;"a;b";', 'u5;"zeg ""hoi""";', 'u6;"twee\nregels";'):
        assert wanted in text, (wanted, text)
    assert "1250,50" in run("export", "aanbod", "-C", "p", "--dialect", "nl").stdout
    project("q")
    run("import", "afdelingen.csv", "-C", "q")
    assert rows("q", "SELECT id, label_nl FROM units") == rows("p", "SELECT id, label_nl FROM units")
    run("export", "units", "-C", "p", "--dialect", "excel-1252", "-o", "w.csv")
    assert b"\xe9" in open("w.csv", "rb").read()


def hostile_file_is_refused(make):
    project()
    make("h.xlsx")
    for words in (["import", "h.xlsx", "-C", "p"], ["check", "-C", "s"]):
        if words[0] == "check":
            project("s", MANIFEST.replace("[]", "[{file: ../h.xlsx, entity: goals}]", 1))
        started = time.monotonic()
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = run(*words, expect=3)
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used
        assert used < 1 and time.monotonic() - started < 10, "%.2f s" % used
        assert "h.xlsx" in done.stderr and len(done.stderr.splitlines()[0]) < 300, done.stderr
    peak = int(subprocess.run(["bash", "-c", 'ulimit -v unlimited; exec /usr/bin/env python3 -c "'
                               "import resource,subprocess;subprocess.run(['%s','import','h.xlsx','-C','p'],capture_output=True);"
                               'print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"' % LDENGINE],
                              capture_output=True, text=True).stdout)
    assert peak < 64 << 10, "%d kB" % peak


def large_sheet_is_fast():
    project(manifest=MANIFEST.replace("[]", "[base.yaml, {file: m.csv, entity: employees}]", 1))
    with open("p/base.yaml", "w") as out:
        out.write("units:\n" + "".join("  - {id: u%d}\n" % i for i in range(50)))
        out.write("roles:\n" + "".join("  - {id: f%d}\n" % i for i in range(90)))
    with open("p/m.csv", "w") as out:
        out.write("id,status,unit,role,fte,contract_from,minutes_max,hourly_cost,location,languages\n")
        for i in range(200000):
            out.write("M%06d,active,u%d,f%d,0.%d,20%02d-03-%02d,%d,%d.25,Locatie %d,nl|en\n" % (
                i, i % 50, i % 90, 5 + i % 5, i % 27, 1 + i % 28, 1000 + i % 900, 30 + i % 50, i % 12))
    query = "SELECT count(*), sum(hourly_cost) FROM employees"

    def measure():
        code = ("import resource,subprocess;o=subprocess.run(['%s','sql','%s','-C','p','--format','json'],"
                "capture_output=True,text=True).stdout;u=resource.getrusage(resource.RUSAGE_CHILDREN);"
                "print(u.ru_utime+u.ru_stime,u.ru_maxrss,o)" % (LDENGINE, query))
        seconds, peak, answer = subprocess.run(["python3", "-c", code], capture_output=True, text=True).stdout.split(" ", 2)
        return float(seconds), int(peak), json.loads(answer)["data"]["rows"]

    _, model, expected = measure()
    run("export", "employees", "-C", "p", "-o", "p/m.xlsx")
    with open("p/ldengine.yaml", "w") as out:
        out.write(MANIFEST.replace("[]", "[base.yaml, {file: m.xlsx, entity: employees, sheet: Medewerkers}]", 1))
    seconds, peak, answer = measure()
    print("   200,000 x 10: read in %.1f s, %d MB (the same as CSV: %d MB)" % (seconds, peak >> 10, model >> 10))
    assert answer == expected == [[200000, expected[0][1]]]
    assert seconds < 5 and peak - model < 64 << 10


def all_cases():
    for case in (template_can_be_filled_in, template_alone_has_nothing_to_import, openpyxl_file_is_imported,
                 calendar_of_1904_is_imported, gnumeric_file_is_imported, libreoffice_file_is_imported,
                 workbook_is_a_source, workbook_is_mapped_like_csv, wrong_cells_are_marked, csv_is_harmless_and_dutch, large_sheet_is_fast):
        yield case
    for example in ("gemeente", "ziekenhuis", "zorgregio"):
        for form in ("xlsx", "nl", "rfc", "excel-1252"):
            yield "round_trip %s %s" % (example, form), round_trip, example, form
    for make in hostile.ALL:
        yield "hostile " + make.__name__, hostile_file_is_refused, make


sys.exit(run_cases(all_cases(), sys.argv[1:]))
