#!/bin/sh
# Installs the Debian packages that the named groups still lack: tools/install_packages.sh build test
#
# Reads tools/packages.txt, probes each line, says what is missing and how much will be downloaded,
# then installs it, through sudo when not root. Does nothing, and asks nothing, when nothing is
# missing. COALITION_NO_INSTALL=1 stops before installing and fails instead.
set -eu

here=$(dirname "$0")
list=${COALITION_PACKAGES:-$here/packages.txt}
[ $# -gt 0 ] || { echo "usage: $0 GROUP…   (build test lint bench full)" >&2; exit 1; }

has_module() {
    command -v pkg-config >/dev/null 2>&1 || return 1
    case $1 in
        *'>='*) pkg-config --atleast-version="${1#*>=}" "${1%%>=*}" ;;
        *) pkg-config --exists "$1" ;;
    esac
}

# The pattern is expanded on purpose.
has_file() {
    # shellcheck disable=SC2086
    set -- $1
    [ -e "$1" ]
}

probe() {
    case $1 in
        cmd:*) command -v "${1#cmd:}" >/dev/null 2>&1 ;;
        pc:*) has_module "${1#pc:}" ;;
        file:*) has_file "${1#file:}" ;;
        *) echo "$0: $list: no such probe: $1" >&2; exit 1 ;;
    esac
}

is_wanted() {
    for wanted in $groups; do
        [ "$wanted" = "$1" ] && return 0
    done
    return 1
}

# Sets `packages` (to install) and `reasons` (the probes that failed).
find_missing() {
    packages='' reasons='' n_lines=0
    while read -r group what names; do
        case $group in '' | '#'*) continue ;; esac
        is_wanted "$group" || continue
        n_lines=$((n_lines + 1))
        if ! probe "$what"; then
            packages="$packages $names"
            reasons="$reasons ${what#*:}"
        fi
    done <"$list"
    [ "$n_lines" -gt 0 ] || { echo "$0: no such group: $groups" >&2; exit 1; }
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        echo "Not root, and there is no sudo. Run this as root, then try again:" >&2
        echo "    $*" >&2
        exit 1
    fi
}

# What apt would fetch, one "'URI' file bytes hash" per line; fails when it does not know a package.
# shellcheck disable=SC2086
plan() {
    apt-get install --print-uris -qq -y --no-install-recommends $packages 2>/dev/null
}

# shellcheck disable=SC2086
install_now() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages
}

groups=$*
find_missing
[ -n "$packages" ] || exit 0

echo "Missing for $groups:$reasons"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "This system has no apt-get. Please install, under your system's names for them (Debian's are given):" >&2
    echo "   $packages" >&2
    exit 1
fi
if [ "${COALITION_NO_INSTALL:-}" = 1 ]; then
    echo "Not installing, as COALITION_NO_INSTALL=1 asks. Needed:$packages" >&2
    exit 1
fi

if ! uris=$(plan); then
    echo "The package lists are missing or old: running apt-get update first."
    as_root apt-get update -q
    if ! uris=$(plan); then
        echo "These packages are not to be had from the configured package sources:$packages" >&2
        exit 1
    fi
fi
echo "$uris" | awk -v names="$packages" '
    NF >= 3 { n++; bytes += $3 }
    END { printf "Will install%s: %d packages, %.1f MB to download.\n", names, n, bytes / 1e6 }'

if ! install_now; then
    echo "That did not work; once more after apt-get update."
    as_root apt-get update -q
    install_now
fi

find_missing
if [ -n "$packages" ]; then
    echo "Installed, yet still not found:$reasons (packages:$packages)" >&2
    exit 1
fi
