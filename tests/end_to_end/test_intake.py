"""Reporting through the server: sent, checked, corrected, approved by another person, taken in, locked, withdrawn."""
import json
import pathlib
import tempfile
import threading
import time
import unittest

from people import Person, add_account
from postgres import cluster
from program import run
from server import Server, check_described

BOUNDARY = "zhiheng-boundary-91c2"
OWNER = "department:market-regulation"


def form(fields, files=()):
    out = b""
    for name, value in fields.items():
        out += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, called, content in files:
        out += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n\r\n'.encode() + content + b"\r\n"
    return out + f"--{BOUNDARY}--\r\n".encode()


class Reporting(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.workspace = cls.folder / "ws"
        made = run("simulate", "minhang", 2020, "--out", cls.folder / "made", "--dataset", "complaint_source")
        assert made.returncode == 0, made.stderr
        cls.file = (cls.folder / "made/complaint_source.csv").read_bytes()
        cls.start()
        cls.server.stop()
        tokens = {}
        for account, role in (("sender", "reporter"), ("approver", "approver"), ("office", "quality_office")):
            tokens[account] = add_account(cls.workspace, account, "--role", role, "--unit", OWNER)
        tokens["other"] = add_account(cls.workspace, "other", "--role", "reporter", "--unit", "department:health")
        cls.start()
        for account, token in tokens.items():
            setattr(cls, account, Person(cls.server, account).accept(token))
        cls.addClassCleanup(lambda: cls.server.stop())

    @classmethod
    def start(cls):
        cls.server = Server("--workspace", cls.workspace, "--district", "minhang", *cls.more())

    @classmethod
    def more(cls):
        return ()

    def job(self, person, job):
        """Follows a job to its end."""
        for _ in range(600):
            seen = person.get(f"/jobs/{job['id']}")
            if seen["state"] not in ("queued", "running"):
                return seen
            time.sleep(0.05)
        self.fail("the job has no end")

    def send(self, person, content, called="来源.csv", status=202, **fields):
        body = form({"dataset": "complaint_source", "simulated": 1, **fields}, [("file", called, content)])
        job = person.want("POST", "/submissions", body, status, Content_Type=f"multipart/form-data; boundary={BOUNDARY}")
        return job if status != 202 else self.job(person, job)

    def test_a_file_on_its_way(self):
        lines = self.file.decode("utf-8-sig").splitlines()
        spoiled = "\ufeff" + "\n".join([*lines[:20], lines[20].replace(",2020-", ",2O20-", 1), *lines[21:]]) + "\n"
        job = self.send(self.sender, spoiled.encode())
        self.assertEqual(job["state"], "done", job)
        sent = job["result"]
        self.assertEqual((sent["state"], sent["fields"]["rejected"], sent["fields"]["accepted"]), ("sent", 1, len(lines) - 2))
        rows = self.sender.get(f"/submissions/{sent['id']}/rows")
        self.assertEqual((rows["total"], rows["items"][0]["line"]), (1, 21))
        reason = rows["items"][0]["reasons"][0]
        self.assertIn("2O20-", rows["items"][0]["cells"][reason["cell"]])
        self.assertTrue(reason["zh"] and reason["en"])
        self.assertIn(b"2O20-", self.sender.want("GET", f"/submissions/{sent['id']}/rejects.csv"))
        self.assertTrue(self.sender.want("GET", f"/submissions/{sent['id']}/rejects.xlsx").startswith(b"PK"))

        # Nobody approves what he has sent; the other department doesn't see it; the approver hands it back.
        version = sent["version"]
        self.assertEqual(self.sender.ask("POST", f"/submissions/{sent['id']}/approve", {"version": version})[0], 403)
        self.assertEqual(self.other.ask("GET", f"/cases/{sent['id']}")[0], 404)
        self.assertEqual(self.other.ask("GET", f"/submissions/{sent['id']}/rows")[0], 404)
        self.assertEqual(self.other.get("/cases?flow=submission")["total"], 0)
        back = self.approver.post(f"/submissions/{sent['id']}/hand_back", {"version": version, "reason": "日期有误", "due": "2026-12-31"})
        self.assertEqual((back["state"], back["fields"]["due"]), ("handed_back", "2026-12-31"))
        late = self.approver.ask("POST", f"/submissions/{sent['id']}/hand_back", {"version": version, "reason": "x"})
        self.assertEqual((late[0], late[1]["error"]["code"]), (409, "flow.changed-meanwhile"))

        # Corrected and sent again, it takes the place of the former one; approved, its rows count.
        job = self.send(self.sender, self.file, replaces=sent["id"])
        again = job["result"]
        self.assertEqual(self.sender.get(f"/cases/{sent['id']}")["state"], "replaced")
        before = self.server.json("/api/v1/districts")["items"][0]["years"]
        approved = self.job(self.approver, self.approver.post(f"/submissions/{again['id']}/approve", {"version": again["version"]}, 202))
        self.assertEqual(approved["state"], "done", approved)
        self.assertEqual(approved["result"]["rows"], len(lines) - 1)
        case = self.approver.get(f"/cases/{again['id']}")
        self.assertEqual((case["state"], case["fields"]["batch"]), ("approved", approved["result"]["batch"]))
        self.assertEqual([t["step"] for t in case["history"]], ["begin", "approve", "imported"])
        self.assertEqual([t["by"] for t in case["history"]], ["sender", "approver", "approver"])
        batches = self.sender.get("/batches?dataset=complaint_source")["items"]
        self.assertEqual((batches[0]["batch"], batches[0]["file"], batches[0]["by"]), (case["fields"]["batch"], "来源.csv", "approver"))
        self.assertTrue(before)
        self.assertTrue(self.server.json("/api/v1/districts/minhang/cubes/complaint_channel")["rows"])
        behind = self.office.get("/records/complaint_source?cube=complaint_channel&cell=year=2020;channel=hotline&limit=3")
        self.assertEqual((len(behind["rows"]), behind["rows"][0]["_batch"]), (3, case["fields"]["batch"]))
        self.assertEqual(self.other.ask("GET", "/records/complaint_source")[0], 403)
        quality = self.office.get("/quality?year=2020")
        self.assertIn("market-regulation", json.dumps(quality))

        # The same file again is known; a withdrawn batch no longer counts, and its submission says so.
        known = self.send(self.sender, self.file)["result"]
        self.assertEqual(known["state"], "handed_back")
        self.assertEqual(self.sender.ask("POST", f"/batches/{case['fields']['batch']}/withdraw", {"reason": "x"})[0], 403)
        gone = self.approver.post(f"/batches/{case['fields']['batch']}/withdraw", {"reason": "部门更正"})
        self.assertTrue(gone["withdrawn"])
        self.assertEqual(self.approver.get(f"/cases/{again['id']}")["state"], "withdrawn")

    def test_a_locked_period_takes_nothing(self):
        sent = self.send(self.sender, self.file + b"\n", "另一份.csv")["result"]
        lock = self.approver.post("/cases", {"flow": "lock", "subject": "complaint_source:2020", "fields": {"reason": "年度数据已公布"}}, 201)
        self.assertEqual(self.other.ask("POST", "/cases", {"flow": "lock", "subject": "complaint_source:2021", "fields": {"reason": "x"}})[0], 403)
        status, said = self.approver.ask("POST", f"/submissions/{sent['id']}/approve", {"version": sent["version"]})
        self.assertEqual((status, said["error"]["code"]), (409, "intake.locked"))
        self.approver.post(f"/cases/{lock['id']}/unlock", {"version": lock["version"], "fields": {"reason": "补报"}})
        self.sender.post(f"/submissions/{sent['id']}/withdraw", {"version": sent["version"], "reason": "重复"})

    def test_what_is_no_file_of_records(self):
        job = self.send(self.sender, b"%PDF-1.7 nothing of the kind", "x.pdf")
        self.assertEqual(job["state"], "failed")
        self.assertTrue(job["error"]["zh"])
        self.assertEqual(self.send(self.other, self.file, status=403)["error"]["code"], "http.forbidden")

    def test_what_is_due(self):
        due = self.sender.get("/intake/due?per_page=500")
        self.assertGreater(due["total"], 5)
        self.assertTrue(all(item["title"]["zh"] for item in due["items"]))

    def test_comments_and_two_racers(self):
        comment = self.office.post("/cases", {"flow": "comment", "subject": "paper:2020:1-1", "fields": {"text": "与统计公报核对", "assigned": "health"}}, 201)
        self.assertEqual(self.other.get(f"/cases/{comment['id']}")["may"].count("answer"), 1)  # assigned to his department
        results = []
        people = [self.office, self.other] * 4
        sessions = [Person(self.server, p.account) for p in people]
        for session, person in zip(sessions, people):
            session.cookie, session.csrf = person.cookie, person.csrf

        def resolve(person):
            results.append(person.ask("POST", f"/cases/{comment['id']}/resolve", {"version": comment["version"]}))

        threads = [threading.Thread(target=resolve, args=(s,)) for s in sessions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(status for status, _ in results), [200] + [409] * 7)
        lost = next(said for status, said in results if status == 409)
        self.assertEqual(lost["error"]["case"]["state"], "resolved")

    def test_the_same_key_is_the_same_change(self):
        said = {"flow": "comment", "subject": "paper:2020:2-1", "fields": {"text": "重复提交"}}
        first = self.office.post("/cases", said, 201, Idempotency_Key="k-1")
        self.assertEqual(self.office.post("/cases", said, 201, Idempotency_Key="k-1")["id"], first["id"])
        self.assertEqual(self.office.get("/cases?subject=paper:2020:2-1")["total"], 1)

    def test_evidence(self):
        body = form({}, [("file", "照片.png", b"\x89PNG not really")])
        kept = self.sender.want("POST", "/files", body, 201, Content_Type=f"multipart/form-data; boundary={BOUNDARY}")
        plans = self.server.json("/api/v1/districts/minhang/tasks?plan=quality-2021-2025")["tasks"]
        mine = next(t for t in plans if any(o == "market-regulation" for o in t["owners"]))
        subject = f"task:quality-2021-2025:{mine['task']}"
        case = self.sender.post("/cases", {"flow": "task_report", "subject": subject, "fields": {"progress": 40, "text": "已完成方案", "evidence": kept}}, 201)
        self.assertEqual(self.sender.want("GET", f"/files/{kept['sha256']}?case={case['id']}"), b"\x89PNG not really")
        self.assertIn("attachment", self.sender.headers["content-disposition"])
        self.assertEqual(self.sender.ask("GET", f"/files/{'0' * 64}?case={case['id']}")[0], 404)
        accepted = self.approver.post(f"/cases/{case['id']}/accept", {"version": case["version"]})
        self.assertEqual(accepted["state"], "accepted")

    def test_y_cases_answer_as_described(self):
        contract = self.server.json("/api/v1/openapi.json")
        submission = self.office.get("/cases?flow=submission")["items"][0]["id"]
        for path, target in (("/cases", "/cases?per_page=500"), ("/cases/{case}", f"/cases/{submission}"), ("/flows", "/flows"),
                             ("/submissions/{case}/rows", f"/submissions/{submission}/rows"), ("/batches", "/batches"),
                             ("/intake/due", "/intake/due"), ("/jobs", "/jobs"), ("/session", "/session"), ("/quality", "/quality")):
            with self.subTest(path):
                self.office.get(target)
                check_described(contract, "/api/v1" + path, 200, self.office.headers, self.office.content)

    def test_z_nothing_is_lost_when_the_server_starts_again(self):
        everything = {c["id"]: c for c in self.office.get("/cases?per_page=500")["items"]}
        self.assertGreater(len(everything), 3)
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(run("verify", "--workspace", self.workspace).returncode, 0)
        type(self).start()
        for person in (self.sender, self.approver, self.office, self.other):
            person.server = self.server
        again = {c["id"]: c for c in self.office.get("/cases?per_page=500")["items"]}
        self.assertEqual(everything, again)


class ReportingIntoADatabase(Reporting):
    """The same with the records in PostgreSQL; what people do stays in the workspace."""

    @classmethod
    def setUpClass(cls):
        _, cls.url = cluster().fresh()
        super().setUpClass()

    @classmethod
    def more(cls):
        return ("--store", cls.url)


if __name__ == "__main__":
    unittest.main()
