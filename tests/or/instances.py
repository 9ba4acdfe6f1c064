"""Each instance: its file, how it is read, the best known value, and how far from it an answer may be."""
import json
import os
import subprocess
import tempfile

# file, family, number (problem in the file, or budget), sense, best known, gap allowed
INSTANCES = [
    ("gap1-0.txt", "assignment", 0, "min", 261, 0),
    ("gap12-0.txt", "assignment", 0, "min", 974, 0),
    ("cap61.txt", "warehouses", 0, "min", 932615.750, 0),
    ("cap82.txt", "warehouses", 0, "min", 910889.563, 0),
    ("scp41.txt", "covering", 0, "min", 429, 0),
    ("scp41.txt", "coverage", 200, "max", 172, 0.02),
    ("pmed1.txt", "median", 0, "min", 5819, 0),
    ("pmed5.txt", "median", 0, "min", 1355, 0),
    ("gap-d05100.txt", "assignment", 0, "min", 6353, 0.002),
    ("mknapcb1.txt", "knapsack", 0, "max", 24381, 0.005),
    ("mknapcb1.txt", "knapsack", 1, "max", 24274, 0.005),
    ("mknapcb1.txt", "knapsack", 5, "max", 24613, 0.005),
    ("scpa1.txt", "covering", 0, "min", 253, 0.03),
]


def solve(folder, script, text, family, number, gap):
    os.makedirs(os.path.join(folder, "rules", "lib"), exist_ok=True)
    with open(os.path.join(folder, "ldengine.yaml"), "w") as out:
        out.write("ldengine: 1\norganisation: {id: or, name: Instances, country: NL, currency: EUR, language: en}\n"
                  "year: 2027\nlimits: {time: 60s, steps: 900M}\n")
    with open(os.path.join(folder, "rules", "lib", "instance.lua"), "w") as out:
        out.write("return { family = %r, number = %d, gap = %r, text = [==[\n%s]==] }\n" % (family, number, gap, text))
    process = subprocess.run([os.environ["LDENGINE"], "run", script, "-C", folder, "--format", "json"],
                             capture_output=True, timeout=600)
    answer = json.loads(process.stdout)
    if not answer["ok"]:
        return None, answer["diagnostics"]
    return answer["data"]["result"], None


def judge(result, sense, best, gap):
    """What is wrong with the answer, or None."""
    value, bound = result["value"], result["bound"]
    slack = 1e-6 * abs(best)
    off = (value - best if sense == "min" else best - value) / abs(best)
    if off < -1e-6:
        return "better than the best known"
    if off > gap + 1e-6:
        return "%.3f %% from the best known" % (100 * off)
    if (bound > best + slack) if sense == "min" else (bound < best - slack):
        return "the bound %r is not one" % bound
    if gap == 0 and result["status"] != "optimal":
        return "not proven: %s" % result["status"]
    return None


def wrong_with(folder, instance):
    """Solves one instance; what is wrong with the answer, or None, and the answer."""
    file, family, number, sense, best, gap = instance
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instances.lua")
    with open(os.path.join(folder, file)) as source:
        text = source.read()
    with tempfile.TemporaryDirectory() as temporary:
        result, trouble = solve(temporary, script, text, family, number, gap)
    return trouble or judge(result, sense, best, gap), result
