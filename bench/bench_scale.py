#!/usr/bin/env python3
"""A home of many responses: how soon it answers, and how long a drill-down takes.

A small survey is imported; its segment is then grown to the size asked for (bench/scale.c). What is
timed is the program as people run it: a command that starts, maps the segment and says a score; the
server from its start to its first score; requests that drill down, each for a slice nobody asked for before;
the same with a period of one month; and the first request after 10,000 responses were imported beside the
server, which puts them onto its frame. Requests are timed by the server, as its log has it.

    bench/bench_scale.py COALITION [--quick] [RESPONSES]
"""

import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

N_SMALL = 3000
N_RATINGS = 12
CHOICES = {"department": 40, "region": 12, "segment": 5, "channel": 6}
ROWS_QUICK, ROWS_FULL = 1_000_000, 100_000_000
N_MORE, N_TIMES = 10_000, 5
START_MS, DRILL_MS = 1000.0, 100.0
MEASURES = [("nps", "nps")] + [("mean", f"r{k}") for k in range(4)] + [("top2", f"r{k}") for k in range(4)]


def write_export(path, first=0, n=N_SMALL):
    """Responses first … first + n - 1; those after the small survey's are of the last days there are."""
    draw = random.Random(29 + first)
    names = ["id", "day", "nps"] + [f"r{k}" for k in range(N_RATINGS)] + list(CHOICES)
    with open(path, "w", encoding="utf-8") as out:
        out.write(",".join(names) + "\n")
        for i in range(first, first + n):
            day = f"{2023 + i * 3 // N_SMALL}-{1 + i % 12:02d}-{1 + i % 28:02d}"
            if first > 0:
                day = f"2025-12-{20 + i % 9:02d}"
            cells = [f"R{i:08d}", day, str(draw.randint(0, 10)) if draw.random() > 0.03 else ""]
            cells += [str(draw.randint(1, 5)) if draw.random() > 0.12 else "" for _ in range(N_RATINGS)]
            cells += [f"c{draw.randrange(n)}" for n in CHOICES.values()]
            out.write(",".join(cells) + "\n")


def write_mapping(path):
    items = [{"key": "nps", "column": "nps", "kind": "nps", "role": "overall",
              "wording": "How likely are you to recommend us?"}]
    items += [{"key": f"r{k}", "column": f"r{k}", "kind": "rating", "lo": 1, "hi": 5,
               "wording": f"Rating {k}"} for k in range(N_RATINGS)]
    items += [{"key": name, "column": name, "kind": "choice", "wording": name.capitalize(),
               "codes": {f"c{i}": f"{name.capitalize()} {i}" for i in range(n)}}
              for name, n in CHOICES.items()]
    mapping = {
        "format": 1,
        "survey": {"key": "bench", "title": "Bench", "zone": "UTC", "overall": "nps"},
        "version": {"key": "v", "sampling": "census"},
        "columns": {"id": "id", "date": {"column": "day", "kind": "iso"}},
        "items": items,
    }
    path.write_text(json.dumps(mapping), encoding="utf-8")


class Home:
    def __init__(self, coalition, folder):
        self.coalition, self.home = coalition, folder / "home"

    def run(self, *arguments, **options):
        return subprocess.run([self.coalition, "--home", str(self.home), *arguments], check=True,
                              capture_output=True, text=True, **options).stdout

    def timed_ms(self, *arguments):
        start = time.perf_counter()
        self.run(*arguments)
        return (time.perf_counter() - start) * 1000


class Server:
    """The server of a home on a port the system picks, and what its log says."""

    def __init__(self, home, token, log):
        self.token, self.log = token, log
        self.start = time.perf_counter()
        with open(log, "wb") as out:
            self.process = subprocess.Popen([home.coalition, "--home", str(home.home), "serve", "--port", "0"],
                                            stdout=out, stderr=out)
        self.url = self.body = None

    def find_url(self):
        while self.url is None:
            found = re.search(r"http://[0-9.:]+", pathlib.Path(self.log).read_text(encoding="utf-8"))
            self.url = found and found.group(0)
            if self.process.poll() is not None:
                raise SystemExit("bench_scale.py: the server ended:\n" + pathlib.Path(self.log).read_text())
            time.sleep(0.001)

    def ask(self, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request) as answer:
            self.body = answer.read()
            return answer.headers["X-Request-Id"]

    def milliseconds(self, request_id):
        pattern = re.compile(rf"id={re.escape(request_id)} .* ms=([0-9.]+)|ms=([0-9.]+).* id={re.escape(request_id)}")
        while True:
            found = pattern.search(pathlib.Path(self.log).read_text(encoding="utf-8"))
            if found:
                return float(found.group(1) or found.group(2))
            time.sleep(0.001)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def months(draw):
    """Addresses of slices of one month each."""
    while True:
        measure, question = draw.choice(MEASURES)
        name = draw.choice(list(CHOICES))
        month = f"{draw.choice([2023, 2024, 2025])}-{draw.randint(1, 12):02d}"
        yield (f"/api/v1/scores?measure={measure}&question={question}&group={name}"
               f"&where=version:v&from={month}-01&to={month}-28")


