#!/usr/bin/env python3
"""Turns the .sql files of the tree into C.

    sqlgen.py folders SQL_DIR                      names of the modules that have queries
    sqlgen.py queries SQL_DIR/MODULE OUT.h OUT.c DEPFILE
    sqlgen.py all SQL_DIR OUT.h OUT.c DEPFILE      one list of every query
    sqlgen.py schema SQL_DIR/schema OUT.c DEPFILE  the migrations, derived for both engines
    sqlgen.py comments SQL_DIR/schema              fails for a table or column without a comment

The format of a query file and of a schema file is described in docs/contributing/queries.md.
A generated file is written only when its content changes, so that touching a folder rebuilds nothing.
"""

import hashlib
import re
import sys
from pathlib import Path

TYPES = {"int": "CX_DB_INT", "real": "CX_DB_REAL", "text": "CX_DB_TEXT", "blob": "CX_DB_BLOB"}
C_TYPES = {
    ("int", False): "int64_t ",
    ("int", True): "CxOptI64 ",
    ("real", False): "double ",
    ("real", True): "CxOptReal ",
    ("text", False): "const char *",
    ("text", True): "const char *",
    ("blob", False): "CxBlob ",
    ("blob", True): "CxBlob ",
}
C_WORDS = set(
    """auto break case char const continue default do double else enum extern float for goto if
    inline int long register restrict return short signed sizeof static struct switch typedef union
    unsigned void volatile while bool true false""".split()
)
NAME = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
DIALECTS = ("sqlite", "pg")


class Problem(Exception):
    """What is wrong with a file, and where."""


def tokens(sql):
    """Yields (kind, text) where kind is 'comment', 'quoted', 'param' or 'code'."""
    pattern = re.compile(
        r"(?P<comment>--[^\n]*|/\*.*?\*/)"
        r"|(?P<quoted>'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")"
        r"|(?P<cast>::)"
        r"|:(?P<param>[A-Za-z_][A-Za-z0-9_]*)",
        re.S,
    )
    at = 0
    for match in pattern.finditer(sql):
        if match.start() > at:
            yield "code", sql[at : match.start()]
        at = match.end()
        kind = match.lastgroup
        yield ("code", match.group()) if kind == "cast" else (kind, match.group(kind))
    if at < len(sql):
        yield "code", sql[at:]


# ---- Query files ----


class Query:
    """One query: its header and its text per dialect."""

    def __init__(self, module, name):
        self.module = module
        self.name = name
        self.about = ""
        self.params = []
        self.columns = []
        self.scan = None
        self.is_one = False
        self.is_many = False
        self.is_copied = False
        self.text = {}

    def header(self):
        return (self.params, self.columns, self.is_one, self.is_many, self.is_copied)

    @property
    def camel(self):
        return "Cx" + "".join(part.capitalize() for part in self.name.split("_"))


def parse_field(path, line_number, words):
    match = re.match(r"^([a-z][a-z0-9_]*) (int|real|text|blob)(\?)?$", words)
    if not match:
        raise Problem(f'{path}:{line_number}: expected "NAME int|real|text|blob" with an optional "?", got "{words}"')
    if match[1] in C_WORDS:
        raise Problem(f'{path}:{line_number}: "{match[1]}" is a word of C, take another name')
    return (match[1], match[2], match[3] is not None)


def header_line(query, path, number, line, about):
    """Reads one comment line of the header."""
    words = line[2:].strip()
    key, _, rest = words.partition(" ")
    if key == "param":
        query.params.append(parse_field(path, number, rest))
    elif key == "returns":
        query.columns.append(parse_field(path, number, rest))
    elif words.startswith("scan:"):
        query.scan = words[5:].strip()
        if not query.scan:
            raise Problem(f"{path}:{number}: scan: needs a reason")
    elif words == "one":
        query.is_one = True
    elif words == "many":
        query.is_many = True
    elif words == "copy":
        query.is_copied = True
    else:
        about.append(words)


