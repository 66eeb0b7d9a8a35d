"""web over real HTTP: a toy program (toy.c, in $CX_TOY) is started and asked everything a browser, a
program and a stranger may ask. With CX_TOY_ENGINE=pg its store is a new database beside the one at
$COALITION_TEST_PG."""

import base64
import concurrent.futures
import gzip
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
import scratch_database  # noqa: E402

TOY = os.environ["CX_TOY"]
PG = os.environ.get("COALITION_TEST_PG") if os.environ.get("CX_TOY_ENGINE") == "pg" else None
LOGIN, PASSWORD = "ann", "correct horse battery"


def setUpModule():
    if os.environ.get("CX_TOY_ENGINE") == "pg" and not PG:
        raise unittest.SkipTest("COALITION_TEST_PG is not set")


class Toy:
    """The toy program, running."""

    def __init__(self, scheme="http"):
        self.folder = tempfile.mkdtemp(prefix="coalition-http-")
        self.log = open(os.path.join(self.folder, "log"), "w+b")
        self.database = os.path.basename(self.folder).replace("-", "_").lower() if PG else None
        url = f"sqlite:{self.folder}/toy.db"
        if PG:
            scratch_database.psql(PG, f"CREATE DATABASE {self.database}")
            url = scratch_database.url_of(PG, self.database)
        self.process = subprocess.Popen([TOY, url, scheme],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.log)
        said = dict(self.process.stdout.readline().decode().split() for _ in range(2))
        self.port, self.token = int(said["port"]), said["token"]

    def stop(self):
        self.process.stdin.close()
        status = self.process.wait(timeout=120)
        self.process.stdout.close()
        self.log.close()
        shutil.rmtree(self.folder)
        if PG:
            scratch_database.drop(PG, self.database)
        return status

    def lines(self):
        self.log.flush()
        with open(self.log.name, encoding="utf-8") as file:
            return file.read().splitlines()


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = response.headers
        self.raw = body
        self.body = gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body
        self.text = self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body)

    def csrf(self):
        return re.search(r'name="_csrf" value="([^"]*)"', self.text).group(1)


class Browser:
    """Keeps cookies, follows nothing."""

    def __init__(self, toy):
        self.toy = toy
        self.cookies = {}

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.toy.port, timeout=60)
        headers = dict(headers or {})
        if self.cookies and "Cookie" not in headers:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body=body, headers=headers)
        response = connection.getresponse()
        answer = Answer(response, response.read())
        connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path, fields, headers=None):
        return self.ask("POST", path, urllib.parse.urlencode(fields),
                        {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})

    def sign_in(self, login=LOGIN, password=PASSWORD, **more):
        csrf = self.get("/sign-in").csrf()
        return self.post("/sign-in", {"_csrf": csrf, "login": login, "password": password, **more})


class HttpCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.toy = Toy()

    @classmethod
    def tearDownClass(cls):
        status = cls.toy.stop()
        assert status == 0, f"the toy ended with {status}"

    def setUp(self):
        self.browser = Browser(self.toy)

    def signed_in(self):
        answer = self.browser.sign_in()
        self.assertEqual(answer.status, 303, answer.text)
        return self.browser

    def api(self, method, path, body=None, headers=None):
        return Browser(self.toy).ask(method, "/api/v1" + path, body,
                                     {"Authorization": "Bearer " + self.toy.token, **(headers or {})})

    def n_added(self):
        return self.api("GET", "/").json()["n_added"]

    def raw(self, data, seconds=5.0):
        """Sends bytes, returns all that comes back until the server closes or time is up."""
        with socket.create_connection(("127.0.0.1", self.toy.port), timeout=seconds) as sock:
            sock.sendall(data)
            parts = []
            try:
                while part := sock.recv(65536):
                    parts.append(part)
            except (TimeoutError, ConnectionResetError):
                pass
            return b"".join(parts)


