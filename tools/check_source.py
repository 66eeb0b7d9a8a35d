#!/usr/bin/env python3
"""The rules of the source that no compiler knows. Each has a name, which an opt-out gives:

    value = getenv("HOME"); /* check: banned-call, read once before any thread starts */

An opt-out stands on the line, or alone on the line above; one that covers nothing is refused.
"""

import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from checklib import (  # noqa: E402
    BARE_OPT_OUT, Finding, opt_out_for, read_text, read_tree, report, walk)

RULES = {
    "banned-call": "calls that are unsafe, unlocalised or hidden inputs are not made",
    "banned-glib": "parts of GLib that we do without are not used",
    "library-call": "calls into an external library are made by its own module only",
    "print": "g_print and printf are for cli/",
    "log": "modules below web never log above debug",
    "goto": "no goto",
    "line-comment": "comments are /* */; // stays free for local notes",
    "comment-width": "no comment runs past column 120: nothing else breaks its lines",
    "todo": "no TODO: say NEEDSWORK: <question> (docs/decisions/NNNN)",
    "float-format": "no %f, %e, %g: numbers are written by base/text.h",
    "sql-text": "no SQL is put together from text",
    "set-error-return": "g_set_error is followed by a return",
    "braces": "a body over one line is braced, and all arms of an if alike",
    "file-length": "no file over 600 lines",
    "glossary": "no identifier uses a word that GLOSSARY.md rejects",
    "opt-out": "opt-outs are well formed, give a reason and cover something",
    "nolint": "NOLINT names its check and gives a reason",
    "inline-code": "no style, script or handler inside a template, nothing from another host",
    "blanks": "no tab, trailing blank or missing newline at the end in source files",
}

FILE_LINES_MAX = 600
COMMENT_WIDTH_MAX = 120

BANNED_CALLS = {
    "strcpy": "g_strlcpy or GString", "strcat": "GString", "sprintf": "g_snprintf",
    "vsprintf": "g_vsnprintf", "strncpy": "g_strlcpy", "strncat": "GString", "gets": "GString",
    "strtok": "g_strsplit", "gmtime": "base/civil.h", "localtime": "base/civil.h",
    "ctime": "base/civil.h", "asctime": "base/civil.h", "gmtime_r": "base/civil.h",
    "localtime_r": "base/civil.h", "mktime": "base/civil.h", "strftime": "base/civil.h",
    "rand": "base/random.h", "srand": "base/random.h", "random": "base/random.h",
    "time": "base/clock.h", "gettimeofday": "base/clock.h", "clock_gettime": "base/clock.h",
    "g_get_real_time": "base/clock.h", "g_date_time_new_now": "base/clock.h",
    "g_date_time_new_now_utc": "base/clock.h", "g_date_time_new_now_local": "base/clock.h",
    "g_random_int": "base/random.h", "g_random_int_range": "base/random.h",
    "g_random_double": "base/random.h",
    "getenv": "app's configuration", "g_getenv": "app's configuration",
    "atoi": "base/text.h", "atol": "base/text.h", "atoll": "base/text.h", "atof": "base/text.h",
    "strtod": "base/text.h", "strtof": "base/text.h", "setlocale": "nothing: there is no locale",
    "malloc": "g_new or an arena", "calloc": "g_new0", "realloc": "g_renew", "free": "g_free",
    "system": "g_spawn with an argument list", "popen": "g_spawn with an argument list",
}
# Declares the banned calls, so that the compiler refuses most of them as well.
BANNED_HEADER = "src/lang/banned.h"
# `free` is for what C libraries hand out; base wraps those.
BANNED_CALLS_ALLOWED = {("base", "free"), ("base", "clock_gettime"), ("base", "g_get_real_time"),
                        ("app", "g_getenv"), ("cli", "g_getenv")}
