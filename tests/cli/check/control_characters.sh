# Names that try to drive the terminal are shown, not obeyed.
. "$ROOT/tests/cli/show.bash"
printf 'year: 2027\nunits:\n  - {id: "a\\e[31m", label: "x\\e]0;title\\a\\r\\b\\u202Etxt\\x9b31m"}\n  - {id: b, "lab\\el": 1}\nneeds:\n  - {id: n, unit: "zz\\e[2J", heads: 1}\n' >bad.yaml
"$LDENGINE" check bad.yaml >out 2>&1
echo "exit $?"
cat -v out
python3 - <<'END'
text = open("out", encoding="utf-8").read()
bad = [c for c in text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"]
print("control characters:", bad)
END
