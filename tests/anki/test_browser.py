"""Cards in a real browser: the toggle, readings, small screens, night, no scripts, no requests.

    python tests/anki/test_browser.py DECK.apkg

Cards are rendered by Anki itself and shown in Chromium in the two ways Anki's clients
show them: a new page for each side (AnkiDroid, AnkiWeb), and one long-lived page whose
content is replaced (the desktop). Needs the `anki` and `playwright` packages and a
Chromium (CHROMIUM, or /usr/bin/chromium).
"""
import http.server
import json
import re
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browser import InChromium

APKG = Path(sys.argv.pop(1))
WIDTHS = (320, 390, 768, 1280)
PHONE, DESKTOP = (390, 640), (1000, 700)
# What Anki's own stylesheets say of the page, the night and buttons, in their own weight.
ANKI = """:root { --canvas: #f5f5f5; --fg: #020202 } .night-mode { --canvas: #2c2c2c; --fg: #fcfcfc }
html { font-size: 15px } * { box-sizing: content-box } body { margin: 20px; color: var(--fg); background: var(--canvas) }
body.nightMode { background-color: var(--canvas); color: var(--fg) }
button { outline: none !important; margin: 1em .5em; padding: 8px 10px; font-weight: 500; color: var(--fg) }
button:hover { background: linear-gradient(180deg, #fff 0%, #ddd 100%) }
.fancy button { border-radius: 15px; box-shadow: 0 2px 1px -1px #0003 } .fancy button:hover { box-shadow: 0 3px 1px -2px #0003 }"""


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
    body = "card card1 fancy" + (" nightMode night_mode" if night else "")
    root = ' class="night-mode"' if night else ""
    return (
        f'<!doctype html><html{root} lang="en"><head><meta charset="utf-8"><title>card</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><style>{ANKI}</style></head>'
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

    def open(self, width=768, scripts=True, height=800, state=None):
        context = self.browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
        if state is not None:
            context.add_init_script(f"for (const [k, v] of Object.entries({json.dumps(state)})) sessionStorage.setItem(k, v)")
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
            for at in range(0, len(CARDS), 3 if width == 320 else 17):
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
            if (!e.checkVisibility() || !e.textContent.trim() || e.closest('script') || e.closest('.blank')) continue;
            const [a, b] = [luminance(getComputedStyle(e).color), luminance(paper)].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) worst.push([e.className, ratio]);
          }
          return worst;
        }"""
        for query in ("", "?night"):
            page = self.open()
            for template in sorted({card[1] for card in CARDS}):
                at = next(i for i, found in enumerate(CARDS) if found[1] == template)
                for path in (f"{at}/front", f"{at}/back"):
                    page.goto(f"{self.server.base}/{path}{query}")
                    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
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
        """Which readings show: of the prompt in a line, of the quotation over its characters."""
        found = set()
        for name, own in (("pinyin", ".latin"), ("zhuyin", ".bopo")):
            if self.visible(page, f".aid.{name}") or self.visible(page, f"rt {own}"):
                found.add(name)
        return sorted(found)

    def test_readings_show_only_when_asked_for_and_last_through_a_flip(self):
        for width in (320, 768):
            page = self.open(width)
            page.goto(f"{self.server.base}/0/front")
            self.assertEqual(self.aid(page), [], "a front shows characters alone")
            page.click("button.aids")
            self.assertEqual(self.aid(page), ["pinyin"])
            page.goto(f"{self.server.base}/0/back")
            self.assertEqual(self.aid(page), ["pinyin"])
            self.assertEqual(len(self.visible(page, ".quote .plain")), 0, "the quotation shows once")
            page.click("button.aids")
            self.assertEqual(self.aid(page), ["zhuyin"])
            page.click("button.aids")
            self.assertEqual(self.aid(page), [])
            page.click("button:has-text('繁')")
            page.click("button.aids")
            self.assertEqual(self.aid(page), ["zhuyin"], "readers of Traditional learn zhuyin first")
            page.click("button.aids")
            self.assertEqual(self.aid(page), ["pinyin"], "and can have pinyin")
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            self.assertLessEqual(over, 0)
            self.assertEqual(page.problems, [])

    def test_readings_stand_over_their_own_characters_and_over_no_others(self):
        # With the note's own line of pinyin as the witness: the cells, read in order, spell it.
        measure = """() => {
          const line = document.querySelector('.show-hans') ? '.quote.hans' : '.quote.hant';
          const box = document.querySelector(line + ' .ruby');
          const cells = [...box.querySelectorAll('ruby')].map(r => {
            const over = [...r.querySelectorAll('.latin, .bopo')].find(e => e.checkVisibility());
            const range = document.createRange();
            range.selectNode(r.firstChild);
            const mark = over.querySelector('s');
            return { base: range.getBoundingClientRect(), over: over.getBoundingClientRect(), text: over.textContent,
              char: r.firstChild.textContent, lang: getComputedStyle(over).writingMode, mark: mark && mark.textContent };
          });
          const problems = [];
          const hit = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
          cells.forEach((cell, at) => {
            const beside = cell.over.left >= cell.base.right - 1.5;
            const above = cell.over.bottom <= cell.base.top + cell.base.height / 2 && cell.over.left <= cell.base.left + 1.5 && cell.over.right >= cell.base.right - 1.5;
            if (!(beside || above)) problems.push(['away from its character', cell.char, cell.text]);
            for (const other of cells.slice(Math.max(0, at - 25), at + 25)) {
              if (other === cell) continue;
              if (hit(cell.over, other.over)) problems.push(['readings overlap', cell.text, other.text]);
              if (hit(cell.over, other.base) && other.base.height < 60) {
                const depth = Math.min(cell.over.bottom, other.base.bottom) - Math.max(cell.over.top, other.base.top);
                if (beside) problems.push(['reading over a neighbour', cell.text, other.char]);
                else if (depth > other.base.height / 3) problems.push(['reading over the line before', cell.text, other.char]);
              }
            }
          });
          return { problems, text: cells.map(c => c.text), paper: document.documentElement.scrollWidth - document.documentElement.clientWidth };
        }"""
        for width in (320, 390, 1280):
            for script, aid in (("hans", "pinyin"), ("hans", "zhuyin"), ("hant", "zhuyin"), ("hant", "pinyin")):
                page = self.open(width, state={"yulu-script": script, "yulu-aid": aid})
                for at in range(0, len(QUOTES) * 2, 38):
                    page.goto(f"{self.server.base}/{at}/back", wait_until="domcontentloaded")
                    found = page.evaluate(measure)
                    where = (CARDS[at][0], width, script, aid)
                    self.assertGreater(len(found["text"]), 3, where)
                    self.assertTrue(all(found["text"]), where)
                    self.assertEqual(found["problems"], [], where)
                    self.assertLessEqual(found["paper"], 0, where)
                    zhuyin = [any("\u3105" <= c <= "\u312f" for c in text) for text in found["text"]]
                    self.assertEqual(set(zhuyin), {aid == "zhuyin"}, where)

    def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(self):
        measure = """() => {
          const bad = [];
          const box = [...document.querySelectorAll('.quote')].find(e => e.checkVisibility());
          const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
          const seen = [];
          while (walker.nextNode()) {
            const node = walker.currentNode;
            if (!node.parentElement.checkVisibility() || node.parentElement.closest('rt')) continue;
            for (let i = 0; i < node.data.length; i++) {
              const range = document.createRange();
              range.setStart(node, i);
              range.setEnd(node, i + 1);
              const r = range.getBoundingClientRect();
              if (r.width) seen.push([node.data[i], r.left, r.top]);
            }
          }
          seen.forEach(([c, left], at) => {
            const begins = at > 0 && left < seen[at - 1][1];
            if (begins && '、。，：；！？”’」』）》…'.includes(c)) bad.push(c + ' begins a line');
            if (begins && '“‘「『（《'.includes(seen[at - 1][0])) bad.push(seen[at - 1][0] + ' ends a line');
          });
          return bad;
        }"""
        for width in (320, 390, 768):
            for aid in ("", "pinyin", "zhuyin"):
                for script in ("hans", "hant"):
                    page = self.open(width, state={"yulu-script": script, "yulu-aid": aid})
                    for at in range(0, len(QUOTES) * 2, 22):
                        page.goto(f"{self.server.base}/{at}/back", wait_until="domcontentloaded")
                        self.assertEqual(page.evaluate(measure), [], (CARDS[at][0], width, aid, script))

    def test_backs_fit_a_phone_and_a_desktop_window(self):
        # Nine of ten without scrolling, answer and translation open, quotations at 22 px or more.
        measure = """() => ({
          over: Math.ceil(document.querySelector('.yulu').getBoundingClientRect().bottom) - innerHeight,
          size: Math.min(...[...document.querySelectorAll('.quote')].filter(e => e.checkVisibility()).map(e => parseFloat(getComputedStyle(e).fontSize))),
          shown: [...document.querySelectorAll('.quote, .english')].filter(e => e.checkVisibility() && e.getBoundingClientRect().height > 15 && !e.closest('details')).length,
        })"""
        at = [i for i, card in enumerate(CARDS) if card[1] in ("Recall", "Hant-Hans")]
        for script in ("hans", "hant"):
            for (width, height), share in ((PHONE, 0.1), (DESKTOP, 0)):
                page = self.open(width, height=height, state={"yulu-script": script})
                over = []
                for i in at:
                    page.goto(f"{self.server.base}/{i}/back", wait_until="domcontentloaded")
                    found = page.evaluate(measure)
                    self.assertGreaterEqual(found["size"], 22)
                    self.assertGreaterEqual(found["shown"], 2, CARDS[i][0])
                    if found["over"] > 0:
                        over.append((CARDS[i][0], CARDS[i][1], found["over"]))
                recall = [card for card in over if card[1] == "Recall"]
                self.assertLessEqual(len(recall), share * len(QUOTES), (script, width, recall))
                self.assertLessEqual(len(over), share * len(at), (script, width, over))

    def test_nothing_on_a_card_overlaps(self):
        measure = """() => {
          const boxes = [];
          const walker = document.createTreeWalker(document.querySelector('.yulu'), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const node = walker.currentNode, e = node.parentElement;
            if (!node.data.trim() || e.closest('script, rt') || !e.checkVisibility()) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            for (const r of range.getClientRects()) {
              if (r.width > 1) boxes.push({ l: r.left, r: r.right, t: r.top + r.height * 0.25, b: r.bottom - r.height * 0.25, text: node.data.slice(0, 20), node, clipped: !!e.closest('summary') });
            }
          }
          const paper = document.querySelector('.yulu').getBoundingClientRect();
          const bad = boxes.filter(b => !b.clipped && (b.l < paper.left || b.r > paper.right + 1)).map(b => ['outside', b.text]);
          for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
            const [a, b] = [boxes[i], boxes[j]];
            if (a.node === b.node && a.clipped) continue;
            if (a.l < b.r - 1 && b.l < a.r - 1 && a.t < b.b && b.t < a.b) bad.push([a.text, b.text]);
          }
          return bad;
        }"""
        for width in WIDTHS:
            for script in ("hans", "hant"):
                page = self.open(width, state={"yulu-script": script})
                for at in range(0, len(CARDS), 23):
                    for side in ("front", "back"):
                        page.goto(f"{self.server.base}/{at}/{side}", wait_until="domcontentloaded")
                        self.assertEqual(page.evaluate(measure), [], (CARDS[at][0], CARDS[at][1], side, width, script))

    def test_the_night_is_the_cards_own_and_buttons_are_free_of_ankis(self):
        for query, ground, ink in (("", "rgb(236, 231, 219)", "rgb(34, 32, 28)"), ("?night", "rgb(23, 22, 20)", "rgb(236, 229, 216)")):
            page = self.open()
            page.goto(f"{self.server.base}/0/back{query}")
            body = page.evaluate("(() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]; })()")
            self.assertEqual(body, [ground, ink])
            english = page.evaluate("getComputedStyle(document.querySelector('.english')).color")
            self.assertEqual(english, ink)
            for button in self.visible(page, "button"):
                style = button.evaluate("e => { const s = getComputedStyle(e); return [s.margin, s.boxShadow, s.backgroundImage]; }")
                self.assertEqual(style, ["0px", "none", "none"])
                box = button.bounding_box()
                self.assertGreaterEqual(min(box["width"], box["height"]), 36, "large enough for a finger")

    def test_the_buttons_can_be_reached_by_keyboard(self):
        page = self.open()
        page.goto(f"{self.server.base}/0/back")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        self.assertIn("简 · 繁", page.evaluate("document.activeElement.getAttribute('aria-label')"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        self.assertEqual(outline, "solid", "the focus shows")
        page.keyboard.press("Enter")
        self.assertEqual(self.shown(page), "hant")
        self.assertEqual(page.evaluate("document.activeElement.tagName"), "BUTTON", "who came by keyboard stays")
        # In Anki's desktop return and space flip the card, whatever has the focus: there are keys.
        page.keyboard.press("j")
        self.assertEqual(self.shown(page), "hans")
        page.keyboard.press("p")
        self.assertEqual(self.aid(page), ["pinyin"])
        page.keyboard.press("Control+j")
        self.assertEqual(self.shown(page), "hans", "a key with a modifier is someone else's")

    def test_the_keys_work_once_in_one_long_lived_page(self):
        page = self.open()
        page.goto(f"{self.server.base}/empty")
        for at, side in ((0, 2), (0, 3), (2, 3)):
            page.evaluate(
                """html => { const qa = document.getElementById('qa'); qa.innerHTML = html;
                for (const old of qa.querySelectorAll('script')) {
                  const s = document.createElement('script'); s.textContent = old.textContent; old.replaceWith(s); } }""",
                CARDS[at][side],
            )
        page.keyboard.press("j")
        self.assertEqual(self.shown(page), "hant", "one press, one turn")
        self.assertEqual(page.problems, [])

    def test_fronts_have_their_english_folded_and_no_title(self):
        page = self.open(390)
        titles = {"hans": set(), "hant": set()}
        for card in CARDS:
            if card[1] == "Question":
                head = re.search(r'<span class="kicker">(.*?)</span> <span lang="en">', card[3], re.S).group(1)
                titles["hans"].add(re.search(r'class="hans"[^>]*>([^<]+)<', head).group(1))
        self.assertGreaterEqual(len(titles["hans"]), 10)
        for at in range(0, len(CARDS), 5):
            name, template, front, back = CARDS[at]
            kicker = re.search(r'<span class="kicker">(.*?)<span class="buttons">', front, re.S).group(1)
            self.assertFalse([title for title in titles["hans"] if title in kicker], (name, template))
            page.goto(f"{self.server.base}/{at}/front")
            folds = page.query_selector_all(".english-fold")
            if template in ("Recall", "Cloze", "Question"):
                self.assertEqual(len(folds), 1, name)
                self.assertTrue(self.visible(page, ".prompt"), "every front has its question")
                english = folds[0].evaluate("e => e.lastChild.textContent.trim()")
                self.assertGreater(len(english), 10, name)
                closed = folds[0].bounding_box()["height"]
                folds[0].query_selector("summary").click()
                self.assertGreater(folds[0].bounding_box()["height"], closed + 10, name)
                page.wait_for_function("sessionStorage.getItem('yulu-english') === 'open'")
                page.goto(f"{self.server.base}/{at}/back")
                self.assertIn(english, page.inner_text(".english"), name)
                page.goto(f"{self.server.base}/{at}/front")
                self.assertIsNotNone(page.query_selector(".english-fold[open]"), "whoever opens it once has it open")
                page.click(".english-fold summary")
                page.wait_for_function("sessionStorage.getItem('yulu-english') === 'closed'")

    def test_a_blank_is_a_rule_and_stays_where_the_words_will_be(self):
        for width in (320, 768):
            for script in ("hans", "hant"):
                page = self.open(width, state={"yulu-script": script})
                for at in [i for i, card in enumerate(CARDS) if card[1] == "Cloze"][::17]:
                    page.goto(f"{self.server.base}/{at}/front")
                    blank = [e for e in page.query_selector_all(".blank") if e.is_visible()]
                    self.assertEqual(len(blank), 1)
                    style = blank[0].evaluate("e => { const s = getComputedStyle(e); return [s.color, s.borderBottomStyle, e.getClientRects().length]; }")
                    self.assertEqual(style, ["rgba(0, 0, 0, 0)", "solid", 1])
                    self.assertGreater(blank[0].bounding_box()["width"], 40)
                    top = [e for e in page.query_selector_all(".quote") if e.is_visible()][0].bounding_box()["y"]
                    page.goto(f"{self.server.base}/{at}/back")
                    after = [e for e in page.query_selector_all(".quote") if e.is_visible()][0].bounding_box()["y"]
                    self.assertEqual(top, after, (CARDS[at][0], width))

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
        at = next(i for i, card in enumerate(CARDS) if "各本异同" in card[3])
        page = self.open(320)
        page.goto(f"{self.server.base}/{at}/back")
        folded = page.query_selector(".source").bounding_box()["height"]
        self.assertLess(folded, 50, "source and readings are one line")
        page.click(".source summary")
        self.assertGreater(page.query_selector(".source").bounding_box()["height"], folded * 3)
        self.assertEqual(len(self.visible(page, "details ul")), 1)


if __name__ == "__main__":
    unittest.main(verbosity=1)
