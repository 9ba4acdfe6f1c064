#!/usr/bin/env python3
"""Lets each call of the system and each allocation fail once, in every scenario, and looks what becomes of it: the
program ends by itself with a documented exit code, it says why when the result is another, files are old or new and
nothing between, nothing temporary is left, no process is left, and the plan database is whole.

LDENGINE and INTERPOSE name the program and the library that lets calls fail. LDE_FAILURES says which are tried:
  all       every one, unless LDE_FAILURES_SECONDS are over
  distinct  of each place in the program (call stack) the first; those where something was found once, then
            others until LDE_FAILURES_SECONDS (60) are over, in an order that is the same every time
LDE_FAILURES_SANITIZED=1: the program was built with sanitizers. LDE_FAILURES_TABLE is a file for the figures.
Arguments: names of scenarios."""
import collections
import hashlib
import json
import multiprocessing
import os
import re
import sys
import time

from scenarios import SCENARIOS
from server import SANITIZED, Server

MOST = os.environ.get("LDE_FAILURES", "distinct")
SECONDS = float(os.environ.get("LDE_FAILURES_SECONDS", "0" if MOST == "all" else "60"))
TABLE = os.environ.get("LDE_FAILURES_TABLE")
JOBS = int(os.environ.get("LDE_FAILURES_JOBS", str(min(2, os.cpu_count() or 1))))
CODES = {0, 1, 2, 3, 4, 5, 6, 130, 141}
EIO, EAGAIN, ENOMEM, EACCES, EMFILE, ENOSPC, EPERM = 5, 11, 12, 13, 24, 28, 1
CHUNK = 400
SPREAD = 60  # of "from then on", which differs little from one call to the next

# kind, object whose allocations count, how it fails
KINDS = [
    ("memory", "ldengine", ENOMEM), ("memory", "libsqlite3", ENOMEM), ("memory", "libyaml", ENOMEM),
    ("memory", "libexpat", ENOMEM), ("memory", "libjansson", ENOMEM), ("memory", "libminizip", ENOMEM),
    ("memory", "libxlsxwriter", ENOMEM), ("memory", "libc.so", ENOMEM),
    ("memory", "ldengine", "onwards"), ("memory", "libsqlite3", "onwards"), ("memory", "libyaml", "onwards"),
    ("read", "", EIO), ("write", "", ENOSPC), ("flush", "", EIO), ("sync", "", EIO), ("remove", "", EACCES), ("open", "", EMFILE),
    ("close", "", EIO), ("look", "", EACCES), ("folder", "", EACCES), ("lock", "", EIO), ("fork", "", EAGAIN),
    ("pipe", "", EMFILE), ("poll", "", EIO), ("wait", "", EIO), ("send", "", EIO), ("receive", "", EIO), ("jail", "", EPERM),
    ("thread", "", EAGAIN), ("change", "", "kill"), ("write", "", "torn"),
]

# Where something was found once: tried whole in every run, whatever the time.
FINDS = {
    ("batch-json-file", "memory", "libc.so"), ("diff", "memory", "libjansson"), ("check-baseline", "memory", "libjansson"),
    ("sql-file", "look", ""), ("init", "folder", ""), ("check-pack", "folder", ""), ("lint", "look", ""), ("report", "flush", ""),
    ("run", "fork", ""), ("run", "pipe", ""), ("run", "poll", ""), ("run-json-file", "write", ""), ("pareto", "fork", ""),
    ("check-mistakes", "memory", "libyaml"), ("import", "read", ""), ("help", "memory", "ldengine"), ("help", "write", ""),
}

