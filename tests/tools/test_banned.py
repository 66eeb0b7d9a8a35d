"""src/lang/banned.h makes the compiler refuse the calls, and nothing else."""

import re
import subprocess
from pathlib import Path

from wrong_tree import TreeTest

HEADER = Path(__file__).resolve().parents[2] / "src" / "lang" / "banned.h"
CALLS = {
    "strcpy": "strcpy(a, b)", "strcat": "strcat(a, b)", "strncpy": "strncpy(a, b, 1)",
    "strncat": "strncat(a, b, 1)", "strtok": "strtok(a, b)", "sprintf": 'sprintf(a, "%s", b)',
    "rand": "rand()", "srand": "srand(1)", "system": "system(b)", "popen": "popen(b, b)",
    "ctime": "ctime(0)", "asctime": "asctime(0)", "gmtime": "gmtime(0)",
    "localtime": "localtime(0)", "atoi": "atoi(b)", "atof": "atof(b)",
}


class BannedTest(TreeTest):
    def compiles(self, body):
        unit = self.write("unit.c", "void f(char *a, const char *b);\nvoid f(char *a, const char *b)\n{\n"
                                    f"    (void)a;\n    (void)b;\n    {body};\n}}\n")
        done = subprocess.run(["cc", "-std=c17", "-D_GNU_SOURCE", "-O2", "-include", str(HEADER), "-c",
                               str(unit), "-o", str(self.root / "unit.o")],
                              capture_output=True, text=True, check=False)
        return done.returncode == 0

    def test_plain_code_compiles(self):
        self.assertTrue(self.compiles("(void)snprintf(a, 3, \"%s\", b)"))

    def test_members_of_these_names_compile(self):
        self.assertTrue(self.compiles("struct { int rand, system; } x = { 1, 2 }; (void)x.rand"))

    def test_banned_calls_do_not_compile(self):
        for name, call in CALLS.items():
            with self.subTest(name):
                self.assertFalse(self.compiles(f"(void){call}" if name != "srand" else call))

    def test_every_banned_call_is_tried_here(self):
        names = re.findall(r"(\w+)\(.*\) CX_BANNED", HEADER.read_text(encoding="utf-8"))
        self.assertEqual(sorted(names), sorted(CALLS))
