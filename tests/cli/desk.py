"""A home of one's own for each test, and the program run in it."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import uuid
import zipfile
from itertools import zip_longest
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import sample_home  # noqa: E402
import scratch_database  # noqa: E402

PROGRAM = os.environ["CX_COALITION"]
ENGINE = os.environ.get("CX_CLI_ENGINE", "sqlite")
PG = os.environ.get("COALITION_TEST_PG") if ENGINE == "pg" else None
AT = "2026-11-16"


def skip_without_engine():
    if ENGINE == "pg" and not PG:
        raise unittest.SkipTest("COALITION_TEST_PG is not set")


def workbook(rows):
    """The bytes of an Excel workbook of one sheet with these rows of texts."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    cells = "".join("<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>' for text in row)
                    + "</row>" for row in rows)
    parts = {
        "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{kind}/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{kind}"><sheets><sheet name="Leaders" sheetId="1" '
                           'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{kind}/worksheet" '
                                      'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, xml in parts.items():
            archive.writestr(path, xml)
    return out.getvalue()


def place(table, row_id):
    """SQL for the place of a row in its table. A number that a transaction took and did not keep is not given
    again (PostgreSQL), so that after a failure ids say nothing and places do."""
    return f"(SELECT count(*) FROM {table} p WHERE p.id <= {row_id})"


class Answer:
    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()

    @property
    def json(self):
        return json.loads(self.out)


class Many:
    """tests/cli/many.c: commands one after the other, without a program to start for each."""

    def __init__(self, home, environment, folder):
        # pylint: disable-next=consider-using-with
        self.process = subprocess.Popen([os.environ["CX_CLI_MANY"], str(home)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, cwd=folder, env=environment)

    def call(self, *words):
        self.process.stdin.write("\t".join(map(str, words)).encode() + b"\n")
        self.process.stdin.flush()
        head = self.process.stdout.readline().split()
        if not head:
            raise AssertionError(f"died with status {self.process.wait()}: {words}")
        status, n_out, n_err = map(int, head)
        out = self.process.stdout.read(n_out)
        return Answer(subprocess.CompletedProcess(words, status, out, self.process.stdout.read(n_err)))

    def end(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Desk(unittest.TestCase):
    """Homes live in a directory that goes with the test; on PostgreSQL so does a database."""

    def setUp(self):
        self.dir = Path(tempfile.mkdtemp(prefix="coalition-cli-"))
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        self.home = self.dir / "home"
        self.urls = {}

    def url(self, home):
        """The database of a home on PostgreSQL, made when first asked for."""
        if home not in self.urls:
            name = "cli_" + uuid.uuid4().hex[:12]
            scratch_database.psql(PG, f"CREATE DATABASE {name}")
            self.addCleanup(scratch_database.drop, PG, name)
            self.urls[home] = scratch_database.url_of(PG, name)
        return self.urls[home]

    def environment(self, home=None):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("COALITION_")}
        if PG and self.url(home or self.home):
            kept["COALITION_DB"] = self.url(home or self.home)
        return kept

    def sample(self, home=None):
        """The sample program as it is made on AT, without the wait."""
        home = home or self.home
        sample_home.copy(PROGRAM, home, AT, self.url(home) if PG else None)

    @classmethod
    def make_example(cls, script, data):
        """One home for all tests of a class, made by an example's script: what it printed."""
        skip_without_engine()
        cls.shared = Path(tempfile.mkdtemp(prefix="coalition-example-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared, ignore_errors=True)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("COALITION_")}
        cls.shared_url = None
        if PG:
            name = "cli_" + uuid.uuid4().hex[:12]
            scratch_database.psql(PG, f"CREATE DATABASE {name}")
            cls.addClassCleanup(scratch_database.drop, PG, name)
            cls.shared_url = environment["COALITION_DB"] = scratch_database.url_of(PG, name)
        done = subprocess.run([script, cls.shared / "home", data], capture_output=True, text=True, check=False,
                              env=environment | {"COALITION": PROGRAM})
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return done

    def use_example(self):
        self.home = self.shared / "home"
        self.urls[self.home] = self.shared_url

    def copy_example(self):
        """A copy of it, to be changed."""
        self.home = self.dir / "copy"
        shutil.copytree(self.shared / "home", self.home)
        if PG:
            name = "cli_" + uuid.uuid4().hex[:12]
            shared = re.search(r"/(cli_[0-9a-f]+)", self.shared_url).group(1)
            scratch_database.psql(PG, f"CREATE DATABASE {name} TEMPLATE {shared}")
            self.addCleanup(scratch_database.drop, PG, name)
            self.urls[self.home] = scratch_database.url_of(PG, name)

    def keep_in_file(self, home):
        """Whatever engine is tested, this home is a file."""
        self.urls[home] = None

    def run_raw(self, *words, stdin=b"", home=None, env=None):
        environment = self.environment(home) | (env or {})
        done = subprocess.run([PROGRAM, *map(str, words)], input=stdin, capture_output=True,
                              cwd=self.dir, env=environment, timeout=300, check=False)
        self.assertGreaterEqual(done.returncode, 0, f"died of a signal: {words}: {done.stderr}")
        return Answer(done)

    def call(self, *words, stdin=b"", home=None):
        return self.run_raw("--home", home or self.home, *words, stdin=stdin, home=home)

    def do(self, *words, stdin=b"", home=None):
        answer = self.call(*words, stdin=stdin, home=home)
        self.assertEqual(answer.status, 0, f"{words}: {answer.err}")
        return answer

    def many(self):
        """Many commands in one process, in the home of the test."""
        asked = Many(self.home, self.environment(), self.dir)
        self.addCleanup(asked.end)
        return asked

    def refused(self, status, part, *words, stdin=b"", home=None):
        """The command fails with this exit status, says so once, and prints nothing."""
        answer = self.call(*words, stdin=stdin, home=home)
        self.assertEqual(answer.status, status, f"{words}: {answer.out} {answer.err}")
        self.assertIn(part, answer.err)
        self.assertEqual(answer.out, "")
        self.assertTrue(answer.err.startswith("coalition"), answer.err)
        return answer

    def sql(self, text, home=None):
        """Asks or changes the store behind the program's back."""
        if PG:
            return scratch_database.psql(self.url(home or self.home), text)
        import sqlite3  # pylint: disable=import-outside-toplevel
        store = sqlite3.connect((home or self.home) / "coalition.db")
        try:
            rows = store.execute(text).fetchall()
            store.commit()
        finally:
            store.close()
        return "\n".join("|".join(map(str, row)) for row in rows)

    def same_rows(self, got, want):
        """The same answers to several questions; the first row that is not is told, and no more: to show how
        thousands of rows differ takes longer than any test may."""
        for ours, theirs in zip(got, want, strict=True):
            for i, (own, other) in enumerate(zip_longest(ours.splitlines(), theirs.splitlines())):
                if own != other:
                    self.fail(f"row {i} is {own!r}, wanted {other!r}")

    def counts(self):
        """What must not change when a command fails."""
        tables = ["audit", "survey", "survey_version", "item", "response", "import_file", "original",
                  "department", "leader", "term", "app_user", "session", "token", "card"]
        return {table: self.sql(f"SELECT count(*) FROM {table}") for table in tables}

    def write(self, name, text):
        path = self.dir / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def start(self, *words):
        """The program with its progress on a pipe."""
        return subprocess.Popen([PROGRAM, "--home", str(self.home), *map(str, words), "--progress"],
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=self.dir,
                                env=self.environment())

    def end_at(self, step, signal_number, *words):
        """Ends the program at its step-th line of progress. Whether there were so many."""
        with self.start(*words) as process:
            seen = 0
            for line in process.stderr:
                seen += line.startswith(b"progress ")
                if seen == step:
                    process.send_signal(signal_number)
                    break
            process.stderr.read()
            status = process.wait()
        return seen == step and status != 0
