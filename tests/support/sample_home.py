"""The sample program, made once for a build of the program and a day, and copied for whoever wants one.

    sample_home.py PROGRAM HOME [DAY]

makes HOME as `PROGRAM --home HOME [--at DAY] demo --no-serve` does; with COALITION_DB set, its store is that empty
database of PostgreSQL. Copies are kept beside the program."""

import contextlib
import datetime
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import scratch_database

KEPT_S = 86400  # another run may still be copying from those younger


def key_of(program, day, server):
    made = os.stat(program)
    words = f"{made.st_mtime_ns} {made.st_size} {day or datetime.date.today()} {server}"
    return "sample_" + hashlib.sha256(words.encode()).hexdigest()[:16]


@contextlib.contextmanager
def alone(shelf):
    """One at a time makes or copies; what is old goes."""
    shelf.mkdir(exist_ok=True)
    with open(shelf / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for kept in shelf.glob("sample_*"):
            if kept.stat().st_mtime < time.time() - KEPT_S:
                shutil.rmtree(kept)
        yield


def make(program, home, day, url):
    """Makes it under another name first, so that what was ended half-way is not taken for it."""
    half = home.with_name("half")
    shutil.rmtree(half, ignore_errors=True)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COALITION_")}
    if url:
        database = scratch_database.url_of(url, f"{home.name}_half")
        scratch_database.psql(url, f"DROP DATABASE IF EXISTS {home.name}_half")
        scratch_database.psql(url, f"DROP DATABASE IF EXISTS {home.name}")
        scratch_database.psql(url, f"CREATE DATABASE {home.name}_half")
        environment["COALITION_DB"] = database
    subprocess.run([program, "--home", half, *(["--at", day] if day else []), "demo", "--no-serve"], check=True,
                   env=environment, stdout=subprocess.DEVNULL)
    if url:
        scratch_database.psql(url, f"ALTER DATABASE {home.name}_half RENAME TO {home.name}")
    half.rename(home)


def copy(program, home, day=None, url=None):
    """Makes a home that is not there. url: its database, which is replaced."""
    shelf = Path(program).resolve().parent / "sample-homes"
    with alone(shelf):
        server = scratch_database.url_of(url, "postgres") if url else None
        kept = shelf / key_of(program, day, server)
        if not kept.exists():
            make(program, kept, day, server)
        shutil.copytree(kept, home)
        if url:
            own = re.search(r"/([^/?]*)(\?|$)", url).group(1)
            scratch_database.drop(server, own)
            scratch_database.psql(server, f"CREATE DATABASE {own} TEMPLATE {kept.name}")


if __name__ == "__main__":
    copy(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:4], url=os.environ.get("COALITION_DB"))
