. "$ROOT/tests/cli/show.bash"
Q="select id from organisation"
mkdir -p plan/deep/er empty && cd plan && small_project && cd ..
echo "from the folder above, from below, by name:"
show sql "$Q"
(cd plan && show sql "$Q")
(cd plan/deep/er && show sql "$Q")
show sql "$Q" -C plan
show sql "$Q" --folder=plan
show sql "$Q" -Cplan
(cd plan/deep && show sql "$Q" -C ..)
show check plan
echo "-C does not look above:"
show sql "$Q" -C plan/deep
show check plan/deep
show check empty
show check nowhere
show check nowhere --lang nl
show check --lang nl
show run
show run -C nowhere
show sql "$Q" -C plan/offer.yaml
