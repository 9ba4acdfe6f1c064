"""Proof of isolation; see run.sh. Each function is one test; what this machine cannot show is skipped with a word."""
import json
import os
import signal
import subprocess
import sys
import time

from each_case import Skip, run_cases

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ["LDENGINE"]
TOOLS = os.environ["LDE_TOOLS"]
SANITIZED = b"__asan_init" in open(PROGRAM, "rb").read()


def run(*arguments, **options):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=120, **options)


def doctor():
    checks = json.loads(run("doctor", "--format", "json").stdout)["data"]["checks"]
    return {check["id"]: check["status"] for check in checks}


LOCKS = doctor()


def need(*locks):
    for lock in locks:
        if LOCKS[lock] != "ok":
            raise Skip("no lock '%s' here" % lock)


def make(name, rule, sources="[plan.yaml]", label=None):
    os.makedirs(name + "/rules/lib", exist_ok=True)
    with open(name + "/ldengine.yaml", "w") as file:
        file.write("ldengine: 1\norganisation: {id: %s, name: %s, country: NL, currency: EUR, language: en}\n"
                   "year: 2027\nsources: %s\nrules: {packs: [], files: [rules/*.lua]}\nlimits: {time: 60s, steps: 1G}\n"
                   % (name, name, sources))
    with open(name + "/plan.yaml", "w") as file:
        file.write("goals:\n  - {id: g1, label: %s}\n" % (label or name))
    with open(name + "/rules/own.lua", "w") as file:
        file.write(rule)


def rule(body, name="own/rule"):
    return ('return ld.rule { id = "%s", severity = "note", title = "t", each = "goals",\n'
            '  check = function(row) %s end, at = "id", message = "goal {label}" }\n' % (name, body))


QUIET = rule("return false")
FIRES = rule("return true")
LOOPS = rule("while true do end", "own/loop")


def children(process):
    """Process ids of the workers: children of the starter, which is a child of the program."""
    found, level = [], [process]
    for _ in range(2):
        following = []
        for parent in level:
            try:
                with open("/proc/%d/task/%d/children" % (parent, parent)) as file:
                    following += [int(word) for word in file.read().split()]
            except OSError:
                pass
        level = following
    return level


def wait_for(condition, seconds=20):
    end = time.time() + seconds
    while time.time() < end:
        got = condition()
        if got:
            return got
        time.sleep(0.02)
    raise AssertionError("it did not come to that")


def start(*arguments):
    return subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def is_alive(process):
    try:
        with open("/proc/%d/stat" % process) as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


# ---- system calls ----

def only_the_listed_system_calls_are_left():
    need("calls", "resources")
    got = subprocess.run([TOOLS + "/system_calls"], capture_output=True, text=True, timeout=300)
    if got.stdout.startswith("skipped"):
        raise Skip(got.stdout.strip())
    assert got.returncode == 0, got.stderr
    listed = open(HERE + "/system_calls.txt").read().split()
    extra = {"sigaltstack"} if SANITIZED else set()
    assert set(got.stdout.split("\n")) - {""} == set(listed) | extra, got.stdout


# ---- two projects ----

def no_canary_crosses_by_files():
    need("calls", "files")
    make("a", QUIET, label="CANARY-OF-A")
    with open("a/people.csv", "w") as file:
        file.write("id;name\n1;CANARY-OF-A\n")
    ways = {"source": ("[plan.yaml, ../a/plan.yaml]", FIRES),
            "export": ("[plan.yaml, {file: ../a/people.csv, entity: employees, columns: {id: id, name: name}}]", FIRES),
            "absolute": ("[plan.yaml, %s/a/plan.yaml]" % os.getcwd(), FIRES),
            "link": ("[plan.yaml, link.yaml]", FIRES),
            "glob": ("[plan.yaml, ../*/plan.yaml]", FIRES),
            "require": ("[plan.yaml]", 'require "secret"\n' + FIRES)}
    for name, (sources, text) in ways.items():
        make(name, text, sources)
    os.symlink("../a/plan.yaml", "link/link.yaml")
    os.symlink("../../../a/plan.yaml", "require/rules/lib/secret.lua")
    for name in ways:
        got = run("check", "a", name, "-v")
        assert "CANARY" not in got.stdout + got.stderr, (name, got.stdout, got.stderr)
        assert got.returncode in (4, 6), (name, got.returncode, got.stderr)
        assert "error" in got.stderr, name


def what_is_allowed_can_be_read():
    need("files")
    make("b", FIRES, "[plan.yaml, ../shared/more.yaml]")
    make("c", FIRES)
    os.makedirs("shared")
    with open("shared/more.yaml", "w") as file:
        file.write("goals:\n  - {id: g2, label: shared}\n")
    assert "--allow-read" in run("check", "b", "c").stderr
    got = run("check", "b", "c", "--allow-read", "shared")
    assert got.returncode == 0 and "goal shared" in got.stdout, got


