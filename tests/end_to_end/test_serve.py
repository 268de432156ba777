"""The server from outside: the contract that it publishes, HTTP's own rules, jobs, events, hostile requests, its end."""
import csv
import gzip
import http.client
import io
import json
import pathlib
import socket
import ssl
import subprocess
import tempfile
import time
import unittest
import zipfile
from urllib.parse import urlencode

import jsonschema

from program import load, run
from server import Server, check_described

BOUNDARY = "zhiheng-boundary-4f2a"
PARAMETERS = {  # a value for every parameter of every path
    "district": "minhang", "indicator": "food.pass_rate", "plan": "quality-2021-2025", "dataset": "food_sample",
    "cube": "food_sampling", "format": "html", "file": "values.csv", "path": "index.html"}
QUERIES = {"q": "食品", "page": "1", "per_page": "3", "sort": "-id", "district": "minhang", "owner": "market-regulation",
           "domain": "food", "year": "2020", "dataset": "food_sample", "flow": "comment", "subject": "paper:*", "state": "open", "unit": "department:health", "by": "x", "open": "1", "case": "x", "a": "x", "b": "x", "job": "x", "simulated": "1", "as_of": "2024-06-30", "plan": "quality-2021-2025"}


def unbrotli(packed):
    """Python has no decoder of its own; Node, which builds the web app, has."""
    script = "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync(0)))"
    return subprocess.run(["node", "-e", script], input=packed, capture_output=True, check=True).stdout


