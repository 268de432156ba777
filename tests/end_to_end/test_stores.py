"""The folder and PostgreSQL as stores of records: the same commands, the same answers."""
import json
import pathlib
import subprocess
import threading
import time
import unittest

import test_records
from postgres import cluster
from program import PROGRAM, environment, run

class Stores(unittest.TestCase):
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


def without_moments(answer):
    if isinstance(answer, list):
        return [without_moments(item) for item in answer]
    if isinstance(answer, dict):
        return {key: without_moments(value) for key, value in answer.items() if key != "at"}
    return answer


if __name__ == "__main__":
    unittest.main()
