"""embed.py finds what is there, in order, and tells the build what to watch."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

from wrong_tree import TreeTest

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "embed.py"


class EmbedTest(TreeTest):
    def embed(self, *roots):
        done = subprocess.run(
            [sys.executable, SCRIPT, "--asm", self.root / "out.S", "--table", self.root / "out.c",
             "--depfile", self.root / "out.d", *roots], capture_output=True, text=True, check=False)
        self.error = done.stderr
        return done.returncode

    def rows(self):
        table = (self.root / "out.c").read_text(encoding="utf-8")
        return re.findall(r'\{ "([^"]*)", cx_embed_\d+, (\d+), "([0-9a-f]{16})" \}', table)

    def test_sorted_by_bytes_with_digest_and_length(self):
        for path, text in {"t/b.html": "bb", "t/a/z.html": "", "t/a.html": "é", "t/B.html": "x"}.items():
            self.write(path, text)
        self.assertEqual(self.embed(f"templates={self.root}/t"), 0)
        rows = self.rows()
        self.assertEqual([name for name, _, _ in rows],
                         ["templates/B.html", "templates/a.html", "templates/a/z.html", "templates/b.html"])
        self.assertEqual([int(length) for _, length, _ in rows], [1, 2, 0, 2])
        self.assertEqual(rows[3][2], hashlib.blake2b(b"bb", digest_size=32).hexdigest()[:16])

    def test_hidden_and_backup_files_are_left_out(self):
        for path in ("t/.digest", "t/.git/x", "t/a~", "t/a"):
            self.write(path, "x")
        self.embed(f"t={self.root}/t")
        self.assertEqual([name for name, _, _ in self.rows()], ["t/a"])

    def test_build_watches_files_and_folders(self):
        self.write("t/deep/a", "x")
        self.embed(f"t={self.root}/t")
        watched = (self.root / "out.d").read_text(encoding="utf-8")
        for path in ("t/deep/a", "t/deep", "t"):
            self.assertIn(f"{self.root}/{path}", watched)

    def test_missing_folder_is_made_and_watched(self):
        self.assertEqual(self.embed(f"v={self.root}/none/yet"), 0)
        self.assertTrue((self.root / "none/yet").is_dir())
        self.assertEqual(self.rows(), [])
        self.assertIn(f"{self.root}/none/yet", (self.root / "out.d").read_text(encoding="utf-8"))

    def test_one_name_from_two_places_is_refused(self):
        self.write("a/x", "1")
        self.write("b/x", "2")
        self.assertNotEqual(self.embed(f"t={self.root}/a", f"t={self.root}/b"), 0)
        self.assertIn("t/x comes from", self.error)
