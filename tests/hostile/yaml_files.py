"""What the manifest of the hostile YAML corpus promises of each file. Of the `either` ones our choice stands here."""
import os
import re

import source_files

NAME = "yaml"
SHORT = SLOW = ()  # no limits to lower
# Which of the two we chose, and what the tree or the message must hold.
CHOICE = {"alias_quadratic.yaml": ("error", "anchors and aliases"), "comments_only.yaml": ("accept", ""),
          "date_forms.yaml": ("accept", ""), "empty.yaml": ("accept", ""), "huge_scalar.yaml": ("accept", ""),
          "merge_key.yaml": ("error", "anchors and aliases"), "multi_document.yaml": ("error", "more than one document"),
          "norway.yaml": ("accept", ""), "nul_escape.yaml": ("error", "NUL"), "null_forms.yaml": ("accept", ""),
          "num_hex_octal.yaml": ("accept", ""), "num_leading_zero.yaml": ("accept", ""),
          "num_underscore_sexagesimal.yaml": ("accept", ""), "utf16le_bom.yaml": ("error", "UTF-8")}
# Wrong only for a field of a known type; as plain trees these are texts. promises.py gives them such fields.
TYPED = ("date_impossible.yaml", "num_1e999.yaml", "num_big_integer.yaml", "num_inf_nan.yaml")
ANSWER = re.compile(r"^(accept|refuse) \S+?(:(\d+):(\d+): (.*))?$", re.S)
# Places as the manifest has them, but for two: the second document of multi_document.yaml begins with the `---` of line 2
# (the manifest names its first content), and columns count from 1 (the manifest's 1:9 of the tag counts from 0).
PLACED = {"alias_undefined.yaml": "2:", "dup_key.yaml": "3:", "dup_key_nested.yaml": "5:", "invalid_utf8.yaml": "2:",
          "tab_indent.yaml": "2:", "tag_python_object.yaml": "1:10", "multi_document.yaml": "2:1"}


def command(tools, path, limits=()):
    return [tools + "/read_yaml", path]


def judge(row, run, exact):
    found = []
    answer = ANSWER.match(run.out.decode("utf-8", "replace").rstrip("\n"))
    expected, holds = CHOICE.get(row[0], (row[1], ""))
    if row[0] in TYPED:
        expected = "accept"
    if run.code != 0 or not answer:
        return ["exit code %s: %s" % (run.code, run.out[:300])]
    if (answer[1] == "accept") != (expected == "accept"):
        found.append("expected %s (%s): %s" % (expected, row[2], answer[0][:300]))
    if answer[1] == "refuse" and (not answer[5] or holds not in answer[5]):
        found.append("no '%s' in: %s" % (holds, answer[0][:300]))
    place = "%s:%s" % (answer[3], answer[4])
    if not place.startswith(PLACED.get(row[0], "")):
        found.append("place %s, not %s" % (place, PLACED[row[0]]))
    if len(answer[5] or "") > 1000:
        found.append("message of %d characters" % len(answer[5]))
    return found + (source_files.spent(run) if exact else [])


def program(ldengine, path, folder):
    return source_files.command(ldengine, path, folder, "input.yaml", "input.yaml")


def judge_program(row, run):
    found = source_files.judge(run, rb"input\.yaml")
    # No key of these files is a kind of record, so one with anything in it is refused.
    if run.code == 0 and row[0] not in ("comments_only.yaml", "empty.yaml"):
        found.append("was accepted: %s" % run.out[:300])
    return found


def seems_long(row):
    return os.path.splitext(row[0])[0] in ("huge_scalar", "long_line_flow", "deep_block_sequence")


def together(tools, folder, run):
    return []
