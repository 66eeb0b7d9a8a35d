"""The wrong person at the right address: what each role may not see or do, forms that are not of this
session, and questions nobody should be able to end the server with."""

import unittest

import program


class WrongPersonTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        program.need_engine()
        cls.home = program.Home()
        cls.home.sample()
        for role in ("finance", "admin"):
            cls.home.add_user(role, role)
        cls.server = program.Server(cls.home)

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        cls.home.end()
        assert status == 0, f"the server ended with {status}"

    def ask_both(self, login, path):
        """The status of the page, which is that of the API too."""
        page = program.Person(self.server, login).get(path).status
        data = program.Program(self.server, self.home.token(login)).get(path).status
        self.assertEqual(page, data, f"{login} {path}")
        return page

    def test_scores_of_others(self):
        for path in ("/scores?question=service_overall",
                     "/scores?question=service_overall&measure=share&answers=1",
                     "/scores?question=service_overall&measure=count",
                     "/scores?question=service_overall&group=size&period=all"):
            self.assertEqual(self.ask_both("delivery", path), 403)
            self.assertEqual(self.ask_both("finance", path), 403)
            self.assertEqual(self.ask_both("admin", path), 403)
            if "group=size" in path:  # parted answers are for those who hold them
                self.assertNotEqual(self.ask_both("sponsor", path), 200)
            else:
                self.assertEqual(self.ask_both("sponsor", path), 200)
        self.assertEqual(self.ask_both("delivery", "/scores?question=delivery_overall"), 200)
        self.assertEqual(self.ask_both("admin", "/scores"), 403)

    def test_periods_that_differ_by_a_day(self):
        own = "/scores?question=delivery_overall"
        for period in ("&from=2026-07-01&to=2026-09-29", "&from=2026-07-02", "&to=2026-09-29",
                       "&period=2026-09-30..2026-09-30"):
            self.assertEqual(self.ask_both("delivery", own + period), 403, period)
            self.assertEqual(self.ask_both("sponsor", own + period), 403, period)
            self.assertEqual(self.ask_both("cx", own + period), 200, period)
        for period in ("&from=2026-07-01&to=2026-09-30", "&period=all", "&to=2026-09-30"):
            self.assertEqual(self.ask_both("delivery", own + period), 200, period)

    def test_cards_of_others(self):
        """What a leader may not open, and what is not there, look the same: ids are guessable."""
        cx = program.Program(self.server, self.home.token("cx"))
        delivery = program.Program(self.server, self.home.token("delivery"))

        def card(query):
            return cx.get("/scores?" + query).json()["score"]["card"]

        own = card("question=delivery_overall&period=all")
        others = card("question=service_overall&period=all")
        days = card("question=delivery_overall&from=2026-07-01&to=2026-09-29")
        for one in (own, others, days):
            self.assertEqual(cx.get("/cards/" + one).status, 200)
        self.assertEqual(delivery.get("/cards/" + own).status, 200)
        refused = [delivery.get("/cards/" + one) for one in (others, days, others[:8], "f" * 32)]
        self.assertEqual({answer.status for answer in refused}, {403})
        self.assertEqual(len({answer.json()["detail"] for answer in refused}), 1)
        self.assertEqual(cx.get("/cards/" + "f" * 32).status, 404)

    def test_briefs_and_users_of_others(self):
        self.assertEqual(self.ask_both("delivery", "/leaders/1/brief"), 200)
        for login, path in (("delivery", "/leaders/2/brief"), ("finance", "/leaders/1/brief"),
                            ("admin", "/leaders/1/brief"), ("sponsor", "/leaders/1/brief"),
                            ("delivery", "/users"), ("finance", "/users"), ("sponsor", "/users")):
            self.assertEqual(self.ask_both(login, path), 403, f"{login} {path}")

    def test_an_administrator_makes_no_cx_leader(self):
        admin = program.Person(self.server, "admin")
        fields = {"login": "mallory", "name": "M", "password": "a long password"}
        self.assertEqual(admin.post("/users", {**fields, "role": "owner"}).status, 403)
        self.assertEqual(admin.post("/users", {**fields, "role": "finance"}).status, 303)

    def test_forms_that_are_forged(self):
        cx = program.Person(self.server, "cx")
        other = program.Person(self.server, "delivery").get("/account").csrf()
        token = cx.get("/leaders").csrf()
        fields = {"name": "Eve", "title": "Nobody", "from": "2026-01-01"}
        before = len(program.Program(self.server, self.home.token("cx")).get("/leaders")
                     .json()["leaders"])
        for given, headers in (({}, {}), ({"_csrf": ""}, {}), ({"_csrf": other}, {}),
                               ({"_csrf": token}, {"Origin": "http://evil.example"}),
                               ({"_csrf": token}, {"Origin": "null"}),
                               ({"_csrf": token}, {"Sec-Fetch-Site": "cross-site"})):
            answer = cx.send("/leaders", {**fields, **given}, headers)
            self.assertEqual(answer.status, 403, (given, headers))
        self.assertEqual(cx.send("/leaders?_csrf=" + token, fields).status, 403)
        after = program.Program(self.server, self.home.token("cx")).get("/leaders").json()
        self.assertEqual(len(after["leaders"]), before)

    def test_periods_without_answers(self):
        """Once the headline of a score that is not there took the server with it."""
        cx = program.Person(self.server, "cx")
        for query in ("from=1970-01-01&to=1970-01-01", "from=2500-01-01", "to=0001-01-01",
                      "from=2026-09-30&to=2026-09-30&where=size:large",
                      "from=1970-01-01&to=1970-01-01&measure=share&answers=1",
                      "from=1970-01-01&to=1970-01-01&measure=count&group=mode",
                      "from=1970-01-01&to=1970-01-01&question=delivery_time&group=month"):
            self.assertEqual(cx.get("/scores?" + query).status, 200, query)

    def test_a_user_who_is_switched_off(self):
        self.home.add_user("leaving", "finance")
        leaving = program.Person(self.server, "leaving")
        token = program.Program(self.server, self.home.token("leaving"))
        self.assertEqual((leaving.get("/scores").status, token.get("/scores").status), (200, 200))
        self.home.must("user", "disable", "leaving")
        self.assertEqual((leaving.get("/scores").status, token.get("/scores").status), (303, 401))


if __name__ == "__main__":
    unittest.main()
