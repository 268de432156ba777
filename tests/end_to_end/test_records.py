"""Files of records into a workspace and out again."""
import csv
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import unittest

from program import PROGRAM as BIN, run




class Records(unittest.TestCase):
    """With a small pack of its own."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.home = self.folder.name
        for path, text in {
            "catalog/codes/department.csv": "code,zh,en\nmarket,市场局,Market\n",
            "catalog/codes/domain.csv": "code,zh,en\nproduct,产品,Products\n",
            "catalog/codes/stage.csv": "code,zh,en\nproduction,生产,Production\ncirculation,流通,Circulation\n",
            "catalog/codes/verdict.csv": "code,zh,en\npass,合格,Passed\nfail,不合格,Failed\n",
            "catalog/calendar/china.yaml": pathlib.Path(os.environ["ZHIHENG_HOME"], "catalog/calendar/china.yaml").read_text(encoding="utf-8"),
            "catalog/theme.yaml": pathlib.Path(os.environ["ZHIHENG_HOME"], "catalog/theme.yaml").read_text(encoding="utf-8"),
            "districts/test/codes/town.csv": "code,zh,en\nhong,红镇,Hong\nlan,蓝镇,Lan\n",
            "districts/test/district.yaml": 'code: "990101"\ntitle: {zh: 测试区, en: Test}\nfull: {zh: 某市测试区, en: Test}\nareas: town\nyears: {}\n',
            "catalog/datasets/firm.yaml": """title: {zh: 单位名册, en: Firms}
owner: market
domain: product
unit: 家
key: code
frequency: year
columns:
  code: {zh: 代码, en: Code, required: true}
  size: {zh: 规模, en: Size}
""",
            "catalog/datasets/sample.yaml": """title: {zh: 样品, en: Samples}
owner: market
domain: product
unit: 件
key: no
time: sampled_on
frequency: month
columns:
  no: {zh: 编号, en: Number, required: true}
  sampled_on: {zh: 抽样日期, en: Sampled on, type: date, required: true, min: 2015-01-01}
  reported_on: {zh: 报告日期, en: Reported on, type: date}
  town: {zh: 街镇, en: Town, codes: area, required: true}
  stage: {zh: 环节, en: Stage, codes: stage, required: true}
  verdict: {zh: 结论, en: Verdict, codes: verdict, required: true}
  firm: {zh: 单位, en: Firm, ref: firm}
  value: {zh: 实测值, en: Value, type: decimal, decimals: 2, min: 0, max: 100, unit: mg/kg}
checks:
  order: {zh: 报告早于抽样, en: Reported before sampled, when: reported_on < sampled_on, remedy: {zh: 核对两个日期, en: check both dates}}
  late: {zh: 报告晚, en: Late report, when: "reported_on > workdays(sampled_on, 20)", level: warning}
cubes:
  by_stage:
    title: {zh: 按环节, en: By stage}
    by: [year(sampled_on), stage]
    sums: {tested: 1, passed: {of: verdict = 'pass', zh: 合格, en: Passed}}
    quantiles: {median: {of: value, at: 0.5, zh: 中位数, en: Median, unit: mg/kg}}
  by_size:
    title: {zh: 按规模, en: By size}
    by: [firm.size]
    sums: {tested: 1}
  by_town:
    title: {zh: 按街镇, en: By town}
    by: [town]
    sums: {tested: 1}
    distinct: {days: {of: sampled_on, zh: 天数, en: Days, unit: 天}}
