"""A home whose slices are pushed down to two ClickHouse shards says what it says without them.

Skipped where COALITION_TEST_CLICKHOUSE_SHARDS is not set (tools/with_clickhouse.sh)."""

import os
import unittest

from desk import AT, Desk

SHARDS = os.environ.get("COALITION_TEST_CLICKHOUSE_SHARDS")
SCORES = (["--measure", "nps", "--group", "quarter"], ["--measure", "nps", "--weighted"],
          ["--measure", "mean", "--question", "delivery_overall", "--unweighted", "--group", "year"])


@unittest.skipUnless(SHARDS, "COALITION_TEST_CLICKHOUSE_SHARDS is not set")
class Clickhouse(Desk):
    def setUp(self):
        super().setUp()
        answer = self.run_raw("--home", self.home, "--at", AT, "demo", "--no-serve")
        self.assertEqual(answer.status, 0, answer.err)

    def there(self, *words, address=SHARDS):
        return self.run_raw("--home", self.home, *words, env={"COALITION_SLICES": address})

    def numbers(self, score):
        """Every number of a score and its groups; ids of cards are of all digits, so they differ."""
        for key, value in score.items():
            if isinstance(value, list):
                for one in value:
                    yield from self.numbers(one)
            elif isinstance(value, (int, float)):
                yield key, value

    def assert_same(self, got, want):
        pairs = list(zip(self.numbers(got), self.numbers(want), strict=True))
        self.assertGreater(len(pairs), 5)
        for (key, value), (wanted_key, wanted) in pairs:
            self.assertEqual(key, wanted_key)
            if isinstance(wanted, int):
                self.assertEqual(value, wanted, key)
            else:
                self.assertAlmostEqual(value, wanted, delta=1e-9 * max(1.0, abs(wanted)), msg=key)

    def slices(self):
        return [one["slices"] for one in self.there("segments", "--json").json["segments"]]

    def test_same_scores_on_both(self):
        self.assertEqual(self.slices(), ["not yet brought"])
        self.assertEqual(self.there("segments", "push").status, 0)
        self.assertEqual(self.slices(), ["clickhouse"])
        for words in SCORES:
            got = self.there("score", *words, "--json")
            self.assertEqual(got.err, "")
            self.assert_same(got.json, self.do("score", *words, "--json").json)

    def test_nobody_answers(self):
        got = self.there("score", *SCORES[0], "--json", address="http://ann:secret@127.0.0.1:9/db")
        self.assertEqual(got.status, 0)
        self.assertEqual(got.json, self.do("score", *SCORES[0], "--json").json)
        self.assertEqual(got.err.count("\n"), 1, got.err)
        self.assertIn("are run here: http://127.0.0.1:9 did not answer", got.err)
        self.assertNotIn("secret", got.err)

    def test_addresses(self):
        got = self.there("score", *SCORES[0], address="http://127.0.0.1")
        self.assertEqual(got.status, 2)
        self.assertIn("slices: ClickHouse is named http://USER:PASSWORD@HOST:PORT/DATABASE", got.err)
        self.refused(2, "this home has no ClickHouse", "segments", "push")


if __name__ == "__main__":
    unittest.main()
