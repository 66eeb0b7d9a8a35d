#!/usr/bin/env python3
"""Import of a survey export: coalition import against sqlite3's .import; and recognising a large one.

Both start as programs on a fresh database with a write-ahead log that is synced at every commit. The
peer fills one table with a primary key on the source's id; ours checks every value, codes the answers,
keeps the original and writes the audit record. Rounds are interleaved, medians compared.

    bench/bench_import.py COALITION [--quick]
"""

import json
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

N_RATINGS = 17
ROUNDS = 5
TARGET = 0.5  # at most twice the peer's time


def write_export(path, n_rows):
    """20 columns: id, day, NPS and ratings, a tenth of them missing."""
    draw = random.Random(23)
    with open(path, "w", encoding="utf-8") as out:
        out.write("id,day,nps," + ",".join(f"r{k}" for k in range(N_RATINGS)) + "\n")
        for i in range(n_rows):
            cells = [str(draw.randint(0, 10))]
            cells += ["" if draw.random() < 0.1 else str(draw.randint(1, 5)) for _ in range(N_RATINGS)]
            out.write(f"R{i:08d},2026-{1 + i % 12:02d}-{1 + i % 28:02d}," + ",".join(cells) + "\n")


def write_mapping(path):
    items = [{"key": "nps", "column": "nps", "kind": "nps", "role": "overall",
              "wording": "How likely are you to recommend us?"}]
    items += [{"key": f"r{k}", "column": f"r{k}", "kind": "rating", "lo": 1, "hi": 5,
               "wording": f"Rating {k}"} for k in range(N_RATINGS)]
    mapping = {
        "format": 1,
        "survey": {"key": "bench", "title": "Bench", "zone": "UTC", "overall": "nps"},
        "version": {"key": "2026", "sampling": "census"},
        "columns": {"id": "id", "date": {"column": "day", "kind": "iso"}},
        "items": items,
    }
    path.write_text(json.dumps(mapping), encoding="utf-8")


def timed_ms(command, **options):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)
    return (time.perf_counter() - start) * 1000


def import_ours(coalition, folder, export, mapping):
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    subprocess.run([coalition, "--home", str(home), "init"], check=True, stdout=subprocess.DEVNULL)
    return timed_ms([coalition, "--home", str(home), "import", str(export), "--mapping", str(mapping)])


def import_peer(folder, export):
    for path in folder.glob("peer.db*"):
        path.unlink()
    columns = ["id TEXT PRIMARY KEY", "day TEXT", "nps INTEGER"]
    columns += [f"r{k} INTEGER" for k in range(N_RATINGS)]
    script = ("PRAGMA journal_mode = WAL;\nPRAGMA synchronous = FULL;\n"
              f"CREATE TABLE response ({', '.join(columns)});\n"
              f".mode csv\n.import --skip 1 {export} response\n")
    return timed_ms(["sqlite3", str(folder / "peer.db")], input=script, text=True)


def recognise(coalition, folder, n_rows):
    """What a file of a million rows holds, in under a second; its size must not tell."""
    export = folder / "large.csv"
    write_export(export, n_rows)
    times = [timed_ms([coalition, "recognise", str(export)]) for _ in range(ROUNDS)]
    export.unlink()
    ours_ms = statistics.median(times)
    print(json.dumps({"case": "recognise, a million rows", "ours_ms": round(ours_ms, 1),
                      "peer": "one second", "peer_ms": 1000.0,
                      "ratio": round(1000.0 / ours_ms, 2), "target": 1.0}), flush=True)


def main():
    coalition, n_rows = sys.argv[1], 5000 if "--quick" in sys.argv else 200000
    if shutil.which("sqlite3") is None:
        return 0
    with tempfile.TemporaryDirectory(prefix="coalition-bench-") as name:
        folder = pathlib.Path(name)
        recognise(coalition, folder, 5 * n_rows)
        export, mapping = folder / "export.csv", folder / "mapping.json"
        write_export(export, n_rows)
        write_mapping(mapping)
        ours, peer = [], []
        for _ in range(ROUNDS):
            ours.append(import_ours(coalition, folder, export, mapping))
            peer.append(import_peer(folder, export))
    ours_ms, peer_ms = statistics.median(ours), statistics.median(peer)
    print(json.dumps({"case": "import, 20 columns", "ours_ms": round(ours_ms, 1),
                      "peer": "sqlite3 .import", "peer_ms": round(peer_ms, 1),
                      "ratio": round(peer_ms / ours_ms, 2), "target": TARGET}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
