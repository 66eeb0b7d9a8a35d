#!/usr/bin/env python3
"""Counts what meson's testlog.json and TAP files say and prints `N passed, N failed`.

    tools/count_results.py --status make-test=0 build/meson-logs/testlog.json build/lint.tap

A TAP test counts as its subtests, any other as one. A test that ended badly without a failed
subtest counts as one failure, so does a log that is missing or empty, and so does a --status other
than 0 where nothing else failed. With --why the last lines each failed test wrote stand before the
count. Exits 1 unless something passed and nothing failed.
"""

import argparse
import json
import re
import sys
from pathlib import Path

RESULT = re.compile(r"^[ \t]*(not )?ok\b([^#\n]*)(#[ \t]*(\w+))?", re.MULTILINE)
GOOD = ("OK", "EXPECTEDFAIL")
WHY_LINES = 20


class Count:
    def __init__(self):
        self.n_passed = self.n_failed = self.n_skipped = 0
        self.failures = []
        self.reasons = []

    def fail(self, name):
        self.n_failed += 1
        self.failures.append(name)


def count_tap(text, name, count):
    """Adds the subtests of one TAP text; returns how many there were."""
    n_results = 0
    for match in RESULT.finditer(text):
        n_results += 1
        is_not, words, note = match.group(1), match.group(2).strip(" -0123456789"), match.group(4)
        if note and note.upper() == "SKIP":
            count.n_skipped += 1
        elif is_not and not (note and note.upper() == "TODO"):
            count.fail(f"{name}: {words}")
        else:
            count.n_passed += 1
    return n_results


def is_tap(text):
    return re.search(r"^1\.\.\d+", text, re.MULTILINE) is not None


def reason(entry):
    """The last lines a failed test wrote, without those that say what went well."""
    written = (entry.get("stdout") or "") + (entry.get("stderr") or "")
    telling = [line for line in written.split("\n") if line.strip() and not line.strip().startswith("ok ")]
    return "\n".join(f"  {entry['name']}| {line}" for line in telling[-WHY_LINES:])


def count_test(entry, count):
    """Adds one line of testlog.json."""
    name, result, text = entry["name"], entry["result"], entry.get("stdout") or ""
    n_failed_before, n_results = count.n_failed, 0
    if result == "SKIP":
        count.n_skipped += 1
        return
    if is_tap(text):
        n_results = count_tap(text, name, count)
    if result not in GOOD and count.n_failed == n_failed_before:
        count.fail(f"{name}: {result}")
    elif n_results == 0 and result in GOOD:
        count.n_passed += 1
    if count.n_failed > n_failed_before:
        count.reasons.append(reason(entry))


def count_log(path, count):
    before = count.n_passed + count.n_failed + count.n_skipped
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError:
        text = ""
    if path.endswith(".json"):
        for line in filter(None, text.split("\n")):
            count_test(json.loads(line), count)
    else:
        count_tap(text, path, count)
    if count.n_passed + count.n_failed + count.n_skipped == before:
        count.fail(f"{path}: no results")


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--status", action="append", default=[], metavar="NAME=STATUS")
    parser.add_argument("--why", action="store_true")
    parser.add_argument("logs", nargs="+")
    options = parser.parse_args(arguments)
    count = Count()
    for path in options.logs:
        count_log(path, count)
    for status in options.status:
        name, _, value = status.partition("=")
        if value != "0" and count.n_failed == 0:
            count.fail(f"{name}: exit status {value}")
    for text in count.reasons if options.why else []:
        print(text)
    for name in count.failures:
        print(f"failed: {name}")
    if count.n_skipped:
        print(f"skipped: {count.n_skipped}")
    print(f"{count.n_passed} passed, {count.n_failed} failed")
    return 0 if count.n_failed == 0 and count.n_passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
