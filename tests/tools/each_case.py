"""Runs the cases of a suite: each in an empty folder and a process of its own, as many at a time as there are
processors, and says how many passed. A case is a function, or a tuple of a name, a function and its arguments. What a
case prints is printed when it has ended, in the order of the cases. Seconds go to the file that LDE_TIMES names."""
import concurrent.futures
import contextlib
import io
import multiprocessing
import os
import sys
import tempfile
import time
import traceback

SUITE = os.path.basename(os.path.dirname(os.path.abspath(sys.argv[0])))
CASES = []  # of this suite; forked processes have it too


class Skip(Exception):
    """What this machine cannot show is left out, with a word."""


def took(name, began):
    if os.environ.get("LDE_TIMES"):
        with open(os.environ["LDE_TIMES"], "a", encoding="utf-8") as file:
            file.write("%.1f %s: %s\n" % (time.monotonic() - began, SUITE, name))


def run_one(number):
    """The number of tests passed and failed, and what was said."""
    name, case, *words = CASES[number]
    began, told = time.monotonic(), io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(told):
        os.chdir(folder)
        try:
            case(*words)
            passed, failed = 1, 0
        except Skip as reason:
            passed = failed = 0
            print("skipped: %s: %s" % (name, reason))
        except Exception as trouble:  # whatever it is, the other cases go on
            passed, failed = 0, 1
            print("not ok %s: %s: %s" % (name, type(trouble).__name__, str(trouble)[:1500]))
            traceback.print_exc(limit=-2, file=told)
        os.chdir("/")
    took(name, began)
    return passed, failed, told.getvalue()


def run_cases(cases, wanted=()):
    """Of the cases those that are wanted (all, without names); the exit code."""
    CASES[:] = [each if isinstance(each, tuple) else (each.__name__, each) for each in cases]
    CASES[:] = [each for each in CASES if not wanted or each[0] in wanted]
    passed = failed = 0
    sys.stdout.flush()
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("fork")) as pool:
        for number, future in enumerate([pool.submit(run_one, number) for number in range(len(CASES))]):
            try:
                good, bad, told = future.result()
            except concurrent.futures.process.BrokenProcessPool:
                good, bad, told = 0, 1, "not ok %s: its process ended\n" % CASES[number][0]
            passed, failed = passed + good, failed + bad
            print(told, end="")
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0
