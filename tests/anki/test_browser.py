"""Cards in a real browser: the toggle, small screens, night, no scripts, no requests.

    python tests/anki/test_browser.py DECK.apkg

Cards are rendered by Anki itself and shown in Chromium in the two ways Anki's clients
show them: a new page for each side (AnkiDroid, AnkiWeb), and one long-lived page whose
content is replaced (the desktop). Needs the `anki` and `playwright` packages and a
Chromium (CHROMIUM, or /usr/bin/chromium).
"""
import http.server
import json
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browser import InChromium

APKG = Path(sys.argv.pop(1))
WIDTHS = (320, 768, 1280)


def cards():
    """(id, template, front, back) of every card, as Anki renders them."""
    col = Collection(str(Path(tempfile.mkdtemp()) / "collection.anki2"))
    request = ImportAnkiPackageRequest(package_path=str(APKG), options=ImportAnkiPackageOptions())
    col.import_anki_package(request)
    rendered = []
    for card_id in col.find_cards("", order="c.due, c.ord"):
        card = col.get_card(card_id)
        rendered.append((card.note()["Id"], card.template()["name"], card.question(), card.answer()))
    return rendered


CARDS = cards()
QUOTES = [card for card in CARDS if card[1] == "Recall"]


def page_html(content, night=False):
    body = "card card1" + (" nightMode night_mode" if night else "")
    root = ' class="night-mode"' if night else ""
    return (
        f'<!doctype html><html{root} lang="en"><head><meta charset="utf-8"><title>card</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
        f'<body class="{body}"><div id="qa">{content}</div></body></html>'
    )


