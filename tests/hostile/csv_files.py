"""What the manifest of the hostile CSV corpus promises of each file, and the conformance suite csv-spectrum. Of the
`either` ones our choice stands here."""
import json
import os
import re

import source_files

NAME = "csv"
SHORT = SLOW = ()  # no limits to lower
# Rows where it is accepted (None: refused), and what the messages and rows must hold.
EXPECT = {
    "blank_lines.csv": (2, r"blank_lines.csv:2:0: note\[load/blank\] 3 blank lines"),
    "bom.csv": (1, r"^row 1\|\|200\|$"),
    "crlf.csv": (2, r"^row 3\|\|400\|$"),
    "dates.csv": (None, r"dates.csv:2:3: error\[load/type\].*2026-02-30", r"dates.csv:3:3: error\[load/type\]",
                  r"dates.csv:4:3: error\[load/type\]", r"dates.csv:5:3: error\[load/type\]"),
    "decimal_comma.csv": (None, r"decimal_comma.csv:2:[0-9]+: error\[load/syntax\].*3 fields.*2"),
    "dup_header.csv": (None, r"dup_header.csv:1:11: error\[load/duplicate\].*'amount'"),
    "empty.csv": (None, r"error\[load/syntax\] the file is empty"),
    "empty_header.csv": (None, r"empty_header.csv:1:4: error.*column 2 has no name"),
    "formula_injection.csv": (5, r"^row 1\|=cmd\|'/C calc'!A0\|\|$", r"^row 2\|\+1\+1", r"^row 3\|-2\+3",
                              r"^row 4\|@SUM\(A1\)", r'^row 5\|=HYPERLINK\("http://x","y"\)\|\|$'),
    "header_only.csv": (0,),
    "latin1.csv": (None, r"latin1.csv:2:6: error\[load/encoding\].*0xE9"),
    "long_field.csv": (1, r"^row 1\|x{400}"),
    "many_columns.csv": (None, r"many_columns.csv:1:[0-9]+: error\[load/limit\].*1000"),
    "no_final_newline.csv": (2, r"^row 3\|\|400\|$"),
    "nul_byte.csv": (None, r"nul_byte.csv:2:5: error\[load/encoding\]"),
    "numbers.csv": (None, *[r"numbers.csv:%d:3: error" % line for line in range(2, 8)], r"^row 8\|\|1200\|$"),
    "quote_doubled.csv": (1, r'^row 1\|say "hi"\|\|$'),
    "quote_in_middle.csv": (1, r'^row 1\|ab"c\|\|$'),
    "quote_newline.csv": (1, r"^row 1\|two$", r"^lines\|\|$"),
    "quote_text_after.csv": (None, r"quote_text_after.csv:2:8: error\[load/syntax\]"),
    "quote_unclosed.csv": (None, r"quote_unclosed.csv:2:3: error\[load/syntax\].*not closed"),
    "ragged_long.csv": (None, r"ragged_long.csv:2:[0-9]+: error\[load/syntax\].*4 fields.*3"),
    "ragged_short.csv": (None, r"ragged_short.csv:3:[0-9]+: error\[load/syntax\].*2 fields.*3"),
    "semicolon_dutch.csv": (2, r"^row 1\|Jansen\|123456\|$", r"^row 2\|de Vries\|50\|$"),
    "sep_line.csv": (1, r"^row 1\|a\|\|$"),
    "windows1252.csv": (None, r"windows1252.csv:2:3: error\[load/encoding\].*0x80"),
}
# With the encoding named.
NAMED = {("latin1.csv", "latin1"): r"^row 1\|José\|\|$", ("windows1252.csv", "windows-1252"): r"^row 1\|€ 100 “net”\|\|$"}


def command(tools, path, limits=()):
    return [tools + "/read_csv", "load", path]


def judge(row, run, exact):
    found = []
    text = run.out.decode("utf-8", "replace")
    if row[0] not in EXPECT:
        return ["is not checked"]
    rows, *holds = EXPECT[row[0]]
    if row[1] != "either" and (row[1] == "error") != (rows is None):
        found.append("the manifest says " + row[1])
    if run.code != (3 if rows is None else 0) or run.err:
        found.append("exit code %s: %s" % (run.code, text[:300]))
    if rows is not None and len(re.findall(r"^row ", text, re.M)) != rows:
        found.append("not %d rows" % rows)
    found += ["no '%s' in: %s" % (one, text[:600]) for one in holds if not re.search(one, text, re.M)]
    if any(len(line) >= 1000 for line in text.split("\n") if not line.startswith("row")):
        found.append("a message of more than 1 kB")
    return found + (source_files.spent(run) if exact else [])


def program(ldengine, path, folder):
    """Two columns are mapped, whatever they are called."""
    return source_files.command(ldengine, path, folder, "input.csv",
                                "{file: input.csv, entity: budgets, columns: {id: id, setup: amount}}")


def judge_program(row, run):
    found = source_files.judge(run, rb"(input\.csv|ldengine\.yaml)")
    if row[1] == "error" and run.code != 3:
        found.append("was accepted")
    return found


def seems_long(row):
    return row[0] in ("long_field.csv", "many_columns.csv")


def without_returns(value):
    """In copies of the suite a telephone number was changed in one of the two files, and a checkout may have turned the
    CRLF inside a quoted field into LF."""
    if isinstance(value, dict):
        return {key: without_returns(each) for key, each in value.items() if key != "Contact Phone Number"}
    if isinstance(value, list):
        return [without_returns(each) for each in value]
    return value.replace("\r", "") if isinstance(value, str) else value


def together(tools, folder, run):
    """The encodings by name, and csv-spectrum."""
    found = []
    for (name, encoding), holds in NAMED.items():
        got = run([tools + "/read_csv", "load", os.path.join(folder, name), encoding], 60)
        if got.code != 0 or not re.search(holds, got.out.decode("utf-8", "replace"), re.M):
            found.append("%s as %s: %s" % (name, encoding, got.out[:300]))
    spectrum = os.path.join(os.path.dirname(folder), "suites", "csv-spectrum")
    for name in sorted(os.listdir(spectrum + "/csvs")) if os.path.isdir(spectrum) else []:
        path = os.path.join(spectrum, "csvs", name)
        got = run([tools + "/read_csv", "json", path], 60)
        with open(path, "rb") as file:
            try:
                file.read().decode("utf-8")
            except UnicodeDecodeError:
                if got.code != 3:
                    found.append(name + " is not UTF-8 and was accepted")
                continue
        with open(os.path.join(spectrum, "json", name[:-3] + "json"), encoding="utf-8") as file:
            want = json.load(file)
        try:
            if without_returns(json.loads(got.out)) != without_returns(want if isinstance(want, list) else [want]):
                found.append("%s differs: %s" % (name, got.out[:300]))
        except ValueError:
            found.append("%s: no JSON: %s" % (name, got.out[:300]))
    return found
