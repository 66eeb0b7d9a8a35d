#!/bin/sh
# Pictures of pages at 1280 and 390 pixels, light and dark, into tests/out/screenshots.
#
#   tools/screenshots.sh                  every page, on a sample program of its own
#   tools/screenshots.sh scores /design   these pages, by name (tests/e2e/pages.mjs) or path
#
# COALITION_BINARY (build/coalition) and COALITION_CHROMIUM (/usr/bin/chromium) may be set.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
"$root/tools/fetch_frontend.sh"
exec node "$root/tests/e2e/screenshots.mjs" "$root/tests/out/screenshots" - "$@"
