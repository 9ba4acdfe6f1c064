# Each of the 100 checks finds something in a variant with mistakes, or in an example of its own that fires.
python3 - <<'END'
import glob, json, os, re, subprocess

root, program = os.environ["ROOT"], os.environ["LDENGINE"]
code_of = {}
for path in glob.glob(root + "/rules/packs/*/*.lua"):
    text = open(path, encoding="utf-8").read()
    for rule, code in re.findall(r'id = "([^"]+)", code = "([A-Z]\d\d)"', text):
        code_of[rule] = code
by_letter = {}
for code in code_of.values():
    by_letter[code[0]] = by_letter.get(code[0], 0) + 1
print(len(code_of), "checks:", *("%s%d" % (letter, by_letter[letter]) for letter in "SVHNCOBKED"))

def run(*arguments):
    return json.loads(subprocess.run([program, *arguments, "--format", "json"], capture_output=True, text=True).stdout)["data"]

in_variants = set()
for example in ("gemeente", "ziekenhuis", "zorgregio"):
    findings = run("check", "-C", "%s/examples/%s/mistakes" % (root, example), "--fail-on", "never")["findings"]
    in_variants |= {finding["code"] for finding in findings}
in_examples = set()
for test in run("test", root + "/rules/packs")["tests"]:
    if test["name"].startswith("fires") and test["passed"]:
        in_examples.add(code_of.get(test["group"]))
shipped = set(code_of.values())
print("in neither:", *sorted(shipped - in_variants - in_examples))
print("in no variant, only in an example of the rule:", *sorted(shipped - in_variants))
END
