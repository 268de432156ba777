#!/usr/bin/env python3
"""Load on `zhiheng serve`, by wrk on the same machine: answers that lie ready, answers that have to be searched for,
idle event streams, and writes that wait for the disk.

  python3 bench/serve.py [SECONDS]     prints a table; fails where an answer is not the right one
"""
import json
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests/end_to_end"))
from people import Person, add_account  # noqa: E402
from program import PROGRAM  # noqa: E402
from server import Server  # noqa: E402

READ = "/api/v1/districts/minhang/indicators/food.pass_rate"
# Each request is another one, so that none lies ready: the words vary, which find some hundred items, sorted by value.
SEARCHES = """
local threads = 0
function setup(thread) thread:set("id", threads); threads = threads + 1 end
local n = 0
function request()
  n = n + 1
  return wrk.format("GET", "/api/v1/districts/minhang/indicators?sort=-latest&q=e&per_page=" .. (n % 40 + 10) ..
    "&page=" .. (math.floor(n / 40) % 10 + 1) .. "&" .. string.rep("&", math.floor(n / 400) % 2000 + id * 2000))
end
"""


def wrk(server, target, seconds, connections, *more):
    out = subprocess.run(["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--latency", *more,
                          f"http://127.0.0.1:{server.port}{target}"], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit(out)
    return {"per_second": float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]),
            "p50": re.search(r"50%\s+(\S+)", out)[1], "p99": re.search(r"99%\s+(\S+)", out)[1]}


def streams(server, count):
    """Memory of `count` idle event streams, and whether others are still answered."""
    before = server.resident()
    opened = []
    for _ in range(count):
        one = socket.create_connection(("127.0.0.1", server.port))
        one.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n")
        opened.append(one)
    deadline = time.monotonic() + 30
    while f"zhiheng_event_streams {count}\n" not in server.get("/metrics")[2].decode():
        if time.monotonic() > deadline:
            raise SystemExit("not all streams were opened")
        time.sleep(0.1)
    grown = server.resident() - before
    served = wrk(server, READ, 3, 64)
    for one in opened:
        one.close()
    started = time.monotonic()
    while "zhiheng_event_streams 0\n" not in server.get("/metrics")[2].decode():
        time.sleep(0.05)
        if time.monotonic() - started > 30:
            raise SystemExit("vanished listeners are still counted")
    return grown, served, time.monotonic() - started


# Each request is another comment: checked, put before the journal, on the disk before it is answered.
WRITES = """
local threads = 0
function setup(thread) thread:set("id", threads); threads = threads + 1 end
local n = 0
function request()
  n = n + 1
  local body = '{"flow":"comment","subject":"paper:2020:' .. id .. "-" .. n .. '","fields":{"text":"与统计公报核对"}}'
  return wrk.format("POST", nil, {["Cookie"] = @COOKIE@, ["X-CSRF-Token"] = "@CSRF@", ["Content-Type"] = "application/json"}, body)
end
"""


def writes(seconds):
    """Comments by 64 connections; afterwards the journal holds and has every one that was acknowledged."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = folder + "/ws"
        Server("--workspace", workspace, "--district", "minhang").stop()
        token = add_account(workspace, "office", "--role", "quality_office", "--unit", "department:market-regulation")
        server = Server("--workspace", workspace, "--district", "minhang")
        try:
            office = Person(server, "office").accept(token)
            with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
                script.write(WRITES.replace("@COOKIE@", json.dumps(office.cookie)).replace("@CSRF@", office.csrf))
                script.flush()
                wrk(server, "/api/v1/cases", 1, 64, "-s", script.name)
                measured = wrk(server, "/api/v1/cases", seconds, 64, "-s", script.name)
            made = office.get("/cases?flow=comment")["total"]
            if made < measured["per_second"] * seconds:
                raise SystemExit(f"{made} comments are there")
            started = time.monotonic()
            office.get("/cases?flow=comment&q=12-34&per_page=50")
            listed = time.monotonic() - started
        finally:
            server.stop()
        proof = subprocess.run([PROGRAM, "verify", "--workspace", workspace], check=False, capture_output=True)
        if proof.returncode != 0:
            raise SystemExit("the journal doesn't hold")
    return measured, made, listed


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    started = time.monotonic()
    server = Server()
    print(f"start, all districts: {time.monotonic() - started:.2f} s, {server.resident() / 2**20:.0f} MiB")
    try:
        expected = server.json(READ)["values"][0]["value"]
        for name, target, more in (
                ("ready, plain", READ, ()), ("ready, brotli", READ, ("-H", "Accept-Encoding: br")),
                ("not modified", READ, ("-H", "If-None-Match: *")), ("health (a handler)", "/healthz", ())):
            wrk(server, target, 1, 64, *more)
            print(f"{name}: {json.dumps(wrk(server, target, seconds, 64, *more))}")
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(SEARCHES)
            script.flush()
            print(f"searches: {json.dumps(wrk(server, '/', seconds, 64, '-s', script.name))}")
        grown, served, gone = streams(server, 5000)
        print(f"5,000 event streams: {grown / 2**20:.0f} MiB more; meanwhile {json.dumps(served)}; gone after {gone:.1f} s")
        if server.json(READ)["values"][0]["value"] != expected:
            raise SystemExit("the answer changed")
    finally:
        server.stop()
    measured, made, listed = writes(seconds)
    print(f"writes: {json.dumps(measured)}; then a search among {made} cases: {listed * 1000:.1f} ms")


if __name__ == "__main__":
    main()
