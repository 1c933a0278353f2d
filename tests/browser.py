"""What the tests in Chromium share: how it is started, and where it is.

Needs the `playwright` package and a Chromium (CHROMIUM, or /usr/bin/chromium). Tests below this
folder put it on the path: sys.path.insert(0, str(Path(__file__).resolve().parents[1])).
"""
import os
import unittest

from playwright.sync_api import sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# No sandbox, because builds run as root; and no requests of its own.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


class InChromium(unittest.TestCase):
    """Tests of one class share one browser, `self.browser`."""

    @classmethod
    def setUpClass(cls):
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
