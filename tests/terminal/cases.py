"""The cases of tests/terminal/run.sh."""
import fcntl
import json
import os
import pty
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
import unicodedata
import zipfile

from each_case import run_cases

ROOT, LDENGINE = os.environ["ROOT"], os.environ["LDENGINE"]

# What is typed for each verb, in a demo project. None: a document with lines of its own, or
# messages about places, which stay in one piece to be copied.
WORDS = {
    "run": ["run", "rules/offer.lua"], "check": ["check"], "test": ["test", "rules"], "report": None,
    "template": ["template", "-o", "made.xlsx"], "import": ["import", "made.xlsx", "--dry-run"],
    "export": ["export", "-o", "all.xlsx"], "why": ["why", "goals:g-service"], "explain": None,
    "docs": ["docs", "pages"], "diff": ["diff", "now", "--set", "budgets:b-central.setup=-10%"],
    "pareto": ["pareto", "--budget", "0..12000", "--step", "6000"], "lint": None, "profile": ["profile"], "sql": ["sql", "select * from offerings"], "schema": None, "doctor": ["doctor"],
    "init": ["init", "again"], "completion": None, "version": ["version"], "help": ["help"]}
VERBS = re.findall(r"^  ([a-z]+)  ", subprocess.run([LDENGINE, "help", "--lang", "en"], capture_output=True, text=True).stdout, re.M)


def demo(name="demo", lang="en", sector="gemeente"):
    subprocess.run([LDENGINE, "init", name, "--lang", lang, "--sector", sector, "-q"], check=True)
    return name


