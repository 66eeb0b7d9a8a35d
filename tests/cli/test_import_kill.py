"""Imports whose process is killed at any step, resumed, cancelled, and two at once: every accepted row
is there exactly once, and nothing shows before all of it is in.

The number of kills is ten, two hundred in `make test-full` (CX_LONG)."""

import json
import os
import random
import signal
import unittest

from desk import Desk, place, skip_without_engine

N_KILLS = 200 if "CX_LONG" in os.environ else 10
KILLS_A_HOME = 5
N_ROWS = 6000


def mapping(version, with_id=True):
    columns = {"date": {"column": "Day", "kind": "iso"}}
    if with_id:
        columns["id"] = "ID"
    return json.dumps({
        "format": 1,
        "survey": {"key": "guests", "title": "Guests", "zone": "UTC", "overall": "nps"},
        "version": {"key": version, "from": "2026-07-01", "to": "2026-09-30", "sampling": "census"},
        "columns": columns,
        "items": [
            {"key": "nps", "column": "NPS", "wording": "Would you?", "kind": "nps", "role": "overall"},
            {"key": "words", "column": "Words", "wording": "Why?", "kind": "text"},
        ],
    })


def export(seed, n_rows=N_ROWS):
    """Rows of all kinds: good ones, the same twice, one id with two answers, and bad ones."""
    draw = random.Random(seed)
    lines = ["ID,Day,NPS,Words"]
    for i in range(n_rows):
        key = draw.randrange(n_rows) if draw.random() < 0.05 else i
        nps = "12" if draw.random() < 0.02 else str(draw.randint(0, 10))
        lines.append(f"{key},2026-0{7 + i % 3}-{1 + i % 28:02d},{nps},{'fine' if i % 7 == 0 else ''}")
    return "\n".join(lines) + "\n"


# Whether a response counts, as readers tell it: is_latest of what was revised follows later.
COUNTS = """CASE WHEN r.is_latest = 1 AND (r.revised_by IS NULL OR r.revised_by IN (
    SELECT id FROM import_file WHERE state <> 'done')) THEN 1 ELSE 0 END"""
ROWS = f"""SELECT r.source_key, r.revision, r.line, r.day, {COUNTS}, {place("import_file", "r.import_id")},
        count(t.item_id), min(t.text)
    FROM response r LEFT JOIN response_text t ON t.response_id = r.id
    GROUP BY r.id, r.source_key, r.revision, r.line, r.day, r.is_latest, r.revised_by, r.import_id
    ORDER BY r.source_key, r.revision"""
REJECTS = "SELECT i_reject, line, column_name, reason FROM import_reject ORDER BY import_id, i_reject"
FILES = """SELECT n_rows, n_new, n_revised, n_same, n_rejected, n_skipped, first_day, last_day, state
    FROM import_file ORDER BY id"""
ITEMS = f"""SELECT {place("import_file", "i.import_id")}, {place("item", "i.item_id")}, n_valid, n_not_applicable,
    n_missing FROM import_item i ORDER BY 1, 2"""


