#!/usr/bin/env python3
"""Holds the message catalogue, the templates and the C code together.

A key is used by {{@ key name=field}} in a template, by a call such as cx_message_format(…, "key", …),
or by a table of C code that names it in a text. A text ending in "." begins keys that are put together.
"""

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from checklib import Finding, read_text, read_tree, report, walk  # noqa: E402

RULES = {
    "message-file": "each line of messages/*/*.msg reads, and each message parses",
    "message-twice": "a key is given once",
    "message-missing": "a key that is used is in messages/en",
    "message-unused": "a key in messages/en is used",
    "message-args": "a message is given the arguments it uses, and no others",
    "message-orphan": "a key of another language is in English too",
}

KEY = r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+"
TEMPLATE_KEY = re.compile(r"\{\{@\s*(" + KEY + r")((?:\s+[\w.]+=[\w.]+)*)\s*\}\}")
ANY_TEMPLATE_KEY = re.compile(r"\{\{@([^}]*)\}\}")
# The call and the index of the argument that is the key.
CALLS = {"cx_message_format": 1, "cx_message_format_args": 1, "cx_message_text": 1, "cx_catalogue_find": 1}
ARG_MACRO = re.compile(r"CX_ARG_[A-Z]+$")


class MessageError(ValueError):
    """A message that does not parse."""


@dataclass(frozen=True)
class Message:
    key: str
    text: str
    path: str
    line: int


def read_messages(path, text):
    """Yields a Message or a Finding for each entry of a .msg file."""
    entries = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = re.fullmatch(r"(" + KEY + r")\s*=\s*(.*)", line)
        if line[0] in " \t" and entries:
            entries[-1][1] += " " + line.strip()
        elif match:
            entries.append([match.group(1), match.group(2), number])
        else:
            yield Finding(path, number, "message-file", f"expected `area.key = text`: {line}")
    for key, message, number in entries:
        yield Message(key, message, path, number)


def skip_blanks(text, i):
    while i < len(text) and text[i].isspace():
        i += 1
    return i


def read_word(text, i):
    match = re.compile(r"\s*([\w=]+)\s*").match(text, i)
    if match is None:
        raise MessageError(f"a name is missing at \"{text[i:i + 20]}\"")
    return match.group(1), match.end()


def read_variants(text, i, names):
    """Reads `selector {message}`… up to the closing brace; returns the index after it."""
    i = skip_blanks(text, i)
    while i < len(text) and text[i] != "}":
        _, i = read_word(text, i)
        if i >= len(text) or text[i] != "{":
            raise MessageError('a variant has no "{"')
        i = skip_blanks(text, read_parts(text, i + 1, names, True))
    if i >= len(text):
        raise MessageError('"{" without "}"')
    return i + 1


def read_argument(text, i, names):
    """Reads an argument after its "{"; returns the index after its "}"."""
    name, i = read_word(text, i)
    names.add(name)
    if text[i:i + 1] == ",":
        kind, i = read_word(text, i + 1)
        if kind in ("plural", "select", "selectordinal"):
            if text[i:i + 1] != ",":
                raise MessageError(f"{kind} has no variants")
            return read_variants(text, i + 1, names)
        if text[i:i + 1] == ",":
            _, i = read_word(text, i + 1)
    if text[i:i + 1] != "}":
        raise MessageError(f'the argument "{name}" is not closed')
    return i + 1


def read_parts(text, i, names, is_variant):
    """Reads text and arguments up to the end, or to the "}" of a variant; returns the index after."""
    while i < len(text):
        if text[i:i + 2] == "''":
            i += 2
        elif text[i] == "'" and text[i + 1:i + 2] in ("{", "}", "#", "|"):
            end = text.find("'", i + 1)
            i = len(text) if end < 0 else end + 1
        elif text[i] == "{":
            i = read_argument(text, i + 1, names)
        elif text[i] == "}":
            if not is_variant:
                raise MessageError('"}" without "{"')
            return i + 1
        else:
            i += 1
    if is_variant:
        raise MessageError('"{" without "}"')
    return i


def args_of(text):
    """The names of the arguments a message uses."""
    names = set()
    read_parts(text, 0, names, False)
    return names


def split_arguments(tokens, i_open):
    """The arguments of a call as lists of tokens; i_open is the index of its "("."""
    arguments, depth = [[]], 0
    for token in tokens[i_open:]:
        if token.text in ("(", "{", "["):
            depth += 1
            if depth == 1:
                continue
        elif token.text in (")", "}", "]"):
            depth -= 1
            if depth == 0:
                return arguments
        if token.text == "," and depth == 1:
            arguments.append([])
        else:
            arguments[-1].append(token)
    return arguments


