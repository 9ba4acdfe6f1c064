"""Does what examples/tutorial/*.md say."""
import os
import re
import shlex
import subprocess
import tempfile

import openpyxl

ROOT, LDENGINE = os.environ["ROOT"], os.environ["LDENGINE"]
passed = failed = 0


def say(good, what):
    global passed, failed
    passed, failed = passed + good, failed + (not good)
    if not good:
        print("not ok", what)


def steps(text):
    """What a reader does, in order: ("sh", line), ("text", line), ("type", {heading: value})."""
    for kind, block, table in re.findall(r"```(sh|text)\n(.*?)```|^(\|.*?\n)(?!\|)", text, re.S | re.M):
        if table:
            rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().split("\n")]
            yield "type", dict(zip(rows[0], rows[2]))
        else:
            for line in block.strip().split("\n"):
                yield kind, line


def follow(lang, folder):
    output = ""
    for kind, step in steps(open("%s/examples/tutorial/%s.md" % (ROOT, lang), encoding="utf-8").read()):
        if kind == "type":
            book = openpyxl.load_workbook(folder + "/plan.xlsx")
            sheet = next(s for s in book if s.max_column > 5 and s["A1"].value == "Id")
            heads = [cell.value for cell in sheet[1]]
            for head, value in step.items():
                sheet.cell(3, heads.index(head) + 1, int(value) if re.fullmatch(r"\d+", value) and value != "2027" else value)
            book.save(folder + "/plan.xlsx")
            continue
        if kind == "text":
            say(any(line.startswith(step) for line in output.split("\n")), "%s: not printed: %s\n%s" % (lang, step, output))
            continue
        words = shlex.split(step, comments=True)
        if words[0] == "cd":
            folder += "/" + words[1]
            continue
        code = int((re.search(r"#.*?(\d+)$", step) or [0, 0])[1])
        done = subprocess.run([LDENGINE, *words[1:]], cwd=folder, capture_output=True, text=True)
        output = done.stdout
        say(done.returncode == code, "%s: %s: exit %d\n%s%s" % (lang, step, done.returncode, done.stdout[-500:], done.stderr))
        for made in re.findall(r"(?:-o|--marked) (\S+)", step):
            say(os.path.getsize(folder + "/" + made) > 1000, "%s: %s is nearly empty" % (lang, made))
            if made.endswith(".html"):
                page = open(folder + "/" + made, encoding="utf-8").read()
                say('lang="%s"' % lang in page and page.rstrip().endswith("</html>"), "%s: %s is no page in this language" % (lang, made))


for language in ("en", "nl"):
    try:
        with tempfile.TemporaryDirectory() as folder:
            follow(language, folder)
    except Exception as trouble:  # a step that cannot be done
        say(False, "%s: %r" % (language, trouble))
print("%d passed, %d failed" % (passed, failed))
raise SystemExit(failed != 0)
