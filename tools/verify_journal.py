#!/usr/bin/env python3
"""verify_journal.py FOLDER [--head HASH|FILE] [--json]

Checks the journal of a workspace by itself: Python's standard library, none of Zhiheng's code. FOLDER is a workspace, or
its folder journal/. Every file is NDJSON; every line begins {"before":"H", where H is the hash of the line before it
(without its end), across the files of a stream. NAME.ndjson is the oldest file of the stream NAME and is hashed with
SHA-256; NAME.2026-11.ndjson begins with a line that names stream and algorithm (sha256 or sm3).

--head: a hash from outside that must be in the journal, whole or at least 16 digits, of a line or of a day (as `zhiheng
journal head` prints it), or the file that it printed. Without it nobody can see that the end was cut off.

0: all is as it was written; 1: it is not; 2: wrong usage.
"""
import argparse
import datetime
import hashlib
import json
import re
import sys
from pathlib import Path

BEFORE = re.compile(rb'\{"before":"([0-9a-f]{64}|)",.*\}', re.S)
AT = re.compile(rb'"at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{3})?Z"')
NAME = re.compile(r"([a-z][a-z0-9_-]*)(?:\.(\d{4}-(?:0[1-9]|1[0-2])))?\.ndjson")
FIRST = '{"before":"%s","does":"begin","stream":"%s","hash":"%s"}'
HEAD_LINE = re.compile(r"\s*([a-z][a-z0-9_-]*) (\d+) ([0-9a-f]{64})\s*")
UNWRITTEN = 2 << 20  # zero bytes this near to the end of the last file: a batch that the disk never got


class Stream:
    """One stream: its files in order, checked line by line."""

    def __init__(self, name, files):
        self.name, self.files = name, files
        self.lines, self.hash, self.algorithm = 0, "", "sha256"
        self.torn, self.problems, self.breaks = 0, [], 0
        self.days = {}  # day in China: (lines, hash, algorithm) at its end
        self.found = {}  # sought hash: number of the line

    def check(self, sought):
        day = None
        for month, path in self.files:
            last = path == self.files[-1][1]
            data = path.read_bytes()
            whole = whole_lines(data)
            torn = data[whole:]
            if torn and not last:
                self.problems.append(f"{path}: unfinished line, but files follow")
            if torn and last:
                self.torn = len(torn)
                if b"\n" in torn:
                    self.problems.append(f"{path}: the last {len(torn)} bytes are no whole lines")
            if whole == 0:
                continue
            lines = data[:whole].split(b"\n")[:-1]
            digest = self.begin(month, path, lines[0])
            day = self.check_lines(path, lines, digest, sought, day)

    def begin(self, month, path, first):
        self.algorithm = "sha256"
        if month:
            match = BEFORE.fullmatch(first)
            before = match.group(1).decode() if match else ""
            known = [a for a in ("sha256", "sm3") if first == (FIRST % (before, self.name, a)).encode()]
            if not known:
                self.problems.append(f"{path}:1: must say the stream {self.name} and the algorithm")
            else:
                self.algorithm = known[0]
        if self.algorithm == "sha256":
            return hashlib.sha256
        return lambda data: hashlib.new("sm3", data)

    def check_lines(self, path, lines, digest, sought, day):
        hour = b""
        for number, line in enumerate(lines, 1):
            match = BEFORE.fullmatch(line)
            if match is None or match.group(1).decode() != self.hash:
                self.breaks += 1
                self.problems.append(f"{path}:{number}: does not follow from the line before")
            at = AT.search(line)
            if at is not None and at.group(1)[:13] != hour:
                hour = at.group(1)[:13]
                now = day_in_china(at.group(1))
                day = now if day is None else max(day, now)
            self.hash = digest(line).hexdigest()
            self.lines += 1
            if day is not None and not (number == 1 and at is None):
                self.days[day] = (self.lines, self.hash, self.algorithm)
            for wanted in sought:
                if self.hash.startswith(wanted):
                    self.found[wanted] = self.lines
        return day


def day_in_china(text):
    try:
        moment = datetime.datetime.fromisoformat(text.decode())
    except ValueError:
        return ""
    return (moment + datetime.timedelta(hours=8)).date().isoformat()


def whole_lines(data):
    end = data.find(b"\0", max(0, len(data) - UNWRITTEN))
    return data.rfind(b"\n", 0, len(data) if end < 0 else end) + 1


def joint(heads):
    """heads: [(stream, lines, hash, algorithm)] by name."""
    text = "".join(f"{s} {n} {h}\n" for s, n, h, _ in heads).encode()
    sm3 = heads and all(a == "sm3" for _, _, _, a in heads)
    return (hashlib.new("sm3", text) if sm3 else hashlib.sha256(text)).hexdigest()


def daily(streams):
    """{day: joint hash at its end}."""
    heads, out = {}, {}
    for day in sorted({d for s in streams for d in s.days}):
        for stream in streams:
            if day in stream.days:
                heads[stream.name] = stream.days[day]
        out[day] = joint([(name, *heads[name]) for name in sorted(heads)])
    return out


def streams_in(folder):
    files = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        match = NAME.fullmatch(path.name)
        if match and path.is_file():
            files.setdefault(match.group(1), []).append((match.group(2) or "", path))
    return [Stream(name, sorted(files[name])) for name in sorted(files)]


def read_head(text):
    """(hash or None, [(stream, lines, hash)])."""
    if text is None:
        return None, []
    if Path(text).is_file():
        text = Path(text).read_text(encoding="utf-8")
    heads = [HEAD_LINE.fullmatch(line) for line in text.splitlines()]
    heads = [(m.group(1), int(m.group(2)), m.group(3)) for m in heads if m]
    if heads:
        return None, heads
    wanted = re.sub(r"[-\s]", "", text)
    if not re.fullmatch("[0-9a-f]{16,64}", wanted):
        sys.exit("verify_journal: --head wants at least 16 hexadecimal digits, or a file with heads")
    return wanted, []


def verify(folder, head):
    wanted, heads = read_head(head)
    sought = [wanted] if wanted else [h for _, _, h in heads]
    streams = streams_in(folder / "journal" if (folder / "journal").is_dir() else folder)
    for stream in streams:
        stream.check(sought)
    problems = [p for s in streams for p in s.problems]
    days = daily(streams)
    if wanted and not any(s.found for s in streams) and not any(h.startswith(wanted) for h in days.values()):
        problems.append(f"the head {wanted} is not in the journal: its end was cut off, or all was rewritten")
    for name, lines, value in heads:
        if not any(s.name == name and s.found.get(value) == lines for s in streams):
            problems.append(f"{name} {lines} {value} is not in the journal: its end was cut off, or all was rewritten")
    now = joint([(s.name, s.lines, s.hash, s.algorithm) for s in streams if s.lines])
    return {"ok": not problems, "head": now,
            "streams": [{"stream": s.name, "lines": s.lines, "hash": s.hash, "breaks": s.breaks, "torn": s.torn} for s in streams],
            "days": days, "problems": problems}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--head")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    result = verify(arguments.folder, arguments.head)
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for stream in result["streams"]:
            print(f"{stream['stream']} {stream['lines']} {stream['hash']}")
        print("head " + result["head"])
        for problem in result["problems"]:
            print(problem)
        print("完好 intact" if result["ok"] else "日志被改动 the journal was changed")
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
