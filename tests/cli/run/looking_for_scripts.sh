# In the project, then from the current folder, then among the shipped rules; without a name the
# manifest's script, else the shipped one.
. "$ROOT/tests/cli/show.bash"
mkdir plan && cd plan && small_project && cd ..
echo 'return "of the project"' >plan/rules/which.lua
mkdir rules && echo 'return "from here"' >rules/which.lua
echo 'return "only here"' >here.lua
show run rules/which.lua -C plan
show run here.lua -C plan
rm plan/rules/which.lua
show run rules/which.lua -C plan
show run "$PWD/here.lua" -C plan
show run -C plan -q | brief
show run rules/offer.lua -C plan -q | brief
show run offer.lua -C plan -q | brief
echo 'return "the own offer"' >plan/rules/offer.lua
show run rules/offer.lua -C plan
show run -C plan
printf 'offer: {script: rules/mine.lua}\n' >>plan/ldengine.yaml
echo 'return "the one of the manifest"' >plan/rules/mine.lua
show run -C plan
rm plan/rules/mine.lua
show run -C plan
show run nowhere.lua -C plan --lang nl
show run rules -C plan
mkdir empty && echo 'return {needs = #ld.needs, year = ld.year, org = ld.org == nil}' >empty/alone.lua
echo "no project at all:"
(cd empty && show run alone.lua)
(cd empty && show run alone.lua --set year=2030 --today 2030-05-01)
(cd empty && show run alone.lua --set needs:x.heads=3)
