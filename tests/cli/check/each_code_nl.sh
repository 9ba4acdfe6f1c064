. "$ROOT/tests/cli/check/codes.bash"
export LDENGINE_LANG=nl
all_codes
