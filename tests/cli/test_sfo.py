"""The airport surveys of 2010 to 2018, from their files to a leader's brief, against published
values."""

import json
import os
import subprocess
import unittest
import urllib.request
from pathlib import Path

from desk import PROGRAM, Desk

ROOT = Path(os.environ["CX_SOURCE_ROOT"])
DATA = Path(os.environ.get("CX_SHARED_DATA", "")) / "sfo_survey"
FILES = [f"{year}_SFO_Customer_Survey_20250817.csv" for year in range(2010, 2019)]
MISSING = [name for name in FILES if not (DATA / name).exists()]
PASSWORD = b"a long and quiet runway\n"
Z = 1.959964

ROWS = {2010: 3234, 2011: 3872, 2012: 3521, 2013: 3535, 2014: 2818, 2015: 2958, 2016: 3087,
        2017: 2831, 2018: 2809}

# SFO as a whole: n, mean, top-2 share; weighted mean, weighted top-2 share, Kish's n_eff.
WHOLE = {
    2010: (3093, 3.925315, .754284, 3.901464, .741448, 2683.24),
    2011: (3694, 3.945858, .753925, None, None, None),
    2013: (3334, 3.982004, .792741, 3.984471, .793388, 2709.23),
    2015: (2810, 4.048043, .800000, 4.044173, .804575, 1993.63),
    2017: (2688, 4.064360, .820685, 4.071203, .822793, 2223.26),
    2018: (2625, 4.002667, .784381, 4.042123, .804852, 2128.35),
}

# Net Promoter Score: n, plain, weighted, its standard error by run, runs.
NPS = {
    2017: (2746, 39.8398, 40.3984, 1.5525, 211),
    2018: (2650, 30.9811, 35.1136, 2.2433, 206),
}


def of(year):
    return ["--from", f"{year}-01-01", "--to", f"{year}-12-31"]


