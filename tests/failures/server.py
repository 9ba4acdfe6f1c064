"""The program of one scenario, run again and again by serve.c, each time with another call that fails, in a folder
that is put back as it was in between."""
import os
import select
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile

from scenarios import LDENGINE, SCENARIOS, make

INTERPOSE = os.environ.get("INTERPOSE", "libinterpose.so")
SANITIZED = os.environ.get("LDE_FAILURES_SANITIZED") == "1"
SHARED_SIZE = 24 + 8 * (1 << 20)
TIMEOUT = 600
ASKED, ANSWERED = 198, 199


def environment(home):
    variables = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC", "LD_PRELOAD": INTERPOSE, "TMPDIR": home + "/work",
                 "LDE_FAIL_SERVE": "1", "LDE_FAIL_OUT": home + "/out", "LDE_FAIL_ERR": home + "/err",
                 "LDE_FAIL_SHARED": home + "/shared", "LDE_FAIL_WORDS": home + "/words"}
    if SANITIZED:
        variables["ASAN_OPTIONS"] = "verify_asan_link_order=0:allocator_may_return_null=1:detect_leaks=1:exitcode=99"
        variables["UBSAN_OPTIONS"] = "print_stacktrace=1:exitcode=99"
        variables["LSAN_OPTIONS"] = "exitcode=98"
    return variables


class Attempt:
    """What became of one run."""
    code = out = err = None
    calls = failed = 0
    left = False
    after = None       # every file by its path
    database = None    # see Server.runs


class Server:
    def __init__(self, scenario):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.home = tempfile.mkdtemp(prefix="ldengine-failures-", dir=memory)
        self.at = os.path.join(self.home, "work")
        os.mkdir(self.at)
        make(scenario, self.at)
        self.scenario = scenario
        _, self.arguments, self.written = SCENARIOS[scenario]
        self.folders = self.list_folders()
        self.before = {path: self.content(path) for path in self.list_files()}
        self.keys = {path: self.key(path) for path in self.before}
        with open(self.home + "/shared", "wb") as file:
            file.truncate(SHARED_SIZE)
        self.process = None
        self.start()

    def start(self):
        ask, self.ask = os.pipe()
        self.answer, answer = os.pipe()
        os.dup2(ask, ASKED, inheritable=True)
        os.dup2(answer, ANSWERED, inheritable=True)
        self.process = subprocess.Popen([LDENGINE] + self.arguments, cwd=self.at, env=environment(self.home),
                                        stdin=subprocess.DEVNULL, pass_fds=(ASKED, ANSWERED))
        for fd in (ask, answer, ASKED, ANSWERED):
            os.close(fd)
        self.answered = b""

    def stop(self):
        os.close(self.ask)
        self.process.wait()
        os.close(self.answer)

    def close(self):
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    # ---- the folder ----

    def list_files(self):
        for folder, _, names in os.walk(self.at):
            for name in names:
                yield os.path.relpath(os.path.join(folder, name), self.at)

    def list_folders(self):
        return {folder for folder, _, _ in os.walk(self.at)}

    def content(self, path):
        with open(os.path.join(self.at, path), "rb") as file:
            return file.read()

    def key(self, path):
        info = os.stat(os.path.join(self.at, path))
        return info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns

    def files(self):
        """Every file; what cannot have changed is not read again: the clock of a file is too coarse to be believed
        for those that the scenario is about."""
        found = {}
        for path in self.list_files():
            suspect = path not in self.keys or path == self.written or "plan.db" in path or self.key(path) != self.keys[path]
            found[path] = self.content(path) if suspect else self.before[path]
        return found

    def restore(self, after):
        for path in set(after) - set(self.before):
            os.unlink(os.path.join(self.at, path))
        for path, content in self.before.items():
            if after.get(path) is not content and after.get(path) != content:
                with open(os.path.join(self.at, path), "wb") as file:
                    file.write(content)
                self.keys[path] = self.key(path)
        for folder in sorted(self.list_folders() - self.folders, reverse=True):
            os.rmdir(folder)

    def runs(self):
        """How many runs the plan database holds; None = there is none, or an empty file; -1 = it is broken."""
        path = os.path.join(self.at, "p", ".ldengine", "plan.db")
        if not os.path.exists(path) or (os.path.getsize(path) == 0 and not os.path.exists(path + "-journal")):
            return None
        try:
            db = sqlite3.connect(path)
            whole = db.execute("pragma integrity_check").fetchone()[0] == "ok"
            tables = db.execute("select count(*) from sqlite_master where name = 'runs'").fetchone()[0]
            count = db.execute("select count(*) from runs").fetchone()[0] if tables else None
            half = tables and db.execute("select count(*) from runs r where not exists "
                                         "(select 1 from run_lines l where l.run = r.id)").fetchone()[0]
            db.close()
            return count if whole and not half else -1
        except sqlite3.Error:
            return -1

    # ---- a run ----

    def line(self, process):
        while b"\n" not in self.answered:
            if not select.select([self.answer], [], [], TIMEOUT)[0]:
                os.killpg(process, signal.SIGKILL)
                return None
            self.answered += os.read(self.answer, 200)
        line, self.answered = self.answered.split(b"\n", 1)
        return line

    def attempt(self, kind="none", by="", how=0, number=0, trace=False):
        attempt = Attempt()
        os.write(self.ask, ("%s %s %s %d %d\n" % (kind, by or "-", how, number, trace)).encode())
        process = int(self.line(None))
        answer = self.line(process)
        if answer is None:
            self.line(process)
            attempt.code = "does not end"
        else:
            status, attempt.calls, attempt.failed, left = (int(field) for field in answer.split())
            attempt.code = os.waitstatus_to_exitcode(status)
            attempt.left = bool(left)
        with open(self.home + "/out", "rb") as file:
            attempt.out = file.read()
        with open(self.home + "/err", "rb") as file:
            attempt.err = file.read()
        attempt.after = self.files()
        changed = any(attempt.after.get(path) != self.before.get(path)
                      for path in set(attempt.after) | set(self.before) if "plan.db" in path)
        self.runs_before = self.runs_before if hasattr(self, "runs_before") else (
            1 if "p/.ldengine/plan.db" in self.before else None)
        attempt.database = self.runs() if changed else self.runs_before
        self.restore({path: attempt.after.get(path) for path in self.list_files()} if changed else attempt.after)
        return attempt

    def traces(self, calls):
        """By number of the call, from 1 on: a hash of who called."""
        with open(self.home + "/shared", "rb") as file:
            file.seek(24 + 8)
            data = file.read(8 * calls)
        return struct.unpack("=%dQ" % (len(data) // 8), data)
