"""Every kind of bad input: file:line:column, code, exit code, both languages, and the former output untouched."""
import os
import pathlib
import re
import signal
import subprocess
import time
import unittest

from program import PROGRAM, ROOT, TemporaryFolder, environment, files_of, mistakes, report, run

BAD_INPUT, SURROUNDINGS = 2, 3
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Spoiled(TemporaryFolder):
    """A copy of a pack, a former output, and what a run on the spoiled copy says."""

    def setUp(self):
        super().setUp()
        self.pack = self.copy_pack()
        self.out = self.folder / "paper"
        first = report(self.pack, 2023, self.out, "json")
        self.assertEqual(first.returncode, 0, first.stderr)
        self.former = files_of(self.out)

    def spoil(self, path, old, new):
        file = self.pack / path
        text = file.read_text(encoding="utf-8")
        self.assertIn(old, text)
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, path, text):
        file = self.pack / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def refused(self, process, code, place, exit_code=BAD_INPUT, words=()):
        """This mistake is among those told; nothing of the former output has changed."""
        found = mistakes(process)
        self.assertEqual(process.returncode, exit_code, process.stderr)
        self.assertIn((place, code), [(m.place, m.code) for m in found], process.stderr)
        mistake = next(m for m in found if (m.place, m.code) == (place, code))
        self.assertRegex(mistake.zh, CHINESE)
        self.assertRegex(mistake.en, r"[a-z]{2}")
        for word in words:
            self.assertIn(word, mistake.zh + mistake.en)
        self.untouched()
        return found

    def untouched(self):
        self.assertEqual(files_of(self.out), self.former)
        self.assertEqual([p.name for p in self.folder.iterdir() if ".new-" in p.name], [])

    def make(self, formats="html,docx,xlsx"):
        return report(self.pack, 2023, self.out, formats)

    def check(self, code, path, position, words=(), only=True):
        place = f"{self.pack / path}{position}"
        found = self.refused(self.make(), code, place, words=words)
        if only:
            self.assertEqual(len(found), 1, [(m.place, m.code) for m in found])


class Asked(Spoiled):
    def test_unknown_district(self):
        self.refused(report("nowhere", 2023, self.out), "district.unknown", "", words=["nowhere", "minhang"])
        self.refused(report(self.folder / "gone", 2023, self.out), "district.unknown", "")

    def test_unknown_year(self):
        self.refused(report(self.pack, 2031, self.out), "report.unknown-year", f"{self.pack}/district.yaml", words=["2023"])

    def test_unknown_report(self):
        self.refused(report(self.pack, 2023, self.out, report_name="blue-paper"), "report.unknown", "", words=["white-paper"])

    def test_unknown_format(self):
        self.refused(report(self.pack, 2023, self.out, "html,odt"), "report.bad-format", "", words=["odt", "docx"])

    def test_wrong_usage(self):
        process = run("report", "white-paper", self.pack, "--out", self.out)
        self.assertEqual(process.returncode, BAD_INPUT)
        self.assertIn("[cli.usage]", process.stderr)
        self.untouched()


class Definitions(Spoiled):
    def test_malformed_yaml(self):
        self.spoil("district.yaml", "areas: town", "areas: [town")
        self.refused(self.make(), "yaml.syntax", mistakes(self.make())[0].place)
        self.assertRegex(mistakes(self.make())[0].place, rf"^{re.escape(str(self.pack))}/district\.yaml:\d+:\d+$")

    def test_unknown_key(self):
        self.spoil("indicators/consumer.yaml", "kind: count, unit: 件", "kind: count, colour: red, unit: 件")
        self.check("yaml.unknown-key", "indicators/consumer.yaml", ":3:111", ["colour"])

    def test_key_twice(self):
        self.spoil("district.yaml", "areas: town", "areas: town\nareas: town")
        self.check("yaml.duplicate-key", "district.yaml", ":7:1", only=False)

    def test_formula_that_refers_to_nothing(self):
        self.spoil("indicators/consumer.yaml", "denominator: consumer.brought", "denominator: consumer.bought")
        self.check("catalog.unknown-indicator", "indicators/consumer.yaml", ":5:24", ["consumer.bought"])

    def test_formula_that_fails(self):
        self.add("indicators/more.yaml", 'consumer.odd: {title: {zh: 怪, en: Odd}, kind: count, unit: 件, owner: market-regulation, '
                 'formula: "consumer.points +* consumer.brought"}\n')
        self.spoil("reports/white-paper/consumer-rights.md", "全年为", "{{ consumer.odd }}。全年为")
        self.check("indicator.formula-failed", "indicators/more.yaml", ":1:15", ["consumer.points"])

    def test_condition_that_fails(self):
        self.spoil("reports/white-paper/consumer-rights.md", "全年为", "{{ food_sampling.passed where stagge = 'catering' }}。全年为")
        found = mistakes(self.make())
        self.assertEqual([m.code for m in found], ["sql.failed"])
        self.assertIn("stagge", found[0].en + found[0].zh)
        self.untouched()


