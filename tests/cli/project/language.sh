# --lang, then LDENGINE_LANG, then the manifest, then the locale.
. "$ROOT/tests/cli/show.bash"
small_project
show check
sed -i 's/language: en/language: nl/' ldengine.yaml
show check
LDENGINE_LANG=en show check
LDENGINE_LANG=en show check --lang nl
show check --lang en
sed -i 's/, language: nl//' ldengine.yaml
show check
LC_ALL=nl_NL.UTF-8 show check
LC_ALL=nl_NL.UTF-8 show check --lang en
LC_ALL=nl_NL.UTF-8 show rnu
show rnu --lang nl