class SignIn(HttpCase):
    def test_signed_out_reader_is_sent_to_sign_in_and_back(self):
        answer = self.browser.get("/things/7?x=1&y=%20")
        self.assertEqual(answer.status, 303)
        where = answer.headers["Location"]
        self.assertTrue(where.startswith("/sign-in?return="), where)
        back = urllib.parse.parse_qs(where.split("?")[1])["return"][0]
        self.assertEqual(back, "/things/7?x=1&y=%20")
        answer = self.browser.sign_in(**{"return": back})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, back))
        self.assertIn('<p id="user">ann</p>', self.browser.get(back).text)

    def test_part_of_a_page_sends_the_whole_page_to_sign_in(self):
        answer = self.browser.get("/things/7", HX_Request="true")
        self.assertEqual((answer.status, answer.headers["HX-Redirect"]), (401, "/sign-in"))

    def test_cookie_is_for_http_and_this_site_only(self):
        answer = self.browser.sign_in()
        line = next(c for c in answer.headers.get_all("Set-Cookie") if c.startswith("coalition="))
        for words in ("HttpOnly", "SameSite=Lax", "Path=/"):
            self.assertIn(words, line)
        self.assertNotIn("Secure", line)
        self.assertNotIn("Domain", line)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_return_elsewhere_is_refused(self):
        for where in ("//evil.org", "https://evil.org/", "/\\evil.org", "javascript:alert(1)"):
            answer = Browser(self.toy).sign_in(**{"return": where})
            self.assertEqual((answer.status, answer.headers["Location"]), (303, "/"), where)

    def test_wrong_login_and_wrong_password_are_told_alike(self):
        answers = [Browser(self.toy).sign_in(login=login, password="wrong wrong wrong")
                   for login in (LOGIN, "nobody-here")]
        for answer in answers:
            self.assertEqual(answer.status, 401)
            self.assertNotIn("coalition=", str(answer.headers))
        texts = [re.sub(r"<code>.*?</code>|value=\"[^\"]*\"", "", a.text) for a in answers]
        self.assertEqual(*texts)

    def test_session_is_new_at_each_sign_in_and_the_old_one_ends(self):
        browser = self.signed_in()
        old = browser.cookies["coalition"]
        csrf = browser.get("/").csrf()
        answer = browser.post("/sign-in", {"_csrf": csrf, "login": LOGIN, "password": PASSWORD})
        self.assertEqual(answer.status, 303)
        self.assertNotEqual(browser.cookies["coalition"], old)
        stale = Browser(self.toy)
        stale.cookies["coalition"] = old
        self.assertEqual(stale.get("/").status, 303)

    def test_planted_cookie_opens_nothing(self):
        self.browser.cookies["coalition"] = "planted"
        answer = self.browser.get("/")
        self.assertEqual(answer.status, 303)
        self.assertNotIn("coalition", self.browser.cookies)
        self.browser.cookies["coalition"] = "x" * 5000
        self.assertEqual(self.browser.get("/").status, 303)

    def test_sign_out_ends_the_session(self):
        browser = self.signed_in()
        kept = dict(browser.cookies)
        answer = browser.post("/sign-out", {"_csrf": browser.get("/").csrf()})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/sign-in"))
        self.assertEqual(answer.headers["Clear-Site-Data"], '"cache"')
        browser.cookies = kept
        self.assertEqual(browser.get("/").status, 303)

    def test_sign_in_form_needs_its_own_token(self):
        answer = self.browser.post("/sign-in", {"login": LOGIN, "password": PASSWORD})
        self.assertEqual(answer.status, 403)
        csrf = self.browser.get("/sign-in").csrf()
        other = Browser(self.toy)
        other.get("/sign-in")
        answer = other.post("/sign-in", {"_csrf": csrf, "login": LOGIN, "password": PASSWORD})
        self.assertEqual(answer.status, 403)


class Throttle(HttpCase):
    def test_guessing_is_slowed(self):
        statuses = []
        while 429 not in statuses and len(statuses) < 15:  # a slow machine may outlast the first waits
            answer = Browser(self.toy).sign_in(password="wrong wrong wrong")
            statuses.append(answer.status)
        self.assertEqual(statuses[:5] + statuses[-1:], [401] * 5 + [429])
        wait = int(answer.headers["Retry-After"])
        self.assertGreaterEqual(wait, 1)
        time.sleep(wait + 0.1)
        self.assertEqual(Browser(self.toy).sign_in().status, 303)


