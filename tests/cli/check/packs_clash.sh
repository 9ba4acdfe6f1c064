# Two packs that set the same parameter: an error, until the organisation has chosen itself.
. "$ROOT/tests/cli/show.bash"
printf 'ldengine: 1\norganisation: {id: x, name: X, country: NL, currency: EUR}\nyear: 2027\nsources: []\nrules:\n  packs: [policy, one, two]\n' >ldengine.yaml
for pack in one two; do
  mkdir -p rules/packs/$pack
  printf 'id: %s\nversion: 1\nparams:\n  advice_from_heads: {type: integer, default: 20}\n' $pack >rules/packs/$pack/pack.yaml
done
show check --lang en
show check --lang nl
printf '  params: {advice_from_heads: 50}\n' >>ldengine.yaml
show check --lang en
