"""Files of facts whose process is killed at any step, resumed, cancelled, and two at once: every fact is
there exactly once, and nothing counts before all of a file does.

The number of kills is four, two hundred in `make test-full` (CX_LONG)."""

import json
import os
import random
import signal
import unittest

from desk import Desk, place, skip_without_engine

N_KILLS = 200 if "CX_LONG" in os.environ else 4
N_ROWS = 2500
MAPPING = json.dumps({
    "format": 1,
    "kind": "facts",
    "key": {"kind": "account", "column": "Customer"},
    "date": {"column": "Month", "kind": "month"},
    "account": {"name": "Name", "person": "Contact"},
    "metrics": [
        {"key": "revenue", "label": "Revenue", "column": "Revenue", "money": {"currency": "EUR"}},
        {"key": "contacts", "label": "Contacts", "column": "Contacts", "direction": "down"},
    ],
})


def export(seed, n_rows=N_ROWS):
    """Rows of all kinds: good ones, the same twice, one fact with two values, and bad ones."""
    draw = random.Random(seed)
    lines = ["Customer,Month,Name,Contact,Revenue,Contacts"]
    for i in range(n_rows):
        key = draw.randrange(n_rows) if draw.random() < 0.05 else i
        count = "many" if draw.random() < 0.02 else str(draw.randint(0, 9))
        lines.append(f"c{key},2026-0{1 + i % 3},Name {key},{'Ann' if i % 3 else ''},{draw.randint(10, 99)}.50,{count}")
    return "\n".join(lines) + "\n"


# Whether a fact counts, as readers tell it: is_latest of what was revised follows later.
COUNTING = """f.is_latest = 1 AND f.file_id NOT IN (SELECT id FROM fact_file WHERE state <> 'done')
    AND (f.revised_by IS NULL OR f.revised_by IN (SELECT id FROM fact_file WHERE state <> 'done'))"""
N_COUNTING = f"SELECT count(*) FROM fact f WHERE {COUNTING}"
FACTS = f"""SELECT {place("metric", "f.metric_id")}, source_key, span, revision, CASE WHEN {COUNTING} THEN 1 ELSE 0 END,
    value, currency, line, {place("fact_file", "f.file_id")} FROM fact f ORDER BY f.metric_id, source_key, span, revision"""
ACCOUNTS = f"""SELECT a.source_key, s.revision, s.name, {place("fact_file", "s.file_id")} FROM account a
    JOIN account_state s ON s.account_id = a.id ORDER BY 1, 2"""
PEOPLE = """SELECT a.source_key, p.name FROM account a JOIN account_person p ON p.account_id = a.id
    ORDER BY 1, 2"""
REJECTS = "SELECT i_reject, line, column_name, reason FROM fact_reject ORDER BY file_id, i_reject"
FILES = """SELECT n_rows, n_new, n_revised, n_same, n_empty, n_rejected, n_accounts, first_day, last_day,
    state FROM fact_file ORDER BY id"""


class FactsKilled(Desk):
    def words(self, seed):
        return ("facts", self.write(f"facts{seed}.csv", export(seed)), "--mapping", self.write("how.json", MAPPING))

    def everything(self):
        return [self.sql(text) for text in (FACTS, ACCOUNTS, PEOPLE, REJECTS, FILES)]

    def begin_home(self):
        self.home = self.dir / f"home{len(list(self.dir.glob('home*')))}"
        self.do("init")

    def test_killed_again_and_again(self):
        draw = random.Random(5)
        files = [self.words(1), self.words(2)]
        self.begin_home()
        for words in files:
            self.do(*words)
        want = self.everything()
        n_left = N_KILLS
        while n_left > 0:
            self.begin_home()
            for words in files:
                before = self.sql(N_COUNTING)
                n_done = self.sql("SELECT count(*) FROM fact_file WHERE state = 'done'")
                n_left -= 1
                self.end_at(draw.randint(1, 2 * N_ROWS // 256), signal.SIGKILL, *words)
                if self.sql("SELECT count(*) FROM fact_file WHERE state = 'done'") == n_done:
                    self.assertEqual(self.sql(N_COUNTING), before)
                    self.do(*words)
            self.same_rows(self.everything(), want)
            self.do("audit", "verify")
            self.assertEqual(self.sql("SELECT count(*) FROM audit WHERE action = 'facts.take'"), "2")

    def test_interrupted(self):
        """Ctrl-C cancels: nothing stays, and the file can be brought again."""
        self.do("init")
        words = self.words(1)
        self.assertTrue(self.end_at(8, signal.SIGINT, *words))
        self.assertEqual(self.sql("SELECT state FROM fact_file"), "cancelled")
        for table in ("fact", "account_state", "account_person"):
            self.assertEqual(self.sql(f"SELECT count(*) FROM {table}"), "0", table)
        self.do(*words)
        self.assertNotEqual(self.sql(N_COUNTING), "0")
        self.do("audit", "verify")

    def test_looked_after(self):
        """A file left behind is listed, cancelled, gone on with; who comes second works it off first."""
        self.do("init")
        self.assertTrue(self.end_at(8, signal.SIGKILL, *self.words(1)))
        self.assertIn("running", self.do("facts", "list").out)
        self.assertIn("cancelled", self.do("facts", "cancel", "1").out)
        self.assertEqual(self.sql("SELECT count(*) FROM fact"), "0")
        self.refused(5, "has ended already", "facts", "cancel", "1")
        self.assertTrue(self.end_at(8, signal.SIGKILL, *self.words(1)))
        self.assertIn("going on after", self.do("facts", "resume", "2").out)
        self.assertTrue(self.end_at(8, signal.SIGKILL, *self.words(2)))
        self.do(*self.words(3))
        self.assertEqual(self.sql("SELECT state FROM fact_file ORDER BY id"), "cancelled\ndone\ndone\ndone")
        self.refused(3, "no file of facts", "facts", "resume", "9")

    def test_two_at_once(self):
        self.do("init")
        runs = [self.start(*self.words(seed)) for seed in (1, 2, 3)]
        for process in runs:
            with process:
                err = process.stderr.read()
                self.assertEqual(process.wait(), 0, err[-500:])
        self.assertEqual(self.sql("SELECT count(*) FROM fact_file WHERE state = 'done'"), "3")
        self.assertEqual(self.sql(f"SELECT count(*) FROM (SELECT source_key FROM fact f WHERE {COUNTING} "
                                  "GROUP BY metric_id, source_key, span HAVING count(*) > 1) d"), "0")
        self.do("audit", "verify")


def setUpModule():
    skip_without_engine()


if __name__ == "__main__":
    unittest.main()
