"""How the program answers: help, JSON, completion, usage."""
import json
import shutil
import subprocess

from program import ROOT, TemporaryFolder, mistakes, run

COMMANDS = ["report", "check", "audit", "list", "plan", "show", "task", "assess", "template", "completion"]
KINDS = ["districts", "reports", "indicators", "cubes", "lists", "datasets", "codes", "checks"]


class Commands(TemporaryFolder):
    def test_help_of_every_command_has_an_example(self):
        text = run("--help").stdout
        for command in COMMANDS:
            self.assertIn(f"  {command} ", text)
            help_text = run(command, "--help")
            self.assertEqual(help_text.returncode, 0)
            examples = help_text.stdout.partition("Example")[2]
            self.assertIn(f"zhiheng {command}", examples, command)
        self.assertIn("zhiheng report white-paper minhang 2020", text)

    def test_version(self):
        self.assertRegex(run("--version").stdout, r"^zhiheng \d+\.\d+\.\d+\n$")

    def test_json_of_list(self):
        for kind in KINDS:
            process = run("list", kind, "minhang", "--format", "json")
            self.assertEqual(process.returncode, 0, process.stderr)
            items = json.loads(process.stdout)
            self.assertTrue(items and all("id" in item for item in items), kind)
        districts = {d["id"] for d in json.loads(run("list", "districts", "--format", "json").stdout)}
        self.assertIn("minhang", districts)

    def test_json_of_show(self):
        shown = json.loads(run("show", "minhang", "food.pass_rate", "--format", "json").stdout)
        values = {v["year"]: v for v in shown["values"] if v["area"] == "闵行区"}
        self.assertEqual(values[2020]["value"], "98.62%")
        self.assertEqual(values[2020]["published"], "98.91%")
        for name in ["food_sampling", "town", "catering_canteens", "farm_vegetable_garden"]:
            json.loads(run("show", "minhang", name, "--format", "json").stdout)

    def test_text_of_show(self):
        text = run("show", "minhang", "food.pass_rate").stdout
        self.assertIn("98.62%", text)
        self.assertIn("food_sampling.csv:", text)

    def test_json_of_check(self):
        process = run("check", "tests/packs/yunxi/", "--format", "json")
        self.assertEqual(process.returncode, 0, process.stderr)
        (answer,) = json.loads(process.stdout)
        self.assertTrue(answer["ok"])
        self.assertEqual(answer["mistakes"], 0)

    def test_check_reads_the_flows(self):
        shutil.copytree(ROOT / "catalog", self.folder / "catalog")
        flow = self.folder / "catalog/flows/lock.1.yaml"
        text = flow.read_text(encoding="utf-8")
        flow.write_text(text.replace("may: intake.lock, needs: reason}\nsteps", "may: intake.look, needs: raison}\nsteps"), encoding="utf-8")
        process = run("check", ROOT / "tests/packs/yunxi", ZHIHENG_HOME=str(self.folder))
        self.assertEqual(process.returncode, 2)
        line = next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith("begin:"))
        self.assertEqual([(m.place.partition(":")[0], m.place.split(":")[1], m.code) for m in mistakes(process)],
                         [("catalog/flows/lock.1.yaml", str(line), code) for code in ["flow.unknown-field", "flow.unknown-capability"]])

    def test_json_of_report(self):
        out = self.folder / "paper"
        process = run("report", "white-paper", "tests/packs/yunxi", 2023, "--formats", "html", "--out", out, "--format", "json")
        self.assertEqual(process.returncode, 0, process.stderr)
        answer = json.loads(process.stdout)
        self.assertEqual(answer["district"], "云溪区")
        self.assertEqual(sorted(answer["files"]), [str(out / n) for n in ["audit.json", "findings.json", "white-paper.html", "white-paper.json"]])
        self.assertGreater(answer["numbers"], 100)

    def test_json_of_mistakes(self):
        process = run("report", "white-paper", "nowhere", 2023, "--format", "json")
        self.assertEqual(process.returncode, 2)
        (mistake,) = json.loads(process.stderr)["errors"]
        self.assertEqual(mistake["code"], "district.unknown")
        self.assertTrue(mistake["zh"] and mistake["en"])

    def test_dry_run_writes_nothing(self):
        process = run("report", "white-paper", "tests/packs/yunxi", 2023, "--dry-run", "--out", self.folder / "paper")
        self.assertEqual(process.returncode, 0, process.stderr)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_findings_fail_where_asked_for(self):
        for more in [["--dry-run"], ["--out", self.folder / "paper", "--formats", "json"]]:
            process = run("report", "white-paper", "tests/packs/yunxi", 2023, "--fail-on-findings", *more)
            self.assertEqual(process.returncode, 1, process.stderr)

    def test_folder_of_a_pack_names_the_output(self):
        for path in ["tests/packs/yunxi", "tests/packs/yunxi/"]:
            process = run("report", "white-paper", ROOT / path, 2023, "--formats", "json", cwd=self.folder)
            self.assertEqual(process.returncode, 0, process.stderr)
            self.assertTrue((self.folder / "out/yunxi-2023/white-paper.json").exists())

    def test_completion_scripts_are_valid(self):
        script = run("completion", "bash").stdout
        self.assertEqual(subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode, 0)
        # The script completes: commands first, then what may follow them.
        ask = script + '\nCOMP_WORDS=(zhiheng rep); COMP_CWORD=1; _zhiheng; echo "${COMPREPLY[@]}"\n' \
            + 'COMP_WORDS=(zhiheng report --f); COMP_CWORD=2; _zhiheng; echo "${COMPREPLY[@]}"\n' \
            + 'COMP_WORDS=(zhiheng list ind); COMP_CWORD=2; _zhiheng; echo "${COMPREPLY[@]}"\n'
        answer = subprocess.run(["bash"], input=ask, text=True, capture_output=True, check=True).stdout.splitlines()
        self.assertEqual(answer[0], "report")
        self.assertEqual(set(answer[1].split()), {"--formats", "--fail-on-findings", "--format"})
        self.assertEqual(answer[2], "indicators")
        self.assertIn("bashcompinit", run("completion", "zsh").stdout)
        self.assertIn("complete -c zhiheng", run("completion", "fish").stdout)

    def test_wrong_usage(self):
        for arguments in [[], ["print"], ["report"], ["report", "white-paper", "minhang", "next"], ["list", "cubes", "--format", "xml"],
                          ["report", "white-paper", "minhang", "2020", "--colour"]]:
            process = run(*arguments)
            self.assertEqual(process.returncode, 2, arguments)
            self.assertIn("用法有误 wrong usage:", process.stderr)
            self.assertIn("[cli.usage]", process.stderr)
            self.assertEqual(process.stdout, "")

    def test_unknown_names(self):
        for arguments, code in [(["list", "towns"], "list.unknown-kind"), (["show", "minhang", "food.nothing"], "show.unknown"),
                                (["completion", "tcsh"], "completion.unknown-shell"), (["check", "nowhere"], "district.unknown")]:
            process = run(*arguments)
            self.assertEqual(process.returncode, 2)
            self.assertEqual([m.code for m in mistakes(process)], [code])

    def test_home_without_a_catalog(self):
        process = run("list", "districts", cwd=self.folder, ZHIHENG_HOME=str(self.folder))
        self.assertEqual(process.returncode, 2)
        self.assertEqual([m.code for m in mistakes(process)], ["cli.no-home"])
