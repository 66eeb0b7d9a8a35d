"""A database of a test's own beside the one at $COALITION_TEST_PG."""

import re
import subprocess

TRIES = 12  # the server itself waits five seconds for those who are leaving


def psql(url, sql):
    done = subprocess.run(["psql", url, "-qAtc", sql], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def url_of(url, name):
    """The same server, the database of that name."""
    return re.sub(r"^(postgresql://[^/]*)/[^?]*", rf"\1/{name}", url)


def drop(url, name):
    """Drops a database whose last users may still be on their way out, as they are on a busy machine."""
    for _ in range(TRIES):
        done = subprocess.run(["psql", url, "-qc", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"],
                              check=False, capture_output=True, text=True)
        if done.returncode == 0:
            return
    raise AssertionError(f"{name} cannot be dropped: {done.stderr}")
