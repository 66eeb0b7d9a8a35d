#!/usr/bin/env python3
"""A brief as PDF: the second of many, when the process that prints is warm.

One brief of the sample program is printed by a command of its own, and all of them by another: the
difference, by the number of briefs more, is what a warm brief takes, the computing of its numbers
included. The first one starts WeasyPrint and stands for what each would take without a warm process.

Then some more leaders head three departments each, which takes two pages: what all briefs take more
than before, by the number of those leaders, is what a warm brief of two pages takes.

    bench/bench_pdf.py COALITION [--quick]
"""

import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

COLD_TARGET = 2.0  # a warm brief takes half the time of a cold one at most
TWO_PAGES = ("Noor Rahimi", "Ana Duarte", "Piotr Zielinski", "Maya Cohen")
LIMIT_MS = 500.0  # and no more than this, its numbers included


def timed_ms(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


def say(case, ours_ms, peer, peer_ms, target):
    print(json.dumps({"case": case, "ours_ms": round(ours_ms, 1), "peer": peer,
                      "peer_ms": round(peer_ms, 1), "ratio": round(peer_ms / ours_ms, 2),
                      "target": target}))


def add_heads_of_three(call):
    """People whose briefs take two pages."""
    for name in TWO_PAGES:
        for verb, department in (("add", "billing"), ("office", "customer_service"), ("office", "web_shop")):
            subprocess.run(call + ["leaders", verb, name, "--title", "Head of Operations", "--from", "2026-01-01",
                                   "--department", department] + ["--besides"] * (verb == "office"),
                           check=True, stdout=subprocess.DEVNULL)


def main():
    coalition = sys.argv[1]
    rounds = 2 if "--quick" in sys.argv else 5
    if shutil.which("weasyprint") is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        call = [coalition, "--home", str(pathlib.Path(folder) / "home"), "--at", "2026-11-16"]
        subprocess.run(call + ["demo", "--no-serve"], check=True, stdout=subprocess.DEVNULL)
        into = str(pathlib.Path(folder) / "out")
        one = statistics.median(timed_ms(call + ["brief", "delivery", "--pdf", into + ".pdf"])
                                for _ in range(rounds))
        every = statistics.median(timed_ms(call + ["brief", "--all", "--pdf", into])
                                  for _ in range(rounds))
        n = len(list(pathlib.Path(into).iterdir()))
        add_heads_of_three(call)
        more = statistics.median(timed_ms(call + ["brief", "--all", "--pdf", into])
                                 for _ in range(rounds))
    warm = (every - one) / (n - 1)
    say("brief as PDF, warm", warm, "the first, cold", one, COLD_TARGET)
    say("brief as PDF, warm, to its limit", warm, "half a second", LIMIT_MS, 1.0)
    say("brief as PDF, two pages, warm, to its limit", (more - every) / len(TWO_PAGES), "half a second", LIMIT_MS, 1.0)
    say(f"{n} briefs as one job", every, "each by a command of its own", n * one, COLD_TARGET)


main()
