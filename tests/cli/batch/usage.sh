. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/batch/projects.bash"
project a
project b
show check a nowhere
show check a b --jobs 0
show check a b --jobs many --lang nl
show check a b --limit memory
show check a b --limit colour=red
show check a b --limit time=soon
show check a b --limit time=soon --lang nl
show check a --limit steps=many
show check --isolate
show check a b --save
