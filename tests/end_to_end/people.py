"""Accounts of a workspace and browsers' sessions with a server, for tests."""
import base64
import hashlib
import hmac
import http.client
import json
import struct
import time

from program import run

PASSWORD = "purple river stone lamp"
ROLES = {  # role: unit that its holders belong to
    "quality_office": "department:market-regulation", "reporter": "department:market-regulation",
    "approver": "department:market-regulation", "town": "town:xinzhuang", "enterprise": "enterprise:913100000000000001",
    "auditor": "", "system_admin": "", "security_admin": "", "audit_admin": ""}


def totp(secret, step):
    """RFC 6238, reckoned apart from the program."""
    mac = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", step), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 10**6:06d}"


def add_account(workspace, account, *options):
    """Makes an account at the terminal and gives its link's token. No server may have the workspace."""
    made = run("user", "add", account, "--workspace", workspace, "--name", account, "--format", "json", *options)
    return json.loads(made.stdout)["link"]


class Person:
    """Somebody with a browser: keeps the cookie, sends the token that proves that a page of ours writes."""

    def __init__(self, server, account=""):
        self.server, self.account = server, account
        self.cookie, self.csrf, self.secret, self.session = "", "", "", {}

    def ask(self, method, path, body=None, **headers):
        """(status, what the JSON says or the bytes)."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie:
            headers["Cookie"] = self.cookie
        if self.csrf and method != "GET":
            headers.setdefault("X-CSRF-Token", self.csrf)
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            connection.request(method, "/api/v1" + path, body, headers)
            answer = connection.getresponse()
            self.headers = {k.lower(): v for k, v in answer.getheaders()}
            content = self.content = answer.read()
        finally:
            connection.close()
        if "set-cookie" in self.headers:
            self.cookie = self.headers["set-cookie"].split(";")[0]
        is_json = self.headers.get("content-type", "").startswith("application/json")
        return answer.status, json.loads(content) if is_json else content

    def want(self, method, path, body=None, status=200, **headers):
        got, said = self.ask(method, path, body, **headers)
        if got != status:
            raise AssertionError(f"{method} {path}: {got} {said}")
        return said

    def get(self, path):
        return self.want("GET", path)

    def post(self, path, body=None, status=200, **headers):
        return self.want("POST", path, {} if body is None else body, status, **headers)

    def put(self, path, body, status=200):
        return self.want("PUT", path, body, status)

    def accept(self, token):
        """The first time: sets the password by the link, signs in, sets up a second factor where one is demanded."""
        self.post("/links", {"token": token, "password": PASSWORD})
        self.sign_in()
        if self.session["must_add_second_factor"]:
            self.secret = self.post("/account/second-factor")["secret"]
            self.step = int(time.time()) // 30 - 1  # the next sign-in wants a later one
            self.put("/account/second-factor", {"secret": self.secret, "code": totp(self.secret, self.step)}, 204)
            self.cookie = self.csrf = ""
            self.sign_in()
        return self

    def sign_in(self):
        said = {"account": self.account, "password": PASSWORD}
        if self.secret:
            self.step += 1
            said["code"] = totp(self.secret, self.step)
        self.session = self.post("/session", said)
        self.csrf = self.session["csrf"]
        return self