class Killing(Desk):
    def everything(self):
        return [self.sql(text) for text in (ROWS, REJECTS, FILES, ITEMS)]

    def begin_home(self):
        self.home = self.dir / f"home{len(list(self.dir.glob('home*')))}"
        self.do("init")

    def test_killed_again_and_again(self):
        draw = random.Random(7)
        files = [(self.write("first.csv", export(1)), self.write("v1.json", mapping("v1"))),
                 (self.write("again.csv", export(2)), self.write("v1.json", mapping("v1"))),
                 (self.write("anon.csv", export(3)), self.write("v2.json", mapping("v2", False)))]
        self.begin_home()
        for path, how in files:
            self.do("import", path, "--mapping", how)
        want = self.everything()
        n_steps = 2 * N_ROWS // 256
        n_left = N_KILLS
        while n_left > 0:
            self.begin_home()
            n_home = min(n_left, KILLS_A_HOME)
            n_left -= n_home
            for path, how in files:
                words = ("import", path, "--mapping", how)
                n_done = self.sql("SELECT count(*) FROM import_file WHERE state = 'done'")
                version = self.sql("SELECT coalesce(max(version), 0) FROM data_version WHERE area = 'feedback'")
                for _ in range((n_home + 2) // 3):
                    self.end_at(draw.randint(1, n_steps), signal.SIGKILL, *words)
                    if self.sql("SELECT count(*) FROM import_file WHERE state = 'done'") != n_done:
                        break  # it was too late
                    if n_done == "0":
                        self.refused(3, "no survey", "score")
                    self.assertEqual(self.sql("SELECT coalesce(max(version), 0) FROM data_version "
                                              "WHERE area = 'feedback'"), version)
                if self.sql("SELECT count(*) FROM import_file WHERE state = 'done'") == n_done:
                    self.do(*words)
            self.same_rows(self.everything(), want)
            self.do("audit", "verify")
            self.assertEqual(self.sql("SELECT count(*) FROM audit WHERE action = 'import.run'"), "3")

    def test_killed_when_all_counts(self):
        """Killed between the moment from which a file counts and the marking of what it revised: the
        store then stands as it is made to here, and what is read of it is right."""
        self.do("init")
        for name, seed in (("first", 1), ("again", 2)):
            self.do("import", self.write(f"{name}.csv", export(seed)), "--mapping",
                    self.write("v1.json", mapping("v1")))
        want = (self.everything(), self.do("score", "--json").json["value"], self.do("survey", "--json").json)
        self.sql("UPDATE response SET is_latest = 1 WHERE revised_by = 2")
        self.assertEqual((self.everything(), self.do("score", "--json").json["value"],
                          self.do("survey", "--json").json), want)

    def test_interrupted(self):
        """Ctrl-C cancels: nothing stays, and the file can be brought again."""
        self.do("init")
        words = ("import", self.write("first.csv", export(1)), "--mapping", self.write("v1.json", mapping("v1")))
        self.assertTrue(self.end_at(9, signal.SIGINT, *words))
        self.assertEqual(self.sql("SELECT state FROM import_file"), "cancelled")
        self.assertEqual(self.sql("SELECT count(*) FROM response"), "0")
        self.assertEqual(self.sql("SELECT count(*) FROM response_text"), "0")
        self.assertEqual(self.sql("SELECT count(*) FROM audit WHERE action = 'import.cancel'"), "1")
        self.do(*words)
        self.assertNotEqual(self.sql("SELECT count(*) FROM response"), "0")
        self.do("audit", "verify")

    def test_cancelled_after_a_crash(self):
        self.do("init")
        words = ("import", self.write("first.csv", export(1)), "--mapping", self.write("v1.json", mapping("v1")))
        self.assertTrue(self.end_at(12, signal.SIGKILL, *words))
        self.assertIn("cancelled", self.do("import", "cancel", "1").out)
        self.assertEqual(self.sql("SELECT state FROM import_file"), "cancelled")
        self.assertEqual(self.sql("SELECT count(*) FROM response"), "0")
        self.refused(5, "has ended already", "import", "cancel", "1")
        self.assertIn("cancelled", self.do("import", "list").out)

    def test_resumed_by_another_into_the_same_version(self):
        """Who comes second works off first what was left behind."""
        self.do("init")
        first = ("import", self.write("first.csv", export(1)), "--mapping", self.write("v1.json", mapping("v1")))
        second = ("import", self.write("again.csv", export(2)), "--mapping", self.write("v1.json", mapping("v1")))
        self.do("import", first[1], "--mapping", first[3], "--dry-run")
        self.assertTrue(self.end_at(12, signal.SIGKILL, *first))
        self.do(*second)
        self.assertEqual(self.sql("SELECT state FROM import_file ORDER BY id"), "done\ndone")
        self.do("audit", "verify")

    def test_two_at_once(self):
        """Different versions side by side, the same version one after the other; no clash."""
        self.do("init")
        runs = []
        for name, seed, version in (("a", 1, "v1"), ("b", 2, "v2"), ("c", 3, "v1")):
            runs.append(self.start("import", self.write(f"{name}.csv", export(seed)), "--mapping",
                                   self.write(f"{version}.json", mapping(version))))
        for process in runs:
            with process:
                err = process.stderr.read()
                self.assertEqual(process.wait(), 0, err[-500:])
        self.assertEqual(self.sql("SELECT count(*) FROM import_file WHERE state = 'done'"), "3")
        self.assertEqual(self.sql("SELECT count(*) FROM (SELECT version_id, source_key FROM response "
                                  "GROUP BY version_id, source_key, revision HAVING count(*) > 1) d"), "0")
        self.do("audit", "verify")


def setUpModule():
    skip_without_engine()
