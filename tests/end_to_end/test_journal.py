"""The journal of a workspace as people prove it: with the program, and with tools/verify_journal.py, which shares no code with it."""
import hashlib
import json
import random
import shutil
import subprocess
import sys
import unittest

from program import ROOT, TemporaryFolder, mistakes, run

TAMPERINGS = 60


def independent(folder, *more):
    """(exit code, answer) of the Python verifier."""
    process = subprocess.run([sys.executable, "-B", ROOT / "tools/verify_journal.py", folder, "--json", *more], capture_output=True, text=True,
                             encoding="utf-8", check=False)
    return process.returncode, json.loads(process.stdout)


class Journal(TemporaryFolder):
    def setUp(self):
        super().setUp()
        self.workspace = self.folder / "workspace"
        (self.workspace / "journal").mkdir(parents=True)
        (self.workspace / "batches").mkdir()
        (self.workspace / "workspace.json").write_text('{"district": "minhang", "form": 1}\n', encoding="utf-8")
        self.write_old_file()
        for account in ("wang", "li", "zhao"):
            self.user("add", account, "--name", "某人", "--unit", "department:market-regulation", "--role", "reporter")

    def write_old_file(self):
        """A file without month, as intake keeps its own."""
        before, lines = "", []
        for number in range(1, 6):
            line = json.dumps({"before": before, "does": "withdraw", "number": number, "at": f"2026-11-2{number}T09:00:00Z"}, separators=(",", ":"))
            before = hashlib.sha256(line.encode()).hexdigest()
            lines.append(line + "\n")
        (self.workspace / "journal/intake.ndjson").write_text("".join(lines), encoding="utf-8")

    def user(self, *arguments):
        process = run("user", *arguments, "--workspace", self.workspace, "--format", "json")
        self.assertEqual(process.returncode, 0, process.stderr)
        return json.loads(process.stdout)

    def verify(self, *more, folder=None):
        process = run("verify", "--workspace", folder or self.workspace, "--format", "json", *more)
        self.assertIn(process.returncode, (0, 1), process.stderr)
        return process.returncode, json.loads(process.stdout)

    def test_both_verifiers_say_the_same(self):
        code, ours = self.verify()
        other_code, other = independent(self.workspace)
        self.assertEqual((code, other_code), (0, 0))
        self.assertEqual(ours["head"], other["head"])
        for mine, his in zip(ours["streams"], other["streams"], strict=True):
            self.assertEqual((mine["stream"], mine["lines"], mine["hash"]), (his["stream"], his["lines"], his["hash"]))
        days = [d for d in other["days"] if d < "2026-11-26"]
        for day in days:
            head = json.loads(run("journal", "head", "--day", day, "--workspace", self.workspace, "--format", "json").stdout)
            self.assertEqual(head["head"], other["days"][day])
            self.assertEqual(self.verify("--head", head["short"])[0], 0)
            self.assertEqual(independent(self.workspace, "--head", head["short"])[0], 0)
        self.assertTrue(days)

    def test_every_tampering_is_seen_by_both(self):
        printed = self.folder / "head.txt"
        printed.write_text(run("journal", "head", "--workspace", self.workspace).stdout, encoding="utf-8")
        self.assertEqual(self.verify("--head", str(printed))[0], 0)
        self.assertEqual(independent(self.workspace, "--head", str(printed))[0], 0)
        files = sorted((self.workspace / "journal").glob("*.ndjson"))
        dice = random.Random(6)
        for number in range(TAMPERINGS):
            spoiled = self.folder / f"spoiled-{number}"
            shutil.copytree(self.workspace, spoiled)
            path = spoiled / "journal" / dice.choice(files).name
            self.tamper(path, dice)
            self.assertEqual(self.verify("--head", str(printed), folder=spoiled)[0], 1, number)
            self.assertEqual(independent(spoiled, "--head", str(printed))[0], 1, number)
            shutil.rmtree(spoiled)

    @staticmethod
    def tamper(path, dice):
        before = path.read_bytes()
        while path.read_bytes() == before:
            lines = before.splitlines(keepends=True)
            at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
            way = dice.randrange(5)
            if way == 0:
                del lines[at]
            elif way == 1:
                lines[at], lines[other] = lines[other], lines[at]
            elif way == 2:
                lines.insert(at, lines[other])
            elif way == 3:
                del lines[at:]
            else:
                byte = dice.randrange(len(lines[at]))
                lines[at] = lines[at][:byte] + bytes([dice.randrange(256)]) + lines[at][byte + 1:]
            path.write_bytes(b"".join(lines))

    def test_what_is_broken_is_named(self):
        path = next((self.workspace / "journal").glob("people.*.ndjson"))
        path.write_text(path.read_text(encoding="utf-8").replace("某人", "别人", 1), encoding="utf-8")
        code, answer = self.verify()
        self.assertEqual((code, answer["ok"], answer["problems"][0]["code"]), (1, False, "journal.broken"))
        self.assertEqual(answer["problems"][0]["line"], 3)
        refused = run("user", "list", "--workspace", self.workspace)
        self.assertEqual([m.code for m in mistakes(refused)], ["journal.broken"])

    def test_users(self):
        self.user("role", "wang", "--role", "system_admin")
        self.user("role", "li", "--role", "security_admin", "--area", "xinzhuang")
        self.user("disable", "zhao", "--reason", "调离")
        users = {u["account"]: u for u in self.user("list")}
        self.assertEqual(users["li"]["roles"], [{"role": "security_admin", "areas": ["xinzhuang"], "domains": ["*"]}])
        self.assertTrue(users["zhao"]["disabled"])
        for arguments, code in ((("role", "zhao", "--role", "system_admin", "--role", "audit_admin"), "people.roles-apart"),
                                (("disable", "wang", "--reason", "调离"), "people.last-administrator"),
                                (("add", "wang", "--name", "某人"), "people.account-taken"),
                                (("add", "sun", "--name", "某人", "--unit", "market"), "user.bad-unit"),
                                (("link", "nobody"), "people.no-account")):
            self.assertEqual([m.code for m in mistakes(run("user", *arguments, "--workspace", self.workspace))], [code])
        shown = json.loads(run("journal", "show", "--stream", "people", "--last", "1", "--workspace", self.workspace, "--format", "json").stdout)
        self.assertEqual((shown[0]["entry"]["does"], shown[0]["entry"]["by"]), ("user.disable", "terminal"))
        token = self.user("link", "wang")["link"]
        self.assertNotIn(token, "".join(p.read_text(encoding="utf-8") for p in (self.workspace / "journal").glob("*.ndjson")))

    def test_copies(self):
        (self.workspace / "journal/intake.ndjson").unlink()
        copy, again = self.folder / "copy", self.folder / "again"
        made = run("backup", self.workspace, copy, "--format", "json")
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertEqual(json.loads(made.stdout)["head"], self.verify()[1]["head"])
        restored = run("restore", copy, again, "--format", "json")
        self.assertEqual(restored.returncode, 0, restored.stderr)
        self.assertEqual(self.verify(folder=again)[1]["head"], self.verify()[1]["head"])
        self.assertEqual([m.code for m in mistakes(run("restore", copy, again))], ["restore.not-empty"])
        self.assertEqual([m.code for m in mistakes(run("backup", self.folder / "nothing", copy))], ["backup.not-a-workspace"])

    def test_where_there_is_none(self):
        for command in (("verify",), ("journal", "head"), ("journal", "show")):
            self.assertEqual([m.code for m in mistakes(run(*command, "--workspace", self.folder / "nothing"))], ["journal.none"])
        self.assertEqual([m.code for m in mistakes(run("verify", "--workspace", self.workspace, "--head", "1234"))], ["journal.bad-anchor"])
        self.assertEqual([m.code for m in mistakes(run("journal", "head", "--day", "soon", "--workspace", self.workspace))], ["cli.bad-day"])


if __name__ == "__main__":
    unittest.main()
