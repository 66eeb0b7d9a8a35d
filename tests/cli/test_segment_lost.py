"""A segment that is cut short in place while a server reads it: the server ends in words instead of saying what is
not so, the store is untouched, and whoever asks next has the segment made again."""

import os
import signal
import subprocess
import unittest
import urllib.error
import urllib.request

from desk import AT, PG, PROGRAM, Desk

SCORE = ("score", "--measure", "mean", "--question", "delivery_overall", "--group", "size", "--json")


class Lost(Desk):
    def served(self):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("COALITION_")}
        if PG:
            environment["COALITION_DB"] = self.url(self.home)
        # pylint: disable-next=consider-using-with
        server = subprocess.Popen([PROGRAM, "--home", self.home, "serve", "--port", "0"], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, env=environment)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.stderr.close)
        self.addCleanup(server.kill)
        line = ""
        while "http://" not in line:
            line = server.stdout.readline()
            self.assertNotEqual(line, "", "the server ended")
        return server, line[line.index("http://"):].strip()

    def test_cut_while_mapped(self):
        self.do("demo", "--no-serve", "--at", AT)
        before = self.do(*SCORE).json
        self.do("segments", "rebuild")
        segment = self.home / "segments" / "relationship.seg"
        self.assertEqual(os.stat(segment).st_mode & 0o777, 0o400)  # nobody's to write into, but root's
        self.do("user", "add", "walker", stdin=b"a long and quiet password\n")
        token = self.do("token", "add", "walker", "--name", "t").out.strip()
        server, url = self.served()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

        def ask(path):
            request = urllib.request.Request(url + path, headers={"Authorization": f"Bearer {token}"})
            with opener.open(request, timeout=60) as reply:
                return reply.status

        self.assertEqual(ask("/api/v1/scores?measure=nps"), 200)
        with open(f"/proc/{server.pid}/maps", encoding="utf-8") as maps:
            self.assertIn("relationship.seg", maps.read())
        os.truncate(segment, 8192)
        with self.assertRaises((urllib.error.URLError, OSError)):
            ask("/api/v1/scores?measure=mean&question=delivery_overall&group=size")
        self.assertEqual(server.wait(timeout=60), -signal.SIGBUS)
        self.assertIn("a file lost bytes while it was being read", server.stderr.read())

        self.assertEqual(self.do("segments", "--json").json["segments"][0]["state"], "damaged")
        self.assertEqual(self.do(*SCORE).json, before)
        self.assertEqual(self.do("segments", "--json").json["segments"][0]["state"], "current")
        self.do("audit", "verify")


if __name__ == "__main__":
    unittest.main()
