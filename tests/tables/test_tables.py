"""Tables in the programs they are for: Python's csv, pandas, SQLite, DuckDB, openpyxl,
LibreOffice Calc, and an independent reader of EDN.

    python tests/tables/test_tables.py YULU PROJECT

Builds the shipped deck and the hostile sample in copies and reads every table back. What
must come out is taken from the deck files themselves. A program that is not installed fails
its tests; nothing is skipped. LibreOffice is SOFFICE, or soffice on the path.
"""
import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import warnings
import zipfile
from pathlib import Path

import duckdb
import edn_format
import openpyxl
import pandas
import tomllib

YULU, ROOT = Path(sys.argv.pop(1)).resolve(), Path(sys.argv.pop(1)).resolve()
SCRATCH = Path(tempfile.mkdtemp(prefix="yulu-tables-"))
UNSEEN = "".join(map(chr, [*range(0x21), *range(0x7F, 0xA1), 0xAD, *range(0x200B, 0x2010),
                           *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0x3000, 0xFEFF]))
FORMULA = tuple("=+-@＝＋－＠")

# Tables with commas and a header row.
DELIMITED = (".csv", ".excel.csv", ".notion.csv", ".plain.csv")

# The columns in the order of the contract.
FULL = ("id kind themes prompt_hans prompt_hant quote_hans quote_hant cloze_hans cloze_hant english "
        "pinyin zhuyin source_hans source_hant source_en locator apparatus tags "
        "prompt_english themes_english note_hans note_hant note_english asked_hans asked_hant asked_english "
        "asked_locator place source_url script_notes audio prompt_audio translation_by").split()


def active(text):
    """Whether a spreadsheet could evaluate a cell with this text."""
    return text.startswith(("\t", "\r")) or text.lstrip(UNSEEN).startswith(FORMULA)


def undo(cell):
    """The text of a cell of a delimited file, as docs/importing.md says."""
    return cell[1:] if cell.startswith("'") and active(cell[1:].lstrip("'")) else cell


def build(project, name):
    """A copy of a project, built with every profile; its folder of outputs."""
    copy = SCRATCH / name
    for part in ("seeds", "decks", "templates"):
        if (project / part).is_dir():
            shutil.copytree(project / part, copy / part)
    profiles = [json.loads(line)["name"] for line in run("profiles", "--format", "json").splitlines()]
    run("-C", copy, "build", "-q", "--format", "csv", "--profile", ",".join(profiles))
    run("-C", copy, "build", "-q", "--format", "csv", "--out", "cards", "--one-row-per", "card",
        "--profile", "full,xlsx,excel")
    return copy / "out"


def run(*arguments):
    done = subprocess.run([YULU, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def deck_entries(project, deck):
    """The quotes of a deck as typed, by id."""
    files = [project / "decks" / f"{deck}.toml"]
    head = tomllib.loads(files[0].read_text())
    files += [project / "decks" / part for part in head["deck"].get("parts", [])]
    return {q["id"]: q for f in files for q in tomllib.loads(f.read_text()).get("quote", [])}


def rows_of(path):
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))


def calc(path, to, filter_in=None):
    """Opens a file in LibreOffice Calc without a screen, recalculates and saves it."""
    out = SCRATCH / "calc" / path.stem
    out.mkdir(parents=True, exist_ok=True)
    command = [os.environ.get("SOFFICE", "soffice"), "--headless", f"-env:UserInstallation=file://{SCRATCH}/office"]
    command += [f"--infilter={filter_in}"] if filter_in else []
    command += ["--convert-to", to, "--outdir", out, path]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300)
    made = out / f"{path.stem}.{to.split(':')[0]}"
    assert made.is_file(), done.stdout + done.stderr
    return made


# Comma, double quote, UTF-8, from line 1; quoted cells are not forced to be text, special
# numbers are looked for: what a double click does.
CALC_CSV = "CSV:44,34,76,1,,1033,false,true,false"


def cells_of(workbook):
    sheet = openpyxl.load_workbook(workbook).active
    return [[cell for cell in row] for row in sheet.iter_rows()]