""",
        }.items():
            self.write(path, text)
        self.workspace = os.path.join(self.home, "ws")
        self.disk = None

    def tearDown(self):
        if self.disk:
            subprocess.run(["umount", self.disk], check=True)
        self.folder.cleanup()

    def write(self, name, text, encoding="utf-8"):
        path = os.path.join(self.home, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding=encoding, newline="") as file:
            file.write(text)
        return path

    def zhiheng(self, *arguments):
        return run(*arguments, "--workspace", self.workspace, ZHIHENG_HOME=self.home)

    def take(self, path, *more):
        process = self.zhiheng("import", "sample", path, "--district", "test", "--format", "json", *more)
        self.assertIn(process.returncode, (0, 1), process.stderr)
        return json.loads(process.stdout)[0]

    def cube(self, name):
        process = self.zhiheng("cubes", name, "--format", "json")
        self.assertEqual(process.returncode, 0, process.stderr)
        answer = json.loads(process.stdout)
        return {tuple(v for k, v in cell.items() if k in ("year", "stage", "town")): cell for cell in answer[0]["cells"]} if answer else {}

    GOOD = ("编号,抽样日期,报告日期,街镇,环节,结论,实测值\r\n"
            "A1,2020-03-01,2020-03-10,红镇,生产,合格,1.50\r\n"
            "A2,2020/3/2,2020年3月12日,Hong,circulation,不合格,2\r\n"
            "A3,2020-03-03,,lan,生产,合格,\r\n")

    def test_rows_become_cubes(self):
        answer = self.take(self.write("a.csv", self.GOOD))
        self.assertEqual((answer["outcome"], answer["rows"], answer["accepted"]), ("taken", 3, 3))
        self.assertEqual(answer["batch"], "sample-1")
        cells = self.cube("by_stage")
        self.assertEqual(cells[("2020", "production")]["tested"], "2")
        self.assertEqual(cells[("2020", "production")]["median"], "1.50")
        self.assertEqual(cells[("2020", "circulation")]["passed"], "0")
        self.assertEqual(self.cube("by_town")[("hong",)]["days"], "2")

    def test_the_same_file_twice_changes_nothing(self):
        path = self.write("a.csv", self.GOOD)
        self.take(path)
        before = pathlib.Path(self.workspace, "journal/intake.ndjson").read_bytes()
        self.assertEqual(self.take(path)["outcome"], "known")
        self.assertEqual(pathlib.Path(self.workspace, "journal/intake.ndjson").read_bytes(), before)
        self.assertEqual(self.cube("by_stage")[("2020", "production")]["tested"], "2")

    def test_encodings_and_separators_give_the_same(self):
        for i, (encoding, separator) in enumerate([("utf-8-sig", ","), ("gb18030", ","), ("utf-8", "\t"), ("gb18030", ";"), ("utf-16", ",")]):
            with self.subTest(encoding=encoding, separator=separator):
                self.workspace = os.path.join(self.home, f"ws{i}")
                answer = self.take(self.write(f"a{i}.csv", self.GOOD.replace(",", separator), encoding))
                self.assertEqual(answer["accepted"], 3, answer)
                self.assertEqual(self.cube("by_stage")[("2020", "production")]["tested"], "2")

    def test_bad_rows_go_back_with_reasons(self):
        bad = self.GOOD + ("A4,2020-13-01,,红镇,生产,合格,1\r\n"
                           "A1,2020-04-01,,红镇,生产,合格,1\r\n"
                           "A5,2020-04-02,2020-04-01,红镇,生产,合格,1\r\n"
                           "A6,2020-04-02,,绿镇,生产,合格,1\r\n"
                           "A7,2020-04-02,,红镇,生产,合格,100.01\r\n"
                           "A8,2020-04-02,,红镇,生产\r\n"
                           "A9,2020-04-02,2020-09-01,红镇,生产,合格,1\r\n")
        path = self.write("a.csv", bad)
        answer = self.take(path)
        self.assertEqual((answer["rows"], answer["accepted"], answer["rejected"]), (10, 4, 6))
        self.assertEqual({f["code"] for f in answer["faults"]},
                         {"cell.no-such-day", "row.key-twice", "check.order", "cell.not-in-list", "cell.above", "row.too-few-cells"})
        self.assertEqual([w["code"] for w in answer["warnings"]], ["check.late"])
        with open(os.path.join(self.home, "a.rejects.csv"), encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([int(row["行号 Line"]) for row in rows], [5, 6, 7, 8, 9, 10])
        self.assertEqual(rows[3]["街镇"], "绿镇")
        for row in rows:
            self.assertTrue(row["退回原因 Reason"] and row["Reason in English"])
        self.assertIn("100", rows[4]["退回原因 Reason"])

    def test_all_or_nothing(self):
        path = self.write("a.csv", self.GOOD + "A4,x,,红镇,生产,合格,1\r\n")
        self.assertEqual(self.take(path, "--all-or-nothing")["outcome"], "refused")
        self.assertEqual(self.zhiheng("batches", "--format", "json").stdout.strip(), "[]")

    def test_dry_run_writes_nothing(self):
        self.assertEqual(self.take(self.write("a.csv", self.GOOD), "--dry-run")["outcome"], "dry-run")
        self.assertEqual(os.listdir(os.path.join(self.workspace, "segments")), [])
        self.assertEqual(os.listdir(os.path.join(self.workspace, "batches")), [])

    def test_a_workspace_that_was_only_begun_is_made_and_other_folders_are_left_alone(self):
        path = self.write("a.csv", self.GOOD)
        os.makedirs(os.path.join(self.workspace, "batches"))
        os.makedirs(os.path.join(self.workspace, "segments"))
        self.write("ws/workspace.json.new-x1Y2z3", '{"distr')
        self.assertEqual(self.take(path)["accepted"], 3)
        self.workspace = os.path.join(self.home, "other")
        self.write("other/batches/mine.txt", "x")
        process = self.zhiheng("import", "sample", path, "--district", "test")
        self.assertEqual(process.returncode, 2)
        self.assertIn("workspace.not-one", process.stderr)

    def test_a_corrected_file_is_a_new_vintage_and_withdrawing_it_brings_the_old_rows_back(self):
        self.take(self.write("a.csv", self.GOOD))
        answer = self.take(self.write("b.csv", "编号,抽样日期,街镇,环节,结论\nA1,2020-03-01,红镇,流通,不合格\n"))
        self.assertEqual(answer["replaced"], 1)
        self.assertEqual(self.cube("by_stage")[("2020", "production")]["tested"], "1")
        self.assertEqual(self.cube("by_stage")[("2020", "circulation")]["tested"], "2")
        self.assertEqual(self.zhiheng("withdraw", "sample-2", "--reason", "误报").returncode, 0)
        self.assertEqual(self.cube("by_stage")[("2020", "production")]["tested"], "2")
        self.assertEqual(self.zhiheng("withdraw", "sample-2", "--reason", "误报").returncode, 2)

    def test_a_corrected_file_may_come_again_after_it_was_withdrawn(self):
        path = self.write("a.csv", self.GOOD)
        self.take(path)
        self.zhiheng("withdraw", "sample-1", "--reason", "x")
        self.assertEqual(self.cube("by_stage"), {})
        self.assertEqual(self.take(path)["batch"], "sample-2")
        self.assertEqual(self.cube("by_stage")[("2020", "production")]["tested"], "2")

    def test_heads_that_are_said_are_remembered(self):
        text = self.GOOD.replace("编号", "流水")
        process = self.zhiheng("import", "sample", self.write("a.csv", text), "--district", "test")
        self.assertEqual(process.returncode, 2)
        self.assertIn("intake.heads-missing", process.stderr)
        self.assertIn("流水", process.stderr)
        self.assertEqual(self.take(self.write("a.csv", text), "--head", "流水=no")["accepted"], 3)
        self.assertEqual(self.take(self.write("b.csv", text.replace("A", "B")))["accepted"], 3)

    def test_what_a_register_says_is_a_dimension(self):
        rows = "".join(f"F{i},2020-03-01,红镇,生产,合格,{firm}\n" for i, firm in enumerate(["x", "y", "x", "z", ""]))
        self.take(self.write("a.csv", "编号,抽样日期,街镇,环节,结论,单位\n" + rows))
        sizes = lambda: {c["size"]: c["tested"] for c in json.loads(self.zhiheng("cubes", "by_size", "--format", "json").stdout)[0]["cells"]}  # noqa: E731
        self.assertEqual(sizes(), {None: "5"})
        self.zhiheng("import", "firm", self.write("f.csv", "代码,规模\nx,大\ny,小\n"))
        self.assertEqual(sizes(), {"大": "2", "小": "1", None: "2"})
        self.zhiheng("import", "firm", self.write("g.csv", "代码,规模\nx,中\n"))
        self.assertEqual(sizes(), {"中": "2", "小": "1", None: "2"})

    def test_ndjson(self):
        lines = [json.dumps({"no": f"N{i}", "sampled_on": "2020-05-01", "town": "hong", "stage": "生产", "verdict": "pass", "value": 1.25}, ensure_ascii=False)
                 for i in range(5)]
        self.assertEqual(self.take(self.write("a.ndjson", "\n".join(lines) + "\n"))["accepted"], 5)

    def test_the_form_of_a_dataset_is_read_back(self):
        form = os.path.join(self.home, "form.xlsx")
        process = run("template", "sample", "--district", "test", "--out", form, ZHIHENG_HOME=self.home)
        self.assertEqual(process.returncode, 0, process.stderr)
        process = self.zhiheng("import", "sample", form, "--district", "test", "--format", "json")
        self.assertIn(process.returncode, (0, 2), process.stderr)
        if process.returncode == 0:
            self.assertEqual(json.loads(process.stdout)[0]["unknown_heads"], [])

    def test_rebuild_gives_the_same_segments(self):
        self.take(self.write("a.csv", self.GOOD))
        segment = os.path.join(self.workspace, "segments/sample-1.seg")
        before = pathlib.Path(segment).read_bytes()
        os.remove(segment)
        self.assertEqual(self.zhiheng("rebuild").returncode, 0)
        self.assertEqual(pathlib.Path(segment).read_bytes(), before)

    def test_a_damaged_segment_says_what_to_do(self):
        self.take(self.write("a.csv", self.GOOD))
        segment = os.path.join(self.workspace, "segments/sample-1.seg")
        content = bytearray(pathlib.Path(segment).read_bytes())
        content[-60] ^= 1  # of the directory; segment_test flips every byte
        pathlib.Path(segment).write_bytes(content)
        process = self.zhiheng("cubes", "by_stage")
        self.assertEqual(process.returncode, 3)
        self.assertIn("zhiheng rebuild", process.stderr)

    def test_a_changed_journal_is_found(self):
        self.take(self.write("a.csv", self.GOOD))
        self.take(self.write("b.csv", self.GOOD.replace("A", "B")))
        journal = os.path.join(self.workspace, "journal/intake.ndjson")
        text = pathlib.Path(journal).read_text(encoding="utf-8")
        pathlib.Path(journal).write_text(text.replace('"rows":3', '"rows":4', 1), encoding="utf-8")
        process = self.zhiheng("batches")
        self.assertEqual(process.returncode, 2)
        self.assertIn("journal-broken", process.stderr)

    def test_bad_files_are_refused_and_nothing_is_left(self):
        cases = {"empty.csv": b"", "head.csv": "编号\n".encode(), "twice.csv": "编号,编号\nA,B\n".encode(), "bits.csv": bytes(range(256)) * 20,
                 "zip.xlsx": b"PK\x03\x04" + b"\0" * 100}
        for name, content in cases.items():
            with self.subTest(name):
                path = os.path.join(self.home, name)
                pathlib.Path(path).write_bytes(content)
                process = self.zhiheng("import", "sample", path, "--district", "test")
                self.assertEqual(process.returncode, 2, process.stdout + process.stderr)
                self.assertIn("[", process.stderr)
        left = [name for _, _, names in os.walk(self.workspace) for name in names]
        self.assertEqual([name for name in left if name not in ("workspace.json", "lock")], [])

    def state(self):
        """What is in the workspace, file by file, but for what follows from the rest and may come and go."""
        return {p.relative_to(self.workspace).as_posix(): p.read_bytes() for p in sorted(pathlib.Path(self.workspace).rglob("*"))
                if p.is_file() and p.suffix not in (".cubes", ".keys")}

    def test_full_disk(self):
        disk = pathlib.Path(self.home, "disk")
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True, check=False).returncode != 0:
            self.skipTest("a small disk can only be mounted as root")
        self.disk = disk
        self.workspace = disk / "ws"
        filler = disk / "filler"
        self.take(self.write("first.csv", self.GOOD))
        page = os.statvfs(disk).f_bsize
        failed = set()
        # Later batches find the journal's end elsewhere in its page, so that its line too meets the end of the disk.
        for batch in range(5):
            rows = "".join(f"K{batch}{i:04},2020-03-01,,红镇,生产,合格,1\r\n" for i in range(300 * batch + 1)) + "A1,2020-03-02,,红镇,流通,合格,1\r\n"
            path = self.write(f"{batch}.csv", self.GOOD.split("\r\n", maxsplit=1)[0] + "\r\n" + rows)
            before, cube = self.state(), self.cube("by_stage")
            for pages in range(60):
                filler.write_bytes(b"x" * (os.statvfs(disk).f_bavail * page))
                with filler.open("r+b") as file:
                    file.truncate(max(filler.stat().st_size - pages * page, 0))
                process = self.zhiheng("import", "sample", path, "--district", "test")
                filler.unlink()
                if process.returncode == 0:
                    break
                self.assertEqual(process.returncode, 3, process.stderr)
                self.assertIn("No space left", process.stderr)
                self.assertIn("[file.unwritable]", process.stderr)
                failed.add(re.sub(r"sample-\d+|unfinished-\d+", "N", process.stderr.split(":")[0].replace(str(self.workspace), "")))
                self.assertEqual(self.state(), before)
                self.assertEqual(self.cube("by_stage"), cube)
            self.assertEqual(process.returncode, 0, process.stderr)
            self.assertEqual(self.zhiheng("withdraw", str(batch + 2), "--reason", "x").returncode, 0)
        self.assertEqual(failed, {"/batches/N", "/segments/N.seg", "/segments/N.replaced", "/journal/intake.ndjson"})

    def test_a_full_disk_for_rejected_rows_takes_nothing_in(self):
        disk = pathlib.Path(self.home, "disk")
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True, check=False).returncode != 0:
            self.skipTest("a small disk can only be mounted as root")
        self.disk = disk
        bad = self.write("a.csv", self.GOOD + "".join(f"B{i},2020-13-01,,红镇,生产,合格,1\r\n" for i in range(2000)))
        for name in ("rejects.csv", "rejects.ndjson", "rejects.xlsx"):
            process = self.zhiheng("import", "sample", bad, "--district", "test", "--rejects", disk / name)
            self.assertEqual(process.returncode, 3, name + process.stdout + process.stderr)
            self.assertIn("[file.unwritable]", process.stderr)
            self.assertEqual(os.listdir(disk), [])
            self.assertEqual(self.zhiheng("batches", "--format", "json").stdout.strip(), "[]")
            self.assertEqual([n for n in self.state() if n not in ("workspace.json", "lock")], [])

    def test_killed_at_any_point_nothing_is_half_in(self):
        rows = "".join(f"K{i:07},2020-03-01,,红镇,生产,合格,1\r\n" for i in range(400000))
        path = self.write("big.csv", self.GOOD.split("\r\n")[0] + "\r\n" + rows)
        command = [BIN, "import", "sample", path, "--district", "test", "--workspace", self.workspace]
        for delay in (0.02, 0.06, 0.1, 0.15, 0.2, 0.3, 0.45):
            process = subprocess.Popen(command, env={**os.environ, "ZHIHENG_HOME": self.home}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(delay)
            process.send_signal(signal.SIGKILL)
            process.wait()
            batches = json.loads(self.zhiheng("batches", "--format", "json").stdout or "[]") if os.path.exists(self.workspace + "/workspace.json") else []
            if batches:
                self.assertEqual(batches[0]["rows"], 400000)
                self.assertEqual(self.cube("by_stage")[("2020", "production")]["tested"], "400000")
        self.take(path)
        self.assertEqual(self.cube("by_stage")[("2020", "production")]["tested"], "400000")
        names = os.listdir(os.path.join(self.workspace, "segments")) + os.listdir(os.path.join(self.workspace, "batches"))
        self.assertEqual([n for n in names if "unfinished" in n], [])


if __name__ == "__main__":
    unittest.main()
