#!/bin/sh
# Proves that what is committed is enough: clones HEAD into a temporary directory and runs .ci/run there.
#
#   tools/fresh_clone_test.sh              on this machine
#   tools/fresh_clone_test.sh --bare SUITE [CMD…]   in a new Debian SUITE with nothing installed (root, debootstrap);
#                                          CMD is `make build` unless given, say `make demo ARGS=--no-serve`
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
dir=$(mktemp -d "${TMPDIR:-/tmp}/coalition-fresh.XXXXXX")
mounted=''

finish() {
    status=$?
    trap - EXIT
    # Nothing is removed while something is still mounted below.
    if [ -n "$mounted" ] && ! umount "$mounted"; then
        echo "could not unmount $mounted; left in place" >&2
        exit 1
    fi
    rm -rf --one-file-system "$dir"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

if [ "${1:-}" != --bare ]; then
    git clone --quiet "$root" "$dir/coalition"
    (cd "$dir/coalition" && bash .ci/run)
    exit
fi

suite=${2:?a Debian suite, say bookworm}
shift 2
[ $# -gt 0 ] || set -- make build
# The package source is the one that this machine uses.
source=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb  *\(\[[^]]*\] *\)\{0,1\}\([^ ]*\).*/\2/p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1)
debootstrap --variant=minbase --include=make "$suite" "$dir/system" "$source" >"$dir/debootstrap.log" 2>&1 || {
    tail -n 20 "$dir/debootstrap.log" >&2
    exit 1
}
rm -rf "$dir/system/var/lib/apt/lists"
mkdir -p "$dir/system/var/lib/apt/lists"
cp /etc/resolv.conf "$dir/system/etc/resolv.conf"
# A certificate of this machine's own network, where there is one.
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
    cp "$NODE_EXTRA_CA_CERTS" "$dir/system/root/certificates.crt"
fi
git clone --quiet "$root" "$dir/system/root/coalition"
mount -t proc proc "$dir/system/proc"
mounted=$dir/system/proc
# shellcheck disable=SC2016
chroot "$dir/system" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root CI=true \
    NODE_EXTRA_CA_CERTS=/root/certificates.crt sh -c 'cd /root/coalition && exec "$@"' sh "$@" </dev/null
