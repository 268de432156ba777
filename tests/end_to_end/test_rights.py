"""Who may do what: every role on every route, sessions, attacks on them, two people on one thing."""
import json
import pathlib
import tempfile
import unittest

from people import PASSWORD, ROLES, Person, add_account
from program import ROOT, run
from server import Server, check_described

VALUES = {"district": "minhang", "indicator": "food.pass_rate", "plan": "quality-2021-2025", "dataset": "food_sample",
          "cube": "food_sampling", "format": "html", "file": "values.csv", "path": "index.html", "target": "none",
          "account": "nobody-at-all", "stream": "people", "job": "00000000000000000000000000000000"}


def policies():
    """{capability: {role: reach}}; the role of nobody is ''."""
    lines = (ROOT / "catalog/people/policies.csv").read_text(encoding="utf-8").splitlines()
    head = lines[0].split(",")
    out = {}
    for line in lines[1:]:
        row = dict(zip(head, line.split(",")))
        out[row["capability"]] = {"": row["anonymous"], **{role: row[role] for role in ROLES}}
    return out


class Rights(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.workspace = pathlib.Path(folder.name) / "ws"
        first = Server("--workspace", cls.workspace, "--district", "minhang")
        cls.first_lines = first.lines
        assert first.stop() == 0
        tokens = {}
        for role, unit in ROLES.items():
            account = role.replace("_", "-") + "-1"
            tokens[role] = add_account(cls.workspace, account, "--role", role, *(("--unit", unit) if unit else ()))
        cls.server = Server("--workspace", cls.workspace, "--district", "minhang")
        cls.addClassCleanup(cls.server.stop)
        cls.people = {role: Person(cls.server, role.replace("_", "-") + "-1").accept(token) for role, token in tokens.items()}
        cls.people[""] = Person(cls.server)
        cls.contract = cls.server.json("/api/v1/openapi.json")

    def operations(self):
        for path, operations in self.contract["paths"].items():
            if not path.startswith("/api/v1"):
                continue
            for method, operation in operations.items():
                target = path.removeprefix("/api/v1")
                for name, value in VALUES.items():
                    target = target.replace("{" + name + "}", value)
                yield method.upper(), target, operation

    def test_every_role_on_every_route(self):
        table, cells, refused = policies(), 0, 0
        for method, target, operation in self.operations():
            if target == "/events" or (method, target) == ("DELETE", "/session"):
                continue  # a stream has no end; the other, which everybody may, ends what the next cell needs
            reaches = table[operation["x-capability"]]
            for role, person in self.people.items():
                with self.subTest(method=method, target=target, role=role or "nobody"):
                    # Nothing that is asked for is there or whole: who may, learns that; who may not, must not.
                    status, said = person.ask(method, target, None if method == "GET" else b"{", Content_Type="application/json")
                    code = said["error"]["code"] if isinstance(said, dict) and "error" in said else ""
                    if reaches[role] == "-":
                        self.assertEqual((status, code), (403, "http.forbidden") if role else (401, "http.sign-in"))
                        refused += 1
                    else:
                        self.assertNotIn(code, ("http.sign-in", "http.csrf"))
                        if reaches[role] == "all" or role == "":
                            self.assertNotEqual(status, 403, said)
                    cells += 1
        self.assertGreater(cells, 400)
        self.assertGreater(refused, 60)

    def test_what_needs_a_right_answers_as_described(self):
        table, asked = policies(), 0
        values = {**VALUES, "account": "town-1"}
        for path, operations in self.contract["paths"].items():
            capability = operations.get("get", {}).get("x-capability", "public.read")
            if capability == "public.read" or "{case}" in path or path.endswith(("/compare", "/files/{sha256}")):
                continue
            target = path.removeprefix("/api/v1")
            for name, value in values.items():
                target = target.replace("{" + name + "}", value)
            role = next(r for r in ROLES if table[capability][r] in ("all", "self"))
            with self.subTest(target=target, role=role):
                self.people[role].get(target)
                check_described(self.contract, path, 200, self.people[role].headers, self.people[role].content)
                asked += 1
        self.assertGreater(asked, 9)

    def test_the_first_start_gives_three_links_and_no_password(self):
        text = "".join(self.first_lines)
        for account in ("system-admin", "security-admin", "audit-admin"):
            self.assertRegex(text, account + r"\s+http://127\.0\.0\.1:\d+/link#[0-9a-f]{32}\n")
        listed = json.loads(run("user", "list", "--workspace", self.workspace, "--format", "json").stdout or "[]")
        self.assertEqual(listed, [])  # the server has the workspace

    def test_a_write_needs_the_proof_of_our_page(self):
        person = self.people["security_admin"]
        for headers in ({"X_CSRF_Token": ""}, {"X_CSRF_Token": "0" * 64}, {"Origin": "https://elsewhere.example"}):
            with self.subTest(headers):
                status, said = person.ask("POST", "/users/town-1/link", {}, **headers)
                self.assertEqual((status, said["error"]["code"]), (403, "http.csrf"))
        self.assertIn("link", person.post("/users/town-1/link", Origin=f"http://127.0.0.1:{self.server.port}"))

    def test_a_session_is_shut_to_scripts_and_ends(self):
        person = Person(self.server, "town-1")
        person.sign_in()
        cookie = person.headers["set-cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Lax", cookie)
        self.assertEqual(person.get("/session")["account"], "town-1")
        person.want("DELETE", "/session", status=204)
        self.assertIsNone(person.get("/session")["account"])
        guessed = Person(self.server)
        guessed.cookie = "zhiheng_session=" + "0" * 32
        self.assertIsNone(guessed.get("/session")["account"])

    def test_wrong_passwords_tell_nothing(self):
        answers = set()
        for account, password in (("reporter-1", "wrong wrong wrong"), ("nobody-at-all", "wrong wrong wrong"), ("reporter-1", "x")):
            status, said = Person(self.server).ask("POST", "/session", {"account": account, "password": password})
            self.assertEqual(status, 401)
            answers.add((said["error"]["code"], said["error"]["zh"]))
        self.assertEqual({code for code, _ in answers}, {"people.sign-in-refused"})
        self.assertEqual(len(answers), 1)

    def test_administrators_share_the_work(self):
        system, security = self.people["system_admin"], self.people["security_admin"]
        made = system.post("/users", {"account": "wang", "name": "王某", "unit": {"kind": "department", "code": "health"}}, 201)
        self.assertEqual(made["roles"], [])
        self.assertEqual(system.ask("PUT", "/users/wang/roles", {"roles": [{"role": "reporter"}]})[0], 403)
        given = security.put("/users/wang/roles", {"roles": [{"role": "reporter", "areas": ["*"], "domains": ["food"]}]})
        self.assertEqual(given["roles"][0]["domains"], ["food"])
        token = security.post("/users/wang/link")["link"].removeprefix("/link#")
        wang = Person(self.server, "wang").accept(token)
        self.assertEqual(wang.session["capabilities"]["intake.send"], "own")
        self.assertEqual(system.post("/users/wang/disable", {"reason": "调离"})["disabled"], True)
        self.assertIsNone(wang.get("/session")["account"])  # and is out at once
        self.assertEqual(system.ask("POST", "/users", {"account": "wang", "name": "x"})[0], 409)
        self.assertEqual(system.ask("POST", "/users", {"account": "li", "name": "x", "roles": []})[1]["error"]["code"], "http.unknown-member")
        self.assertEqual(security.ask("PUT", "/users/security-admin-1/roles", {"roles": []})[0], 403)
        self.assertIn("wang", [u["account"] for u in system.get("/users?q=wang")["items"]])

    def test_one_self(self):
        system, security = self.people["system_admin"], self.people["security_admin"]
        system.post("/users", {"account": "zhao", "name": "赵某", "unit": {"kind": "town", "code": "qibao"}}, 201)
        security.put("/users/zhao/roles", {"roles": [{"role": "town", "areas": ["qibao"]}]})
        token = security.post("/users/zhao/link")["link"].removeprefix("/link#")
        zhao = Person(self.server, "zhao").accept(token)
        self.assertEqual(zhao.ask("POST", "/links", {"token": token, "password": PASSWORD})[0], 400)  # used
        self.assertEqual(zhao.ask("PUT", "/account/password", {"former": "wrong", "password": "a longer sentence here"})[0], 401)
        self.assertEqual(zhao.ask("PUT", "/account/password", {"former": PASSWORD, "password": "password"})[0], 400)
        zhao.put("/account/password", {"former": PASSWORD, "password": "a longer sentence here"}, 204)
        self.assertIsNone(zhao.get("/session")["account"])

    def test_the_journal_is_read_and_proved(self):
        audit = self.people["audit_admin"]
        journal = audit.get("/journal")
        people = next(s for s in journal["streams"] if s["stream"] == "people")
        self.assertGreater(people["lines"], 30)
        entries = audit.get("/journal/people?per_page=5")
        numbers = [e["number"] for e in entries["items"]]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] - 5, -1)))  # newest first
        self.assertEqual(audit.get("/journal/people?q=user.add")["items"][-1]["does"], "user.add")
        proof = audit.post("/journal/verify", {"anchor": people["hash"]})
        self.assertTrue(proof["ok"])
        self.assertEqual(proof["anchored"], f"people {people['lines']}")
        self.assertFalse(audit.post("/journal/verify", {"anchor": "0" * 64})["ok"])
        self.assertNotIn(PASSWORD, json.dumps(audit.get("/journal/people?per_page=2000")))

    def test_the_state_of_the_server(self):
        state = self.people["system_admin"].get("/status")
        self.assertEqual(state["districts"], ["minhang"])
        self.assertGreater(state["memory_bytes"], 10_000_000)

    def test_bodies_that_are_none(self):
        person = Person(self.server)
        for body, type_, status, code in ((b"[1]", "application/json", 400, "http.bad-json"), (b"{", "application/json", 400, "http.bad-json"),
                                          (b"{}", "text/plain", 415, "http.wrong-type"), (b"{}", "application/json", 400, "http.bad-member"),
                                          (b'{"account": 3, "password": "x"}', "application/json", 400, "http.bad-member"),
                                          (b"[" * 1000, "application/json", 400, "http.bad-json"),
                                          (b'{"account": "a\\u0000b", "password": "x"}', "application/json", 400, "http.bad-member"),
                                          (b" " * (2 << 20), "application/json", 413, "http.too-large")):
            with self.subTest(body[:40]):
                got, said = person.ask("POST", "/session", body, Content_Type=type_)
                self.assertEqual((got, said["error"]["code"]), (status, code))


if __name__ == "__main__":
    unittest.main()
