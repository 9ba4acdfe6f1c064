"$LDENGINE" check -C "$ROOT/tests/cli/load/mistakes" --format json >out.json
code=$?
python3 - <<'END'
import json
answer = json.load(open("out.json"))
print(answer["format"], answer["command"], answer["ok"])
for d in answer["diagnostics"]:
    print(d["severity"], d["code"], "%s:%s:%s" % (d["file"], d["line"], d["column"]))
END
exit $code
