#!/usr/bin/env python3
"""Compares a report in both languages: the words of the program must differ, at the same places.
usage: same_words.py ENGLISH DUTCH"""
import sys
import xml.etree.ElementTree as tree

# the same word in both languages
SAME = {"Budget", "KPI", "Privacy:", "Script:", ""}


def words(path):
    root = tree.fromstring(open(path, encoding="utf-8").read().replace("<!DOCTYPE html>", "", 1))
    found = []
    for element in root.iter():
        scope = element.get("scope") if element.tag == "th" else None
        if element.tag in ("h1", "h2", "caption", "summary", "dt") or scope == "col":
            found.append((element.tag, " ".join("".join(element.itertext()).split())))
        if element.get("aria-label"):
            found.append(("label", element.get("aria-label")))
        if element.tag == "p" and element.get("class") in ("lead", "small", "subtitle"):
            found.append(("p", " ".join("".join(element.itertext()).split())))
    return found


english, dutch = words(sys.argv[1]), words(sys.argv[2])
wrong = []
if [tag for tag, _ in english] != [tag for tag, _ in dutch]:
    wrong.append("the pages differ in structure")
# labels that come from the data, in the language of the data, are not the program's
data = set(open(sys.argv[3], encoding="utf-8").read().split("\n")) if len(sys.argv) > 3 else set()
for (tag, one), (_, other) in zip(english, dutch):
    if one == other and one not in SAME and one not in data:
        wrong.append(f"{tag}: '{one}' in both languages")
for line in wrong[:20]:
    print("  " + line)
sys.exit(1 if wrong else 0)