def parse_query(path, module, name):
    if not NAME.match(name):
        raise Problem(f"{path}: a query's name is lower case words joined by _")
    query = Query(module, name)
    about = []
    body = []
    in_header = True
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if in_header and line.startswith("--"):
            header_line(query, path, number, line, about)
            continue
        if line.strip():
            in_header = False
        body.append(line)
    query.about = " ".join(about)
    if not query.about:
        raise Problem(f"{path}:1: the first line must say what the query does")
    for what, fields in (("param", query.params), ("column", query.columns)):
        names = [field[0] for field in fields]
        for field_name in names:
            if names.count(field_name) > 1:
                raise Problem(f"{path}: {what} {field_name} is declared twice")
    if (query.is_one or query.is_many) and not query.columns:
        raise Problem(f"{path}: one and many need returns lines")
    if query.is_one and query.is_many:
        raise Problem(f"{path}: a query cannot be both one and many")
    if query.is_one and any(field[1] in ("text", "blob") for field in query.columns):
        raise Problem(f"{path}: one is for numbers only, text would have no owner")
    if query.is_copied and not query.is_many:
        raise Problem(f"{path}: copy needs many")
    if query.is_copied and any(field[1] not in ("int", "text") for field in query.params):
        raise Problem(f"{path}: params of copy are int or text: they stand in the statement")
    return query, "\n".join(body)


def dialect_text(path, query, body, dialect):
    """The statement without comments, parameters written the dialect's way."""
    numbers = {field[0]: i + 1 for i, field in enumerate(query.params)}
    used = set()
    out = []
    for kind, text in tokens(body):
        if kind == "param":
            if text not in numbers:
                raise Problem(f"{path}: :{text} has no param line")
            used.add(text)
            out.append(("?" if dialect == "sqlite" else "$") + str(numbers[text]))
        elif kind != "comment":
            out.append(text)
    unused = [name for name in numbers if name not in used]
    if unused:
        raise Problem(f"{path}: param {unused[0]} is not used")
    sql = "".join(out).strip().removesuffix(";").rstrip()
    if not sql:
        raise Problem(f"{path}: holds no statement")
    if any(";" in text for kind, text in tokens(sql) if kind == "code"):
        raise Problem(f"{path}: holds more than one statement")
    return "\n".join(line.rstrip() for line in sql.split("\n") if line.strip())


def read_queries(folder):
    """The queries of one module, by name."""
    queries = {}
    for path in sorted(folder.glob("*.sql")):
        parts = path.name[:-4].split(".")
        dialects = DIALECTS if len(parts) == 1 else (parts[1],)
        if len(parts) > 2 or any(d not in DIALECTS for d in dialects):
            raise Problem(f"{path}: names are NAME.sql, NAME.sqlite.sql and NAME.pg.sql")
        query, body = parse_query(path, folder.name, parts[0])
        known = queries.setdefault(query.name, query)
        if known.header() != query.header():
            raise Problem(f"{path}: its header differs from that of the other dialect")
        for dialect in dialects:
            if dialect in known.text:
                raise Problem(f"{path}: there are two files for {dialect}")
            known.text[dialect] = dialect_text(path, query, body, dialect)
    for query in queries.values():
        for dialect in DIALECTS:
            if dialect not in query.text:
                raise Problem(f"{folder}/{query.name}: the file for {dialect} is missing")
    return list(queries.values())


# ---- C ----


def c_string(text, indent):
    if text is None:
        return "NULL"
    lines = text.split("\n")
    quoted = []
    for i, line in enumerate(lines):
        line = line.replace("\\", "\\\\").replace('"', '\\"').replace("??", "?\\?")
        quoted.append('"' + line + ("\\n" if i + 1 < len(lines) else "") + '"')
    return ("\n" + indent).join(quoted)


