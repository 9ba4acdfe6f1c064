#!/usr/bin/env bash
# The library as programs of others use it: installed, found by pkg-config and by CMake, linked with the
# example, and giving what the command line gives. Last line: N passed, N failed.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${LDE_BUILD:-$root/build/release}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
project=$root/tests/data/offer-fixture

check() { # NAME COMMAND…
  local name=$1
  shift
  if "$@" >"$work/log" 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "not ok $name"; cat "$work/log"; fi
}

cmake --install "$build" --prefix "$work/usr" >/dev/null || exit 1
libraries=$(dirname "$(find "$work/usr" -name libldengine.so)")
export PKG_CONFIG_PATH=$libraries/pkgconfig LD_LIBRARY_PATH=$libraries
# shellcheck disable=SC2046
check "pkg-config" cc -Wall -Werror "$root/examples/embed/offer.c" -o "$work/offer" \
  $(pkg-config --define-variable=prefix="$work/usr" --cflags --libs ldengine)
"$work/offer" "$project" >"$work/embedded.json"
"$build/bin/ldengine" run -C "$project" --format json >"$work/command.json"
check "same answer as the command line" cmp "$work/embedded.json" "$work/command.json"

mkdir "$work/cmake"
cat >"$work/cmake/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.25)
project(embedding C)
find_package(ldengine REQUIRED)
add_executable(offer $root/examples/embed/offer.c)
target_link_libraries(offer ldengine::ldengine)
END
check "CMake package" bash -c "cmake -S '$work/cmake' -B '$work/cmake/build' -DCMAKE_PREFIX_PATH='$work/usr' &&
  cmake --build '$work/cmake/build' && '$work/cmake/build/offer' '$project'"
# only the public interface is visible
nm -D --defined-only "$libraries/libldengine.so" | awk '{print $3}' | sort >"$work/visible"
grep -ohE '\blde_[a-z_]+\(' "$root"/include/ldengine/*.h | tr -d '(' | sort -u >"$work/public"
check "visible symbols" diff "$work/public" "$work/visible"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