class Tables:
    """Tests of one project's tables; mixed into one class for each project."""

    @classmethod
    def setUpClass(cls):
        cls.out = build(cls.project, cls.deck)
        cls.rows = rows_of(cls.out / f"{cls.deck}.csv")
        cls.entries = deck_entries(cls.project, cls.deck)

    def named(self, suffix):
        return self.out / (self.deck + suffix)

    def test_full_is_the_deck_as_typed(self):
        self.assertEqual(self.rows[0], FULL)
        outside = b"".join(self.named(".csv").read_bytes().split(b'"')[::2])
        self.assertEqual(outside.count(b"\n"), outside.count(b"\r\n"), "rows end with CRLF")
        self.assertEqual(outside.count(b"\r\n"), len(self.rows))
        quotes = {row[0]: dict(zip(FULL, map(undo, row))) for row in self.rows[1:] if row[1] == "quote"}
        self.assertEqual(set(quotes), set(self.entries))
        for key, entry in self.entries.items():
            row = quotes[key]
            self.assertEqual(row["english"], entry["english"].strip(), key)
            for column, value in (("prompt_hans", entry["prompt"]), ("quote_hans", entry["quote"])):
                value = "……".join(value) if isinstance(value, list) else value
                value = value["hans"] if isinstance(value, dict) else value
                self.assertEqual(row[column], value, (key, column))
            if cloze := entry.get("cloze"):
                cloze = cloze["hans"] if isinstance(cloze, dict) else cloze
                self.assertEqual(row["cloze_hans"], row["quote_hans"].replace(cloze, "{{c1::" + cloze + "}}"))
            self.assertEqual(row["themes"], " ".join(entry["themes"]))

    def test_no_cell_of_a_delimited_file_is_active(self):
        files = [p for p in self.out.iterdir() if p.suffix in (".csv", ".tsv")]
        self.assertEqual(len(files), 6)
        for path in files:
            tab = path.suffix == ".tsv"
            with path.open(newline="", encoding="utf-8-sig") as file:
                reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if tab else csv.reader(file)
                for row in reader:
                    for cell in row:
                        self.assertFalse(active(cell), (path.name, cell))

    def test_excel_is_full_with_a_mark(self):
        raw = self.named(".excel.csv").read_bytes()
        self.assertTrue(raw.startswith(b"\xef\xbb\xbfid,kind"))
        self.assertEqual(raw[3:], self.named(".csv").read_bytes())

    def test_pandas_reads_the_same_cells(self):
        for suffix in DELIMITED:
            frame = pandas.read_csv(self.named(suffix), dtype=str, keep_default_na=False, encoding="utf-8-sig")
            self.assertEqual([list(frame.columns), *frame.values.tolist()], rows_of(self.named(suffix)), suffix)

    def test_sqlite_imports_the_same_cells(self):
        base = SCRATCH / f"{self.deck}.sqlite"
        for at, suffix in enumerate(DELIMITED):
            commands = f".mode csv\n.import '{self.named(suffix)}' t{at}\n"
            subprocess.run(["sqlite3", base], input=commands, text=True, check=True, capture_output=True)
            with sqlite3.connect(base) as connection:
                cursor = connection.execute(f"select * from t{at} order by rowid")
                names = [column[0] for column in cursor.description]
                self.assertEqual([names, *map(list, cursor.fetchall())], rows_of(self.named(suffix)), suffix)

    def test_duckdb_reads_the_same_cells(self):
        for suffix in DELIMITED:
            relation = duckdb.sql(f"select * from read_csv('{self.named(suffix)}', all_varchar = true)")
            read = [[("" if cell is None else cell) for cell in row] for row in relation.fetchall()]
            self.assertEqual([relation.columns, *read], rows_of(self.named(suffix)), suffix)

    def test_calc_shows_every_cell_of_the_csv_and_evaluates_none(self):
        for suffix in (".csv", ".excel.csv"):
            cells = cells_of(calc(self.named(suffix), "xlsx", CALC_CSV))
            self.assertEqual(len(cells), len(self.rows))
            for shown, row in zip(cells, self.rows):
                for cell, text in zip(shown, row):
                    self.assertNotEqual(cell.data_type, "f", text)
                    value = "" if cell.value is None else cell.value
                    if isinstance(value, (int, float)):
                        # A spreadsheet takes what looks like a number for one; docs/importing.md
                        # says so and recommends the workbook.
                        self.assertEqual(float(text), value)
                    else:
                        self.assertEqual(value, text)

    def test_the_workbook_is_text_in_openpyxl_and_in_calc(self):
        expected = [self.rows[0], *([undo(cell) for cell in row] for row in self.rows[1:])]
        made = self.named(".xlsx")
        for path in (made, calc(made, "xlsx:Calc MS Excel 2007 XML")):
            cells = cells_of(path)
            self.assertEqual(len(cells), len(expected), path)
            for shown, row in zip(cells, expected):
                self.assertEqual(["" if c.value is None else c.value for c in shown], row)
                self.assertEqual({c.data_type for c in shown} - {"s", "n"}, set())
                for cell in shown:
                    self.assertTrue(cell.value is None or isinstance(cell.value, str), cell.value)

    def test_a_row_a_card(self):
        cards = rows_of(self.out.parent / "cards" / f"{self.deck}.csv")
        self.assertEqual(cards[0], [*FULL, "card", "front_hans", "front_hant", "back_hans", "back_hant"])
        keys = [(row[0], row[len(FULL)]) for row in cards[1:]]
        self.assertEqual(len(set(keys)), len(keys))
        self.assertEqual(list(dict.fromkeys(row[0] for row in cards[1:])), [row[0] for row in self.rows[1:]])
        for row in cards[1:]:
            self.assertEqual(row[:len(FULL)], next(r for r in self.rows if r[0] == row[0]))
        with_cloze = {key for key, entry in self.entries.items() if entry.get("cloze")}
        self.assertEqual({key for key, card in keys if card == "Cloze"}, with_cloze)

    def test_two_columns_for_programs_that_take_two(self):
        plain = rows_of(self.named(".plain.csv"))
        self.assertEqual(plain[0], ["front", "back"])
        quizlet = self.named(".quizlet.tsv").read_text(encoding="utf-8").split("\n")
        self.assertEqual(quizlet.pop(), "")
        self.assertEqual(len(quizlet), len(plain) - 1)
        for line, row in zip(quizlet, plain[1:]):
            pair = [undo(cell) for cell in line.split("\t")]
            self.assertEqual(len(pair), 2, line)
            flat = [" / ".join(filter(None, undo(cell).replace("\r", "\n").split("\n"))).replace("\t", " ") for cell in row]
            self.assertEqual(pair, flat)
            self.assertTrue(all(pair))

    def test_mochi_holds_every_card_as_text(self):
        plain = rows_of(self.named(".plain.csv"))[1:]
        with zipfile.ZipFile(self.named(".mochi")) as archive:
            self.assertEqual(archive.namelist(), ["data.edn"])
            self.assertEqual(archive.infolist()[0].date_time, (1980, 1, 1, 0, 0, 0))
            data = edn_format.loads(archive.read("data.edn").decode("utf-8"))
        get = lambda entry, name: entry[edn_format.Keyword(name)]
        self.assertEqual(get(data, "version"), 2)
        cards = [card for deck in get(data, "decks") for card in get(deck, "cards")]
        self.assertEqual(len(cards), len(plain))
        self.assertEqual(len({get(card, "id") for card in cards}), len(cards))
        for card, (front, back) in zip(cards, plain):
            sides = get(card, "content").split("\n\n---\n\n")
            self.assertEqual(len(sides), 2)
            for side, text in zip(sides, (undo(front), undo(back))):
                lines = [unmark(line) for line in side.split("\n\n")]
                self.assertEqual(lines, [line.lstrip() for line in text.split("\n")])