class Figures(Spoiled):
    FOOD = "data/food_sampling.csv"

    def test_missing_column(self):
        self.spoil(self.FOOD, ",passed,", ",past,")
        self.check("data.missing-column", self.FOOD, ":1:1", ["passed"], only=False)

    def test_missing_source_and_note_columns(self):
        self.spoil("data/food_licence.csv", ",source,status,note", ",status,note")
        self.refused(self.make(), "data.missing-column", f"{self.pack}/data/food_licence.csv:1:1", words=["source"])

    def test_too_few_cells(self):
        self.spoil(self.FOOD, "2023,production,40,40,60,100,100,100.00,模拟表5,,", "2023,production,40,40,60")
        self.check("csv.cell-count", self.FOOD, ":6:23", only=False)

    def test_text_where_a_number_belongs(self):
        self.spoil(self.FOOD, "2023,production,40,40,", "2023,production,40,四十,")
        self.check("data.not-number", self.FOOD, ":6:20", ["四十"])

    def test_unknown_code(self):
        self.spoil(self.FOOD, "2023,catering", "2023,canteen")
        self.check("data.unknown-code", self.FOOD, ":8:6", ["canteen", "catering"])

    def test_duplicate_row(self):
        self.spoil(self.FOOD, "2023,circulation,300", "2023,production,300")
        self.check("data.duplicate-row", self.FOOD, ":7:1")

    def test_not_utf8(self):
        file = self.pack / self.FOOD
        file.write_bytes(file.read_text(encoding="utf-8").encode("gbk"))
        self.check("csv.encoding", self.FOOD, ":2:40", ["UTF-8"], only=False)

    def test_unknown_indicator(self):
        self.spoil("data/reported/quality.csv", "food.quick_pass_rate", "food.quik_pass_rate")
        self.check("data.unknown-indicator", "data/reported/quality.csv", ":10:1", ["food.quick_pass_rate"])

    def test_file_of_no_cube(self):
        self.add("data/foot_sampling.csv", "year,source,status,note\n")
        self.check("data.unknown-file", "data/foot_sampling.csv", "")

    def test_all_mistakes_are_told_at_once(self):
        self.spoil(self.FOOD, "2023,production,40,40,", "2023,production,40,四十,")
        self.spoil(self.FOOD, "2023,catering", "2023,canteen")
        self.spoil("data/food_licence.csv", "2023,production,48", "2023,production,-")
        process = self.make()
        self.assertEqual(sorted(m.code for m in mistakes(process)), ["data.not-number", "data.not-number", "data.unknown-code"])
        self.assertIn("3 处错误", process.stderr)
        self.untouched()


class Sentences(Spoiled):
    TEMPLATE = "reports/white-paper/consumer-rights.md"

    def begin(self, words):
        self.spoil(self.TEMPLATE, "全年为", words + "全年为")

    def test_typed_number(self):
        self.begin("共120件。")
        self.check("template.unbound-number", self.TEMPLATE, ":1:4", ["120"])

    def test_unknown_id(self):
        self.begin("共{{ consumer.point }}。")
        self.check("binding.unknown", self.TEMPLATE, ":1:4", ["consumer.points"])

    def test_no_value(self):
        self.begin("共{{ consumer.points @-3 }}。")
        self.check("binding.no-value", self.TEMPLATE, ":1:4", ["2020"])

    def test_value_that_went_missing(self):
        self.spoil("data/reported/quality.csv", "consumer.settled,,2023,276,,模拟正文,,\n", "")
        self.spoil("data/reported/quality.csv", "consumer.settled_rate,,2023,86.3,,模拟正文,,\n", "")
        found = self.refused(self.make(), "binding.no-value", f"{self.pack / self.TEMPLATE}:6:52")
        self.assertEqual([m.code for m in found], ["binding.no-value"] * 2)

    def test_unknown_reference(self):
        self.begin("见{{ @food-samplings }}。")
        self.check("reference.unknown", self.TEMPLATE, ":1:4", ["food-samplings"])

    def test_unclosed_box(self):
        self.spoil(self.TEMPLATE, "办理。\n:::", "办理。")
        self.check("template.unclosed", self.TEMPLATE, ":3:1", ["case"])

    def test_file_that_nothing_includes(self):
        self.add("reports/white-paper/consumer-right.md", "甲\n")
        self.check("report.unused-file", "reports/white-paper/consumer-right.md", "")


