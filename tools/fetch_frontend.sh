#!/bin/sh
# Brings the front-end parts named in package-lock.json and copies the few files the binary serves
# to assets/vendor. Does nothing when they are already there and current.
#
#   tools/fetch_frontend.sh          packages, then files
#   tools/fetch_frontend.sh --check  exit 0 if nothing is to be done
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
modules=$root/node_modules
vendor=$root/assets/vendor
want=$(cat "$root/package-lock.json" "$0" | sha256sum | cut -d' ' -f1)
want_modules=$(sha256sum <"$root/package-lock.json" | cut -d' ' -f1)

# Whether the file holds just this word.
holds() { # file word
    [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}

if holds "$vendor/.digest" "$want" && holds "$modules/.coalition-digest" "$want_modules"; then
    exit 0
fi
[ "${1:-}" = --check ] && exit 1

if ! holds "$modules/.coalition-digest" "$want_modules"; then
    (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
    printf '%s\n' "$want_modules" >"$modules/.coalition-digest"
fi

# One face of a family, as the style sheets of ours write them. The address carries the digest that
# the binary gives to embedded files (BLAKE2b-256, its first 16 digits), so it may be kept for ever.
face() { # family weight file ranges
    digest=$(b2sum -l 256 "$fresh/files/$3" | cut -c1-16)
    cat <<CSS
@font-face {
  font-family: "$1"; font-style: normal; font-display: swap; font-weight: $2;
  src: url(files/$3?v=$digest) format("woff2");${4:+
  unicode-range: $4;}
}
CSS
}

# The unicode-range that a package's style sheet gives to a file.
ranges() { # css file
    awk -v file="$2" '
        index($0, "files/" file) { found = 1 }
        found && /unicode-range/ { sub(/^.*unicode-range: */, ""); sub(/;.*$/, ""); print; exit }
    ' "$1"
}

fresh=$root/assets/.vendor.$$
trap 'rm -rf "$fresh"' EXIT
mkdir -p "$fresh/files"

cp "$modules/htmx.org/dist/htmx.min.js" "$fresh/htmx.min.js"
sed -e 's|/\*# sourceMappingURL=.*\*/||' \
    "$modules/@tabler/core/dist/css/tabler.min.css" >"$fresh/tabler.min.css"

# Inter for the screen: one variable file a script, taken only when a page has its letters.
package=$modules/@fontsource-variable/inter
for script in latin-ext latin; do
    file=inter-$script-wght-normal.woff2
    cp "$package/files/$file" "$fresh/files/$file"
    range=$(ranges "$package/wght.css" "$file")
    [ -n "$range" ] || { echo "fetch_frontend: no unicode-range for $file" >&2; exit 1; }
    face 'Inter Variable' '100 900' "$file" "$range" >>"$fresh/inter.css"
done

# Inter for paper: static files under names of their own, because print engines ignore the
# variable file's weights and the ranges.
package=$modules/@fontsource/inter
for weight in 400 500 600; do
    file=inter-latin-$weight-normal.woff2
    cp "$package/files/$file" "$fresh/files/$file"
    face 'Inter Print' "$weight" "$file" '' >>"$fresh/inter-print.css"
    file=inter-latin-ext-$weight-normal.woff2
    cp "$package/files/$file" "$fresh/files/$file"
    face 'Inter Ext Print' "$weight" "$file" '' >>"$fresh/inter-print.css"
    # For pictures (figure/png.c): the same as plain TrueType.
    for script in latin latin-ext; do
        file=inter-$script-$weight-normal
        python3 "$root/tools/woff_to_ttf.py" "$package/files/$file.woff" "$fresh/files/$file.ttf"
    done
done

cp "$modules/htmx.org/LICENSE" "$fresh/LICENSE-htmx.txt"
cp "$modules/@fontsource-variable/inter/LICENSE" "$fresh/LICENSE-inter.txt"

printf '%s\n' "$want" >"$fresh/.digest"
rm -rf "$vendor"
mv "$fresh" "$vendor"
trap - EXIT
