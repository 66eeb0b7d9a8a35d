"""The program under test, as its users meet it: a home in a temporary folder, the server of it, and
people with browsers or tokens. With COALITION_ENGINE=pg homes keep their data in new databases beside
the one at $COALITION_TEST_PG."""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
import sample_home  # noqa: E402
import scratch_database  # noqa: E402

BINARY = os.environ["COALITION_BINARY"]
IS_PG = os.environ.get("COALITION_ENGINE") == "pg"
PG = os.environ.get("COALITION_TEST_PG")
TODAY = "2026-11-16"
PASSWORD = "sample-program"  # of the people of the sample program
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def need_engine():
    if IS_PG and not PG:
        raise unittest.SkipTest("COALITION_TEST_PG is not set")


class Home:
    """A home and what can be done with it from the command line."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="coalition-walk-")
        self.path = os.path.join(self.folder, "home")
        self.env = dict(os.environ)
        self.database = None
        if IS_PG:
            self.database = os.path.basename(self.folder).replace("-", "_").lower()
            scratch_database.psql(PG, f"CREATE DATABASE {self.database}")
            self.env["COALITION_DB"] = scratch_database.url_of(PG, self.database)

    def command(self, *args):
        return [BINARY, "--home", self.path, "--at", TODAY, *args]

    def run(self, *args, typed=None):
        """Exit status, output and complaints of a command."""
        done = subprocess.run(self.command(*args), input=typed, capture_output=True, env=self.env,
                              timeout=200, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def must(self, *args, typed=None):
        status, out, err = self.run(*args, typed=typed)
        assert status == 0, (args, status, err)
        return out

    def sample(self):
        """Makes it the sample program."""
        sample_home.copy(BINARY, self.path, TODAY, self.env.get("COALITION_DB") if IS_PG else None)

    def add_user(self, login, role, *more):
        self.must("user", "add", login, "--role", role, "--password-stdin", *more,
                  typed=PASSWORD.encode())

    def token(self, login):
        return self.must("token", "add", login, "--name", "test").split()[-1]

    def end(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.database:
            scratch_database.drop(PG, self.database)


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.body = body
        self.cookies = [value.split(";")[0] for name, value in headers if name == "Set-Cookie"]
        self.headers = {name.lower(): value for name, value in headers}

    def json(self):
        return json.loads(self.body)

    def csrf(self):
        return re.search(rb'name="_csrf" value="([^"]+)"', self.body).group(1).decode()


def answer_on(connection, method, path, body, headers):
    connection.request(method, path, body, headers or {})
    reply = connection.getresponse()
    return Answer(reply.status, reply.getheaders(), reply.read())


class Server:
    def __init__(self, home):
        self.kept = threading.local()
        self.open = []
        self.log = open(os.path.join(home.folder, "log"), "ab")
        self.process = subprocess.Popen(home.command("serve", "--port", "0"),
                                        stdout=subprocess.PIPE, stderr=self.log, env=home.env)
        said = self.process.stdout.readline().decode()
        self.port = int(re.search(r"http://[^/\s]*:(\d+)", said).group(1))

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            return answer_on(connection, method, path, body, headers)
        finally:
            connection.close()

    def read(self, path, headers):
        """The same of a page, on a connection that each thread keeps."""
        if not hasattr(self.kept, "connection"):
            self.kept.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.open.append(self.kept.connection)
        try:
            return answer_on(self.kept.connection, "GET", path, None, headers)
        except (http.client.HTTPException, OSError):  # it was kept for too long
            self.kept.connection.close()
            return answer_on(self.kept.connection, "GET", path, None, headers)

    def stop(self):
        for connection in self.open:
            connection.close()
        self.process.terminate()
        status = self.process.wait(timeout=120)
        self.process.stdout.close()
        self.log.close()
        return status


class Person:
    """Somebody signed in with a browser."""

    def __init__(self, server, login, password=PASSWORD):
        self.server = server
        page = server.ask("GET", "/sign-in")
        answer = server.ask("POST", "/sign-in", urllib.parse.urlencode(
            {"_csrf": page.csrf(), "login": login, "password": password}),
            {"Cookie": page.cookies[0], **FORM})
        assert answer.status == 303, (login, answer.status)
        self.cookie = answer.cookies[0]

    def get(self, path, **headers):
        return self.server.read(path, {"Cookie": self.cookie, **headers})

    def post(self, path, fields, headers=None):
        """As sent from the form on the page of the same address."""
        filled = {"_csrf": self.get(path).csrf(), **fields}
        return self.send(path, filled, headers)

    def send(self, path, fields, headers=None):
        return self.server.ask("POST", path, urllib.parse.urlencode(fields),
                               {"Cookie": self.cookie, **FORM, **(headers or {})})


class Program:
    """A program acting for somebody, with a token."""

    def __init__(self, server, token):
        self.server = server
        self.headers = {"Authorization": "Bearer " + token}

    def get(self, path):
        return self.server.read("/api/v1" + path, self.headers)

    def post(self, path, document):
        return self.server.ask("POST", "/api/v1" + path, json.dumps(document),
                               {"Content-Type": "application/json", **self.headers})
