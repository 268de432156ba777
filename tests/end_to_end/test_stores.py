"""The folder and PostgreSQL as stores of records: the same commands, the same answers."""
import collections
import csv
import datetime
import hashlib
import json
import pathlib
import random
import re
import shutil
import subprocess
import threading
import time
import unittest

import test_records
from postgres import cluster
from program import PROGRAM, environment, run


class BothStores(unittest.TestCase):
    """With the small pack of the tests of records."""

    GOOD = test_records.Records.GOOD
    write = test_records.Records.write

    def setUp(self):
        test_records.Records.setUp(self)
        self.name, self.url = cluster().fresh()

    def tearDown(self):
        test_records.Records.tearDown(self)

    def both(self, *arguments):
        """Runs a command on both stores: equal exit codes and answers, but for moments; gives the answer."""
        folder = run(*arguments, "--workspace", self.workspace, "--format", "json", ZHIHENG_HOME=self.home)
        base = run(*arguments, "--store", self.url, "--format", "json", ZHIHENG_HOME=self.home)
        self.assertEqual(base.returncode, folder.returncode, base.stderr + folder.stderr)
        answers = [json.loads(p.stdout) if p.stdout.strip() else None for p in (folder, base)]
        self.assertEqual(without_moments(answers[1]), without_moments(answers[0]))
        return answers[1]

    def look(self):
        self.both("batches")
        return self.both("cubes")


