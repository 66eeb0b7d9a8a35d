"""check_headers.py refuses what it is there to refuse."""

import json

import check_headers
from wrong_tree import TreeTest

GOOD = "/* A point. */\n#pragma once\n\n#include <stdint.h>\n\ntypedef struct { int64_t x; } CxPoint;\n"


class HeadersTest(TreeTest):
    def broken(self, text):
        self.write("src/base/point.h", text)
        return self.rules(check_headers.check(self.root, ["cc"], [f"-I{self.root / 'src'}"]))

    def test_good_header_passes(self):
        self.assertEqual(self.broken(GOOD), [])

    def test_header_that_leans_on_another_is_refused(self):
        self.assertEqual(self.broken(GOOD.replace("#include <stdint.h>\n", "")), ["compiles-alone"])

    def test_header_with_a_missing_include_is_refused(self):
        self.assertEqual(self.broken(GOOD.replace("<stdint.h>", '"base/nosuch.h"')), ["compiles-alone"])

    def test_header_without_pragma_is_refused(self):
        self.assertEqual(self.broken(GOOD.replace("#pragma once\n", "")), ["pragma-once"])

    def test_pragma_after_code_is_refused(self):
        self.assertEqual(self.broken(GOOD.replace("#pragma once\n", "") + "#pragma once\n"), ["pragma-once"])

    def test_header_without_comment_is_refused(self):
        self.assertEqual(self.broken(GOOD.split("\n", 1)[1]), ["unit-comment"])

    def test_flags_come_from_the_build(self):
        command = "cc -Isrc -I/abs -isystem /sys -DX=1 -std=c17 -O2 -Wall -include y.h -c a.c"
        database = [{"directory": str(self.root), "command": command, "file": "a.c"}]
        self.write("compile_commands.json", json.dumps(database))
        wanted = [f"-I{self.root}/src", "-I/abs", "-isystem/sys", "-DX=1", "-std=c17"]
        self.assertEqual(check_headers.flags_of(self.root), wanted)
