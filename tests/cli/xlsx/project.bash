# Sourced by cases: an empty project p, and CSV files that stand for sheets.
. "$ROOT/tests/cli/show.bash"
mkdir p
cat > p/ldengine.yaml <<'YAML'
ldengine: 1
organisation: {id: o, name: Org, country: NL, currency: EUR, language: nl}
year: 2027
sources: []
rules: {packs: []}
YAML
printf '\xef\xbb\xbfId;Naam;Bovenliggend onderdeel\r\nit;ICT;\r\nbeheer;Beheer;it\r\n' > afdelingen.csv
printf 'Id;Naam;Leervorm;Kosten per uitvoering\r\na1;Cursus;formeel;1.250,50\r\n' > aanbod.csv