def wrap_comment(text):
    words = text.split()
    lines = ["/*"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > 92:
            lines.append(" *")
        lines[-1] += " " + word
    return "\n".join(lines) + " */"


def c_struct(name, fields):
    body = "".join(f"    {C_TYPES[(kind, optional)]}{field};\n" for field, kind, optional in fields)
    return f"typedef struct {{\n{body}}} {name};\n"


def prototypes(query):
    """(return type, name, arguments, call) of each function of a query."""
    params = f", const {query.camel}Params *params" if query.params else ""
    given = "params" if query.params else "NULL"
    name = f"cx_q_{query.name}"
    table = f"&query_{query.name}"
    if not query.columns:
        return [("bool ", name, f"CxDb *db{params}, GError **error", f"cx_stmt_run(db, {table}, {given}, error)")]
    if query.is_one:
        return [
            (
                "bool ",
                name,
                f"CxDb *db{params}, {query.camel}Row *ret_row, GError **error",
                f"cx_stmt_one(db, {table}, {given}, ret_row, error)",
            )
        ]
    return [
        ("CxStmt *", name, f"CxDb *db{params}, GError **error", f"cx_stmt_open(db, {table}, {given}, error)"),
        (
            "CxStep ",
            name + "_next",
            f"CxStmt *stmt, {query.camel}Row *ret_row, GError **error",
            f"cx_stmt_next(stmt, {table}, ret_row, error)",
        ),
    ]


def header_text(module, queries):
    out = [f"/* Queries of sql/{module}, made by tools/sqlgen.py. */\n#pragma once\n\n#include \"db/stmt.h\"\n"]
    for query in queries:
        out.append("")
        if query.params:
            out.append(c_struct(query.camel + "Params", query.params))
        if query.columns:
            out.append(c_struct(query.camel + "Row", query.columns))
        out.append(wrap_comment(query.about))
        for kind, name, arguments, _ in prototypes(query):
            out.append(f"CX_MUST_USE {kind}{name}({arguments});")
    out.append(f"\n/* All of them, for checks. */\nextern const CxQuery *const cx_queries_{module}[];")
    out.append(f"extern const size_t cx_queries_{module}_n;")
    return "\n".join(out) + "\n"


def field_table(name, struct, fields):
    rows = "".join(
        f'    {{ "{field}", {TYPES[kind]}, {"true" if optional else "false"}, offsetof({struct}, {field}) }},\n'
        for field, kind, optional in fields
    )
    return f"static const CxQueryField {name}[] = {{\n{rows}}};\n"


def query_text(query):
    out = []
    if query.params:
        out.append(field_table(f"params_{query.name}", query.camel + "Params", query.params))
    if query.columns:
        out.append(field_table(f"columns_{query.name}", query.camel + "Row", query.columns))
    members = [
        f'    .name = "{query.module}/{query.name}",',
        f'    .sqlite = {c_string(query.text["sqlite"], "              ")},',
        f'    .pg = {c_string(query.text["pg"], "          ")},',
        f"    .params = params_{query.name}," if query.params else "",
        f"    .n_params = {len(query.params)}," if query.params else "",
        f"    .columns = columns_{query.name}," if query.columns else "",
        f"    .n_columns = {len(query.columns)}," if query.columns else "",
        "    .is_many = true," if query.is_many else "",
        "    .is_copied = true," if query.is_copied else "",
        f"    .scan_reason = {c_string(query.scan, '')}," if query.scan else "",
    ]
    out.append(f"static const CxQuery query_{query.name} = {{")
    out += [member for member in members if member]
    out.append("};\n")
    for kind, name, arguments, call in prototypes(query):
        out.append(f"{kind.strip()}\n{name}({arguments})\n{{\n    return {call};\n}}\n")
    return "\n".join(out)


def source_text(module, queries):
    out = [f'/* Queries of sql/{module}, made by tools/sqlgen.py. */\n#include "sql/{module}.h"\n\n#include <stddef.h>\n']
    out += [query_text(query) for query in queries]
    rows = "".join(f"    &query_{query.name},\n" for query in queries) or "    NULL,\n"
    out.append(f"const CxQuery *const cx_queries_{module}[] = {{\n{rows}}};")
    out.append(f"const size_t cx_queries_{module}_n = {len(queries)};")
    return "\n".join(out) + "\n"


def all_text(modules, stem):
    header = (
        "/* Every query of the tree, made by tools/sqlgen.py. */\n#pragma once\n\n"
        '#include "db/query.h"\n\n'
        "typedef struct {\n    const char *module;\n    const CxQuery *const *queries;\n    size_t n;\n} CxQueryModule;\n\n"
        "extern const CxQueryModule cx_query_modules[];\nextern const size_t cx_query_modules_n;\n"
    )
    source = [f'/* Every query of the tree, made by tools/sqlgen.py. */\n#include "sql/{stem}.h"\n']
    source += [f'#include "sql/{module}.h"' for module in modules]
    return header, source


# ---- Schema files ----

IDENTITY = re.compile(r"\bBIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY\b")
COLUMN = re.compile(r"^\s+(\"?[a-z_][a-z0-9_]*\"?)\s+(BIGINT|TEXT|BYTEA|DOUBLE PRECISION)\b(.*)$")


def line_is_plain(line):
    """No column, or one that says all by itself: the row's own id, another row's id, a list of choices."""
    says_all = IDENTITY.search(line) or re.search(r"_id\b.*\bREFERENCES\b|\bCHECK \(\w+ IN \(", line)
    return not COLUMN.match(line) or says_all is not None


def check_comments(path, text):
    """A comment above each table and beside (or above) each column: the schema is its own manual."""
    lines = text.split("\n")
    in_table = False
    for number, line in enumerate(lines, 1):
        before = lines[number - 2].strip() if number > 1 else ""
        if line.startswith("CREATE TABLE"):
            in_table = True
            if not before.startswith("--"):
                raise Problem(f"{path}:{number}: the table has no comment above it")
        elif line.startswith(")"):
            in_table = False
        elif in_table and not line_is_plain(line) and "--" not in line and not before.startswith("--"):
            raise Problem(f"{path}:{number}: the column has no comment")


def check_types(path, text):
    code = "".join(t for kind, t in tokens(text) if kind == "code")
    found = re.search(
        r"\b(INTEGER|INT|BLOB|REAL|FLOAT|VARCHAR|BOOLEAN|TIMESTAMP|DATE|NUMERIC|SERIAL|JSONB?|AUTOINCREMENT)\b", code
    )
    if found:
        raise Problem(f"{path}: {found[1]} is not of the common dialect (BIGINT, TEXT, BYTEA, DOUBLE PRECISION)")


def strip_comments(text):
    code = "".join(t for kind, t in tokens(text) if kind != "comment")
    return "\n".join(line.rstrip() for line in code.split("\n") if line.strip())


def derive_sqlite(text):
    """The table of words: whole words only, never inside quotes."""
    out = []
    for kind, part in tokens(strip_comments(text)):
        if kind == "code":
            part = IDENTITY.sub("INTEGER PRIMARY KEY", part)
            part = re.sub(r"\bBIGINT\b", "INTEGER", part)
            part = re.sub(r"\bDOUBLE PRECISION\b", "REAL", part)
            part = re.sub(r"\bBYTEA\b", "BLOB", part)
        out.append(part if kind != "param" else ":" + part)
    # Every table is STRICT: the closing line of a CREATE TABLE is the only one that starts with ")".
    return re.sub(r"^\);", ") STRICT;", "".join(out), flags=re.M)


def derive_pg(text):
    """TEXT columns compare bytewise, as in SQLite."""
    column = r"^((?:\s+|ALTER TABLE [a-z_]+ ADD COLUMN )\"?[a-z_][a-z0-9_]*\"?\s+)TEXT\b"
    return re.sub(column, r'\1TEXT COLLATE "C"', strip_comments(text), flags=re.M)


def read_schema(folder):
    """[(number, name, digest, {dialect: text})] in order."""
    steps = {}
    for path in sorted(folder.glob("*.sql")):
        match = re.match(r"^(\d{4})_([a-z0-9_]+)(?:\.(sqlite|pg))?\.sql$", path.name)
        if not match:
            raise Problem(f"{path}: names are NNNN_name.sql, or NNNN_name.sqlite.sql with NNNN_name.pg.sql")
        text = path.read_text(encoding="utf-8")
        step = steps.setdefault(int(match[1]), (match[2], hashlib.blake2b(digest_size=32), {}))
        if step[0] != match[2]:
            raise Problem(f"{path}: number {match[1]} is taken by {step[0]}")
        step[1].update(path.name.encode() + b"\0" + text.encode())
        if match[3] is None:
            check_types(path, text)
            step[2].update(sqlite=derive_sqlite(text), pg=derive_pg(text))
        else:
            step[2][match[3]] = strip_comments(text)
    for i, number in enumerate(sorted(steps), 1):
        if number != i:
            raise Problem(f"{folder}: migration {i:04d} is missing")
        if set(steps[number][2]) != set(DIALECTS):
            raise Problem(f"{folder}: migration {number:04d} lacks a dialect")
    return [(number, name, digest.hexdigest(), text) for number, (name, digest, text) in sorted(steps.items())]


def schema_text(steps):
    out = ['/* Migrations of sql/schema, made by tools/sqlgen.py. */\n#include "db/migrate.h"\n']
    out.append("const CxMigration cx_migrations[] = {")
    for number, name, digest, text in steps:
        out.append(f'    {{ {number}, "{name}", "{digest}",')
        out.append(f'      {c_string(text["sqlite"], "      ")},')
        out.append(f'      {c_string(text["pg"], "      ")} }},')
    out.append(f"}};\nconst size_t cx_migrations_n = {len(steps)};")
    return "\n".join(out) + "\n"


# ---- Commands ----


def write_if_changed(path, text):
    path = Path(path)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def write_depfile(path, targets, folders):
    """Depends on the folders too: a new file changes its folder's time."""
    sources = [Path(__file__)] + list(folders) + [file for folder in folders for file in sorted(folder.glob("*.sql"))]
    escaped = " ".join(str(source.resolve()).replace(" ", "\\ ") for source in sources)
    Path(path).write_text(f"{' '.join(targets)}: {escaped}\n", encoding="utf-8")


def module_folders(root):
    return sorted(p for p in root.iterdir() if p.is_dir() and p.name != "schema" and not p.name.startswith("."))


def command_queries(folder, out_h, out_c, depfile):
    queries = read_queries(Path(folder))
    write_if_changed(out_h, header_text(Path(folder).name, queries))
    write_if_changed(out_c, source_text(Path(folder).name, queries))
    write_depfile(depfile, [out_h, out_c], [Path(folder)])


def command_all(root, out_h, out_c, depfile):
    folders = module_folders(Path(root))
    seen = {}
    for folder in folders:
        for query in read_queries(folder):
            other = seen.setdefault(query.name, folder.name)
            if other != folder.name:
                raise Problem(f"{folder}/{query.name}.sql: sql/{other} has a query of the same name")
    header, source = all_text([f.name for f in folders], Path(out_h).stem)
    rows = "".join(f'    {{ "{f.name}", cx_queries_{f.name}, {len(read_queries(f))} }},\n' for f in folders)
    source.append(f"\nconst CxQueryModule cx_query_modules[] = {{\n{rows}}};")
    source.append(f"const size_t cx_query_modules_n = {len(folders)};")
    write_if_changed(out_h, header)
    write_if_changed(out_c, "\n".join(source) + "\n")
    write_depfile(depfile, [out_h, out_c], [Path(root)] + folders)


def command_schema(folder, out_c, depfile):
    write_if_changed(out_c, schema_text(read_schema(Path(folder))))
    write_depfile(depfile, [out_c], [Path(folder)])


def command_comments(folder):
    for path in sorted(Path(folder).glob("*.sql")):
        check_comments(path, path.read_text(encoding="utf-8"))


def command_folders(root):
    print("\n".join(folder.name for folder in module_folders(Path(root))))


def main():
    commands = {
        "folders": (command_folders, 1),
        "queries": (command_queries, 4),
        "all": (command_all, 4),
        "schema": (command_schema, 3),
        "comments": (command_comments, 1),
    }
    if len(sys.argv) < 2 or sys.argv[1] not in commands or len(sys.argv) - 2 != commands[sys.argv[1]][1]:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        commands[sys.argv[1]][0](*sys.argv[2:])
    except Problem as problem:
        print(f"sqlgen: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
