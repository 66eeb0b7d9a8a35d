"""The airport survey of 2018, from its file to a leader's brief, against published values."""

import os
import subprocess
import unittest
from pathlib import Path

from desk import PROGRAM, Desk

ROOT = Path(os.environ["CX_SOURCE_ROOT"])
DATA = Path(os.environ.get("CX_SHARED_DATA", "")) / "sfo_survey"
FILE = "2018_SFO_Customer_Survey_20250817.csv"
YEAR = ["--from", "2018-01-01", "--to", "2018-12-31"]


@unittest.skipUnless((DATA / FILE).exists(), f"{FILE} is not here")
class Sfo(Desk):
    def setUp(self):
        super().setUp()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("COALITION_")}
        done = subprocess.run([ROOT / "examples/sfo/run", self.home, DATA], capture_output=True,
                              env=environment | {"COALITION": PROGRAM}, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_sfo(self):
        """One home for all of it: it takes a while to make."""
        ask = ["score", "--measure", "nps", "--question", "recommend", *YEAR, "--json"]
        score = self.do(*ask).json
        self.assertAlmostEqual(score["value"], 30.9811, delta=1e-4)
        self.assertEqual((score["n"], score["clusters"], score["status"]), (2650, 206, "ok"))
        weighted = self.do(*ask, "--weighted").json
        self.assertAlmostEqual(weighted["value"], 35.1136, delta=1e-4)
        self.assertAlmostEqual(weighted["lo"], 30.72, delta=0.01)
        self.assertAlmostEqual(weighted["hi"], 39.51, delta=0.01)
        self.assertEqual((weighted["n"], weighted["clusters"]), (2650, 206))

        modes = self.do(*ask, "--group", "mode").json["groups"]
        self.assertEqual(sum(group["score"]["n"] for group in modes), 2650)
        card = self.do("card", score["card"][:8]).out
        self.assertIn("On a scale of 0 to 10", card)
        self.assertIn("206", card)

        brief = self.do("brief", "Teodoro Villanueva", *YEAR).out
        for label in ("Would recommend SFO", "Cleanliness of boarding areas",
                      "Cleanliness of restrooms", "Cleanliness of SFO overall"):
            self.assertIn(label, brief)
        self.assertNotIn("Wi-Fi", brief)
        self.assertEqual(self.do("audit", "verify", "--json").json["is_intact"], True)


if __name__ == "__main__":
    unittest.main()
