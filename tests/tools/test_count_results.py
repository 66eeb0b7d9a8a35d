"""count_results.py counts what happened, and takes silence for a failure."""

import contextlib
import io
import json

import count_results
from wrong_tree import TreeTest


class CountTest(TreeTest):
    def count(self, *arguments):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = count_results.main([str(argument) for argument in arguments])
        return out.getvalue().strip().split("\n")[-1], status

    def log(self, *entries):
        return self.write("testlog.json", "".join(json.dumps(entry) + "\n" for entry in entries))

    def test_subtests_are_counted(self):
        log = self.log({"name": "a", "result": "OK", "stdout": "1..3\nok 1 - x\nok 2 /y\nok 3 # SKIP no data\n"},
                       {"name": "b", "result": "OK", "stdout": "fine"})
        self.assertEqual(self.count(log), ("3 passed, 0 failed", 0))

    def test_failed_subtests_are_counted(self):
        log = self.log({"name": "a", "result": "FAIL", "stdout": "ok 1 - x\nnot ok 2 - y\nnot ok 3 - z\n1..3\n"})
        self.assertEqual(self.count(log), ("1 passed, 2 failed", 1))

    def test_why_a_test_failed_stands_before_the_count(self):
        log = self.log({"name": "a", "result": "FAIL", "stdout": "ok 1 - x\nnot ok 2 - y\n# 3 is not 4\n1..2\n"},
                       {"name": "b", "result": "OK", "stdout": "ok 1 - fine\n1..1\n"})
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            count_results.main(["--why", str(log)])
        self.assertEqual(out.getvalue().split("\n")[:4],
                         ["  a| not ok 2 - y", "  a| # 3 is not 4", "  a| 1..2", "failed: a: y"])

    def test_a_crash_is_a_failure(self):
        log = self.log({"name": "a", "result": "ERROR", "stdout": "1..3\nok 1 - x\n"},
                       {"name": "b", "result": "TIMEOUT", "stdout": None})
        self.assertEqual(self.count(log), ("1 passed, 2 failed", 1))

    def test_a_missing_log_is_a_failure(self):
        log = self.log({"name": "a", "result": "OK", "stdout": ""})
        self.assertEqual(self.count(log, self.root / "nosuch.tap"), ("1 passed, 1 failed", 1))

    def test_an_empty_log_is_a_failure(self):
        self.assertEqual(self.count(self.write("lint.tap", "")), ("0 passed, 1 failed", 1))

    def test_tap_files_are_counted(self):
        self.assertEqual(self.count(self.write("lint.tap", "ok 1 - a\nnot ok 2 - b\n# why\n1..2\n")),
                         ("1 passed, 1 failed", 1))

    def test_a_bad_status_is_a_failure(self):
        log = self.log({"name": "a", "result": "OK", "stdout": ""})
        self.assertEqual(self.count("--status", "make-test=2", log), ("1 passed, 1 failed", 1))
        self.assertEqual(self.count("--status", "make-test=0", log), ("1 passed, 0 failed", 0))

    def test_only_skips_is_not_success(self):
        log = self.log({"name": "a", "result": "SKIP", "stdout": ""})
        self.assertEqual(self.count(log), ("0 passed, 0 failed", 1))