# Libraries that end the process themselves when memory is out, or do not look: what is promised then is only that
# files are whole.
FRAGILE = {"libxlsxwriter", "libminizip"}
# Without its process the exact solver says so, and the offer is that of the other method.
WITHOUT_SOLVER = b"exact solver"
# With sanitizers besides these: the sanitizer itself asks the C library for memory, and does not stand it.
NOT_SANITIZED = FRAGILE | {"libc.so"}
# The lines of a file that are shown below what was found in it: they are left out when it cannot be read again.
EXCERPT = re.compile(rb"^ *\d* \|.*\n", re.M)
# What it tells is how things are: with a call that fails they are otherwise.
TELLS = {"doctor"}
# These make the same way to the same tables; once is enough.
SKIPPED = {("sql-file", "libsqlite3")}


def same(a, b):
    """Two outputs, but for what differs from run to run: moments, folders and how long it took."""
    def plain(text):
        text = re.sub(rb"/[^ ]*ldengine-failures-[^/ ]*", b"HERE", text)
        text = re.sub(rb"\d{4}-\d\d-\d\dT[0-9:]{8}(#\d+)?|[0-9a-f]{64}", b"X", text)
        return re.sub(rb"\d+([.,]\d+)? ?(ms|s)\b", b"T", text)
    return a == b or plain(a) == plain(b)


def is_whole(path, data):
    """A document of its own: what is said of a failure goes where the result would have gone."""
    text = data.decode("utf-8", "replace").strip()
    if path.endswith(".html"):
        return text.endswith("</html>")
    try:
        json.loads(text)
        return True
    except ValueError:
        return not text.startswith("{") and data.endswith(b"\n")


def tells_more(now, new):
    """A JSON document in which the failure stands: among the diagnostics, or as a lock that is missing."""
    def told(text):
        document = json.loads(text)
        return len(document["diagnostics"]) + len(document["data"].get("isolation", {}).get("missing", []))
    try:
        return told(now) > told(new)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def is_database(path):
    return path.endswith("plan.db") or "plan.db-" in path


def is_excused(run, normal, scenario, said):
    return WITHOUT_SOLVER in said or run.err or scenario in TELLS or \
        same(EXCERPT.sub(b"", run.out), EXCERPT.sub(b"", normal.out))


def is_given_up(run):
    """At the hard limit of its memory the state of Lua is given up as it is, with what its objects own besides."""
    return b"LeakSanitizer" in run.err and b"AddressSanitizer: heap" not in run.err and b"limit/memory" in run.err + run.out


def judge_end(run, normal, scenario, killed, kind, by):
    """How it ended, and whether it said so."""
    fragile = by in FRAGILE and run.code in (-6, -11)
    said = run.out + run.err + b"".join(data for data in run.after.values())
    if run.code == "does not end":
        yield "does not end"
    elif SANITIZED and not is_given_up(run) and (b"Sanitizer" in run.err or b"runtime error" in run.err):
        yield "sanitizer: " + re.sub(r"==\d+==|0x[0-9a-f]+", "", run.err.decode("utf-8", "replace"))[:1500]
    elif killed:
        if run.code != -9 and run.code not in CODES:
            yield "ended by signal or code %s" % run.code
    elif run.code == 70 and kind == "memory":
        if b"out of memory" not in run.err and b"geheugen" not in run.err:
            yield "exit 70 without a word"
    elif run.code not in CODES and not fragile:
        yield "ended with %s: %s" % (run.code, run.err[-300:].decode("utf-8", "replace"))
    elif run.code == 0 and normal.code == 0 and not same(run.out, normal.out) and not is_excused(run, normal, scenario, said):
        yield "exit 0 with another output, and not a word"
    if not killed and run.code != normal.code and not fragile and not (run.out + run.err).strip() and \
            run.after == normal.after:
        yield "exit %s without a word" % run.code
    if run.left:
        yield "processes are left behind"


