#!/bin/sh
# Runs every test of BUILD, then the unit tests again in ASAN, a build under AddressSanitizer and
# UndefinedBehaviorSanitizer: tools/run_tests.sh BUILD ASAN
# Started by make test inside tools/with_postgres.sh, so store tests run on both engines.
set -eu

build=$1 asan=$2
jobs=${JOBS:-$(nproc)}
werror=
[ "${CI:-}" = true ] && werror=-Dwerror=true
status=0

# The newest results are those of this run, or there are none.
rm -f "$build/meson-logs/testlog.json" "$asan/meson-logs/testlog.json"

# What was installed since the build was set up (a twin, a browser) is found now.
meson setup --reconfigure "$build" >/dev/null
ninja -C "$build" -j "$jobs"
meson test -C "$build" --no-rebuild --num-processes "$jobs" --print-errorlogs || status=1

if [ -f "$asan/build.ninja" ]; then
    meson setup --reconfigure "$asan" >/dev/null
else
    # shellcheck disable=SC2086
    meson setup "$asan" -Db_sanitize=address,undefined -Db_lundef=false --buildtype=debug -Doptimization=0 -Dc_args=-g1 $werror
fi
ninja -C "$asan" -j "$jobs"
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:abort_on_error=0:allocator_may_return_null=1
export LSAN_OPTIONS="suppressions=$PWD/tools/leaks.supp:print_suppressions=0"
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
meson test -C "$asan" --no-rebuild --num-processes "$jobs" --suite unit --timeout-multiplier 4 --print-errorlogs || status=1

# What failed stands at the end, where one looks.
if [ "$status" != 0 ]; then
    python3 tools/count_results.py --why "$build/meson-logs/testlog.json" "$asan/meson-logs/testlog.json" || true
fi
exit "$status"
