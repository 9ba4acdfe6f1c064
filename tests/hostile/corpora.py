"""Every file of the hostile corpora of Lua, YAML and CSV, in several ways, against what its manifest says.

  corpora.py [--whole] [--runs N] [--ways WAY,…] [--valgrind SECONDS] [--only TEXT]

Ways: `plain`, the reader or sandbox of a release build; `program`, ldengine itself on the file; `sanitizers`, the reader
or sandbox of a build with AddressSanitizer and UndefinedBehaviorSanitizer; `valgrind`, memcheck over the plain one.
--runs: runs of each file that are compared byte by byte (20). A file that takes longer than half a second is compared
with a tenth of its steps, three times unless --whole. --valgrind: seconds after which no further file is begun (0:
all); memcheck has a thirtieth of the steps. Ends with a table and the line N passed, N failed, where one is a file in
one way."""
import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import csv_files
import lua_files
import yaml_files

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CORPUS = os.environ.get("LDE_CORPUS", os.path.join(ROOT, "..", "shared", "corpus"))
# One build for all, or the two that scripts/test makes.
ONE = os.environ.get("LDE_TOOLS")
PLAIN = os.environ.get("LDE_PLAIN_TOOLS") or ONE or ROOT + "/build/release/tests/tools"
SANITIZED = os.environ.get("LDE_SANITIZED_TOOLS") or ("" if ONE else ROOT + "/build/sanitize/tests/tools")
PROGRAM = os.environ.get("LDENGINE", ROOT + "/build/release/bin/ldengine")
LONG = 0.5
PATIENCE = 900  # by the clock, on a machine that may be busy; time limits are looked at in processor time
MEMCHECK = ["valgrind", "-q", "--error-exitcode=99", "--leak-check=full", "--errors-for-leak-kinds=definite",
            "--max-stackframe=8388608"]


class Run:
    """One run of a program: exit code (negative: a signal, None: did not end), bytes, processor seconds, peak in KiB."""

    def __init__(self, command, seconds, folder=None):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            began = time.monotonic()
            process = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, cwd=folder)
            timer = threading.Timer(seconds, os.kill, (process.pid, signal.SIGKILL))
            timer.start()
            _, status, usage = os.wait4(process.pid, 0)
            timer.cancel()
            self.wall = time.monotonic() - began
            process.returncode = self.code = os.waitstatus_to_exitcode(status)
            if self.wall >= seconds:
                self.code = None
            self.cpu, self.kib = usage.ru_utime + usage.ru_stime, usage.ru_maxrss
            out.seek(0)
            err.seek(0)
            self.out, self.err = out.read(), err.read()

    def same(self, other):
        return (self.code, self.out, self.err) == (other.code, other.out, other.err)