def judge_files(run, normal, before, written, killed, kind, by):
    for path, now in run.after.items():
        old, new = before.get(path), normal.after.get(path)
        if is_database(path) or now is old:
            continue
        if path.endswith(".part") or "-mj" in path or (path not in before and path not in normal.after):
            if not killed and kind != "remove":
                yield "left behind: %s" % path
        elif path.endswith(".xlsx"):
            if kind not in ("read", "write") and by not in FRAGILE and now != old and abs(len(now) - len(new or b"")) > 64:
                yield "neither old nor new: %s" % path
        elif now != old and new is not None and not same(now, new) and not (
                path == written and is_whole(path, now) and (run.code != normal.code or killed or WITHOUT_SOLVER in now or run.err or tells_more(now, new))):
            yield "neither old nor new: %s" % path
    for path in before:
        if path not in run.after:
            yield "gone: %s" % path


def judge(run, normal, server, killed, kind, by):
    yield from judge_end(run, normal, server.scenario, killed, kind, by)
    yield from judge_files(run, normal, server.before, server.written, killed, kind, by)
    runs, allowed = run.database or 0, {server.runs_before or 0, normal.database or 0}
    if runs not in allowed:
        yield "the plan database has %s runs, not %s" % (runs, sorted(allowed))
    elif not killed and run.code == 0 and normal.code == 0 and runs != (normal.database or 0):
        yield "exit 0, and the run was not saved"


# ---- what is tried ----

def plan(server, kind, by, how):
    """How many calls there are, how many of them were let fail already (sweep.c), and the numbers of those that want a
    run of their own."""
    if MOST == "all" and how == ENOMEM and by != "libsqlite3":  # SQLite tells its caller, and the run goes on
        swept = server.attempt(kind, by, "sweep", 1)
        done = server.traces(swept.calls)
        return swept.calls, sum(done), [number for number, good in enumerate(done, 1) if not good]
    calls = server.attempt(kind, by, how, 0, MOST != "all").calls
    if MOST == "all":
        return calls, 0, range(1, calls + 1)
    first = {}
    for number, trace in enumerate(server.traces(calls), 1):
        first.setdefault(trace, number)
    return calls, 0, sorted(first.values())


def look(scenario):
    """Runs it undisturbed, and with every read and write by half or interrupted. What is wrong already; and by kind
    what plan() says."""
    server = Server(scenario)
    normal, bad, rows = server.attempt(), [], {}
    if normal.code not in CODES or normal.code == 2:
        bad.append("exit %s: %s" % (normal.code, normal.err.decode("utf-8", "replace")))
    bad += ["undisturbed: " + what for what in judge(normal, normal, server, False, "none", "")]
    for how in ("halves", "again"):
        run = server.attempt("move", "", how)
        if run.code != normal.code or not same(run.out, normal.out):
            bad.append("%s: code %s not %s" % (how, run.code, normal.code))
    for kind, by, how in KINDS if not bad else []:
        if (scenario, by) in SKIPPED or (SANITIZED and by in NOT_SANITIZED):
            continue
        rows[kind, by, how] = plan(server, kind, by, how)
    server.close()
    if os.environ.get("LDE_FAILURES_PROGRESS"):
        print("looked at %s" % scenario, file=sys.stderr, flush=True)
    return scenario, bad, rows


def attempt_all(task):
    """One chunk: kind of failure and numbers. What was wrong, how many did fail, and the seconds it took."""
    scenario, (kind, by, how), numbers, deadline = task
    began = time.monotonic()
    if deadline and time.time() > deadline:
        return task, [], 0, 0, 0.0
    server = Server(scenario)
    normal, bad, tried, failed = server.attempt(), [], 0, 0
    for number in numbers:
        if deadline and time.time() > deadline:
            break
        run = server.attempt(kind, by, how, number)
        tried += 1
        failed += run.failed
        for what in judge(run, normal, server, how in ("kill", "torn"), kind, by):
            bad.append((number, what))
        if run.code == "does not end" and len(bad) > 3:
            break
    server.close()
    return task, bad, tried, failed, time.monotonic() - began


