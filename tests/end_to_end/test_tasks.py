"""The command `zhiheng task`: lists, reminders, roll-up, and reports on tasks of a pack in a temporary folder."""
import hashlib
import json
import pathlib
import shutil
import unittest

from program import ROOT, TemporaryFolder, mistakes, run

PLAN = "quality-2018-2020"


def answer(*arguments):
    process = run("task", *arguments, "--format", "json")
    if process.returncode != 0:
        raise AssertionError(process.stderr)
    return json.loads(process.stdout)


class TasksOfPutuo(unittest.TestCase):
    """The plan as it is shipped: nothing was ever reported on it."""

    def test_list_has_every_task_by_year(self):
        listed = answer("list", "putuo", PLAN, "--as-of", "2018-07-01")
        self.assertFalse(listed["reported"])
        self.assertFalse(listed["simulated"])
        self.assertEqual(listed["as_of"], "2018-07-01")
        self.assertEqual(len({t["task"] for t in listed["tasks"]}), 38)
        first = listed["tasks"][0]
        self.assertEqual((first["task"], first["year"], first["state"]), ("1", 2018, "not_started"))
        self.assertEqual(first["state_words"], "未报告")
        self.assertEqual((first["promised"], first["due"]), ("2018-12-31", "2019-01-02"))
        self.assertTrue(first["items"])

    def test_filters(self):
        listed = answer("list", "putuo", PLAN, "--department", "finance", "--year", 2019, "--as-of", "2020-02-01", "--state", "overdue")
        self.assertTrue(listed["tasks"])
        for task in listed["tasks"]:
            self.assertIn("finance", task["owners"])
            self.assertEqual((task["year"], task["state"]), (2019, "overdue"))

    def test_countable_deliverables_stand_with_their_year(self):
        tasks = answer("show", "putuo", PLAN, "3", "--as-of", "2021-06-30")["tasks"]
        limits = {t["year"]: [(d["indicator"], d["limit"]) for d in t["deliverables"]] for t in tasks}
        self.assertIn(("food.haccp_large_rate", 100), limits[2018])
        self.assertIn(("food.haccp_rate", 70), limits[2019])
        self.assertIn(("food.haccp_rate", 75), limits[2020])

    def test_reminders_count_working_days(self):
        soon = answer("remind", "putuo", PLAN, "--within", 10, "--as-of", "2018-12-20")
        lines = [(r["department"], r["task"], r["year"]) for r in soon["reminders"]]
        self.assertTrue(lines)
        self.assertEqual(len(lines), len(set(lines)), "no duplicates")
        # 21, 24–28 and (worked for New Year) 29 December, 2 January
        self.assertEqual({r["working_days"] for r in soon["reminders"] if r["due"] == "2019-01-02"}, {8})
        self.assertEqual(answer("remind", "putuo", PLAN, "--within", 7, "--as-of", "2018-12-20")["reminders"],
                         [r for r in soon["reminders"] if r["working_days"] <= 7])

    def test_a_year_without_calendar_warns_and_is_not_guessed(self):
        process = run("task", "remind", "putuo", PLAN, "--as-of", "2017-12-20")
        self.assertEqual(process.returncode, 0)
        self.assertIn("calendar.missing-year", process.stderr)
        listed = answer("list", "putuo", PLAN, "--as-of", "2017-12-20")
        self.assertEqual([w["code"] for w in listed["warnings"]], ["calendar.missing-year"])
        self.assertEqual({t["missing_calendar_year"] for t in listed["tasks"]}, {2017})
        self.assertEqual({t["working_days"] for t in listed["tasks"]}, {None})

    def test_roll_up_adds_up(self):
        sums = answer("roll-up", "putuo", PLAN, "--as-of", "2020-06-30", "--simulated")
        self.assertTrue(sums["simulated"])
        for part in ["by_year", "by_goal"]:
            self.assertEqual(sum(p["counts"]["total"] for p in sums[part]), sums["all"]["total"])
        self.assertGreater(sum(p["counts"]["total"] for p in sums["by_department"]), sums["all"]["total"])
        self.assertTrue(all(sums["all"][s] > 0 for s in ["in_hand", "done", "overdue", "cancelled"]))

    def test_simulated_is_marked_and_repeatable(self):
        one, two = [run("task", "list", "putuo", PLAN, "--as-of", "2020-06-30", "--simulated").stdout for _ in range(2)]
        self.assertEqual(one, two)
        self.assertIn("模拟数据", one.splitlines()[0])
        self.assertNotEqual(one, run("task", "list", "putuo", PLAN, "--as-of", "2020-06-30", "--simulated", "--seed", 2).stdout)
        shown = run("task", "show", "putuo", PLAN, "1", "--as-of", "2020-06-30", "--simulated").stdout
        self.assertIn("> ", shown)
        for line in shown.splitlines():
            if line.startswith("  > 2"):
                self.assertIn("模拟数据", line)

    def test_text_says_that_nothing_was_reported(self):
        text = run("task", "list", "putuo", PLAN, "--as-of", "2019-06-30").stdout
        self.assertIn("没有进展报告", text)
        self.assertIn("逾期未报告", text)
        self.assertNotIn("\033", text)

    def test_text_fits_the_terminal(self):
        for columns in [80, 120]:
            for what in [["list"], ["remind", "--within", "40"], ["roll-up"]]:
                text = run("task", what[0], "putuo", PLAN, *what[1:], "--as-of", "2019-11-20", COLUMNS=str(columns)).stdout
                for line in text.splitlines():
                    width = sum(2 if ord(c) > 0x2e7f else 1 for c in line)
                    self.assertLessEqual(width, columns, line)

    def test_mistakes_of_usage(self):
        for arguments, code in [(["list", "putuo", "none"], "plan.unknown"),
                                (["show", "putuo", PLAN, "99"], "task.unknown-task"),
                                (["list", "putuo", PLAN, "--department", "financ"], "task.unknown-department"),
                                (["list", "putuo", PLAN, "--year", "2025"], "task.unknown-year"),
                                (["list", "putuo", PLAN, "--as-of", "2019-02-29"], "cli.bad-day")]:
            process = run("task", *arguments)
            self.assertEqual(process.returncode, 2, arguments)
            self.assertEqual([m.code for m in mistakes(process)], [code])
        self.assertEqual(run("task", "list", "putuo", PLAN, "--state", "late").returncode, 2)
        self.assertEqual(run("task").returncode, 2)


