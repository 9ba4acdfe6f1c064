# A rule that looks at what the others find does so too when it is the only one asked for.
cat >ldengine.yaml <<'EOF'
ldengine: 1
year: 2026
sources: [plan.yaml]
rules: {packs: [strategy, improvement]}
EOF
printf 'goals:\n  - {id: g1, kpis: [{id: k1, baseline_value: 1}]}\n' >plan.yaml
"$LDENGINE" check --save --fail-on never --lang en >/dev/null
"$LDENGINE" check --rule D03 --set year=2027 --lang en 2>&1 | sed 's/findings:[^/]*/findings:RUN/'
mkdir rules
cat >rules/broken.lua <<'EOF'
return ld.rule {
  id = "own/broken", severity = "note", each = "goals", title = {en = "Broken", nl = "Kapot"},
  check = function(id) error("it broke") end,
}
EOF
"$LDENGINE" check --rule D05 --lang en 2>&1
echo "exit $?"
