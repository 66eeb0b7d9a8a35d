"""Bad input on the running program: every kind of file, in every format, damaged in every way we could
think of. The answer is a clear error or a list of what was set aside, and whatever was accepted is
there exactly once.

`make test-full` (CX_LONG) cuts files after every byte, flips more bits and brings a line of 2 GB; `make
test` does a part of each. What is asked thousands of times is asked of one process (many.c); parsers by
themselves are cut everywhere by tests/fuzz."""

import contextlib
import io
import json
import os
import random
import re
import subprocess
import time
import unittest
import urllib.error
import urllib.request
import zipfile

from desk import AT, PG, PROGRAM, Desk, skip_without_engine, workbook

LONG = "CX_LONG" in os.environ
STEP = 1 if LONG else 293
N_FLIPS = 400 if LONG else 3

MAPPING = {
    "format": 1,
    "survey": {"key": "guests", "title": "Guests", "zone": "UTC", "overall": "nps"},
    "version": {"key": "v1", "from": "2026-07-01", "to": "2026-09-30", "sampling": "census"},
    "columns": {"id": "ID", "date": {"column": "Day", "kind": "iso"}},
    "items": [
        {"key": "nps", "column": "NPS", "wording": "Would you?", "kind": "nps", "role": "overall"},
        {"key": "words", "column": "Words", "wording": "Why?", "kind": "text"},
    ],
}
FACTS = {
    "format": 1, "kind": "facts",
    "key": {"kind": "transaction", "column": "Order"},
    "date": {"kind": "iso", "column": "Day"},
    "metrics": [{"key": "days", "label": "Days to deliver", "column": "Days", "unit": "days",
                 "direction": "down"}],
}
ROWS = {
    "survey": [["ID", "Day", "NPS", "Words"], ["1", "2026-07-01", "10", "fine"],
               ["2", "2026-07-02", "3", 'a "quoted" word,\nand a line'], ["3", "2026-08-03", "12", ""],
               ["4", "2026-08-31", "8", "=1+1"]],
    "roster": [["name", "department", "title", "start"], ["Ada Byron", "Food", "Head of Food", "2026-01-01"],
               ["Ben Ito", "Shops", "Head, of \"Shops\"", "2025-07-01"], ["Cy", "Night", "", "2026-02-30"]],
    "past": [["Leader", "When", "How", "Action"], ["Ada Byron", "2026-03-02", "met", "a list"],
             ["Nobody", "2026-03-02", "met", ""], ["Ben Ito", "2026-04-02", "called", "a \"plan\""]],
    "facts": [["Order", "Day", "Days"], ["A1", "2026-07-01", "2"], ["A2", "2026-07-02", "x"],
              ["A3", "2026-07-03", "14"]],
}
KINDS = tuple(ROWS)
FORMATS = ("csv", "tsv", "semicolon", "ndjson", "xlsx", "utf16", "cr")
COUNTED = {
    "survey": "SELECT source_key, day, count(*) FROM response WHERE is_latest = 1 "
              "GROUP BY source_key, day ORDER BY source_key",
    "roster": "SELECT name, count(*) FROM leader GROUP BY name ORDER BY name",
    "past": "SELECT source_key, count(*) FROM note GROUP BY source_key ORDER BY source_key",
    "facts": "SELECT source_key, count(*) FROM fact WHERE is_latest = 1 GROUP BY metric_id, source_key, span "
             "ORDER BY source_key",
}
REFUSED = {2, 6, 11}  # invalid, too large, no table
LEAVES_OUT = re.compile(r"0x[0-9a-f]{6,}|assert|CRITICAL|\(null\)|Sanitizer")


def separated(rows, delimiter, end="\n"):
    def cell(text):
        return '"' + text.replace('"', '""') + '"' if re.search(r'["\r\n]|' + re.escape(delimiter), text) else text
    return "".join(delimiter.join(map(cell, row)) + end for row in rows)


