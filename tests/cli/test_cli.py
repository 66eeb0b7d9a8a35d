"""The command line on a home of its own: what it prints, how it fails, and that failing changes
nothing."""

import json
import re
import shutil
import subprocess
import unittest
from pathlib import Path

from desk import AT, PG, PROGRAM, Desk, skip_without_engine, workbook

COMMANDS = ["init", "demo", "serve", "roster", "import", "survey", "score", "card", "brief",
            "user add", "user list", "user password", "user disable", "token add", "token list",
            "token revoke", "audit verify", "help", "department list", "department split", "openapi"]
PASSWORD = b"correct horse battery\n"

MAPPING = {
    "format": 1,
    "survey": {"key": "guests", "title": "Guests", "zone": "UTC", "overall": "recommend"},
    "version": {"key": "v1", "title": "Third quarter", "from": "2026-07-01", "to": "2026-09-30",
                "sampling": "census", "invited": 200},
    "columns": {"id": "ID", "date": {"column": "Day", "kind": "iso"},
                "mode": {"column": "M", "codes": {"1": {"key": "self", "label": "By form"},
                                                  "2": {"key": "asked", "label": "Asked"}}}},
    "departments": [{"key": "food", "name": "Food"}, {"key": "shops", "name": "Shops"}],
    "scales": {"five": {"kind": "rating", "lo": 1, "hi": 5,
                        "not_applicable": {"6": "Never used"}, "missing": [0, "BLANK"]}},
    "items": [
        {"key": "recommend", "column": "NPS", "wording": "Would you?", "kind": "nps",
         "role": "overall", "missing": [11]},
        {"key": "food", "column": "F", "wording": "How was the food?", "scale": "five",
         "department": "food"},
        {"key": "service", "column": "S", "wording": "How was the service?", "scale": "five",
         "department": "food"},
        {"key": "shops", "column": "H", "wording": "How were the shops?", "scale": "five",
         "department": "shops"},
    ],
}

ROSTER = """name,department,title,start,end,email
Ada Byron,Food,Head of Food,2026-01-01,,ada@example.org
Ben Ito,Shops,Head of Shops,2025-07-01,,ben@example.org
Chair Person,,Chair of the board,2020-01-01,,
"""


def answers():
    """50 promoters, 30 passives and 20 detractors; food 4.0 for 80 of 100, service for 20."""
    lines = ["ID,Day,M,NPS,F,S,H"]
    for i in range(100):
        nps = 10 if i < 50 else 8 if i < 80 else 3
        lines.append(f"{i},2026-0{7 + i % 3}-15,{1 + i % 2},{nps},{5 if i < 80 else 2},"
                     f"{4 if i < 20 else 3},{1 + i % 5}")
    return "\n".join(lines) + "\n"


def setUpModule():
    skip_without_engine()


class Filled(Desk):
    """A home with answers and leaders."""

    def setUp(self):
        super().setUp()
        self.mapping = self.write("mapping.json", json.dumps(MAPPING))
        self.do("init", "--at", AT)
        self.do("import", self.write("guests.csv", answers()), "--mapping", self.mapping)
        self.do("roster", self.write("leaders.csv", ROSTER))


