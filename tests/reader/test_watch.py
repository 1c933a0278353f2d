#!/usr/bin/env python3
"""`yulu watch` in Chromium: usage: test_watch.py YULU PROJECT.

A deck file of a copy of PROJECT is saved while its page is open, well and badly. Needs the
`playwright` package and a Chromium (CHROMIUM, or /usr/bin/chromium).
"""
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browser import InChromium

YULU, PROJECT = (Path(sys.argv.pop(1)).resolve() for _ in range(2))
PART = "decks/liang-wenfeng/01-originality.toml"
# Words of ours in the first card of that part.
OURS = "We often say"
# The card at the top of the window, and where its upper edge is.
AT_TOP = """() => {
  const cards = [...document.querySelectorAll('article')];
  const card = cards.find(e => e.getBoundingClientRect().bottom > 60);
  return [card.id, Math.round(card.getBoundingClientRect().top)];
}"""


class Watch(InChromium):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.project = Path(folder.name)
        for part in ("seeds", "decks", "templates"):
            shutil.copytree(PROJECT / part, self.project / part)
        self.part = self.project / PART
        self.good = self.part.read_text()
        self.assertIn(OURS, self.good)
        self.watch = subprocess.Popen(
            [YULU, "-C", self.project, "watch", "--quiet", "--format", "html", "--port", "0"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        self.addCleanup(self.end)
        self.url = self.watch.stdout.readline().strip()
        self.assertRegex(self.url, r"^http://127\.0\.0\.1:\d+/$")
        self.context = self.browser.new_context(viewport={"width": 1100, "height": 800})
        self.addCleanup(self.context.close)
        self.tab = self.context.new_page()
        self.problems = []
        self.tab.on("console", lambda message: self.problems.append(message.text) if message.type in ("error", "warning") else None)
        self.tab.on("pageerror", lambda error: self.problems.append(str(error)))
        self.tab.on("request", lambda request: self.problems.append(request.url) if not request.url.startswith(self.url) else None)
        self.tab.goto(self.url)
        self.news(1)

    def end(self):
        self.watch.send_signal(signal.SIGINT)
        self.said = self.watch.communicate()[1]

    def news(self, version):
        """Waits for the news of a build, and for the page if it was good."""
        self.tab.wait_for_selector(f"body[data-version='{version}']")
        self.page = self.tab.frame(url=re.compile(r"\.html$"))
        self.page.wait_for_load_state()

    def save(self, text, version):
        """Saves as most editors do: a new file takes the old one's name."""
        beside = self.part.with_suffix(".new~")
        beside.write_text(text)
        beside.replace(self.part)
        self.news(version)

    def shows(self, words):
        return self.page.locator("article", has_text=words).first

    def test_a_save_shows_and_the_reading_place_stays(self):
        self.assertEqual(self.page.locator("article").count(), self.good_cards())
        self.page.click("label[for=script-hant]")
        # Nothing of it in the first card, which is far above.
        self.page.evaluate("document.querySelectorAll('article')[40].scrollIntoView()")
        self.page.evaluate("document.getElementById('s-balou').scrollTop = 500")
        place = self.page.evaluate(AT_TOP)
        # More words above push what is below down; taken away again, they pull it up.
        longer = self.good.replace(OURS, "Words of the editor, many of them. " * 40 + OURS, 1)
        for version, (text, marked) in enumerate([(longer, 1), (self.good, 0), (longer, 1)], 2):
            self.save(text, version)
            self.page.wait_for_function("n => document.body.innerText.split('Words of the editor, many').length - 1 >= n", arg=marked)
            self.page.wait_for_function(f"place => {{ const now = ({AT_TOP})(); return now[0] === place[0] && Math.abs(now[1] - place[1]) <= 2; }}", arg=place)
            self.assertEqual(self.page.evaluate("document.getElementById('s-balou').scrollTop"), 500, "a document too")
            self.assertTrue(self.page.is_checked("#script-hant"), "and the script that was chosen")
            self.assertEqual(self.page.get_by_text("Words of the editor, many").count() > 0, marked == 1)
        self.assertRegex(self.tab.inner_text("#state"), r"^built in \d+ ms$")
        self.assertEqual(self.problems, [])

    def test_two_quick_saves_keep_the_reading_place(self):
        self.page.evaluate("document.querySelectorAll('article')[40].scrollIntoView()")
        place = self.page.evaluate(AT_TOP)
        # The page comes slowly, so that it is half there when the next build is done.
        network = self.context.new_cdp_session(self.tab)
        network.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": 400_000, "uploadThroughput": -1})
        for version in (2, 3, 4):
            self.part.write_text(self.good.replace(OURS, f"Save {version}. {OURS}", 1))
            self.tab.wait_for_selector(f"body[data-version='{version}']")
            self.page.wait_for_function("() => document.readyState === 'loading'")
        self.page.wait_for_function("() => document.body?.innerText.includes('Save 4.')")
        self.page.wait_for_function(f"place => {{ const now = ({AT_TOP})(); return now[0] === place[0] && Math.abs(now[1] - place[1]) <= 2; }}", arg=place, timeout=5000)
        self.assertEqual(self.problems, [])

    def test_an_address_with_a_broken_escape_is_no_error(self):
        self.tab.goto(self.url + "#%")
        self.tab.reload()
        self.news(1)
        self.assertTrue(self.shows(OURS).is_visible())
        self.assertEqual(self.problems, [])

    def good_cards(self):
        out = subprocess.run([YULU, "-C", self.project, "collate", "--format", "json"], capture_output=True, check=True, text=True).stdout
        return len(out.splitlines())

    def test_a_broken_deck_is_told_over_the_last_good_page_and_a_mended_one_shows(self):
        half = self.good[: self.good.index(OURS) + len(OURS)]
        self.save(half, 2)
        self.assertTrue(self.tab.is_visible("#said"))
        said = self.tab.inner_text("#said")
        self.assertIn("error[syntax]", said)
        self.assertIn(PART, said)
        self.assertIn("last good page", self.tab.inner_text("#state"))
        self.assertIn("bad", self.tab.get_attribute("body", "class"))
        self.assertTrue(self.shows(OURS).is_visible(), "the last good page is still there")
        # Hostile text in a message is text.
        self.save(self.good.replace('id = "', 'id = "<img src=x onerror=alert(1)>', 1), 3)
        self.assertIn("<img src=x", self.tab.inner_text("#said"))
        self.assertEqual(self.tab.locator("img").count(), 0)
        self.save(self.good.replace(OURS, "One says", 1), 4)
        self.shows("One says").wait_for()
        self.assertFalse(self.tab.is_visible("#said"))
        self.assertNotIn("bad", self.tab.get_attribute("body", "class") or "")
        self.assertEqual(self.problems, [])

    def test_a_page_that_is_left_open_tells_the_end(self):
        self.end()
        self.tab.wait_for_function("() => document.getElementById('state').textContent.includes('stopped')")
        self.assertEqual(self.watch.returncode, 0)
        self.assertTrue(self.shows(OURS).is_visible())


if __name__ == "__main__":
    unittest.main(verbosity=1)
