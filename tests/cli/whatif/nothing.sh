# What doing nothing means where there are goals, KPIs, gaps and certificates; and two offers compared by goal.
. "$ROOT/tests/cli/show.bash"
small_project
sed -i 's/sources: \[offer.yaml\]/sources: [offer.yaml, people.yaml]/' ldengine.yaml
sed -i 's/{id: N3, /{id: N3, goals: [care], /; s/{id: N5, /{id: N5, goals: [talk], /; s/{id: O2$/{id: O2, supplier: open/; s/^  - id: O2$/  - id: O2\n    supplier: open/' offer.yaml
cat >people.yaml <<'EOF'
goals:
  - {id: care, label_en: Safe care, label_nl: Veilige zorg, weight: 0.6}
  - {id: talk, label_en: Good talks, label_nl: Goede gesprekken, weight: 0.4}
kpis:
  - {id: errors, goal: care, label_en: Errors, label_nl: Fouten, direction: down, baseline_value: 12, baseline_date: 2026-06-01, target_value: 6, target_date: 2027-09-30}
  - {id: trust, goal: talk, label_en: Trust, label_nl: Vertrouwen, direction: up, baseline_value: 6, baseline_date: 2026-06-01, target_value: 8, target_date: 2027-06-30}
suppliers:
  - {id: open, label_en: Open House, label_nl: Open Huis}
roles:
  - {id: nurse, label_en: Nurse, label_nl: Verpleegkundige, role_requirements: [{competency: digital, required_level: 3}, {competency: talking, required_level: 2}]}
credential_types:
  - {id: bls, code: BLS, label_en: Basic life support, label_nl: Reanimatie, validity_months: 12, renewal_offerings: [O4]}
EOF
{
  echo "employees:"
  for i in 1 2 3 4 5 6 7; do echo "  - {id: z$i, unit: Z, role: nurse}"; done
  echo "  - {id: k1, unit: K, role: nurse}"
  echo "assessments:"
  for i in 1 2 3 4 5 6 7; do echo "  - {employee: z$i, competency: digital, level: $((i % 3)), date: 2026-05-01, method: manager}"; done
  echo "compliance_requirements: [{credential_type: bls, role: nurse, from_date: 2020-01-01}]"
  echo "credentials:"
  for i in 1 2 3 4 5; do echo "  - {employee: z$i, credential_type: bls, issued_on: 2026-0$i-15, expires_on: 2027-0$i-15}"; done
} >>people.yaml
nothing() { show run --scenarios "$@" | sed -n '1p; /^If nothing/,$p; /^Als er niets/,$p; /^error/p; /^fout/p; /^## /,$p'; }
nothing --lang en
nothing --lang nl
nothing --lang en --format markdown | sed -n '/nothing is done/,$p'
"$LDENGINE" run --scenarios --format json | jq -c '.data.do_nothing'
echo "- by goal"
"$LDENGINE" run --format json -o seven.json
"$LDENGINE" run --set budgets:central.setup=9500 --format json -o nine.json
show diff seven.json nine.json --lang en
show diff seven.json nine.json --lang nl --format markdown
"$LDENGINE" diff seven.json nine.json --format json | jq -c '.data.diff | {goals, people}'
