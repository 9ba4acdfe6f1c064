"""All instances; the last line says how many passed."""
import sys

from instances import INSTANCES, wrong_with


def main(folder):
    passed = failed = 0
    if not folder:
        print("skipped: OR_INSTANCES names no folder, and there is no corpus; no problem was solved")
    for instance in INSTANCES if folder else []:
        file, family, number, _, best, _ = instance
        wrong, result = wrong_with(folder, instance)
        if wrong:
            failed += 1
            print("FAIL %s %s %d: %s" % (file, family, number, wrong), result)
        else:
            passed += 1
            print("%s %s %d: %s, best known %s, %s" % (file, family, number, result["value"], best, result["status"]))
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main(sys.argv[1]))