class Words(Desk):
    """What needs no home."""

    def test_help(self):
        general = self.do("help").out
        for command in COMMANDS:
            self.assertIn(f"\n  {command} ", general)
            said = self.do(*command.split(), "--help").out
            self.assertTrue(said.startswith(f"coalition {command}"), said)
            self.assertIn("--home DIR", said)
            self.assertTrue(self.do("help", *command.split()).out.startswith(said))
            for line in said.splitlines():
                self.assertLessEqual(len(line), 100, line)
        self.assertEqual(self.run_raw().out, general)
        self.assertEqual(self.run_raw("--help").out, general)
        self.assertIn("user password", self.do("help", "user").out)
        for group in ("audit", "token", "user"):
            self.assertEqual(self.do(group, "--help").out, self.do("help", group).out)
        self.refused(3, 'no command "nothing"', "help", "nothing")

    def test_version(self):
        self.assertRegex(self.run_raw("--version").out, r"^coalition \d+\.\d+\.\d+\n$")

    def test_a_trend_has_no_beginning(self):
        self.refused(2, "a trend is read from its beginning", "trend", "--from", "2026-01-01")

    def test_usage(self):
        for words, part in [
                (["scores"], 'no command "scores"'),
                (["user"], '"user add"'),
                (["user", "ad", "x"], '"user add"'),
                (["score", "--frm", "2026-01-01"], "there is --from"),
                (["score", "--xyz"], "no option --xyz"),
                (["score", "--from"], "--from needs a value: --from DATE"),
                (["score", "--from", "2026-01-01", "--from", "2026-01-02"], "--from is given twice"),
                (["score", "--json=yes"], "--json takes no value"),
                (["card"], "coalition card ID"),
                (["card", "a", "b"], "coalition card ID"),
                (["survey", "x"], "coalition survey"),
                (["survey", "--at"], "--at needs a value"),
                (["user", "--json"], '"user add"'),
                (["--home"], '"--home" without a value'),
                (["--frm", "x", "score"], 'no option "--frm"')]:
            with self.subTest(words=words):
                answer = self.run_raw(*words)
                self.assertEqual(answer.status, 1, answer.err)
                self.assertIn(part, answer.err)
                self.assertEqual(answer.out, "")
                self.assertFalse((self.dir / "home").exists())

    def test_dates(self):
        for where in (["--at", "2026-02-30", "survey"], ["survey", "--at", "soon"]):
            answer = self.run_raw(*where)
            self.assertEqual(answer.status, 2, answer.err)
            self.assertIn(where[where.index("--at") + 1], answer.err)

    def test_no_home(self):
        for words in (["survey"], ["score"], ["audit", "verify"], ["user", "list"], ["serve"]):
            answer = self.refused(3, "no home at", *words)
            self.assertIn(f"coalition --home {self.home} init", answer.err)
        self.assertFalse(self.home.exists())

    def test_closed_pipe(self):
        done = subprocess.run(["sh", "-c", '"$0" help | head -1', PROGRAM],
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_man(self):
        page = self.do("man").out
        for command in COMMANDS:
            self.assertIn(command, page.replace("\\-", "-"))
        if shutil.which("groff") is None:
            self.skipTest("groff is not installed")
        path = self.write("coalition.1", page)
        done = subprocess.run(["groff", "-man", "-Tutf8", "-Kutf8", "-ww", "-rCHECKSTYLE=3", path],
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("EXIT STATUS", re.sub(r"\x1b\[\d*m|.\x08", "", done.stdout))

    def test_completion(self):
        script = self.write("coalition.bash", self.do("completion", "bash").out)
        asked = """set -eu
. "$0"
complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _coalition; \
echo "${COMPREPLY[*]}"; }
cd "$(mktemp -d)"
complete_words coalition sc
complete_words coalition score --fr
complete_words coalition --home h score --gr
complete_words coalition user add ada --ro
complete_words coalition user a
complete_words coalition score --js
complete_words coalition nothing --hel
"""
        done = subprocess.run(["bash", "-c", asked, script], capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.stdout.splitlines(),
                         ["score", "--from", "--group", "--role", "add", "--json", "--help"])
        self.refused(11, "bash only", "completion", "fish")


class Init(Desk):
    def test_init(self):
        said = self.do("init").out
        self.assertIn(str(self.home), said)
        self.assertEqual(self.home.stat().st_mode & 0o777, 0o700)
        for path in self.home.iterdir():
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)
        self.assertIn("No survey has been read yet", self.do("survey").out)
        self.assertEqual(self.do("survey", "--json").json, {"surveys": []})

    def test_twice(self):
        self.do("init")
        before = self.counts()
        self.refused(5, "there is a home at", "init")
        self.assertEqual(self.counts(), before)

    def test_nowhere(self):
        self.write("file", "in the way")
        self.refused(9, "could not make", "init", home=self.dir / "file" / "home")

    def test_at(self):
        """A home made on a date lives on it, but --at is for one command."""
        self.do("init", "--at", AT)
        self.do("user", "add", "ada", stdin=PASSWORD)
        self.do("token", "add", "ada", "--name", "one")
        self.do("token", "add", "ada", "--name", "two", "--at", "2027-01-01")
        made = [token["created_at"][:10] for token in self.do("token", "list", "--json").json["tokens"]]
        self.assertEqual(made, ["2027-01-01", AT])

    def test_environment(self):
        self.do("init")
        answer = self.run_raw("survey", env={"COALITION_HOME": str(self.home)})
        self.assertEqual(answer.status, 0, answer.err)
        self.write("home/coalition.conf", "[coalition]\nlisten = nonsense\n")
        self.refused(2, "nonsense", "survey")
        self.write("home/coalition.conf", "[coalition]\nlisen = 127.0.0.1:1\n")
        self.refused(2, '"lisen"', "survey")

    @unittest.skipIf(PG, "about the file")
    def test_damaged_store(self):
        self.do("init")
        self.write("home/coalition.db", b"this is no database, only words" * 100)
        answer = self.call("survey")
        self.assertIn(answer.status, (8, 9), answer.err)


class Demo(Desk):
    def test_same_everywhere(self):
        """The sample program is the same to the last digit wherever and on whatever store it is made on a date."""
        shown = []
        for name in ("one", "two"):
            home = self.dir / name
            if name == "one":
                self.keep_in_file(home)
                self.sample(home)
            else:
                self.do("demo", "--no-serve", "--at", AT, home=home)
            shown.append([self.do("score", "--json", "--group", "quarter", home=home).out,
                          self.do("brief", "mara_lindqvist", "--json", home=home).out,
                          self.do("survey", "--json", home=home).out])
        self.assertEqual(shown[0], shown[1])
        score = json.loads(shown[0][0])
        self.assertEqual(score["status"], "ok")
        self.assertGreater(len(score["groups"]), 3)
        brief = json.loads(shown[0][1])
        own = brief["measures_by_department"]
        self.assertEqual([part["department"] for part in own], ["Delivery"])
        self.assertGreater(len(own[0]["measures"]), 1)
        # What is there is left as it is.
        self.do("demo", "--no-serve", "--at", AT, home=home)
        self.assertEqual(self.do("survey", "--json", home=home).out, shown[1][2])
        self.do("audit", "verify", home=home)


class Scores(Filled):
    def test_facts_of_the_only_survey(self):
        """Facts by response are drafted for the one survey there is, and taken in; without a home the draft says what
        it lacks."""
        facts = self.write("facts.csv", "Response ID,Days to deliver,Day\n"
                           + "".join(f"{i},{i % 7},2026-08-{1 + i % 28:02}\n" for i in range(1, 40)))
        how = self.dir / "how.json"
        self.assertIn("Facts by response", self.do("recognise", facts, "--mapping", how).out)
        self.assertEqual(json.loads(how.read_text())["key"]["survey"], "guests")
        self.assertIn("39 new", self.do("facts", facts, "--mapping", how).out)
        elsewhere = self.do("recognise", facts, home=self.dir / "nowhere").out
        self.assertIn("No survey is here yet", elsewhere)
        self.assertFalse((self.dir / "nowhere").exists())

    def test_json(self):
        score = self.do("score", "--json").json
        self.assertAlmostEqual(score["value"], 30.0, places=9)
        self.assertAlmostEqual(score["lo"], 14.69, places=2)
        self.assertAlmostEqual(score["hi"], 45.31, places=2)
        self.assertEqual((score["n"], score["clusters"], score["status"], score["rule"]),
                         (100, 100, "ok", "nps_wald"))
        self.assertRegex(score["card"], "^[0-9a-f]{24}$")
        self.assertEqual(score["slice"], "survey=guests&measure=nps&question=recommend")
        self.assertIs(score["is_weighted"], False)
        self.assertEqual(score["groups"], [])

    def test_options_are_a_slice(self):
        score = self.do("score", "--question", "food", "--where", "mode:self", "--where",
                        "version:v1", "--from", "2026-07-01", "--to", "2026-09-30", "--group",
                        "month", "--json").json
        self.assertEqual(score["slice"], "survey=guests&measure=top2&question=food&from=2026-07-01"
                                         "&to=2026-09-30&where=mode:self&where=version:v1&group=month")
        self.assertEqual(score["n"], 50)
        self.assertEqual([group["key"] for group in score["groups"]],
                         ["2026-07", "2026-08", "2026-09"])
        self.assertEqual(sum(group["score"]["n"] for group in score["groups"]), 50)

    def test_text(self):
        text = self.do("score", "--group", "mode").out
        self.assertIn("Net Promoter Score", text)
        self.assertRegex(text, r"\(15–45\) +n 100 +card [0-9a-f]{8}")
        self.assertIn("By form", text)

    def test_refused(self):
        before = self.counts()
        for part, words in [
                ("recommend", ["--question", "recomend"]),
                ("\"2026-02-30\"", ["--from", "2026-02-30"]),
                ("ends before it begins", ["--from", "2026-02-02", "--to", "2026-02-01"]),
                ("weigh", ["--weighted"]),
                ("not both", ["--weighted", "--unweighted"]),
                ("nps", ["--measure", "npss"]),
                ("mode", ["--group", "mod"]),
                ("self", ["--where", "mode:slef"]),
                ("food", ["--question", "food", "--measure", "nps"])]:
            with self.subTest(words=words):
                self.refused(2, part, "score", *words)
        self.refused(3, "gests", "score", "--survey", "gests")
        self.assertEqual(self.counts(), before)

    def test_json_error(self):
        answer = self.call("score", "--survey", "gests", "--json")
        self.assertEqual((answer.status, answer.out), (3, ""))
        self.assertEqual(json.loads(answer.err.splitlines()[-1]), {"error": "NOT_FOUND", "exit": 3})

    def test_hidden(self):
        few = "".join(f"new{i},2026-09-30,1,10,5,5,5\n" for i in range(3))
        self.do("import", self.write("more.csv", "ID,Day,M,NPS,F,S,H\n" + few), "--mapping",
                self.mapping)
        score = self.do("score", "--from", "2026-09-30", "--to", "2026-09-30", "--json").json
        self.assertEqual((score["value"], score["lo"], score["hi"], score["status"]),
                         (None, None, None, "hidden"))
        self.assertIn(score["n"], (None, -1))
        self.assertFalse(score["card"])

    def test_card(self):
        score = self.do("score", "--json").json
        card = self.do("card", score["card"], "--json").json
        shown = card["value"] if isinstance(card["value"], dict) else card
        for name in ("value", "lo", "hi", "n"):
            self.assertEqual(shown[name], score[name], name)
        for length in (4, 8, 24):
            text = self.do("card", score["card"][:length]).out
            self.assertIn("Would you?", text)
            self.assertIn(score["card"], text)
        self.refused(2, "at least the first 4", "card", score["card"][:3])
        self.refused(3, "no card", "card", "0000" if score["card"][:4] != "0000" else "1111")
        self.refused(3, "no card", "card", "../../etc")
        # As it was, whatever came later.
        more = "ID,Day,M,NPS,F,S,H\n" + "".join(f"m{i},2026-09-01,1,0,1,1,1\n" for i in range(50))
        self.do("import", self.write("more.csv", more), "--mapping", self.mapping)
        self.assertNotEqual(self.do("score", "--json").json["card"], score["card"])
        self.assertEqual(self.do("card", score["card"], "--json").json, card)

    def test_sign(self):
        card = self.do("score", "--json").json["card"]
        self.do("user", "add", "fin", "--role", "finance", stdin=PASSWORD)
        self.assertIn("Nobody outside the CX team", self.do("card", card).out)
        sign = ["sign", card, "--as", "fin", "--scope", "Data and formula"]
        self.refused(2, "say who signs", "sign", card)
        self.refused(10, "do not go together", *sign, stdin=b"not this one at all\n")
        self.do(*sign, stdin=PASSWORD)
        self.refused(5, "already", *sign, stdin=PASSWORD)
        self.assertIn("Data and formula", self.do("card", card).out)
        self.do("sign", card, "--as", "fin", "--withdraw", 1, "--reason", "A late file", stdin=PASSWORD)
        said = self.do("card", card, "--json").json["signatures"]
        self.assertEqual([s["withdrawn_reason"] for s in said], ["A late file"])

    def test_brief(self):
        brief = self.do("brief", "ada", "--json").json
        text = self.do("brief", "ada").out
        self.assertIn("Ada Byron", text)
        self.assertIn("How", json.dumps(brief))
        self.assertNotIn("shops", json.dumps(brief).lower())
        self.assertNotIn("Shops", text)
        # Service is at 20 % and food at 80 %, intervals apart: it may be said.
        self.assertIn("stands below the rest", text)
        self.assertIn("July to September 2026", text)
        for words in ("ben@example.org", "head of shops", "2"):
            self.assertIn("Shops", self.do("brief", words).out)
        board = self.do("brief", "chair_person").out
        self.assertIn("What all customers say of us", board)
        self.refused(3, "nobody", "brief", "nobody")
        self.refused(5, "ada_byron", "brief", "head of")
        self.refused(2, "2026-02-30", "brief", "ada", "--from", "2026-02-30")


class People(Filled):
    def test_roster(self):
        before = self.counts()
        again = self.do("roster", self.dir / "leaders.csv", "--json").json
        self.assertEqual((again["n_rows"], again["n_same"], again["n_terms_new"]), (3, 3, 0))
        self.assertEqual(self.counts(), before)
        bad = self.write("bad.csv", "name;dept;start\nEve;Nights;2026-02-30\nFlo;Food;2026-02-01\n")
        report = self.do("roster", bad, "--json").json
        self.assertEqual((report["n_leaders_new"], report["n_rejected"]), (1, 1))
        self.assertEqual(report["rejects"][0]["line"], 2)
        self.assertEqual(report["rejects"][0]["column"], "start")
        self.assertEqual(self.sql("SELECT count(*) FROM department"), "2")
        before = self.counts()
        self.refused(2, 'no column "name"', "roster", self.write("x.csv", "a,b\n1,2\n"))
        self.refused(11, "PDF", "roster", self.write("y.csv", b"%PDF-1.7\n"))
        self.refused(3, "nothere.csv", "roster", self.dir / "nothere.csv")
        self.refused(9, "", "roster", self.dir)
        self.assertEqual(self.counts(), before)

    def test_leader(self):
        self.do("note", "met Ada Byron about plates, promised the list by tomorrow")
        said = self.do("leader", "Ada").out
        for words in ("Ada Byron, Head of Food", "weeks in office", "Meeting: plates", "the list"):
            self.assertIn(words, said)
        self.do("leader", "Ben", "--ics", self.dir / "ben.ics", "--day", "2027-01-04")
        calendar = (self.dir / "ben.ics").read_bytes()
        self.assertIn(b"\r\nDTSTART:20270104T100000Z\r\n", calendar)
        self.assertEqual(self.do("leader", "Ada", "--json").json["promises"][0]["what"], "the list")
        self.refused(3, "Zoe", "leader", "Zoe")

    def test_leaders(self):
        self.assertIn("last met or called: not noted", self.do("leaders").out)
        self.refused(2, "--leaders names nobody", "rounds", "begin", "Autumn", "--leaders", "")
        self.refused(4, "off here", "leaders", "judge", "Ada", "--stance", "2", "--reason", "x")
        self.do("leaders", "basis", "--purpose", "one-on-ones", "--legal-basis", "agreement", "--days", "90")
        self.assertIn("Kept: 90 days", self.do("leaders", "basis").out)
        self.do("leaders", "judge", "Ada", "--stance", "2", "--influence", "5", "--reason", "said so")
        self.refused(2, "1 to 5", "leaders", "judge", "Ada", "--stance", "6", "--reason", "x")
        self.assertEqual(self.do("leaders", "--json").json["n_unwon"], 1)
        self.do("leaders", "know", "Ada", "asked", "the list")
        held = self.do("leaders", "held", "Ada").json
        self.assertEqual(held["judgements"][0]["reason"], "said so")
        self.assertEqual(held["details"]["asked"][0]["what"], "the list")
        self.do("leaders", "basis", "--off")
        self.assertEqual(self.do("leaders", "--json").json["n_judged"], 0)

    def test_offices(self):
        """What a list of leaders can be wrong about: said, and nothing half done."""
        self.do("department", "add", "Gates", "--key", "gates")
        self.do("leaders", "add", "Eve", "--title", "Head of Gates", "--department", "gates", "--from", "2026-01-01")
        self.assertIn("Gates (Eve)", self.do("department", "list").out)
        self.do("leaders", "add", "Fay", "--title", "Head of Gates", "--department", "gates", "--from", "2026-10-01")
        self.assertIn("Gates is headed by two; Fay counts", self.do("leaders").out)
        self.do("leaders", "office", "Eve", "--title", "Chair", "--from", "2026-11-01", "--besides")
        self.assertIn("Eve, Chair, Head of Gates", self.do("leaders").out)
        before = self.counts()
        self.refused(5, "end it first", "leaders", "office", "Eve", "--title", "Again", "--department", "gates",
                     "--from", "2026-11-20", "--besides")
        self.refused(2, "which office", "leaders", "add", "Guy", "--from", "2026-11-01")
        self.refused(2, "say --from", "leaders", "add", "Guy", "--title", "Chair")
        self.assertEqual(self.counts(), before)
        for name in ("Eve", "Fay"):
            self.do("leaders", "left", name, "--on", "2026-11-10")
        self.refused(5, "no such office", "leaders", "left", "Fay", "--on", "2026-11-12")
        self.assertIn("Empty seats", self.do("leaders").out)
        self.do("rounds", "closed", "--from", "2026-11-23", "--to", "2026-11-27", "--reason", "fair")
        self.refused(2, "next open day is 2026-11-30", "leader", "Ada", "--ics", self.dir / "x.ics", "--day",
                     "2026-11-24")

    def test_past(self):
        sheet = self.write("past.csv", "Leader;When;How;Action;Done\nAda;2026-03-02;met;a list;\n"
                           "Nobody Known;2026-03-02;met;;\n")
        dry = self.do("past", sheet, "--dry-run").out
        self.assertIn("Nothing was kept", dry)
        self.assertEqual(self.sql("SELECT count(*) FROM note"), "0")
        said = self.do("past", sheet).out
        self.assertIn("2 rows: 1 new contacts, 1 new promises", said)
        self.assertIn('line 3, column Leader: there is no leader "Nobody Known"', said)
        before = self.counts()
        again = self.do("past", sheet, "--json").json
        self.assertEqual((again["n_same"], again["n_contacts"], again["n_rejected"]), (1, 0, 1))
        self.assertEqual(self.counts(), before)
        self.refused(2, 'no column "date"', "past", self.write("x.csv", "leader,b\n1,2\n"))

    def test_roster_whole(self):
        self.do("roster", self.write("october.csv", "name,department,title\n"
                "Una,Lounges,Head of Lounges\nVic,Parking,Head of Parking\n"))
        november = self.write("november.csv", "name,department,title,as of\n"
                              "Una,Parking,Head of Parking,2026-11-01\n")
        ended = self.do("roster", november, "--whole", "--dry-run", "--json").json
        self.assertTrue(ended["is_whole"])
        self.assertEqual("2026-11-01", ended["as_of"])
        dry = self.do("roster", november, "--whole", "--dry-run").out
        self.assertIn("Nothing was changed", dry)
        self.assertIn("moved Una: Head of Parking, Parking (was Head of Lounges, Lounges), "
                      "from 2026-11-01", dry)
        self.assertIn("left  Vic: Head of Parking, Parking, last day 2026-10-31 [not in the file]", dry)
        self.assertRegex(dry, "nobody heads on that day: .*Lounges")
        some = self.do("roster", november).out
        self.assertIn("who is not in the file stays in office", some)
        self.refused(2, "2026-13-01", "roster", november, "--as-of", "2026-13-01")

    def test_departments(self):
        self.do("department", "add", "Air side")
        self.do("department", "rename", "Air side", "Airfield", "--from", "2026-04-01",
                "--why", "clearer")
        self.do("department", "split", "air_side", "--into", "Airfield", "--into", "Ramp",
                "--from", "2026-06-01", "--why", "too large")
        out = self.do("department", "merge", "Ramp", "--into", "Gates", "--from", "2026-08-01",
                      "--why", "one crew").out
        number = re.search(r"Recorded as (\d+)", out).group(1)
        listed = self.do("department", "list", "--json").json
        by_name = {one["name"]: one for one in listed["departments"] + listed["former"]}
        self.assertEqual(["Called Air side until 31 March 2026.", "Split into Airfield and Ramp on 1 June 2026."],
                         by_name["Airfield"]["history"])
        self.assertEqual("2026-07-31", by_name["Ramp"]["to"])
        self.assertIn("Until 31 May 2026 part of Airfield.", self.do("department", "list").out)
        self.refused(5, "undo that first", "department", "end", "Ramp", "--from", "2026-07-01",
                     "--why", "x")
        self.do("department", "undo", number, "--why", "did not happen")
        listed = self.do("department", "list", "--json").json
        self.assertIn("Ramp", [one["name"] for one in listed["departments"]])
        self.do("department", "end", "Ramp", "--from", "2026-10-01", "--why", "given away")
        self.refused(2, "why", "department", "end", "Airfield", "--from", "2026-10-01")
        self.refused(2, "day", "department", "end", "Airfield", "--why", "x")

    def test_organised(self):
        then = ("score", "--question", "food", "--organised", "then", "--json")
        whole = self.do(*then).json["n"]
        self.do("department", "merge", "food", "--into", "Terminals", "--from", "2026-08-01",
                "--why", "one team")
        answer = self.do(*then).json
        self.assertLess(answer["n"], whole)
        self.assertEqual("then", answer["organised"])
        self.assertIn("since 1 August 2026", answer["counted"])
        self.assertEqual(whole, self.do("score", "--question", "food", "--json").json["n"])
        self.assertIn("As organised now", self.do("score", "--question", "food").out)
        self.do("department", "give", "food", "shops", "--from", "2026-09-01")
        self.assertIn("since 1 September 2026", self.do(*then).json["counted"])
        self.refused(2, "organised", "score", "--organised", "once")

    def test_roster_kinds(self):
        rows = [["name", "department"], ["Jos\u00e9", "Food"], ["Eve", "Nights"]]
        text = "".join(";".join(row) + "\r\n" for row in rows)
        for coded in (workbook(rows), text.encode("utf-16"), text.encode("cp1252")):
            report = self.do("roster", self.write("leaders.dat", coded), "--json").json
            self.assertEqual((report["n_rows"], report["n_rejected"]), (2, 0))
        self.assertEqual(report["n_same"], 2)

    def test_roster_from_input(self):
        report = self.do("roster", "-", "--json", stdin=b"name\nGil\n").json
        self.assertEqual(report["n_leaders_new"], 1)

    def test_users(self):
        self.do("user", "add", "cx", "--name", "C. X.", stdin=PASSWORD)
        self.do("user", "add", "ada", "--role", "leader", "--leader", "ada", stdin=PASSWORD)
        users = self.do("user", "list", "--json").json["users"]
        self.assertEqual([(u["login"], u["role"], u["leader"]) for u in users],
                         [("ada", "leader", "Ada Byron"), ("cx", "owner", None)])
        before = self.counts()
        self.refused(5, "already", "user", "add", "cx", stdin=PASSWORD)
        self.refused(2, "12", "user", "add", "x", stdin=b"short\n")
        self.refused(2, "nothing was typed", "user", "add", "x", stdin=b"")
        self.refused(2, "the roles are", "user", "add", "x", "--role", "boss", stdin=PASSWORD)
        self.refused(2, "which leader", "user", "add", "x", "--role", "leader", stdin=PASSWORD)
        self.refused(3, "nobody", "user", "add", "x", "--leader", "nobody", stdin=PASSWORD)
        self.refused(2, "small letters", "user", "add", "No Way", stdin=PASSWORD)
        self.refused(3, "no user", "user", "password", "eve", stdin=PASSWORD)
        self.refused(3, "no user", "user", "disable", "eve")
        self.assertEqual(self.counts(), before)
        self.do("user", "password", "cx", stdin=b"another long password\n")
        self.do("user", "disable", "cx")
        self.assertIn("switched off", self.do("user", "list").out)
        stored = self.sql("SELECT password_hash FROM app_user") + \
            self.sql("SELECT after_json FROM audit_detail")
        self.assertNotIn("horse", stored)

    def test_tokens(self):
        self.do("user", "add", "cx", stdin=PASSWORD)
        answer = self.do("token", "add", "cx", "--name", "Wallboard")
        self.assertRegex(answer.out, r"^[A-Za-z0-9_-]{43,}\n$")
        self.assertIn("once", answer.err)
        self.assertNotIn(answer.out.strip(), self.sql("SELECT digest FROM token"))
        token = self.do("token", "list", "--json").json["tokens"][0]
        self.assertEqual((token["name"], token["login"], token["is_revoked"]),
                         ("Wallboard", "cx", False))
        self.do("token", "revoke", token["id"])
        before = self.counts()
        self.refused(3, "no token", "token", "revoke", token["id"])
        self.refused(2, "x", "token", "revoke", "x")
        self.refused(3, "no user", "token", "add", "eve", "--name", "y")
        self.refused(2, "what the token is for", "token", "add", "cx")
        self.assertEqual(self.counts(), before)


class Imports(Filled):
    def row(self, *cells):
        return self.write("row.csv", "ID,Day,M,NPS,F,S,H\n" + ",".join(cells) + "\n")

    def test_same_twice(self):
        before = {k: v for k, v in self.counts().items() if k not in ("audit", "import_file")}
        report = self.do("import", self.dir / "guests.csv", "--mapping", self.mapping, "--json").json
        self.assertEqual((report["n_rows"], report["n_same"], report["n_new"]), (100, 100, 0))
        after = self.counts()
        self.assertEqual({k: after[k] for k in before}, before)

    def test_no_time_zones(self):
        """A machine without tzdata has UTC alone: what needs more says so, the rest goes on."""
        bare = {"TZDIR": "/nonexistent"}
        how = json.loads(Path(self.mapping).read_text(encoding="utf-8"))
        how["survey"]["zone"] = "Europe/Berlin"
        berlin = self.write("berlin.json", json.dumps(how))
        answer = self.run_raw("--home", self.home, "import", self.dir / "guests.csv", "--mapping", berlin, env=bare)
        self.assertEqual(answer.status, 2)
        self.assertIn("install tzdata", answer.err)
        answer = self.run_raw("--home", self.home, "reconcile", "10", "--from", "2026-01-01", "--to", "2026-12-31", env=bare)
        self.assertEqual(answer.status, 0, answer.err)
        self.assertNotIn("Berlin", answer.out)

    def test_rows_set_aside(self):
        for column, cells in [("Day", ["a", "2026-02-30", "1", "10", "5", "5", "5"]),
                              ("NPS", ["a", "2026-07-01", "1", "12", "5", "5", "5"]),
                              ("F", ["a", "2026-07-01", "1", "10", "7", "5", "5"]),
                              ("F", ["a", "2026-07-01", "1", "10", "-1", "5", "5"]),
                              ("F", ["a", "2026-07-01", "1", "10", "5.5", "5", "5"]),
                              ("M", ["a", "2026-07-01", "3", "10", "5", "5", "5"]),
                              ("ID", ["", "2026-07-01", "1", "10", "5", "5", "5"])]:
            with self.subTest(cells=cells):
                path = self.row(*cells)
                report = self.do("import", path, "--mapping", self.mapping, "--json").json
                self.assertEqual((report["n_new"], report["n_rejected"]), (0, 1))
                reject = report["rejects"][0]
                self.assertEqual((reject["line"], reject["column"]), (2, column))
                self.assertTrue(reject["reason"])
                text = self.do("import", path, "--mapping", self.mapping).out
                self.assertIn("line 2", text)
        self.assertEqual(self.sql("SELECT count(*) FROM response"), "100")

    def test_refused(self):
        before = self.counts()
        missing = self.write("cols.csv", "ID,Day,M,NPS,F,S\n1,2026-07-01,1,10,5,5\n")
        self.refused(2, '"H"', "import", missing, "--mapping", self.mapping)
        self.refused(2, "--mapping", "import", missing)
        self.refused(2, "", "import", self.write("empty.csv", ""), "--mapping", self.mapping)
        self.refused(3, "nothere.csv", "import", self.dir / "nothere.csv", "--mapping", self.mapping)
        self.refused(3, "nothere.json", "import", missing, "--mapping", self.dir / "nothere.json")
        self.refused(2, "line 1", "import", missing, "--mapping", self.write("m.json", "{"))
        wrong = json.loads(json.dumps(MAPPING))
        wrong["items"][1]["scale"] = "four"
        wrong["items"][2]["column"] = ""
        answer = self.refused(2, "m.json", "import", missing, "--mapping",
                              self.write("m.json", json.dumps(wrong)))
        self.assertIn("four", answer.err)
        self.assertEqual(self.counts(), before)
        self.do("audit", "verify")

    def test_text(self):
        text = self.do("import", self.dir / "guests.csv", "--mapping", self.mapping).out
        self.assertIn("100 of 100 rows are in", text)
        surveys = self.do("survey", "--json").json["surveys"]
        self.assertEqual((surveys[0]["key"], surveys[0]["n_responses"]), ("guests", 100))


class Audit(Filled):
    def test_intact(self):
        audit = self.do("audit", "verify", "--json").json
        self.assertIs(audit["is_intact"], True)
        self.assertEqual(str(audit["n_entries"]), self.sql("SELECT count(*) FROM audit"))
        self.assertEqual(audit["broken_seq"], 0)

    def tampered(self, change, seq=None):
        self.sql(change)
        answer = self.call("audit", "verify", "--json")
        self.assertEqual(answer.status, 8, change)
        self.assertIs(answer.json["is_intact"], False)
        if seq is not None:
            self.assertEqual(answer.json["broken_seq"], seq)
        text = self.call("audit", "verify")
        self.assertEqual(text.status, 8)
        self.assertIn("does not add up", text.err)
        if seq is not None:
            self.assertIn(str(seq), text.out)

    def test_changed_entry(self):
        self.tampered("UPDATE audit SET actor = 'somebody' WHERE seq = 2", 2)

    def test_changed_values(self):
        self.tampered("UPDATE audit_detail SET after_json = '{}' WHERE seq = 2", 2)

    def test_removed_last(self):
        self.sql("DELETE FROM audit_detail WHERE seq = (SELECT max(seq) FROM audit)")
        self.tampered("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")


if __name__ == "__main__":
    unittest.main()
