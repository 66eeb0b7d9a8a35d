#!/usr/bin/env python3
"""Holds the includes of src/ to floors.txt: who may include whom, and one owner per library."""

import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from checklib import Finding, read_text, read_tree, report, walk  # noqa: E402

RULES = {
    "floors-table": "floors.txt reads, is in order and names every module of src/",
    "floor": "a module includes only itself and the modules of its row",
    "include-form": 'our headers are included as "module/unit.h", others as <...>',
    "library": "an external library is used by one module only",
    "sql-owner": "the generated queries of a module are used by that module only",
    "private-header": "a _priv.h header is used by its own module only",
}

# The library names of floors.txt, and what their headers look like.
LIBRARY_HEADERS = {
    "glib": r"(glib|gio/|glib/|glib-object|gmodule)",
    "icu": r"unicode/",
    "sodium": r"sodium(\.h|/)",
    "gsl": r"gsl/",
    "openblas": r"(cblas|lapacke|openblas)",
    "jansson": r"jansson\.h",
    "expat": r"expat",
    "zip": r"zip\.h",
    "xlsxwriter": r"xlsxwriter",
    "ical": r"libical/",
    "cmark": r"cmark",
    "sqlite3": r"sqlite3",
    "pq": r"(libpq-fe|libpq/|pg_config|postgres)",
    "curl": r"curl/",
    "openssl": r"openssl/",
    "rsvg": r"(librsvg|cairo|fontconfig)",
    "xxhash": r"xxhash\.h",
    "stemmer": r"libstemmer",
    "liblinear": r"linear\.h",
    "microhttpd": r"microhttpd",
    "zlib": r"zlib\.h",
}
# glib is base's to own and everyone's to use above it; these floors are below it.
WITHOUT_GLIB = ("lang", "kernel")


class FloorsError(ValueError):
    """floors.txt cannot be read."""


def read_floors(text):
    """Returns ({module: set of modules}, {library: module}) of floors.txt, in the order of rows."""
    floors, owners = {}, {}
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        parts = re.split(r"[:|]", line)
        if len(parts) != 3:
            raise FloorsError(f"line {number}: expected `module : modules | libraries`")
        module, below, libraries = parts[0].strip(), parts[1].split(), parts[2].split()
        if module in floors:
            raise FloorsError(f"line {number}: module {module} has two rows")
        for name in below:
            if name not in floors:
                raise FloorsError(f"line {number}: {module} may include {name}, which no row above names")
        for name in libraries:
            if name not in LIBRARY_HEADERS:
                raise FloorsError(f"line {number}: library {name} has no pattern in tools/check_floors.py")
            if name in owners:
                raise FloorsError(f"line {number}: library {name} belongs to {owners[name]}")
            owners[name] = module
        floors[module] = set(below) | {module}
    return floors, owners


def includes_of(source):
    for number, line in enumerate(source.lines, start=1):
        match = re.match(r'\s*#\s*include\s+(["<])([^">]+)[">]', line)
        if match:
            yield number, match.group(1) == "<", match.group(2)


def library_of(header):
    for library, pattern in LIBRARY_HEADERS.items():
        if re.match(pattern, header):
            return library
    return None


def check_system(source, line, header, owners):
    library = library_of(header)
    if library == "glib":
        if source.module in WITHOUT_GLIB:
            yield Finding(source.path, line, "library", f"<{header}>: {source.module} does without GLib")
    elif library is not None and owners.get(library) != source.module:
        owner = owners.get(library, "no module yet")
        yield Finding(source.path, line, "library", f"<{header}> belongs to {owner}")


def check_own(source, line, header, floors):
    where, _, unit = header.partition("/")
    if not unit:
        yield Finding(source.path, line, "include-form", f'"{header}": write it as "module/unit.h"')
    elif where == "sql":
        owner = Path(unit).stem
        if owner != source.module:
            yield Finding(source.path, line, "sql-owner", f'"{header}" belongs to {owner}')
    elif where not in floors:
        yield Finding(source.path, line, "include-form", f'"{header}": there is no module {where}')
    elif where not in floors[source.module]:
        yield Finding(source.path, line, "floor", f'{source.module} may not include "{header}"')
    elif unit.endswith("_priv.h") and where != source.module:
        yield Finding(source.path, line, "private-header", f'"{header}" is private to {where}')


def check_source(source, floors, owners):
    for line, is_system, header in includes_of(source):
        if is_system:
            yield from check_system(source, line, header, owners)
        else:
            yield from check_own(source, line, header, floors)


def check(root):
    """All findings in the tree at root."""
    try:
        floors, owners = read_floors(read_text(root, "floors.txt"))
    except (FloorsError, OSError) as error:
        return [Finding("floors.txt", 0, "floors-table", str(error))]
    findings = []
    for source in read_tree(root, ("src", "demo")):
        if source.module == "":
            continue
        if source.module not in floors:
            findings.append(Finding(source.path, 0, "floors-table", f"no row for module {source.module}"))
            continue
        findings.extend(check_source(source, floors, owners))
    for path in walk(root, ("sql",), (".sql",)):
        owner = Path(path).parts[1]
        if owner != "schema" and owner not in floors:
            findings.append(Finding(path, 0, "floors-table", f"no row for module {owner}"))
    return findings


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", default=".")
    options = parser.parse_args()
    return report(RULES, check(options.root))


if __name__ == "__main__":
    sys.exit(main())