class Stores(BothStores):
    def test_one_story_on_both(self):
        good = self.write("a.csv", self.GOOD)
        self.both("import", "sample", good, "--district", "test", "--dry-run")
        self.assertEqual(self.both("import", "sample", good, "--district", "test", "--by", "zhang")[0]["batch"], "sample-1")
        self.assertEqual(len(self.look()), 3)
        self.assertEqual(self.both("import", "sample", good)[0]["outcome"], "known")
        bad = self.write("b.csv", self.GOOD.replace("A", "B") + "B4,2020-13-01,,红镇,生产,合格,1\r\nB1,2020-04-01,,红镇,生产,合格,1\r\n")
        self.both("import", "sample", bad, "--all-or-nothing")
        self.both("import", "sample", bad, "--simulated")
        self.look()
        # Three vintages of one key, withdrawn in every order that matters.
        for name, verdict in (("c", "不合格"), ("d", "合格")):
            later = self.write(name + ".csv", f"编号,抽样日期,街镇,环节,结论,实测值\nA1,2020-03-01,红镇,流通,{verdict},7.25\n")
            self.both("import", "sample", later)
            self.look()
        for batch in ("sample-3", "4", "sample-4", "1", "9"):
            self.both("withdraw", batch, "--reason", "误报", "--by", "li")
            self.look()
        self.assertEqual(self.both("import", "sample", good)[0]["batch"], "sample-5")
        self.look()

    def test_heads_missing_values_and_many_blocks(self):
        rows = "".join(f"K{i:07},20{15 + i % 8}-0{1 + i % 9}-1{i % 10},,{'红镇' if i % 3 else 'lan'},{'生产' if i % 2 else '流通'},"
                       f"{'合格' if i % 7 else '不合格'},{'' if i % 11 == 0 else i % 10000 / 100}\r\n" for i in range(150000))
        head = self.GOOD.split("\r\n", maxsplit=1)[0].replace("编号", "流水") + "\r\n"
        big = self.write("big.csv", head + rows + rows[:100])
        self.both("import", "sample", big, "--district", "test")
        self.both("import", "sample", big, "--district", "test", "--head", "流水=no")
        self.look()
        self.both("import", "sample", self.write("again.csv", head + rows[:4000]))
        self.look()

    def test_tables_are_divided_by_district_and_year(self):
        rows = self.GOOD + "Z2,2019-12-31,,红镇,生产,合格,1\r\n"
        self.both("import", "sample", self.write("a.csv", rows), "--district", "test")
        found = cluster().sql(self.name, "SELECT tableoid::regclass::text AS t, count(*) FROM sample GROUP BY 1 ORDER BY 1")
        self.assertEqual(found, '"sample@test@2019"|1\n"sample@test@2020"|3')
        self.look()

    def test_the_file_is_kept_as_received(self):
        self.both("import", "sample", self.write("a.csv", self.GOOD), "--district", "test")
        kept = cluster().sql(self.name, "SELECT encode(bytes, 'hex') FROM zhiheng_received ORDER BY part")
        self.assertEqual(bytes.fromhex(kept), self.GOOD.encode())

    def test_a_new_column_is_added_and_a_changed_type_refused(self):
        self.both("import", "sample", self.write("a.csv", self.GOOD), "--district", "test")
        path = pathlib.Path(self.home, "catalog/datasets/sample.yaml")
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("checks:", "  note_text: {zh: 备注, en: Note}\nchecks:"), encoding="utf-8")
        answer = run("import", "sample", self.write("b.csv", self.GOOD.replace("A", "B")), "--store", self.url, ZHIHENG_HOME=self.home)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        path.write_text(text.replace("decimals: 2", "decimals: 3"), encoding="utf-8")
        answer = run("import", "sample", self.write("c.csv", self.GOOD.replace("A", "C")), "--store", self.url, ZHIHENG_HOME=self.home)
        self.assertEqual(answer.returncode, 2)
        self.assertIn("store.column-changed", answer.stderr)

    def test_a_changed_journal_is_found(self):
        self.both("import", "sample", self.write("a.csv", self.GOOD), "--district", "test")
        cluster().sql(self.name, """UPDATE zhiheng_journal SET line = replace(line, '"before":""', '"before":"0"')""")
        answer = run("batches", "--store", self.url, ZHIHENG_HOME=self.home)
        self.assertEqual(answer.returncode, 2)
        self.assertIn("journal-broken", answer.stderr)

    def test_a_connection_lost_in_mid_import_leaves_nothing(self):
        self.both("import", "sample", self.write("a.csv", self.GOOD), "--district", "test")
        before = self.look()
        rows = "".join(f"K{i:07},2020-03-01,,红镇,生产,合格,1\r\n" for i in range(1500000))
        big = self.write("big.csv", self.GOOD.split("\r\n", maxsplit=1)[0] + "\r\n" + rows)
        process = subprocess.Popen([PROGRAM, "import", "sample", big, "--store", self.url], env={**environment(), "ZHIHENG_HOME": self.home},
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ended = threading.Event()
        threading.Thread(target=lambda: (process.wait(), ended.set()), daemon=True).start()
        killed = ""
        while not ended.is_set() and not killed:
            killed = cluster().sql("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%sample%'")
            time.sleep(0.02)
        _, errors = process.communicate()
        self.assertEqual(killed, "t", errors)
        self.assertEqual(process.returncode, 3, errors)
        self.assertIn("store.connection-lost", errors)
        self.assertEqual(cluster().sql(self.name, "SELECT count(*) FROM sample"), "3")
        self.assertEqual(cluster().sql(self.name, "SELECT count(*) FROM zhiheng_received"), "1")
        self.assertEqual(self.look(), before)

    def test_the_store_may_come_from_the_environment(self):
        done = run("import", "sample", self.write("a.csv", self.GOOD), "--district", "test", ZHIHENG_HOME=self.home, ZHIHENG_STORE=self.url)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("sample-1", run("batches", ZHIHENG_HOME=self.home, ZHIHENG_STORE=self.url).stdout)

    def test_rows_are_made_anew_from_the_files_as_received(self):
        self.both("import", "sample", self.write("a.csv", self.GOOD), "--district", "test")
        self.both("import", "sample", self.write("b.csv", self.GOOD.replace("7.25", "8.25")))
        self.both("import", "sample", self.write("c.csv", self.GOOD.replace("A", "C")))
        self.both("withdraw", "3", "--reason", "误报")
        before = self.look()
        for path in pathlib.Path(self.workspace, "segments").iterdir():
            path.unlink()
        cluster().sql(self.name, "DELETE FROM sample WHERE _line > 2")
        answer = self.both("rebuild")
        self.assertEqual((answer["batches"], answer["different"]), (2, []))
        self.assertEqual(self.look(), before)
        self.both("withdraw", "2", "--reason", "误报")
        self.look()
        for path in pathlib.Path(self.workspace, "batches").iterdir():
            path.write_bytes(path.read_bytes().replace(b"A", b"B"))
        cluster().sql(self.name, "UPDATE zhiheng_received SET bytes = bytes || 'x'")
        for store in (["--workspace", self.workspace], ["--store", self.url]):
            answer = run("rebuild", *store, ZHIHENG_HOME=self.home)
            self.assertEqual(answer.returncode, 2, answer.stdout)
            self.assertRegex(answer.stderr, "rebuild.file-changed")
        self.assertEqual(cluster().sql(self.name, "SELECT count(*) FROM sample WHERE _batch = 1"), "3")

    def test_the_queries_of_a_database_are_explained(self):
        self.both("import", "sample", self.write("a.csv", self.GOOD), "--district", "test")
        answer = run("explain", "cubes", "sample", "--store", self.url, "--format", "json", ZHIHENG_HOME=self.home)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        cube = json.loads(answer.stdout)[0]
        self.assertIn("GROUP BY", cube["queries"][0]["sql"])
        self.assertIn("Aggregate", "".join(cube["queries"][0]["plan"]))


class Checks(BothStores):
    """Checks that look at more than a row."""

    HEAD = "编号,抽样日期,街镇,环节,结论,单位,实测值\n"

    def dataset(self, **changes):
        """Writes the dataset `sample` with other lines in place of its own: key=line, or what stands before `checks:`."""
        path = pathlib.Path(self.home, "catalog/datasets/sample.yaml")
        text = path.read_text(encoding="utf-8")
        for key, line in changes.items():
            text = text.replace("checks:\n", line + "checks:\n", 1) if key == "more" else re.sub(rf"(?m)^ *{key}: .*$", line, text, count=1)
        path.write_text(text, encoding="utf-8")

    def rows(self, name, days, prefix, firm="", value="1.50"):
        rows = "".join(f"{prefix}{i},{day},红镇,生产,合格,{firm},{value}\n" for i, day in enumerate(days))
        return self.write(name + ".csv", self.HEAD + rows)

    def take(self, path, *more, dataset="sample"):
        return self.both("import", dataset, path, "--district", "test", *more)[0]

    def test_a_period_against_the_one_before(self):
        self.dataset(more="against_last:\n  volume: {zh: 件数变动, en: Volume, change: 50%}\n"
                          "  amount: {zh: 总量变动, en: Amount, sum: value, change: 12.5%}\n")
        first = self.take(self.rows("a", ["2020-03-01"] * 2 + ["2020-03-31"] * 2, "A", value="0.25"))
        self.assertEqual((first["against_last"], first["warnings"]), ([], []))
        self.assertIn("2020-03", " ".join(first["notes"]))
        # 4 → 6 is exactly 50 % and no more than that; 1.00 → 1.13 is over 12.5 %.
        april = self.rows("b", ["2020-04-01"] * 5 + ["2020-04-30"], "B", value="0.18")
        path = pathlib.Path(april)
        path.write_text(path.read_text(encoding="utf-8").replace("0.18", "0.23", 1), encoding="utf-8")
        rehearsed = self.take(april, "--dry-run")
        second = self.take(april)
        self.assertEqual(rehearsed["against_last"], second["against_last"])
        self.assertEqual([(c["check"], c["period"], c["last_period"], c["value"], c["last_value"], c["change"], c["limit"], c["exceeded"])
                          for c in second["against_last"]],
                         [("volume", "2020-04", "2020-03", "6", "4", "50.0", "50", False), ("amount", "2020-04", "2020-03", "1.13", "1.00", "13.0", "12.5", True)])
        self.assertEqual([w["code"] for w in second["warnings"]], ["batch.against-last"])
        for part in ("2020-04", "2020-03", "1.13", "1.00", "13.0%", "12.5%"):
            self.assertIn(part, second["warnings"][0]["zh"])
            self.assertIn(part, second["warnings"][0]["en"])
        self.assertEqual(self.both("batches")[1]["warnings"], 1)
        # A correction of one row is looked at with all that stands beside it.
        corrected = self.take(self.write("c.csv", self.HEAD + "B0,2020-04-01,红镇,生产,合格,,0.10\n"))
        self.assertEqual([(c["value"], c["exceeded"]) for c in corrected["against_last"]], [("6", False), ("1.00", False)])
        # A row that moves into the month is no longer in the other; a withdrawn one is in none.
        moved = self.take(self.write("d.csv", self.HEAD + "A0,2020-04-09,红镇,生产,合格,,0.25\n"))
        self.assertEqual([(c["value"], c["last_value"]) for c in moved["against_last"]], [("7", "3"), ("1.25", "0.75")])
        self.both("withdraw", "sample-4", "--reason", "误报")
        after = self.take(self.rows("e", ["2020-05-02"], "E"))
        self.assertEqual([c["last_value"] for c in after["against_last"]], ["6", "1.00"])

    def test_a_check_may_refuse_the_whole_batch(self):
        self.dataset(more="against_last:\n  volume: {zh: 件数变动, change: 50%, level: error}\n")
        self.take(self.rows("a", ["2020-03-01"] * 4, "A"))
        before = self.look()
        files = sorted(p.name for p in pathlib.Path(self.workspace).rglob("*"))
        path = self.rows("b", ["2020-04-01"], "B")
        for _ in range(2):
            refused = self.take(path)
            self.assertEqual((refused["outcome"], refused["batch"]), ("refused", ""))
            self.assertEqual(refused["against_last"][0]["refuses"], True)
            self.assertEqual(self.look(), before)
            self.assertEqual(sorted(p.name for p in pathlib.Path(self.workspace).rglob("*")), files)
            self.assertEqual(cluster().sql(self.name, "SELECT count(*) FROM zhiheng_received"), "1")
        text = run("import", "sample", path, "--workspace", self.workspace, ZHIHENG_HOME=self.home)
        self.assertEqual(text.returncode, 1)
        self.assertIn("-75.0%", text.stdout)
        self.assertEqual(self.take(self.rows("c", ["2020-04-01"] * 2, "C"))["outcome"], "taken")

    def test_nothing_before_and_what_is_not_over(self):
        self.dataset(more="against_last:\n  volume: {zh: 件数变动, change: 50%}\n  passed: {zh: 不合格变动, sum: verdict = 'fail', change: 50%}\n")
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
        last = today.replace(day=1) - datetime.timedelta(days=1)
        self.take(self.rows("a", [last] * 4, "A"))
        some = self.take(self.rows("b", [today.replace(day=1)], "B"))
        self.assertEqual([c["exceeded"] for c in some["against_last"]], [False, False])
        self.assertIn("尚未结束", " ".join(some["notes"]))
        many = self.take(self.rows("c", [today.replace(day=1)] * 6, "C"))
        self.assertEqual([(c["value"], c["change"], c["exceeded"]) for c in many["against_last"]], [("7", "75.0", True), ("0", None, False)])
        # Out of nothing: no percentage, and over every limit.
        failed = self.take(self.write("d.csv", self.HEAD + f"D1,{today.replace(day=1)},红镇,生产,不合格,,1\n"))
        self.assertEqual([(c["value"], c["change"], c["exceeded"]) for c in failed["against_last"]], [("8", "100.0", True), ("1", None, True)])

    def test_a_register_against_itself(self):
        path = pathlib.Path(self.home, "catalog/datasets/firm.yaml")
        path.write_text(path.read_text(encoding="utf-8") + "against_last:\n  volume: {zh: 户数变动, en: Firms, change: 20%}\n", encoding="utf-8")
        names = lambda some: self.write(f"f{some[0]}{len(some)}.csv", "代码,规模\n" + "".join(f"{n},大\n" for n in some))  # noqa: E731
        self.assertIn("此前没有数据", " ".join(self.take(names("abcdefghij"), dataset="firm")["notes"]))
        again = self.take(names("jklx"), dataset="firm")
        self.assertEqual([(c["period"], c["value"], c["last_value"], c["exceeded"]) for c in again["against_last"]], [(None, "13", "10", True)])
        self.assertEqual(self.take(names("lmn"), dataset="firm")["warnings"], [])

    def test_periods_of_every_length(self):
        chance = random.Random(5)
        days = [(datetime.date(2019, 12, 20) + datetime.timedelta(days=chance.randrange(200))).isoformat() for _ in range(150)]
        for frequency, least in (("day", 20), ("week", 20), ("month", 6), ("quarter", 2), ("half", 2), ("year", 1)):
            for kind, clock in (("date", ""), ("time", " 23:59:59")):
                with self.subTest(frequency=frequency, kind=kind):
                    shutil.rmtree(self.workspace, ignore_errors=True)
                    self.tearDown()
                    self.setUp()
                    self.dataset(frequency="frequency: " + frequency, sampled_on=f"  sampled_on: {{zh: 抽样日期, en: Sampled on, type: {kind}, required: true}}",
                                 reported_on=f"  reported_on: {{zh: 报告日期, type: {kind}}}", late="  late: {zh: 晚, when: value > 99, level: warning}",
                                 more="against_last:\n  volume: {zh: 件数, change: 50%}\n  odd: {zh: 量, sum: value * 3 - 1, change: 50%}\n")
                    answer = self.take(self.rows("a", [day + clock for day in days], "A"))
                    self.assertGreaterEqual(len(answer["against_last"]), 2 * least)
                    counts = collections.Counter(period_of(datetime.date.fromisoformat(day), frequency) for day in days)
                    for c in answer["against_last"]:
                        if c["check"] == "volume":
                            self.assertEqual((c["value"], c["last_value"]), (str(counts[c["period"]]), str(counts[c["last_period"]])), c)

    def test_references_are_looked_up(self):
        rows = lambda *firms: "".join(f"R{i},2020-03-0{1 + i},红镇,生产,合格,{firm},1\n" for i, firm in enumerate(firms))  # noqa: E731
        alone = self.take(self.write("a.csv", self.HEAD + rows("x", "y")))
        self.assertEqual(alone["warnings"], [])
        self.assertIn("还没有数据", " ".join(alone["notes"]))
        self.take(self.write("f.csv", "代码,规模\nx,大\nz,小\n"), dataset="firm")
        self.take(self.write("g.csv", "代码,规模\nw,大\n"), dataset="firm")
        again = self.take(self.write("b.csv", self.HEAD + rows("x", "nobody", "", "w", "nobody", "y", "z")))
        self.assertEqual([(w["code"], w["line"]) for w in again["warnings"]], [("row.lost-reference", 3)])
        self.assertIn("nobody", again["warnings"][0]["zh"])
        self.assertIn("3 行", again["warnings"][0]["zh"])
        self.assertEqual(self.both("batches")[-1]["warnings"], 3)
        self.both("withdraw", "firm-3", "--reason", "误报")
        self.assertIn("共 1 行", self.take(self.write("c.csv", self.HEAD + rows("w", "x")))["warnings"][0]["zh"])

    def test_a_dataset_may_refer_to_itself(self):
        path = pathlib.Path(self.home, "catalog/datasets/firm.yaml")
        path.write_text(path.read_text(encoding="utf-8") + "  parent: {zh: 上级, en: Parent, ref: firm}\n", encoding="utf-8")
        answer = self.take(self.write("f.csv", "代码,上级\na,\nb,a\nc,q\nd,d\n"), dataset="firm")
        self.assertEqual([(w["code"], w["line"]) for w in answer["warnings"]], [("row.lost-reference", 4)])
        self.assertEqual(self.take(self.write("g.csv", "代码,上级\nq,a\n"), dataset="firm")["warnings"], [])

    def test_numbers_refer_too_and_names_are_masked(self):
        path = pathlib.Path(self.home, "catalog/datasets/firm.yaml")
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("code: {zh: 代码, en: Code, required: true}", "code: {zh: 代码, en: Code, type: integer, required: true}"), encoding="utf-8")
        self.dataset(firm="  firm: {zh: 单位, en: Firm, type: integer, ref: firm, personal: name}")
        self.take(self.write("f.csv", "代码,规模\n0,大\n12345678901,小\n"), dataset="firm")
        rows = "".join(f"N{i},2020-03-01,红镇,生产,合格,{firm},1\n" for i, firm in enumerate(["0", "", "12345678901", "12345678902"]))
        warning = self.take(self.write("b.csv", self.HEAD + rows))["warnings"][0]
        self.assertEqual((warning["code"], warning["line"]), ("row.lost-reference", 5))
        self.assertNotIn("12345678902", warning["zh"] + warning["en"])


