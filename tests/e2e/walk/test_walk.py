"""Everybody walks everywhere: whoever sees a link can follow it, and every page is valid HTML with
well-formed figures. With the sample program, and in a home nothing has been brought to."""

import html
import re
import shutil
import subprocess
import unittest

import program

PAGES_MAX = 90  # of one reader: the pages of numbers are many and alike
# What tidy, older than these, does not know: ARIA and SVG in HTML5, and htmx.
KNOWN_ATTRIBUTE = re.compile(
    r'proprietary attribute "(aria-[a-z]+|inputmode|hx-[a-z-]+|focusable|font-family|id|href)"')
NOT_FOLLOWED = ("/api/", "mailto:", "data:")


def complaints_of_tidy(page):
    done = subprocess.run(["tidy", "-e", "-q", "--drop-empty-elements", "no"], input=page,
                          capture_output=True, check=False)
    lines = done.stderr.decode().splitlines()
    return [line for line in lines if not KNOWN_ATTRIBUTE.search(line)]


def complaints_of_xmllint(page):
    out = []
    for svg in re.findall(rb"<svg.*?</svg>", page, re.S):
        done = subprocess.run(["xmllint", "--noout", "-"], input=svg, capture_output=True,
                              check=False)
        out += done.stderr.decode().splitlines()[:1]
    return out


def links(page):
    found = set(re.findall(rb'(?:href|src)="([^"]*)"', page))
    found |= set(re.findall(rb'<form[^>]*action="([^"]*)"[^>]*method="get"', page))
    return {html.unescape(link.decode()) for link in found}


def repeated_ids(page):
    ids = re.findall(rb'\sid="([^"]*)"', page)
    return {one.decode() for one in ids if ids.count(one) > 1}


class Walk:
    """One reader's way, breadth first, through everything that is linked."""

    def __init__(self, person):
        self.person = person
        self.wrong = []
        self.n_html = 0
        self.kinds = {}

    def note(self, path, *complaints):
        self.wrong += [f"{path}: {complaint}" for complaint in complaints]

    def is_like_many(self, path):
        """Scores and cards without end: some of each kind are enough."""
        kind = re.sub(r"[0-9a-f]{16,}", "ID", path.split("?")[0])
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        return self.kinds[kind] > PAGES_MAX // 3

    def check(self, path, source):
        answer = self.person.get(path)
        if answer.status == 303:
            return {answer.headers["location"]}
        if answer.status != 200:
            self.note(path, f"answers {answer.status}, linked from {source}")
        elif answer.headers["content-type"].startswith("text/html"):
            self.n_html += 1
            self.note(path, *complaints_of_tidy(answer.body), *complaints_of_xmllint(answer.body),
                      *(f'id "{one}" twice' for one in repeated_ids(answer.body)))
            return self.links_of(path, answer.body)
        return set()

    def links_of(self, path, page):
        follow = set()
        for link in links(page):
            if link.startswith("#"):
                if f'id="{link[1:]}"'.encode() not in page:
                    self.note(path, f"{link} leads nowhere")
            elif link.startswith(("http:", "https:", "//")):
                self.note(path, f"{link} is not ours")
            elif link and not link.startswith(NOT_FOLLOWED):
                follow.add(link.split("#")[0])
        return follow

    def go(self):
        seen, todo = {"/"}, [("/", "the start")]
        while todo and self.n_html < PAGES_MAX:
            path, source = todo.pop(0)
            for link in sorted(self.check(path, source) - seen):
                seen.add(link)
                if not self.is_like_many(link):
                    todo.append((link, path))


class WalkTest(unittest.TestCase):
    def setUp(self):
        program.need_engine()
        for tool in ("tidy", "xmllint"):
            if shutil.which(tool) is None:
                self.skipTest(f"{tool} is not installed")
        self.home = program.Home()
        self.addCleanup(self.home.end)

    def walk(self, server, login, n_html_min):
        walk = Walk(program.Person(server, login))
        walk.go()
        self.assertEqual(walk.wrong, [], login)
        self.assertGreaterEqual(walk.n_html, n_html_min, login)

    def test_everybody_in_the_sample_program(self):
        self.home.sample()
        for role in ("team", "finance", "admin"):
            self.home.add_user(role, role)
        server = program.Server(self.home)
        self.addCleanup(server.stop)
        for login, n_html_min in (("cx", 60), ("sponsor", 60), ("team", 60), ("delivery", 40),
                                  ("finance", 20), ("admin", 8)):
            with self.subTest(login):
                self.walk(server, login, n_html_min)

    def test_an_empty_home(self):
        self.home.must("init")
        self.home.add_user("cx", "owner")
        server = program.Server(self.home)
        self.addCleanup(server.stop)
        self.walk(server, "cx", 5)


if __name__ == "__main__":
    unittest.main()
