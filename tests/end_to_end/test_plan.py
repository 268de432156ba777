"""Plans, as people and machines ask for them."""
import json
import unicodedata
import unittest

from program import run

PLANS = {("minhang", "quality-2021-2025"): 56, ("minhang", "outline-2021-2025"): 71,
         ("putuo", "quality-2018-2020"): 88, ("putuo", "quality-2021-2023"): 42}
STATUSES = ["reached", "on_track", "at_risk", "behind", "missed", "no_data"]


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def status(district, plan, *more):
    process = run("plan", "status", district, plan, "--format", "json", *more)
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


def by_id(answer):
    return {target["id"]: target for target in answer["targets"]}


class Plans(unittest.TestCase):
    def test_the_four_plans_answer_whole(self):
        for (district, plan), targets in PLANS.items():
            answer = status(district, plan, "--as-of", "2025-12-31")
            self.assertEqual((answer["district"], answer["plan"]), (district, plan))
            self.assertEqual(len(answer["targets"]), targets, plan)
            self.assertEqual(sum(answer["summary"].values()), targets)
            for target in answer["targets"]:
                for key in ["indicator", "title", "kind", "unit", "by", "nature", "owners", "source", "status"]:
                    self.assertIn(key, target)
                self.assertTrue(target["title"] and target["owners"] and target["source"], target["id"])
                self.assertIn(target["status"], STATUSES)

    def test_numbers_as_the_source_has_them(self):
        targets = by_id(status("minhang", "quality-2021-2025"))
        rate = next(t for t in targets.values() if t["indicator"] == "product.pass_rate")
        self.assertEqual((rate["kind"], rate["value"], rate["unit"], rate["by"]), ("at_least", 96, "%", 2025))
        air = next(t for t in targets.values() if t.get("aim") == 85)
        self.assertEqual((air["value"], air["hold"]), (80, True))
        deaths = next(t for t in targets.values() if t["kind"] == "change" and t["value"] == -10)
        self.assertEqual(deaths["against"], [2016, 2020])

    def test_real_values_end_in_2020_and_nothing_is_invented(self):
        answer = status("minhang", "quality-2021-2025", "--as-of", "2025-12-31")
        self.assertEqual(answer["summary"]["no_data"], 56)
        self.assertFalse(answer["simulated"])
        before = by_id(answer)["ecology.pm25@2025"]
        self.assertIsNone(before["now"])
        self.assertEqual(before["start"], {"value": 32, "year": 2020})

    def test_easier_than_the_start_is_told(self):
        odd = {(o["kind"], o["target"]) for o in status("minhang", "quality-2021-2025")["oddities"]}
        self.assertIn(("easier", "science.rd_share@2025"), odd)
        self.assertIn(("contradiction", "science.patents_per_10k@2025"), odd)

    def test_simulated_values_are_marked_and_repeatable(self):
        first = status("putuo", "quality-2018-2020", "--as-of", "2019-12-31", "--simulated")
        self.assertEqual(first, status("putuo", "quality-2018-2020", "--as-of", "2019-12-31", "--simulated"))
        self.assertTrue(first["simulated"])
        self.assertTrue(all(t["simulated"] for t in first["targets"] if t["now"]))
        self.assertGreater(len([s for s in STATUSES if first["summary"][s]]), 3)
        text = run("plan", "status", "putuo", "quality-2018-2020", "--as-of", "2019-12-31", "--simulated").stdout
        self.assertIn("模拟数据 SIMULATED", text)

    def test_a_year_counts_when_it_is_over(self):
        for day, year in [("2019-12-31", 2019), ("2019-12-30", 2018), ("2020-01-01", 2019)]:
            self.assertEqual(status("putuo", "quality-2018-2020", "--as-of", day)["year"], year)

    def test_tables_fit_the_terminal(self):
        for columns in [80, 100, 160]:
            for command in ["status", "forecast", "show"]:
                text = run("plan", command, "putuo", "quality-2018-2020", "--as-of", "2019-12-31", "--simulated",
                           COLUMNS=str(columns)).stdout
                table = [line for line in text.split("\n") if "  " in line]
                self.assertLessEqual(max(map(width, table)), columns, command)
                self.assertNotIn("\033", text)

    def test_forecasts_say_how_or_refuse(self):
        answer = json.loads(run("plan", "forecast", "putuo", "quality-2021-2023", "--as-of", "2022-12-31", "--simulated", "--format", "json").stdout)
        for target in answer["targets"]:
            forecast = target["forecast"]
            if "refused" in forecast:
                self.assertTrue(forecast["refused"]["zh"])
                continue
            self.assertTrue(0 <= forecast["probability"] <= 1 and forecast["method"]["zh"])
            if forecast["low"] is not None:
                self.assertLessEqual(forecast["low"], forecast["high"])
        real = json.loads(run("plan", "forecast", "minhang", "quality-2021-2025", "--format", "json").stdout)
        self.assertTrue(all("refused" in t["forecast"] for t in real["targets"]))

    def test_one_target_in_full(self):
        text = run("plan", "show", "minhang", "quality-2021-2025", "ecology.pm25").stdout
        for words in ["PM2.5", "2020 年值", "32", "出处 source"]:
            self.assertIn(words, text)

    def test_two_districts_side_by_side(self):
        answer = json.loads(run("plan", "compare", "minhang", "quality-2021-2025", "putuo", "--format", "json").stdout)
        shared = {s["indicator"]: s for s in answer["shared"]}
        districts = {t["district"] for t in shared["ecology.aqi_rate"]["targets"]}
        self.assertEqual(districts, {"minhang", "putuo"})
        self.assertTrue(answer["near"])

    def test_wrong_names_are_told(self):
        for arguments, code in [(["plan", "status", "minhang", "quality"], "plan.unknown"),
                                (["plan", "status", "minhang", "quality-2021-2025", "--as-of", "2021-02-30"], "cli.bad-day"),
                                (["plan", "compare", "minhang", "quality-2021-2025", "nowhere"], "plan.unknown-other"),
                                (["plan", "show", "minhang", "quality-2021-2025", "ecology.pm"], "plan.unknown-target")]:
            process = run(*arguments)
            self.assertEqual(process.returncode, 2, process.stderr)
            self.assertIn(f"[{code}]", process.stderr)


if __name__ == "__main__":
    unittest.main()