def unmark(line):
    """A line of Markdown whose every mark is escaped, as its text."""
    out, chars = "", iter(line)
    for c in chars:
        out += next(chars) if c == "\\" else c
    return out


class Shipped(Tables, unittest.TestCase):
    project, deck = ROOT, "liang-wenfeng"


class Hostile(Tables, unittest.TestCase):
    project, deck = ROOT / "tests/sample-decks/valid/hostile-cells", "cells"

    def test_the_sample_holds_what_it_is_for(self):
        typed = [entry[key] for entry in self.entries.values() for key in ("english", "prompt", "quote")]
        for start in ("=", "+", "-", "@", "#", "'=", "😀", "<script>"):
            self.assertTrue(any(text.startswith(start) for text in typed), start)
        for inside in (",", '"', "\n", "\t", ";", "|"):
            self.assertTrue(any(inside in text for text in typed), inside)

    def test_calc_would_evaluate_what_is_not_disarmed(self):
        # The test above can fail: without the apostrophe there are formulas.
        path = SCRATCH / "armed.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([[undo(cell) for cell in row] for row in self.rows])
        cells = cells_of(calc(path, "xlsx", CALC_CSV))
        self.assertIn("f", {cell.data_type for row in cells for cell in row})


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    try:
        unittest.main(verbosity=1)
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)