def unsafe(bytes_said):
    """What must be in no output, whatever the file: a list of complaints."""
    try:
        text = bytes_said.decode("utf-8")
    except UnicodeDecodeError:
        return ["output is not UTF-8"]
    found = []
    if "ESCAPED" in text:
        found.append("escaped")
    if any((ord(c) < 0x20 and c not in "\n\t") or 0x7f <= ord(c) < 0xa0 for c in text):
        found.append("control character in the output")
    if any(c in text for c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"):
        found.append("a change of writing direction in the output")
    if lua_files.ADDRESS.search(text):
        found.append("address in the output")
    return found


def reported(run):
    """Reports of sanitizers and memcheck, signals and hangs."""
    if run.code is None:
        return ["does not end"]
    if run.code < 0:
        return ["ended by signal %d" % -run.code]
    if b"Sanitizer" in run.err or b"runtime error:" in run.err or b"\n==" in b"\n" + run.err:
        return ["report: " + run.err.decode("utf-8", "replace")[:2000]]
    return []


class Way:
    def __init__(self, name):
        self.name, self.tried, self.differing, self.left = name, 0, 0, 0


class Corpus:
    def __init__(self, files, options):
        self.files, self.options = files, options
        self.folder = os.path.join(CORPUS, "hostile-" + files.NAME)
        with open(os.path.join(self.folder, "manifest.tsv"), encoding="utf-8") as manifest:
            rows = [line.rstrip("\n").split("\t") for line in manifest][1:]
        self.rows = [row for row in rows if options.only in row[0]]
        self.ways = [Way(name) for name in options.ways]
        self.compared, self.shortened = {}, 0
        self.wrong = set()
        self.lock = threading.Lock()

    def complain(self, way, name, complaints):
        with self.lock:
            way.tried += 1
            if complaints:
                way.differing += 1
                self.wrong.add(name)
                print("FAILED %s, %s: %s" % (name, way.name, "; ".join(complaints)), flush=True)

    def path(self, row):
        return os.path.join(self.folder, row[0])

    def plain(self, way, row):
        command = self.files.command(PLAIN, self.path(row))
        first = Run(command, PATIENCE)
        complaints = reported(first) or unsafe(first.out + first.err) + self.files.judge(row, first, True)
        long = first.cpu >= LONG
        if long:
            command = self.files.command(PLAIN, self.path(row), self.files.SHORT)
            first = Run(command, PATIENCE)
        runs = 1
        while runs < (self.options.runs if self.options.whole or not long else 3) and not complaints:
            runs += 1
            if not first.same(Run(command, PATIENCE)):
                complaints.append("run %d differs" % runs)
        self.complain(way, row[0], complaints)
        with self.lock:
            self.compared[runs] = self.compared.get(runs, 0) + 1
            self.shortened += long

    def program(self, way, row):
        folder = tempfile.mkdtemp()
        try:
            command = self.files.program(PROGRAM, self.path(row), folder)
            first = Run(command, PATIENCE, folder)
            complaints = reported(first) or unsafe(first.out + first.err) + self.files.judge_program(row, first)
            if not complaints and not first.same(Run(command, PATIENCE, folder)):
                complaints.append("a second run differs")
        finally:
            shutil.rmtree(folder)
        self.complain(way, row[0], complaints)

    def sanitizers(self, way, row):
        run = Run(self.files.command(SANITIZED, self.path(row)), PATIENCE)
        self.complain(way, row[0], reported(run) or unsafe(run.out + run.err) + self.files.judge(row, run, False))

    def valgrind(self, way, row):
        if self.options.valgrind and time.monotonic() > self.until:
            with self.lock:
                way.left += 1
            return
        run = Run(MEMCHECK + self.files.command(PLAIN, self.path(row), self.files.SLOW), 3600)
        self.complain(way, row[0], reported(run) or unsafe(run.out) + self.files.judge(row, run, False))

    def check(self, pool):
        for way in self.ways:
            # A part: what ends soon comes first.
            rows = sorted(self.rows, key=self.files.seems_long) if way.name == "valgrind" else self.rows
            self.until = time.monotonic() + (self.options.valgrind or 0)
            list(pool.map(lambda row, each=way: getattr(self, each.name)(each, row), rows))
            if self.rows:
                print("hostile-%s, %s: %d of %d as the manifest says" % (self.files.NAME, way.name, way.tried - way.differing,
                                                                         way.tried + way.left), flush=True)
        # What only shows when two of them meet.
        complaints = [] if self.options.only else self.files.together(PLAIN, self.folder, Run)
        if complaints:
            self.wrong.add("together")
            print("FAILED %s: %s" % (self.files.NAME, "; ".join(complaints)))
        return bool(complaints)

    def line(self):
        compared = ", ".join("%d × %d" % (runs, self.compared[runs]) for runs in sorted(self.compared, reverse=True))
        compared += " (%d shortened)" % self.shortened if self.shortened else ""
        cells = ["%d of %d" % (way.tried - way.differing, way.tried + way.left) for way in self.ways]
        good = len([row for row in self.rows if row[0] not in self.wrong])
        return ["hostile-" + self.files.NAME, str(len(self.rows)), str(good), str(len(self.rows) - good)] + cells + [compared]


def table(corpora):
    heads = ["corpus", "files", "as said", "differing"] + [way.name for way in corpora[0].ways] + ["runs × files"]
    rows = [heads] + [corpus.line() for corpus in corpora if corpus.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(heads))]
    for row in rows:
        print("  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                        for i, (cell, width) in enumerate(zip(row, widths))))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--ways", default="plain,program,sanitizers,valgrind")
    parser.add_argument("--valgrind", type=float, default=0)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    options.ways = [way for way in options.ways.split(",") if SANITIZED or way != "sanitizers"]
    os.environ["ASAN_OPTIONS"] = "detect_leaks=1"
    os.environ["UBSAN_OPTIONS"] = "print_stacktrace=1"
    if "valgrind" in options.ways and (not shutil.which("valgrind") or b"__asan_init" in open(PLAIN + "/lua_corpus", "rb").read()):
        print("skipped: memcheck over the corpora: valgrind is not installed, or the build has sanitizers")
        options.ways.remove("valgrind")
    if not os.path.exists(os.path.join(CORPUS, "hostile-lua", "manifest.tsv")):
        print("skipped: no corpus at %s\n0 passed, 0 failed" % CORPUS)
        return 0
    corpora = [Corpus(files, options) for files in (lua_files, yaml_files, csv_files)]
    with ThreadPoolExecutor(min(os.cpu_count() or 1, 4)) as pool:
        together = sum(corpus.check(pool) for corpus in corpora)
    table(corpora)
    failed = sum(way.differing for corpus in corpora for way in corpus.ways) + together
    tried = sum(way.tried for corpus in corpora for way in corpus.ways) + len(corpora)
    print("%d passed, %d failed" % (tried - failed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
