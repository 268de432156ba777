"""The rows behind a cell, out of a folder and out of PostgreSQL."""
import csv
import io
import json
import os
import stat
import unittest

import test_records
from postgres import cluster
from program import run

VISITS = """title: {zh: 走访, en: Visits}
owner: market
domain: product
unit: 次
key: [no, part]
time: at
frequency: month
columns:
  no: {zh: 编号, en: Number, type: integer, required: true}
  part: {zh: 分项, en: Part, type: integer, required: true}
  at: {zh: 时间, en: At, type: time, required: true}
  person: {zh: 联系人, en: Person, personal: name}
  phone: {zh: 电话, en: Phone, personal: contact}
  again: {zh: 复访, en: Again, type: boolean}
  note: {zh: 备注, en: Note}
cubes:
  visits_by_day:
    title: {zh: 按日, en: By day}
    by: [{day: {of: date(at), zh: 日, en: Day}}, {late: {of: hour(at) >= 18, zh: 晚, en: Late}}]
    where: note <> '废'
    sums: {visits: 1}
"""


class Rows(unittest.TestCase):
    GOOD = test_records.Records.GOOD
    write = test_records.Records.write

    def setUp(self):
        test_records.Records.setUp(self)
        self.write("catalog/datasets/visit.yaml", VISITS)
        _, self.url = cluster().fresh()

    def tearDown(self):
        test_records.Records.tearDown(self)

    def at(self, store, *arguments):
        where = ("--store", self.url) if store == "base" else ("--workspace", self.workspace)
        return run(*arguments, *where, ZHIHENG_HOME=self.home)

    def take(self, dataset, name, text, *more):
        path = self.write(name, text)
        for store in ("folder", "base"):
            process = self.at(store, "import", dataset, path, "--district", "test", *more)
            self.assertEqual(process.returncode, 0, process.stderr)

    def answers(self, *arguments):
        """What both stores say, byte by byte."""
        folder, base = (self.at(store, "rows", *arguments) for store in ("folder", "base"))
        self.assertEqual(folder.returncode, 0, folder.stderr)
        self.assertEqual((base.returncode, base.stdout), (0, folder.stdout), base.stderr)
        return folder.stdout

    def rows(self, *arguments):
        return json.loads(self.answers(*arguments, "--format", "json"))

    def refused(self, code, *arguments):
        for store in ("folder", "base"):
            process = self.at(store, "rows", *arguments)
            self.assertEqual(process.returncode, 2, process.stdout)
            self.assertIn(f"[{code}]", process.stderr)

    def take_samples(self):
        self.take("firm", "firms.csv", "代码,规模\nF1,大\nF2,小\n")
        self.take("sample", "a.csv", self.GOOD.replace("实测值", "实测值,单位").replace("1.50\r", "1.50,F1\r").replace(",2\r", ",2,F2\r").replace("合格,\r", "合格,,\r"))
        self.take("sample", "b.csv", "编号,抽样日期,街镇,环节,结论,实测值\nA1,2020-03-01,红镇,流通,不合格,7.25\nB1,2021-01-05,蓝镇,生产,合格,3\n", "--simulated")

    def test_every_cell_has_as_many_rows_as_it_counts(self):
        self.take_samples()
        cells = 0
        for cube in json.loads(self.at("folder", "cubes", "sample", "--format", "json").stdout):
            for cell in cube["cells"]:
                said = [f"--cell={k}={'' if v is None else v}" for k, v in cell.items() if k in ("year", "stage", "size", "town")]
                answer = self.rows("sample", "--cube", cube["cube"], *said)
                self.assertEqual((answer["count"], len(answer["rows"])), (cell["_rows"], cell["_rows"]), (cell, answer))
                cells += 1
        self.assertGreater(cells, 6)

    def test_rows_say_where_they_came_from(self):
        self.take_samples()
        answer = self.rows("sample", "--cube", "by_stage", "--cell", "stage=流通")
        self.assertEqual([(r["_batch"], r["_file"], r["_line"], r["no"], r["value"]) for r in answer["rows"]],
                         [("sample-2", "a.csv", 3, "A2", "2.00"), ("sample-3", "b.csv", 2, "A1", "7.25")])
        self.assertEqual([r.get("_simulated") for r in answer["rows"]], [None, True])
        self.assertTrue(answer["simulated"])
        self.assertIsNone(answer["rows"][1]["reported_on"])

    def test_conditions_columns_and_limits(self):
        self.take_samples()
        answer = self.rows("sample", "--where", "firm.size = '小' or value > 3", "--columns", "no,town")
        self.assertEqual([list(r) for r in answer["rows"]][0], ["_batch", "_file", "_line", "no", "town"])
        self.assertEqual([r["no"] for r in answer["rows"]], ["A2", "A1"])
        answer = self.rows("sample", "--cube", "by_town", "--cell", "town=hong", "--where", "value > 1 or true", "--limit", "1")
        self.assertEqual((answer["count"], len(answer["rows"])), (2, 1))
        self.assertEqual(self.rows("sample", "--where", "value > 1000")["rows"], [])
        text = self.answers("sample", "--limit", "2")
        self.assertIn("4 行 rows", text)
        self.assertIn("红镇", text)
        self.assertIn("前 2 行", text)

    def test_withdrawn_and_replaced_rows_are_not_shown(self):
        self.take_samples()
        self.assertEqual(self.rows("sample", "--where", "no = 'A1'")["rows"][0]["_batch"], "sample-3")
        for store in ("folder", "base"):
            self.at(store, "withdraw", "sample-3", "--reason", "误报", "--by", "li")
        self.assertEqual([r["_batch"] for r in self.rows("sample", "--where", "no = 'A1'")["rows"]], ["sample-2"])
        for store in ("folder", "base"):
            self.at(store, "withdraw", "sample-2", "--reason", "误报", "--by", "li")
        self.assertEqual(self.rows("sample")["rows"], [])
        self.assertIn("0 行", self.answers("sample"))

    VISITS = ("编号,分项,时间,联系人,电话,复访,备注\n"
              "1,1,2020-05-01 08:30:00,王小明,13800138000,是,=1+1\n"
              "1,2,2020-05-01 19:00:00,李四,,否,\"逗号,引号\"\"\"\n"
              "2,1,2020-05-02 20:15:30,,,,-5\n"
              "3,1,2020-05-02 20:15:30,赵六,021-1,否,废\n")

    def test_personal_values_stay_covered_and_csv_is_no_formula(self):
        self.take("visit", "v.csv", self.VISITS)
        text = self.answers("visit", "--format", "csv")
        self.assertTrue(text.startswith("\ufeff批次 Batch,"))
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
        self.assertEqual([r["备注"] for r in rows], ["'=1+1", '逗号,引号"', "-5", "废"])
        self.assertEqual([r["联系人"] for r in rows], ["王***", "李***", "", "赵***"])
        self.assertEqual([r["电话"] for r in rows], ["1***", "", "", "0***"])
        self.assertEqual([r["复访"] for r in rows], ["是", "否", "", "否"])
        for form in ("text", "json", "csv"):
            output = self.answers("visit", "--format", form)
            for secret in ("小明", "13800138000", "李四"):
                self.assertNotIn(secret, output)

    def test_dimensions_of_every_type(self):
        self.take("visit", "v.csv", self.VISITS)
        self.assertEqual([r["note"] for r in self.rows("visit", "--cube", "visits_by_day", "--cell", "day=2020-05-02")["rows"]], ["-5"])
        answer = self.rows("visit", "--cube", "visits_by_day", "--cell", "late=false")
        self.assertEqual([(r["at"], r["again"]) for r in answer["rows"]], [("2020-05-01 08:30:00", True)])
        self.assertEqual(self.rows("visit", "--cube", "visits_by_day", "--cell", "day=")["rows"], [])

    def test_a_file_comes_whole_and_for_its_owner(self):
        self.take("visit", "v.csv", self.VISITS)
        path = os.path.join(self.home, "out.csv")
        process = self.at("folder", "rows", "visit", "--format", "csv", "--out", path)
        self.assertEqual((process.returncode, process.stdout), (0, ""))
        with open(path, encoding="utf-8") as file:
            self.assertEqual(len(file.readlines()), 5)
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        process = self.at("folder", "rows", "visit", "--out", os.path.join(self.home, "none", "out.csv"))
        self.assertEqual(process.returncode, 3)
        self.assertEqual([n for n in os.listdir(self.home) if ".new-" in n], [])

    def test_mistakes_are_named(self):
        self.take_samples()
        self.refused("dataset.unknown", "sampel")
        self.refused("rows.unknown-cube", "sample", "--cube", "by_twon")
        self.refused("rows.unknown-dimension", "sample", "--cube", "by_stage", "--cell", "town=hong")
        self.refused("rows.not-a-cell", "sample", "--cube", "by_stage", "--cell", "2020")
        self.refused("rows.not-a-value", "sample", "--cube", "by_stage", "--cell", "year=zwanzig")
        self.refused("rows.not-a-value", "sample", "--cube", "by_stage", "--cell", "stage=销售")
        self.refused("rows.unknown-column", "sample", "--columns", "no,nummer")
        self.refused("formula.unknown-column", "sample", "--where", "vlaue > 1")
        self.refused("formula.syntax", "sample", "--where", "value > 1) or (value < 2")
        self.refused("rows.not-a-condition", "sample", "--where", "value + 1")
        self.refused("formula.no-sql", "sample", "--where", "reported_on > workdays(sampled_on, 20)")
        self.refused("cli.usage", "sample", "--cell", "town=hong")


if __name__ == "__main__":
    unittest.main()
