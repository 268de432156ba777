"""Assessment sheets, as people and machines ask for them."""
import json
import re

from program import TemporaryFolder, load, run


def assess(*arguments):
    process = run("assess", "run", "minhang", "town-quality-work", *arguments, "--format", "json")
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


class Assess(TemporaryFolder):
    def test_nothing_is_made_up_unless_asked(self):
        text = run("assess", "run", "minhang", "town-quality-work", 2020).stdout
        self.assertNotIn("模拟", text)
        simulated = run("assess", "run", "minhang", "town-quality-work", 2020, "--simulated").stdout
        self.assertIn("模拟数据", simulated)
        self.assertEqual(simulated, run("assess", "run", "minhang", "town-quality-work", 2020, "--simulated").stdout)

    def test_an_answer_is_computed_again_from_itself(self):
        path = self.folder / "answer.json"
        path.write_text(json.dumps(assess(2021, "--simulated"), ensure_ascii=False), encoding="utf-8")
        self.assertEqual(run("assess", "verify", "minhang", path).returncode, 0)
        spoiled = re.sub(r'"points": "?(\d)', r'"points": "9\1', path.read_text(encoding="utf-8"), count=1)
        path.write_text(spoiled, encoding="utf-8")
        self.assertNotEqual(run("assess", "verify", "minhang", path).returncode, 0)

    def test_what_if_tells_what_changes(self):
        before = run("assess", "run", "minhang", "town-quality-work", 2021, "--simulated", "--subject", "wujing")
        after = run("assess", "run", "minhang", "town-quality-work", 2021, "--simulated", "--subject", "wujing", "--what-if", "leadership=yes")
        self.assertEqual((before.returncode, after.returncode), (0, 0), after.stderr)
        self.assertNotEqual(before.stdout, after.stdout)

    def test_the_sheets_are_printed(self):
        out = self.folder / "sheets"
        process = run("assess", "run", "minhang", "town-quality-work", 2021, "--simulated", "--out", out, "--formats", "html")
        self.assertEqual(process.returncode, 0, process.stderr)
        paper = load(next(out.glob("assessment-*.json")))
        self.assertTrue(paper["simulated"])
        self.assertIn("吴泾镇", (next(out.glob("*.html"))).read_text(encoding="utf-8"))

    def test_wrong_names_are_told(self):
        for arguments in [("minhang", "town", 2021), ("minhang", "town-quality-work", 2021, "--subject", "nowhere")]:
            process = run("assess", "run", *arguments)
            self.assertEqual(process.returncode, 2)
            self.assertRegex(process.stderr, r"\[[a-z.-]+\]")


if __name__ == "__main__":
    import unittest
    unittest.main()
