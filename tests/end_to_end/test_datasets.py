"""Datasets: listed, shown, their forms, and mistakes in their files."""
import json
import re
import unittest
import zipfile

from program import TemporaryFolder, mistakes, run

DATASET = """title: {zh: 巡查记录, en: Visits}
owner: market-regulation
domain: food
unit: 次
key: visit_no
time: visited_on
frequency: month
columns:
  visit_no: {zh: 巡查编号, en: Visit, pattern: "V[0-9]{4}", example: V0001}
  visited_on: {zh: 巡查日期, en: Visited on, type: date, required: true, min: 2015-01-01}
  town: {zh: 街镇, en: Town, codes: area, required: true}
  stage: {zh: 环节, en: Stage, codes: food_stage}
  phone: {zh: 联系电话, en: Phone, type: phone, personal: contact}
  dose: {zh: 剂量, en: Dose, type: decimal, decimals: 2, unit: mg, min: 0, max: 10}
checks:
  future: {zh: 编号为空的巡查, en: No number, when: visit_no is null, level: warning, remedy: {zh: 补填, en: fill in}}
against_last:
  volume: {zh: 次数变动过大, en: Unusual number, change: 50%}
cubes:
  visit_towns: {title: {zh: 各街镇巡查, en: Visits by town}, by: [year(visited_on), town], sums: {visits: 1}}
"""


class Datasets(TemporaryFolder):
    """A pack with one dataset of its own."""

    def setUp(self):
        super().setUp()
        self.pack = self.copy_pack()
        (self.pack / "datasets").mkdir(exist_ok=True)
        self.write(DATASET)

    def write(self, text):
        (self.pack / "datasets/visit.yaml").write_text(text, encoding="utf-8")

    def done(self, *arguments):
        process = run(*arguments)
        self.assertEqual(process.returncode, 0, process.stderr)
        return process.stdout

    def test_list(self):
        for arguments in [[self.pack], ["--district", self.pack]]:
            items = json.loads(self.done("list", "datasets", *arguments, "--format", "json"))
            visit = next(i for i in items if i["id"] == "visit")
            self.assertEqual((visit["zh"], visit["columns"], visit["cubes"]), ("巡查记录", "6", "1"))

    def test_show_in_text(self):
        for arguments in [[self.pack, "visit"], [self.pack, "dataset", "visit"], ["dataset", "visit", "--district", self.pack]]:
            text = self.done("show", *arguments)
            for words in ["巡查记录 Visits", "visit_no", "键 key", "必填 required", "food_stage", "联系方式 contact", "每月 monthly",
                          "编号为空的巡查", "visit_no is null", "50%", "visit_towns", "year(visited_on)", "mg", "visit.yaml:1:1"]:
                self.assertIn(words, text)

    def test_show_in_json(self):
        shown = json.loads(self.done("show", self.pack, "dataset", "visit", "--format", "json"))
        columns = {c["id"]: c for c in shown["columns"]}
        self.assertTrue(columns["visit_no"]["key"] and columns["visit_no"]["required"])
        self.assertEqual(columns["dose"]["max"], "10.00")
        self.assertEqual(columns["town"]["codes"]["members"], len(columns["town"]["codes"]["values"]))
        self.assertEqual(columns["phone"]["personal"], "contact")
        self.assertEqual(shown["checks"][0]["level"], "warning")
        self.assertEqual(shown["against_last"][0]["change"], "50%")
        (cube,) = shown["cubes"]
        self.assertEqual([d["id"] for d in cube["by"]], ["year", "town"])
        self.assertEqual(cube["measures"][0], {"id": "visits", "title": {"zh": "次数", "en": "Number"}, "form": "sum", "formula": "1", "unit": "次"})
        self.assertRegex(shown["sha256"], "^[0-9a-f]{64}$")

    def test_show_refuses(self):
        for arguments, code in [(["dataset", "visits", "--district", self.pack], "dataset.unknown"),
                                ([self.pack, "visits"], "show.unknown"), (["a", self.pack, "visit"], "show.too-many-words")]:
            process = run("show", *arguments)
            self.assertEqual(process.returncode, 2)
            self.assertEqual([m.code for m in mistakes(process)], [code])

    def test_template(self):
        out = self.folder / "巡查.xlsx"
        self.assertIn("巡查记录", self.done("template", "visit", "--district", self.pack, "--out", out))
        with zipfile.ZipFile(out) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
            strings = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
            comments = book.read("xl/comments1.xml").decode()
        self.assertEqual(strings[:6], ["巡查编号", "巡查日期", "街镇", "环节", "联系电话", "剂量"])
        self.assertEqual(len(re.findall("<row ", sheet)), 1)
        self.assertEqual(len(re.findall("<dataValidation ", sheet)), 6)
        self.assertIn("V0001", comments)
        self.assertEqual([p.name for p in self.folder.iterdir() if "unfinished" in p.name], [])

    def test_template_where_none_can_be(self):
        process = run("template", "visit", "--district", self.pack, "--out", self.folder / "none/a.xlsx")
        self.assertEqual(process.returncode, 3)
        self.assertIn("[xlsx.write_failed]", process.stderr)
        process = run("template", "visit", "--district", "nowhere")
        self.assertEqual([m.code for m in mistakes(process)], ["district.unknown"])

    def test_mistakes_have_places(self):
        for old, new, place, code in [
                ("codes: food_stage", "codes: food_stages", "datasets/visit.yaml:12:3", "catalog.unknown-code-list"),
                ("example: V0001", "example: W0001", "datasets/visit.yaml:9:3", "dataset.bad-example"),
                ("when: visit_no is null", "when: visit_no", "datasets/visit.yaml:16:", "dataset.not-a-condition"),
                ("when: visit_no is null", "when: visit_nr is null", "datasets/visit.yaml:16:", "formula.unknown-column"),
                ("owner: market-regulation", "owner: market-regulations", "datasets/visit.yaml:1:1", "catalog.unknown-owner")]:
            with self.subTest(new):
                self.assertIn(old, DATASET)
                self.write(DATASET.replace(old, new, 1))
                process = run("check", self.pack)
                self.assertEqual(process.returncode, 2, process.stdout)
                found = [m for m in mistakes(process) if m.code == code]
                self.assertTrue(found, process.stderr)
                self.assertIn(place, found[0].place)

    def test_completion_knows_datasets(self):
        text = self.done("completion", "bash")
        self.assertRegex(text, r'template\) .*--district')
        self.assertRegex(text, r'show\) .*\bdataset\b')


if __name__ == "__main__":
    unittest.main()
