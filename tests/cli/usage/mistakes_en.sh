. "$ROOT/tests/cli/show.bash"
export LDENGINE_LANG=en
show
show chekc
show xyzzy
show --format json
show help rnu
show help a b
show run --formta json
show run --xyzzy
show run -x
show run --format xml
show run --lang 'en|nl'
show run --lang de
show check --fail-on fatal
show run --color often
show run --save=yes
show version --db x
show run one.lua two.lua
show sql
show sql 'select 1' 'select 2'
show schema
show run --set
show run --set x
show run --set =3
show check . sub
