"""The package and the CSV in the programs they are for: Anki's own importer, Python's csv.

    python tests/anki/test_package.py DECK.apkg DECK.csv

Needs the `anki` package. Every assertion is about what a learner gets.
"""
import csv
import html
import re
import sys
import tempfile
import unittest
from pathlib import Path

from anki.collection import (
    Collection,
    CsvMetadata,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
    ImportCsvRequest,
)

APKG, CSV = Path(sys.argv.pop(1)), Path(sys.argv.pop(1))


def new_collection():
    folder = tempfile.mkdtemp()
    return Collection(str(Path(folder) / "collection.anki2"))


def import_package(col, path=APKG):
    request = ImportAnkiPackageRequest(
        package_path=str(path), options=ImportAnkiPackageOptions()
    )
    log = col.import_anki_package(request).log
    col.models._clear_cache()
    return log


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.col = new_collection()
        cls.log = import_package(cls.col)

    def test_everything_is_new_and_nothing_is_lost(self):
        self.assertEqual(len(self.log.new), self.log.found_notes)
        self.assertGreater(self.log.found_notes, 120)
        for what in ("duplicate", "conflicting", "missing_notetype", "missing_deck", "empty_first_field"):
            self.assertEqual(len(getattr(self.log, what)), 0, what)

    def test_every_card_renders_and_has_both_scripts_and_a_button(self):
        cards = self.col.find_cards("")
        self.assertGreater(len(cards), 250)
        for card_id in cards:
            card = self.col.get_card(card_id)
            for side in (card.question(), card.answer()):
                text = re.sub(r"<style.*?</style>|<script.*?</script>", "", side, flags=re.S)
                words = html.unescape(re.sub(r"<[^>]+>", "", text)).strip()
                self.assertGreater(len(words), 8, side)
                self.assertNotIn("{{", side)
                self.assertNotIn("%hant%", side)
                self.assertIn('lang="zh-Hans"', side)
                self.assertIn('lang="zh-Hant-TW"', side)
                self.assertIn("<button", side)
            self.assertNotIn('class="source"', card.question())
            self.assertIn('class="source"', card.answer())

    def test_the_front_does_not_show_the_answer(self):
        for card_id in self.col.find_cards('note:"Yulu Quote"'):
            card = self.col.get_card(card_id)
            note = card.note()
            for field in ("Hans", "Hant"):
                answer = re.search(r"<b>(.*?)</b>", note[field])
                if answer:
                    self.assertNotIn(answer.group(1), re.sub(r"<span class=\"kicker\">.*?</div>", "", card.question(), flags=re.S), note["Id"])

    def test_new_cards_come_in_the_curated_order_with_siblings_together(self):
        rows = self.col.db.all("select c.due, n.id from cards c join notes n on n.id = c.nid order by c.id")
        by_note = {}
        for due, note in rows:
            by_note.setdefault(note, set()).add(due)
        self.assertTrue(all(len(dues) == 1 for dues in by_note.values()))
        self.assertEqual(len({min(d) for d in by_note.values()}), len(by_note))

    def test_the_scheduler_gives_quotations_in_the_curated_order_before_the_themes(self):
        col = new_collection()
        import_package(col)
        parent = col.decks.id_for_name("梁文锋语录")
        config = col.decks.config_dict_for_deck_id(parent)
        config["new"]["perDay"] = 9999
        config["rev"]["perDay"] = 9999
        col.decks.update_config(config)
        col.decks.select(parent)
        # As a learner meets them: the scheduler's own queue, answered card by card; a card that
        # comes again in its learning steps is not new.
        first = []
        while len(first) < 40:
            queued = col.sched.get_queued_cards(fetch_limit=1).cards
            self.assertTrue(queued, "the scheduler has no card left")
            card = col.get_card(queued[0].card.id)
            if card.id not in [seen.id for seen in first]:
                first.append(card)
            card.start_timer()
            col.sched.answer_card(col.sched.build_answer(card=card, states=queued[0].states, rating=3))
        self.assertEqual({card.note_type()["name"] for card in first}, {"Yulu Quote"})
        curated = [col.get_note(n) for n in sorted(col.find_notes('note:"Yulu Quote"'))]
        notes = list(dict.fromkeys(card.nid for card in first))
        self.assertEqual(notes, [note.id for note in curated][: len(notes)])

    def test_the_first_field_says_what_a_note_is_about(self):
        words = set()
        for note_id in self.col.find_notes(""):
            note = self.col.get_note(note_id)
            first = note.fields[0]
            self.assertRegex(first, "[一-鿿]")
            self.assertNotIn("<", first)
            self.assertEqual(note.fields_check(), 0, "neither empty nor a duplicate")
            self.assertEqual(self.col.db.scalar("select sfld from notes where id = ?", note_id), html.unescape(first))
            self.assertEqual(note.note_type()["sortf"], 0)
            self.assertEqual(note["MyNotes"], "")
            words.add((note.mid, first))
        self.assertEqual(len(words), self.col.note_count())

    def test_a_theme_is_listed_with_its_answer(self):
        cards = self.col.find_cards('note:"Yulu Theme"')
        answers = 0
        for card_id in cards:
            card = self.col.get_card(card_id)
            note = card.note()
            shown = card.render_output(browser=True).answer_text
            self.assertIn(note["AnswerHans"] or note["SummaryHans"], shown)
            answers += bool(note["AnswerHans"])
        self.assertGreater(answers, 20)

    def test_no_front_says_where_the_words_are_from(self):
        for card_id in self.col.find_cards("Place:_* or SourceUrl:_* or AskedHans:_*"):
            card = self.col.get_card(card_id)
            note = card.note()
            front, back = card.question(), card.answer()
            for field in ("Place", "SourceUrl", "AskedHans", "SourceHans"):
                if field in note and note[field]:
                    self.assertNotIn(note[field], front, (note["Id"], field))
                    self.assertIn(note[field], back, (note["Id"], field))

    def test_the_learners_own_words_are_on_every_back_and_on_no_front(self):
        col = new_collection()
        import_package(col)
        for card_id in col.find_cards("")[::9]:
            card = col.get_card(card_id)
            self.assertNotIn("我的笔记", card.answer(), "nothing where there is nothing")
            note = card.note()
            note["MyNotes"] = "<i>remember</i> this"
            col.update_note(note)
            card = col.get_card(card_id)
            self.assertIn("<i>remember</i> this", card.answer())
            self.assertIn("我的笔记", card.answer())
            self.assertNotIn("<i>remember</i>", card.question())

    def test_the_browser_shows_words_and_no_buttons(self):
        for card_id in self.col.find_cards("")[:40]:
            card = self.col.get_card(card_id)
            for side in (card.render_output(browser=True).question_text, card.render_output(browser=True).answer_text):
                self.assertGreater(len(side), 5)
                self.assertNotIn("<button", side)

    def test_collection_is_sound(self):
        problems, ok = self.col.fix_integrity()
        self.assertTrue(ok, problems)
        self.assertEqual(self.col.get_empty_cards().notes, [])

    def test_decks_and_description(self):
        names = [deck.name for deck in self.col.decks.all_names_and_ids()]
        self.assertIn("梁文锋语录::1 语录 Quotes", names)
        self.assertIn("梁文锋语录::2 主题 Themes", names)
        parent = self.col.decks.by_name("梁文锋语录")
        self.assertIn("sha256", parent["desc"])
        # How to study comes before where it is from.
        for words in ("学法", "How to study", "简 · 繁", "拼", "发现错误", "Report an error"):
            self.assertLess(-1, parent["desc"].find(words), words)
            self.assertLess(parent["desc"].find(words), parent["desc"].find("sha256"), words)

    def test_importing_again_changes_nothing(self):
        col = new_collection()
        import_package(col)
        log = import_package(col)
        self.assertEqual((len(log.new), len(log.updated)), (0, 0))
        self.assertEqual(len(log.duplicate), log.found_notes)


