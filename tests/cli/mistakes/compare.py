"""Compares what `check` finds in an example with mistakes with the table in its README.

    compare.py EXAMPLE LEAST

A finding of the example itself is left out: the same rule at the same line of the same file. Of the
others (code, file, line) and the record must stand in the table, and nothing else may. Prints how many
there are, and every difference; at least LEAST different codes must be found.
"""
import json
import os
import re
import subprocess
import sys

ROW = re.compile(r"^\| `([^`]+):(\d+)` \| `([^`]+)` \| (?:([A-Z]+\d+) )?`([^`]+)` \| (.+) \|$")


def check(folder):
    answer = subprocess.run([os.environ["LDENGINE"], "check", "-C", folder, "--lang", "en", "--format", "json", "--fail-on", "never"],
                            capture_output=True, check=True, text=True)
    data = json.loads(answer.stdout)["data"]
    if data["summary"]["unknown"] != 0:
        sys.exit("rules that did not run")
    return data["findings"]


def main():
    example = os.path.join(os.environ["ROOT"], "examples", sys.argv[1])
    folder = os.path.join(example, "mistakes")
    known = {(f["rule"], os.path.join("..", f["file"]), f["line"]) for f in check(example)}
    found = {}
    for f in check(folder):
        place = (f["rule"], f["file"], f["line"])
        if place not in known:
            found.setdefault((f["code"] or "", *place), set()).add("%s:%s" % (f["entity"], f["id"]))
    table = {}
    with open(os.path.join(folder, "README.md"), encoding="utf-8") as lines:
        for line in lines:
            row = ROW.match(line.rstrip("\n"))
            if row:
                table[(row[4] or "", row[5], row[1], int(row[2]))] = row[3]
    for place in sorted(set(found) - set(table)):
        print("not in the table:", *place)
    for place in sorted(set(table) - set(found)):
        print("not found:", *place)
    for place in sorted(set(table) & set(found)):
        if table[place] not in found[place]:
            print("another record:", *place, *sorted(found[place]))
    codes = {place[0] or place[1] for place in found}
    print("%d places, %d checks, at least %s: %s" % (len(found), len(codes), sys.argv[2], len(codes) >= int(sys.argv[2])))


main()
