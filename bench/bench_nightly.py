#!/usr/bin/env python3
"""The nightly run of a large home, 40 departments, 36 months, 10 million responses, in two shapes: one survey with
a rated item, a declared measure and an overall rating for each department and a fact of 12 values; and 40 surveys,
each of one department with 30 rated items and an overall rating.

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
N_ITEMS = 30
N_REGIONS = 12
LIMIT_MS = 60_000.0
COPIES = 10
COPY = """INSERT INTO response (version_id, source_key, revision, is_latest, import_id, line, day, mode_id, digest, answers)
    SELECT version_id, source_key || :copy, revision, is_latest, import_id, line, day, mode_id, digest, answers
    FROM response WHERE id <= :last AND source_key LIKE 'id:0%'"""
TODAY = "2026-01-20"


def department(k):
    return f"d{k:02d}"


def rated(k, owner):
    return {"key": f"r{k:02d}", "column": f"r{k:02d}", "kind": "rating", "lo": 1, "hi": 5, "role": "measure",
            "department": owner, "label": f"Work of {k}", "wording": f"How was the work of {k}?"}


def mapping(survey, ratings):
    items = [{"key": "nps", "column": "nps", "kind": "nps", "role": "overall",
              "wording": "How likely are you to recommend us?"}]
    items += ratings
    items.append({"key": "region", "column": "region", "kind": "choice", "role": "fact", "wording": "-",
                  "codes": {f"c{k:02d}": {"code": k, "label": f"Region {k}"} for k in range(N_REGIONS)}})
    return {
        "format": 1,
        "survey": {"key": survey, "title": survey.title(), "zone": "UTC", "overall": "nps"},
        "version": {"key": "one", "sampling": "census"},
        "columns": {"id": "id", "date": {"column": "day", "kind": "iso"},
                    "mode": {"column": "mode", "codes": {m: {"key": m, "label": m.title()}
                                                         for m in ("web", "mail")}}},
        "departments": [{"key": department(k), "name": f"Department {k}"} for k in range(N_DEPARTMENTS)],
        "items": items,
    }


def one_survey():
    return {"bench": [rated(k, department(k)) for k in range(N_DEPARTMENTS)]}


def many_surveys():
    return {f"bench{k:02d}": [rated(i, department(k)) for i in range(N_ITEMS)] for k in range(N_DEPARTMENTS)}


def first_responses(ratings):
    """Two responses, one by each mode, so that the survey is there."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(["id", "day", "mode", "nps", *[item["key"] for item in ratings], "region"])
    for mode in ("web", "mail"):
        write.writerow([mode, "2023-01-01", mode, 9, *[4] * len(ratings), "c00"])
    return out.getvalue()


class Home:
    def __init__(self, coalition, folder, surveys):
        self.coalition, self.folder, self.surveys = coalition, folder, surveys
        self.path = folder / "home"

    def do(self, *words):
        return subprocess.run([self.coalition, "--home", self.path, *words], check=True, text=True,
                              stdout=subprocess.PIPE).stdout

    def begin(self):
        self.do("init", "--at", TODAY)
        for survey, ratings in self.surveys.items():
            (self.folder / "mapping.json").write_text(json.dumps(mapping(survey, ratings)), encoding="utf-8")
            (self.folder / "first.csv").write_text(first_responses(ratings), encoding="utf-8")
            self.do("import", self.folder / "first.csv", "--mapping", self.folder / "mapping.json")

    def fill(self, n):
        """A tenth drawn, the rest copies of it, as drawing takes longer than all that is measured."""
        program = pathlib.Path(self.coalition).parent / "bench/nightly_home"
        for survey in self.surveys:
            subprocess.run([program, f"sqlite:{self.path / 'coalition.db'}", survey,
                            str(n // COPIES // len(self.surveys))], check=True)
        store = sqlite3.connect(self.path / "coalition.db")
        last = store.execute("SELECT max(id) FROM response").fetchone()[0]
        for k in range(1, COPIES):
            store.execute(COPY, {"copy": f":{k}", "last": last})
        store.execute("UPDATE data_version SET version = version + 1, token = 'bench' WHERE area = 'feedback'")
        store.commit()
        store.close()

    def declare_all(self):
        for survey in self.surveys:
            for line in self.do("declare", "--survey", survey, "--propose").splitlines():
                if line.startswith("coalition declare"):
                    self.do(*shlex.split(line)[1:])

    def count(self):
        """What the product itself counts."""
        return sum(json.loads(self.do("score", "--survey", survey, "--measure", "count", "--json"))["n"]
                   for survey in self.surveys)

    def night_ms(self):
        start = time.perf_counter()
        self.do("nightly")
        return (time.perf_counter() - start) * 1000


def line(case, ours_ms):
    print(json.dumps({"case": case, "ours_ms": round(ours_ms, 1), "peer": "one minute", "peer_ms": LIMIT_MS,
                      "ratio": round(LIMIT_MS / ours_ms, 2), "target": 1.0}), flush=True)


def measure(coalition, shape, surveys, n):
    with tempfile.TemporaryDirectory(prefix="coalition-bench-") as name:
        home = Home(coalition, pathlib.Path(name), surveys)
        home.begin()
        home.fill(n)
        home.declare_all()
        for which in ("first", "next"):
            line(f"nightly, {which}, {shape}, 36 months, {n} responses", home.night_ms())
        if not n <= home.count() <= n + 2 * len(surveys):
            sys.exit(f"nightly: {home.count()} responses are counted, not {n}")


def main():
    coalition, n = sys.argv[1], 50_000 if "--quick" in sys.argv else 10_000_000
    measure(coalition, f"{N_DEPARTMENTS} departments", one_survey(), n)
    measure(coalition, f"{N_DEPARTMENTS} departments of {N_ITEMS} items", many_surveys(), n)
    return 0


if __name__ == "__main__":
    sys.exit(main())
