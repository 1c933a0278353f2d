"""Recordings in Anki: on the cards, in its media, and once however often they are imported.

    python tests/anki/test_recordings.py YULU PROJECT

PROJECT is tests/sample-decks/valid/recordings. Needs the `anki` package.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.sound import SoundOrVideoTag, TTSTag

YULU, PROJECT = Path(sys.argv.pop(1)).resolve(), Path(sys.argv.pop(1)).resolve()


def build(change=None, *args, at=1_700_000_000):
    root = Path(tempfile.mkdtemp()) / "project"
    shutil.copytree(PROJECT, root)
    if change:
        change(root)
    subprocess.run([YULU, "-C", root, "build", "--quiet", "--format", "apkg", *args], check=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(at)})
    return root / "out" / "garden.apkg"


def import_package(col, path):
    request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
    log = col.import_anki_package(request).log
    col.models._clear_cache()
    return log


class Recordings(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.col = Collection(str(self.folder / "collection.anki2"))

    def media(self):
        return {path.name: path.read_bytes() for path in (self.folder / "collection.media").iterdir()}

    def cards(self):
        """(id, template) -> what the front and the back play."""
        played = {}
        for card_id in self.col.find_cards(""):
            card = self.col.get_card(card_id)
            of = lambda tags: [tag.filename if isinstance(tag, SoundOrVideoTag) else tag.lang for tag in tags]
            played[card.note()["Id"], card.template()["name"]] = (of(card.question_av_tags()), of(card.answer_av_tags()))
        return played

    def test_they_play_on_their_cards_and_are_there_once(self):
        package = build()
        import_package(self.col, package)
        media = self.media()
        files = {name: (PROJECT / "decks" / "audio" / name).read_bytes() for name in ("shade.mp3", "why.wav")}
        self.assertEqual(sorted(media.values()), sorted(files.values()))
        mp3 = next(name for name, bytes in media.items() if bytes == files["shade.mp3"])
        wav = next(name for name, bytes in media.items() if bytes == files["why.wav"])
        self.assertRegex(mp3, r"^yulu-[0-9a-f]{24}\.mp3$")
        self.assertRegex(wav, r"^yulu-[0-9a-f]{24}\.wav$")
        played = self.cards()
        self.assertEqual(played["shade", "Recall"], ([wav], [mp3]))
        self.assertEqual(played["shade", "Cloze"], ([wav], [mp3]))
        self.assertEqual(played["patience.why-wait", "Question"], ([mp3], []))
        self.assertEqual(played["trees-have-their-time", "Recall"], ([], []))
        check = self.col.media.check()
        self.assertEqual((list(check.missing), list(check.unused)), ([], []))

        log = import_package(self.col, package)
        self.assertEqual((len(log.new), len(log.updated)), (0, 0))
        self.assertEqual(self.media(), media, "imported again, nothing doubles")

    def test_a_new_recording_takes_its_own_name(self):
        import_package(self.col, build())
        before = self.media()

        def change(root):
            path = root / "decks" / "audio" / "shade.mp3"
            path.write_bytes(path.read_bytes() * 2)

        import_package(self.col, build(change, at=1_700_001_000))
        after = self.media()
        self.assertEqual(len(after), len(before) + 1)
        self.assertEqual({name: after[name] for name in before}, before, "none took another's place")

    def test_the_devices_voice_reads_where_there_is_no_recording(self):
        import_package(self.col, build(None, "--tts", "zh_CN"))
        played = self.cards()
        (name,) = played["shade", "Recall"][1]
        self.assertTrue(name.endswith(".mp3"))
        self.assertEqual(played["trees-have-their-time", "Recall"], ([], ["zh_CN"]))

    def test_a_production_card_does_not_play_the_answer_on_its_front(self):
        import_package(self.col, build(None, "--with", "production-cards,word-cards"))
        played = self.cards()
        front, back = played["production/shade", "Production"]
        self.assertEqual((front, len(back)), ([], 1))
        self.assertEqual(played["word/急", "Word"], ([], []))
        card = self.col.get_card(self.col.find_cards("Id:production/shade")[0])
        self.assertIn("so that those who come later have shade", card.question())
        text = re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]+>", "", card.question(), flags=re.S)
        self.assertNotIn("种树是为了", text)
        decks = [deck.name for deck in self.col.decks.all_names_and_ids()]
        self.assertIn("种树的话::4 英译中 Into Chinese", decks)
        self.assertIn("种树的话::5 词语 Words", decks)


if __name__ == "__main__":
    unittest.main(verbosity=1)
