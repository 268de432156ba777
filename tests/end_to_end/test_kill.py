"""The server killed while people write: what it said was done is there when it starts again, and nothing is half there."""
import http.client
import json
import pathlib
import random
import signal
import tempfile
import threading
import time
import unittest

from people import Person, add_account
from program import run
from server import Server

KILLS = 8
WRITERS = 6


class Killed(unittest.TestCase):
    def test_nothing_that_was_acknowledged_is_lost(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        workspace, papers = pathlib.Path(folder.name) / "ws", pathlib.Path(folder.name)
        arguments = ("--workspace", workspace, "--district", "minhang", "--papers", papers)
        (papers / "minhang-2020").mkdir()
        (papers / "minhang-2020/white-paper.json").write_text("{}", encoding="utf-8")  # none has to be made
        Server(*arguments).stop()
        token = add_account(workspace, "office", "--role", "quality_office", "--unit", "department:market-regulation")
        server = Server(*arguments)
        office = Person(server, "office").accept(token)
        seed = random.randrange(10 ** 9)
        chance = random.Random(seed)
        ledger, tried, lock = {}, set(), threading.Lock()

        def write(number, stop):
            """Opens comments and takes a step with each, until the server is gone."""
            me = Person(server, "office")
            me.cookie, me.csrf = office.cookie, office.csrf
            at = 0
            while not stop.is_set():
                at += 1
                text = f"{number}-{time.monotonic_ns()}-{at}"
                with lock:
                    tried.add(text)
                try:
                    status, case = me.ask("POST", "/cases", {"flow": "comment", "subject": "paper:2020:1", "fields": {"text": text}},
                                          Idempotency_Key=text)
                    if status != 201:
                        continue
                    with lock:
                        ledger[text] = 1
                    status, case = me.ask("POST", f"/cases/{case['id']}/resolve", {"version": 1})
                    if status == 200:
                        with lock:
                            ledger[text] = 2
                except (OSError, http.client.HTTPException, json.JSONDecodeError):
                    return

        for kill in range(KILLS):
            stop = threading.Event()
            writers = [threading.Thread(target=write, args=(f"{kill}.{n}", stop)) for n in range(WRITERS)]
            for writer in writers:
                writer.start()
            time.sleep(0.05 + chance.random() * 0.5)
            server.stop(signal.SIGKILL)
            stop.set()
            for writer in writers:
                writer.join()
            server = Server(*arguments)
            office.server = server
            cases = {}
            for page in range(1, 100):
                items = office.get(f"/cases?flow=comment&per_page=2000&page={page}")["items"]
                cases.update({c["fields"]["text"]: c for c in items})
                if len(items) < 2000:
                    break
            with self.subTest(seed=seed, kill=kill):
                lost = [t for t, version in ledger.items() if t not in cases or cases[t]["version"] < version]
                self.assertEqual(lost, [])
                self.assertEqual(set(cases) - tried, set())
                for case in cases.values():  # whole, or not at all
                    self.assertEqual((case["version"], case["state"]) in ((1, "open"), (2, "resolved")), True)
        self.assertGreater(len(ledger), 50 * KILLS)
        self.assertEqual(server.stop(), 0)
        self.assertEqual(run("verify", "--workspace", workspace).returncode, 0)


if __name__ == "__main__":
    unittest.main()
