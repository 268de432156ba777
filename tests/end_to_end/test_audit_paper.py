"""The report's audit of its own paper: audit.json, the summary, the pack's waivers, and the same out of white-paper.json."""
import json

import program
from program import TemporaryFolder, load, mistakes, run

# A sum that does not hold, of literals: what a template's author could type.
WRONG = "全年抽检样品`300`批次，其中流通环节`120`批次，餐饮环节`100`批次，生产环节`90`批次。\n"


class AuditPaper(TemporaryFolder):
    def setUp(self):
        super().setUp()
        self.pack = self.copy_pack()
        own = self.pack / "reports/white-paper"
        part = sorted(own.glob("*.md"))[0]
        part.write_text(part.read_text(encoding="utf-8") + "\n" + WRONG, encoding="utf-8")
        self.waivers = own / "audit.waivers.csv"
        self.out = self.folder / "paper"

    def report(self, *arguments):
        return run("report", "white-paper", f"{self.pack}/", 2023, "--out", self.out, "--formats", "json", *arguments)

    def planted(self):
        (finding,) = [f for f in load(self.out / "audit.json")["findings"] if f["stated"].startswith("300")]
        return finding

    def test_the_file_and_the_summary_agree(self):
        process = self.report("--format", "json")
        self.assertEqual(process.returncode, 0, process.stderr)
        counts, answer = json.loads(process.stdout)["audit"], load(self.out / "audit.json")
        self.assertEqual(self.planted()["kind"], "sum")
        self.assertEqual(counts["findings"], len(answer["findings"]))
        self.assertEqual(counts["certain"], sum(f["certain"] for f in answer["findings"]))
        self.assertEqual(counts["held"], len(answer["held"]))
        self.assertGreater(counts["held"], 20)

    def test_an_audit_of_the_file_finds_the_same(self):
        self.report()
        process = run("audit", self.out / "white-paper.json", "--format", "json")
        self.assertEqual(process.returncode, 1, process.stderr)
        own, other = load(self.out / "audit.json"), json.loads(process.stdout)
        self.assertEqual([f["id"] for f in own["findings"]], [f["id"] for f in other["findings"]])
        self.assertEqual(own["documents"][0]["sha256"], other["documents"][0]["sha256"])
        self.assertEqual(own["unread"], [])

    def test_waivers_of_the_pack(self):
        self.assertEqual(self.report("--fail-on-findings").returncode, 1)
        planted = self.planted()["id"]
        self.waivers.write_text(f"id,reason,who,when\n{planted},口径不同,李明,2024-03-01\nnone,已改,李明,2024-03-01\n", encoding="utf-8")
        self.assertEqual(self.report().returncode, 0)
        answer = load(self.out / "audit.json")
        self.assertEqual([w["id"] for w in answer["waived"]], [planted])
        self.assertEqual([w["id"] for w in answer["unmatched_waivers"]], ["none"])
        self.assertNotIn(planted, [f["id"] for f in answer["findings"]])

    def test_a_mistake_in_the_waivers_leaves_the_former_output(self):
        self.report()
        before = program.files_of(self.out)
        self.waivers.write_text("id,reason,who,when\nx,,李明,2024-03-01\n", encoding="utf-8")
        process = self.report()
        self.assertEqual(process.returncode, 2)
        (mistake,) = mistakes(process)
        self.assertEqual(mistake.code, "waiver.empty")
        self.assertTrue(mistake.place.endswith("reports/white-paper/audit.waivers.csv:2:3"), mistake.place)
        self.assertEqual(program.files_of(self.out), before)

    def test_an_audit_never_takes_the_papers_folder_for_its_own(self):
        self.report()
        before = program.files_of(self.out)
        process = run("audit", self.out / "white-paper.json", "--out", self.out)
        self.assertEqual(process.returncode, 2)
        self.assertEqual([m.code for m in mistakes(process)], ["out.not-ours"])
        self.assertEqual(program.files_of(self.out), before)
