"""The paper of a made-up district, compared with files under review in tests/golden/yunxi.

ZHIHENG_UPDATE_GOLDEN=1 writes them anew; look at `git diff tests/golden` before committing them.
"""
import difflib
import hashlib
import json
import os
import pathlib
import re
import zipfile

from program import ROOT, TemporaryFolder, load, report
from paper_text import paper_text

GOLDEN = ROOT / "tests/golden/yunxi"
OTHER_DISTRICT = ["闵行", "minhang", "莘庄", "虹桥", "浦江", "颛桥", "普陀"]


def without_checksums(data):
    """The same data with checksums left out: they are tested on their own, and change with every comment."""
    if isinstance(data, dict):
        return {k: without_checksums(v) for k, v in data.items() if k != "sha256"}
    return [without_checksums(v) for v in data] if isinstance(data, list) else data


def office_text(path):
    """All words of a DOCX or XLSX."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(n).decode("utf-8") for n in sorted(package.namelist()) if n.endswith(".xml")]
    return "\n".join(re.sub(r"<[^>]+>", "", part) for part in parts)


class Golden(TemporaryFolder):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maxDiff = None

    def setUp(self):
        super().setUp()
        self.out = self.folder / "paper"
        process = report("tests/packs/yunxi/", 2023, self.out)
        self.assertEqual(process.returncode, 0, process.stderr)
        self.data = load(self.out / "white-paper.json")
        self.text = paper_text((self.out / "white-paper.html").read_text(encoding="utf-8"))

    def compare(self, name, actual):
        path = GOLDEN / name
        if os.environ.get("ZHIHENG_UPDATE_GOLDEN") == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8")
        expected = path.read_text(encoding="utf-8") if path.exists() else ""
        if actual != expected:
            difference = difflib.unified_diff(expected.splitlines(), actual.splitlines(), "golden", "made", n=1, lineterm="")
            self.fail(f"{path.relative_to(ROOT)} differs; if the new one is right: ZHIHENG_UPDATE_GOLDEN=1\n"
                      + "\n".join(list(difference)[:60]))

    def test_words_of_the_paper(self):
        self.compare("white-paper.txt", re.sub(r"^(- \S+/\S+) [0-9a-f]{12}$", r"\1", self.text, flags=re.M))

    def test_data_of_the_paper(self):
        self.compare("white-paper.json", json.dumps(without_checksums(self.data), ensure_ascii=False, indent=1) + "\n")

    def test_checksums_are_of_the_files(self):
        self.assertGreater(len(self.data["generated_from"]), 5)
        inputs = list(self.data["generated_from"])
        for lineage in self.data["lineage"].values():
            inputs += lineage["inputs"]
        for entry in inputs:
            content = (ROOT / entry["path"]).read_bytes()
            self.assertEqual(entry["sha256"], hashlib.sha256(content).hexdigest(), entry["path"])

    def test_nothing_of_another_district(self):
        texts = {
            "html": (self.out / "white-paper.html").read_text(encoding="utf-8"),
            "json": (self.out / "white-paper.json").read_text(encoding="utf-8"),
            "docx": office_text(self.out / "white-paper.docx"),
            "xlsx": office_text(self.out / "white-paper.xlsx"),
        }
        for name, text in texts.items():
            for word in OTHER_DISTRICT:
                self.assertNotIn(word, text, name)
        # What was left out is listed by the titles of the shared template, one of which names a Shanghai standard.
        printed = self.text
        for title in self.data["omitted"]:
            printed = printed.replace(title, "")
        self.assertNotIn("上海", printed)

    def test_simulated_figures_say_so(self):
        self.assertTrue(self.data["simulated"])
        self.assertIn("模拟数据", self.text)
        self.assertIn("模拟数据", office_text(self.out / "white-paper.docx"))
        self.assertIn("模拟数据", office_text(self.out / "white-paper.xlsx"))

    def test_the_planted_contradiction_is_found(self):
        """The pack publishes a food pass rate of 98.80 whose parts give 98.46."""
        found = [f for f in self.data["findings"] if f["published"] == "98.80%"]
        self.assertEqual([f["computed"] for f in found], ["98.46%"])
        self.assertIn("98.46%", self.text)
        self.assertEqual(pathlib.Path(self.out / "findings.json").exists(), True)

    def test_certainty_in_every_format(self):
        """Appeals fell from 2410 to 2350, which is no more than chance; 1280 of 1300 samples passed."""
        raw = {}
        for name in ("docx", "xlsx"):
            with zipfile.ZipFile(self.out / f"white-paper.{name}") as package:
                raw[name] = "\n".join(package.read(n).decode("utf-8") for n in package.namelist() if n.endswith(".xml"))
        html = (self.out / "white-paper.html").read_text(encoding="utf-8")
        for words in ("无明显变化）", "97.64–99.00"):
            for name, text in (("html", html), ("docx", raw["docx"]), ("xlsx", raw["xlsx"])):
                self.assertIn(words, text, name)
        judged = [n["certainty"] for n in self.data["numbers"] if n.get("certainty", {}).get("kind") == "change"]
        appeals = [c for c in judged if (c["hits_before"], c["hits"]) == (2410, 2350)]
        self.assertEqual([(c["verdict"], round(c["p"], 4)) for c in appeals], [("not-shown", 0.3925)])  # binom.test(2350, 4760)
        self.assertTrue(any(n["certainty"]["n"] == 1300 and n["certainty"]["low"] == 97.64
                            for n in self.data["numbers"] if n.get("certainty", {}).get("kind") == "interval"))
        cells = [c for t in self.data["tables"] for r in t["rows"] for c in r if "certainty" in c]
        self.assertIn("-2.5（无明显变化）", [c["text"] for c in cells])

    def test_sections_without_data_are_listed(self):
        self.assertTrue(any(o.startswith("特种设备：") for o in self.data["omitted"]))
        self.assertIn("特种设备：没有", self.text)
