"""What holds of every hostile file that is the source of a project, whatever its format."""
import re
import shutil

SECONDS, MIB = 1, 64


def command(ldengine, path, folder, name, source):
    """`check` of a project in the folder with the file as its only source, under that name."""
    with open(folder + "/ldengine.yaml", "w", encoding="utf-8") as manifest:
        manifest.write("ldengine: 1\norganisation: {id: a, name: A, country: NL, currency: EUR, language: en}\n"
                       "year: 2027\nsources: [%s]\nrules: {packs: []}\n" % source)
    shutil.copy(path, folder + "/" + name)
    return [ldengine, "check", "-C", folder]


def spent(run):
    found = []
    if run.cpu > SECONDS:
        found.append("took %.1f s" % run.cpu)
    if run.kib > MIB * 1024:
        found.append("took %d KiB" % run.kib)
    return found


def judge(run, places):
    """`places`: a pattern of the files that a refusal may point at."""
    found = []
    if run.code not in (0, 3):
        found.append("exit code %d: %s" % (run.code, run.err[:300]))
    if run.code == 3 and not re.search(rb"^error\[[a-z/-]+\] \S*" + places + rb"(:\d+(:\d+)?)?: ", run.err, re.M):
        found.append("no place: %s" % run.err[:300])
    if any(len(line) > 1000 for line in run.err.split(b"\n")):
        found.append("a line of more than 1 kB")
    return found + spent(run)