def tasks_of(scenario, rows, deadline):
    for key, (_, _, numbers) in rows.items():
        if key[2] == "onwards" and len(numbers) > SPREAD:
            numbers = [numbers[i * (len(numbers) - 1) // (SPREAD - 1)] for i in range(SPREAD)]
        size = CHUNK if MOST == "all" else 12
        found = (scenario, key[0], key[1]) in FINDS and key[2] not in ("kill", "torn", "onwards")
        for at in range(0, len(numbers), size):
            yield scenario, key, numbers[at:at + size], None if found else deadline


def shuffled(tasks):
    """Always the same way, so that a test does not come and go; and with a time box something of everything."""
    return sorted(tasks, key=lambda task: (task[3] is not None, task[1][2] == "onwards", hashlib.sha256(repr(task[:3]).encode()).digest()))


def how_named(how):
    return how if isinstance(how, str) else os.strerror(how)


def report(scenario, bad):
    if not bad:
        return
    groups = collections.defaultdict(list)
    for key, number, what in bad:
        groups[key, what].append(number)
    for (key, what), numbers in list(groups.items())[:20]:
        kind, by, how = key
        print("FAILED %s %s %s %s, call %s%s: %s" % (scenario, kind, by, how_named(how), " ".join(map(str, numbers[:8])),
              " … (%d)" % len(numbers) if len(numbers) > 8 else "", what))
    if len(groups) > 20:
        print("  … and %d more" % (len(groups) - 20))


def print_table(table):
    with open(TABLE, "w", encoding="utf-8") as out:
        out.write("| what fails | scenarios | calls | let fail |\n|---|---|---|---|\n")
        for (kind, by, how), (scenarios, calls, failed) in table.items():
            out.write("| %s %s: %s | %d | %d | %d |\n" % (kind, by, how_named(how), scenarios, calls, failed))


def main():
    names = sys.argv[1:] or list(SCENARIOS)
    began = time.time()
    deadline = began + SECONDS if SECONDS else None
    bad, table, tasks = collections.defaultdict(list), {}, []
    tried = failed = swept = 0
    with multiprocessing.Pool(JOBS) as pool:
        for scenario, wrong, rows in pool.imap(look, names):
            bad[scenario] += [(("before", "", "anything fails"), 0, what) for what in wrong]
            for key, (calls, done, _) in rows.items():
                row = table.setdefault(key, [0, 0, 0])
                row[0] += calls > 0
                row[1] += calls
                row[2] += done
                swept += done
            tasks += tasks_of(scenario, rows, deadline)
        tasks = shuffled(tasks)
        wanted = sum(len(task[2]) for task in tasks)
        spent = collections.Counter()
        for task, wrong, tries, fails, seconds in pool.imap_unordered(attempt_all, tasks):
            bad[task[0]] += [(task[1], number, what) for number, what in wrong]
            table[task[1]][2] += fails
            tried, failed = tried + tries, failed + fails
            spent[task[0]] += seconds
            for number, what in wrong[:3] if os.environ.get("LDE_FAILURES_PROGRESS") else []:
                print("%s %s %s: %s" % (task[0], task[1], number, what), file=sys.stderr, flush=True)
            if MOST == "all" and sys.stderr.isatty() or os.environ.get("LDE_FAILURES_PROGRESS"):
                print("%.0f s: %d of %d" % (time.time() - began, tried, wanted), file=sys.stderr, flush=True)
    for scenario in names:
        report(scenario, bad[scenario])
    if TABLE:
        print_table(table)
    if os.environ.get("LDE_FAILURES_PROGRESS"):
        print(", ".join("%s %.0f s" % item for item in spent.most_common(12)))
    wrong = sum(bool(bad[scenario]) for scenario in names)
    print("%d calls failed in copies of a run; %d more in %d runs of %d wanted; %.0f s" %
          (swept, failed, tried, wanted, time.time() - began))
    print("%d passed, %d failed" % (len(names) - wrong, wrong))
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