def count(server):
    """All responses, as the server counts them now; and how long it took to say so."""
    request_id = server.ask("/api/v1/scores?measure=count")
    return json.loads(server.body)["trend"]["n"], server.milliseconds(request_id)


def measure_more(home, folder, server, words):
    """Imports beside the server, each of more responses; the first request after each has them."""
    times = []
    for k in range(N_TIMES):
        path = folder / f"more-{k}.csv"
        write_export(path, 10_000_000 + k * N_MORE, N_MORE)
        before, _ = count(server)
        home.run("import", str(path), "--mapping", str(folder / "mapping.json"))
        after, time_ms = count(server)
        if after - before != N_MORE:
            raise SystemExit("bench_scale.py: the responses imported are not counted")
        times.append(time_ms)
    say(f"10,000 responses more, visible, {words}", statistics.median(times), "a tenth of a second", DRILL_MS)


def drills(draw):
    """Addresses of slices, each another one: measure, filter, period, group."""
    while True:
        measure, question = draw.choice(MEASURES)
        name = draw.choice(list(CHOICES))
        value = draw.randrange(CHOICES[name])
        by = draw.choice(["month", "quarter", draw.choice([c for c in CHOICES if c != name])])
        yield (f"/api/v1/scores?measure={measure}&question={question}&where={name}:{name}_{value}"
               f"&from={draw.choice([2023, 2024])}-0{draw.randint(1, 9)}-01&group={by}")


def say(case, ours_ms, peer, peer_ms):
    print(json.dumps({"case": case, "ours_ms": round(ours_ms, 1), "peer": peer, "peer_ms": peer_ms,
                      "ratio": round(peer_ms / ours_ms, 2), "target": 1.0}), flush=True)


def prepare(home, folder, n_rows):
    write_export(folder / "export.csv")
    write_mapping(folder / "mapping.json")
    home.run("init")
    home.run("import", str(folder / "export.csv"), "--mapping", str(folder / "mapping.json"))
    home.run("score", "--measure", "nps")  # writes the small segment
    scale = pathlib.Path(home.coalition).parent / "bench" / "scale"
    subprocess.run([scale, home.home / "segments" / "bench.seg", str(n_rows)], check=True)
    home.run("user", "add", "bench", "--role", "owner", "--password-stdin", input="correct horse battery staple\n")
    return home.run("token", "add", "bench", "--name", "bench").strip()


def measure(home, folder, n_rows):
    token, words = prepare(home, folder, n_rows), f"{n_rows:,} responses"
    say(f"a command from start to score, {words}",
        statistics.median(home.timed_ms("score", "--measure", "nps") for _ in range(3)), "one second", START_MS)
    server = Server(home, token, folder / "log")
    try:
        server.find_url()
        server.ask("/api/v1/scores?measure=nps&question=nps")
        say(f"the server from start to first score, {words}", (time.perf_counter() - server.start) * 1000,
            "one second", START_MS)
        if count(server)[0] != n_rows:
            raise SystemExit("bench_scale.py: the server did not take the segment that was grown")
        addresses = drills(random.Random(31))
        times = [server.milliseconds(server.ask(next(addresses))) for _ in range(25)]
        say(f"a drill-down, {words}", statistics.median(times), "a tenth of a second", DRILL_MS)
        say(f"a drill-down, the slowest of 25, {words}", max(times), "a tenth of a second", DRILL_MS)
        addresses = months(random.Random(37))
        times = [server.milliseconds(server.ask(next(addresses))) for _ in range(25)]
        say(f"a drill-down into one month, {words}", statistics.median(times), "a tenth of a second", DRILL_MS)
        measure_more(home, folder, server, words)
    finally:
        server.stop()


def main():
    numbers = [int(argument) for argument in sys.argv[2:] if argument.isdigit()]
    n_rows = numbers[0] if numbers else ROWS_QUICK if "--quick" in sys.argv else ROWS_FULL
    with tempfile.TemporaryDirectory(prefix="coalition-bench-", dir=os.environ.get("TMPDIR")) as name:
        folder = pathlib.Path(name)
        measure(Home(str(pathlib.Path(sys.argv[1]).resolve()), folder), folder, n_rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
