"""The profile `anki` in Anki's own importer: onto the notes of the package, and alone.

    python tests/anki/test_text_import.py DECK.apkg DECK.anki.csv

Everything is left as the file's own first lines set it, as in the dialog.
"""
import csv
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

APKG, TABLE = Path(sys.argv.pop(1)), Path(sys.argv.pop(1))
FIELDS = 4  # columns before the fields


def new_collection():
    return Collection(str(Path(tempfile.mkdtemp()) / "collection.anki2"))


def import_package(col):
    request = ImportAnkiPackageRequest(package_path=str(APKG), options=ImportAnkiPackageOptions())
    log = col.import_anki_package(request).log
    col.models._clear_cache()
    return log


def import_text(col, path=TABLE):
    metadata = col.get_csv_metadata(path=str(path), delimiter=None)
    return col.import_csv(ImportCsvRequest(path=str(path), metadata=metadata)).log


def notes(col):
    """Every note by guid: fields, tags, note type, and its cards with their decks."""
    found = {}
    for note_id in col.find_notes(""):
        note = col.get_note(note_id)
        cards = [(card.ord, col.decks.name(card.did), card.due) for card in note.cards()]
        found[note.guid] = (note.note_type()["name"], note.fields, sorted(note.tags), cards)
    return found


def changed(change):
    """A copy of the table with its rows changed."""
    text = TABLE.read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True)[:7])
    rows = list(csv.reader(text[len(head):].splitlines(keepends=True)))
    change(rows)
    path = Path(tempfile.mkdtemp()) / "changed.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


class Text(unittest.TestCase):
    def test_the_first_lines_are_understood(self):
        col = new_collection()
        import_package(col)
        metadata = col.get_csv_metadata(path=str(TABLE), delimiter=None)
        self.assertEqual(metadata.delimiter, CsvMetadata.COMMA)
        self.assertTrue(metadata.is_html and metadata.force_is_html and metadata.force_delimiter)
        self.assertEqual(
            (metadata.notetype_column, metadata.deck_column, metadata.tags_column, metadata.guid_column),
            (1, 2, 3, 4),
        )
        self.assertEqual(metadata.dupe_resolution, CsvMetadata.DupeResolution.UPDATE)

    def test_onto_the_package_it_finds_every_note_and_alters_nothing(self):
        col = new_collection()
        import_package(col)
        before = notes(col)
        log = import_text(col)
        self.assertEqual(log.found_notes, len(before))
        self.assertEqual(len(log.updated) + len(log.duplicate), len(before))
        for what in ("new", "conflicting", "missing_notetype", "missing_deck", "empty_first_field"):
            self.assertEqual(len(getattr(log, what)), 0, what)
        self.assertEqual(notes(col), before)

    def test_a_correction_reaches_the_note_and_keeps_its_schedule(self):
        col = new_collection()
        import_package(col)
        before = notes(col)
        guid = next(iter(before))
        card = col.get_card(col.find_cards(f"nid:{col.find_notes('')[0]}")[0])
        guid = card.note().guid
        card.due, card.ivl, card.type, card.queue = 40, 21, 2, 2
        col.update_card(card)

        def correct(rows):
            row = next(row for row in rows if row[3] == guid)
            row[FIELDS + 1] += "<b>=corrected, “too”</b>"

        log = import_text(col, changed(correct))
        self.assertEqual(len(log.new), 0)
        after = notes(col)
        self.assertEqual(set(after), set(before))
        self.assertTrue(after[guid][1][1].endswith("<b>=corrected, “too”</b>"))
        again = col.get_card(card.id)
        self.assertEqual((again.due, again.ivl, again.type), (40, 21, 2))
        others = {key: value for key, value in after.items() if key != guid}
        self.assertEqual(others, {key: before[key] for key in others})

    def test_a_note_that_was_deleted_comes_back_into_its_deck(self):
        col = new_collection()
        import_package(col)
        before = notes(col)
        gone = col.find_notes("")[0]
        guid = col.get_note(gone).guid
        col.remove_notes([gone])
        log = import_text(col)
        self.assertEqual(len(log.new), 1)
        after = notes(col)
        self.assertEqual(after[guid][:3], before[guid][:3])
        self.assertEqual([card[:2] for card in after[guid][3]], [card[:2] for card in before[guid][3]])

    def test_a_row_replaces_what_the_learner_wrote_and_a_package_then_does_not(self):
        col = new_collection()
        import_package(col)
        before = notes(col)
        note = col.get_note(col.find_notes("")[0])
        note.fields[1] = "The learner's own words"
        note.tags.append("mine")
        col.update_note(note)
        import_package(col)
        self.assertEqual(notes(col)[note.guid][1][1], "The learner's own words")
        import_text(col)
        self.assertEqual(notes(col), before)

    def test_the_learners_own_field_is_no_part_of_the_file(self):
        col = new_collection()
        import_package(col)
        own = {}
        for at, note_id in enumerate(col.find_notes("")):
            note = col.get_note(note_id)
            note["MyNotes"] = f"mine {at}<br>我的"
            col.update_note(note)
            own[note.guid] = note["MyNotes"]

        def correct(rows):
            for row in rows:
                row[FIELDS + 2] += " corrected"

        log = import_text(col, changed(correct))
        self.assertEqual((len(log.updated), len(log.new)), (len(own), 0))
        for note_id in col.find_notes(""):
            note = col.get_note(note_id)
            self.assertEqual(note["MyNotes"], own[note.guid])
            self.assertTrue(note.fields[2].endswith(" corrected"))

    def test_without_the_package_it_says_so_and_makes_no_note(self):
        col = new_collection()
        log = import_text(col)
        self.assertEqual(col.note_count(), 0)
        self.assertEqual(len(log.missing_notetype), log.found_notes)

    def test_the_package_after_it_changes_nothing_back(self):
        col = new_collection()
        import_package(col)
        before = notes(col)
        import_text(col)
        import_package(col)
        self.assertEqual(notes(col), before)


if __name__ == "__main__":
    unittest.main(verbosity=1)
