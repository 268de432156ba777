"""Runs `zhiheng serve` on a free port, and holds its answers against the description that it gives of itself."""
import http.client
import json
import os
import re
import signal
import subprocess
import tempfile
import threading

import jsonschema

from program import PROGRAM, ROOT, TIMEOUT, environment

READY = re.compile(r"https?://\S+?:(\d+)/")


class Server:
    """A running server; `lines` are what it wrote to stderr."""

    def __init__(self, *arguments):
        self.folder = None
        if "--workspace" not in arguments:  # a new one, gone with the server
            self.folder = tempfile.TemporaryDirectory()
            arguments += ("--workspace", self.folder.name + "/ws")
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--port", "0", *map(str, arguments)], cwd=ROOT, env=environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        self.lines, self.port = [], None
        for line in self.process.stderr:
            self.lines.append(line)
            found = READY.search(line)
            if found:
                self.port = int(found[1])
                break
        if self.port is None:
            raise AssertionError("it did not start: " + "".join(self.lines))
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stderr), daemon=True)
        self.reader.start()

    def connect(self, timeout=TIMEOUT):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(self, method, target, body=None, headers=None):
        """(status, headers with names in lower case, body) over a connection of its own."""
        connection = self.connect()
        try:
            connection.request(method, target, body, headers or {})
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def get(self, target, **headers):
        return self.ask("GET", target, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def json(self, target):
        status, _, body = self.get(target)
        if status != 200:
            raise AssertionError(f"{target}: {status} {body[:500]!r}")
        return json.loads(body)

    def resident(self):
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def stop(self, signal_number=signal.SIGTERM):
        """Ends it and gives its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal_number)
        code = self.process.wait(TIMEOUT)
        self.reader.join()
        self.process.stderr.close()
        if self.folder:
            self.folder.cleanup()
        return code


def check_described(contract, path, status, headers, body, method="get"):
    """Throws where an answer is not of the form that the description says."""
    operation = contract["paths"][path][method]
    kind, described = next(iter(operation["responses"][str(status)]["content"].items()))
    if kind == "application/json":
        assert headers["content-type"] == "application/json; charset=utf-8", headers["content-type"]
        schema = {**described["schema"], "components": contract["components"]}
        jsonschema.Draft202012Validator(schema).validate(json.loads(body))
    else:
        assert headers["content-type"].startswith(kind.split(";")[0]), headers["content-type"]
    assert headers["x-content-type-options"] == "nosniff"
