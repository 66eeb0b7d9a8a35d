"""What is noted of a person is planted in strange words, and looked for as every role: on every page they
are led to, at every address of the API whatever its ids, in feeds, appointments and what a search finds, in the
text of PDFs, in what ZIPs hold, and in the log. Coalition sends no mail."""

import io
import re
import subprocess
import time
import unittest
import zipfile
from concurrent.futures import ThreadPoolExecutor

import program

LEADER = "Rafael Moreno"  # of whom is noted; nobody signs in as him
OTHERS = (1, 2, 3)  # whatever else has ids
AT_ONCE = 6  # questions to the server

# What stands behind the basis: whoever it may be read by, and nobody else.
JUDGED = {
    "stance": ("leaders", "judge", LEADER, "--influence", "5", "--stance", "2", "--reason"),
    "candidate": ("leaders", "judge", LEADER, "--credibility", "4", "--courage", "1", "--vision", "2", "--reason"),
    "coached": ("leaders", "judge", LEADER, "--belief", "2", "--communication", "2", "--commitment", "1",
                "--reason"),
    "step": ("coaching", "step", LEADER),
    "signal": ("resistance", "note", LEADER, "open"),
    "cause": ("resistance", "cause", "2", "control"),
    "plan": ("resistance", "plan", "2", "--recheck", "2026-12-01"),
}
# Facts: of the CX team, the sponsor who carries the program with them, and whoever they are about.
FACTS = {
    "background": ("leaders", "know", LEADER, "background"),
    "carries": ("leaders", "know", LEADER, "carries"),
    "said": ("rounds", "talk", "2", LEADER, "--said"),
    "asked": ("leaders", "know", LEADER, "asked"),
    "promised": ("note", "promised @rafael_moreno the "),
    "about": ("note", "met @rafael_moreno about "),
}


SEARCHED = ("/leaders", "/leaders/coalition", "/leaders/tiers", "/calls", "/rounds", "/visible", "/findings",
            "/scores", "/themes", "/departments", "/goals", "/note")


def word(name):
    """Found by a search for its first half, which a page may repeat."""
    return "quxzeb" + name + "vomp"


def plant(home, name, command):
    if command[0] == "note":
        home.must(command[0], command[1] + word(name))
    else:
        home.must(*command, word(name))


def text_of(body):
    """What a reader of a document reads."""
    if body.startswith(b"%PDF"):
        return subprocess.run(["pdftotext", "-raw", "-", "-"], input=body, capture_output=True, check=True).stdout
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as files:
            return b"".join(text_of(files.read(name)) for name in files.namelist())
    return body


def links_of(answer):
    if answer.status in (302, 303):
        return [answer.headers["location"]]
    if answer.status != 200:
        return []
    return [link.replace("&amp;", "&")
            for link in re.findall(r'(?:href|src)="(/[^"#]*)', answer.body.decode(errors="replace"))]


class PeopleNotesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        program.need_engine()
        cls.home = program.Home()
        cls.home.sample()
        for name, command in {**JUDGED, **FACTS}.items():
            plant(cls.home, name, command)
        for role in ("finance", "admin", "team"):
            cls.home.add_user(role, role)
        cls.home.add_user("sponsors", "sponsor")
        cls.server = program.Server(cls.home)
        leaders = program.Program(cls.server, cls.home.token("cx")).get("/leaders").json()["leaders"]
        cls.leaders = [1, *(leader["id"] for leader in leaders if leader["name"] == LEADER)]
        cls.paths = [*cls.server_paths(), cls.briefs_as_zip()]
        cls.looked = {}
        cls.pool = ThreadPoolExecutor(AT_ONCE)

    @classmethod
    def tearDownClass(cls):
        cls.pool.shutdown()
        status = cls.server.stop()
        cls.home.end()
        assert status == 0, f"the server ended with {status}"

    @classmethod
    def server_paths(cls):
        """Every address that is read, with every id that there may be."""
        described = program.Program(cls.server, cls.home.token("cx")).get("/openapi.json").json()
        paths = []
        for path, methods in described["paths"].items():
            if "get" not in methods:
                continue
            filled = [path.removeprefix("/api/v1")]
            while any("{" in one for one in filled):
                filled = [re.sub(r"\{[a-z_]+\}", str(i), one, count=1) for one in filled
                          for i in (cls.leaders if re.match(r"[^{]*/leaders/\{", one) else OTHERS)]
            paths += filled
        return paths

    @classmethod
    def briefs_as_zip(cls):
        """The address of all briefs, once they are printed."""
        person = program.Person(cls.server, "cx")
        assert person.send("/briefs", {"_csrf": person.get("/briefs").csrf()}).status == 303
        for _ in range(300):
            found = re.search(rb'href="(/briefs/[0-9]+/briefs.zip)"', person.get("/briefs").body)
            if found:
                return found.group(1).decode()
            time.sleep(0.2)
        raise AssertionError("the briefs are not printed")

    def pages_of(self, person):
        """All that is found from the first page on, a few of each form, leaders' all."""
        seen, shapes, wave = {"/"}, {}, ["/"]
        while wave:
            answers = list(zip(wave, self.pool.map(person.get, wave)))
            wave = []
            for path, answer in answers:
                if answer.status == 200:
                    yield path, answer.body
                for link in links_of(answer):
                    shape = re.sub(r"[0-9a-f]{16,}|[0-9]+|=[^&]*", "*", link)
                    if (link in seen or self.is_passed_over(link) or
                            shapes.get(shape, 0) >= (20 if "/leaders/" in link else 4)):
                        continue
                    seen.add(link)
                    shapes[shape] = shapes.get(shape, 0) + 1
                    wave.append(link)

    def is_passed_over(self, link):
        """Documents are asked for by their addresses; of others than whom notes are about, only there."""
        path = link.split("?")[0]
        is_about = path.startswith(tuple(f"/leaders/{i}/" for i in self.leaders)) and link != path
        return path.startswith("/assets") or (path.endswith((".pdf", ".zip", ".png")) and not is_about)

    def found_by(self, login):
        """Where each planted word is seen, and how many answers were looked through; each person looks once."""
        if login not in self.looked:
            self.looked[login] = self.look_as(login)
        return self.looked[login]

    def look_as(self, login, has_documents=True):
        person = program.Person(self.server, login)
        api = program.Program(self.server, self.home.token(login))
        found, n = {}, 0

        def look(where, body):
            for name in re.findall(rb"quxzeb([a-z]+)vomp", text_of(body)):
                found.setdefault(name.decode(), set()).add(where)

        for path, body in self.pages_of(person):
            look(path, body)
            n += 1
        documents = {path for path in self.paths if path.endswith((".pdf", ".zip"))}  # the same on both sides
        asked = [("page", person, path) for path in self.paths if has_documents or path not in documents]
        asked += [("api", api, path) for path in self.paths if path not in documents]
        asked += [("search", person, f"{path}?{key}=quxzeb") for path in SEARCHED
                  for key in ("q", "find", "search", "name")]
        for (kind, _, path), answer in zip(asked, self.pool.map(lambda one: one[1].get(one[2]), asked)):
            look(f"{kind} {path}", answer.body)
            n += answer.status == 200
        feed = self.home.must("calendar", login).split()[-1]
        look("feed", self.server.ask("GET", re.sub(r".*?(/feeds/)", r"\1", feed)).body)
        return found, n

    def assert_unseen(self, login, names):
        found, n = self.found_by(login)
        self.assertGreater(n, 2, login)
        seen = {name: sorted(where) for name, where in found.items() if name in names}
        self.assertEqual(seen, {}, login)

    def test_the_cx_leader_reads_all_of_it(self):
        """Else the others' not finding it would prove nothing."""
        found, n = self.found_by("cx")
        self.assertEqual(set(found), {*JUDGED, *FACTS})
        self.assertGreater(n, 300)

    def test_nobody_else_reads_judgements(self):
        for login in ("delivery", "sponsor", "sponsors", "finance", "admin"):
            self.assert_unseen(login, {*JUDGED})

    def test_those_who_look_after_something_else_read_no_facts(self):
        for login in ("delivery", "finance", "admin"):
            self.assert_unseen(login, {*FACTS})

    def test_the_sponsor_reads_no_facts_of_others(self):
        for login in ("sponsor", "sponsors"):
            self.assert_unseen(login, {*FACTS})

    def test_the_log_tells_of_nobody(self):
        self.found_by("cx")
        with open(self.server.log.name, "rb") as log:
            self.assertEqual(re.findall(rb"quxzeb[a-z]+vomp", log.read()), [])

    def test_the_team_reads_what_the_basis_says(self):
        for readers, names in (("team", {*JUDGED}), ("owner", set())):
            self.home.must("leaders", "basis", "--purpose", "to help", "--legal-basis", "agreed",
                           "--readers", readers)
            found, _ = self.look_as("team", has_documents=False)
            self.assertEqual(set(found) & {*JUDGED}, names, readers)


if __name__ == "__main__":
    unittest.main()
