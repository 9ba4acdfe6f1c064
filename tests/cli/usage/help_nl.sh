. "$ROOT/tests/cli/show.bash"
show --help --lang nl
for command in $COMMANDS; do show $command --help --lang nl; done
show help help --lang nl
