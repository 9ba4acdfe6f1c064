# Scripts of the manifest: one that turns rows of an export into records, and one that chooses between assessments.
. "$ROOT/tests/cli/show.bash"
cat >ldengine.yaml <<'EOF'
ldengine: 1
organisation: {id: o, name: O, country: NL, currency: EUR, language: en}
year: 2027
today: 2027-01-01
sources:
  - plan.yaml
  - {file: people.csv, entity: employees, transform: rules/people.lua}
  - {file: scores.csv, entity: assessments, transform: rules/scores.lua}
rules: {packs: []}
gaps: {current: rules/merge.lua}
EOF
cat >plan.yaml <<'EOF'
units: [{id: it, label: IT}]
competencies: [{id: c1}]
roles: [{id: r1, label: Role, role_requirements: [{competency: c1, required_level: 4}]}]
EOF
printf 'id;hours;langs\ne1;36;nl,en\ne2;18;\n' >people.csv
printf 'who;level;by\ne1;1;self\ne1;3;manager\ne2;2;self\n' >scores.csv
mkdir -p rules/lib
cat >rules/lib/share.lua <<'EOF'
return {of = function(hours) return hours / 36 end}
EOF
cat >rules/people.lua <<'EOF'
local share = require("share")
return function(row)
  local languages = {}
  for word in row.langs:gmatch("%a+") do languages[#languages + 1] = word end
  return {id = row.id, unit = "it", role = "r1", fte = share.of(tonumber(row.hours)), languages = languages, birth_year = 1980}
end
EOF
cat >rules/scores.lua <<'EOF'
return function(row)
  return {employee = row.who, competency = "c1", level = tonumber(row.level), method = row.by, date = "2026-06-01"}
end
EOF
cat >rules/merge.lua <<'EOF'
return function(list) return list:min("level") end
EOF
show sql "select id, fte, languages, birth_year from employees order by id"
show sql "select id, required, current, gap from gaps order by id"
echo "- the script that chooses fails, in the middle of a file"
printf 'return function(list)\n  error("cannot choose")\nend\n' >rules/merge.lua
show check
show check --lang nl
echo "- it gives no level"
printf 'return function(list) return "high" end\n' >rules/merge.lua
show check
echo "- it is not there"
rm rules/merge.lua
show check
show check --lang nl
printf 'return function(list) end\n' >rules/merge.lua
echo "- the rows fail"
printf 'return function(row)\n  return {id = row.id, unit = nothing.here}\nend\n' >rules/people.lua
show check
echo "- the script does not compile, or is none"
printf 'return function(row\n' >rules/people.lua
show check
printf 'return 5\n' >rules/people.lua
show check --lang nl
rm rules/people.lua
show check
