"""Runs a unittest module and prints TAP: one line per test, so that each is counted."""

import importlib
import sys
import unittest
from pathlib import Path


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.number = 0

    def line(self, word, test, note=""):
        self.number += 1
        name = str(test).split(" ", 1)[0]
        print(f"{word} {self.number} - {name}{note}", flush=True)

    def problem(self, test, error):
        self.line("not ok", test)
        for line in self._exc_info_to_string(error, test).rstrip().split("\n"):
            print(f"# {line}", flush=True)

    def addSuccess(self, test):
        self.line("ok", test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.line("ok", test, f" # SKIP {reason}")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.problem(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self.problem(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.problem(subtest, err)


def main():
    path = Path(sys.argv[1]).resolve()
    sys.path[:0] = [str(path.parent), str(path.parents[2] / "tools")]
    suite = unittest.defaultTestLoader.loadTestsFromModule(importlib.import_module(path.stem))
    result = TapResult()
    suite.run(result)
    print(f"1..{result.number}")
    return 0 if result.wasSuccessful() and result.number > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