BANNED_GLIB = re.compile(
    r"g_(return_(val_)?if_(fail|reached)|return_if_|error$|slice_|list_|slist_|queue_|object_|"
    r"signal_|type_register|main_loop_|main_context_|io_channel_|input_stream_|output_stream_)"
    r"|G(List|SList|Queue|Object|MainLoop|IOStream|InputStream|OutputStream)$"
)
LIBRARY_CALLS = (
    (re.compile(r"sqlite3(_\w+)?$"), "db"),
    (re.compile(r"(PQ[a-z]\w+|PGconn|PGresult)$"), "db"),
    (re.compile(r"(json_[a-z]\w*|json_t)$"), "codec"),
    (re.compile(r"MHD_\w+$"), "web"),
    (re.compile(r"gsl_\w+$"), "stat"),
    (re.compile(r"(sodium|crypto|randombytes)_\w+$"), "base"),
)
# Names that are types or constants of a library even where they are not called.
LIBRARY_NAMES = re.compile(r"(sqlite3(_stmt|_value|_context)?|PGconn|PGresult|json_t|MHD_\w+|gsl_\w+)$")
PRINT_CALLS = {"g_print", "g_printerr", "printf", "puts", "putchar", "vprintf"}
LOG_CALLS = {"g_message", "g_info", "g_warning", "g_critical", "g_log", "g_log_structured"}
MAY_LOG = {"app", "web", "pages", "cli"}
MAY_PRINT = {"cli"}
FLOAT_FORMAT = re.compile(r"%[-+ #0']*(\d+|\*)?(\.(\d+|\*))?(L)?[fFeEgGaA](?![a-z])")
SQL_WORDS = re.compile(r"\b(SELECT\b.*\bFROM|INSERT\s+INTO|UPDATE\b.*\bSET|DELETE\s+FROM|WHERE)\b", re.DOTALL)
FORMAT_TEXT = re.compile(r"%[-0-9.*]*(s|d|i|u|ll?[du])")
SQL_BUILDERS = {"sqlite3_mprintf", "sqlite3_vmprintf", "sqlite3_snprintf", "sqlite3_str_appendf"}
SET_ERROR = {"g_set_error", "g_set_error_literal", "g_propagate_error"}


def calls(tokens):
    """(index, token) of each name followed by "(", member calls left out."""
    for i, token in enumerate(tokens[:-1]):
        if token.kind != "name" or tokens[i + 1].text != "(":
            continue
        if i > 0 and tokens[i - 1].text in (".", "->"):
            continue
        yield i, token


def rule_calls(source):
    if source.path == BANNED_HEADER:
        return
    for _, token in calls(source.tokens):
        name = token.text
        if name in BANNED_CALLS and (source.module, name) not in BANNED_CALLS_ALLOWED:
            yield token.line, "banned-call", f"{name}: use {BANNED_CALLS[name]}"
        if name in PRINT_CALLS and source.module not in MAY_PRINT:
            yield token.line, "print", f"{name} outside cli/"
        if name in LOG_CALLS and source.module not in MAY_LOG:
            yield token.line, "log", f"{name}: explain in the GError, the caller's floor reports"
        if name in SQL_BUILDERS:
            yield token.line, "sql-text", f"{name}: bind by name"


def rule_names(source):
    called = {token.line: token for _, token in calls(source.tokens)}
    called_names = {(token.line, token.text) for token in called.values()}
    called_names |= {(token.line, token.text) for _, token in calls(source.tokens)}
    for i, token in enumerate(source.tokens):
        if token.kind != "name":
            continue
        if token.text == "goto":
            yield token.line, "goto", "return early and let g_autoptr clean up"
        if BANNED_GLIB.match(token.text):
            yield token.line, "banned-glib", token.text
        if i > 0 and source.tokens[i - 1].text in (".", "->"):
            continue
        for pattern, owner in LIBRARY_CALLS:
            is_use = (token.line, token.text) in called_names or LIBRARY_NAMES.match(token.text)
            if is_use and pattern.match(token.text) and source.module != owner:
                yield token.line, "library-call", f"{token.text} belongs to {owner}/"


def rule_comments(source):
    for line, text in source.line_comments:
        yield line, "line-comment", text.strip()
    for first, text in source.comments:
        for line in range(first, first + text.count("\n") + 1):
            if len(source.lines[line - 1]) > COMMENT_WIDTH_MAX:
                yield line, "comment-width", f"{len(source.lines[line - 1])} columns"
    for line, text in source.comments + source.line_comments:
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text):
            yield line, "todo", text.strip().split("\n")[0]
        if "NEEDSWORK" in text and not re.search(r"NEEDSWORK: .*docs/decisions/\d{4}", text, re.DOTALL):
            yield line, "todo", "NEEDSWORK: <question to settle> (docs/decisions/NNNN)"
        match = re.search(r"NOLINT\w*(.*)", text)
        if match and not re.match(r"\([\w.,* -]+\):? +\w+", match.group(1)):
            yield line, "nolint", "write NOLINT(check): reason"


