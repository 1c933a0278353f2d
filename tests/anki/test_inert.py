"""Nothing in a deck's texts acts in Anki: every construct that its manual names, as text.

    python tests/anki/test_inert.py DECK.apkg

The deck is `tests/sample-decks/valid/hostile-anki`. Cards are rendered by Anki itself, which
replaces fields, looks for sounds and speech, and makes pictures of LaTeX.
"""
import html
import re
import sys
import tempfile
import unittest
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

APKG = Path(sys.argv.pop(1))
CONSTRUCTS = (
    "[sound:", "[anki:", "[latex]", "[$]", "[$$]", r"\(", r"\[", "{{c1::", "{{type:", "{{Hans}}",
    "<anki-mathjax>", "[yī]", "[[oracle:", "<img",
)


def shown(side):
    """The words of a side, as a browser shows them."""
    side = re.sub(r"<style.*?</style>|<script.*?</script>", "", side, flags=re.S)
    return html.unescape(re.sub(r"<rt>.*?</rt>|<[^>]+>", "", side, flags=re.S))


class Inert(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.col = Collection(str(Path(tempfile.mkdtemp()) / "collection.anki2"))
        request = ImportAnkiPackageRequest(package_path=str(APKG), options=ImportAnkiPackageOptions())
        cls.col.import_anki_package(request)
        cls.col.models._clear_cache()
        cls.cards = [cls.col.get_card(card) for card in cls.col.find_cards("")]

    def test_no_card_plays_speaks_or_asks_for_typing(self):
        self.assertGreaterEqual(len(self.cards), 17)
        for card in self.cards:
            self.assertEqual(card.question_av_tags() + card.answer_av_tags(), [])
            for side in (card.question(), card.answer()):
                for made in ("[anki:play", "typeans", "class=latex", 'class="latex"', "[[type:", 'class="cloze"'):
                    self.assertNotIn(made, side)

    def test_no_field_holds_what_anki_reads(self):
        for note_id in self.col.find_notes(""):
            for field in self.col.get_note(note_id).fields:
                for mark in ("[", "{", "\\"):
                    self.assertNotIn(mark, field)

    def test_mathjax_finds_no_delimiter_in_one_text_of_the_page(self):
        for card in self.cards:
            for side in (card.question(), card.answer()):
                side = re.sub(r"<style.*?</style>|<script.*?</script>", "", side, flags=re.S)
                for text in re.split(r"<[^>]+>", side):
                    text = html.unescape(text)
                    self.assertNotIn("\\(", text)
                    self.assertNotIn("\\[", text)

    def test_every_construct_is_seen_as_text(self):
        sides = "\n".join(shown(card.answer()) for card in self.cards)
        for construct in CONSTRUCTS:
            self.assertIn(construct, sides)

    def test_no_picture_or_sound_is_missed(self):
        media = self.col.media.check()
        self.assertEqual(list(media.missing), [])
        self.assertEqual(list(media.unused), [])


if __name__ == "__main__":
    unittest.main(verbosity=1)
