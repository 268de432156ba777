"""Runs the program under test. Its path comes from ZHIHENG_BIN."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("ZHIHENG_BIN") or str(ROOT / ".build/release/bin/zhiheng")
TIMEOUT = 300  # seconds; a build with sanitizers is slow


def environment():
    return {**os.environ, "ZHIHENG_HOME": str(ROOT), "LC_ALL": "C.UTF-8"}


def run(*arguments, cwd=ROOT, **environment_changes):
    """The finished process with stdout and stderr as text."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], cwd=cwd, env={**environment(), **environment_changes}, capture_output=True,
        text=True, encoding="utf-8", timeout=TIMEOUT, check=False)


def report(district, year, out, formats="html,docx,xlsx", report_name="white-paper"):
    return run("report", report_name, district, year, "--out", out, "--formats", formats)


def load(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def files_of(folder):
    """Every file below a folder with its bytes."""
    folder = pathlib.Path(folder)
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class Mistake:
    """One line of stderr: place: Chinese (English) [code]."""

    LINE = re.compile(r"^(?:(?P<place>\S+?): )?(?P<zh>.*?) \((?P<en>.*)\) \[(?P<code>[a-z0-9.-]+)\]$", re.S)

    def __init__(self, text):
        match = self.LINE.match(text)
        if not match:
            raise AssertionError(f"not of the form 'place: 中文 (English) [code]': {text!r}")
        self.place, self.zh, self.en, self.code = match["place"] or "", match["zh"], match["en"], match["code"]


def mistakes(process):
    """The mistakes on stderr; messages of the engine may go over several lines."""
    out, pending = [], ""
    for line in process.stderr.splitlines():
        pending += ("\n" if pending else "") + line
        if re.search(r" \[[a-z0-9.-]+\]$", line):
            out.append(Mistake(pending))
            pending = ""
    return out


class TemporaryFolder(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zhiheng-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def copy_pack(self, name="yunxi"):
        """A copy of a pack under self.folder/NAME that the test may spoil."""
        source = ROOT / "tests/packs" / name
        return pathlib.Path(shutil.copytree(source, self.folder / name))
