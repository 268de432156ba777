"""The HTML view of an audit in a real browser: walk, cards, filters, tabs, phone, print."""
import pathlib
import tempfile
import time
import unittest

import program
from test_browser import Browser

NASTY = "<img src=x onerror=window.hit=1><script>window.hit=2</script>"
BULLETIN = f"""云溪区质量公报{NASTY}

全年抽检食品样品 300 批次，其中流通环节 120 批次，餐饮环节 100 批次，生产环节 90 批次。

全年抽检药品 400 批次，合格 380 批次，合格率为 92.0%。

环节\t批次
流通\t120
餐饮\t100
合计\t220
"""
PLAN = "云溪区质量行动计划\n\n全年检定计量器具 500 台，合格 480 台，合格率为 91.0%。\n"
ESCAPE, ENTER = "\ue00c", "\ue007"


class AuditViewTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.temporary.name)
        (folder / "公报.txt").write_text(BULLETIN, encoding="utf-8")
        (folder / "计划.txt").write_text(PLAN, encoding="utf-8")
        made = program.run("audit", folder / "公报.txt", folder / "计划.txt", "--out", folder / "out")
        assert made.returncode == 1, made.stderr
        cls.answer = program.load(folder / "out/audit.json")
        cls.page = folder / "out/audit.html"
        cls.browser = Browser(f"{folder}/profile")

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.temporary.cleanup()

    def open(self, width=1400, height=900):
        self.browser.open(self.page, width, height)
        self.browser.script("localStorage.clear(); history.replaceState(null, '', location.pathname)")
        self.browser.open(self.page, width, height)

    def current(self):
        return self.browser.script("return document.querySelector('.card.current')?.id ?? null")

    def wait_for(self, condition):
        for _ in range(50):
            if self.browser.script(f"return {condition}"):
                return
            time.sleep(0.1)
        self.fail(condition)

    def test_the_walk_goes_through_every_finding_and_round(self):
        self.open()
        count = len(self.answer["findings"])
        self.assertGreaterEqual(count, 3)
        for i in range(count):
            self.browser.press("j")
            self.assertEqual(self.current(), f"f-{i + 1}")
        self.browser.press("n")
        self.assertEqual(self.current(), "f-1")
        self.browser.press("k")
        self.assertEqual(self.current(), f"f-{count}")
        # The last is of the second document, whose tab is open now.
        self.assertEqual(self.browser.script("return document.querySelector('#t-1').getAttribute('aria-selected')"), "true")
        self.browser.press(ENTER)
        self.assertEqual(self.browser.script("return document.activeElement.id"), f"f-{count}")
        self.browser.press(ESCAPE)
        self.assertTrue(self.browser.script("return document.activeElement.classList.contains('m')"))

    def test_a_card_stands_at_its_number(self):
        self.open()
        self.browser.press("j")
        self.wait_for("document.querySelector('.card.current.ready') !== null")
        time.sleep(0.3)
        mark, card = self.browser.script("return ['.m.current', '.card.current'].map(s => document.querySelector(s).getBoundingClientRect().top)")
        self.assertLess(abs(mark - card), 40)

    def test_filters_and_search(self):
        self.open()
        shown = "return document.querySelectorAll('#list > li:not([hidden]):not(.none)').length"
        every = self.browser.script(shown)
        sums = sum(f["kind"] == "sum" for f in self.answer["findings"])
        self.browser.script("document.querySelector('[data-filter=kind][value=sum]').click()")
        self.assertEqual(self.browser.script(shown), every - sums)
        self.browser.script("document.querySelector('[data-filter=kind][value=sum]').click()")
        self.browser.press("/")
        for letter in "91.0%":
            self.browser.press(letter)
        self.assertLess(self.browser.script(shown), every)
        self.assertGreater(self.browser.script("return document.querySelectorAll('.m.off').length"), 0)

    def test_language_theme_and_keys(self):
        self.open()
        ground = "return getComputedStyle(document.documentElement).backgroundColor"
        before = self.browser.script(ground)
        self.browser.press("d")
        self.assertNotEqual(self.browser.script(ground), before)
        self.browser.press("l")
        self.assertIn("findings", self.browser.script("return document.querySelector('.summary').innerText"))
        self.browser.press("?")
        self.assertTrue(self.browser.script("return document.getElementById('help').open"))
        self.browser.press(ESCAPE)
        self.assertFalse(self.browser.script("return document.getElementById('help').open"))

    def test_held_tests_can_be_shown(self):
        self.open()
        self.assertGreater(len(self.answer["held"]), 0)
        self.browser.press("h")
        self.browser.script("document.querySelector('.h:not(.m)').click()")
        self.assertTrue(self.browser.script("return document.getElementById('tick').innerText").startswith("✓"))

    def test_a_phone_shows_one_card_at_the_foot(self):
        self.open(500, 900)  # the narrowest window that the browser makes
        self.browser.press("j")
        box = self.browser.script("const b = document.querySelector('.card.current').getBoundingClientRect(); return [b.left, b.right, innerWidth]")
        self.assertGreaterEqual(box[0], 0)
        self.assertLessEqual(box[1], box[2])
        sizes = self.browser.script("return ['#next', '#previous', '#menu'].map(s => { const b = document.querySelector(s).getBoundingClientRect();"
                                    " return Math.min(b.width, b.height); })")
        self.assertGreaterEqual(min(sizes), 44)
        wide = self.browser.script("return [document.documentElement.scrollWidth, innerWidth]")
        self.assertLessEqual(wide[0], wide[1])

    def test_marks_are_buttons_with_names(self):
        self.open()
        marks = self.browser.script("return [...document.querySelectorAll('.m')].map(m => [m.getAttribute('role'), m.getAttribute('aria-label')])")
        self.assertGreaterEqual(len(marks), len(self.answer["findings"]))
        for role, label in marks:
            self.assertEqual(role, "button")
            self.assertRegex(label, r"：.+，第 \d+ 项")

    def test_prints_every_document_and_note(self):
        self.open()
        pdf = self.browser.call("POST", "/print", {})
        self.assertGreater(len(pdf), 10000)
        self.browser.call("POST", "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": {"media": "print"}})
        shown = self.browser.script("return [...document.querySelectorAll('.doc, .card')].map(e => e.getBoundingClientRect().height > 0)")
        self.browser.call("POST", "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": {"media": ""}})
        self.assertTrue(all(shown))

    def test_the_words_of_a_document_do_not_act(self):
        self.open()
        self.assertIsNone(self.browser.script("return window.hit ?? null"))
        self.assertEqual(self.browser.script("return document.querySelectorAll('img').length"), 0)
        log = self.browser.call("POST", "/se/log", {"type": "browser"})
        self.assertEqual([entry["message"] for entry in log if entry["level"] in ("SEVERE", "WARNING")], [])


if __name__ == "__main__":
    unittest.main()
