#!/usr/bin/env python3
"""How long the white paper takes: python3 bench/paper.py [RUNS]

Makes the Minhang paper for 2020 from a cold start, without and with the PDF, and prints the median and range of seconds and the
largest memory of the program. Asserts its answer: every run must give the same bytes, and the tables of the paper must be there."""
import hashlib, json, os, resource, statistics, subprocess, sys, tempfile, time

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("ZHIHENG_BIN", HOME + "/.build/release/bin/zhiheng")
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 7


def run(formats):
    """Seconds, MiB of the largest process, SHA-256 of the answer, the program's own account."""
    with tempfile.TemporaryDirectory() as folder:
        out = folder + "/paper"
        command = [PROGRAM, "report", "white-paper", "minhang", "2020", "--out", out, "--formats", formats, "--format", "json"]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "ZHIHENG_HOME": HOME})
        answer = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        assert status == 0, status
        digest = hashlib.sha256()
        for name in sorted(os.listdir(out)):
            with open(out + "/" + name, "rb") as file:
                digest.update(file.read())
        with open(out + "/white-paper.json") as file:
            assert len(json.load(file)["tables"]) >= 44
        return seconds, usage.ru_maxrss / 1024, digest.hexdigest(), json.loads(answer)["seconds"]


def measure(title, formats):
    run(formats)  # warms the page cache; the program itself starts cold every time
    results = [run(formats) for _ in range(RUNS)]
    assert len({r[2] for r in results}) == 1, "two runs gave different files"
    seconds = [r[0] for r in results]
    stages = {name: statistics.median(r[3][name] for r in results) for name in results[0][3]}
    print(f"| {title} | {statistics.median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f}) | {max(r[1] for r in results):.0f} | "
          + " · ".join(f"{name} {value:.2f}" for name, value in stages.items()) + " |")


print("| files | seconds, median (range) | MiB | stages, seconds (they overlap) |\n|---|---|---|---|")
measure("HTML, DOCX, XLSX, JSON", "html,docx,xlsx,json")
measure("the same and PDF", "html,pdf,docx,xlsx,json")
