#!/usr/bin/env bash
# The transcript that opens the README is what the program prints: every line of it (but the ones with
# only an ellipsis) occurs in the output, in that order. Last line: N passed, N failed.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
ldengine=${LDENGINE:-$root/build/release/bin/ldengine}
cd "$root" || exit 1
"$ldengine" run rules/offer.lua -C examples/gemeente --lang en 2>/dev/null |
  python3 -c '
import re, sys
block = re.search(r"```\n\$ scripts/run [^\n]*\n(.*?)```", open("README.md", encoding="utf-8").read(), re.S).group(1)
output = iter(sys.stdin.read().split("\n"))
missing = [line for line in block.rstrip("\n").split("\n") if line.strip() not in ("…", "") and line not in output]
for line in missing:
    print("not ok: not printed, or not in this order:", line)
print("%d passed, %d failed" % (0 if missing else 1, 1 if missing else 0))
sys.exit(1 if missing else 0)'
