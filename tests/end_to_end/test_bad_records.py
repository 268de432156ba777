"""Files of records as nobody should send them: the program says what is wrong, keeps what is right, and goes on."""
import contextlib
import csv
import json
import os
import pathlib
import signal
import subprocess
import threading
import time
import unittest
import zipfile

import test_records
from program import PROGRAM, environment

HEADS = ["编号", "抽样日期", "街镇", "环节", "结论", "实测值"]
MEGABYTE = 1 << 20


def sheet_of(rows, styles=()):
    """Rows of cells as a sheet: texts as they are; in a tuple (attributes, content) as XML."""
    out = []
    for row in rows:
        cells = [f"<c {c[0]}>{c[1]}</c>" if isinstance(c, tuple) else f'<c t="inlineStr"><is><t>{c}</t></is></c>' for c in row]
        out.append("<row>" + "".join(cells) + "</row>")
    return '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + "".join(out) + "</sheetData></worksheet>"


def workbook(path, sheet, properties="", more=None):
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns:r="{relation}"><workbookPr {properties}/><sheets><sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="a" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": sheet, **(more or {})}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return path


class BadRecords(unittest.TestCase):
    write, zhiheng, take = test_records.Records.write, test_records.Records.zhiheng, test_records.Records.take
    cube, state, GOOD = test_records.Records.cube, test_records.Records.state, test_records.Records.GOOD
    HEAD = ",".join(HEADS) + "\n"

    def setUp(self):
        test_records.Records.setUp(self)

    def tearDown(self):
        test_records.Records.tearDown(self)

    def path(self, name):
        return pathlib.Path(self.home, name)

    def refused(self, path, code, *more):
        """The file is refused with that code and nothing changes; gives what was said."""
        before = self.state()
        process = self.zhiheng("import", "sample", path, "--district", "test", *more)
        self.assertEqual(process.returncode, 2, f"{process.returncode}: {process.stdout}{process.stderr}"[:2000])
        self.assertIn(f"[{code}]", process.stderr)
        after = {name: content for name, content in self.state().items() if name not in ("workspace.json", "lock")}
        self.assertEqual(after, {name: content for name, content in before.items() if name not in ("workspace.json", "lock")})
        return process.stderr

    def rejected(self, answer):
        return {fault["code"]: fault["rows"] for fault in answer["faults"]}

    def still_works(self):
        self.assertEqual(self.take(self.write("good.csv", self.GOOD.replace("A", "Z")))["accepted"], 3)

    def test_other_encodings(self):
        for encoding in ("shift_jis", "euc_kr", "latin-1"):
            text = self.HEAD.encode("gb18030") + ("é" * 200 + "\n").encode(encoding, "replace") * 40
            with self.subTest(encoding):
                path = self.path(encoding + ".csv")
                path.write_bytes(text if encoding == "latin-1" else self.HEAD.encode("utf-16-le") + text)
                process = self.zhiheng("import", "sample", path, "--district", "test")
                self.assertEqual(process.returncode, 2, process.stdout)
        # A file that is UTF-8 but for two rows out of another program.
        path = self.path("mixed.csv")
        good = "".join(f"A{i},2020-03-01,红镇,生产,合格,1\n" for i in range(50)).encode()
        path.write_bytes(self.HEAD.encode() + good + "B1,2020-03-01,红镇,生产,合格,1\n".encode("gb18030") * 2 + b"C1,2020-03-01,hong,\xff\xfe,pass,1\n")
        answer = self.take(path)
        self.assertEqual((answer["accepted"], self.rejected(answer)), (50, {"row.encoding": 3}))
        self.still_works()

    def test_ragged_rows_and_open_quotes(self):
        good = "A1,2020-03-01,红镇,生产,合格,1\n"
        answer = self.take(self.write("a.csv", self.HEAD + good + "A2,2020-03-01\n" + "A3,2020-03-01,红镇,生产,合格,1,2,3\n" + "A4,2020-03-01,红镇,生产,合格,1,,\n"
                                      + '"A5"x,2020-03-01,红镇,生产,合格,1\n' + "\n" + '"A6,2020-03-01,红镇,生产,合格,1\n' + good.replace("A1", "A7")))
        self.assertEqual(answer["accepted"], 3)
        self.assertEqual(self.rejected(answer), {"row.too-few-cells": 1, "row.too-many-cells": 1, "row.quote": 2})
        with open(self.path("a.rejects.csv"), encoding="utf-8-sig", newline="") as file:
            self.assertEqual([row[len(HEADS)] for row in csv.reader(file)], ["行号 Line", "3", "4", "6", "8"])

    def measured(self, path):
        """Exit code, errors, and the memory that the program and its children took at most, in MiB."""
        with subprocess.Popen([PROGRAM, "import", "sample", str(path), "--district", "test", "--workspace", str(self.workspace)],
                              env={**environment(), "ZHIHENG_HOME": self.home}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            errors = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        return process.returncode, errors, usage.ru_maxrss / 1024

    def test_a_gigabyte_in_one_cell(self):
        for name, head, begin, end in (("a.csv", self.HEAD, 'A1,2020-03-01,红镇,生产,合格,"', '"\n'), ("b.csv", self.HEAD, "A1,2020-03-01,红镇,生产,合格,", "\n"),
                                       ("c.ndjson", "", '{"no": "A1", "town": "', '"}\n')):
            with self.subTest(name):
                path = self.path(name)
                with path.open("wb") as file:
                    file.write((head + begin).encode() + b"x" * (2 * MEGABYTE))
                    file.seek(1 << 30)  # sparse: the hole reads as zeros
                    file.write(end.encode())
                code, errors, memory = self.measured(path)
                self.assertEqual(code, 2, errors)
                self.assertRegex(errors, r"\[(intake\.row-too-long|read\.[a-z-]+)\]")
                self.assertLess(memory, 400)
                path.unlink()
        self.still_works()

    def test_cells_of_a_megabyte_and_more(self):
        row = lambda no, text: f'{no},2020-03-01,红镇,生产,合格,"{text}"\n'  # noqa: E731
        answer = self.take(self.write("a.csv", self.HEAD + row("A1", "1") + row("A2", "9" * MEGABYTE) + row("A3", "9" * (MEGABYTE + 1)) + row("A4", "x" * (17 * MEGABYTE)) + row("A5", "2")))
        self.assertEqual((answer["accepted"], answer["rejected"]), (2, 3))
        self.assertEqual(self.rejected(answer), {"cell.too-big": 1, "row.too-long": 2})

    def test_more_rejected_rows_than_a_sheet_holds(self):
        rows = 1_048_600
        path = self.write("firms.csv", "代码,规模\n" + ",x\n" * rows)
        process = self.zhiheng("import", "firm", path, "--district", "test", "--rejects", self.path("back.xlsx"))
        self.assertEqual(process.returncode, 1, process.stderr)
        with zipfile.ZipFile(self.path("back.xlsx")) as archive:
            self.assertIn("退回2", archive.read("xl/workbook.xml").decode())
            sheets = [archive.getinfo(f"xl/worksheets/sheet{i}.xml").file_size for i in (1, 2)]
            second = archive.read("xl/worksheets/sheet2.xml").decode()
        self.assertGreater(sheets[0], 1000 * sheets[1])
        self.assertEqual(second.count("<row "), 1 + rows - 1_048_575)  # heads again, and what the first had no room for
        self.assertIn(f">{rows + 1}<", second)

    def test_a_million_columns(self):
        for columns in (3000, 1_000_000):
            self.refused(self.write("a.csv", "x," * columns + "x\n" + "1," * columns + "1\n"), "read.too-wide")
        answer = self.take(self.write("b.csv", self.HEAD + "," * 1_000_000 + "1\n" + "A1,2020-03-01,红镇,生产,合格,1\n"))
        self.assertEqual((answer["accepted"], self.rejected(answer)), (1, {"row.too-many-cells": 1}))

    def test_zip_bombs(self):
        bomb = self.path("bomb.xlsx")
        with zipfile.ZipFile(workbook(bomb, sheet_of([HEADS])), "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sharedStrings.xml", "w") as part:
            for _ in range(300):
                part.write(b"\0" * MEGABYTE)
        self.refused(bomb, "read.hostile")
        bomb.unlink()
        # Many rows out of few bytes.
        path = workbook(self.path("rows.xlsx"), None)
        begin, end = sheet_of([HEADS]).split("</sheetData>")
        rows = "".join(f"<row><c><v>{i}</v></c></row>" for i in range(20000)).encode()
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(begin.encode())
            for _ in range(10):
                part.write(rows)
            part.write(("</sheetData>" + end).encode())
        code, errors, memory = self.measured(path)
        self.assertEqual(code, 1, errors)
        self.assertLess(memory, 400)
        nested = self.path("nested.xlsx")
        with zipfile.ZipFile(nested, "w") as archive:
            for i in range(2000):
                archive.writestr(f"{i}.zip", b"PK\x05\x06" + b"\0" * 18)
        self.refused(nested, "read.hostile")
        entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' + sheet_of([HEADS, ["&b;"] * 6])
        self.refused(workbook(self.path("laughs.xlsx"), entities), "read.hostile")
        huge = self.path("huge.xlsx")
        huge.write_bytes(nested.read_bytes())
        os.truncate(huge, 1 << 40)  # sparse
        code, errors, memory = self.measured(huge)
        self.assertEqual(code, 2, errors)
        self.assertLess(memory, 1200)
        huge.unlink()
        self.refused(workbook(self.path("outside.xlsx"), '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet_of([HEADS])), "read.hostile")
        self.still_works()

    def test_what_is_in_a_workbook_beside_values(self):
        day = ("s=\"1\"", "<v>43891</v>")
        row = lambda no, value: [no, day, "红镇", "生产", "合格", value]  # noqa: E731
        rows = [HEADS, row("A1", ("", "<f>1+1</f><v>2</v>")), row("A2", ("", "<f>[1]Sheet1!A1</f><v>3.5</v>")), row("A3", ("", "<f>WEBSERVICE(\"http://192.0.2.1/\")</f>")),
                row("A4", ("t=\"e\"", "<f>1/0</f><v>#DIV/0!</v>")), row(("t=\"str\"", "<f>\"A\"&amp;5</f><v>A5</v>"), ("", "<v>4</v>"))]
        relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        more = {"xl/vbaProject.bin": "Sub Auto_Open()", "xl/externalLinks/externalLink1.xml": "<externalLink/>",
                "xl/externalLinks/_rels/externalLink1.xml.rels": f'<Relationships><Relationship Id="r" Type="{relation}/externalLinkPath" Target="http://192.0.2.1/x.xlsx" TargetMode="External"/></Relationships>'}
        answer = self.take(workbook(self.path("a.xlsm"), sheet_of(rows), more=more))
        self.assertEqual(answer["accepted"], 4, answer)
        self.assertEqual(self.rejected(answer), {"cell.not-number": 1})
        self.assertTrue(zipfile.is_zipfile(self.path("a.rejects.xlsx")))  # without the macros, and so of that name
        self.assertIn("宏", " ".join(answer["notes"]))
        cells = self.cube("by_stage")
        self.assertEqual((cells[("2020", "production")]["tested"], cells[("2020", "production")]["median"]), ("4", "3.50"))
        # In CSV a formula is a text, whatever it would do in a spreadsheet.
        answer = self.take(self.write("b.csv", self.HEAD + "B1,2020-03-01,红镇,生产,合格,=1+1\nB2,2020-03-01,红镇,生产,合格,\"=cmd|'/C calc'!A0\"\n"))
        self.assertEqual(self.rejected(answer), {"cell.not-number": 2})

    def test_both_date_systems(self):
        serial = lambda number: ("s=\"1\"", f"<v>{number}</v>")  # noqa: E731
        rows = lambda *days: [HEADS] + [[f"D{i}", serial(d), "红镇", "生产", "合格", "1"] for i, d in enumerate(days)]  # noqa: E731
        for system, properties, good in ((1900, "", 43891), (1904, 'date1904="1"', 42429)):
            with self.subTest(system):
                self.workspace = self.path(f"ws{system}")
                # 60 is 29 February 1900 for Excel, a day that never was; -1 and 2958466 are no days at all.
                answer = self.take(workbook(self.path(f"{system}.xlsx"), sheet_of(rows(good, good + 0.25, 60, -1, 2958466)), properties))
                self.assertEqual((answer["accepted"], answer["rejected"]), (1, 4), answer)
                day = json.loads(self.zhiheng("cubes", "by_town", "--format", "json").stdout)[0]["cells"]
                self.assertEqual(day[0]["days"], "1")
                self.assertEqual(list(self.cube("by_stage")), [("2020", "production")])

    def test_numbers_out_of_this_world(self):
        odd = ["1e308", "1E+400", "NaN", "nan", "Infinity", "-inf", "∞", "0x10", "1.8e1", "99999999999999999999", "1e-320", "--1", "1.2.3", "．", "１２．５", "-0"]
        answer = self.take(self.write("a.csv", self.HEAD + "".join(f"A{i},2020-03-01,红镇,生产,合格,{n}\n" for i, n in enumerate(odd))))
        self.assertEqual((answer["accepted"], answer["rejected"]), (3, 13))  # 18, 12.5 in full width, and nothing below nothing
        self.assertEqual(self.rejected(answer), {"cell.not-number": 12, "cell.too-big": 1})
        rows = [HEADS] + [[f"B{i}", "2020-03-01", "红镇", "生产", "合格", ("", f"<v>{n}</v>")] for i, n in enumerate(["1E308", "NaN", "INF", "12.5", "1E-320"])]
        answer = self.take(workbook(self.path("b.xlsx"), sheet_of(rows)))
        self.assertEqual((answer["accepted"], answer["rejected"]), (1, 4), answer)
        lines = "".join(f'{{"no": "C{i}", "sampled_on": "2020-03-01", "town": "hong", "stage": "production", "verdict": "pass", "value": {n}}}\n'
                        for i, n in enumerate(["1e308", "NaN", "Infinity", "12.5", "1e999"]))
        answer = self.take(self.write("c.ndjson", lines))
        self.assertEqual((answer["accepted"], answer["rejected"]), (1, 4), answer)
        self.assertEqual(self.cube("by_stage")[("2020", "production")]["median"], "12.50")

    def test_heads_that_occur_twice_and_files_with_nothing_in_them(self):
        self.assertIn("编号", self.refused(self.write("a.csv", "编号,抽样日期,编号\nA,2020-03-01,B\n"), "read.duplicate-head"))
        twice = self.write("b.csv", "编号,抽样日期,no,街镇,环节,结论\nA,2020-03-01,B,红镇,生产,合格\n")
        process = self.zhiheng("import", "sample", twice, "--district", "test", "--format", "json")
        if process.returncode == 0:  # one of the two is the column, the other is told
            self.assertEqual(json.loads(process.stdout)[0]["unknown_heads"], ["no"])
        self.refused(workbook(self.path("c.xlsx"), sheet_of([HEADS + ["编号"]] + [["1"] * 7] * 3)), "read.duplicate-head")
        for name, content in {"empty.csv": b"", "mark.csv": b"\xef\xbb\xbf", "lines.csv": b"\r\n\r\n\n", "empty.ndjson": b"", "zeros.csv": b"\0" * 5000}.items():
            with self.subTest(name):
                path = self.path(name)
                path.write_bytes(content)
                process = self.zhiheng("import", "sample", path, "--district", "test")
                self.assertEqual(process.returncode, 2, process.stdout)
                self.assertRegex(process.stderr, r"\[read\.[a-z-]+\]")
        self.refused(workbook(self.path("d.xlsx"), sheet_of([])), "read.empty")
        self.assertEqual(self.take(self.write("head.csv", self.HEAD))["outcome"], "nothing")
        self.assertEqual(self.zhiheng("batches", "--format", "json").stdout.strip(), "[]")

    def test_what_is_no_file(self):
        os.mkfifo(self.path("pipe.csv"))

        def write():
            with contextlib.suppress(BrokenPipeError):
                self.path("pipe.csv").write_bytes(b"x")
        threading.Thread(target=write, daemon=True).start()
        for path in (self.path("nothing.csv"), self.path("."), self.path("pipe.csv"), pathlib.Path("/dev/zero")):
            with self.subTest(str(path)):
                process = self.zhiheng("import", "sample", path, "--district", "test")
                self.assertEqual(process.returncode, 3, process.stderr)
                self.assertIn("[file.unreadable]", process.stderr)

    def test_a_file_that_changes_while_it_is_read(self):
        rows = "".join(f"K{i:07},2020-03-01,红镇,生产,合格,1\n" for i in range(400_000))
        for change in ("grows", "shrinks", "is written over"):
            with self.subTest(change):
                path = pathlib.Path(self.write("big.csv", self.HEAD + rows))
                with subprocess.Popen([PROGRAM, "import", "sample", str(path), "--district", "test", "--workspace", str(self.workspace)],
                                      env={**environment(), "ZHIHENG_HOME": self.home}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
                    while process.poll() is None and not is_open(process.pid, path):
                        time.sleep(0.0005)
                    opened = bytes_read(process.pid)  # what changes before the first byte is read is the file as it is
                    while process.poll() is None and bytes_read(process.pid) == opened:
                        time.sleep(0.0005)
                    process.send_signal(signal.SIGSTOP)
                    if change == "grows":
                        with path.open("a", encoding="utf-8") as file:
                            file.write("L1,2020-03-01,红镇,生产,合格,1\n")
                    elif change == "shrinks":
                        os.truncate(path, 1000)
                    else:
                        with path.open("r+b") as file:
                            file.seek(-3, os.SEEK_END)
                            file.write(b"2")
                    process.send_signal(signal.SIGCONT)
                    _, errors = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 2, errors)
                self.assertIn("[intake.changed]", errors)
                self.assertEqual(self.zhiheng("batches", "--format", "json").stdout.strip(), "[]")
        self.assertEqual(self.take(self.write("big.csv", self.HEAD + rows))["accepted"], 400_000)

    def test_a_damaged_segment_stops_what_needs_it_and_is_made_anew(self):
        self.take(self.write("a.csv", self.GOOD))
        self.take(self.write("b.csv", self.GOOD.replace("结论", "verdict")))
        cube = self.cube("by_stage")
        third = self.write("c.csv", self.GOOD.replace("2020-03-03", "2020-03-04"))
        segments = pathlib.Path(self.workspace, "segments")
        for name in sorted(p.name for p in segments.iterdir()):
            kept = name.endswith((".cubes", ".keys"))  # what follows from others, and is quietly made anew
            whole = (segments / name).read_bytes()
            flipped = whole[:-60] + bytes([whole[-60] ^ 1]) + whole[-59:] if len(whole) > 60 else whole[:-1] + bytes([whole[-1] ^ 1])
            for spoilt in (b"", whole[:7], whole[: len(whole) // 2], whole[:-1], flipped, None):
                with self.subTest(name, size=spoilt and len(spoilt)):
                    (segments / name).unlink()
                    if spoilt is not None:
                        (segments / name).write_bytes(spoilt)
                    if kept:
                        self.assertEqual(self.cube("by_stage"), cube)
                        self.assertEqual((segments / name).read_bytes(), whole)
                        continue
                    before = self.state()
                    for command in (("cubes", "by_stage"), ("import", "sample", third)):
                        process = self.zhiheng(*command)
                        self.assertEqual(process.returncode, 3, process.stdout + process.stderr)
                        self.assertIn("zhiheng rebuild", process.stderr)
                        self.assertEqual(self.state(), before)
                    if name.endswith(".seg"):
                        self.assertEqual(self.zhiheng("rebuild").returncode, 0)
                        self.assertEqual((segments / name).read_bytes(), whole)
                    else:
                        (segments / name).write_bytes(whole)
                    self.assertEqual(self.cube("by_stage"), cube)

    def test_a_journal_that_was_cut_off(self):
        self.take(self.write("a.csv", self.GOOD))
        journal = pathlib.Path(self.workspace, "journal/intake.ndjson")
        whole = journal.read_bytes()
        self.take(self.write("b.csv", self.GOOD.replace("A", "B")))
        both = journal.read_bytes()
        for cut in (len(whole) + 1, len(whole) + 100, len(both) - 1):
            journal.write_bytes(both[:cut])  # a line without its end was never acknowledged
            self.assertEqual(len(json.loads(self.zhiheng("batches", "--format", "json").stdout)), 1)
        self.assertEqual(self.take(self.write("b.csv", self.GOOD.replace("A", "B")))["batch"], "sample-2")
        self.assertEqual(len(json.loads(self.zhiheng("batches", "--format", "json").stdout)), 2)


def is_open(pid, path):
    """Whether the process has the file open."""
    try:
        return any(os.readlink(f"/proc/{pid}/fd/{fd}") == str(path) for fd in os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return False


def bytes_read(pid):
    """What the process has read so far, of all files; 0 when it is gone."""
    try:
        return int(pathlib.Path(f"/proc/{pid}/io").read_text().split()[1])
    except OSError:
        return 0


if __name__ == "__main__":
    unittest.main()
