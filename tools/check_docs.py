#!/usr/bin/env python3
"""Holds the documents to the tree: what they name has to be there."""

import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from checklib import Finding, read_text, report, walk  # noqa: E402

RULES = {
    "doc-link": "a relative link leads to a file",
    "doc-path": "a path in `backticks` that begins with a folder of ours is there",
    "doc-target": "`make x` names a target of the Makefile",
    "doc-module": "ARCHITECTURE.md names each module of src/, and no module that is not there",
    "doc-decision": "each decision is in docs/decisions/README.md",
    "doc-index": "each document under docs/ is reached from docs/README.md or a README beside it",
}

FOLDERS = ("src", "sql", "templates", "messages", "assets", "demo", "tools", "tests", "docs", "examples",
           "bench", "packaging", ".ci")
# Made by the build or by a tool, not kept in the tree.
MADE = ("assets/vendor", "tests/out", "build")
# A document that builds up an example names its files: <!-- example: leader -->
EXAMPLE = re.compile(r"<!-- example: ([a-z0-9_ ]+) -->")
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
CODE = re.compile(r"`([^`\n]+)`")
MODULE_ROW = re.compile(r"^\|\s*`([a-z]+)`\s*\|", re.MULTILINE)


def documents(root):
    top = sorted(path.name for path in Path(root).glob("*.md"))
    return [path for path in top if path != "node_modules"] + walk(root, ("docs", "examples"), (".md",))


def without_blocks(text):
    """The text with fenced blocks emptied, line numbers kept."""
    lines, is_inside = [], False
    for line in text.split("\n"):
        if line.lstrip().startswith("```"):
            is_inside = not is_inside
            line = ""
        lines.append("" if is_inside else line)
    return "\n".join(lines)


def line_of(text, match):
    return text.count("\n", 0, match.start()) + 1


def exists(root, pattern):
    if re.fullmatch(r"docs/decisions/\d{4}", pattern):
        pattern += "-*"
    return any(True for _ in Path(root).glob(pattern)) if "*" in pattern else (Path(root) / pattern).exists()


def names_of_path(word):
    """The paths a word in backticks stands for: braces are spelled out, templates left alone."""
    if re.search(r"[<>…$\s()=]|NNNN|NAME|MODULE|NOUN|/$", word.rstrip("/")) or "/" not in word:
        return []
    match = re.search(r"\{([^}]*)\}", word)
    if match:
        return [name for part in match.group(1).split(",")
                for name in names_of_path(word[:match.start()] + part + word[match.end():])]
    return [word.split(":")[0].rstrip("/")] if word.split("/")[0] in FOLDERS else []


def is_told(name, examples):
    """Whether a path need not be there: it is made, or belongs to the document's example."""
    return name.startswith(MADE) or Path(name).stem.removeprefix("test_").removesuffix("_store") in examples


def check_document(root, path, targets):
    text = without_blocks(read_text(root, path))
    examples = set(" ".join(EXAMPLE.findall(text)).split())
    for match in LINK.finditer(text):
        target = match.group(1)
        if "://" not in target and not target.startswith("mailto:"):
            if not (Path(root) / path).parent.joinpath(target).exists():
                yield Finding(path, line_of(text, match), "doc-link", target)
    for match in CODE.finditer(text):
        word = match.group(1)
        for name in names_of_path(word):
            if not exists(root, name) and not is_told(name, examples):
                yield Finding(path, line_of(text, match), "doc-path", name)
        target = re.fullmatch(r"make ([a-z-]+).*", word)
        if target and target.group(1) not in targets:
            yield Finding(path, line_of(text, match), "doc-target", word)


def check_modules(root):
    table = re.search(r"^## Modules.*?(?=^## |\Z)", read_text(root, "ARCHITECTURE.md"), re.DOTALL | re.MULTILINE)
    named = set(MODULE_ROW.findall(table.group() if table else ""))
    there = {path.name for path in (Path(root) / "src").iterdir() if any(path.glob("*.[ch]"))}
    for module in sorted(there - named):
        yield Finding("ARCHITECTURE.md", 0, "doc-module", f"says nothing of src/{module}")
    for module in sorted(named - there):
        yield Finding("ARCHITECTURE.md", 0, "doc-module", f"names {module}, which is not in src/")


def links_from(root, path):
    for match in LINK.finditer(without_blocks(read_text(root, path))):
        target = (Path(root) / path).parent.joinpath(match.group(1))
        if target.is_dir():
            target = target / "README.md"
        if target.exists() and target.resolve().is_relative_to(Path(root).resolve()):
            yield str(target.resolve().relative_to(Path(root).resolve()))


def check_reach(root, paths):
    reached, waiting = set(), ["docs/README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or path not in paths:
            continue
        reached.add(path)
        waiting.extend(links_from(root, path))
    for path in paths:
        if path.startswith("docs/") and path not in reached:
            yield Finding(path, 0, "doc-index", "no way leads here from docs/README.md")
    index = set(links_from(root, "docs/decisions/README.md"))
    for path in walk(root, ("docs/decisions",), (".md",)):
        if re.match(r"\d{4}-", Path(path).name) and path not in index:
            yield Finding(path, 0, "doc-decision", "not in docs/decisions/README.md")


def check(root):
    targets = set(re.findall(r"^([a-z-]+):", read_text(root, "Makefile"), re.MULTILINE))
    paths = documents(root)
    findings = [*check_modules(root), *check_reach(root, paths)]
    for path in paths:
        findings.extend(check_document(root, path, targets))
    return findings


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", default=".")
    options = parser.parse_args()
    return report(RULES, check(options.root))


if __name__ == "__main__":
    sys.exit(main())
