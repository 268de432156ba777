"""Made-up records of Minhang 2020: the published cells come out of them by a computation that is not the program's own."""
import collections
import csv
import hashlib
import json

from program import ROOT, TemporaryFolder, mistakes, run

DATA = ROOT / "districts/minhang/data"


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(cube, dimensions, measures, year="2020"):
    """Cells without totals; a value that was not published is none."""
    return {tuple(row[d] for d in dimensions): {m: row[m] for m in measures if row[m]}
            for row in rows_of(DATA / f"{cube}.csv") if row["year"] == year and "*" not in [row[d] for d in dimensions]}


def counted(rows, dimensions, conditions):
    cells = collections.defaultdict(collections.Counter)
    for row in rows:
        for measure, holds in conditions.items():
            cells[tuple(row[d] for d in dimensions)][measure] += bool(holds(row))
    return cells


class Simulate(TemporaryFolder):
    def simulate(self, *arguments, out="out"):
        process = run("simulate", "minhang", "2020", "--out", self.folder / out, *arguments)
        self.assertEqual(process.returncode, 0, process.stderr)
        return self.folder / out

    def compare(self, cube, rows, dimensions, conditions, scale=1):
        cells, wanted = counted(rows, dimensions, conditions), published(cube, dimensions, conditions)
        self.assertTrue(wanted, cube)
        for key, values in wanted.items():
            for measure, value in values.items():
                self.assertEqual(cells[key][measure], int(value) * scale, (cube, key, measure))
        self.assertEqual([k for k, c in cells.items() if sum(c.values()) and k not in wanted], [], cube)

    def check_cubes(self, out, scale=1):
        year = lambda row, column: row[column].startswith("2020")  # noqa: E731
        food = rows_of(out / "food_sample.csv")
        self.assertTrue(all(year(r, "tasked_on") for r in food))
        self.compare("food_sampling", food, ["stage"], {
            "planned": lambda r: r["plan"] == "city", "tested_plan": lambda r: r["plan"] == "city" and r["verdict"],
            "tested_own": lambda r: r["plan"] != "city" and r["verdict"], "passed": lambda r: r["verdict"] == "pass"}, scale)
        products = [r for r in rows_of(out / "product_sample.csv") if r["verdict"]]
        for field in ["production", "circulation"]:
            self.compare(f"product_{field}_sampling", [r for r in products if r["field"] == field], ["category"],
                         {"tested": lambda r: True, "passed": lambda r: r["verdict"] == "pass"}, scale)
        self.compare("drug_sampling", rows_of(out / "drug_sample.csv"), ["kind"], {
            "quick_tests": lambda r: r["way"] == "quick", "daily_checks": lambda r: r["way"] == "daily",
            "regular_samples": lambda r: r["way"] == "regular", "national_samples": lambda r: r["way"] == "national",
            "failed": lambda r: r["way"] != "quick" and r["verdict"] == "fail"}, scale)
        sources = [r for r in rows_of(out / "complaint_source.csv") if r["returned"] != "是"]
        self.compare("complaint_channel", sources, ["channel", "type"], {"cases": lambda r: True}, scale)
        self.compare("adr_report", rows_of(out / "adverse_reaction.csv"), ["product"], {
            "severe": lambda r: r["severity"] == "severe", "general": lambda r: r["severity"] == "general",
            "severe_new": lambda r: r["severity"] == "severe" and r["novel"] == "是",
            "general_new": lambda r: r["severity"] == "general" and r["novel"] == "是",
            "deaths": lambda r: r["death"] == "是", "alerts": lambda r: r["alert"] == "是"}, scale)
        rewards = collections.defaultdict(int)
        for row in rows_of(out / "quality_reward.csv"):
            rewards[(row["kind"],)] += round(float(row["amount"]) * 100)
        for key, values in published("policy_reward", ["kind"], ["amount"]).items():
            self.assertEqual(rewards[key], int(values["amount"]) * 100 * scale, key)

    def test_published_cells_come_out(self):
        out = self.simulate()
        self.check_cubes(out)
        summary = json.loads((out / "simulation.json").read_text(encoding="utf-8"))
        self.assertTrue(summary["simulated"])
        self.assertEqual([c for c, v in summary["cubes"].items() if v["not_reproduced"]], [])
        self.assertGreaterEqual(len(summary["cubes"]), 25)
        for file in summary["files"]:
            self.assertEqual(hashlib.sha256((out / file["file"]).read_bytes()).hexdigest(), file["sha256"], file["file"])
        # What rows point to is there; a case of the hotline is one of the platforms' too.
        subjects = {r["uscc"] for r in rows_of(out / "enterprise.csv")}
        self.assertTrue({r["enterprise"] for r in rows_of(out / "drug_sample.csv")} <= subjects)
        cases = {r["case_no"] for r in rows_of(out / "complaint.csv")}
        self.assertTrue({r["case_no"] for r in rows_of(out / "complaint_source.csv")} <= cases)
        self.assertEqual({r["equipment_no"] for r in rows_of(out / "equipment_stock.csv")},
                         {r["equipment_no"] for r in rows_of(out / "equipment.csv")})

    def test_scale_seed_and_faulty_rows(self):
        names = ["food_sample", "product_sample", "drug_sample", "complaint_source", "adverse_reaction", "quality_reward"]
        chosen = [a for n in names for a in ["--dataset", n]]
        self.check_cubes(self.simulate(*chosen, "--scale", 3), 3)
        one, same, other = (self.simulate("--dataset", "drug_sample", "--seed", seed, out=out)
                            for seed, out in [(5, "one"), (5, "same"), (6, "other")])
        text = (one / "drug_sample.csv").read_text(encoding="utf-8")
        self.assertEqual(text, (same / "drug_sample.csv").read_text(encoding="utf-8"))
        self.assertNotEqual(text, (other / "drug_sample.csv").read_text(encoding="utf-8"))
        dirty = self.simulate("--dataset", "drug_sample", "--seed", 5, "--dirty", "0.05", out="dirty")
        lines = (dirty / "drug_sample.csv").read_text(encoding="utf-8").splitlines()
        faulty = {int(r["line"]): r["kind"] for r in rows_of(dirty / "drug_sample.dirty.csv")}
        self.assertGreater(len(set(faulty.values())), 4)
        self.assertEqual([line for n, line in enumerate(lines, 1) if n not in faulty], text.splitlines())

    def test_intake_takes_the_clean_rows_and_refuses_the_others(self):
        out = self.simulate("--dataset", "food_sample", "--dataset", "complaint", "--dirty", "0.03")
        for dataset in ["enterprise", "food_sample", "complaint"]:
            rejects = self.folder / f"{dataset}.rejects.csv"
            process = run("import", dataset, out / f"{dataset}.csv", "--workspace", self.folder / "workspace", "--district",
                          "minhang", "--simulated", "--rejects", rejects, "--format", "json")
            answer = json.loads(process.stdout)[0]
            wanted = {r["line"] for r in rows_of(out / f"{dataset}.dirty.csv")}
            self.assertEqual(answer["rejected"], len(wanted), dataset)
            self.assertEqual({r["行号 Line"] for r in rows_of(rejects)}, wanted, dataset)

    def test_other_formats(self):
        out = self.simulate("--dataset", "drug_sample", "--format", "ndjson")
        lines = (out / "drug_sample.ndjson").read_text(encoding="utf-8").splitlines()
        self.assertEqual(len(lines), 1141)
        self.assertTrue(json.loads(lines[0])["sample_no"].startswith("SIM"))
        out = self.simulate("--dataset", "drug_sample", "--format", "xlsx")
        process = run("import", "drug_sample", out / "drug_sample.xlsx", "--workspace", self.folder / "workspace", "--district",
                      "minhang", "--simulated", "--format", "json")
        self.assertEqual(json.loads(process.stdout)[0]["accepted"], 1141, process.stdout)

    def test_a_pack_with_fewer_figures(self):
        process = run("simulate", ROOT / "tests/packs/yunxi", "2023", "--out", self.folder / "out", "--dirty", "0.01")
        self.assertEqual(process.returncode, 0, process.stderr)
        summary = json.loads((self.folder / "out/simulation.json").read_text(encoding="utf-8"))
        self.assertEqual(sorted(summary["cubes"]), sorted(c for f in summary["files"] for c in f["cubes"]))
        for row in rows_of(self.folder / "out/food_licence.csv"):
            self.assertEqual(row["type"] == "", row["stage"] == "production")

    def test_what_cannot_be_made(self):
        process = run("simulate", "minhang", "2001", "--out", self.folder / "out")
        self.assertEqual([m.code for m in mistakes(process)], ["simulation.no-figures"])
        process = run("simulate", "minhang", "2020", "--dataset", "air_reading", "--out", self.folder / "out")
        self.assertEqual((process.returncode, [m.code for m in mistakes(process)]), (2, ["simulation.no-dataset"]))
        self.assertFalse((self.folder / "out").exists())
