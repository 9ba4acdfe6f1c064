# Ten occupations of O*NET, as they lie in the repository.
. "$ROOT/tests/cli/real_data/count.bash"
count "$ROOT/examples/real-data"
"$LDENGINE" sql -C "$ROOT/examples/real-data" --format csv "SELECT competency, required_level, weight FROM role_requirements WHERE role = '13-1151.00' AND competency IN ('2.B.3.a', '2.A.1.b') ORDER BY 1" 2>/dev/null
