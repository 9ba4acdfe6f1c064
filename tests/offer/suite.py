"""All of the suite: python3 suite.py ROOT LDENGINE. Two runs of the engine go on at a time."""
import concurrent.futures
import os
import sys
import tempfile
import time
import traceback

root, engine = sys.argv[1], sys.argv[2]
sys.path.insert(0, os.path.join(root, "tests", "tools"))

import corrupted  # noqa: E402
import edges  # noqa: E402
import known  # noqa: E402
import limits  # noqa: E402
import names  # noqa: E402
import plans  # noqa: E402
import policies  # noqa: E402
import properties  # noqa: E402
import reviewer  # noqa: E402
from each_case import took  # noqa: E402
from harness import Harness  # noqa: E402


KINDS = ("absence", "blackout", "budgets", "dates", "deadlines", "developer", "double funding", "duties", "fairness", "fixed seats",
         "funds", "groups", "heads", "kept out", "mixes", "money by period", "payers of lines", "people", "prerequisites",
         "proofs", "room", "seats of a year", "sessions of a quarter", "steps", "time of groups", "time of people",
         "time of units", "trainer", "value", "variants")


def guarded(harness, task):
    began = time.monotonic()
    try:
        task()
    except Exception:  # a test that breaks off is a failure, not the end of the suite
        harness.check("a test broke off", False, traceback.format_exc())
    code = task.__code__
    took(" ".join([*code.co_names[-1:], *(getattr(each, "__name__", str(each)) for each in task.__defaults__ or ())]), began)


def main():
    with tempfile.TemporaryDirectory() as temporary:
        harness = Harness(root, engine, temporary)
        tasks = [*plans.tasks(harness), lambda: known.test(harness), *properties.tasks(harness), *edges.tasks(harness),
                 *limits.tasks(harness), *names.tasks(harness), *policies.tasks(harness), *reviewer.tasks(harness), *corrupted.tasks(harness)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda task: guarded(harness, task), tasks))
        for kind in KINDS:  # a check that never has anything to look at says nothing
            harness.check("every plan: %s was looked at" % kind, harness.looked_at[kind] >= 5, str(harness.looked_at[kind]))
        print("%d plans recomputed: %s" % (harness.plans, ", ".join("%s %d" % each for each in sorted(harness.looked_at.items()))))
    print("%d passed, %d failed" % (harness.passed, harness.failed))
    return 1 if harness.failed else 0


if __name__ == "__main__":
    sys.exit(main())
