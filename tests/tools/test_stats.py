"""stats.py finds functions and measures them."""

import contextlib
import io
import sys

import stats
from checklib import read_c
from wrong_tree import TreeTest

TEXT = """/* f() { */
static const int rows[] = { 1, 2 };
typedef struct { int x; } CxA;

int
cx_a(int (*call)(void))
{
    if (call() == '{') {
        return 1;
    }
    return 2;
}

static inline void cx_b(void) { }
"""


class StatsTest(TreeTest):
    def test_functions_are_found(self):
        found = list(stats.functions_of(read_c("src/base/a.c", TEXT, "base")))
        self.assertEqual([(f.name, f.line, f.n_lines) for f in found], [("cx_a", 6, 7), ("cx_b", 14, 1)])

    def test_code_lines_leave_out_blanks_and_comments(self):
        self.assertEqual(stats.code_lines(read_c("a.c", TEXT)), 11)

    def test_quantiles(self):
        self.assertEqual([stats.quantile([1, 2, 3, 4], p) for p in (50, 75, 90, 100)], [2, 3, 4, 4])
        self.assertEqual(stats.quantile([7], 50), 7)

    def test_report_names_the_longest(self):
        self.write("floors.txt", "base : |\n")
        self.write("src/base/a.c", TEXT)
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            argv, sys.argv = sys.argv, ["stats.py", "--root", str(self.root)]
            try:
                self.assertEqual(stats.main(), 0)
            finally:
                sys.argv = argv
        self.assertRegex(out.getvalue(), r"base +1 +14 +11 +2 +1 +7")
        self.assertRegex(out.getvalue(), r"src/base/a.c:6 +7 +cx_a")
