"""Briefs as PDF: what readers of paper get is what readers of the screen get."""

import re
import shutil
import subprocess
import unittest
import zipfile

import desk

INTER = {"Inter-Print", "Inter-Print-Medium", "Inter-Print-Semi-Bold", "Inter-Ext-Print",
         "Inter-Ext-Print-Medium", "Inter-Ext-Print-Semi-Bold"}


def tool(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def text_of(pdf):
    return re.sub(r"\s+", " ", tool("pdftotext", "-layout", str(pdf), "-"))


def fonts_of(pdf):
    rows = [row.split() for row in tool("pdffonts", str(pdf)).splitlines()[2:]]
    return {row[0].partition("+")[2]: row[-5] for row in rows}


def facts_of(pdf):
    return dict(re.split(r":\s+", row, maxsplit=1) for row in tool("pdfinfo", str(pdf)).splitlines()
                if re.search(r":\s", row))


A4_PT, MARGIN_PT = 841.9, 36.9


def filled(pdf):
    """How far down the last page words go, as a share of what can be printed on; its foot aside."""
    boxes = tool("pdftotext", "-bbox", str(pdf), "-").split("<page ")[-1]
    ends = [float(end) for end in re.findall(r'yMax="([0-9.]+)"', boxes)]
    return (max(end for end in ends if end < A4_PT - MARGIN_PT) - MARGIN_PT) / (A4_PT - 2 * MARGIN_PT)


def rounded(value):
    """As a person reads it, with a true minus."""
    return str(int(value + 0.5) if value >= 0 else int(value - 0.5)).replace("-", "−")


class BriefPdf(desk.Desk):
    def setUp(self):
        desk.skip_without_engine()
        if not shutil.which("pdftotext") or not shutil.which("weasyprint"):
            self.skipTest("poppler-utils and weasyprint are needed")
        super().setUp()
        self.sample()

    def pdf(self, *words):
        path = self.dir / "brief.pdf"
        self.do("brief", *words, "--pdf", path)
        return path

    def check_form(self, pdf):
        facts = facts_of(pdf)
        self.assertEqual(facts["Tagged"], "yes")
        self.assertIn(facts["Pages"], ("1", "2"))
        self.assertIn("A4", facts["Page size"])
        self.assertNotIn("print.invalid", pdf.read_bytes().decode("latin1"), "no address in it")

    def test_says_what_json_says(self):
        pdf = self.pdf("delivery")
        self.check_form(pdf)
        fonts = fonts_of(pdf)
        self.assertLessEqual(set(fonts), INTER)
        self.assertEqual(set(fonts.values()), {"yes"}, "all embedded")
        text = text_of(pdf)
        brief = self.do("brief", "delivery", "--json").json
        self.assertIn(brief["headline"], text)
        rows = [brief["overall"]] + [row for part in brief["measures_by_department"]
                                     for row in part["measures"]]
        self.assertGreater(len(rows), 3)
        for row in rows:
            score = row["score"]
            self.assertIn(rounded(score["value"]), text)
            self.assertIn(rounded(score["hi"]), text)
            self.assertIn(f"n {score['n']:,.0f}", text)
            card = score["card"]
            self.assertIn(f"Card {card[:4]} {card[4:8]}", text)

    def test_all(self):
        into = self.dir / "briefs"
        self.do("brief", "--all", "--pdf", into)
        files = sorted(into.iterdir())
        self.assertEqual(len(files), 14, "every leader has one")
        for file in files:
            self.check_form(file)
            self.assertGreater(filled(file), .85, f"{file.name}: its last page is filled")
        self.refused(2, "say whose brief", "brief")
        self.refused(2, "say where to", "brief", "--all")
        bundle = self.dir / "briefs.zip"
        self.do("brief", "--all", bundle)
        with zipfile.ZipFile(bundle) as archive:
            self.assertIsNone(archive.testzip())
            self.assertEqual(sorted(archive.namelist()), [file.name for file in files])
            self.assertTrue(all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist()))

    def test_handed_over(self):
        self.do("brief", "delivery", "--handed-over")
        [row] = self.do("handover", "list", "delivery", "--json").json["handovers"]
        self.assertIn("Delivery", row["headline"])
        self.do("handover", "take-back", row["id"])
        self.assertEqual(self.do("handover", "list", "delivery", "--json").json["handovers"], [])
        self.refused(3, "no brief was handed over", "handover", "take-back", row["id"])

    def test_arabic_name(self):
        """A name of 200 characters from right to left is laid out, in a font that has its letters, and can be copied."""
        name = "نورة " * 40
        roster = f"name,department,title,start\n{name},,,2024-01-01\n"
        self.do("roster", self.write("r.csv", roster))
        pdf = self.pdf("نورة")
        self.check_form(pdf)
        self.assertIn("No department is recorded", text_of(pdf))
        others = set(fonts_of(pdf)) - INTER
        self.assertTrue(others and all(re.match("DejaVu|Noto", font) for font in others), others)
        self.assertEqual(text_of(pdf).count("نورة"), 40)


class WithoutWeasyPrint(desk.Desk):
    def test_is_told(self):
        desk.skip_without_engine()
        self.sample()
        answer = self.run_raw("--home", self.home, "brief", "delivery", "--pdf", self.dir / "x.pdf",
                              env={"COALITION_PYTHON": "/nonexistent/python"})
        self.assertEqual(answer.status, 11)
        self.assertIn("apt-get install weasyprint", answer.err)
        self.assertFalse((self.dir / "x.pdf").exists())


if __name__ == "__main__":
    unittest.main()
