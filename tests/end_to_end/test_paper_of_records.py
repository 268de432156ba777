"""The white paper from simulated records of Minhang 2020 is the one from published totals, but for where its figures come from."""
import json

from postgres import cluster
from program import TemporaryFolder, run


def shown(cell):
    return [cell.get(key) for key in ("text", "value") if isinstance(cell, dict)] if isinstance(cell, dict) else cell


class PaperOfRecords(TemporaryFolder):
    def paper(self, out, *more):
        process = run("report", "white-paper", "minhang", "2020", "--out", self.folder / out, "--formats", "json", *more)
        self.assertEqual(process.returncode, 0, process.stderr)
        return json.loads((self.folder / out / "white-paper.json").read_text(encoding="utf-8"))

    def take_in(self, *store):
        for file in sorted((self.folder / "records").glob("*.csv")):
            process = run("import", file.stem, file, *store, "--district", "minhang", "--simulated", "--format", "json")
            self.assertEqual(process.returncode, 0, process.stdout + process.stderr)
            self.assertEqual(json.loads(process.stdout)[0]["rejected"], 0, file)

    def test_every_table_but_those_of_sources_is_the_same(self):
        process = run("simulate", "minhang", "2020", "--out", self.folder / "records")
        self.assertEqual(process.returncode, 0, process.stderr)
        self.take_in("--workspace", self.folder / "ws")
        published, computed = self.paper("published"), self.paper("computed", "--workspace", self.folder / "ws")
        self.assertFalse(published["simulated"])
        self.assertTrue(computed["simulated"])
        self.assertEqual(len(published["tables"]), len(computed["tables"]))
        different = [a["title"] for a, b in zip(published["tables"], computed["tables"])
                     if [[shown(c) for c in row] for row in a["rows"]] != [[shown(c) for c in row] for row in b["rows"]]]
        # What is left says where figures come from: the findings' places and the list of source files.
        self.assertEqual(different, [t["title"] for t in published["tables"][-3:] if t["title"] in different])
        self.assertLessEqual(len(different), 3)
        words = [block.get("text") for block in published["text"]]
        self.assertEqual([w for w in words if w not in [b.get("text") for b in computed["text"]] and w and "模拟" not in w and ".csv" not in w], [])
        lineage = json.dumps(computed["lineage"], ensure_ascii=False)
        self.assertIn("明细 food_sample-", lineage)
        _, url = cluster().fresh()
        self.take_in("--store", url)
        in_database = self.paper("in_database", "--store", url)
        self.assertEqual({**in_database, "made": None}, {**computed, "made": None})
