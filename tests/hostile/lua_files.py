"""What the manifest and the README of the hostile Lua corpus promise of each file."""
import os
import re

NAME = "lua"
SECONDS, MIB = 10, 64
ADDRESS = re.compile(r"0x[0-9a-f]{6}")
OUTCOME = re.compile(r"^(ok|error|limit-time|limit-memory)\t(.*)$", re.M)
PLACE = re.compile(r"^[A-Za-z0-9_.]+:[1-9][0-9]*: .", re.S)
# Of the limits that use time, what a run has that is repeated often, and one under memcheck.
SHORT = ["-n", "30000000", "-s", "2"]
SLOW = ["-n", "10000000", "-s", "30"]


def command(tools, path, limits=("-s", str(SECONDS))):
    return [tools + "/lua_corpus", "-m", str(MIB), *limits, path]


def accepted(row):
    return [row[1].replace("-deterministic", "")] + [word for word in row[2].split(",") if word]


def judge(row, run, exact):
    """`exact`: the program is not slowed down, so time and memory are looked at too."""
    found = []
    text = run.out.decode("utf-8", "replace")
    last = OUTCOME.findall(text)
    if run.code != 0 or not last:
        return ["exit code %s, no outcome: %s" % (run.code, run.err[:300])]
    outcome, message = last[-1]
    if outcome not in accepted(row):
        found.append("ended as '%s', not %s: %s" % (outcome, " or ".join(accepted(row)), message[:200]))
    if len(message.encode()) > 4096:
        found.append("message of %d bytes" % len(message))
    if outcome != "ok" and not PLACE.match(message):
        found.append("no file and line: " + message[:200])
    # Processor time: what the limit counts, so that a busy machine changes nothing.
    if exact and run.cpu > SECONDS + 1:
        found.append("took %.1f s" % run.cpu)
    if exact and run.kib > (MIB + 32) * 1024:
        found.append("took %d KiB" % run.kib)
    return found


def program(ldengine, path, folder):
    """As `ldengine run FILE`, which gives a script eight times the limits; with a tenth of the steps, since the plain way
    has all of them."""
    return [ldengine, "run", path, "--limit", "steps=4M", "--limit", "time=0.25s", "--limit", "memory=%dMiB" % (MIB // 8)]


def judge_program(row, run):
    said = run.err.decode("utf-8", "replace")
    code = re.search(r"^error\[([a-z/-]+)\] (.*)$", said, re.M)
    outcome = {"limit/time": "limit-time", "limit/memory": "limit-memory"}.get(code[1], "error") if code else "ok"
    found = []
    if (run.code == 0) != (outcome == "ok") or run.code not in (0, 4):
        found.append("exit code %d: %s" % (run.code, said[:300]))
    # Fewer steps: what ends late is stopped here.
    if outcome not in accepted(row) + ["limit-time"]:
        found.append("ended as '%s', not %s: %s" % (outcome, " or ".join(accepted(row)), said[:200]))
    if code and len(said) - code.start() > 4096 + 1024:  # the report and its excerpt; what was printed comes before
        found.append("report of %d characters" % (len(said) - code.start()))
    if code and not re.search(r"\.lua:[1-9][0-9]*: .", code[2]):
        found.append("no file and line: " + said[:200])
    return found


def seems_long(row):
    """Files that need much time under memcheck: they use a limit up."""
    return row[1].startswith("limit") or row[0] in ("recursion_deep.lua", "det_border.lua", "error_tostring_loops.lua")


def together(tools, folder, run):
    """Nothing of one script is left for the next."""
    files = [os.path.join(folder, name) for name in ("xrule_a_tamper.lua", "xrule_b_check.lua")]
    got = run([tools + "/lua_corpus"] + files, 60)
    return [] if got.out.endswith(b"\nok\t\n") else ["state crossed over: %s" % got.out[-300:]]
