"""Sheets of past meetings whose process is killed at any step, taken in again, broken off, and two at once:
every meeting and promise is there exactly once, a promise is ended once, and the audit holds.

The number of kills is eight, two hundred in `make test-full` (CX_LONG)."""

import os
import random
import signal
import unittest

from desk import AT, Desk, skip_without_engine

N_KILLS = 200 if "CX_LONG" in os.environ else 8
KILLS_A_SHEET = 4
N_ROWS = 3000
LEADERS = "Name,Department,Since\nAda Byron,Care,2020-01-01\nGrace Hopper,Delivery,2020-01-01\n"


def sheet(seed, is_later=False):
    """Meetings with and without promises, the same row twice, and rows that cannot be used; later some of the
    promises are kept."""
    draw = random.Random(seed)
    lines = ["Leader,Date,Kind,About,Promised,Due,Kept"]
    for i in range(N_ROWS):
        who = "Nobody Known" if draw.random() < 0.02 else draw.choice(["Ada Byron", "Grace Hopper"])
        day = f"2026-0{1 + i % 9}-{1 + i % 28:02d}"
        row = draw.randrange(i + 1) if draw.random() < 0.05 else i
        has_promise, is_kept = draw.random() < 0.4, draw.random() < 0.5
        promised = f"a list of {row}" if has_promise else ""
        kept = "2026-10-01" if is_later and has_promise and is_kept else ""
        lines.append(f"{who},{day},met,talk {row},{promised},{'2026-12-01' if has_promise else ''},{kept}")
    return "\n".join(lines) + "\n"


ROWS = """SELECT n.source_key, n.text, c.day, c.topic, p.what, p.due_day, p.ended_day, p.outcome, count(*)
    FROM note n LEFT JOIN contact c ON c.note_id = n.id LEFT JOIN promise p ON p.note_id = n.id
    GROUP BY n.source_key, n.text, c.day, c.topic, p.what, p.due_day, p.ended_day, p.outcome
    ORDER BY n.source_key"""
COUNTS = "SELECT (SELECT count(*) FROM note), (SELECT count(*) FROM contact), (SELECT count(*) FROM promise)"


class PastKilled(Desk):
    def begin_home(self):
        self.home = self.dir / f"home{len(list(self.dir.glob('home*')))}"
        self.do("init", "--at", AT)
        self.do("roster", self.write("leaders.csv", LEADERS))

    def sheets(self):
        return [("past", self.write("before.csv", sheet(1))), ("past", self.write("later.csv", sheet(1, True))),
                ("past", self.write("other.csv", sheet(2)))]

    def everything(self):
        return [self.sql(ROWS), self.sql(COUNTS)]

    def test_killed_again_and_again(self):
        draw = random.Random(3)
        sheets = self.sheets()
        self.begin_home()
        want = []
        for words in sheets:
            self.do(*words)
            want.append(self.everything())
        self.assertNotIn("|2", "".join(row[-2:] for row in want[-1][0].splitlines()))
        n_left = N_KILLS
        while n_left > 0:
            self.begin_home()
            for words, wanted in zip(sheets, want):
                for _ in range(min(n_left, KILLS_A_SHEET)):
                    self.end_at(draw.randint(1, 2 * N_ROWS // 500 + 6), signal.SIGKILL, *words)
                    n_left -= 1
                self.do(*words)
                self.same_rows(self.everything(), wanted)
            self.do("audit", "verify")

    def test_interrupted(self):
        """Ctrl-C: what is in stays and is said; the same sheet takes the rest."""
        words = self.sheets()[0]
        self.begin_home()
        self.do(*words)
        want = self.everything()
        self.begin_home()
        with self.start(*words) as process:
            err = b""
            for line in process.stderr:
                err += line
                if line.startswith(b"progress ") and int(line.split()[1]) > 600:
                    process.send_signal(signal.SIGINT)
                    break
            err += process.stderr.read()
            status = process.wait()
        self.assertNotEqual(status, 0)
        self.assertRegex(err.decode(), r"the first \d+ of \d+ rows are in")
        self.assertNotEqual(self.sql(COUNTS), want[1])
        self.do(*words)
        self.same_rows(self.everything(), want)
        self.do("audit", "verify")

    def test_two_at_once(self):
        sheets = self.sheets()
        self.begin_home()
        for words in (sheets[0], sheets[2]):
            self.do(*words)
        want = self.everything()
        self.begin_home()
        runs = [self.start(*words) for words in (sheets[0], sheets[2], sheets[0])]
        for process in runs:
            with process:
                err = process.stderr.read()
                self.assertEqual(process.wait(), 0, err[-500:])
        self.same_rows(self.everything(), want)
        self.do("audit", "verify")


def setUpModule():
    skip_without_engine()


if __name__ == "__main__":
    unittest.main()