def form(*parts):
    """A multipart body of (name, file name or None, bytes)."""
    out = b""
    for name, file_name, content in parts:
        file = f'; filename="{file_name}"' if file_name else ""
        out += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"
    return out + f"--{BOUNDARY}--\r\n".encode(), {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


class Serving(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.web = tempfile.TemporaryDirectory()
        web = pathlib.Path(cls.web.name) / "web"
        (web / "assets").mkdir(parents=True)
        (web / "index.html").write_text("<!doctype html><title>质衡</title>" + "<p>page</p>" * 100, encoding="utf-8")
        (web / "assets/index-4f2aX_9b.js").write_text("console.log(1);\n" * 200, encoding="utf-8")
        (pathlib.Path(cls.web.name) / "secret.txt").write_text("secret", encoding="utf-8")
        (web / "assets/link.txt").symlink_to(pathlib.Path(cls.web.name) / "secret.txt")
        cls.log = pathlib.Path(cls.web.name) / "access.ndjson"
        cls.server = Server("--web", web, "--log", cls.log)
        cls.addClassCleanup(cls.web.cleanup)
        cls.addClassCleanup(cls.server.stop)
        cls.contract = cls.server.json("/api/v1/openapi.json")

    def mistake(self, answer, status, code):
        self.assertEqual(answer[0], status, answer[2][:300])
        error = json.loads(answer[2])["error"]
        self.assertEqual(error["code"], code)
        self.assertEqual(error["request"], answer[1]["x-request-id"])
        return error


class Contract(Serving):
    def target(self, path, operation, every_query):
        for name, value in PARAMETERS.items():
            path = path.replace("{" + name + "}", value)
        if "{target}" in path:
            targets = self.server.json("/api/v1/districts/minhang/plans/quality-2021-2025")["targets"]
            path = path.replace("{target}", targets[0]["id"])
        names = [p["name"] for p in operation["parameters"] if p["in"] == "query"]
        wanted = [n for n in names if every_query or (n == "plan" and path.endswith("/tasks"))]
        return path + "?" + urlencode({n: QUERIES[n] for n in wanted})

    def test_every_read_answers_as_described(self):
        asked = 0
        for path, operations in self.contract["paths"].items():
            if "get" not in operations or path == "/api/v1/events" or operations["get"]["x-capability"] != "public.read":
                continue  # a stream; what needs a right is in test_rights and test_intake
            if path.startswith("/api/v1/districts/{district}/paper") or "{" in self.target(path, operations["get"], False):
                continue  # what has to be made first
            for every_query in (False, True):
                target = self.target(path, operations["get"], every_query)
                with self.subTest(target):
                    status, headers, body = self.server.get(target)
                    self.assertEqual(status, 200, body[:500])
                    check_described(self.contract, path, status, headers, body)
                    asked += 1
        self.assertGreater(asked, 40)

    def test_the_description_itself(self):
        self.assertEqual(self.contract["openapi"], "3.1.0")
        seen = set()
        for path, operations in self.contract["paths"].items():
            for operation in operations.values():
                self.assertNotIn(operation["operationId"], seen)
                seen.add(operation["operationId"])
                self.assertRegex(operation["x-capability"], r"^[a-z]+\.[a-z_]+$")
                self.assertTrue(all(operation["x-summary"].values()))
                in_path = [p["name"] for p in operation["parameters"] if p["in"] == "path"]
                self.assertEqual(["{" + n + "}" for n in in_path], [s for s in path.split("/") if s.startswith("{")])
        for schema in self.contract["components"]["schemas"].values():
            jsonschema.Draft202012Validator.check_schema(schema)

    def test_the_same_as_the_commands(self):
        d = "/api/v1/districts/minhang"
        shown = json.loads(run("show", "minhang", "food.pass_rate", "--format", "json").stdout)
        served = self.server.json(d + "/indicators/food.pass_rate")
        self.assertEqual(shown, {k: served[k] for k in shown})
        plan = "quality-2021-2025"
        day = ("--as-of", "2024-06-30", "--format", "json")
        query = "as_of=2024-06-30"
        self.assertEqual(json.loads(run("plan", "forecast", "minhang", plan, *day).stdout),
                         self.server.json(f"{d}/plans/{plan}?{query}"))
        self.assertEqual(json.loads(run("task", "list", "minhang", plan, *day).stdout),
                         self.server.json(f"{d}/tasks?plan={plan}&{query}"))
        self.assertEqual(json.loads(run("plan", "list", "minhang", "--format", "json").stdout), self.server.json(d + "/plans"))
        simulated = json.loads(run("plan", "forecast", "minhang", plan, "--simulated", *day).stdout)
        self.assertEqual(simulated, self.server.json(f"{d}/plans/{plan}?simulated=1&{query}"))
        target = simulated["targets"][0]
        forecast = self.server.json(f"{d}/plans/{plan}/targets/{target['id']}/forecast?simulated=1&{query}")
        self.assertEqual(target, {k: forecast[k] for k in target})
        self.assertTrue(any(point["simulated"] for point in forecast["history"]))

    def test_lists(self):
        d = "/api/v1/districts/minhang/indicators"
        everything = self.server.json(d + "?per_page=2000")
        self.assertEqual(len(everything["items"]), everything["total"])
        pages = [self.server.json(f"{d}?per_page=300&page={page}")["items"] for page in range(1, 6)]
        self.assertEqual(sum(pages, []), everything["items"])
        food = self.server.json(d + "?domain=food&per_page=2000")["items"]
        self.assertEqual(food, [i for i in everything["items"] if i["domain"] == "food"])
        words = "FOOD sampling pass"
        found = self.server.json(d + "?" + urlencode({"q": words}))["items"]
        self.assertEqual(found, [i for i in everything["items"] if words.lower() in i["title"]["en"].lower()])
        self.assertIn("food.pass_rate", {i["id"] for i in found})
        ids = [i["id"] for i in self.server.json(d + "?sort=-id&per_page=2000")["items"]]
        self.assertEqual(ids, sorted(ids, reverse=True))
        self.assertEqual(self.server.json(d + "?page=900")["items"], [])

    def test_overview(self):
        overview = self.server.json("/api/v1/districts/minhang/overview?year=2020")
        food = next(d for d in overview["domains"] if d["id"] == "food")
        total = self.server.json("/api/v1/districts/minhang/indicators?domain=food")["total"]
        self.assertEqual(food["total"], total)
        values = {i["id"]: i for d in overview["domains"] for i in d["indicators"]}
        rate = values["food.pass_rate"]["value"]
        self.assertEqual((rate["value"], rate["text"]), ("98.62", "98.62%"))

    def test_value_tables(self):
        base = "/api/v1/districts/minhang/indicators/food.pass_rate/values."
        _, headers, body = self.server.get(base + "csv")
        self.assertIn("attachment", headers["content-disposition"])
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        self.assertEqual(rows[1][:6], ["食品监督抽检合格率", "", "闵行区", "2020", "98.62", "%"])
        with zipfile.ZipFile(io.BytesIO(self.server.get(base + "xlsx")[2])) as book:
            self.assertIn(b"98.62", book.read("xl/worksheets/sheet1.xml"))
        self.assertEqual(self.server.json(base + "json")["rows"][0]["value"], "98.62")
        _, headers, body = self.server.get(base + "sdmx.csv")
        self.assertEqual(headers["content-type"], "application/vnd.sdmx.data+csv; version=2.0.0")
        first = next(csv.DictReader(io.StringIO(body.decode())))
        self.assertEqual((first["STRUCTURE"], first["STRUCTURE_ID"], first["ACTION"]), ("dataflow", "ZHIHENG:food.pass_rate(1.0)", "I"))
        self.assertEqual((first["TIME_PERIOD"], first["VALUE"], first["SIMULATED"]), ("2020", "98.62", "false"))
        self.mistake(self.server.get(base + "exe"), 404, "http.not-found")

    def test_cubes(self):
        cube = self.server.json("/api/v1/districts/minhang/cubes/food_sampling")
        self.assertEqual(cube["rows"][0]["stage"], "production")
        self.assertEqual(cube["rows"][0]["passed"], "400")
        self.assertEqual(set(cube["codes"]), {d["codes"] for d in cube["dimensions"]})
        for ending in ("csv", "xlsx", "json"):
            self.assertEqual(self.server.get(f"/api/v1/districts/minhang/cubes/food_sampling.{ending}")[0], 200)


class Http(Serving):
    def test_kept_answers(self):
        status, headers, body = self.server.get("/api/v1/districts/minhang/indicators")
        self.assertEqual(headers["cache-control"], "public, no-cache")
        for tag in (headers["etag"], "*", '"x", ' + headers["etag"].removeprefix("W/")):
            again = self.server.get("/api/v1/districts/minhang/indicators", If_None_Match=tag)
            self.assertEqual((again[0], again[2]), (304, b""))
            self.assertEqual(again[1]["etag"], headers["etag"])
        self.assertEqual(self.server.get("/api/v1/districts/minhang/indicators", If_None_Match='"x"')[0], 200)
        self.assertEqual(status, 200)

    def test_codings(self):
        target = "/api/v1/districts/minhang/indicators"
        plain = self.server.get(target)[2]
        for accepted, coding, unpack in (("gzip", "gzip", gzip.decompress), ("gzip, br", "br", unbrotli),
                                         ("br;q=0, gzip", "gzip", gzip.decompress), ("identity", None, bytes)):
            _, headers, body = self.server.get(target, Accept_Encoding=accepted)
            self.assertEqual(headers.get("content-encoding"), coding)
            self.assertEqual(headers["vary"], "Accept-Encoding")
            self.assertEqual(unpack(body), plain)

    def test_head_is_get_without_a_body(self):
        got, headed = self.server.get("/api/v1/domains"), self.server.ask("HEAD", "/api/v1/domains")
        self.assertEqual((headed[0], headed[2]), (200, b""))
        self.assertEqual(headed[1]["content-length"], got[1]["content-length"])

    def test_mistakes(self):
        self.mistake(self.server.get("/api/v1/nothing"), 404, "http.not-found")
        self.mistake(self.server.get("/api/v1/districts/nowhere/plans"), 404, "district.unknown")
        self.mistake(self.server.get("/api/v1/districts/minhang/plans/none"), 404, "plan.unknown")
        self.mistake(self.server.get("/api/v1/districts/minhang/datasets/none"), 404, "dataset.unknown")
        self.mistake(self.server.get("/api/v1/districts/minhang/indicators/none"), 404, "http.not-found")
        self.mistake(self.server.get("/api/v1/jobs/00"), 404, "job.unknown")
        self.mistake(self.server.get("/api/v1/domains?colour=red"), 400, "http.unknown-parameter")
        self.mistake(self.server.get("/api/v1/domains?page=0"), 400, "http.bad-parameter")
        self.mistake(self.server.get("/api/v1/domains?page=x"), 400, "http.bad-parameter")
        self.mistake(self.server.get("/api/v1/domains?sort=colour"), 400, "http.bad-parameter")
        self.mistake(self.server.get("/api/v1/districts/minhang/plans/quality-2021-2025?as_of=2024-02-30"), 400,
                     "http.bad-parameter")
        answer = self.server.ask("DELETE", "/api/v1/domains")
        self.mistake(answer, 405, "http.wrong-method")
        self.assertEqual(answer[1]["allow"], "GET, HEAD")
        self.mistake(self.server.ask("POST", "/api/v1/jobs", b"{}", {"Content-Type": "application/json"}), 415,
                     "http.wrong-type")
        self.mistake(self.server.ask("POST", "/api/v1/jobs"), 411, "http.no-body")
        self.mistake(self.server.get("/" + "a" * 9000), 414, "http.long-target")
        self.mistake(self.server.get("/" + "a" * 60000), 414, "http.long-target")
        self.mistake(self.server.get("/healthz", X_Large="a" * 40000), 431, "http.large-head")
        self.mistake(self.server.ask("POST", "/api/v1/jobs", b"", {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(10 ** 10)}), 413,
            "http.too-large")

    def raw(self, *requests):
        """What comes back for bytes that no client library would send, until the server closes."""
        with socket.create_connection(("127.0.0.1", self.server.port), 20) as connection:
            for request in requests:
                connection.sendall(request)
            connection.settimeout(20)
            out = b""
            while piece := connection.recv(65536):
                out += piece
            return out

    def test_what_is_no_request(self):
        for bad in (b"nonsense\r\n\r\n", b"GET /healthz HTTP/9.9\r\n\r\n", b"GET /healthz HTTP/1.1\r\nno colon\r\n\r\n",
                    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
                    b"POST /api/v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"):
            with self.subTest(bad):
                self.assertIn(b" 400 ", self.raw(bad).split(b"\r\n")[0])

    def test_paths_that_lead_elsewhere(self):
        for target in ("/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/.%2e/secret.txt",
                       "/assets/..%5c..%5csecret.txt", "//secret.txt", "/assets//../secret.txt", "/%00", "/a%0d%0aSet-Cookie:x",
                       "/%", "/%zz", "/%ff%fe", "/%c0%ae%c0%ae/secret.txt", "http://169.254.169.254/latest/meta-data",
                       "http://localhost:22/", "https://example.com/", "file:///etc/passwd", "gopher://x/", "*", "x:443",
                       "/assets/link.txt", "/assets/", "/.git/config", "/etc/passwd.txt", "/proc/self/environ.txt",
                       "/api/v1/districts/..%2f..%2fetc/plans", "/api/v1/districts/minhang/cubes/..%2fx.csv",
                       "/api/v1/districts/minhang/paper/files/..", "/api/v1/districts/minhang/paper/files/json%00.pdf",
                       "/api/v1/districts/%2Fetc/overview", "/api/v1/districts/minhang/datasets/_file",
                       "/api/v1/districts/minhang/cubes/_row", "/api/v1/districts/minhang/indicators/x'--"):
            with self.subTest(target):
                answer = self.raw(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
                self.assertIn(answer.split(b" ")[1], (b"400", b"404"), answer[:200])
                self.assertNotIn(b"secret", answer.split(b"\r\n\r\n", 1)[1])
                self.assertNotIn(b"Set-Cookie", answer.split(b"\r\n\r\n", 1)[0])

    def test_many_requests_on_one_connection(self):
        one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        last = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        self.assertEqual(self.raw(one * 20 + last).count(b"HTTP/1.1 200 OK"), 21)

    def test_the_web_app(self):
        status, headers, body = self.server.get("/")
        self.assertEqual((status, headers["content-type"]), (200, "text/html; charset=utf-8"))
        self.assertIn("; script-src 'self';", headers["content-security-policy"])
        for page in ("/minhang/indicators/food.pass_rate", "/minhang/overview", "/d/minhang/indicators?domain=food&q=x", "/%E6%8C%87%E6%A0%87"):
            self.assertEqual(self.server.get(page)[2], body)
        _, headers, script = self.server.get("/assets/index-4f2aX_9b.js", Accept_Encoding="br")
        self.assertEqual(headers["cache-control"], "public, max-age=31536000, immutable")
        self.assertEqual(unbrotli(script), b"console.log(1);\n" * 200)
        self.mistake(self.server.get("/assets/old-12345678.js"), 404, "http.not-found")

    def test_metrics_and_log(self):
        self.server.get("/api/v1/domains?q=%E6%9D%8E%E5%9B%9B")
        text = self.server.get("/metrics")[2].decode()
        self.assertRegex(text, r'zhiheng_requests_total\{route="listDomains",status="2xx"\} [1-9]')
        for line in text.splitlines():
            self.assertRegex(line, r"^(# (HELP|TYPE) .+|[a-z_]+(\{[^}]*\})? [-+0-9.e]+)$")
        time.sleep(0.5)
        lines = self.log.read_text(encoding="utf-8").splitlines()
        self.assertTrue(lines)
        for line in lines:
            self.assertEqual(set(json.loads(line)), {"time", "request", "method", "route", "status", "bytes", "ms"})
            self.assertNotIn("李四", line)
            self.assertNotIn("127.0.0.1", line)


class Jobs(Serving):
    DOCUMENT = "2020年共抽检食品100件，其中合格90件，合格率为95.0%。".encode()

    def start(self, *parts):
        status, headers, body = self.server.ask("POST", "/api/v1/jobs", *form(*parts))
        self.assertEqual(status, 202, body)
        job = json.loads(body)
        self.assertEqual(headers["location"], "/api/v1/jobs/" + job["id"])
        return job["id"]

    def wait(self, job):
        for _ in range(600):
            state = self.server.json("/api/v1/jobs/" + job)
            if state["state"] not in ("queued", "running"):
                return state
            time.sleep(0.05)
        self.fail("the job did not end")

    def test_an_audit(self):
        job = self.wait(self.start(("kind", None, b"audit"), ("file", "../公报.txt", self.DOCUMENT)))
        self.assertEqual(job["state"], "done")
        self.assertEqual(job["progress"]["done"], job["progress"]["of"])
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "公报.txt"
            path.write_bytes(self.DOCUMENT)
            told = json.loads(run("audit", path.name, "--format", "json", cwd=folder).stdout)
        self.assertEqual(job["result"], told)
        self.assertGreater(len(told["findings"]), 0)

    def test_what_cannot_be_read(self):
        job = self.wait(self.start(("kind", None, b"audit"), ("file", "a.docx", b"PK\x03\x04broken"), ("file", "b.txt", self.DOCUMENT)))
        self.assertEqual(job["state"], "done")
        self.assertEqual([(u["file"], u["code"]) for u in job["result"]["unread"]], [("a.docx", "read.damaged")])

    def test_forms_that_are_none(self):
        for parts, code in ((((("kind", None, b"dance"), ("file", "a.txt", b"x"))), "http.bad-parameter"),
                            (((("kind", None, b"audit"),)), "http.bad-form")):
            self.mistake(self.server.ask("POST", "/api/v1/jobs", *form(*parts)), 400, code)
        body, headers = form(("kind", None, b"audit"))
        self.mistake(self.server.ask("POST", "/api/v1/jobs", body[:-8], headers), 400, "http.bad-form")

    def test_cancel(self):
        jobs = [self.start(("kind", None, b"audit"), ("file", "a.txt", self.DOCUMENT * 20000)) for _ in range(3)]
        cancelled = json.loads(self.server.ask("DELETE", "/api/v1/jobs/" + jobs[2])[2])
        self.assertEqual(cancelled["state"], "cancelled")
        self.assertEqual(self.server.json("/api/v1/jobs/" + jobs[2])["state"], "cancelled")
        for job in jobs[:2]:
            self.server.ask("DELETE", "/api/v1/jobs/" + job)
        started = time.monotonic()  # the work on them has ended, too
        self.assertEqual(self.wait(self.start(("kind", None, b"audit"), ("file", "a.txt", self.DOCUMENT)))["state"], "done")
        self.assertLess(time.monotonic() - started, 20)

    def test_events(self):
        job = self.start(("kind", None, b"audit"), ("file", "a.txt", self.DOCUMENT * 20))
        connection = self.server.connect(timeout=60)
        connection.request("GET", "/api/v1/events?job=" + job)
        stream = connection.getresponse()
        self.assertEqual(stream.getheader("content-type"), "text/event-stream")
        self.assertEqual(self.wait(job)["state"], "done")
        for line in stream:
            if line.startswith(b"data: "):
                event = json.loads(line[6:])
                self.assertEqual((event["kind"], event["id"]), ("job", job))
                self.assertNotIn("result", event)
                if event["state"] == "done":
                    break
        stream.close()
        connection.close()
        for _ in range(100):  # the server notices that the listener is gone
            if b"zhiheng_event_streams 0\n" in self.server.get("/metrics")[2]:
                return
            time.sleep(0.05)
        self.fail("the stream is still counted")


class Often(unittest.TestCase):
    def test_one_address_can_be_told_to_wait(self):
        server = Server("--district", "putuo", "--behind-proxy", "--rate", "2")
        self.addCleanup(server.stop)
        ask = lambda address, n: server.get(f"/api/v1/domains?page={n}", X_Forwarded_For=address)
        answers = [ask("203.0.113.9", n + 1) for n in range(40)]
        statuses = [a[0] for a in answers]
        self.assertEqual(statuses[:20], [200] * 20)
        self.assertIn(429, statuses)
        late = answers[statuses.index(429)]
        self.assertEqual((late[1]["retry-after"], json.loads(late[2])["error"]["code"]), ("1", "http.too-often"))
        self.assertEqual(ask("203.0.113.10", 99)[0], 200)  # others don't wait for him
        self.assertEqual(server.get("/api/v1/domains?page=1", X_Forwarded_For="203.0.113.9")[0], 200)  # what lies ready costs nothing
        self.assertEqual(server.stop(), 0)


class Ending(unittest.TestCase):
    def test_running_requests_are_finished(self):
        server = Server("--district", "minhang")
        self.addCleanup(server.stop)
        events = server.connect(timeout=30)
        events.request("GET", "/api/v1/events")
        stream = events.getresponse()
        idle = server.connect()
        idle.request("GET", "/healthz")
        idle.getresponse().read()
        running = server.connect()
        running.request("GET", "/api/v1/districts/minhang/overview")  # takes a moment: nothing is cached yet
        time.sleep(0.02)
        started = time.monotonic()
        self.assertEqual(server.stop(), 0)
        self.assertLess(time.monotonic() - started, 8)
        self.assertEqual(running.getresponse().status, 200)
        stream.read()  # comes to its end
        for connection in (events, idle, running):
            connection.close()
        self.assertTrue(any("已停止" in line for line in server.lines))

    def test_tls(self):
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = folder + "/cert.pem", folder + "/key.pem"
            subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2",
                            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
                           check=True, capture_output=True)
            server = Server("--district", "putuo", "--certificate", certificate, "--key", key)
            self.addCleanup(server.stop)
            trusted = ssl.create_default_context(cafile=certificate)
            connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=trusted, timeout=60)
            for _ in range(3):
                connection.request("GET", "/api/v1/districts/putuo/indicators?per_page=2000")
                answer = connection.getresponse()
                self.assertEqual(json.loads(answer.read())["items"][0].keys() >= {"id", "title"}, True)
                self.assertIn("max-age", answer.getheader("strict-transport-security"))
            connection.close()
            with self.assertRaises(ssl.SSLError):
                trusted.maximum_version = ssl.TLSVersion.TLSv1_1
                http.client.HTTPSConnection("127.0.0.1", server.port, context=trusted, timeout=20).request("GET", "/")
            self.assertEqual(server.stop(), 0)
            bad = run("serve", "--port", 0, "--district", "putuo", "--certificate", key, "--key", key)
            self.assertEqual((bad.returncode, "[serve.certificate]" in bad.stderr), (3, True))

    def test_what_does_not_start(self):
        taken = Server("--district", "putuo")
        try:
            again = run("serve", "--port", taken.port, "--district", "putuo")
            self.assertEqual(again.returncode, 3)
            self.assertIn("[serve.port]", again.stderr)
        finally:
            self.assertEqual(taken.stop(), 0)
        self.assertIn("[district.unknown]", run("serve", "--port", 0, "--district", "nowhere").stderr)
        self.assertIn("[serve.half-tls]", run("serve", "--port", 0, "--key", "x").stderr)


class Papers(unittest.TestCase):
    def test_a_paper_that_was_made(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "minhang-2020"
            made = run("report", "white-paper", "minhang", "2020", "--out", out, "--formats", "html,docx,xlsx")
            self.assertEqual(made.returncode, 0, made.stderr)
            server = Server("--district", "minhang", "--papers", folder)
            try:
                d = "/api/v1/districts/minhang/paper"
                self.assertEqual(server.json(d), load(out / "white-paper.json"))
                self.assertEqual(server.json("/api/v1/districts")["items"][0]["papers"], [2020])
                for format_name in ("html", "docx", "xlsx"):
                    status, headers, body = server.get(f"{d}/files/{format_name}?year=2020")
                    self.assertEqual((status, body), (200, (out / f"white-paper.{format_name}").read_bytes()))
                    self.assertEqual(server.get(f"{d}/files/{format_name}", If_None_Match=headers["etag"])[0], 304)
                self.assertIn("sandbox", server.get(d + "/files/html")[1]["content-security-policy"])
                for missing in (d + "/files/pdf", d + "?year=2019"):
                    self.assertEqual(json.loads(server.get(missing)[2])["error"]["code"], "paper.none")
            finally:
                server.stop()


if __name__ == "__main__":
    unittest.main()
