"""with_postgres.sh starts a server for one command and leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import time
import unittest
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "tools" / "with_postgres.sh"
HAS_SERVER = Path("/usr/lib/postgresql/15/bin/postgres").exists() and shutil.which("psql")


@unittest.skipUnless(HAS_SERVER, "PostgreSQL 15 is not installed")
class WithPostgresTest(unittest.TestCase):
    def start(self, *command):
        return subprocess.Popen([TOOL, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def assert_gone(self, url):
        folder = url.split("host=")[1].split("&")[0]
        self.assertFalse(Path(folder).exists())

    def test_command_finds_the_server_and_gives_its_status(self):
        server = self.start("sh", "-c", 'echo "$COALITION_TEST_PG"; psql "$COALITION_TEST_PG" -Atc "SELECT 6 * 7"; exit 3')
        out, _ = server.communicate(timeout=120)
        url, answer = out.split()
        self.assertEqual((answer, server.returncode), ("42", 3))
        self.assert_gone(url)

    def test_a_signal_ends_the_server(self):
        server = self.start("sh", "-c", 'echo "$COALITION_TEST_PG"; exec sleep 60')
        url = server.stdout.readline().strip()
        started = time.monotonic()
        os.kill(server.pid, signal.SIGTERM)
        server.communicate(timeout=120)
        self.assertEqual(server.returncode, 143)
        self.assertLess(time.monotonic() - started, 20)
        self.assert_gone(url)

    def test_usage(self):
        server = self.start()
        _, words = server.communicate(timeout=120)
        self.assertEqual(server.returncode, 125)
        self.assertIn("with_postgres.sh CMD", words)