@unittest.skipIf(MISSING, f"{', '.join(MISSING)} not here")
class Sfo(Desk):
    """One home for all of it: it takes a while to make."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.made = cls.make_example(ROOT / "examples/sfo/run", DATA)

    def setUp(self):
        super().setUp()
        self.use_example()

    def score(self, *words):
        return self.do("score", *words, "--json").json

    def years(self, *words):
        groups = self.score(*words, "--group", "year")["groups"]
        return {int(group["key"]): group["score"] for group in groups}

    def near(self, value, expected, digits, what):
        self.assertAlmostEqual(value, expected, delta=.51 * 10 ** -digits, msg=what)

    def test_change(self):
        """Neither credited nor blamed, and the shift of modes is found without being told."""
        self.copy_example()
        for words in (["declare", "--question", "recommend", "--weighting", "weighted"],
                      ["close"], ["close"]):
            self.do(*words)
        changes = self.do("changes", "--json").json["changes"]
        self.assertEqual(len(changes), 1)
        change = changes[0]
        self.assertAlmostEqual(change["value"], -5.28, 2)
        self.assertAlmostEqual(change["lo"], -10.63, 2)
        self.assertAlmostEqual(change["hi"], 0.06, 2)
        self.assertAlmostEqual(change["p"], .053, 3)
        self.assertEqual(change["wording"], "not_compared")
        self.assertIn("8 points of the answers moved", change["reason"])
        self.assertFalse(change["is_credit"])
        self.assertEqual(change["sentence"],
                         "Not compared with May 2017: 8 points of the answers moved to another way "
                         "of answering. Taken as it is: \u22125 (\u221211 to 0); 8 would have shown "
                         "(declared afterwards: exploratory, never credited)")

    def test_every_row_is_in(self):
        for rows in ROWS.values():
            self.assertIn(f"{rows} of {rows} rows are in: {rows} new", self.made.stdout)
        counts = self.sql("SELECT v.key, count(*) FROM response r JOIN survey_version v "
                          "ON v.id = r.version_id GROUP BY v.key ORDER BY v.key")
        self.assertEqual(counts, "\n".join(f"{year}|{rows}" for year, rows in ROWS.items()))

    def test_departments(self):
        """Questions belong to departments of the airport, each with questions of its own."""
        owned = dict(row.split("|") for row in self.sql(
            "SELECT d.key, count(*) FROM item i JOIN department d ON d.id = i.department_id GROUP BY d.key")
            .splitlines())
        for key in ("custodial_services", "concessions", "wayfinding", "security", "guest_services"):
            self.assertGreater(int(owned.get(key, 0)), 0, owned)

    def test_other_number(self):
        """What a dashboard without weights says of 2018 is explained by that, on the real files."""
        said = self.do("reconcile", "30.9811", "--n", "2650", "--question", "recommend",
                       "--weighting", "weighted", *of(2018)).out
        self.assertIn("answers are not weighted", said.splitlines()[0])
        nothing = self.do("reconcile", "77.7", "--n", "1234", "--question", "recommend", *of(2018)).out
        self.assertIn("no difference we know explains it", nothing)

    def test_whole(self):
        ask = ["--question", "whole"]
        mean, top2 = (self.years("--measure", m, *ask) for m in ("mean", "top2"))
        weighted_mean, weighted_top2 = (self.years("--measure", m, *ask, "--weighted")
                                        for m in ("mean", "top2"))
        self.assertEqual(set(mean), set(ROWS))
        for year, row in WHOLE.items():
            self.assertEqual((mean[year]["n"], top2[year]["n"]), (row[0], row[0]), year)
            self.near(mean[year]["value"], row[1], 6, year)
            self.near(top2[year]["value"], 100 * row[2], 4, year)
            if row[3] is None:
                self.assertIsNone(weighted_mean[year]["value"], year)
                continue
            self.near(weighted_mean[year]["value"], row[3], 6, year)
            self.near(weighted_top2[year]["value"], 100 * row[4], 4, year)
            one = self.score("--measure", "mean", *ask, *of(year), "--weighted")
            card = self.do("card", one["card"], "--json").json
            self.near(card["n_effective"], row[5], 2, year)

    def test_nps_by_run(self):
        for year, (n, plain, weighted, error, clusters) in NPS.items():
            ask = ["--measure", "nps", "--question", "recommend", *of(year)]
            score = self.score(*ask)
            self.near(score["value"], plain, 4, year)
            self.assertEqual((score["n"], score["clusters"], score["status"]),
                             (n, clusters, "ok"), year)
            score = self.score(*ask, "--weighted")
            self.near(score["value"], weighted, 4, year)
            self.near((score["hi"] - score["lo"]) / 2 / Z, error, 4, year)
            self.assertEqual((score["n"], score["clusters"]), (n, clusters), year)
        self.near(score["lo"], 30.72, 2, "lo")
        self.near(score["hi"], 39.51, 2, "hi")

    def test_card_brief_and_audit(self):
        score = self.score("--measure", "nps", "--question", "recommend", *of(2018))
        modes = self.score("--measure", "nps", "--question", "recommend", *of(2018),
                           "--group", "mode")["groups"]
        self.assertEqual(sum(group["score"]["n"] for group in modes), 2650)
        card = self.do("card", score["card"][:8]).out
        self.assertIn("On a scale of 0 to 10", card)
        self.assertIn("206", card)
        brief = self.do("brief", "Teodoro Villanueva", *of(2018)).out
        for label in ("Would recommend SFO", "Cleanliness of boarding areas",
                      "Cleanliness of restrooms", "Cleanliness of SFO overall"):
            self.assertIn(label, brief)
        self.assertNotIn("Wi-Fi", brief)
        self.assertEqual(self.do("audit", "verify", "--json").json["is_intact"], True)

    def self_share(self, year):
        count = self.score("--measure", "count", *of(year), "--group", "mode")
        counts = {group["key"]: group["score"]["value"] for group in count["groups"]}
        return 100 * counts["self"] / count["value"]

    def test_lateness_of_2011(self):
        groups = self.score("--measure", "mean", "--question", "whole", *of(2011),
                            "--group", "lateness")["groups"]
        self.assertEqual({group["key"] for group in groups},
                         {"on_time", "slight", "16-45", "46-90", "over_90"})
        self.assertEqual(sum(group["score"]["n"] for group in groups), 3694)

    def test_splices(self):
        """Only ways of answering moved; the words stayed."""
        self.near(self.self_share(2017), 79.8, 1, 2017)
        self.near(self.self_share(2018), 88.0, 1, 2018)
        self.do("user", "add", "cx", stdin=PASSWORD)
        token = self.do("token", "add", "cx", "--name", "test").out.strip()
        splices = self.served(token, "recommend")
        self.assertEqual([(s["from"], s["is_mode"]) for s in splices], [("2018", True)])
        self.near(splices[0]["mode_shift"], 8.4, 1, "shift among those who gave a score")
        cuts = {s["from"]: s["is_mode"] for s in self.served(token, "whole")}
        self.assertEqual(cuts, {"2013": True, "2014": True, "2015": True, "2018": True})
        easy = {s["from"] for s in self.served(token, "finding_way")}
        self.assertLessEqual({"2011", "2012"}, easy, "2011 asked only how easy it was")

    def served(self, token, question):
        """What the API says of a question's years; the server goes with the answer."""
        with subprocess.Popen([PROGRAM, "--home", self.home, "serve", "--port", "0"],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True, env=self.environment()) as server:
            try:
                line = ""
                while "http://" not in line:
                    line = server.stdout.readline()
                    self.assertNotEqual(line, "", "the server ended")
                url = line[line.index("http://"):].strip()
                request = urllib.request.Request(
                    f"{url}/api/v1/scores?question={question}&group=year",
                    headers={"Authorization": f"Bearer {token}"})
                with urllib.request.urlopen(request, timeout=120) as reply:
                    return json.load(reply)["splices"]
            finally:
                server.terminate()


if __name__ == "__main__":
    unittest.main()
