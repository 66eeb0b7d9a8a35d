"""Files as people really bring them, and a process that is killed while it reads one."""

import json
import random
import subprocess
import time
import unittest

import program

MAPPING = {
    "format": 1,
    "survey": {"key": "club", "title": "Club", "zone": "UTC", "overall": "recommend"},
    "version": {"key": "v1", "title": "v1", "gathered": "on paper", "population": "members",
                "sampling": "census"},
    "columns": {"id": "id", "date": {"column": "day", "kind": "iso"}},
    "items": [{"key": "recommend", "column": "score", "kind": "nps", "role": "overall",
               "label": "Recommend", "wording": "Would you recommend the club?"}],
}


class IntakeTest(unittest.TestCase):
    def setUp(self):
        program.need_engine()
        self.home = program.Home()
        self.addCleanup(self.home.end)
        self.home.must("init")
        self.mapping = self.write("mapping.json", json.dumps(MAPPING).encode())

    def write(self, name, content):
        path = f"{self.home.folder}/{name}"
        with open(path, "wb") as file:
            file.write(content)
        return path

    def n_responses(self):
        surveys = json.loads(self.home.must("survey", "--json"))["surveys"]
        return surveys[0]["n_responses"] if surveys else 0

    def take(self, content):
        path = self.write("answers.csv", content)
        return self.home.run("import", path, "--mapping", self.mapping)

    def test_rows_that_are_wrong(self):
        status, out, _ = self.take(b"id,day,score\na,2026-02-30,9\nb,2026-03-01,11\nc,2026-03-01,8\n"
                                   b"d,,9\ne,2026-03-01\nf,2026-03-01,nine\n")
        self.assertEqual((status, self.n_responses()), (0, 1), out)
        self.assertIn("5 set aside", out)
        for line in (2, 3, 5, 6, 7):
            self.assertIn(f"line {line}", out)

    def test_files_that_are_wrong(self):
        for what, content in (("empty", b""), ("no such columns", b"a,b,c\n1,2,3\n"),
                              ("bytes", bytes(range(256)) * 40), ("zero bytes", b"id,day\0,score\n"),
                              ("a line without end", b"x" * 20_000_000)):
            status, _, err = self.take(content)
            self.assertNotEqual(status, 0, what)
            self.assertTrue(err.startswith("coalition import: "), what)
            self.assertEqual(self.n_responses(), 0, what)
        status, _, err = self.home.run("import", "/no/such/file", "--mapping", self.mapping)
        self.assertEqual(status, 3, err)

    def test_the_same_file_twice(self):
        content = b"id,day,score\n" + b"".join(b"%d,2026-03-01,9\n" % i for i in range(50))
        self.assertEqual(self.take(content)[0], 0)
        status, out, _ = self.take(content)
        self.assertEqual((status, self.n_responses()), (0, 50))
        self.assertIn("50 as known", out)

    def test_killed_while_reading(self):
        """Nothing is half done: after each kill all rows are there, or none."""
        n_rows = 20000
        path = self.write("big.csv", b"id,day,score\n" +
                          b"".join(b"%d,2026-03-%02d,%d\n" % (i, i % 28 + 1, i % 11)
                                   for i in range(n_rows)))
        command = self.home.command("import", path, "--mapping", self.mapping)
        seen = set()
        for _ in range(12):
            process = subprocess.Popen(command, env=self.home.env, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            time.sleep(random.uniform(0.02, 0.5))
            process.kill()
            process.wait()
            seen.add(self.n_responses())
            self.home.must("audit", "verify")
        self.assertLessEqual(seen, {0, n_rows})
        self.home.must("import", path, "--mapping", self.mapping)
        self.assertEqual(self.n_responses(), n_rows)

    def test_two_servers_and_an_import(self):
        self.take(b"id,day,score\n" + b"".join(b"%d,2026-03-01,9\n" % i for i in range(20)))
        self.home.add_user("cx", "owner")
        token = self.home.token("cx")
        servers = [program.Server(self.home), program.Server(self.home)]
        for server in servers:
            self.addCleanup(server.stop)

        def answers():
            path = "/scores?period=all"
            replies = [program.Program(server, token).get(path) for server in servers]
            self.assertEqual([reply.status for reply in replies], [200, 200], replies[0].body)
            return [reply.json()["score"]["n"] for reply in replies]

        self.assertEqual(answers(), [20, 20])
        self.take(b"id,day,score\nnew,2026-03-02,3\n")
        time.sleep(1)
        self.assertEqual(answers(), [21, 21])


if __name__ == "__main__":
    unittest.main()
