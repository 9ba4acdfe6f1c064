# Packs that are not there, or whose pack.yaml says something that cannot be.
. "$ROOT/tests/cli/show.bash"
project() {
  printf 'ldengine: 1\norganisation: {id: o, name: O, country: NL, currency: EUR, language: %s}\nyear: 2027\ntoday: 2027-01-01\nsources: [plan.yaml]\nrules: {packs: [%s]}\n' "$1" "$2" >ldengine.yaml
}
printf 'units: [{id: it, label: IT}]\n' >plan.yaml
project en 'stratgy, nothing-like-it'
show check
project nl 'stratgy, nothing-like-it'
show check
mkdir -p rules/packs/own rules/packs/other
cat >rules/packs/own/pack.yaml <<'EOF'
id: other
title: {en: Own, de: Eigen}
needs: [unitz]
params:
  most: {type: money, defualt: 1}
  least: {type: money, values: {soon: 1}}
  share: {type: share, values: 5}
  age: {type: integer, default: 5}
EOF
printf 'id: other\ntitle: Other\nparams: {age: {type: integer, default: 6}}\n' >rules/packs/other/pack.yaml
project en 'own, own, other'
show check
project nl 'own, other'
show check
echo "the shipped ones are not found:"
project en 'strategy'
mkdir empty
LDENGINE_RULES=$PWD/empty show check
LDENGINE_RULES=$PWD/empty show check --lang nl
