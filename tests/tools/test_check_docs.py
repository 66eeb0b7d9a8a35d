"""check_docs.py refuses what it is there to refuse."""

import check_docs
from wrong_tree import TreeTest


class DocsTest(TreeTest):
    def setUp(self):
        super().setUp()
        self.write("Makefile", "build:\n\ttrue\n")
        self.write("src/base/text.c", "")
        self.write("src/base/text.h", "")
        self.write("ARCHITECTURE.md", "## Modules\n| module | what |\n|---|---|\n| `base` | text |\n")
        self.write("docs/README.md", "[decisions](decisions/README.md)\n")
        self.write("docs/decisions/README.md", "[one](0001-one.md)\n")
        self.write("docs/decisions/0001-one.md", "one\n")

    def broken(self, text="", path="README.md"):
        self.write(path, text)
        return self.rules(check_docs.check(self.root))

    def test_whole_tree_passes(self):
        text = ("[docs](docs/README.md#here) [site](https://example.org) `make build` `src/base/text.{c,h}` `src/*/*.c` "
                "`src/base/` `templates` `sql/MODULE/NAME.sql` `https://x/y`\n```\n[x](nosuch) `make nosuch`\n```\n")
        self.assertEqual(self.broken(text), [])

    def test_dead_links_are_refused(self):
        self.assertEqual(self.broken("[x](docs/nosuch.md)"), ["doc-link"])

    def test_paths_that_are_not_there_are_refused(self):
        for word in ("src/base/nosuch.c", "src/base/{text,nosuch}.c", "tools/*.nosuch"):
            with self.subTest(word):
                self.assertEqual(self.broken(f"see `{word}`"), ["doc-path"])

    def test_example_and_made_paths_pass(self):
        text = "see `src/pages/thing.c`, `tests/unit/people/test_thing_store.c`, `assets/vendor/x.css`\n"
        self.assertEqual(self.broken("<!-- example: thing -->\n" + text), [])
        self.assertEqual(self.broken("<!-- example: other -->\n" + text), ["doc-path"])

    def test_targets_that_are_not_there_are_refused(self):
        self.assertEqual(self.broken("`make nosuch`"), ["doc-target"])

    def test_module_without_row_is_refused(self):
        self.write("src/db/db.c", "")
        self.assertEqual(self.broken(), ["doc-module"])

    def test_row_without_module_is_refused(self):
        self.assertEqual(self.broken("## Modules\n| `base` | |\n| `plays` | rules |\n## Rest\n| `tests` | |\n", "ARCHITECTURE.md"), ["doc-module"])

    def test_decision_outside_the_index_is_refused(self):
        self.assertEqual(self.broken("two\n", "docs/decisions/0002-two.md"), ["doc-decision", "doc-index"])

    def test_document_nobody_reaches_is_refused(self):
        self.assertEqual(self.broken("lost\n", "docs/lost.md"), ["doc-index"])
