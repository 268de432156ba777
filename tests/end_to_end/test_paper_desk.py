"""The white paper as it is written: drafts, the district's own parts, previews, editions, what differs."""
import pathlib
import tempfile
import time
import unittest

from people import Person, add_account
from program import run
from server import Server, check_described

YEAR = 2020
D = "/districts/minhang/paper"


class Writing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.workspace, papers = pathlib.Path(folder.name) / "ws", pathlib.Path(folder.name) / "none"
        cls.arguments = ("--workspace", cls.workspace, "--district", "minhang", "--papers", papers)
        Server(*cls.arguments).stop()
        office = add_account(cls.workspace, "office", "--role", "quality_office", "--unit", "department:market-regulation")
        health = add_account(cls.workspace, "health", "--role", "reporter", "--unit", "department:health")
        cls.server = Server(*cls.arguments)
        cls.addClassCleanup(lambda: cls.server.stop())
        cls.office = Person(cls.server, "office").accept(office)
        cls.health = Person(cls.server, "health").accept(health)

    def finished(self, person, job):
        for _ in range(1200):
            seen = person.get(f"/jobs/{job['id']}")
            if seen["state"] not in ("queued", "running"):
                return seen
            time.sleep(0.05)
        self.fail("the job has no end")

    def test_the_whole_way(self):
        # A new workspace makes the paper of the last year by itself.
        for _ in range(1200):
            status, paper = Person(self.server).ask("GET", f"{D}?year={YEAR}")
            if status == 200:
                break
            time.sleep(0.05)
        self.assertEqual(status, 200)
        self.assertEqual(self.server.json("/api/v1/districts")["items"][0]["papers"], [YEAR])
        self.assertTrue(Person(self.server).want("GET", f"{D}/files/pdf").startswith(b"%PDF"))

        # A part is rewritten: seen as it would stand, with what is wrong at its line, and saved as a draft.
        chapters = {c["id"]: c for c in self.office.get(f"{D}/chapters?per_page=200")["items"]}
        self.assertRegex(chapters["consumer-rights"]["title"]["zh"], r"^[\u4e00-\u9fff、]+$")  # the heading that it stands below
        text = chapters["consumer-rights"]["text"]
        self.assertIn("{{ complaints.epidemic }}", text)
        self.assertEqual(self.health.ask("POST", f"{D}/preview", {"year": YEAR, "chapter": "towns", "text": "x"})[0], 403)
        before = self.office.post(f"{D}/preview", {"year": YEAR, "chapter": "consumer-rights", "text": text})
        self.assertEqual(before["warnings"], [])
        self.assertTrue(any(n["numbers"] for n in before["nodes"] if "numbers" in n))
        self.assertEqual({n["id"] for n in before["numbers"]}, {i for n in before["nodes"] for i in n.get("numbers", [])})
        wrong = self.office.post(f"{D}/preview", {"year": YEAR, "chapter": "consumer-rights", "text": text + "\n\n另有12345件未绑定。\n\n{{ no.such }}\n"})
        lines = text.count("\n")
        self.assertEqual([w["line"] > lines for w in wrong["warnings"]], [True] * len(wrong["warnings"]))
        self.assertGreaterEqual(len(wrong["warnings"]), 2)
        self.assertEqual(self.office.ask("POST", f"{D}/preview", {"year": YEAR, "chapter": "../../x", "text": "x"})[0], 404)

        new = text.replace("放心消费创建的主要进展有：", "放心消费创建取得以下进展：")
        self.assertNotEqual(new, text)
        case = self.office.post("/cases", {"flow": "chapter", "subject": f"chapter:{YEAR}:consumer-rights", "fields": {"text": new}}, 201)
        first = self.finished(self.office, self.office.post(f"{D}/editions", {"year": YEAR, "label": "第一稿"}, 202))
        self.assertEqual(first["state"], "done", first)
        self.assertEqual(first["result"]["fields"]["label"], "第一稿")

        # Only what is published goes into the paper; a draft of a part does not.
        public = Person(self.server)
        self.assertNotIn("取得以下进展", str(public.get(f"{D}?year={YEAR}")["text"]))
        self.office.post(f"/cases/{case['id']}/publish", {"version": case["version"]})
        second = self.finished(self.office, self.office.post(f"{D}/editions", {"year": YEAR, "label": "定稿", "note": "改一处"}, 202))
        self.assertEqual(second["state"], "done", second)
        self.assertIn("取得以下进展", str(public.get(f"{D}?year={YEAR}")["text"]))
        a, b = first["result"]["id"], second["result"]["id"]
        different = self.office.get(f"{D}/compare?year={YEAR}&a={a}&b={b}")
        self.assertEqual(len(different["texts"]), 1)
        self.assertIn("主要进展有", different["texts"][0]["a"])
        self.assertIn("取得以下进展", different["texts"][0]["b"])
        self.assertEqual([different[k] for k in ("numbers", "added", "removed")], [[], [], []])
        contract = self.server.json("/api/v1/openapi.json")
        check_described(contract, "/api/v1/districts/{district}/paper/compare", 200, self.office.headers, self.office.content)
        same = self.office.get(f"{D}/compare?year={YEAR}&a={a}&b={a}")
        self.assertEqual(sum(len(v) for v in same.values()), 0)

        editions = public.get(f"{D}/editions")["items"]
        self.assertEqual([e["id"] for e in editions], [b, a])
        check_described(contract, "/api/v1/districts/{district}/paper/editions", 200, public.headers, public.content)
        for format_, begins in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype")):
            self.assertTrue(public.want("GET", f"{D}/editions/{a}/files/{format_}").lower().startswith(begins.lower()), format_)
        self.assertEqual(public.ask("GET", f"{D}/editions/{case['id']}/files/pdf")[0], 404)

        # Frozen is frozen: the same bytes after a restart and in a copy of the workspace.
        frozen = public.want("GET", f"{D}/editions/{a}/files/pdf")
        copy = self.workspace.parent / "copy"
        self.assertEqual(run("backup", self.workspace, copy).returncode, 0)
        self.assertEqual(self.server.stop(), 0)
        type(self).server = Server("--workspace", self.workspace)
        public.server = self.server
        self.assertEqual(public.want("GET", f"{D}/editions/{a}/files/pdf"), frozen)
        self.assertTrue(any(f.read_bytes() == frozen for f in (copy / "files").iterdir()))


if __name__ == "__main__":
    unittest.main()