def encoded(rows, form):
    if form == "xlsx":
        return workbook(rows)
    if form == "ndjson":
        return "".join(json.dumps(dict(zip(rows[0], row))) + "\n" for row in rows[1:]).encode()
    if form == "utf16":
        return separated(rows, "\t", "\r\n").encode("utf-16")
    if form == "cr":
        return separated(rows, ",", "\r").encode()
    return separated(rows, {"csv": ",", "tsv": "\t", "semicolon": ";"}[form]).encode()


def multipart(form):
    """A form as browsers send it: its type and its bytes; a value of bytes is a file."""
    mark = "----hostile0f7a"
    out = b""
    for name, value in form.items():
        is_file = isinstance(value, bytes)
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"'
        head += '; filename="brought"\r\nContent-Type: application/octet-stream' if is_file else ""
        out += head.encode() + b"\r\n\r\n" + (value if is_file else value.encode()) + b"\r\n"
    return f"multipart/form-data; boundary={mark}", out + f"--{mark}--\r\n".encode()


class Hostile(Desk):
    def begin(self):
        """A home with two leaders, whom sheets of the past can be about."""
        self.mapping = self.write("mapping.json", json.dumps(MAPPING))
        self.facts = self.write("facts.json", json.dumps(FACTS))
        self.do("init", "--at", AT)
        self.do("roster", self.write("r.csv", separated(ROWS["roster"][:3], ",")))

    def words(self, kind, path):
        if kind == "survey":
            return ["import", path, "--mapping", self.mapping]
        if kind == "facts":
            return ["facts", path, "--mapping", self.facts]
        return [kind, path]

    def bring(self, kind, data, *more, call=None):
        """The file is taken or refused, in words, within bounds."""
        answer = (call or self.call)(*self.words(kind, self.write("brought", data)), *more)
        self.assertIn(answer.status, REFUSED | {0}, f"{kind}: {answer.err}")
        for text in (answer.out, answer.err):
            self.assertIsNone(LEAVES_OUT.search(text), text)
        if answer.status != 0:
            self.assertRegex(answer.err, r"^coalition [a-z]+: ", kind)
            self.assertEqual(answer.out, "")
        return answer

    def report(self, kind, data, *more):
        answer = self.bring(kind, data, "--json", *more)
        self.assertEqual(answer.status, 0, answer.err)
        return answer.json

    @contextlib.contextmanager
    def served(self):
        """The API, as a function of a path and a form: status and text."""
        self.do("user", "add", "cx", stdin=b"a long and quiet password\n")
        token = self.do("token", "add", "cx", "--name", "t").out.strip()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("COALITION_")}
        if PG:
            environment["COALITION_DB"] = self.url(self.home)
        with subprocess.Popen([PROGRAM, "--home", self.home, "serve", "--port", "0"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, env=environment) as server:
            try:
                line = ""
                while "http://" not in line:
                    line = server.stdout.readline()
                    self.assertNotEqual(line, "", "the server ended")
                url = line[line.index("http://"):].strip()
                opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

                def ask(path, form=None):
                    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
                    body = None
                    if form is not None:
                        headers["Content-Type"], body = multipart(form)
                    try:
                        with opener.open(urllib.request.Request(url + path, body, headers), timeout=60) as reply:
                            return reply.status, reply.read().decode()
                    except urllib.error.HTTPError as error:
                        return error.code, error.read().decode()
                yield ask
            finally:
                server.terminate()

    def once(self, kind):
        """Whatever is there, is there once."""
        rows = self.sql(COUNTED[kind])
        for row in rows.split("\n") if rows else []:  # ids may hold other ends of lines
            self.assertTrue(row.endswith("|1"), f"{kind}: {rows}")
        return rows


class Damaged(Hostile):
    def setUp(self):
        super().setUp()
        self.begin()

    def settled(self, kind):
        """What a home has of a file that came undamaged."""
        self.bring(kind, encoded(ROWS[kind], "csv"))
        return self.once(kind)

    def test_cut_anywhere(self):
        """And the whole file after it: each row once."""
        call = self.many().call
        for kind in KINDS:
            want = None
            for form in FORMATS:
                data = encoded(ROWS[kind], form)
                with self.subTest(kind=kind, form=form):
                    for n in range(len(form) % STEP, len(data), STEP):
                        self.bring(kind, data[:n], "--dry-run", call=call)
                    for n in range(len(data) // 3, len(data), max(len(data) // 3, 1)):
                        self.bring(kind, data[:n])
                    self.report(kind, data)
                    got = self.once(kind)
                    want = want or got
                    self.assertEqual(got, want)

    def test_flipped(self):
        draw = random.Random(5)
        call = self.many().call
        for kind in KINDS:
            for form in FORMATS:
                whole = encoded(ROWS[kind], form)
                with self.subTest(kind=kind, form=form):
                    for _ in range(N_FLIPS):
                        data = bytearray(whole)
                        for _ in range(draw.randint(1, 4)):
                            data[draw.randrange(len(data))] = draw.randrange(256)
                        self.bring(kind, bytes(data), "--dry-run", call=call)
                        if LONG or draw.random() < 0.2:
                            self.bring(kind, bytes(data), call=call)
            self.once(kind)
        self.do("audit", "verify")

    def test_open_quote(self):
        """It says on which line the quote opened; the rows after it are taken."""
        for kind in KINDS:
            rows = ROWS[kind]
            lines = separated(rows[:2], ",") + '"' + separated(rows[3:4], ",").replace('"', "") * 2
            with self.subTest(kind=kind):
                report = self.report(kind, lines)
                self.assertGreater(report["n_rejected"], 0)
                self.assertEqual(report["rejects"][0]["line"], 3)
                self.assertIn("quote", report["rejects"][0]["reason"])
                self.assertEqual(report["n_rows"], 3)

    def test_headers(self):
        """Headers that stand twice or are blank: told where they matter, ignored where not."""
        for kind, column in (("survey", "NPS"), ("roster", "name"), ("past", "Leader"), ("facts", "Days")):
            rows = [[*row, row[ROWS[kind][0].index(column)], "x", "y"] for row in ROWS[kind]]
            with self.subTest(kind=kind):
                answer = self.bring(kind, separated(rows, ","))
                self.assertEqual(answer.status, 2, answer.out)
                self.assertIn(column, answer.err)
                blank = [[*row, "", ""] for row in ROWS[kind]]
                self.assertEqual(self.report(kind, separated(blank, ","))["n_rows"], len(rows) - 1)

    def test_many_columns(self):
        """A hundred thousand columns: refused with the limit, in bounded time and memory."""
        wide = ",".join(f"c{i}" for i in range(100000))
        text = wide + "\n" + ",".join("1" for _ in range(100000)) + "\n"
        for kind in KINDS:
            with self.subTest(kind=kind):
                answer = self.bring(kind, text)
                self.assertIn(answer.status, {2, 6})
                self.assertIn("16,384", answer.err)
        answer = self.call("recognise", self.write("wide.csv", text))
        self.assertIn(answer.status, {2, 6})
        self.assertIn("16,384", answer.err)

    def test_uploads(self):
        """The same by the API, as the browser does it: each is a draft or refused in words, and the server
        goes on."""
        draw = random.Random(9)
        wide = (",".join(f"c{i}" for i in range(20000)) + "\n1\n").encode()
        with self.served() as ask:
            for kind in KINDS:
                for form in FORMATS:
                    whole = encoded(ROWS[kind], form)
                    flipped = bytearray(whole)
                    flipped[draw.randrange(len(whole))] ^= 1 << draw.randrange(8)
                    for data in (whole[:len(whole) // 3], whole[:-3], bytes(flipped), wide, b"", b"\x00" * 99):
                        status, text = ask("/api/v1/files", {"kind": kind, "file": data})
                        self.assertIn(status, {200, 201, 303, 413, 415, 422}, text)
                        self.assertIsNone(LEAVES_OUT.search(text), text)
            status, text = ask("/api/v1/files")
            self.assertEqual(status, 200, text)
            for file in json.loads(text)["files"]:
                status, text = ask(f"/api/v1/files/{file['id']}")
                self.assertIn(status, {200, 404, 422}, text)

    def long_line(self, kind, path, n_bytes):
        """A file with a line of so many bytes between good rows."""
        rows = ROWS[kind]
        with open(path, "wb") as out:
            out.write(separated(rows[:2], ",").encode())
            block = b"x" * (1 << 20)
            for _ in range(n_bytes >> 20):
                out.write(block)
            out.write(b"\n" + separated(rows[3:4], ",").replace("12", "1").encode())

    def test_long_line(self):
        """Three lines of megabytes: which line, and what the limit is; the rows around it are in."""
        for kind in KINDS:
            with self.subTest(kind=kind):
                path = self.dir / "long.csv"
                self.long_line(kind, path, 3 << 20)
                report = self.report(kind, path.read_bytes())
                self.assertEqual(report["rejects"][0]["line"], 3)
                self.assertIn("1 MiB", report["rejects"][0]["reason"])
                self.assertEqual(report["n_rows"], 3)

    @unittest.skipUnless(LONG, "a line of 2 GB: in make test-full")
    def test_two_gigabytes(self):
        """Taken piece by piece where files may be that large, refused by their size where not."""
        path = self.dir / "long.csv"
        taken = {"survey": "2 of 3 rows are in", "facts": "Facts: 2 new"}
        for kind in KINDS:
            self.long_line(kind, path, (2 << 30) - ((2 << 20) if kind == "facts" else 0))
            environment = {k: v for k, v in os.environ.items() if not k.startswith("COALITION_")}
            if PG:
                environment["COALITION_DB"] = self.url(self.home)
            with subprocess.Popen([PROGRAM, "--home", str(self.home), *map(str, self.words(kind, path))],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
                peak = 0
                while process.poll() is None:
                    status = (self.read_status(process.pid))
                    peak = max(peak, status)
                    time.sleep(0.05)
                out, err = process.communicate()
            said = (out + err).decode()
            with self.subTest(kind=kind):
                self.assertIn(process.returncode, REFUSED | {0}, said)
                self.assertRegex(said, "limit of 1 MiB" if kind in taken else "larger than")
                if kind in taken:
                    self.assertIn(taken[kind], said)
                    self.assertIn("line 3", said)
                self.assertLess(peak, 96 << 10, "KiB of memory of its own: it does not grow with the line")
            path.unlink()

    @staticmethod
    def read_status(pid):
        """Memory of a process that no file backs, in KiB."""
        try:
            with open(f"/proc/{pid}/status", encoding="ascii") as status:
                for line in status:
                    if line.startswith("RssAnon:"):
                        return int(line.split()[1])
        except OSError:
            pass
        return 0


UNICODE = {
    "right to left override": "\u202eevil\u202c",
    "zero width": "A\u200bd\u200da",
    "combined": "Jose\u0301",
    "composed": "Jos\u00e9",
    "noncharacter": "x\uffff",
    "astral": "\U0001f642",
    "many marks": "a" + "\u0301" * 40,
}
BYTES = {
    "overlong": b"\xc0\xaf",
    "lone surrogate": b"\xed\xa0\x80",
    "cut off": b"\xe2\x82",
    "beyond Unicode": b"\xf5\x80\x80\x80",
    "NUL": b"a\x00b",
}


class Words(Hostile):
    def setUp(self):
        super().setUp()
        self.begin()

    def test_unicode(self):
        lines = [ROWS["survey"][0]]
        lines += [[f"u{i}", "2026-07-01", "10", text] for i, text in enumerate(UNICODE.values())]
        report = self.report("survey", separated(lines, ","))
        self.assertEqual((report["n_new"], report["n_rejected"]), (len(UNICODE), 0))
        kept = self.sql("SELECT text FROM response_text ORDER BY text").split("\n")
        self.assertEqual(sorted(kept), sorted(UNICODE.values()))

    def test_bytes(self):
        """What is no UTF-8 is read as Windows-1252 or refused, never kept as it is."""
        for why, part in BYTES.items():
            with self.subTest(why=why):
                answer = self.bring("survey", b"ID,Day,NPS,Words\n" + why.encode() + b",2026-07-01,10," + part + b"\n")
                if part == BYTES["NUL"]:
                    self.assertEqual(answer.status, 11, answer.out)
        self.do("survey")

    def test_same_name(self):
        """A name composed and the same name combined are one person; so is one with nothing in it."""
        self.report("roster", "name,department\nJos\u00e9 Arce,Food\n")
        for name in ("Jose\u0301 Arce", "Jos\u00e9\u200b Arce", "\ufeffJos\u00e9 Arce"):
            with self.subTest(name=name.encode("unicode_escape")):
                self.report("roster", f"name,department\n{name},Food\n")
                self.assertEqual(self.sql("SELECT count(*) FROM leader WHERE name LIKE 'Jos%'"), "1")

    def test_turned_name(self):
        """A name that would turn the words around it is refused, or kept apart from them."""
        answer = self.bring("roster", "name,department\n\u202eADA,Food\n", "--json")
        listed = self.call("leaders").out
        self.assertNotIn("\u202e", listed, answer.out)

    def test_formulas(self):
        """Cells that a spreadsheet would run come out of it as text, and go in again as they were."""
        import_ = self.report("survey", separated([
            ROWS["survey"][0],
            ["f1", "2026-07-01", "12", "=cmd|'/c calc'!A0"], ["f2", "2026-07-01", "12", "+1+1"],
            ["f3", "2026-07-01", "12", "-1"], ["f4", "2026-07-01", "12", "@SUM(A1)"],
            ["f5", "2026-07-01", "12", "\t=1"], ["=f6", "2026-07-01", "12", "fine"]], ","))
        self.assertEqual(import_["n_rejected"], 6)
        with self.served() as ask:
            csv = ask(f"/api/v1/imports/{import_['id']}/rejects")[1]
        for part in ("'=cmd|", "'+1+1", ",-1\n", "'@SUM", "'=f6"):
            self.assertIn(part, csv)
        again = csv.replace(",12,", ",10,")
        report = self.report("survey", again)
        self.assertEqual((report["n_new"], report["n_rejected"]), (6, 0))
        kept = self.sql("SELECT text FROM response_text")
        self.assertIn("=cmd|'/c calc'!A0", kept.split("\n"))
        self.assertIn("+1+1", kept.split("\n"))
        self.assertEqual(self.sql("SELECT count(*) FROM response WHERE source_key = 'id:=f6'"), "1")


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in parts.items():
            archive.writestr(path, data)
    return out.getvalue()


def book(sheet, **more):
    """A workbook whose sheet is this XML."""
    with zipfile.ZipFile(io.BytesIO(workbook([["a"]]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet
    return packed(parts | more)


@unittest.skipIf(PG and not LONG, "they never reach the store: on PostgreSQL in make test-full")
class Bombs(Hostile):
    def setUp(self):
        super().setUp()
        self.begin()

    def test_bombs(self):
        laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
        bombs = {
            "zeros": book(b"<worksheet><sheetData><row><c><v>" + b"0" * (48 << 20)),
            "spaces": book(b"<worksheet>" + b" " * (48 << 20) + b"</worksheet>"),
            "laughs": book(f'<!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]><worksheet>&l9;</worksheet>'),
            "outside": book('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row>'
                            '<c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'),
            "deep": book("<worksheet>" + "<a>" * 100000),
            "archive in itself": packed({f"xl/{i}.xml": "x" for i in range(20000)}),
        }
        for why, data in bombs.items():
            for kind in KINDS:
                with self.subTest(why=why, kind=kind):
                    answer = self.bring(kind, data)
                    self.assertNotEqual(answer.status, 0, answer.out)
                    self.assertNotIn("root:", answer.err)
            self.assertNotEqual(self.call("recognise", self.write("bomb.xlsx", data)).status, 0)


def setUpModule():
    skip_without_engine()


if __name__ == "__main__":
    unittest.main()