def text_of(tokens):
    """The text of an argument that is one literal, or None."""
    if len(tokens) == 1 and tokens[0].kind == "text":
        return tokens[0].text[1:-1]
    return None


def argument_names(arguments):
    """The names given by CX_ARG_…("name", …) arguments; None when one is not of that form."""
    names = set()
    for tokens in arguments:
        is_macro = len(tokens) > 3 and ARG_MACRO.match(tokens[0].text) and tokens[2].kind == "text"
        if not is_macro:
            return None
        names.add(tokens[2].text[1:-1])
    return names


@dataclass
class Use:
    key: str
    path: str
    line: int
    names: object  # a set, or None when it cannot be told


def uses_in_c(source):
    tokens = source.tokens
    for i, token in enumerate(tokens):
        if token.text in CALLS and i + 1 < len(tokens) and tokens[i + 1].text == "(":
            arguments = split_arguments(tokens, i + 1)
            index = CALLS[token.text]
            key = text_of(arguments[index]) if len(arguments) > index else None
            names = None
            if token.text == "cx_message_format":
                names = argument_names(arguments[index + 1:])
            elif token.text == "cx_message_text":
                names = set()
            if key is not None:
                yield Use(key, source.path, token.line, names)
        elif token.text.endswith("_key") and i + 2 < len(tokens) and tokens[i + 1].text == "=":
            if tokens[i + 2].kind == "text" and re.fullmatch(KEY, tokens[i + 2].text[1:-1]):
                yield Use(tokens[i + 2].text[1:-1], source.path, token.line, None)


def uses_in_template(path, text):
    for match in TEMPLATE_KEY.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        names = {pair.split("=")[0] for pair in match.group(2).split()}
        yield Use(match.group(1), path, line, names)


def bad_tags(path, text):
    for match in ANY_TEMPLATE_KEY.finditer(text):
        if not TEMPLATE_KEY.fullmatch(match.group(0)):
            line = text.count("\n", 0, match.start()) + 1
            yield Finding(path, line, "message-missing", f"not a key: {match.group(0)}")


def check_catalogue(root, language):
    """Returns ({key: Message}, findings) of messages/<language>."""
    messages, findings = {}, []
    for path in walk(root, (f"messages/{language}",), (".msg",)):
        for entry in read_messages(path, read_text(root, path)):
            if isinstance(entry, Finding):
                findings.append(entry)
            elif entry.key in messages:
                findings.append(Finding(path, entry.line, "message-twice", entry.key))
            else:
                messages[entry.key] = entry
                try:
                    args_of(entry.text)
                except MessageError as error:
                    findings.append(Finding(path, entry.line, "message-file", f"{entry.key}: {error}"))
    return messages, findings


def check_use(use, messages):
    message = messages.get(use.key)
    if message is None:
        yield Finding(use.path, use.line, "message-missing", use.key)
        return
    try:
        wanted = args_of(message.text)
    except MessageError:
        return
    if use.names is not None and use.names != wanted:
        given = ", ".join(sorted(use.names)) or "none"
        yield Finding(use.path, use.line, "message-args",
                      f"{use.key} uses {', '.join(sorted(wanted)) or 'none'}; given: {given}")


def check(root):
    messages, findings = check_catalogue(root, "en")
    uses, literals = [], set()
    for source in read_tree(root, ("src", "demo")):
        uses.extend(uses_in_c(source))
        literals |= {token.text[1:-1] for token in source.tokens if token.kind == "text"}
    for path in walk(root, ("templates",), (".html",)):
        text = read_text(root, path)
        uses.extend(uses_in_template(path, text))
        findings.extend(bad_tags(path, text))
    for use in uses:
        findings.extend(check_use(use, messages))
    used = {use.key for use in uses} | literals
    prefixes = tuple(text for text in literals if re.fullmatch(r"[a-z][a-z0-9_.]*\.", text))
    for key, message in messages.items():
        if key not in used and not key.startswith(prefixes or "\0"):
            findings.append(Finding(message.path, message.line, "message-unused", key))
    for folder in sorted(Path(root).glob("messages/*")):
        if folder.name != "en":
            others, more = check_catalogue(root, folder.name)
            findings.extend(more)
            findings.extend(Finding(m.path, m.line, "message-orphan", m.key)
                            for m in others.values() if m.key not in messages)
    return findings


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", default=".")
    options = parser.parse_args()
    return report(RULES, check(options.root))


if __name__ == "__main__":
    sys.exit(main())