class Reports(TemporaryFolder):
    """Reports on a copy of the pack."""

    def setUp(self):
        super().setUp()
        self.pack = pathlib.Path(shutil.copytree(ROOT / "districts/putuo", self.folder / "putuo"))
        self.file = self.pack / "progress" / (PLAN + ".csv")

    def report(self, *arguments, task="1", year=2018, state="done", by="market-regulation"):
        return run("task", "report", str(self.pack), PLAN, task, "--year", year, "--state", state, "--by", by, *arguments)

    def rows(self):
        return self.file.read_text(encoding="utf-8").splitlines()

    def test_a_report_is_written_with_its_evidence(self):
        evidence = self.folder / "总结, 定稿.pdf"
        evidence.write_bytes(b"%PDF seen")
        digest = hashlib.sha256(b"%PDF seen").hexdigest()
        process = self.report("--evidence", evidence, "--as-of", "2018-11-30", "--dry-run")
        self.assertEqual(process.returncode, 0, process.stderr)
        self.assertFalse(self.file.exists(), "a dry run writes nothing")
        process = self.report("--evidence", evidence, "--as-of", "2018-11-30")
        self.assertEqual(process.returncode, 0, process.stderr)
        self.assertIn("to undo", process.stdout)
        kept = f"{PLAN}/{digest[:12]}-总结, 定稿.pdf"
        self.assertEqual(self.rows(), ["task,year,state,reported_on,by,note,evidence,sha256",
                                       f'1,2018,done,2018-11-30,market-regulation,,"{kept}",{digest}'])
        self.assertEqual((self.pack / "progress/evidence" / kept).read_bytes(), b"%PDF seen")
        tasks = answer("show", self.pack, PLAN, "1", "--as-of", "2018-12-01")["tasks"]
        self.assertEqual([t["state"] for t in tasks if t["year"] == 2018], ["done"])
        self.assertEqual(tasks[0]["reports"][0]["sha256"], digest)
        (self.pack / "progress/evidence" / kept).write_bytes(b"%PDF else")
        process = run("task", "list", self.pack, PLAN)
        self.assertEqual(process.returncode, 2)
        (mistake,) = mistakes(process)
        self.assertEqual(mistake.code, "task.evidence-changed")
        self.assertIn(f"progress/{PLAN}.csv:2:", mistake.place)
        check = run("check", self.pack)
        self.assertIn("task.evidence-changed", [m.code for m in mistakes(check)])

    def test_what_was_done_is_taken_back_with_a_note(self):
        self.report("--as-of", "2018-11-30")
        process = self.report("--as-of", "2018-12-03", state="in_hand")
        self.assertEqual(process.returncode, 2)
        self.assertEqual([m.code for m in mistakes(process)], ["task.note-needed"])
        self.assertEqual(len(self.rows()), 2)
        process = self.report("--as-of", "2018-12-03", "--note", "误报", state="in_hand")
        self.assertEqual(process.returncode, 0, process.stderr)
        self.assertEqual(len(self.rows()), 3, "the old row stays")
        listed = answer("list", self.pack, PLAN, "--as-of", "2018-12-03", "--year", 2018, "--state", "in_hand")
        self.assertEqual([t["task"] for t in listed["tasks"]], ["1"])
        self.assertTrue(listed["reported"])

    def test_refusals(self):
        for changes, code in [({"task": "99"}, "task.unknown-task"), ({"year": 2021}, "task.unknown-year"),
                              ({"by": "张三"}, "task.unknown-department"), ({"state": "cancelled"}, "task.no-reason")]:
            process = self.report("--as-of", "2018-11-30", **changes)
            self.assertEqual(process.returncode, 2, changes)
            self.assertEqual([m.code for m in mistakes(process)], [code])
            self.assertFalse(self.file.exists())

    def test_every_wrong_row_is_told_at_once(self):
        self.file.parent.mkdir()
        self.file.write_text("task,year,state,reported_on,by,note,evidence,sha256\n99,2018,done,2018-01-01,finance,,,\n"
                             "1,2018,late,2018-01-01,finance,,,\n", encoding="utf-8")
        process = run("task", "roll-up", self.pack, PLAN)
        self.assertEqual(process.returncode, 2)
        self.assertEqual([(m.place.rpartition(".csv")[2], m.code) for m in mistakes(process)],
                         [(":2:1", "task.unknown-task"), (":3:8", "task.unknown-state")])

    def test_a_folder_without_rights_is_the_surroundings(self):
        (self.pack / "progress").write_text("a file where the folder should be")
        process = self.report("--as-of", "2018-11-30")
        self.assertIn(process.returncode, [2, 3])
        self.assertEqual((self.pack / "progress").read_text(), "a file where the folder should be")


if __name__ == "__main__":
    unittest.main()
