#!/usr/bin/env python3
"""make lint: formatting, clang-tidy, shell scripts, spelling, source rules.

Prints TAP, one line per tool (clang-tidy: one per file), and keeps it in BUILD/lint.tap. A file
that clang-tidy found clean is not looked at again until it, a header it includes, its flags or
.clang-tidy change. `tools/lint.py --fix` formats and braces the C files in place and does nothing else.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import check_source  # noqa: E402
import fix_braces  # noqa: E402
from checklib import walk  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
C_FOLDERS = ("src", "demo", "tests", "bench")
# Not tests: they misspell on purpose.
SPELLED = ("src", "bench", "tools", "docs", "templates", "messages", "sql", "assets", "demo",
           "examples", "packaging", "Makefile", "README.md", "ARCHITECTURE.md", "GLOSSARY.md",
           "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
NOT_SPELLED = ("*.min.*", "*.json", "*.svg", "*.csv", "*.woff2", "*.tsv", "node_modules")

# -O0: the optimised g_new() of GLib is a statement expression, which counts as a level of nesting.
TIDY_FLAGS = ("--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-O0")


def run(command, **options):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **options)
    return done.returncode == 0, (done.stdout + done.stderr).strip()


def c_files():
    return walk(ROOT, C_FOLDERS, (".c", ".h"))


def lint_format():
    return run(["clang-format-14", "--dry-run", "-Werror", *c_files()])


def fix_format():
    fix_braces.main([str(ROOT / path) for path in c_files()])
    return run(["clang-format-14", "-i", *c_files()])


def shell_scripts():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT,
                            capture_output=True, text=True, check=True).stdout.split("\n")
    for path in filter(None, listed):
        full = ROOT / path
        if full.is_file() and not full.is_symlink():
            with full.open("rb") as file:
                first = file.readline(64)
            if first.startswith(b"#!") and b"sh" in first.split(b"/")[-1] and b"python" not in first:
                yield path


def lint_shell():
    return run(["shellcheck", "--external-sources", *shell_scripts()])


def lint_spelling():
    paths = [path for path in SPELLED if (ROOT / path).exists()]
    words = ROOT / "tools" / "spelling.txt"
    command = ["codespell", "--skip", ",".join(NOT_SPELLED), "--ignore-words", str(words)]
    return run([*command, *paths])


def lint_source():
    findings = check_source.check(ROOT)
    return not findings, "\n".join(str(finding) for finding in sorted(set(findings)))


class Tidy:
    """clang-tidy over the translation units of src/, with a memory of what was clean."""

    def __init__(self, build):
        self.build = Path(build).resolve()
        self.stamps = self.build / "tidy"
        self.stamps.mkdir(exist_ok=True)
        self.config = (ROOT / ".clang-tidy").read_bytes()
        self.headers = self.read_headers()

    def read_headers(self):
        """{object: [header of ours]}, as ninja remembers from compiling."""
        headers, current = {}, None
        done = subprocess.run(["ninja", "-C", str(self.build), "-t", "deps"],
                              capture_output=True, text=True, check=True)
        for line in done.stdout.split("\n"):
            if line and not line.startswith(" "):
                current = headers.setdefault(line.split(":")[0], [])
            elif line.strip() and not line.strip().startswith("/usr/"):
                current.append(line.strip())
        return headers

    def units(self):
        commands = json.loads((self.build / "compile_commands.json").read_text(encoding="utf-8"))
        for command in commands:
            path = (Path(command["directory"]) / command["file"]).resolve()
            if path.is_relative_to(ROOT / "src") or path.is_relative_to(ROOT / "demo"):
                yield path, command

    def digest(self, path, command):
        digest = hashlib.sha256(self.config + command["command"].encode())
        for name in [str(path), *self.headers.get(command.get("output", ""), [])]:
            full = self.build / name
            digest.update(name.encode() + (full.read_bytes() if full.is_file() else b""))
        return digest.hexdigest()

    def lint(self, unit):
        path, command = unit
        name = str(path.relative_to(ROOT))
        stamp = self.stamps / name.replace("/", "-")
        digest = self.digest(path, command)
        if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
            return name, True, ""
        is_clean, text = run(["clang-tidy-14", "--quiet", "-p", str(self.build),
                              *TIDY_FLAGS, str(path)])
        if is_clean:
            stamp.write_text(digest, encoding="ascii")
        return name, is_clean, text

    def lint_all(self):
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            yield from pool.map(self.lint, self.units())


class Tap:
    """Prints results and keeps them in a file."""

    def __init__(self, path):
        self.file = open(path, "w", encoding="utf-8")
        self.n_results = 0
        self.n_failed = 0

    def say(self, line):
        print(line, flush=True)
        self.file.write(line + "\n")

    def result(self, name, is_ok, text):
        self.n_results += 1
        self.n_failed += not is_ok
        self.say(f"{'ok' if is_ok else 'not ok'} {self.n_results} - {name}")
        if not is_ok:
            for line in text.split("\n"):
                self.say(f"# {line}")

    def close(self):
        self.say(f"1..{self.n_results}")
        self.file.close()
        return 1 if self.n_failed or not self.n_results else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", default=str(ROOT / "build"))
    parser.add_argument("--fix", action="store_true", help="format and brace the C files and stop")
    options = parser.parse_args()
    if options.fix:
        is_ok, text = fix_format()
        print(text)
        return 0 if is_ok else 1
    tap = Tap(Path(options.build) / "lint.tap")
    for name, tool in (("clang-format", lint_format), ("shellcheck", lint_shell),
                       ("codespell", lint_spelling), ("source rules", lint_source)):
        tap.result(name, *tool())
    for path, is_clean, text in Tidy(options.build).lint_all():
        tap.result(f"clang-tidy {path}", is_clean, text)
    return tap.close()


if __name__ == "__main__":
    sys.exit(main())
