"""The white paper of Minhang for 2020, against the source it was written from."""
import pathlib
import re
import shutil
import tempfile
import unittest

from program import ROOT, files_of, load, report

# Titles of the 44 tables of the published paper, without the words for year and district, which the text repeats.
SOURCE_TABLES = """主要经济指标完成情况
四大园区规上工业总产值完成情况
战略性新兴产业（制造业部分）产值情况
产品质量监督抽查情况
生产领域产品质量监督性抽查情况
流通领域产品质量监督性抽查情况
食品生产经营企业许可证持证情况
食品经营许可经营主体情况
食品抽检情况
药品、化妆品、医疗器械抽查情况
地产农产品三品认证情况
各级农业产业化龙头企业汇总表
地产农产品质量安全监测情况
蔬菜标准园名录汇总表
经济作物标准园名录汇总表
在用特种设备情况
特种设备办理业务情况
餐饮服务单位量化等级评定情况
餐饮服务单位监督结果公示情况
药品、化妆品、医疗器械监管情况
药品、化妆品不良反应监测情况
投诉举报受理情况
建筑节能工程实施情况
工程质量创优情况
规模以上文化创意产业分行业情况表
商贸服务业情况
旅游业情况
规模以上科技服务业企业情况表
养老服务情况
邻里中心建设数据
环境质量主要指标情况
公共出行建设对比情况
居住环境相关情况
荣获上海市重点产品质量攻关成果奖项目
鼓励企业高质量发展政策一览表
政府质量奖获奖名单
入选首批“上海标准”项目名单
区级标准清单
标准化示范试点立项一览表
落实上海“四大品牌”战略
入选上海市重点商标名录一览表
“一镇一品”项目列表
新虹街道医美行业清单
中国医美行业相关法律法规及代表性事件一览表""".splitlines()


