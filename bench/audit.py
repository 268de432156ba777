#!/usr/bin/env python3
"""How long `zhiheng audit` takes: python3 bench/audit.py [RUNS] [PAGES.txt]

Makes a report of 1, 2 and 4 MB (statistical_report.py), audits it as people do, from the file to the JSON, and prints the
median and range of seconds and the largest memory of the program and of its reading child. Asserts the answer: every
planted mistake is found, nothing else, and the same each time; twice the text takes no more than 2.6 times as long.
PAGES.txt, if given, is timed as well (the pages of workload W7: they contradict each other on purpose)."""
import json, os, statistics, subprocess, sys, tempfile, time

import statistical_report

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("ZHIHENG_BIN", HOME + "/.build/release/bin/zhiheng")
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
CHAPTERS = (112, 225, 450)  # 1, 2 and 4 MB
START = 0.02  # seconds: what a run costs whatever the text


def run(path):
    """Seconds, MiB of the program (its children included: wait4 tells the larger), the answer."""
    start = time.perf_counter()
    process = subprocess.Popen([PROGRAM, "audit", "--format", "json", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env={**os.environ, "ZHIHENG_HOME": HOME})
    answer = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    assert os.waitstatus_to_exitcode(status) in (0, 1), status
    return seconds, usage.ru_maxrss / 1024, answer


def measure(title, path, check):
    run(path)  # warms the page cache
    results = [run(path) for _ in range(RUNS)]
    assert len({r[2] for r in results}) == 1, "two runs gave different answers"
    answer = json.loads(results[0][2])
    check(answer)
    seconds = [r[0] for r in results]
    print(f"| {title} | {os.path.getsize(path) / 1e6:.1f} | {len(answer['findings'])} | {len(answer['held'])} | "
          f"{statistics.median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f}) | {max(r[1] for r in results):.0f} |", flush=True)
    return min(seconds)


def planted(mistakes):
    def check(answer):
        wanted = sorted((m["kind"], m["line"]) for m in mistakes)
        found = sorted((f["kind"], f["places"][0]["line"]) for f in answer["findings"])
        missing, more = [w for w in wanted if w not in found], [f for f in found if f not in wanted]
        assert not missing and not more and len(found) == len(wanted), f"missing {missing[:5]}, not planted {len(more)}: {more[:5]}"
    return check


print("| document | MB | findings | held | seconds, median (range) | MiB |\n|---|---|---|---|---|---|")
with tempfile.TemporaryDirectory() as folder:
    fastest = []
    for chapters in CHAPTERS:
        text, mistakes = statistical_report.make(chapters)
        path = f"{folder}/report-{chapters}.md"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        fastest.append(measure(f"report of {chapters} towns", path, planted(mistakes)))
    for short, long in zip(fastest, fastest[1:]):
        assert long - START < 2.6 * (short - START), f"not linear: {fastest}"
if len(sys.argv) > 2:
    measure("pages of W7", sys.argv[2], lambda answer: None)
