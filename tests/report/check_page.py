#!/usr/bin/env python3
"""Judges one report page: strictly well-formed, self-contained, accessible by structure, private.

usage: check_page.py FILE [--money CENTS] [--no-people IDS-FILE [EXCEPT]] [--small N]
Prints what is wrong, one line each; exit 1 when anything is."""
import re
import sys
import xml.etree.ElementTree as tree

HTML_VOID = {"meta", "br", "img", "hr", "input", "link"}
SVG = "{http://www.w3.org/2000/svg}"
wrong = []


def name(element):
    return element.tag.split("}")[-1] if isinstance(element.tag, str) else ""


def text(element):
    return " ".join("".join(element.itertext()).split())


def check_outside(page, root):
    for element in root.iter():
        tag = name(element)
        if tag in ("script", "link", "iframe", "object", "embed", "base", "img", "image", "foreignObject"):
            wrong.append(f"<{tag}> in the page")
        for key, value in element.attrib.items():
            key = key.split("}")[-1]
            if key.startswith("on"):
                wrong.append(f"{key} on <{tag}>")
            if key in ("src", "srcset", "data", "action", "poster"):
                wrong.append(f"{key}={value}")
            if key == "href" and not value.startswith("#"):
                wrong.append(f"a link to outside: {value}")
    if re.search(r"url\(\s*(?!#)|@import|@font-face|expression\(", page):
        wrong.append("the style sheet fetches something")
    if re.search(r"javascript:", page):
        wrong.append("a script in a link")


def check_ids(root):
    ids = [e.get("id") for e in root.iter() if e.get("id") is not None]
    for one in sorted({i for i in ids if ids.count(i) > 1}):
        wrong.append(f"id twice: {one}")
    known = set(ids)
    for element in root.iter():
        for key, value in element.attrib.items():
            key = key.split("}")[-1]
            if key == "href" and value.startswith("#") and value[1:] not in known:
                wrong.append(f"a link that leads nowhere: {value}")
            if key in ("aria-labelledby", "aria-describedby"):
                wrong.extend(f"{key} names nothing: {i}" for i in value.split() if i not in known)


def check_headings(root):
    level = 0
    for element in root.iter():
        if re.fullmatch(r"h[1-6]", name(element)):
            new = int(name(element)[1])
            if new > level + 1:
                wrong.append(f"h{new} after h{level}: {text(element)}")
            if not text(element):
                wrong.append("an empty heading")
            level = new
    if len([e for e in root.iter() if name(e) == "h1"]) != 1:
        wrong.append("not one h1")


def check_tables(root):
    for table in (e for e in root.iter() if name(e) == "table"):
        if table.get("role") == "presentation":
            continue
        caption = table.find("caption")
        title = text(caption) if caption is not None else ""
        if not title:
            wrong.append("a table without caption")
        heads = [e for e in table.iter("th")]
        if not any(e.get("scope") in ("col", "colgroup") for e in heads):
            wrong.append(f"no column headings: {title}")
        if any(e.get("scope") is None for e in heads):
            wrong.append(f"a heading without scope: {title}")
        widths = {sum(int(c.get("colspan", 1)) for c in row if c.tag in ("td", "th")) for row in table.iter("tr")}
        if len(widths) > 1 and not any(c.get("rowspan") for c in table.iter() if c.tag in ("td", "th")):
            wrong.append(f"rows of different width {sorted(widths)}: {title}")


def check_regions(root):
    labels = [e.get("aria-label") for e in root.iter() if e.get("role") == "region"]
    for label in labels:
        if not label:
            wrong.append("a region without a name")
    for one in sorted({i for i in labels if labels.count(i) > 1}):
        wrong.append(f"two regions with one name: {one}")
    for picture in root.iter(SVG + "svg"):
        if picture.get("role") not in ("img", "group") or picture.find(SVG + "title") is None:
            wrong.append("a picture without role and title")


def check_people(page_text, ids, own):
    words = set(re.findall(r"[\w-]+", page_text))
    for one in ids:
        if one in words and one != own:
            wrong.append(f"names the person {one}")


SMALL = re.compile(r"^(Mensen|Met plaats|Onder niveau|Gevraagd van|People|With a seat|Below level|Asked of)$")


def check_small(root, least):
    for table in root.iter("table"):
        head = table.find("thead/tr")
        if head is None:
            continue
        columns = [i for i, c in enumerate(head) if SMALL.match(text(c))]
        for row in table.iter("tr"):
            cells = list(row)
            if len(cells) != len(list(head)):
                continue
            for i in columns:
                value = text(cells[i])
                if value.isdigit() and 0 < int(value) < least:
                    wrong.append(f"a group of {value} people is shown: {text(row)}")


def cents(amount):
    digits = re.sub(r"[^\d,.-]", "", amount)
    whole, dot, part = digits, "", ""
    if re.search(r"[.,]\d\d$", digits):
        whole, part = digits[:-3], digits[-2:]
    return int(re.sub(r"[.,]", "", whole) + (part or "00"))


def check_money(root, total):
    """In every table with sums, each money column adds up: groups to their sum, all to the total."""
    found = False
    for table in root.iter("table"):
        rows = [r for r in table.iter("tr")]
        if not any(r.get("class") == "sum" for r in rows):
            continue
        grouped = any(r.get("class") == "group" for r in rows)
        columns = len(list(rows[0]))
        for column in range(1, columns):
            group = everything = 0
            for number, row in enumerate(rows[1:], 1):
                cells = list(row)
                if row.get("class") in ("group", "indent") and row.get("class") == "group" or len(cells) < columns:
                    group = 0
                    continue
                # children are in their parent, but goals of a tree each have their own money
                if row.get("class") == "indent" and text(rows[0][0]) == "Budget":
                    continue
                value = text(cells[column])
                if "€" not in value:
                    continue
                value = cents(value.split("  ")[0])
                if row.get("class") != "sum":
                    group += value
                    everything += value
                elif grouped and number < len(rows) - 1:
                    if value != group:
                        wrong.append(f"{text(row)}: the lines make {group}")
                elif value != everything:
                    wrong.append(f"{text(row)}: the column makes {everything}")
                else:
                    found = found or value == total
    if total is not None and not found:
        wrong.append(f"no table adds up to the cost of the offer, {total}")


def main():
    arguments = sys.argv[2:]
    page = open(sys.argv[1], encoding="utf-8").read()
    root = tree.fromstring(page.replace("<!DOCTYPE html>", "", 1))
    for tag in re.findall(r"<(\w+)[^>]*/>", page):
        if tag not in HTML_VOID and not re.search(r"<svg", page):
            wrong.append(f"<{tag}/> is not HTML")
    if root.get("lang") not in ("en", "nl"):
        wrong.append("no language")
    check_outside(page, root)
    check_ids(root)
    check_headings(root)
    check_tables(root)
    check_regions(root)
    visible = "".join(root.find("body").itertext())
    if "--no-people" in arguments:
        at = arguments.index("--no-people")
        ids = open(arguments[at + 1], encoding="utf-8").read().split()
        own = arguments[at + 2] if len(arguments) > at + 2 and not arguments[at + 2].startswith("--") else None
        check_people(visible, ids, own)
    if "--small" in arguments:
        check_small(root, int(arguments[arguments.index("--small") + 1]))
    check_money(root, int(arguments[arguments.index("--money") + 1]) if "--money" in arguments else None)
    for line in wrong[:20]:
        print("  " + line)
    sys.exit(1 if wrong else 0)


main()
