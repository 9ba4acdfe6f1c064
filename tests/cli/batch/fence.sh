. "$ROOT/tests/cli/show.bash"
. "$ROOT/tests/cli/batch/projects.bash"
project own
project nosy
sed -i 's#\[plan.yaml\]#[../own/plan.yaml]#' nosy/ldengine.yaml
mkdir shared && cp own/plan.yaml shared/more.yaml
project allowed
sed -i 's#\[plan.yaml\]#[../shared/more.yaml]#' allowed/ldengine.yaml
show check own nosy
show check own allowed --allow-read shared
show check own nosy --lang nl -q
