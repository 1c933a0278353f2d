"""Writes notes with Python's genanki: python genanki_notes.py NOTES.jsonl OUT.apkg

Prints the seconds it took, reading and parsing of the notes not counted.
"""
import json
import sys
import time

import genanki

rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
start = time.perf_counter()
model = genanki.Model(
    1764000000101,
    "Yulu Quote",
    fields=[{"name": f"F{at}"} for at in range(len(rows[0][2]))],
    templates=[
        {"name": "Recall", "qfmt": "{{F3}}", "afmt": "{{F1}}"},
        {"name": "Cloze", "qfmt": "{{F5}}", "afmt": "{{F1}}"},
    ],
)
deck = genanki.Deck(1, "Bench")
for guid, tags, fields in rows:
    deck.add_note(genanki.Note(model=model, fields=fields, guid=guid, tags=tags))
genanki.Package(deck).write_to_file(sys.argv[2])
print(time.perf_counter() - start)
