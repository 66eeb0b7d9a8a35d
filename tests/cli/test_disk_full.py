"""A disk that fills while a file is taken in: a clear error, nothing counts, and once there is room the
same command ends with every accepted row there exactly once.

The disk is a small file system of its own (tmpfs): the home's, or that of the database on PostgreSQL.
Mounting one takes root; without, the tests are skipped by name."""

import os
import shutil
import subprocess
import tempfile
import unittest
import uuid
from pathlib import Path

from desk import PG, Desk, skip_without_engine
from scratch_database import drop, psql, url_of
from test_import_kill import FILES, ITEMS, REJECTS, ROWS, export, mapping

SIZE = 48 << 20
ROOM = (64 << 10, 300 << 10, 700 << 10)  # bytes left when the import begins


class DiskFull(Desk):
    def setUp(self):
        super().setUp()
        self.disk = Path(tempfile.mkdtemp(prefix="coalition-disk-"))
        self.addCleanup(shutil.rmtree, self.disk, ignore_errors=True)
        os.chmod(self.disk, 0o755)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", self.disk],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            self.skipTest(f"no small file system: {done.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.disk], check=False)

    def place(self):
        """The store of this home, on the small disk."""
        self.home = self.dir / "second" if PG else self.disk / "home"
        if not PG:
            return
        name = "full_" + uuid.uuid4().hex[:12]
        owner = os.stat(psql(PG, "SHOW data_directory"))
        place = self.disk / "tables"
        place.mkdir()
        os.chown(place, owner.st_uid, owner.st_gid)
        psql(PG, f"CREATE TABLESPACE {name} LOCATION '{place}'")
        psql(PG, f"CREATE DATABASE {name} TABLESPACE {name}")
        self.addCleanup(psql, PG, f"DROP TABLESPACE {name}")
        self.addCleanup(drop, PG, name)
        self.urls[self.home] = url_of(PG, name)

    def fill(self, room):
        """Leaves so many bytes."""
        free = os.statvfs(self.disk)
        ballast = self.disk / "ballast"
        with open(ballast, "wb") as out:
            os.posix_fallocate(out.fileno(), 0, free.f_bavail * free.f_frsize - room)
        return ballast

    def everything(self):
        return [self.sql(text) for text in (ROWS, REJECTS, FILES, ITEMS)]

    def test_fills(self):
        words = ("import", self.write("first.csv", export(1)), "--mapping",
                 self.write("v1.json", mapping("v1")))
        self.do("init")
        self.do(*words)
        want = self.everything()
        self.place()
        self.do("init")
        for room in ROOM:
            ballast = self.fill(room)
            answer = self.call(*words)
            self.assertEqual(answer.status, 9, answer.err)
            self.assertIn("full", answer.err)
            self.assertEqual(self.sql("SELECT count(*) FROM import_file WHERE state = 'done'"), "0")
            self.refused(3, "no survey", "score")
            ballast.unlink()
        self.do(*words)
        self.same_rows(self.everything(), want)
        self.do("audit", "verify")


def setUpModule():
    skip_without_engine()
    if os.geteuid() != 0:
        raise unittest.SkipTest("mounting a small file system takes root")