def memory_with(process, text):
    """Whether the memory of a process holds the bytes."""
    with open("/proc/%d/maps" % process) as file:
        areas = [line.split() for line in file]
    with open("/proc/%d/mem" % process, "rb", 0) as memory:
        for area in areas:
            if "r" not in area[1] or area[-1] in ("[vvar]", "[vsyscall]"):
                continue
            first, last = (int(part, 16) for part in area[0].split("-"))
            if last - first > 1 << 30:
                continue
            try:
                memory.seek(first)
                if text in memory.read(last - first):
                    return True
            except OSError:
                pass
    return False


def no_canary_in_the_memory_of_the_next_worker():
    if os.geteuid() != 0:
        raise Skip("reading the memory of a worker takes root: it may not be traced")
    if SANITIZED:
        raise Skip("a sanitizer's memory is too large to search")
    make("a", FIRES, label="CANARY-" + "OF-A")
    make("b", LOOPS, label="CANARY-" + "OF-B")
    process = start("check", "a", "b", "--jobs", "1", "--limit", "time=30s")
    try:
        def worker():
            for child in children(process.pid):
                if memory_with(child, b"CANARY-OF-B"):
                    return child
        child = wait_for(worker)
        time.sleep(0.3)
        assert memory_with(child, b"CANARY-OF-B"), "the search finds nothing at all"
        assert not memory_with(child, b"CANARY-OF-A")
        assert memory_with(process.pid, b"CANARY-OF-A"), "the answer of the first has not come in"
    finally:
        process.kill()
        process.wait()


def no_files_are_left():
    make("a", FIRES)
    make("b", FIRES)
    before = sorted(os.path.join(folder, name) for folder, _, names in os.walk(".") for name in names)
    os.mkdir("scratch")
    run("check", "a", "b", env=dict(os.environ, TMPDIR=os.getcwd() + "/scratch"))
    after = sorted(os.path.join(folder, name) for folder, _, names in os.walk(".") for name in names)
    assert before == after
    assert not os.listdir("scratch")


# ---- what a rule reaches ----

def reachable_is_the_checked_in_list():
    make("a", open(HERE + "/reachable.lua").read())
    make("b", QUIET)
    got = run("check", "a", "b")
    lines = [line[3:] for line in got.stderr.split("\n") if line.startswith("a: ")]
    expected = HERE + "/reachable.txt"
    if os.environ.get("LDE_UPDATE"):
        with open(expected, "w") as file:
            file.write("\n".join(lines) + "\n")
    assert lines == open(expected).read().rstrip("\n").split("\n"), got.stderr[:2000]


# ---- ends ----

def killed(signal_number, what):
    make("a", FIRES)
    make("b", LOOPS)
    with open("b/rules/other.lua", "w") as file:
        file.write(FIRES)
    make("c", FIRES)
    process = start("check", "a", "b", "c", "--jobs", "1")
    child = wait_for(lambda: children(process.pid))[0]
    time.sleep(0.7)
    child = children(process.pid)[0]
    os.kill(child, signal_number)
    out, said = process.communicate(timeout=30)
    assert process.returncode == 4, (process.returncode, said)  # of the others all is known
    assert "own/loop" in said and what in said and "again without it" in said, said
    for name in "abc":
        assert name + "/plan.yaml" in out, out
    assert "(2 rules); 1 rule could not be judged" in out, out


def a_worker_killed_before_its_rules_is_told():
    make("a", FIRES)
    make("b", "while true do end")
    process = start("check", "a", "b", "--jobs", "1")
    child = wait_for(lambda: children(process.pid))[0]
    time.sleep(0.7)
    os.kill(children(process.pid)[0], signal.SIGKILL)
    out, said = process.communicate(timeout=30)
    assert process.returncode == 6 and "rules/own.lua" in said and "a/plan.yaml" in out, (said, out)


def a_killed_worker_is_told_with_its_rule():
    killed(signal.SIGKILL, "signal 9")


def a_crashed_worker_is_told_with_its_rule():
    killed(signal.SIGSEGV, "signal 11")


def workers_die_with_the_program():
    make("a", LOOPS)
    make("b", LOOPS)
    process = start("check", "a", "b", "--jobs", "2")
    workers = wait_for(lambda: len(children(process.pid)) == 2 and children(process.pid))
    process.kill()
    process.wait()
    wait_for(lambda: not any(is_alive(worker) for worker in workers), 5)


def an_interrupt_ends_all():
    make("a", LOOPS)
    make("b", LOOPS)
    process = start("check", "a", "b", "--jobs", "2")
    workers = wait_for(lambda: len(children(process.pid)) == 2 and children(process.pid))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode == 130, process.returncode
    wait_for(lambda: not any(is_alive(worker) for worker in workers), 5)


