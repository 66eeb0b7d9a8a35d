#!/usr/bin/env python3
"""The nightly run of a large home: 40 departments, each with a rated item and a declared measure, an overall
rating and a fact of 12 values, 36 months, 10 million responses.

The home is filled by bench/nightly_home.c, straight into the store. What is timed is `coalition nightly`, a new
process: the frame is read from the store, every period that closed is tested, findings are looked for, themes
are learnt. The first night tests three years of history; the second is the usual one. The peer is the limit of one
minute.

    bench/bench_nightly.py COALITION [--quick]
"""

import csv
import io
import json
import pathlib
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import time

N_DEPARTMENTS = 40
N_REGIONS = 12
LIMIT_MS = 60_000.0
COPIES = 10
COPY = """INSERT INTO response (version_id, source_key, revision, is_latest, import_id, line, day, mode_id, digest, answers)
    SELECT version_id, source_key || :copy, revision, is_latest, import_id, line, day, mode_id, digest, answers
    FROM response WHERE id <= :last AND source_key LIKE 'id:0%'"""
TODAY = "2026-01-20"


def mapping():
    items = [{"key": "nps", "column": "nps", "kind": "nps", "role": "overall",
              "wording": "How likely are you to recommend us?"}]
    items += [{"key": f"r{k:02d}", "column": f"r{k:02d}", "kind": "rating", "lo": 1, "hi": 5, "role": "measure",
               "department": f"d{k:02d}", "label": f"Work of {k}", "wording": f"How was the work of {k}?"}
              for k in range(N_DEPARTMENTS)]
    items.append({"key": "region", "column": "region", "kind": "choice", "role": "fact", "wording": "-",
                  "codes": {f"c{k:02d}": {"code": k, "label": f"Region {k}"} for k in range(N_REGIONS)}})
    return {
        "format": 1,
        "survey": {"key": "bench", "title": "Bench", "zone": "UTC", "overall": "nps"},
        "version": {"key": "one", "sampling": "census"},
        "columns": {"id": "id", "date": {"column": "day", "kind": "iso"},
                    "mode": {"column": "mode", "codes": {m: {"key": m, "label": m.title()}
                                                         for m in ("web", "mail")}}},
        "departments": [{"key": f"d{k:02d}", "name": f"Department {k}"} for k in range(N_DEPARTMENTS)],
        "items": items,
    }


def first_responses():
    """Two responses, one by each mode, so that the survey is there."""
    out = io.StringIO()
    write = csv.writer(out)
    ratings = [f"r{k:02d}" for k in range(N_DEPARTMENTS)]
    write.writerow(["id", "day", "mode", "nps", *ratings, "region"])
    for mode in ("web", "mail"):
        write.writerow([mode, "2023-01-01", mode, 9, *[4] * N_DEPARTMENTS, "c00"])
    return out.getvalue()


class Home:
    def __init__(self, coalition, folder):
        self.coalition, self.folder = coalition, folder
        self.path = folder / "home"

    def do(self, *words):
        return subprocess.run([self.coalition, "--home", self.path, *words], check=True, text=True,
                              stdout=subprocess.PIPE).stdout

    def begin(self):
        (self.folder / "mapping.json").write_text(json.dumps(mapping()), encoding="utf-8")
        (self.folder / "first.csv").write_text(first_responses(), encoding="utf-8")
        self.do("init", "--at", TODAY)
        self.do("import", self.folder / "first.csv", "--mapping", self.folder / "mapping.json")

    def fill(self, n):
        """A tenth drawn, the rest copies of it, as drawing takes longer than all that is measured."""
        program = pathlib.Path(self.coalition).parent / "bench/nightly_home"
        subprocess.run([program, f"sqlite:{self.path / 'coalition.db'}", "bench", str(n // COPIES)], check=True)
        store = sqlite3.connect(self.path / "coalition.db")
        last = store.execute("SELECT max(id) FROM response").fetchone()[0]
        for k in range(1, COPIES):
            store.execute(COPY, {"copy": f":{k}", "last": last})
        store.execute("UPDATE data_version SET version = version + 1, token = 'bench' WHERE area = 'feedback'")
        store.commit()
        store.close()

    def declare_all(self):
        for line in self.do("declare", "--survey", "bench", "--propose").splitlines():
            if line.startswith("coalition declare"):
                self.do(*shlex.split(line)[1:])

    def night_ms(self):
        start = time.perf_counter()
        self.do("nightly")
        return (time.perf_counter() - start) * 1000


def line(case, ours_ms):
    print(json.dumps({"case": case, "ours_ms": round(ours_ms, 1), "peer": "one minute", "peer_ms": LIMIT_MS,
                      "ratio": round(LIMIT_MS / ours_ms, 2), "target": 1.0}), flush=True)


def main():
    coalition, n = sys.argv[1], 50_000 if "--quick" in sys.argv else 10_000_000
    with tempfile.TemporaryDirectory(prefix="coalition-bench-") as name:
        home = Home(coalition, pathlib.Path(name))
        home.begin()
        home.fill(n)
        home.declare_all()
        for which in ("first", "next"):
            line(f"nightly, {which}, {N_DEPARTMENTS} departments, 36 months, {n} responses", home.night_ms())
    return 0


if __name__ == "__main__":
    sys.exit(main())