class Quality(BothStores):
    """How good the data is that departments report."""

    HEAD = Checks.HEAD
    dataset, rows, take = Checks.dataset, Checks.rows, Checks.take

    def setUp(self):
        super().setUp()
        self.dataset(frequency="frequency: month\ndue: 5", more="against_last:\n  volume: {zh: 件数, change: 50%}\n")

    def journal(self, change):
        """Rewrites both journals, each line again with the hash of the one before."""
        path = pathlib.Path(self.workspace, "journal/intake.ndjson")
        before, lines = "", []
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            entry["before"] = before
            change(entry)
            lines.append(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
            before = hashlib.sha256(lines[-1].encode()).hexdigest()
            cluster().sql(self.name, f"UPDATE zhiheng_journal SET line = $t${lines[-1]}$t$ WHERE number = {len(lines)}")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def came(self, *moments):
        def change(entry):
            if entry["does"] == "import":
                entry["batch"]["at"] = moments[entry["batch"]["number"] - 1]
        self.journal(change)

    def quality(self, *arguments):
        return self.both("quality", *arguments)

    def shares(self, answer):
        return {name: (share["numerator"], share["denominator"]) for name, share in answer["quality"].items()}

    def test_the_four_are_counted(self):
        self.take(self.write("f.csv", "代码,规模\nx,大\ny,\n"), dataset="firm")
        head = "编号,抽样日期,报告日期,街镇,环节,结论,单位,实测值\n"
        # January: two rows warn (one for two reasons), one goes back with its day and one without.
        self.take(self.write("a.csv", head + "A1,2020-01-02,2020-12-02,红镇,生产,合格,lost,\nA2,2020-01-03,,红镇,生产,合格,lost,1\nA3,2020-01-04,,红镇,生产,合格,x,1\n"
                             "A4,2020-01-05,,绿镇,生产,合格,x,1\nA5,2020-02-05,,绿镇,生产,合格,x,1\nA6,2020-13-05,,红镇,生产,合格,x,1\nA3,2020-01-09,,红镇,生产,合格,x,1\n"))
        self.take(self.rows("b", ["2020-02-03"], "B"))
        self.came("2020-02-01T00:00:00Z", "2020-02-07T15:59:59Z", "2020-03-06T16:00:00Z")
        answer = self.quality("--as-of", "2020-03-31")
        department = answer["departments"][0]
        sample = next(d for d in department["datasets"] if d["dataset"] == "sample")
        january, february = sample["periods"]
        self.assertEqual((january["due"], january["came"], january["late"]), ("2020-02-07", "2020-02-07", 0))
        self.assertEqual(self.shares(january), {"complete.cells": (self.cells(), 24), "complete.periods": (1, 1), "valid": (3, 6),
                                                "timely": (1, 1), "consistent.rows": (1, 3), "consistent.totals": (0, 0)})
        self.assertEqual((february["due"], february["came"], february["late"]), ("2020-03-06", "2020-03-07", 0))
        self.assertEqual(self.shares(february), {"complete.cells": (6, 8), "complete.periods": (1, 1), "valid": (1, 2), "timely": (0, 1),
                                                 "consistent.rows": (1, 1), "consistent.totals": (0, 1)})
        self.assertEqual(sample["of_all_batches"]["warnings"], {"batch.against-last volume": 1, "check.late": 1, "row.lost-reference firm": 2})
        # Totals are ratios of sums; a register has no due date here.
        self.assertEqual(self.shares(department)["valid"], (2 + 4, 2 + 8))
        self.assertEqual(self.shares(answer)["timely"], (1, 2))
        rate = answer["quality"]["valid"]
        self.assertAlmostEqual(rate["rate"], 0.6)
        self.assertAlmostEqual(rate["low"], 0.3126738, places=6)
        self.assertAlmostEqual(rate["high"], 0.8318197, places=6)

    @staticmethod
    def cells():
        """Of A1 to A3: number, two days or one, town, stage, verdict, firm, and a value in two."""
        return (2 + 5) + 7 + 7

    def test_what_did_not_come_what_is_withdrawn_and_what_is_not_due(self):
        self.take(self.rows("a", ["2020-01-03"] * 2, "A"))
        self.take(self.rows("b", ["2020-03-03"] * 2, "B"))
        self.came("2020-02-03T00:00:00Z", "2020-04-20T00:00:00Z")
        answer = self.quality("--dataset", "sample", "--as-of", "2020-05-08")
        periods = answer["departments"][0]["datasets"][0]["periods"]
        # April's fifth working day is 2020-05-12, the first days of May being off.
        self.assertEqual([(p["period"], p["came"] is not None, p["late"]) for p in periods],
                         [("2020-01", True, 0), ("2020-02", False, 42), ("2020-03", True, 8)])
        self.assertEqual(self.shares(answer)["complete.periods"], (2, 3))
        self.assertEqual(self.shares(answer)["timely"], (1, 3))
        self.assertEqual(answer["never_reported"], [])
        self.assertEqual(self.quality("--as-of", "2020-05-08")["never_reported"], ["firm"])
        self.assertEqual(self.shares(self.quality("--as-of", "2020-05-08", "--period", "2020-Q1"))["complete.periods"], (2, 3))
        self.assertEqual(self.shares(self.quality("--as-of", "2020-05-08", "--period", "2020-02"))["complete.periods"], (0, 1))
        self.assertEqual(self.shares(self.quality("--as-of", "2020-02-28", "--period", "2020-02"))["complete.periods"], (0, 0))
        self.both("withdraw", "sample-2", "--reason", "误报")
        self.assertEqual(self.shares(self.quality("--as-of", "2020-05-08"))["complete.periods"], (1, 3))
        self.assertEqual(self.quality("--department", "nobody")["departments"], [])
        process = run("quality", "--workspace", self.workspace, "--period", "2020-Q5", ZHIHENG_HOME=self.home)
        self.assertEqual(process.returncode, 2)
        self.assertIn("quality.bad-period", process.stderr)

    def test_older_journals_are_read_and_count_as_not_known(self):
        self.take(self.rows("a", ["2020-01-03"] * 2, "A"))
        self.take(self.rows("b", ["2020-03-03"] * 2, "B"))
        self.journal(lambda entry: entry["batch"].pop("figures") if entry["batch"]["number"] == 1 else None)
        answer = self.quality("--as-of", "2020-12-31")
        sample = answer["departments"][0]["datasets"][0]
        self.assertEqual(sample["batches_unknown"], 1)
        self.assertEqual([p["period"] for p in sample["periods"]], ["2020-03"])
        self.assertEqual(self.shares(sample)["complete.cells"], (12, 16))
        self.assertEqual(len(self.both("batches")), 2)

    def test_a_register_counts_for_the_period_before(self):
        path = pathlib.Path(self.home, "catalog/datasets/firm.yaml")
        path.write_text(path.read_text(encoding="utf-8").replace("frequency: year", "frequency: month\ndue: 3"), encoding="utf-8")
        self.take(self.write("f.csv", "代码,规模\nx,大\ny,\n"), dataset="firm")
        self.take(self.write("g.csv", "代码,规模\nz,大\n"), dataset="firm")
        self.came("2020-02-05T00:00:00Z", "2020-03-20T00:00:00Z")
        firm = self.quality("--as-of", "2020-03-31", "--dataset", "firm")["departments"][0]["datasets"][0]
        self.assertEqual([(p["period"], p["due"], p["late"]) for p in firm["periods"]], [("2020-01", "2020-02-05", 0), ("2020-02", "2020-03-04", 12)])
        self.assertEqual(self.shares(firm)["complete.cells"], (5, 6))

    def test_forms(self):
        self.take(self.rows("a", ["2020-01-03"] * 2, "A"))
        form = lambda name: [run("quality", *where, "--dataset", "sample", "--format", name, ZHIHENG_HOME=self.home)  # noqa: E731
                             for where in (("--workspace", self.workspace), ("--store", self.url))]
        for name in ("text", "csv"):
            folder, base = form(name)
            self.assertEqual(folder.returncode, 0, folder.stderr)
            self.assertEqual(folder.stdout, base.stdout)
        rows = list(csv.DictReader(folder.stdout.lstrip("\ufeff").splitlines()))
        valid = [r for r in rows if r["aspect"] == "valid"]
        self.assertEqual([(r["department"], r["dataset"], r["period"], r["numerator"], r["rate"]) for r in valid],
                         [("*", "*", "*", "2", "1.000000"), ("market", "*", "*", "2", "1.000000"), ("market", "sample", "*", "2", "1.000000"),
                          ("market", "sample", "2020-01", "2", "1.000000")])


def period_of(day, frequency):
    week = day.isocalendar()
    return {"day": day.isoformat(), "week": f"{week[0]}-W{week[1]:02}", "month": f"{day:%Y-%m}", "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
            "half": f"{day.year}-H{(day.month + 5) // 6}", "year": str(day.year)}[frequency]


def without_moments(answer):
    if isinstance(answer, list):
        return [without_moments(item) for item in answer]
    if isinstance(answer, dict):
        return {key: without_moments(value) for key, value in answer.items() if key != "at"}
    return answer


if __name__ == "__main__":
    unittest.main()
