"""The Civil Service People Surveys of 2009 to 2019: eleven files of seven layouts, against the
published benchmark."""

import os
import unittest
from pathlib import Path

from desk import PROGRAM, Desk

ROOT = Path(os.environ["CX_SOURCE_ROOT"])
DATA = Path(os.environ.get("CX_SHARED_DATA", "")) / "csps_uk" / "raw-data"
BENCHMARK = "2019/Civil-Service-People-Survey-2009-to-2019-Median-Benchmark-Scores-CSV.csv"

ENGAGEMENT = [.58, .56, .56, .58, .58, .59, .58, .59, .61, .62, .63]
ORGANISATIONS = [94, 103, 97, 97, 98, 101, 98, 101, 101, 105, 109]


@unittest.skipIf(not (DATA / BENCHMARK).exists(), "csps_uk not here")
class Csps(Desk):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.made = cls.make_example(ROOT / "examples/csps/run", DATA)

    def setUp(self):
        super().setUp()
        self.use_example()

    def show(self, key):
        return self.do("metric", "show", key, "--json").json

    def test_whole_files(self):
        self.assertEqual(self.made.stdout.count("Rows set aside: 0."), 12)

    def test_engagement(self):
        """As published, and as the median over the organisations of each year's own file."""
        shown = self.show("staff_engagement")
        self.assertEqual([point["from"] for point in shown["series"]["points"]],
                         [f"{year}-01-01" for year in range(2009, 2020)])
        self.assertEqual(shown["series"]["how"], "given")
        self.assertEqual([point["value"] for point in shown["series"]["points"]], ENGAGEMENT)
        self.assertEqual([point["value"] for point in shown["units"]["points"]], ENGAGEMENT)
        self.assertEqual([point["n"] for point in shown["units"]["points"]], ORGANISATIONS)

    def test_redefined(self):
        """The benchmark of 2019 states this theme by its newer questions, the older files do not."""
        shown = self.show("staff_objectives")
        self.assertEqual(shown["series"]["points"][0]["value"], .80)
        self.assertEqual(shown["units"]["points"][0]["value"], .81)
        self.assertEqual(shown["series"]["points"][-1]["value"],
                         shown["units"]["points"][-1]["value"])

    def test_no_departments(self):
        """A hundred organisations are no departments of the program."""
        metrics = self.do("metric", "list", "--json").json["metrics"]
        self.assertEqual(len(metrics), 11)
        self.assertNotIn("department", self.made.stdout)

    def test_again(self):
        """The same file changes nothing."""
        again = self.do("facts", DATA / BENCHMARK, "--mapping",
                        ROOT / "examples/csps/benchmark.json", "--json").json
        self.assertEqual((again["n_new"], again["n_revised"], again["n_same"]), (0, 0, 110))


if __name__ == "__main__":
    unittest.main()
