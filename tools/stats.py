#!/usr/bin/env python3
"""make stats: lines per module, and how long the functions of src/ are.

A function's length is counted from its name's line to its closing brace, as clang-tidy's limit of
70 is. Code lines are lines with a token on them: neither blank nor only comment.
"""

import argparse
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from checklib import read_text, read_tree, walk  # noqa: E402

OTHERS = (("sql", (".sql",)), ("templates", (".html",)), ("messages", (".msg",)), ("assets", (".css", ".js")),
          ("tools", (".py", ".sh")), ("docs", (".md",)))
QUANTILES = (50, 75, 90, 95, 99, 100)


@dataclass(frozen=True)
class Function:
    name: str
    path: str
    line: int
    n_lines: int


def name_before(tokens, i_brace):
    """The name token of the function whose body opens at i_brace, or None."""
    depth = 0
    for i in range(i_brace - 1, -1, -1):
        text = tokens[i].text
        if text == ")":
            depth += 1
        elif text == "(":
            depth -= 1
            if depth == 0:
                return tokens[i - 1] if i > 0 and tokens[i - 1].kind == "name" else None
        elif depth == 0:
            return None
    return None


def functions_of(source):
    """The functions a file defines, in its order."""
    tokens, depth, name = source.tokens, 0, None
    for i, token in enumerate(tokens):
        if token.text == "{":
            if depth == 0:
                name = name_before(tokens, i)
            depth += 1
        elif token.text == "}":
            depth -= 1
            if depth == 0 and name is not None:
                yield Function(name.text, source.path, name.line, token.line - name.line + 1)
                name = None


def code_lines(source):
    return len({token.line for token in source.tokens})


def quantile(values, percent):
    """The smallest value that at least `percent` % of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def table(rows, head):
    rows = [head, *rows]
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(head))]
    for row in rows:
        cells = [str(row[0]).ljust(widths[0])] + [str(c).rjust(w) for c, w in zip(row[1:], widths[1:])]
        print("  ".join(cells).rstrip())


def module_order(root, modules):
    names = [line.split(":")[0].strip() for line in read_text(root, "floors.txt").split("\n") if ":" in line]
    names = [name for name in names if not name.startswith("#")]
    return sorted(modules, key=lambda module: names.index(module) if module in names else len(names))


def print_modules(root, sources, functions):
    by_module = defaultdict(list)
    for source in sources:
        by_module[source.module].append(source)
    rows = []
    for module in module_order(root, by_module):
        files = by_module[module]
        lengths = [f.n_lines for f in functions if f.path.startswith(f"src/{module}/")]
        rows.append((module, len(files), sum(len(s.lines) - 1 for s in files), sum(map(code_lines, files)),
                     len(lengths), quantile(lengths, 50) if lengths else "", max(lengths, default="")))
    total = ("all", *(sum(row[i] for row in rows) for i in (1, 2, 3, 4)),
             quantile([f.n_lines for f in functions], 50), max(f.n_lines for f in functions))
    table([*rows, total], ("src/", "files", "lines", "code", "functions", "median", "longest"))


def print_others(root):
    rows = []
    tests = read_tree(root, ("tests",))
    rows.append(("tests (C)", len(tests), sum(len(s.lines) - 1 for s in tests)))
    for folder, suffixes in OTHERS:
        paths = walk(root, (folder,), suffixes)
        rows.append((folder, len(paths), sum(read_text(root, path).count("\n") for path in paths)))
    table(rows, ("beside it", "files", "lines"))


def print_functions(functions, n_longest):
    lengths = [f.n_lines for f in functions]
    table([[f"{percent} %", quantile(lengths, percent)] for percent in QUANTILES], ("function length", "lines"))
    print()
    longest = sorted(functions, key=lambda f: (-f.n_lines, f.path))[:n_longest]
    table([(f"{f.path}:{f.line}", f.n_lines, f.name) for f in longest], ("longest", "lines", "function"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--root", default=str(Path(__file__).resolve().parents[1]))
    parser.add_argument("--longest", type=int, default=10, help="how many to list")
    options = parser.parse_args()
    sources = read_tree(options.root, ("src",))
    functions = [function for source in sources for function in functions_of(source)]
    print_modules(options.root, sources, functions)
    print()
    print_others(options.root)
    print()
    print_functions(functions, options.longest)
    return 0


if __name__ == "__main__":
    sys.exit(main())
