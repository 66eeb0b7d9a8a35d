#!/usr/bin/env python3
"""Adds the braces that check_source.py asks for: tools/fix_braces.py FILE…  (tools/lint.py --fix does all)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from check_source import arms_of, directive_lines, is_do_while, match_ends, needs_braces  # noqa: E402
from checklib import read_c  # noqa: E402


def end_of(tokens, first, last, partners):
    """Index of the last token of a bare body, which may itself be a statement with arms."""
    while tokens[first].text in ("if", "for", "while"):
        _, first, last, is_braced = list(arms_of(tokens, first, partners))[-1]
        if is_braced:
            break
    return last


def brace(lines, tokens, arm, partners):
    keyword, first, last, is_braced = arm
    if is_braced:
        return
    last = end_of(tokens, first, last, partners)
    following = tokens[last + 1]
    if following.text == "else":
        lines[following.line - 1] = lines[following.line - 1].replace("else", "} else", 1)
    else:
        line = lines[keyword.line - 1]
        lines.insert(tokens[last].line, line[:len(line) - len(line.lstrip())] + "}")
    lines[tokens[first].line - 2] += " {"


def fix_first(text):
    """The text with one statement's arms braced, or None when there is nothing to do."""
    source = read_c("", text)
    hidden = directive_lines(source)
    tokens = [token for token in source.tokens if token.line not in hidden]
    partners = match_ends(tokens)
    for i, token in enumerate(tokens):
        if token.text not in ("if", "for", "while") or (i > 0 and tokens[i - 1].text == "else"):
            continue
        if token.text == "while" and is_do_while(tokens, i, partners):
            continue
        arms = list(arms_of(tokens, i, partners))
        if needs_braces(tokens, arms):
            lines = source.lines
            for arm in reversed(arms):
                brace(lines, tokens, arm, partners)
            return "\n".join(lines)
    return None


def fix(text):
    while (fixed := fix_first(text)) is not None:
        text = fixed
    return text


def main(paths):
    for path in paths:
        before = Path(path).read_text(encoding="utf-8")
        after = fix(before)
        if after != before:
            Path(path).write_text(after, encoding="utf-8")
            print(f"braces: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