def on_terminal(width, words, cwd, both=True):
    """What a terminal of that width gets, without its colours; and the exit code."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    attributes = termios.tcgetattr(slave)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    child = subprocess.Popen([LDENGINE, *words], stdin=subprocess.DEVNULL, stdout=slave,
                             stderr=slave if both else subprocess.DEVNULL, cwd=cwd, env=dict(os.environ, TERM="xterm"))
    os.close(slave)
    said = b""
    while True:
        try:
            block = os.read(master, 65536)
        except OSError:
            break
        if not block:
            break
        said += block
    os.close(master)
    child.wait()
    return re.sub(r"\033\[[0-9;]*[mK]", "", said.decode()).replace("\r", ""), child.returncode


def columns(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def lines_fit():
    """Words that are wider than a terminal (paths, ids) cannot be broken and may stand alone."""
    wide = []
    for lang in ("en", "nl"):
        folder = demo("demo-" + lang, lang)
        for width in (40, 60, 80, 200):
            for verb in VERBS:
                for words in (WORDS.get(verb), ["help", verb] if width < 200 else None, ["help"] if verb == VERBS[0] else None):
                    if not words:
                        continue
                    shutil.rmtree(folder + "/again", ignore_errors=True)
                    text, _ = on_terminal(width, words + ["--lang", lang], folder, both=False)
                    for line in text.split("\n"):
                        if columns(line) > width and len(line.split()) > 1 and max(map(columns, line.split())) < width - 16:
                            wide.append("%d %s: %s" % (width, " ".join(words), line))
    assert not wide, "%d lines are wider than the terminal\n%s" % (len(wide), "\n".join(sorted(set(wide))[:20]))


def quiet_is_quiet():
    folder = demo()
    open(folder + "/suppliers.csv", "w").write("id,label\nsup-new,New\n")
    for words in (["check"], ["template", "-o", "t.xlsx"], ["export", "-o", "e.xlsx"], ["export", "-o", "year.ics"],
                  ["import", "suppliers.csv", "--dry-run"], ["init", "new"], ["report", "-o", "r.html"], ["docs", "pages"],
                  ["run", "-o", "offer.json"], ["sql", "select 1", "-o", "rows.csv"], ["completion", "bash"]):
        done = subprocess.run([LDENGINE, "-q", *words], cwd=folder, capture_output=True, text=True)
        printed = "" if words[0] == "completion" else done.stdout
        assert (done.returncode, printed, done.stderr) == (0, "", ""), (words, done.returncode, done.stdout[-300:], done.stderr[-300:])


def readers_that_go_away():
    folder = demo()
    for words in (["run"], ["check", "--format", "json"], ["sql", "select * from employees, offerings"], ["schema", "json-schema"],
                  ["help"], ["completion", "fish"], ["export", "employees"], ["report"], ["explain", "budget/over"]):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([LDENGINE, *words], cwd=folder, stdout=writer, stderr=subprocess.PIPE, text=True)
        os.close(writer)
        assert done.returncode == 141 and not done.stderr, (words, done.returncode, done.stderr)


def is_whole(path):
    data = open(path, "rb").read()
    if path.endswith(".xlsx"):
        with zipfile.ZipFile(path) as book:
            return book.testzip() is None
    if path.endswith(".html"):
        return data.rstrip().endswith(b"</html>")
    if path.endswith((".json", ".jsonld")):
        return json.loads(data) is not None
    return data.endswith(b"END:VCALENDAR\r\n") if path.endswith(".ics") else data.endswith(b"\n")


def stopped_anywhere():
    """Stopped at 120 moments of six commands: what is there is whole, and what was there is old or new."""
    random.seed(7)
    folder = demo()
    jobs = [["report", "-o", "out.html"], ["export", "-o", "out.xlsx"], ["run", "-o", "out.json"], ["export", "-o", "out.ics"],
            ["template", "-o", "new.xlsx"], ["export", "-o", "out.jsonld"]]
    stopped = 0
    for words in jobs:
        target = folder + "/" + words[-1]
        began = time.monotonic()
        subprocess.run([LDENGINE, *words, "-q"], cwd=folder, check=True)
        lasts = time.monotonic() - began
        for attempt in range(20):
            number = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)[attempt % 3]
            child = subprocess.Popen([LDENGINE, *words, "-q"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(lasts * random.random())
            child.send_signal(number)
            child.wait()
            stopped += child.returncode != 0
            assert is_whole(target), (words, attempt)
            left = [f for f in os.listdir(folder) if f not in ("ldengine.yaml", "plan.yaml", "policy.yaml", "README.md", "data", ".ldengine")
                    and not f.startswith(("out.", "new.xlsx"))]
            assert number == signal.SIGKILL or not [f for f in left if "tmp" in f], (words, number, left)
    assert stopped >= 50, stopped


def stopped_in_init():
    """A project that init was stopped in is no project yet, or a whole one."""
    for attempt in range(30):
        child = subprocess.Popen([LDENGINE, "init", "p%d" % attempt, "--lang", "nl", "-q"], stderr=subprocess.DEVNULL)
        time.sleep(0.0004 * attempt)
        child.send_signal((signal.SIGINT, signal.SIGKILL)[attempt % 2])
        child.wait()
        if os.path.exists("p%d/ldengine.yaml" % attempt):
            subprocess.run([LDENGINE, "check", "-q", "--fail-on", "warning"], cwd="p%d" % attempt, check=True)


def interrupted_says_130():
    folder = demo()
    child = subprocess.Popen([LDENGINE, "run"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    open(folder + "/rules.lua", "w").write("while true do end")
    child.wait()
    child = subprocess.Popen([LDENGINE, "run", "rules.lua"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.4)
    child.send_signal(signal.SIGINT)
    assert child.wait(10) == 130, child.returncode


def man_pages():
    subprocess.run([LDENGINE, "help", "--man", "man"], check=True)
    pages = sorted(os.listdir("man/man1"))
    assert pages == sorted(["ldengine.1"] + ["ldengine-%s.1" % verb for verb in VERBS]) and pages == sorted(os.listdir("man/nl/man1"))
    for verb in VERBS:  # every option of the help stands in the page
        said = subprocess.run([LDENGINE, "help", verb, "--lang", "en"], capture_output=True, text=True).stdout
        page = open("man/man1/ldengine-%s.1" % verb).read().replace("\\-", "-")
        for option in re.findall(r"^  (?:-\w, |    )(--[a-z-]+)", said, re.M):
            assert "\\fB%s\\fR" % option in page, (verb, option)
    if not shutil.which("mandoc"):
        return print("skipped: mandoc is not installed; scripts/setup tests installs it")
    for folder in ("man/man1", "man/nl/man1"):
        for page in pages:
            done = subprocess.run(["mandoc", "-Tlint", "-W", "style", folder + "/" + page], capture_output=True, text=True)
            assert done.returncode == 0 and not done.stdout, done.stdout
    return None


def bash_line(line, cwd):
    """What bash would offer at the end of the line."""
    words = line.split(" ")
    script = 'eval "$("$LDENGINE" completion bash)"; COMP_LINE=$1 COMP_POINT=${#1}; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ldengine; printf "%s\\n" "${COMPREPLY[@]}"'
    path = os.path.dirname(LDENGINE) + ":" + os.environ["PATH"]
    done = subprocess.run(["bash", "-c", script, "bash", line, *words], cwd=cwd, capture_output=True, text=True, env=dict(os.environ, PATH=path))
    assert not done.stderr, done.stderr
    return done.stdout.split()


def completion_in_bash():
    folder = demo()
    assert bash_line("ldengine ", folder) == VERBS
    assert bash_line("ldengine ch", folder) == ["check"]
    assert bash_line("ldengine -C x --lang n", folder) == ["nl"]
    assert bash_line("ldengine -C . sq", folder) == ["sql"]
    assert "sarif" in bash_line("ldengine check --format ", folder) and "sarif" not in bash_line("ldengine run -f ", folder)
    assert bash_line("ldengine init --sector g", folder) == ["generic", "gemeente"]
    assert bash_line("ldengine check --fail", folder) == ["--fail-on"]
    assert "plan.yaml" in bash_line("ldengine check p", folder)
    assert bash_line("ldengine why goals:g-", folder) == ["g-service", "g-digi", "g-people"]
    assert "budgets:b-central" in bash_line("ldengine why b", folder)
    assert bash_line("ldengine help ini", folder) == ["init"]


def completion_in_zsh_and_fish():
    for shell in ("zsh", "fish"):
        text = subprocess.run([LDENGINE, "completion", shell], capture_output=True, text=True).stdout
        open("it." + shell, "w").write(text)
        if not shutil.which(shell):
            print("skipped: %s is not installed; scripts/setup tests installs it" % shell)
            continue
        subprocess.run([shell, "-n", "it." + shell], check=True)
    if shutil.which("fish"):
        def fish(line):
            done = subprocess.run(["fish", "--no-config", "-c", "source it.fish; complete -C '%s'" % line], capture_output=True, text=True,
                                  env=dict(os.environ, HOME=os.getcwd(), XDG_CONFIG_HOME=os.getcwd()))
            return [row.split("\t")[0] for row in done.stdout.splitlines()]
        assert sorted(fish("ldengine ")) == sorted(VERBS), fish("ldengine ")
        assert fish("ldengine init --sector g") == ["gemeente", "generic"], fish("ldengine init --sector g")
        assert "--fail-on" in fish("ldengine check --fa")
    if shutil.which("zsh"):
        script = """autoload -U compinit; compinit -u -D; source ./it.zsh
compadd() { shift; print -l -- $@; }
ask() { words=("$@"); CURRENT=$#; _ldengine; }
ask ldengine ch; print -- @@@; ask ldengine init --sector ''"""
        done = subprocess.run(["zsh", "-f", "-c", script], capture_output=True, text=True, env=dict(os.environ, HOME=os.getcwd()))
        verbs, sectors = done.stdout.split("@@@")
        assert verbs.split() == VERBS and sectors.split() == ["generic", "gemeente", "zorg"], done


CASES = [lines_fit, quiet_is_quiet, readers_that_go_away, stopped_anywhere, stopped_in_init, interrupted_says_130, man_pages,
         completion_in_bash, completion_in_zsh_and_fish]
sys.exit(run_cases(CASES, sys.argv[1:]))
