#!/usr/bin/env python3
"""check.py FOLDER…: looks at the pictures and tables in each folder: well-formed, described, without
scripts and outside requests, small, and no label over another, outside the picture or off its box.

The boxes of texts come from the widths of a common sans-serif plus a margin; a label that is turned is
a turned box. Last line: N passed, N failed."""
import math
import os
import re
import sys
import xml.etree.ElementTree as xml

SVG = "{http://www.w3.org/2000/svg}"
BYTES_MAX = 500000
MARGIN = 1.08
WIDTHS = dict(zip(map(chr, range(32, 127)), [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584]))


def text_width(text, size, bold):
    units = sum(WIDTHS.get(c, 278 if c in "\u00a0·’" else 600 if ord(c) < 0x250 else 1000) for c in text)
    return units / 1000 * size * MARGIN * (1.07 if bold else 1)


class Box:
    def __init__(self, corners, name):
        self.corners, self.name = corners, name
        self.left = min(x for x, _ in corners)
        self.right = max(x for x, _ in corners)
        self.top = min(y for _, y in corners)
        self.bottom = max(y for _, y in corners)

    def overlaps(self, other):
        if self.right <= other.left or other.right <= self.left:
            return False
        if self.bottom <= other.top or other.bottom <= self.top:
            return False
        for shape in (self, other):  # an axis on which they stand apart
            for (x1, y1), (x2, y2) in zip(shape.corners, shape.corners[1:]):
                ax, ay = y1 - y2, x2 - x1
                one = [x * ax + y * ay for x, y in self.corners]
                two = [x * ax + y * ay for x, y in other.corners]
                if max(one) <= min(two) + 1e-6 or max(two) <= min(one) + 1e-6:
                    return False
        return True


def own_text(element):
    return (element.text or "") + "".join(child.tail or "" for child in element)


def box_of(element):
    x, y, size = (float(element.get(name)) for name in ("x", "y", "font-size"))
    text = own_text(element)
    width = text_width(text, size, element.get("font-weight") == "700")
    anchor = element.get("text-anchor", "start")
    left = x - (width / 2 if anchor == "middle" else width if anchor == "end" else 0)
    corners = [(left, y - 0.74 * size), (left + width, y - 0.74 * size),
               (left + width, y + 0.2 * size), (left, y + 0.2 * size)]
    turned = re.fullmatch(r"rotate\((\S+) (\S+) (\S+)\)", element.get("transform", ""))
    if turned:
        angle, cx, cy = map(float, turned.groups())
        sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        corners = [(cx + (px - cx) * cosine - (py - cy) * sine, cy + (px - cx) * sine + (py - cy) * cosine)
                   for px, py in corners]
    return Box(corners, text)


def check_described(root, mistakes):
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    if len(ids) != len(set(ids)):
        mistakes.append("an id is there twice")
    for label in root.get("aria-labelledby", "none").split():
        found = [e for e in root if e.get("id") == label]
        if not found or not (found[0].text or "").strip():
            mistakes.append("no text for %s" % label)
    links = any(element.tag.endswith("}a") for element in root.iter() if isinstance(element.tag, str))
    if root.get("role") != ("group" if links else "img"):
        mistakes.append("role is not img, or group when it has links")
    for element in root.iter():
        if element.tag == SVG + "script" or element.get("style") or any(a.startswith("on") for a in element.keys()):
            mistakes.append("script or style in %s" % element.tag)
        for name, value in element.attrib.items():
            if name.endswith("href") and not value.startswith("#"):
                mistakes.append("refers to %s" % value)
            used = re.fullmatch(r"url\(#(.*)\)", value)
            if used and used.group(1) not in ids:
                mistakes.append("uses %s, which is not there" % value)


def check_labels(root, mistakes):
    width, height = (float(v) for v in root.get("viewBox").split()[2:])
    boxes = sorted((box_of(e) for e in root.iter(SVG + "text") if own_text(e).strip()), key=lambda b: b.top)
    for i, box in enumerate(boxes):
        if box.left < 0 or box.right > width or box.top < 0 or box.bottom > height:
            mistakes.append("outside the picture: %r" % box.name)
        for other in boxes[i + 1:]:
            if other.top >= box.bottom:
                break
            if box.overlaps(other):
                mistakes.append("%r runs into %r" % (box.name, other.name))
    return len(boxes)


def check_picture(path):
    mistakes = []
    with open(path, "rb") as source:
        content = source.read()
    if len(content) > BYTES_MAX:
        mistakes.append("%d bytes" % len(content))
    if re.search(rb"https?://(?!www\.w3\.org/2000/svg\")", content):
        mistakes.append("an address outside")
    root = xml.fromstring(content)
    check_described(root, mistakes)
    if not check_labels(root, mistakes):
        mistakes.append("no label at all")
    return mistakes


def check_table(path):
    mistakes = []
    root = xml.parse(path).getroot()
    columns = len(root.findall("thead/tr/th"))
    if root.tag != "table" or not (root.findtext("caption") or "").strip() or not columns:
        mistakes.append("no table with caption and columns")
    for row in root.findall("tbody/tr"):
        if len(row) != columns or row[0].tag != "th" or row[0].get("scope") != "row":
            mistakes.append("a row of %d cells under %d columns" % (len(row), columns))
    return mistakes


def check_waterfall(path):
    """The steps add up to the totals, to the cent."""
    def cents(text):
        digits = int(re.sub(r"\D", "", text))
        return -digits if re.search("[-−]", text) else digits

    mistakes, running = [], 0
    for i, row in enumerate(xml.parse(path).getroot().findall("tbody/tr")):
        amount, shown = cents(row[1].text), cents(row[2].text)
        step = re.match("[+−]", row[1].text)
        running = running + amount if step else amount if i == 0 else running
        if running != shown or (not step and amount != running):
            mistakes.append("%s: %s, but the steps make %d cents" % (row[0].text, row[2].text, running))
    return mistakes


def main():
    passed = failed = 0
    for folder in sys.argv[1:]:
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            if name.endswith(".svg"):
                mistakes = check_picture(path)
            elif name.endswith(".html"):
                mistakes = check_table(path)
                if re.search("waterfall|spending|difference", name):
                    mistakes += check_waterfall(path)
            else:
                continue
            passed += not mistakes
            failed += bool(mistakes)
            for mistake in mistakes[:10]:
                print("%s: %s" % (path, mistake))
    print("%d passed, %d failed" % (passed, failed))
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
