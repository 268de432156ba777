"""The examples in docs/examples as they stand there: nginx in front of the server, the unit for systemd."""
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

from people import PASSWORD, add_account
from program import ROOT
from server import Server

EXAMPLES = ROOT / "docs/examples"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class BehindNginx(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        os.chmod(self.folder, 0o755)
        workspace = self.folder / "ws"
        Server("--workspace", workspace, "--district", "minhang").stop()
        self.token = add_account(workspace, "wang", "--role", "reporter", "--unit", "department:health")
        self.server = Server("--workspace", workspace, "--district", "minhang", "--behind-proxy")
        self.addCleanup(self.server.stop)
        self.certificate, key = self.folder / "cert.pem", self.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2", "-addext",
                        "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", self.certificate], check=True, capture_output=True)
        self.port = free_port()
        site = (EXAMPLES / "nginx.conf").read_text(encoding="utf-8")
        for written, here in (("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl"), ("127.0.0.1:8080", f"127.0.0.1:{self.server.port}"),
                              ("/etc/ssl/zhiheng.pem", str(self.certificate)), ("/etc/ssl/private/zhiheng.key", str(key))):
            self.assertIn(written, site)
            site = site.replace(written, here)
        whole = self.folder / "nginx.conf"
        user = "user root;\n" if os.geteuid() == 0 else ""
        whole.write_text(f"{user}daemon off;\nworker_processes 1;\npid {self.folder}/pid;\nerror_log {self.folder}/error.log;\nevents {{}}\n"
                         f"http {{\naccess_log off;\nclient_body_temp_path {self.folder}/b;\nproxy_temp_path {self.folder}/p;\n"
                         f"fastcgi_temp_path {self.folder}/f;\nuwsgi_temp_path {self.folder}/u;\nscgi_temp_path {self.folder}/s;\n{site}\n}}\n", encoding="utf-8")
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        self.nginx = subprocess.Popen([nginx, "-p", self.folder, "-c", whole], stderr=subprocess.PIPE)
        self.addCleanup(self.end)
        for _ in range(100):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        self.fail((self.folder / "error.log").read_text())

    def end(self):
        self.nginx.terminate()
        self.nginx.wait(20)
        self.nginx.stderr.close()

    def connect(self):
        return http.client.HTTPSConnection("127.0.0.1", self.port, context=ssl.create_default_context(cafile=self.certificate), timeout=60)

    def ask(self, method, target, body=None, **headers):
        connection = self.connect()
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, target, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        return answer, json.loads(said) if said else None

    def test_as_it_stands_there(self):
        origin = f"https://127.0.0.1:{self.port}"
        self.assertEqual(self.ask("POST", "/api/v1/links", {"token": self.token, "password": PASSWORD}, Origin=origin)[0].status, 200)
        answer, session = self.ask("POST", "/api/v1/session", {"account": "wang", "password": PASSWORD}, Origin=origin)
        self.assertEqual(answer.status, 200, session)
        self.assertIn("; Secure", answer.getheader("set-cookie"))
        self.assertIn("max-age", answer.getheader("strict-transport-security"))
        self.assertEqual(self.ask("POST", "/api/v1/session", {"account": "wang", "password": PASSWORD}, Origin="https://elsewhere.example")[0].status, 403)

        # Whoever asks has an address of his own: one who guesses doesn't shut out the others.
        cookie = answer.getheader("set-cookie").split(";")[0]
        connection = self.connect()
        connection.request("GET", "/api/v1/events", headers={"Cookie": cookie})
        stream = connection.getresponse()
        self.assertEqual(stream.status, 200)
        made = self.ask("POST", "/api/v1/cases", {"flow": "comment", "subject": "paper:2020:1", "fields": {"text": "核对"}},
                        Cookie=cookie, X_CSRF_Token=session["csrf"], Origin=origin)
        self.assertEqual(made[0].status, 201, made[1])
        began = time.monotonic()
        for line in stream:  # at once, and not when a buffer is full
            if line.startswith(b"data: ") and json.loads(line[6:]).get("kind") == "case":
                self.assertEqual(json.loads(line[6:])["id"], made[1]["id"])
                break
        self.assertLess(time.monotonic() - began, 5)
        connection.close()


class Unit(unittest.TestCase):
    def test_the_unit(self):
        text = (EXAMPLES / "zhiheng.service").read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder) / "zhiheng.service"
            program = re.search(r"ExecStart=(\S+)", text)[1]
            unit.write_text(text.replace(program, shutil.which("true")).replace("User=zhiheng", "User=daemon"), encoding="utf-8")
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            unit.write_text(text.replace("Restart=on-failure", "Restart=sometimes"), encoding="utf-8")
            self.assertIn("restart specifier", subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False).stderr)


if __name__ == "__main__":
    unittest.main()
