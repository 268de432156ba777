"""The HTML paper in a real browser, driven by WebDriver (Debian's chromium and chromium-driver)."""
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import program

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars"]


class Browser:
    """One window. Scripts run in the page; their result comes back as JSON."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{port}"
        options = {"binary": shutil.which("chromium"), "args": [*FLAGS, f"--user-data-dir={folder}"]}
        capabilities = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        for _ in range(100):
            try:
                session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        else:
            raise AssertionError("chromedriver did not answer")
        self.base += "/session/" + session["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from error

    def script(self, text, *arguments):
        return self.call("POST", "/execute/sync", {"script": text, "args": list(arguments)})

    def open(self, path, width, height):
        self.call("POST", "/window/rect", {"width": width, "height": height})
        self.call("POST", "/url", {"url": pathlib.Path(path).as_uri()})

    def press(self, key):
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def click(self, selector):
        element = self.call("POST", "/element", {"using": "css selector", "value": selector})
        self.call("POST", f"/element/{next(iter(element.values()))}/click", {})

    def close(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(10)


class BrowserTest(unittest.TestCase):
    ESCAPE = "\ue00c"

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        out = cls.folder.name + "/paper"
        made = program.report("minhang", 2020, out, formats="html")
        assert made.returncode == 0, made.stderr
        cls.page = out + "/white-paper.html"
        cls.paper = program.load(out + "/white-paper.json")
        cls.browser = Browser(cls.folder.name + "/profile")

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def panel_text(self):
        return self.browser.script("const p = document.getElementById('panel'); return p.hidden ? null : p.innerText")

    def test_a_number_tells_where_it_comes_from(self):
        self.browser.open(self.page, 1280, 900)
        rate = next(i for i, n in enumerate(self.paper["numbers"]) if self.paper["lineage"][n["lineage"]]["definition"] == "food.pass_rate")
        text = self.paper["numbers"][rate]["text"]
        self.browser.script("window.scrollTo(0, 0)")
        found = self.browser.script(
            "const n = [...document.querySelectorAll('main .n')].find(e => e.textContent === arguments[0]);"
            "n.id = 'tapped'; n.scrollIntoView({block: 'center', behavior: 'instant'}); return n.textContent", text)
        self.assertEqual(found, text)
        self.browser.click("#tapped")
        panel = self.panel_text()
        for part in ["食品监督抽检合格率", "7163", "7263", "区市场监管局", "food_sampling.csv", "98.91"]:
            self.assertIn(part, panel)
        self.browser.press(self.ESCAPE)
        self.assertIsNone(self.panel_text())

    def test_charts_come_alive(self):
        self.browser.open(self.page, 1280, 900)
        self.browser.script("document.querySelector('.figure').scrollIntoView()")
        for _ in range(50):
            if self.browser.script("return document.querySelector('.figure [_echarts_instance_]') !== null"):
                break
            time.sleep(0.1)
        else:
            self.fail("no chart was made interactive")
        edges = self.browser.script("const box = document.querySelector('.figure [_echarts_instance_]');"
                                    "return [box.getBoundingClientRect().right, box.closest('.chart').getBoundingClientRect().right]")
        self.assertLessEqual(edges[0], edges[1] + 1, "the chart is cut at the right")

    def test_light_and_dark(self):
        self.browser.open(self.page, 1280, 900)
        ground = "return getComputedStyle(document.documentElement).backgroundColor"
        before = self.browser.script(ground)
        self.browser.click("#theme")
        self.assertNotEqual(self.browser.script(ground), before)
        self.browser.open(self.page, 1280, 900)
        self.assertNotEqual(self.browser.script(ground), before, "the choice is kept")
        self.browser.click("#theme")

    def test_nothing_sticks_out_on_a_phone(self):
        self.browser.open(self.page, 500, 900)
        wide = self.browser.script("return [document.documentElement.scrollWidth, innerWidth]")
        self.assertLessEqual(wide[0], wide[1])
        self.browser.click("#menu")
        self.assertEqual(self.browser.script("return document.getElementById('menu').getAttribute('aria-expanded')"), "true")

    def test_every_reference_leads_somewhere(self):
        self.browser.open(self.page, 1280, 900)
        lost = self.browser.script("return [...document.querySelectorAll('a[href^=\"#\"]')].filter(a => a.hash.length > 1 && "
                                   "!document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.hash)")
        self.assertEqual(lost, [])

    def test_no_complaints_on_the_console(self):
        self.browser.open(self.page, 1280, 900)
        self.browser.script("window.scrollTo(0, document.body.scrollHeight)")
        time.sleep(0.5)
        log = self.browser.call("POST", "/se/log", {"type": "browser"})
        self.assertEqual([entry["message"] for entry in log if entry["level"] in ("SEVERE", "WARNING")], [])


if __name__ == "__main__":
    unittest.main()
