"""The command `zhiheng audit`: formats, filters, waivers, exit codes."""
import csv
import json
import pathlib
import subprocess
import tempfile
import unittest

import program
from program import run

# One sum that does not hold; all else is consistent.
WRONG = "云溪区质量公报\n\n全年抽检食品样品 300 批次，其中流通环节 120 批次，餐饮环节 100 批次，生产环节 90 批次。\n"
RIGHT = WRONG.replace("90 批次", "80 批次")


class AuditCommand(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = pathlib.Path(self.temporary.name)
        self.wrong = self.write("公报.txt", WRONG)
        self.right = self.write("已改.txt", RIGHT)

    def write(self, name, text, encoding="utf-8"):
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path

    def audit(self, *arguments, **changes):
        return run("audit", *arguments, **changes)

    def findings(self, *arguments):
        return json.loads(self.audit(*arguments, "--format", "json").stdout)["findings"]

    def test_exit_codes(self):
        self.assertEqual(self.audit(self.right).returncode, 0)
        self.assertEqual(self.audit(self.wrong).returncode, 1)
        self.assertEqual(self.audit(self.folder / "none.txt").returncode, 2)
        self.assertEqual(self.audit(self.wrong, "--format", "xml").returncode, 2)
        self.assertEqual(self.audit(self.wrong, "--only", "sums").returncode, 2)
        self.assertEqual(self.audit(self.wrong, "--format", "json,html").returncode, 2)
        self.assertEqual(self.audit().returncode, 2)

    def test_an_unreadable_file_does_not_hide_the_others(self):
        process = self.audit(self.folder / "none.txt", self.wrong)
        self.assertEqual(process.returncode, 2)
        self.assertIn("公报.txt:3", process.stdout)
        self.assertIn("[audit.no-file]", process.stderr)
        answer = json.loads(self.audit(self.folder / "none.txt", self.wrong, "--format", "json").stdout)
        self.assertEqual(len(answer["findings"]), 1)
        self.assertEqual([u["whole"] for u in answer["unread"]], [True])

    def test_text_underlines_and_has_no_colours_in_a_pipe(self):
        text = self.audit(self.wrong).stdout
        self.assertNotIn("\033", text)
        lines = text.splitlines()
        quote = next(i for i, line in enumerate(lines) if "│" in line and "样品 300 批次" in line)
        self.assertIn("^", lines[quote + 1])
        self.assertIn("[sum 合计与分项", text)

    def test_colours_on_a_terminal_unless_refused(self):
        def on_terminal(*arguments, **changes):
            command = " ".join([program.PROGRAM, "audit", str(self.wrong), *arguments])
            return subprocess.run(["script", "-qec", command, "/dev/null"], capture_output=True, check=False, timeout=program.TIMEOUT,
                                  env={**program.environment(), "TERM": "xterm", **changes}).stdout
        self.assertIn(b"\033[1;31m", on_terminal())
        self.assertNotIn(b"\033[1;31m", on_terminal("--no-color"))
        self.assertNotIn(b"\033[1;31m", on_terminal(NO_COLOR="1"))

    def test_filters(self):
        (finding,) = self.findings(self.wrong)
        self.assertEqual(finding["kind"], "sum")
        self.assertEqual(self.findings(self.wrong, "--only", "ratio,unit"), [])
        self.assertEqual(self.audit(self.wrong, "--only", "ratio,unit").returncode, 0)
        self.assertEqual(len(self.findings(self.wrong, "--only", "sum", "--min-severity", finding["severity"])), 1)
        self.assertEqual(len(self.findings("--only", "unit", "--only", "sum,ratio", self.wrong)), 1, "a file after a list is a file")
        self.assertEqual(len(self.findings(self.wrong, "--certain")), 1 if finding["certain"] else 0)

    def test_folder_of_views(self):
        out = self.folder / "out"
        process = self.audit(self.wrong, "--out", out)
        self.assertEqual(process.returncode, 1, process.stderr)
        self.assertEqual(sorted(program.files_of(out)), ["audit.html", "audit.json", "audit.sarif", "audit.txt"])
        self.assertEqual(self.audit(self.wrong, "--out", out, "--format", "html").returncode, 1)
        self.assertEqual(sorted(program.files_of(out)), ["audit.html", "audit.json"])
        other = self.folder / "other"
        other.mkdir()
        (other / "mine.txt").write_text("x")
        self.assertEqual(self.audit(self.wrong, "--out", other).returncode, 2)
        self.assertEqual(sorted(program.files_of(other)), ["mine.txt"])

    def test_same_bytes_twice(self):
        for format in ["text", "json", "html", "sarif"]:
            self.assertEqual(self.audit(self.wrong, "--format", format).stdout, self.audit(self.wrong, "--format", format).stdout)

    def test_folders_and_encodings(self):
        deep = self.folder / "deep"
        deep.mkdir()
        self.write("deep/甲.txt", WRONG, "gb18030")
        self.write("deep/photo.png", "x")
        answer = json.loads(self.audit(deep, "--format", "json").stdout)
        self.assertEqual([d["name"] for d in answer["documents"]], [str(deep / "甲.txt")])
        self.assertEqual(len(answer["findings"]), 1)

    def test_waiving(self):
        (finding,) = self.findings(self.wrong)
        waive = [self.wrong, "--waive", finding["id"], "--reason", "口径不同, 已核", "--who", "李明"]
        file = self.folder / "公报.txt.waivers.csv"
        self.assertEqual(self.audit(*waive, "--dry-run").returncode, 0)
        self.assertFalse(file.exists())
        self.assertEqual(self.audit(*waive).returncode, 0)
        with open(file, encoding="utf-8-sig", newline="") as rows:
            (row,) = csv.DictReader(rows)
        self.assertEqual((row["id"], row["reason"], row["who"]), (finding["id"], "口径不同, 已核", "李明"))
        process = self.audit(self.wrong, "--format", "json")
        self.assertEqual(process.returncode, 0)
        self.assertEqual([w["id"] for w in json.loads(process.stdout)["waived"]], [finding["id"]])
        self.assertEqual(self.audit(*waive).returncode, 2, "waived already")
        # Other numbers: the finding is alive again, the waiver matches nothing.
        self.write("公报.txt", WRONG.replace("90 批次", "95 批次"))
        process = self.audit(self.wrong, "--format", "json")
        self.assertEqual(process.returncode, 1)
        self.assertEqual([w["id"] for w in json.loads(process.stdout)["unmatched_waivers"]], [finding["id"]])

    def test_bad_waivers(self):
        for arguments, code in [(["--waive", "nothing", "--reason", "r", "--who", "w"], "audit.unknown-id"),
                                (["--waive", "nothing", "--reason", "r"], "audit.waiver-words")]:
            process = self.audit(self.wrong, *arguments)
            self.assertEqual(process.returncode, 2)
            self.assertIn(f"[{code}]", process.stderr)
        self.write("公报.txt.waivers.csv", "id,reason,who,when\na,,李明,2021-01-01\n")
        process = self.audit(self.wrong)
        self.assertEqual(process.returncode, 2)
        self.assertIn("公报.txt.waivers.csv:2:3: ", process.stderr)
        self.assertIn("[waiver.empty]", process.stderr)
        self.assertIn("公报.txt:3", process.stdout, "the document is audited all the same")

    def test_needs_no_catalog(self):
        self.assertEqual(self.audit(self.right, ZHIHENG_HOME=str(self.folder), cwd=self.folder).returncode, 0)

    def test_help_names_every_kind(self):
        text = self.audit("--help").stdout
        kinds = json.loads(self.audit(self.right, "--format", "json").stdout)["summary"]["kinds"]
        self.assertEqual(len(kinds), 15)
        for kind, count in kinds.items():
            self.assertIn(f"  {kind} ", text)
            self.assertIn(count["title"]["zh"], text)


if __name__ == "__main__":
    unittest.main()