class Forms(HttpCase):
    def test_post_redirect_get(self):
        browser, before = self.signed_in(), self.n_added()
        answer = browser.post("/things", {"_csrf": browser.get("/").csrf(), "name": "A"})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/things/1?added=yes"))
        self.assertEqual(self.n_added(), before + 1)

    def test_issues_show_the_form_again(self):
        browser, before = self.signed_in(), self.n_added()
        answer = browser.post("/things", {"_csrf": browser.get("/").csrf(), "name": " "})
        self.assertEqual(answer.status, 422)
        self.assertRegex(answer.text, r'<input name="name" value="[^"]*"><i>[^<]+</i>')
        self.assertEqual(self.n_added(), before)

    def test_forged_forms_do_nothing(self):
        browser, before = self.signed_in(), self.n_added()
        good = browser.get("/").csrf()
        other = Browser(self.toy)
        other.sign_in()
        forged = [
            ("no token", {"name": "A"}, {}),
            ("empty token", {"name": "A", "_csrf": ""}, {}),
            ("token of another session", {"name": "A", "_csrf": other.get("/").csrf()}, {}),
            ("changed token", {"name": "A", "_csrf": good[:-1]}, {}),
            ("other origin", {"name": "A", "_csrf": good}, {"Origin": "http://evil.org"}),
            ("no origin", {"name": "A", "_csrf": good}, {"Origin": "null"}),
            ("other site", {"name": "A", "_csrf": good}, {"Sec-Fetch-Site": "cross-site"}),
        ]
        for why, fields, headers in forged:
            answer = browser.post("/things", fields, headers)
            self.assertEqual(answer.status, 403, why)
            self.assertIn("nothing was changed", answer.text)
        self.assertEqual(self.n_added(), before)
        origin = {"Origin": f"http://127.0.0.1:{self.toy.port}", "Sec-Fetch-Site": "same-origin"}
        self.assertEqual(browser.post("/things", {"name": "A", "_csrf": good}, origin).status, 303)

    def test_post_without_session_changes_nothing_and_says_so(self):
        before = self.n_added()
        answer = self.browser.post("/things", {"name": "A"})
        self.assertEqual(answer.status, 401)
        self.assertIn('href="/sign-in"', answer.text)
        self.assertEqual(self.n_added(), before)

    def test_body_kinds(self):
        browser = self.signed_in()
        csrf = browser.get("/").csrf()
        json_type = {"Content-Type": "application/json"}
        self.assertEqual(browser.ask("POST", "/things", '{"name":"A"}', json_type).status, 415)
        self.assertEqual(browser.ask("POST", "/things", "a=%zz", {
            "Content-Type": "application/x-www-form-urlencoded"}).status, 400)
        self.assertEqual(browser.post("/things", {"_csrf": csrf, "name": "x" * (1 << 20)}).status, 413)
        many = [("_csrf", csrf)] + [(f"f{i}", "") for i in range(2100)]
        self.assertIn(browser.post("/things", many).status, (400, 413))

    def test_body_far_over_the_limit_is_refused_unread(self):
        head = (f"POST /things HTTP/1.1\r\nHost: localhost:{self.toy.port}\r\n"
                "Content-Length: 99999999999\r\n\r\n").encode()
        self.assertIn(b" 4", self.raw(head).split(b"\r\n")[0])

    def test_chunked_body_is_held_to_the_limit(self):
        browser = self.signed_in()
        def chunks():
            for _ in range(40):
                yield b"a" * 65536
        answer = browser.ask("POST", "/things", chunks(), {
            "Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(answer.status, 413)


class Api(HttpCase):
    def test_same_handler_as_the_page(self):
        answer = self.api("GET", "/things/7")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        self.assertEqual(answer.json()["name"], "Zoë <&>")
        page = self.signed_in().get("/things/7")
        self.assertEqual(page.headers["Content-Type"], "text/html; charset=utf-8")
        self.assertIn("7 Zoë &lt;&amp;&gt;", page.text)

    def test_command_in_json(self):
        before = self.n_added()
        answer = self.api("POST", "/things", '{"name":"A"}', {"Content-Type": "application/json"})
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.json(), {"location": "/api/v1/things/1?added=yes"})
        self.assertEqual(self.n_added(), before + 1)

    def test_issues_are_a_problem_document(self):
        answer = self.api("POST", "/things", '{"nome":"A"}', {"Content-Type": "application/json"})
        self.assertEqual(answer.status, 422)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        problem = answer.json()
        self.assertEqual(problem["status"], 422)
        self.assertEqual(problem["request_id"], answer.headers["X-Request-Id"])
        self.assertEqual({issue["field"] for issue in problem["issues"]}, {"/name", "/nome"})

    def test_broken_json(self):
        answer = self.api("POST", "/things", '{"name":', {"Content-Type": "application/json"})
        self.assertEqual(answer.status, 400)
        self.assertIn("line 1", answer.json()["detail"])

    def test_form_at_the_api(self):
        answer = self.api("POST", "/things", "name=A",
                          {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(answer.status, 415)

    def test_cookie_is_not_accepted_at_the_api(self):
        browser = self.signed_in()
        answer = browser.get("/api/v1/things/7")
        self.assertEqual(answer.status, 401)
        self.assertEqual(answer.headers["WWW-Authenticate"], "Bearer")
        before = self.n_added()
        answer = browser.ask("POST", "/api/v1/things", '{"name":"A"}',
                             {"Content-Type": "application/json"})
        self.assertEqual((answer.status, self.n_added()), (401, before))

    def test_token_is_not_accepted_on_pages(self):
        answer = self.browser.get("/things/7", Authorization="Bearer " + self.toy.token)
        self.assertEqual(answer.status, 303)

    def test_wrong_tokens(self):
        basic = "Basic " + base64.b64encode(b"ann:x").decode()
        for header in ("Bearer wrong", "Bearer", "Bearer ", basic, "Bearer " + "x" * 5000):
            answer = self.browser.get("/api/v1/things/7", Authorization=header)
            self.assertEqual(answer.status, 401, header)
        self.assertEqual(self.browser.get("/api/v1/open", Authorization="Bearer wrong").status, 401)
        self.assertEqual(self.browser.get("/api/v1/open").status, 200)

    def test_page_only_routes_are_not_there(self):
        self.assertEqual(self.api("GET", "/sign-in").status, 404)


class Routes(HttpCase):
    def test_head(self):
        browser = self.signed_in()
        page, head = browser.get("/things/7"), browser.ask("HEAD", "/things/7")
        self.assertEqual((head.status, head.raw), (200, b""))
        self.assertEqual(head.headers["Content-Length"], str(len(page.raw)))
        self.assertEqual(head.headers["ETag"], page.headers["ETag"])

    def test_wrong_method(self):
        browser = self.signed_in()
        for method in ("DELETE", "PUT", "PATCH", "POST"):
            answer = browser.ask(method, "/things/7")
            self.assertEqual((answer.status, answer.headers["Allow"]), (405, "OPTIONS, GET, HEAD"))
        self.assertEqual(browser.ask("BREW", "/things/7").status, 501)
        self.assertEqual(browser.ask("TRACE", "/things/7").status, 501)

    def test_options(self):
        answer = self.browser.ask("OPTIONS", "/things")
        self.assertEqual((answer.status, answer.headers["Allow"]), (204, "OPTIONS, POST"))

    def test_nothing_there(self):
        for path in ("/nothing", "/things", "/things/7/x", "//things/7", "/things//7", "/api/v1",
                     "/api/v2/things/7", "/assets/nothing.css", "/assets/../templates/secret.html",
                     "/templates/secret.html", "/assets/", "/things/0", "/things/x", "/things/-1",
                     "/things/7%00", "/things/%2e%2e/x", "/a%2fb", "/a%5cb", "/%zz", "/%ff"):
            answer = self.signed_in().get(path)
            self.assertIn(answer.status, (400, 401, 404, 405), path)
            self.assertIn(answer.headers["X-Request-Id"], answer.text)

    def test_trailing_slash(self):
        answer = self.browser.get("/things/7/?a=1")
        self.assertEqual((answer.status, answer.headers["Location"]), (308, "/things/7?a=1"))
        for path in ("//evil.org/", "/%2fevil.org/", "/\\evil.org/"):
            self.assertIn(self.browser.get(path).status, (400, 404), path)

    def test_host(self):
        for host in ("evil.org", "127.0.0.1.evil.org", "", "localhost@evil.org"):
            self.assertIn(self.browser.get("/open", Host=host).status, (400, 421), host)
        self.assertEqual(self.browser.get("/open", Host="LocalHost:1").status, 200)

    def test_header_twice(self):
        answer = self.raw(f"GET /open HTTP/1.1\r\nHost: localhost:{self.toy.port}\r\n"
                          "Host: evil.org\r\nConnection: close\r\n\r\n".encode())
        self.assertIn(b" 400 ", answer.split(b"\r\n")[0])


class Answers(HttpCase):
    def test_security_headers(self):
        for path in ("/open", "/sign-in", "/nothing", "/assets/toy.css", "/api/v1/things/1"):
            headers = self.browser.get(path).headers
            csp = headers["Content-Security-Policy"]
            self.assertIn("default-src 'none'", csp)
            self.assertNotIn("unsafe", csp)
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["Referrer-Policy"], "same-origin")
            self.assertEqual(headers["Cross-Origin-Opener-Policy"], "same-origin")
            self.assertIsNone(headers["Strict-Transport-Security"])
            self.assertRegex(headers["X-Request-Id"], r"^[A-Za-z0-9_-]{16}$")

    def test_etag(self):
        browser = self.signed_in()
        page = browser.get("/things/7")
        self.assertEqual(page.headers["Cache-Control"], "private, no-cache")
        again = browser.get("/things/7", If_None_Match=page.headers["ETag"])
        self.assertEqual((again.status, again.raw), (304, b""))
        self.assertEqual(browser.get("/things/8", If_None_Match=page.headers["ETag"]).status, 200)

    def test_gzip(self):
        browser = self.signed_in()
        plain = browser.get("/big")
        self.assertIsNone(plain.headers["Content-Encoding"])
        packed = browser.get("/big", Accept_Encoding="br, gzip")
        self.assertEqual(packed.headers["Content-Encoding"], "gzip")
        self.assertEqual(packed.text, plain.text)
        self.assertLess(len(packed.raw), 1000)
        self.assertIn("Accept-Encoding", packed.headers["Vary"])
        self.assertIsNone(browser.get("/things/1", Accept_Encoding="gzip").headers["Content-Encoding"])

    def test_assets(self):
        kept = self.browser.get("/assets/toy.css?v=0123456789abcdef")
        self.assertEqual((kept.status, kept.text), (200, "body{}"))
        self.assertEqual(kept.headers["Cache-Control"], "public, max-age=31536000, immutable")
        self.assertEqual(kept.headers["Content-Type"], "text/css; charset=utf-8")
        short = self.browser.get("/assets/toy.css")
        self.assertNotIn("immutable", short.headers["Cache-Control"])
        again = self.browser.get("/assets/toy.css", If_None_Match=kept.headers["ETag"])
        self.assertEqual(again.status, 304)
        self.assertEqual(self.browser.post("/assets/toy.css", {}).status, 405)

    def test_file(self):
        answer = self.signed_in().get("/file")
        self.assertEqual(answer.text, "a,b\n1,2\n")
        self.assertEqual(answer.headers["Content-Disposition"],
                         "attachment; filename=\"Zo__ _x_.csv\"; filename*=UTF-8''Zo%C3%AB%20%22x%22.csv")

    def test_our_failures_tell_nothing_but_the_request(self):
        for answer in (self.signed_in().get("/fail"), self.api("GET", "/fail")):
            self.assertEqual(answer.status, 500)
            self.assertNotIn("secret", answer.text)
            self.assertIn(answer.headers["X-Request-Id"], answer.text)
            lines = [l for l in self.toy.lines() if answer.headers["X-Request-Id"] in l]
            self.assertTrue(any("event=failure" in line for line in lines), lines)

    def test_a_handler_that_breaks_its_word_fails_its_request_alone(self):
        for path, words in (("/misread", 'reads "unnamed"'), ("/silent", "gave no answer")):
            for answer in (self.signed_in().get(path), self.api("GET", path)):
                self.assertEqual(answer.status, 500)
                self.assertIsNone(answer.headers["Location"])
                lines = [l for l in self.toy.lines() if answer.headers["X-Request-Id"] in l]
                self.assertTrue(any("event=failure" in l and "DEFECT" in l and f"handler of {path} " in l
                                    for l in lines), lines)
                self.assertTrue(any(words in l.replace('\\"', '"') for l in lines), lines)
        self.assertEqual(self.signed_in().get("/things/7").status, 200)

    def test_refusals_say_why(self):
        answer = self.api("GET", "/forbidden")
        self.assertEqual((answer.status, answer.json()["detail"]),
                         (403, "only the CX team may see this"))
        page = self.signed_in().get("/forbidden")
        self.assertEqual(page.status, 403)
        self.assertIn("<p>Only the CX team may see this.</p>", page.text)

    def test_what_readers_leave_is_written_before_the_answer(self):
        before = self.api("GET", "/deferred").json()["n_added"]
        self.assertEqual(self.api("GET", "/deferred").json()["n_added"], before + 1)

    def test_log_names_routes_not_addresses(self):
        self.api("GET", "/things/77?name=Zoe")
        time.sleep(0.1)
        lines = [line for line in self.toy.lines() if "event=request" in line]
        self.assertTrue(any("route=/things/{id} side=api status=200" in line for line in lines), lines)
        for line in self.toy.lines():
            self.assertNotIn("Zoe", line)
            self.assertNotIn("/things/77", line)
            self.assertNotIn(PASSWORD, line)
            self.assertNotIn(self.toy.token, line)


class Strangers(HttpCase):
    def alive(self):
        self.assertEqual(self.browser.get("/open").status, 200)

    def test_garbage(self):
        for data in (b"\x00" * 100, b"\xff\xfe\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                     b"GET http://evil.org/ HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\r\n" * 1000,
                     b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                     b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"):
            self.raw(data, seconds=0.3)
        self.alive()

    def test_large_heads(self):
        for data in (b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
                     b"GET /open HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100000 + b"\r\n\r\n",
                     b"GET /open HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 20000 + b"\r\n"):
            answer = self.raw(data, seconds=2)
            self.assertNotIn(b" 200 ", answer.split(b"\r\n")[0])
        self.alive()

    def test_pipelined_requests(self):
        one = f"GET /open HTTP/1.1\r\nHost: localhost:{self.toy.port}\r\n\r\n"
        last = one.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
        answer = self.raw((one * 9 + last).encode())
        self.assertEqual(answer.count(b"HTTP/1.1 200 OK"), 10)

    def test_dawdlers_are_cut_off(self):
        with socket.create_connection(("127.0.0.1", self.toy.port), timeout=60) as sock:
            began = time.monotonic()
            try:
                for byte in b"GET /open HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 1000:
                    sock.sendall(bytes([byte]))
                    time.sleep(0.1)
                self.fail("still connected")
            except OSError:
                self.assertLess(time.monotonic() - began, 90)
        self.alive()

    def test_two_hundred_at_once(self):
        def one(i):
            return self.api("GET", f"/things/{i % 100 + 1}").json()["id"] == i % 100 + 1
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            self.assertEqual(sum(pool.map(one, range(200))), 200)


class Stopping(unittest.TestCase):
    def test_running_requests_end(self):
        toy = Toy()
        browser = Browser(toy)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            answer = pool.submit(browser.ask, "GET", "/api/v1/slow", None,
                                 {"Authorization": "Bearer " + toy.token})
            time.sleep(0.2)
            self.assertEqual(toy.stop(), 0)
            self.assertEqual(answer.result().status, 200)


class Https(unittest.TestCase):
    def test_cookies_behind_tls(self):
        toy = Toy("https")
        try:
            browser = Browser(toy)
            answer = browser.sign_in()
            self.assertEqual(answer.status, 303)
            self.assertEqual(answer.headers["Strict-Transport-Security"], "max-age=31536000")
            line = next(c for c in answer.headers.get_all("Set-Cookie")
                        if c.startswith("__Host-coalition="))
            self.assertIn("; Secure", line)
        finally:
            self.assertEqual(toy.stop(), 0)
