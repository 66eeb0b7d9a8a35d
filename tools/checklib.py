"""What the checks share: findings, the files of the tree, and a C reader that knows comments.

A check is a script that prints TAP, one line per rule, so that meson counts rules rather than
scripts. It is tested by tests/tools/test_*.py on small wrong trees.
"""

import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """One breach of one rule; `line` is 1-based, 0 for the whole file."""

    path: str
    line: int
    rule: str
    text: str

    def __str__(self):
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.rule}: {self.text}"


@dataclass(frozen=True)
class Token:
    """A C token that is not a blank: kind is name, number, text, char, punct or directive."""

    kind: str
    text: str
    line: int


@dataclass
class Source:
    """A C file, read: its tokens, comments by line, and opt-outs by line."""

    path: str
    module: str
    text: str
    tokens: list = field(default_factory=list)
    comments: list = field(default_factory=list)  # (line, text), block comments
    line_comments: list = field(default_factory=list)  # (line, text), the refused kind
    opt_outs: dict = field(default_factory=dict)  # line -> [OptOut]

    @property
    def lines(self):
        return self.text.split("\n")


@dataclass
class OptOut:
    rule: str
    reason: str
    line: int
    is_used: bool = False


TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/)
      | (?P<line_comment>//[^\n]*)
      | (?P<text>(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")
      | (?P<char>[uUL]?'(?:\\.|[^'\\\n])*')
      | (?P<name>[A-Za-z_]\w*)
      | (?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)
      | (?P<directive>^[ \t]*\#[ \t]*\w+)
      | (?P<punct>->|\+\+|--|<<=|>>=|<=|>=|==|!=|&&|\|\||\.\.\.|[-+*/%&|^]=|[^\s\w])
      | (?P<newline>\n)
      | (?P<blank>[^\S\n]+|\\\n)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
OPT_OUT = re.compile(r"/\*\s*check:\s*([a-z-]+)\s*,\s*(\S.*?)\s*\*/", re.DOTALL)
BARE_OPT_OUT = re.compile(r"/\*\s*check:")


def read_c(path, text, module=""):
    """Splits a C file into tokens and comments. Never fails: what it cannot read is punctuation."""
    source = Source(path=path, module=module, text=text)
    line = 1
    for match in TOKEN.finditer(text):
        kind, piece = match.lastgroup, match.group()
        if kind == "comment":
            source.comments.append((line, piece))
            opt_out = OPT_OUT.fullmatch(piece)
            if opt_out:
                source.opt_outs.setdefault(line, []).append(
                    OptOut(opt_out.group(1), opt_out.group(2), line)
                )
        elif kind == "line_comment":
            source.line_comments.append((line, piece))
        elif kind == "directive":
            source.tokens.append(Token(kind, piece.replace(" ", "").replace("\t", ""), line))
        elif kind not in ("newline", "blank"):
            source.tokens.append(Token(kind, piece, line))
        line += piece.count("\n")
    return source


def opt_out_for(source, finding_line, rule):
    """The opt-out covering a line: on it, or alone on the line above."""
    for line in (finding_line, finding_line - 1):
        for opt_out in source.opt_outs.get(line, []):
            if opt_out.rule != rule:
                continue
            is_alone = source.lines[line - 1].lstrip().startswith("/*")
            if line == finding_line or is_alone:
                return opt_out
    return None


def walk(root, folders, suffixes):
    """Paths relative to root, sorted, of files below the folders with one of the suffixes."""
    found = []
    for folder in folders:
        for directory, names, files in os.walk(Path(root) / folder):
            names[:] = [n for n in names if not n.startswith(".") and n != "node_modules"]
            for name in files:
                if name.endswith(tuple(suffixes)):
                    found.append(str((Path(directory) / name).relative_to(root)))
    return sorted(found)


def read_text(root, path):
    return (Path(root) / path).read_text(encoding="utf-8")


def module_of(path):
    """"base" for src/base/text.c, "demo" for demo/sample.c, "" elsewhere."""
    parts = Path(path).parts
    if parts[0] == "demo":
        return "demo"
    return parts[1] if len(parts) > 2 and parts[0] == "src" else ""


def read_tree(root, folders=("src", "demo", "tests", "bench"), suffixes=(".c", ".h")):
    return [read_c(path, read_text(root, path), module_of(path)) for path in walk(root, folders, suffixes)]


def report(rules, findings, out=sys.stdout):
    """Prints TAP, one line per rule, findings below it as comments. Returns the exit status."""
    by_rule = {rule: [] for rule in rules}
    for finding in sorted(set(findings)):
        by_rule.setdefault(finding.rule, []).append(finding)
    print(f"1..{len(by_rule)}", file=out)
    for number, (rule, found) in enumerate(by_rule.items(), start=1):
        print(f"{'not ok' if found else 'ok'} {number} - {rule}", file=out)
        for finding in found:
            print(f"# {finding}", file=out)
    return 1 if any(by_rule.values()) else 0
