#!/usr/bin/env python3
"""Drivers: LMG of twelve, and its bootstrap of 1,000 draws on a million responses, against R.

R takes minutes for what is asked, so it makes a few draws, and one draw's time is scaled to all of them: the
case says so. Both give the same importances, which is checked.

    bench/bench_drivers.py COALITION [--quick]
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ONE_THREAD = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def measure(program, n, draws, peer_draws):
    with tempfile.TemporaryDirectory() as folder:
        answers = pathlib.Path(folder) / "answers"
        ours = json.loads(subprocess.run(
            [program, str(n), str(draws), answers],
            check=True, capture_output=True, env=ONE_THREAD).stdout)
        peer = json.loads(subprocess.run(
            ["Rscript", HERE / "drivers.R", answers, str(n), str(peer_draws)],
            check=True, capture_output=True, env=ONE_THREAD).stdout)
    for mine, theirs in zip(ours["importance"], peer["importance"], strict=True):
        if abs(mine - theirs) > 1e-9:
            sys.exit(f"drivers: {mine} here, {theirs} in R")
    return ours, peer


def line(case, ours_ms, peer, peer_ms, target):
    print(json.dumps({"case": case, "ours_ms": round(ours_ms, 4), "peer": peer,
                      "peer_ms": round(peer_ms, 1), "ratio": round(peer_ms / ours_ms, 1),
                      "target": target}), flush=True)


def main():
    if shutil.which("Rscript") is None:
        sys.exit(0)
    is_quick = "--quick" in sys.argv
    n, draws, peer_draws = (50_000, 200, 2) if is_quick else (1_000_000, 1_000, 3)
    program = pathlib.Path(sys.argv[1]).parent / "bench/drivers"
    ours, peer = measure(program, n, draws, peer_draws)
    line("drivers, LMG of 12", ours["lmg_ms"], "R, all subsets", peer["lmg_ms"], 1000)
    line(f"drivers, LMG of 12, {draws} draws, {n} responses", ours["ms"],
         f"R, {peer_draws} draws, scaled", peer["point_ms"] + draws * peer["draw_ms"], 400)


if __name__ == "__main__":
    main()
