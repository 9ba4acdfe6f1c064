#!/bin/sh
# Runs the Lua files beside this script with run_script (first argument: its path).
set -eu
here=$(dirname "$0")
exec "$1" "$here"/*.lua