def rule_texts(source):
    """Formats and SQL; neighbouring literals are one text, as the compiler sees them."""
    i = 0
    while i < len(source.tokens):
        if source.tokens[i].kind != "text":
            i += 1
            continue
        line, whole = source.tokens[i].line, ""
        while i < len(source.tokens) and (
            source.tokens[i].kind == "text" or re.fullmatch(r"PRI[a-zA-Z0-9]+", source.tokens[i].text)
        ):
            is_text = source.tokens[i].kind == "text"
            whole += source.tokens[i].text[1:-1] if is_text else "d"
            i += 1
        if FLOAT_FORMAT.search(whole.replace("%%", "")):
            yield line, "float-format", whole
        if SQL_WORDS.search(whole) and FORMAT_TEXT.search(whole.replace("%%", "")):
            yield line, "sql-text", "SQL with a format in it: bind by name"


def match_ends(tokens):
    """{index of "(", "{": index of its partner}, and the other way round."""
    partners, stack = {}, []
    for i, token in enumerate(tokens):
        if token.text in ("(", "{"):
            stack.append(i)
        elif token.text in (")", "}") and stack:
            j = stack.pop()
            partners[i], partners[j] = j, i
    return partners


def end_of_simple(tokens, i, partners):
    """Index of the ";" that ends the simple statement at i."""
    while i < len(tokens) and tokens[i].text != ";":
        i = partners.get(i, i) + 1 if tokens[i].text in ("(", "{") else i + 1
    return min(i, len(tokens) - 1)


def arms_of(tokens, i, partners):
    """The arms of the statement whose keyword is tokens[i]: (keyword, first, last, is braced)."""
    while i < len(tokens) and tokens[i].text in ("if", "for", "while", "else"):
        keyword = tokens[i]
        if keyword.text == "else" and i + 1 < len(tokens) and tokens[i + 1].text == "if":
            i += 1
        first = i + 1
        if tokens[i].text != "else":
            first = partners.get(i + 1, i + 1) + 1
        if first >= len(tokens):
            return
        is_braced = tokens[first].text == "{"
        last = partners.get(first, first) if is_braced else end_of_simple(tokens, first, partners)
        yield keyword, first, last, is_braced
        i = last + 1
        if keyword.text not in ("if", "else") or i >= len(tokens) or tokens[i].text != "else":
            return


def depth_at(tokens):
    """Brace depth before each token."""
    depth, depths = 0, []
    for token in tokens:
        if token.text == "}":
            depth -= 1
        depths.append(depth)
        if token.text == "{":
            depth += 1
    return depths


def rule_set_error(source):
    """The caller's error, that is: a local one (&why) may be looked at first."""
    tokens, depths, partners = source.tokens, depth_at(source.tokens), match_ends(source.tokens)
    for i, token in calls(tokens):
        if token.text not in SET_ERROR or depths[i] == 0 or tokens[i + 2].text == "&":
            continue
        j = partners.get(i + 1, i) + 1
        while j < len(tokens) and depths[j] > 0 and tokens[j].text in (";", "}", "else"):
            arms = list(arms_of(tokens, j, partners)) if tokens[j].text == "else" else []
            j = arms[-1][2] + 1 if arms else j + 1
        at_end = j >= len(tokens) or depths[j] == 0
        if not at_end and tokens[j].text != "return":
            yield token.line, "set-error-return", f"{token.text} is followed by {tokens[j].text}"


def directive_lines(source):
    """Lines of preprocessor directives, continued ones included."""
    lines, is_inside = set(), False
    for number, line in enumerate(source.lines, start=1):
        is_inside = is_inside or line.lstrip().startswith("#")
        if is_inside:
            lines.add(number)
        is_inside = is_inside and line.endswith("\\")
    return lines


def is_do_while(tokens, i, partners):
    """Whether the "while" at i ends a do { } while."""
    j = partners.get(i - 1) if i > 0 and tokens[i - 1].text == "}" else None
    return j is not None and j > 0 and tokens[j - 1].text == "do"


def needs_braces(tokens, arms):
    """Why the arms of a statement need braces, or None."""
    for _, first, last, is_braced in arms:
        is_nested = tokens[first].text in ("if", "for", "while", "do", "switch")
        if not is_braced and (is_nested or tokens[first].line != tokens[last].line):
            return "a body over one line is braced"
    if len({is_braced for _, _, _, is_braced in arms}) > 1:
        return "all arms are braced, or none"
    return None


