. "$ROOT/tests/cli/show.bash"
show --help --lang en
for command in $COMMANDS; do show $command --help --lang en; done
show help help --lang en