class Server:
    """Serves /CARD/SIDE and, for the long-lived page, an empty one."""

    def __init__(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                parts = self.path.split("?")[0].strip("/").split("/")
                if parts[0] == "empty":
                    text = page_html("")
                elif parts[0].isdigit():
                    text = page_html(CARDS[int(parts[0])][2 if parts[1] == "front" else 3], "night" in self.path)
                else:
                    self.send_response(404)
                    self.end_headers()
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Browser(InChromium):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = Server()

    def open(self, width=768, scripts=True):
        context = self.browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" and "favicon" not in message.location.get("url", "") else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("request", lambda request: page.problems.append(request.url) if not request.url.startswith(self.server.base) else None)
        self.addCleanup(context.close)
        return page

    def visible(self, page, selector):
        return [e for e in page.query_selector_all(selector) if e.is_visible()]

    def shown(self, page):
        hans, hant = self.visible(page, ".hans"), self.visible(page, ".hant")
        self.assertNotEqual(bool(hans), bool(hant), "exactly one script shows")
        return "hans" if hans else "hant"

    def test_the_choice_lasts_through_a_flip_and_across_cards_on_new_pages(self):
        for width in WIDTHS:
            page = self.open(width)
            page.goto(f"{self.server.base}/0/front")
            self.assertEqual(self.shown(page), "hans")
            page.click("button:has-text('繁')")
            self.assertEqual(self.shown(page), "hant")
            for path in ("0/back", "2/front", "2/back"):
                page.goto(f"{self.server.base}/{path}")
                self.assertEqual(self.shown(page), "hant", (width, path))
            page.click("button:has-text('繁')")
            page.goto(f"{self.server.base}/4/front")
            self.assertEqual(self.shown(page), "hans")
            self.assertEqual(page.problems, [])

    def test_the_choice_lasts_in_one_long_lived_page(self):
        page = self.open()
        page.goto(f"{self.server.base}/empty")

        def show(content):
            page.evaluate(
                """html => { const qa = document.getElementById('qa'); qa.innerHTML = html;
                for (const old of qa.querySelectorAll('script')) {
                  const s = document.createElement('script'); s.textContent = old.textContent; old.replaceWith(s); } }""",
                content,
            )

        show(CARDS[0][2])
        page.click("button:has-text('繁')")
        for at, side in ((0, 3), (1, 2), (1, 3), (2, 2)):
            show(CARDS[at][side])
            self.assertEqual(self.shown(page), "hant")
        self.assertEqual(page.problems, [])

    def test_without_storage_the_choice_lasts_in_one_page(self):
        page = self.open()
        page.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('refused'); } });")
        page.goto(f"{self.server.base}/0/back")
        page.click("button:has-text('繁')")
        self.assertEqual(self.shown(page), "hant")
        self.assertEqual(page.problems, [])

    def test_space_and_return_flip_and_do_not_press_the_button_again(self):
        page = self.open()
        page.goto(f"{self.server.base}/0/front")
        page.click("button:has-text('繁')")
        self.assertEqual(page.evaluate("document.activeElement.tagName"), "BODY")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        self.assertEqual(self.shown(page), "hant")

    def test_every_side_fits_every_width_and_is_large_enough_to_read(self):
        measure = """() => {
          const small = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const e = walker.currentNode.parentElement;
            if (!walker.currentNode.textContent.trim() || ['SCRIPT', 'STYLE'].includes(e.tagName)) continue;
            if (!e.checkVisibility() || e.closest('.source')) continue;
            if (parseFloat(getComputedStyle(e).fontSize) < 16) small.push(e.outerHTML.slice(0, 80));
          }
          const d = document.documentElement;
          return { over: d.scrollWidth - d.clientWidth, small, height: d.scrollHeight };
        }"""
        for width in WIDTHS:
            page = self.open(width)
            for at in range(0, len(CARDS), 1 if width == 320 else 17):
                for side in ("front", "back"):
                    page.goto(f"{self.server.base}/{at}/{side}", wait_until="domcontentloaded")
                    found = page.evaluate(measure)
                    self.assertLessEqual(found["over"], 0, (CARDS[at][0], side, width))
                    self.assertEqual(found["small"], [], (CARDS[at][0], side, width))

    def test_without_scripts_the_default_script_shows_and_no_dead_button(self):
        page = self.open(scripts=False)
        for at in (0, 1, len(CARDS) - 1):
            for side in ("front", "back"):
                page.goto(f"{self.server.base}/{at}/{side}")
                self.assertEqual(self.shown(page), "hans")
                self.assertEqual(self.visible(page, "button"), [])

    def test_contrast_by_day_and_by_night(self):
        contrast = """() => {
          const parse = c => c.match(/[\\d.]+/g).map(Number);
          const luminance = c => { const [r, g, b] = parse(c).slice(0, 3).map(v => { v /= 255;
            return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const paper = getComputedStyle(document.querySelector('.yulu')).backgroundColor;
          const worst = [];
          for (const e of document.querySelectorAll('.yulu *')) {
            if (!e.checkVisibility() || !e.textContent.trim() || e.closest('script')) continue;
            const [a, b] = [luminance(getComputedStyle(e).color), luminance(paper)].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) worst.push([e.className, ratio]);
          }
          return worst;
        }"""
        for query in ("", "?night"):
            page = self.open()
            for path in ("0/front", "0/back", f"{len(CARDS) - 1}/back"):
                page.goto(f"{self.server.base}/{path}{query}")
                self.assertEqual(page.evaluate(contrast), [], (path, query))
        page.goto(f"{self.server.base}/0/back?night")
        night = page.evaluate("getComputedStyle(document.querySelector('.yulu')).backgroundColor")
        page.goto(f"{self.server.base}/0/back")
        day = page.evaluate("getComputedStyle(document.querySelector('.yulu')).backgroundColor")
        self.assertNotEqual(day, night)

    def test_buttons_have_names_and_chinese_its_language(self):
        page = self.open()
        bare = """() => {
          const bare = [];
          const walker = document.createTreeWalker(document.querySelector('.yulu'), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const e = walker.currentNode.parentElement;
            if (!/\\p{Script=Han}/u.test(walker.currentNode.textContent) || e.closest('script')) continue;
            const lang = e.closest('[lang]').lang;
            if (!lang.startsWith('zh')) bare.push(walker.currentNode.textContent);
          }
          return bare;
        }"""
        for at in range(0, len(CARDS), 11):
            for side in ("front", "back"):
                page.goto(f"{self.server.base}/{at}/{side}")
                self.assertEqual(page.evaluate(bare), [], CARDS[at][0])
                for button in page.query_selector_all("button"):
                    name = button.get_attribute("aria-label")
                    self.assertTrue(name and ("简 · 繁" in name or "拼" in name))
                    self.assertIn("tappable", button.get_attribute("class"))

    def aid(self, page):
        """Which lines of pinyin or zhuyin show."""
        lines = self.visible(page, ".aid")
        return sorted({"pinyin" if "pinyin" in e.get_attribute("class") else "zhuyin" for e in lines})

    def test_pinyin_shows_only_when_asked_for_and_lasts_through_a_flip(self):
        for width in (320, 768):
            page = self.open(width)
            page.goto(f"{self.server.base}/0/front")
            self.assertEqual(self.aid(page), [], "a front shows characters alone")
            page.click("button.aids")
            self.assertEqual(self.aid(page), ["pinyin"])
            page.goto(f"{self.server.base}/0/back")
            self.assertEqual(self.aid(page), ["pinyin"])
            self.assertEqual(len(self.visible(page, ".aid")), 2, "prompt and quote")
            page.click("button.aids")
            self.assertEqual(self.aid(page), ["zhuyin"])
            page.click("button.aids")
            self.assertEqual(self.aid(page), [])
            page.click("button:has-text('繁')")
            page.click("button.aids")
            self.assertEqual(self.aid(page), ["zhuyin"], "readers of Traditional learn zhuyin first")
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            self.assertLessEqual(over, 0)
            self.assertEqual(page.problems, [])

    def test_no_line_ends_between_a_syllable_and_its_tone_mark(self):
        torn = """() => {
          const torn = [];
          for (const line of document.querySelectorAll('.aid.zhuyin')) {
            line.style.display = 'block';
            const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
              const node = walker.currentNode;
              for (const found of node.textContent.matchAll(/˙?[ㄅ-ㄯ]+[ˊˇˋ]?/gu)) {
                const range = document.createRange();
                range.setStart(node, found.index);
                range.setEnd(node, found.index + found[0].length);
                const tops = new Set([...range.getClientRects()].map(r => Math.round(r.top)));
                if (tops.size > 1) torn.push(found[0]);
              }
            }
          }
          return torn;
        }"""
        for width in (320, 768):
            page = self.open(width)
            for at in range(0, len(QUOTES) * 2, 9):
                page.goto(f"{self.server.base}/{at}/back")
                self.assertEqual(page.evaluate(torn), [], CARDS[at][0])

    def test_a_cloze_front_gives_no_reading_of_the_blank(self):
        page = self.open()
        at = next(i for i, card in enumerate(CARDS) if card[1] == "Cloze")
        page.goto(f"{self.server.base}/{at}/front")
        self.assertEqual(page.query_selector_all(".aid, button.aids"), [])

    def test_readings_stand_beside_the_words_they_read(self):
        page = self.open()
        for at in range(0, len(CARDS), 7):
            page.goto(f"{self.server.base}/{at}/back")
            for line in page.query_selector_all(".aid"):
                lang = line.get_attribute("lang")
                self.assertIn(lang, ("zh-Latn-pinyin", "zh-Bopo"))
                text = line.text_content()
                found = [c for c in text if "\u3105" <= c <= "\u312f"]
                self.assertEqual(bool(found), lang == "zh-Bopo", text)
                self.assertNotRegex(text, "[\u3400-\u9fff]")

    def test_script_cards_ask_in_one_script_and_answer_in_the_other(self):
        fronts = {"Hans-Hant": ("zh-Hans", "zh-Hant-TW"), "Hant-Hans": ("zh-Hant-TW", "zh-Hans")}
        cards = [(i, card[1]) for i, card in enumerate(CARDS) if card[1] in fronts]
        self.assertGreaterEqual(len(cards), 120)
        page = self.open(320)
        for at, template in cards[::9] + cards[1::9]:
            page.goto(f"{self.server.base}/{at}/front")
            asked = self.visible(page, ".quote")
            self.assertEqual([e.get_attribute("lang") for e in asked], [fronts[template][0]])
            page.goto(f"{self.server.base}/{at}/back")
            answer = self.visible(page, ".word b")
            self.assertEqual([e.get_attribute("lang") for e in answer], [fronts[template][1]])
            self.assertEqual(len(self.visible(page, ".quote")), 2)

    def test_the_readings_open_and_close(self):
        at = next(i for i, card in enumerate(CARDS) if "<details>" in card[3])
        page = self.open(320)
        page.goto(f"{self.server.base}/{at}/back")
        self.assertEqual(self.visible(page, "details ul"), [])
        page.click("summary")
        self.assertEqual(len(self.visible(page, "details ul")), 1)


if __name__ == "__main__":
    unittest.main(verbosity=1)
