. "$ROOT/tests/cli/check/codes.bash"
export LDENGINE_LANG=en
all_codes
