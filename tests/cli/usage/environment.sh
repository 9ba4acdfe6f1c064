. "$ROOT/tests/cli/show.bash"
small_project
mkdir other && cp ./*.yaml other && sed -i 's/id: fixture/id: other/' other/ldengine.yaml
Q="select id from organisation"
LDENGINE_FORMAT=csv show sql "$Q"
echo "a flag wins:"
LDENGINE_FORMAT=csv show sql "$Q" --format markdown
LDENGINE_FOLDER=other show sql "$Q"
LDENGINE_FOLDER=other show sql "$Q" -C .
LDENGINE_OUTPUT=answer.txt show sql "$Q"
cat answer.txt
LDENGINE_LANG=nl show check
LDENGINE_LANG=nl show check --lang en
LDENGINE_QUIET=1 show check
LDENGINE_QUIET=0 show check
LDENGINE_TODAY=2026-13-01 show check
LDENGINE_DB=runs.db LDENGINE_SAVE=1 show run "$ROOT/tests/cli/run/number.lua"
ls runs.db
LDENGINE_DB=runs.db show sql "select count(*) as kept from runs"
LDENGINE_COLOR=always show sql "select nope"
echo "what cannot be:"
LDENGINE_FORMAT=xml show run
LDENGINE_FORMAT=csv show run
LDENGINE_FORMAT=csv LDENGINE_LANG=nl show run
LDENGINE_LANG=de show check
LDENGINE_COLOR=often show check
LDENGINE_FAIL_ON=fatal show check