class Csv(unittest.TestCase):
    def test_the_csv_goes_onto_the_deck_and_makes_no_second_note(self):
        with CSV.open(newline="", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["kind"] == "quote"]
        path = Path(tempfile.mkdtemp()) / "quotes.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            # Anki's importer takes every row for a note, a header row too, and guesses the
            # separator from the first line unless it is told.
            file.write("#separator:Comma\n")
            writer = csv.DictWriter(file, rows[0].keys())
            rows[0]["english"] = "From the CSV, with a \"quote\", a comma and\na line."
            writer.writerows(rows)
        col = new_collection()
        import_package(col)
        before = col.note_count()
        metadata = col.get_csv_metadata(path=str(path), delimiter=None)
        notetype = col.models.by_name("Yulu Quote")
        names = [field["name"] for field in notetype["flds"]]
        columns = list(rows[0])
        # Anki matches a table without guids by the first field, which is plain text like the cell.
        wanted = {"Words": "quote_hans", "English": "english"}
        metadata.global_notetype.id = notetype["id"]
        metadata.global_notetype.field_columns[:] = [
            columns.index(wanted[name]) + 1 if name in wanted else 0 for name in names
        ]
        metadata.is_html = False
        metadata.dupe_resolution = CsvMetadata.DupeResolution.UPDATE
        metadata.deck_id = col.decks.id_for_name("梁文锋语录::1 语录 Quotes")
        col.import_csv(ImportCsvRequest(path=str(path), metadata=metadata))
        self.assertEqual(col.note_count(), before)
        note = col.get_note(col.find_notes(f'Id:{rows[0]["id"]}')[0])
        self.assertIn("From the CSV", note["English"])
        other = col.get_note(col.find_notes("Id:forever-a-follower")[0])
        self.assertIn("追随者", other["Hans"])
        self.assertIn("<b>", other["Hans"], "other fields stay")

    def test_another_program_reads_the_same_cells(self):
        raw = CSV.read_bytes()
        self.assertTrue(raw.startswith(b"id,kind,themes,prompt_hans"))
        self.assertNotIn(b"\n", raw.replace(b"\r\n", b""))
        with CSV.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        col = new_collection()
        import_package(col)
        notes = {col.get_note(n)["Id"]: col.get_note(n) for n in col.find_notes("")}
        self.assertEqual({row["id"] for row in rows}, set(notes))
        for row in rows:
            if row["kind"] != "quote":
                continue
            note = notes[row["id"]]
            for cell, field in (("quote_hans", "Hans"), ("quote_hant", "Hant"), ("prompt_hant", "PromptHant"), ("english", "English")):
                plain = html.unescape(re.sub(r"<[^>]+>", "", note[field]))
                self.assertEqual(row[cell].lstrip("'"), plain, (row["id"], cell))
            # The CSV has the long form of the source note: the same place, more of it.
            place = re.search("第[0-9–]+行", note["SourceHans"]).group()
            self.assertIn(place, row["source_hans"])
            self.assertGreater(len(row["source_hans"]), 40)


if __name__ == "__main__":
    unittest.main(verbosity=1)
