"""Every definition in the repository fits the JSON Schema that editors use for it, and the schemas refuse what the program refuses."""
import glob
import json
import os
import unittest

import jsonschema
import yaml

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKS = ["catalog", "districts/*", "tests/packs/*"]


def schema(name):
    with open(f"{HOME}/catalog/schema/{name}.schema.json", encoding="utf-8") as file:
        content = json.load(file)
    jsonschema.Draft202012Validator.check_schema(content)
    return jsonschema.Draft202012Validator(content)


class SchemaTest(unittest.TestCase):
    def check(self, name, patterns):
        validator = schema(name)
        files = [f for pattern in patterns for f in glob.glob(f"{HOME}/{pattern}")]
        self.assertTrue(files, patterns)
        for path in files:
            with open(path, encoding="utf-8") as file:
                content = json.loads(json.dumps(yaml.safe_load(file), default=str))
            errors = [f"{list(e.path)}: {e.message}" for e in validator.iter_errors(content)]
            self.assertEqual(errors, [], path)

    def test_definitions(self):
        for name, folder in [("cube", "cubes"), ("list", "lists"), ("indicators", "indicators"), ("checks", "checks"),
                             ("assessment", "assessments"), ("plan", "plans"), ("dataset", "datasets"),
                             ("simulation", "simulation")]:
            with self.subTest(name):
                self.check(name, [f"{pack}/{folder}/*.yaml" for pack in PACKS])

    def test_single_files(self):
        self.check("district", ["districts/*/district.yaml", "tests/packs/*/district.yaml"])
        self.check("report", ["catalog/reports/*/report.yaml"])
        self.check("theme", ["catalog/theme.yaml"])
        self.check("calendar", ["catalog/calendar/*.yaml"])
        self.check("flow", ["catalog/flows/*.yaml"])

    def test_audit(self):
        validator = schema("audit")
        with open(f"{HOME}/src/audit/testdata/audit.json", encoding="utf-8") as file:
            content = json.load(file)
        self.assertEqual([f"{list(e.path)}: {e.message}" for e in validator.iter_errors(content)], [])
        self.assertTrue(all(content[part] for part in content), "each part has an example")
        for spoil in [lambda c: c.update(more=1), lambda c: c["findings"][0].update(colour="red"), lambda c: c["findings"][0].pop("places"),
                      lambda c: c["findings"][0].update(kind="sums"), lambda c: c["held"][0]["places"][0].update(line=-1),
                      lambda c: c["waived"][0].pop("waiver")]:
            spoiled = json.loads(json.dumps(content))
            spoil(spoiled)
            self.assertFalse(validator.is_valid(spoiled))

    def test_every_indicator_of_the_product_has_a_domain(self):
        for path in glob.glob(f"{HOME}/catalog/indicators/*.yaml") + glob.glob(f"{HOME}/districts/*/indicators/*.yaml"):
            with open(path, encoding="utf-8") as file:
                self.assertEqual([i for i, keys in yaml.safe_load(file).items() if "domain" not in keys], [], path)

    def test_a_target_has_one_demand(self):
        plan = {"title": "甲", "document": "甲", "issued": "2021", "period": {"from": 2021, "to": 2025}}
        target = {"indicator": "a.b", "by": 2025, "source": "s"}
        self.assertTrue(schema("plan").is_valid({**plan, "targets": [{**target, "reach": 1}]}))
        self.assertFalse(schema("plan").is_valid({**plan, "targets": [target]}))
        self.assertFalse(schema("plan").is_valid({**plan, "targets": [{**target, "reach": 1, "at_least": 2}]}))

    def test_refusals(self):
        title = {"zh": "甲"}
        self.assertFalse(schema("cube").is_valid({"title": title, "owner": "x", "measures": {}, "colour": 1}))
        self.assertFalse(schema("cube").is_valid({"title": title, "measures": {}}))
        self.assertFalse(schema("indicators").is_valid({"food": {"title": title, "owner": "x"}}))
        self.assertFalse(schema("checks").is_valid({"a": {"title": title, "left": "a.b", "is": "~", "right": "c.d"}}))
        columns = {"no": {"zh": "编号"}, "on": {"zh": "日期", "type": "date"}}
        dataset = {"title": title, "owner": "x", "domain": "food", "unit": "件", "key": "no", "columns": columns}
        self.assertTrue(schema("dataset").is_valid({**dataset, "cubes": {"a": {"by": ["year(on)", {"place": "no"}], "sums": {"n": 1}}}}))
        for wrong in [{"time": "on"}, {"key": []}, {"columns": {}}, {"colour": 1}, {"columns": {"a": {"zh": "甲", "type": "decimal"}}},
                      {"columns": {"a": {"zh": "甲", "codes": "b", "pattern": "c"}}}, {"checks": {"a": {"zh": "甲"}}},
                      {"cubes": {"a": {"by": ["no"]}}}, {"cubes": {"a": {"by": [], "quantiles": {"b": {"of": "c", "at": 1}}}}},
                      {"frequency": "month", "against_last": {"a": {"zh": "甲", "change": 50}}}]:
            self.assertFalse(schema("dataset").is_valid({**dataset, **wrong}), wrong)
        sheet = {"title": title, "total": 100, "bands": {"A": 90, "D": 0}, "groups": {"g": title}}
        item = {"title": title, "group": "g", "points": 100}
        self.assertTrue(schema("assessment").is_valid({**sheet, "items": {"a": {**item, "evidence": True}}}))
        for wrong in [{}, {"evidence": True, "veto": True}, {"linear": {"floor": 1}}, {"evidence": True, "colour": 1}]:
            self.assertFalse(schema("assessment").is_valid({**sheet, "items": {"a": {**item, **wrong}}}))
        for holiday in [{"days": "2024-10-1", "zh": "甲"}, {"days": "2024-10-01"}, {"days": "2024-10-01", "zh": "甲", "since": "2008"}]:
            self.assertFalse(schema("calendar").is_valid({"weekend": ["sunday"], "years": {"2024": {"holidays": [holiday]}}}))
        self.assertFalse(schema("calendar").is_valid({"weekend": ["sunday"], "years": {"2027": {"holidays": []}}}))

    def test_flows(self):
        title = {"zh": "甲", "en": "A"}
        step = {"from": "open", "to": "closed", "title": title, "may": "case.handle"}
        flow = {"title": title, "see": "case.read", "subject": {"form": "thing:YEAR:ID", "title": title}, "fields": {"day": {"type": "date", "title": title}},
                "states": {"open": {"title": title}, "closed": {"title": title, "closed": True}},
                "begin": {"to": ["open", "closed"], "title": title, "may": "case.handle", "needs": "day"}, "steps": {"close": step}}
        self.assertTrue(schema("flow").is_valid(flow))
        for wrong in [{"title": {"zh": "甲"}}, {"subject": {"form": "Thing", "title": title}}, {"cases": "two"}, {"colour": 1},
                      {"fields": {"day": {"type": "day", "title": title}}}, {"fields": {"day": {"type": "date", "title": title, "most": 3}}},
                      {"fields": {"day": {"type": "choice", "title": title}}}, {"fields": {"day": {"type": "text", "title": title, "at_least": 1}}},
                      {"states": {}}, {"steps": {"begin": step}}, {"steps": {"close": {**step, "to": ["open", "closed"]}}},
                      {"begin": {**flow["begin"], "from": "open"}}]:
            self.assertFalse(schema("flow").is_valid({**flow, **wrong}), wrong)


if __name__ == "__main__":
    unittest.main()
