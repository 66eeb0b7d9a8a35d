#!/bin/sh
# The long part of make test-full, after make test and make lint: tools/run_tests_full.sh BUILD
# Unit tests and fuzz targets ten times over, each time with fresh seeds, and once under valgrind; imports, files of
# facts and sheets of the past killed two hundred times, files cut after every byte, a line of 2 GB.
set -eu

build=$1
jobs=${JOBS:-$(nproc)}
status=0

echo "Ten times, with fresh seeds"
meson test --repeat 10 -C "$build" --no-rebuild --num-processes "$jobs" --suite unit --timeout-multiplier 60 \
    --print-errorlogs --logbase testlog-long || status=1

echo "Fuzz targets on fresh mutations, ten times as many"
meson test --repeat 10 -C "$build" --no-rebuild --num-processes "$jobs" --suite fuzz --timeout-multiplier 10 \
    --print-errorlogs --logbase testlog-fuzz || status=1

echo "Imports, facts and sheets of the past killed two hundred times, files cut after every byte, a line of 2 GB"
CX_LONG=1 meson test -C "$build" --no-rebuild --num-processes "$jobs" --suite cli --timeout-multiplier 60 \
    --print-errorlogs --logbase testlog-killed || status=1

echo "A thousand simulated programs"
CX_LONG=1 meson test -C "$build" --no-rebuild --num-processes "$jobs" --suite simulation \
    --print-errorlogs --logbase testlog-simulation || status=1

if command -v valgrind >/dev/null 2>&1; then
    echo "valgrind"
    meson test -C "$build" --no-rebuild --num-processes "$jobs" --suite unit --timeout-multiplier 60 \
        --print-errorlogs --logbase testlog-valgrind \
        --wrapper "valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite --suppressions=/usr/share/glib-2.0/valgrind/glib.supp" || status=1
fi

exit "$status"