def the_caller_tightens_and_never_loosens():
    make("a", LOOPS)
    make("b", QUIET)
    began = time.time()
    got = run("check", "a", "b", "--limit", "time=1s")
    assert time.time() - began < 10, "the manifest's own minute was waited for"
    assert got.returncode == 4 and "limit/time" in got.stderr, got
    got = run("check", "a", "b", "--limit", "steps=1M")
    assert got.returncode == 4 and "limit/time" in got.stderr, got
    with open("a/ldengine.yaml") as file:
        text = file.read()
    with open("a/ldengine.yaml", "w") as file:
        file.write(text.replace("steps: 1G", "steps: 1M"))
    got = run("check", "a", "b", "--limit", "steps=9G", "--limit", "time=20s")
    assert got.returncode == 4 and "limit/time" in got.stderr, got


def the_same_bytes_for_any_number_of_jobs():
    names = []
    for number in range(9):
        name = "o%d" % number
        make(name, rule('local s = 0 for i = 1, %d do s = s + i end return true' % (number % 3 * 2000000)))
        names.append(name)
    outputs = set()
    for jobs in ("1", "2", "5", "9"):
        for form in ("json", "text"):
            got = run("check", *names, "--jobs", jobs, "--format", form)
            outputs.add((form, got.stdout, got.stderr, got.returncode))
    assert len(outputs) == 2


def a_hundred_projects():
    names = []
    for number in range(100):
        make("p%d" % number, FIRES)
        names.append("p%d" % number)
    got = run("check", *names, "--format", "json")
    data = json.loads(got.stdout)["data"]
    assert [one["folder"] for one in data["organisations"]] == names
    assert all(one["judged"] and len(one["findings"]) == 1 for one in data["organisations"])


def without_a_lock(lock, *arguments):
    got = subprocess.run([TOOLS + "/without_lock", lock, "--", PROGRAM, *arguments], capture_output=True, text=True)
    if got.returncode == 99:
        raise Skip("built without libseccomp")
    return got


def doctor_sees_every_lock_that_is_missing():
    for lock, status in (("privileges", "wrong"), ("resources", "wrong"), ("calls", "wrong"), ("files", "note"),
                         ("parent", "wrong")):
        need(lock)
        if SANITIZED and lock == "resources":
            continue  # AddressSanitizer itself does not start without it
        got = without_a_lock(lock, "doctor", "--format", "json")
        checks = {check["id"]: check for check in json.loads(got.stdout)["data"]["checks"]}
        assert checks[lock]["status"] == status and checks[lock]["help"], (lock, checks[lock])
        assert got.returncode == (status == "wrong"), (lock, got.returncode)


def without_landlock_the_fence_still_stands():
    need("files")
    make("a", FIRES, label="CANARY")
    make("b", FIRES, "[../a/plan.yaml]")
    got = without_a_lock("files", "check", "a", "b", "-q")
    assert "b" in got.stderr and "--allow-read" in got.stderr and "One lock" in got.stdout, got
    assert got.stdout.count("CANARY") == 2, got.stdout  # of a itself: message and excerpt


def without_a_lock_that_is_needed_rules_are_refused():
    for lock in ("privileges", "resources", "calls", "parent"):
        need(lock)
        if SANITIZED and lock == "resources":
            continue
        make("a", FIRES)
        make("b", FIRES)
        got = without_a_lock(lock, "check", "a", "b")
        assert got.returncode == 6 and "script/isolation" in got.stderr and "goal a" not in got.stdout, got
        got = without_a_lock(lock, "check", "a", "b", "--unsafe-no-isolation")
        assert got.returncode == 0 and "without full isolation" in got.stdout and "goal a" in got.stdout, (lock, got)
        got = without_a_lock(lock, "check", "a", "b", "--unsafe-no-isolation", "-f", "json")
        assert json.loads(got.stdout)["data"]["isolation"] == {"unsafe": True, "missing": [lock]}, got.stdout


TESTS = [only_the_listed_system_calls_are_left, no_canary_crosses_by_files, what_is_allowed_can_be_read,
         no_canary_in_the_memory_of_the_next_worker, no_files_are_left, reachable_is_the_checked_in_list,
         a_killed_worker_is_told_with_its_rule, a_crashed_worker_is_told_with_its_rule, a_worker_killed_before_its_rules_is_told,
         workers_die_with_the_program,
         an_interrupt_ends_all, the_caller_tightens_and_never_loosens, the_same_bytes_for_any_number_of_jobs,
         a_hundred_projects, doctor_sees_every_lock_that_is_missing, without_landlock_the_fence_still_stands,
         without_a_lock_that_is_needed_rules_are_refused]


sys.exit(run_cases(TESTS, sys.argv[1:]))
