# Who gets two seats is one of the people: of the 36 who work there, 103 seats are for 36, and of these four must.
"$LDENGINE" init demo --lang en --sector gemeente -q || exit
"$LDENGINE" run -C demo --scenarios --format json >all.json
python3 - <<'PY'
import json
for row in json.load(open("all.json"))["data"]["scenarios"]:
    print(row["name"], row["people"])
PY
"$LDENGINE" pareto -C demo --budget 5k..10k --step 5k
