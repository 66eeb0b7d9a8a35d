#!/usr/bin/env python3
"""Compiles each header of src/ alone, and looks at how each begins."""

import argparse
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from checklib import Finding, read_text, report, walk  # noqa: E402

RULES = {
    "compiles-alone": "a header compiles with nothing included before it",
    "pragma-once": "a header says #pragma once, before anything else but its comment",
    "unit-comment": "a header opens with a comment that says what the unit is",
}


def flags_of(build):
    """Include paths, defines and the standard, as the build uses them."""
    commands = json.loads((Path(build) / "compile_commands.json").read_text(encoding="utf-8"))
    flags = []
    for command in commands:
        words = shlex.split(command["command"])
        for word, following in zip(words, words[1:] + [""]):
            flag = None
            if re.match(r"-I.", word):
                flag = "-I" + os.path.join(command["directory"], word[2:])
            elif word == "-isystem":
                flag = "-isystem" + os.path.join(command["directory"], following)
            elif re.match(r"-(D|std=|pthread)", word):
                flag = word
            if flag is not None and flag not in flags:
                flags.append(flag)
    return flags


def compile_alone(compiler, flags, root, path):
    """The first error of the compiler, or None."""
    command = [*compiler, *flags, "-Wall", "-Wextra", "-Wno-unused-function", "-Werror",
               "-fsyntax-only", "-x", "c", "-"]
    unit = f'#include "{(Path(root) / path).resolve()}"\n'
    done = subprocess.run(command, input=unit, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    errors = [line for line in done.stderr.split("\n") if "error" in line]
    return errors[0] if errors else done.stderr.strip()


def check_form(path, text):
    if not text.startswith("/*"):
        yield Finding(path, 1, "unit-comment", "the first line opens a comment: what this unit is")
    code = re.sub(r"\A(\s*/\*.*?\*/)+", "", text, flags=re.DOTALL).lstrip()
    if not code.startswith("#pragma once"):
        yield Finding(path, 1, "pragma-once", "#pragma once comes right after the first comment")


def check(root, compiler, flags):
    paths = walk(root, ("src", "demo"), (".h",))
    findings = []
    for path in paths:
        findings.extend(check_form(path, read_text(root, path)))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        errors = pool.map(lambda path: compile_alone(compiler, flags, root, path), paths)
        for path, error in zip(paths, errors):
            if error is not None:
                findings.append(Finding(path, 0, "compiles-alone", error))
    return findings


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", default=".")
    parser.add_argument("--build", required=True, help="where compile_commands.json is")
    parser.add_argument("compiler", nargs="+")
    options = parser.parse_args()
    flags = [f"-I{Path(options.root).resolve() / 'src'}", f"-I{Path(options.root).resolve()}", *flags_of(options.build)]
    return report(RULES, check(options.root, options.compiler, flags))


if __name__ == "__main__":
    sys.exit(main())