class Surroundings(Spoiled):
    def test_file_in_the_place_of_the_folder(self):
        taken = self.folder / "taken"
        taken.write_text("mine", encoding="utf-8")
        self.refused(report(self.pack, 2023, taken, "json"), "out.not-ours", str(taken))
        self.assertEqual(taken.read_text(encoding="utf-8"), "mine")

    def test_file_in_the_place_of_the_folder_above(self):
        taken = self.folder / "taken"
        taken.write_text("mine", encoding="utf-8")
        self.refused(report(self.pack, 2023, taken / "paper", "json"), "file.unwritable", str(taken / "paper"), SURROUNDINGS)

    def test_folder_of_somebody_else(self):
        theirs = self.folder / "theirs"
        theirs.mkdir()
        (theirs / "thesis.txt").write_text("years of work", encoding="utf-8")
        self.refused(report(self.pack, 2023, theirs, "json"), "out.not-ours", str(theirs), words=["white-paper.json"])
        self.assertEqual([p.name for p in theirs.iterdir()], ["thesis.txt"])

    def test_empty_folder_is_taken(self):
        empty = self.folder / "empty"
        empty.mkdir()
        self.assertEqual(report(self.pack, 2023, empty, "json").returncode, 0)
        self.assertIn("white-paper.json", files_of(empty))

    def test_full_disk(self):
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk], capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("a small disk can only be mounted as root")
        self.addCleanup(subprocess.run, ["umount", disk], check=False)
        out = disk / "paper"
        self.assertEqual(report(self.pack, 2023, out, "json").returncode, 0)
        former = files_of(out)
        for formats in ["html", "html,docx,xlsx"]:
            process = report(self.pack, 2023, out, formats)
            self.assertEqual(process.returncode, SURROUNDINGS, process.stderr)
            self.assertEqual({m.code for m in mistakes(process)}, {"file.unwritable"}, process.stderr)
            self.assertIn("No space left", process.stderr)
            self.assertEqual(files_of(disk), {f"paper/{name}": content for name, content in former.items()})

    def test_full_disk_for_each_office_file(self):
        disk = self.folder / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk], capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("a small disk can only be mounted as root")
        self.addCleanup(subprocess.run, ["umount", disk], check=False)
        for formats in ["docx", "xlsx"]:
            out = disk / formats
            filler = disk / "filler"
            # Room for the data of the paper but not for the office file.
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            filler.write_bytes(b"x" * (free - (len(self.former["white-paper.json"]) + 16000)))
            process = report(self.pack, 2023, out, formats)
            self.assertEqual(process.returncode, SURROUNDINGS, (formats, process.stderr))
            self.assertTrue(all(CHINESE.search(m.zh) for m in mistakes(process)))
            self.assertFalse(out.exists())
            filler.unlink()

    def interrupt(self, signal_number):
        """Ends a run when it has begun to write; its return code."""
        process = subprocess.Popen([PROGRAM, "report", "white-paper", "minhang", "2020", "--out", self.out, "--formats", "html,docx,xlsx"],
                                   cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        with process:
            while process.poll() is None and not any(".new-" in p.name for p in self.folder.iterdir()):
                time.sleep(0.002)
            time.sleep(0.02)
            process.send_signal(signal_number)
            _, errors = process.communicate(timeout=60)
        self.assertIn("[cli.interrupted]", errors)
        return process.returncode

    def test_interrupted(self):
        for number in [signal.SIGINT, signal.SIGTERM]:
            self.assertEqual(self.interrupt(number), 128 + number)
            self.untouched()

    def test_killed(self):
        """Nothing can be tidied up then, but the former output is still there."""
        process = subprocess.Popen([PROGRAM, "report", "white-paper", "minhang", "2020", "--out", self.out, "--formats", "html,docx,xlsx"],
                                   cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with process:
            while process.poll() is None and not any(".new-" in p.name for p in self.folder.iterdir()):
                time.sleep(0.002)
            process.kill()
        self.assertEqual(files_of(self.out), self.former)


class Untouched(unittest.TestCase):
    def test_pack_is_read_only_for_the_program(self):
        """A run changes nothing in the pack or the catalog."""
        before = {p: p.stat().st_mtime_ns for p in pathlib.Path(ROOT / "tests/packs").rglob("*")}
        self.assertEqual(run("check", "tests/packs/yunxi/").returncode, 0)
        self.assertEqual({p: p.stat().st_mtime_ns for p in pathlib.Path(ROOT / "tests/packs").rglob("*")}, before)
