#!/usr/bin/env python3
"""A brief as PDF: the second of many, when the process that prints is warm.

One brief of the sample program is printed by a command of its own, and all of them by another: the
difference, by the number of briefs more, is what a warm brief takes, the computing of its numbers
included. The first one starts WeasyPrint and stands for what each would take without a warm process.

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

TARGET = 2.0  # a warm brief takes half the time of a cold one at most


def timed_ms(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000


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
    warm = (every - one) / (n - 1)
    print(json.dumps({"case": "brief as PDF, warm", "ours_ms": round(warm, 1),
                      "peer": "the first, cold", "peer_ms": round(one, 1),
                      "ratio": round(one / warm, 2), "target": TARGET}))


main()
