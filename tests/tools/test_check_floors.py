"""check_floors.py refuses what it is there to refuse."""

import check_floors
from wrong_tree import TreeTest

FLOORS = """# a comment
lang : |
base : lang | glib sodium
db : lang base | sqlite3
web : lang base db | microhttpd
"""


class FloorsTest(TreeTest):
    def broken(self, path, text, floors=FLOORS):
        self.write("floors.txt", floors)
        self.write(path, text)
        return self.rules(check_floors.check(self.root))

    def test_lower_floors_pass(self):
        text = '#include "web/a.h"\n#include "base/b.h"\n#include "sql/web.h"\n#include <glib.h>\n#include <microhttpd.h>\n'
        self.assertEqual(self.broken("src/web/a.c", text), [])

    def test_higher_floor_is_refused(self):
        self.assertEqual(self.broken("src/base/a.c", '#include "db/db.h"\n'), ["floor"])

    def test_demo_is_a_module(self):
        floors = FLOORS + "demo : base |\ncli : demo |\n"
        self.assertEqual(self.broken("src/cli/a.c", '#include "demo/sample.h"\n', floors), [])
        self.assertEqual(self.broken("demo/sample.c", '#include "web/a.h"\n', floors), ["floor"])

    def test_include_without_module_is_refused(self):
        self.assertEqual(self.broken("src/base/a.c", '#include "a.h"\n'), ["include-form"])

    def test_include_of_no_module_is_refused(self):
        self.assertEqual(self.broken("src/base/a.c", '#include "nowhere/a.h"\n'), ["include-form"])

    def test_library_of_another_module_is_refused(self):
        self.assertEqual(self.broken("src/web/a.c", "#include <sqlite3.h>\n"), ["library"])

    def test_library_without_owner_is_refused(self):
        self.assertEqual(self.broken("src/web/a.c", "# include  <zlib.h>\n"), ["library"])

    def test_glib_below_base_is_refused(self):
        self.assertEqual(self.broken("src/lang/a.c", "#include <glib.h>\n"), ["library"])

    def test_queries_of_another_module_are_refused(self):
        self.assertEqual(self.broken("src/web/a.c", '#include "sql/db.h"\n'), ["sql-owner"])

    def test_private_header_of_another_module_is_refused(self):
        self.assertEqual(self.broken("src/web/a.c", '#include "db/txn_priv.h"\n'), ["private-header"])
        self.assertEqual(self.broken("src/web/a.c", '#include "web/a_priv.h"\n'), [])

    def test_module_without_row_is_refused(self):
        self.assertEqual(self.broken("src/nosuch/a.c", ""), ["floors-table"])

    def test_queries_without_module_are_refused(self):
        self.assertEqual(self.broken("sql/nosuch/a.sql", ""), ["floors-table"])

    def test_table_out_of_order_is_refused(self):
        self.assertEqual(self.broken("src/base/a.c", "", "base : lang |\nlang : |\n"), ["floors-table"])

    def test_library_with_two_owners_is_refused(self):
        two = "lang : | zlib\nbase : lang | zlib\n"
        self.assertEqual(self.broken("src/base/a.c", "", two), ["floors-table"])

    def test_half_a_row_is_refused(self):
        self.assertEqual(self.broken("src/base/a.c", "", "base\n"), ["floors-table"])

    def test_missing_table_is_refused(self):
        self.assertEqual(self.rules(check_floors.check(self.root)), ["floors-table"])