class Minhang(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="zhiheng-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.process = report("minhang", 2020, cls.folder / "first")
        if cls.process.returncode != 0:
            raise AssertionError(cls.process.stderr)
        cls.data = load(cls.folder / "first/white-paper.json")
        cls.tables = {t["id"]: t for t in cls.data["tables"]}

    def rows(self, table):
        """Rows of a table by their label, as texts."""
        return {row[0]["text"]: [cell["text"] for cell in row[1:]] for row in self.tables[table]["rows"]}

    def cell(self, table, row, column):
        columns = self.tables[table]["columns"]
        for cells in self.tables[table]["rows"]:
            if cells[0]["text"] == row:
                return cells[columns.index(column)]
        self.fail(f"{table} has no row {row}")

    def test_every_table_of_the_source(self):
        self.assertEqual(len(SOURCE_TABLES), 44)
        titles = [t["title"] for t in self.data["tables"]]
        for words in SOURCE_TABLES:
            self.assertTrue(any(title.endswith(words) for title in titles), words)
        self.assertGreaterEqual(len(titles), 51)  # and those of the special parts and the annexes

    def test_tables_are_numbered_through_the_paper(self):
        self.assertEqual([t["number"] for t in self.data["tables"]], list(range(1, len(self.data["tables"]) + 1)))

    def test_food_total_is_computed_and_the_published_rate_kept_beside_it(self):
        self.assertEqual(self.cell("food-sampling", "合计", "合格件数")["text"], "7163")
        rate = self.cell("food-sampling", "合计", "合格率（%）")
        self.assertEqual(rate["text"], "98.62")
        self.assertEqual(rate["published"], "98.91%")
        self.assertNotIn("published", self.cell("food-sampling", "流通", "合格率（%）"))

    def test_complaints(self):
        rows = self.rows("complaints-by-channel")
        self.assertEqual(rows["公诉平台"], ["13601", "7036", "6732", "27369", "11192", "4724", "6464", "22380", "-18.2"])
        self.assertEqual(rows["全国12315"], ["20482", "4557", "0", "25039", "26601", "10830", "0", "37431", "49.5"])
        self.assertEqual(rows["区局投诉举报合计"],
                         ["34083", "11593", "6732", "54010", "37793", "15554", "6464", "60939", "12.8"])
        # Contained in the other channels: shown, not added.
        self.assertEqual(rows["其中：12345市民热线"][3], "21583")

    def test_changes_of_the_environment(self):
        rows = self.rows("ecology-quality")
        known = {"AQI优良率": "+5.3个百分点", "二氧化硫": "-14.3%", "二氧化氮": "-11.9%", "一氧化碳": "持平", "臭氧": "+0.6%",
                 "PM10": "-8.9%", "PM2.5": "-11.1%", "断面达标率": "+2.7个百分点",
                 "昼间": "-0.9分贝", "夜间": "+0.7分贝"}
        for words, change in known.items():
            label = next(l for l in rows if words in l)
            self.assertEqual(rows[label][-1], change, label)

    def test_every_number_has_a_lineage_down_to_the_line_of_a_file(self):
        self.assertGreater(len(self.data["numbers"]), 1500)
        lengths = {}
        for number in self.data["numbers"]:
            self.assertIn(number["lineage"], self.data["lineage"], number)
            lineage = self.data["lineage"][number["lineage"]]
            self.assertTrue(lineage["inputs"], number)
            self.assertTrue(lineage["owner"], number)
            for entry in lineage["inputs"]:
                self.assertRegex(entry["lines"], r"^\d+(-\d+)?(, \d+(-\d+)?)*$", number)
                path = ROOT / entry["path"]
                if path not in lengths:
                    lengths[path] = len(path.read_text(encoding="utf-8").splitlines())
                self.assertLessEqual(max(int(n) for n in re.findall(r"\d+", entry["lines"])), lengths[path], number)

    def test_a_reported_number_stands_in_the_line_that_its_lineage_names(self):
        checked = 0
        for number in self.data["numbers"]:
            lineage = self.data["lineage"][number["lineage"]]
            if lineage["method"] != "reported" or len(lineage["inputs"]) != 1 or "/reported/" not in lineage["inputs"][0]["path"]:
                continue
            if lineage["exact"] is None or not lineage["inputs"][0]["lines"].isdigit():
                continue
            entry = lineage["inputs"][0]
            line = (ROOT / entry["path"]).read_text(encoding="utf-8").splitlines()[int(entry["lines"]) - 1]
            values = [float(c) for c in line.split(",") if re.fullmatch(r"-?\d+(\.\d+)?", c)]
            self.assertIn(float(lineage["exact"]), values, (number, line))
            checked += 1
        self.assertGreater(checked, 300)

    def test_findings_are_the_same_in_both_files(self):
        findings = load(self.folder / "first/findings.json")
        self.assertEqual(findings["findings"], self.data["findings"])
        ids = [f["id"] for f in self.data["findings"]]
        self.assertEqual(len(ids), len(set(ids)))
        for finding in self.data["findings"]:
            if finding["lineage"]:
                self.assertIn(finding["lineage"], self.data["lineage"], finding)

    def test_known_contradictions_are_found(self):
        """Each is in the published paper."""
        found = {(f["published"], f["computed"]) for f in self.data["findings"]}
        for pair in [("98.91%", "98.62%"), ("99.6%", "99.2%"), ("88%", "89%"), ("85.6件", "87.0件"), ("1658户", "1694户")]:
            self.assertIn(pair, found)

    def test_nothing_was_left_out(self):
        self.assertEqual(self.data["omitted"], [])

    def test_two_runs_give_the_same_bytes(self):
        self.assertEqual(report("minhang", 2020, self.folder / "second").returncode, 0)
        first, second = files_of(self.folder / "first"), files_of(self.folder / "second")
        self.assertEqual(sorted(first), ["audit.json", "findings.json", "white-paper.docx", "white-paper.html",
                                         "white-paper.json", "white-paper.xlsx"])
        for name, content in first.items():
            self.assertEqual(content, second[name], name)