def rule_braces(source):
    hidden = directive_lines(source)
    tokens = [token for token in source.tokens if token.line not in hidden]
    partners = match_ends(tokens)
    for i, token in enumerate(tokens):
        if token.text not in ("if", "for", "while") or (i > 0 and tokens[i - 1].text == "else"):
            continue
        if token.text == "while" and is_do_while(tokens, i, partners):
            continue
        why = needs_braces(tokens, list(arms_of(tokens, i, partners)))
        if why is not None:
            yield token.line, "braces", why


def words_of(name):
    """The words of an identifier, lower case: CxCaseStore and cx_case_store alike."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return [word for word in spaced.lower().split("_") if word]


def rejected_words(glossary):
    """{word: replacement} from GLOSSARY.md: in its tables the words in backticks of the column
    "not" are refused as identifiers; a row's first column is the word to use."""
    rejected = {}
    for line in glossary.split("\n"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 3:
            continue
        for word in re.findall(r"`([^`]+)`", cells[2]):
            rejected[word.lower()] = cells[0].strip("*")
    return rejected


def rejected_in(name, rejected):
    """The first rejected word in an identifier, singular or plural, or None."""
    joined = "_" + "_".join(words_of(name)) + "_"
    for word in rejected:
        if f"_{word}_" in joined or f"_{word}s_" in joined:
            return word
    return None


def rule_glossary(source, rejected):
    seen = set()
    for token in source.tokens:
        if token.kind != "name" or token.text in seen:
            continue
        seen.add(token.text)
        word = rejected_in(token.text, rejected)
        if word is not None:
            yield token.line, "glossary", f"{token.text}: {word} is called {rejected[word]} here"


def rule_form(source):
    if len(source.lines) - 1 > FILE_LINES_MAX:
        yield FILE_LINES_MAX + 1, "file-length", f"{len(source.lines) - 1} lines"
    if source.text and not source.text.endswith("\n"):
        yield len(source.lines), "blanks", "no newline at the end of the file"
    for number, line in enumerate(source.lines, start=1):
        if line != line.rstrip():
            yield number, "blanks", "blank at the end of the line"
        elif "\t" in line:
            yield number, "blanks", "tab"


def check_opt_outs(source):
    for line, text in source.comments:
        if BARE_OPT_OUT.match(text) and line not in source.opt_outs:
            yield Finding(source.path, line, "opt-out", "write /* check: rule-name, reason */")
    for opt_outs in source.opt_outs.values():
        for opt_out in opt_outs:
            if opt_out.rule not in RULES:
                yield Finding(source.path, opt_out.line, "opt-out", f"there is no rule {opt_out.rule}")
            elif not opt_out.is_used:
                yield Finding(source.path, opt_out.line, "opt-out", f"covers nothing: {opt_out.rule}")


def check_c(source, rejected):
    """Findings of one C file, opt-outs taken into account."""
    raw = [*rule_comments(source), *rule_form(source), *rule_glossary(source, rejected)]
    raw += rule_braces(source)
    raw += [found for found in rule_names(source) if found[1] == "goto"]
    if source.module:
        raw += rule_calls(source)
        raw += [found for found in rule_names(source) if found[1] != "goto"]
        raw += rule_texts(source)
        raw += rule_set_error(source)
    findings = []
    for line, rule, text in raw:
        opt_out = opt_out_for(source, line, rule)
        if opt_out is not None:
            opt_out.is_used = True
        else:
            findings.append(Finding(source.path, line, rule, text))
    findings.extend(check_opt_outs(source))
    return findings


INLINE = (
    (re.compile(r"<style\b|\sstyle\s*="), "style belongs in assets/, what varies by data is SVG"),
    (re.compile(r"<script\b(?![^>]*\ssrc=)"), "script belongs in assets/"),
    (re.compile(r"\son[a-z]+\s*="), "handlers belong in assets/"),
    (re.compile(r"""<(script|link|img|iframe)\b[^>]*\b(src|href)\s*=\s*["']?(https?:)?//"""),
     "served by us, or not at all"),
)


def check_template(path, text):
    for number, line in enumerate(text.split("\n"), start=1):
        for pattern, why in INLINE:
            if pattern.search(line):
                yield Finding(path, number, "inline-code", f"{why}: {line.strip()}")


def check(root):
    rejected = rejected_words(read_text(root, "GLOSSARY.md"))
    findings = []
    for source in read_tree(root):
        findings.extend(check_c(source, rejected))
    for path in walk(root, ("templates",), (".html",)):
        findings.extend(check_template(path, read_text(root, path)))
    return findings


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", default=".")
    options = parser.parse_args()
    return report(RULES, check(options.root))


if __name__ == "__main__":
    sys.exit(main())
