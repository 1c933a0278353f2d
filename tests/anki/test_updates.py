"""A learner's life with the deck, in the real Anki: import, study, edit, import again.

    python tests/anki/test_updates.py YULU PROJECT

Builds two versions of the shipped deck in a copy of the project and compares what Anki
does with what `yulu plan` says it will do. Needs the `anki` package.
"""
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from collections import Counter
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

YULU, PROJECT = Path(sys.argv.pop(1)).resolve(), Path(sys.argv.pop(1)).resolve()
NOW = int(time.time())
CHANGED, REMOVED, EDITED, BOTH = "gap-is-originality", "no-secrets-but-time", "used-to-follow", "a-matter-of-conviction"


class Project:
    """A copy of the project that may be changed."""

    def __init__(self):
        self.root = Path(tempfile.mkdtemp())
        for name in ("seeds", "decks"):
            shutil.copytree(PROJECT / name, self.root / name)
        (self.root / "decks" / "liang-wenfeng.lock").unlink(missing_ok=True)

    def run(self, *args, at):
        env = {**os.environ, "SOURCE_DATE_EPOCH": str(at)}
        return subprocess.run([YULU, "-C", self.root, *args], env=env, check=True, capture_output=True, text=True).stdout

    def build(self, name, at, *args):
        self.run("build", "--format", "apkg", "--out", self.root / name, *args, at=at)
        return self.root / name / "liang-wenfeng.apkg"

    def plan(self, old, at, key="fate"):
        lines = self.run("plan", old, "--format", "json", at=at).splitlines()
        return {row["id"]: row[key] for row in map(json.loads, lines)}

    def edit(self, change):
        for path in sorted((self.root / "decks" / "liang-wenfeng").glob("*.toml")):
            text = path.read_text(encoding="utf-8")
            path.write_text(change(text), encoding="utf-8")


def quote_block(text, note_id):
    """The [[quote]] of that id, with its span."""
    for match in re.finditer(r"\[\[quote\]\]\n(?:(?!\[\[).*\n?)*", text):
        if f'id = "{note_id}"\n' in match.group():
            return match
    return None


def change_english(text, note_id, english):
    match = quote_block(text, note_id)
    if not match:
        return text
    block = re.sub(r'(?m)^english = ".*"$', f'english = "{english}"', match.group(), count=1)
    return text[: match.start()] + block + text[match.end():]


def second_version(text):
    text = change_english(text, CHANGED, "A corrected translation.")
    text = change_english(text, BOTH, "A corrected translation of an edited note.")
    match = quote_block(text, REMOVED)
    if match:
        # What is removed makes room for a new note from the same words.
        text = text[: match.start()] + match.group().replace(REMOVED, "brand-new") + text[match.end():]
    # A script card takes its phrase from a quote that exists.
    return text.replace(f'quote = "{REMOVED}"', 'quote = "brand-new"')


def new_collection():
    return Collection(str(Path(tempfile.mkdtemp()) / "collection.anki2"))


def import_package(col, path):
    request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
    log = col.import_anki_package(request).log
    col.models._clear_cache()
    return log


def note(col, note_id):
    found = col.find_notes(f'Id:{note_id}')
    return col.get_note(found[0]) if found else None


def edit(col, note_id, field, text):
    changed = note(col, note_id)
    changed[field] = text
    col.update_note(changed)


class Updates(unittest.TestCase):
    def test_a_second_version_over_a_studied_first_one(self):
        project = Project()
        first = project.build("v1", NOW - 1_000_000)
        col = new_collection()
        import_package(col, first)
        col.decks.select(col.decks.id_for_name("梁文锋语录"))
        for _ in range(8):
            card = col.sched.getCard()
            card.start_timer()
            col.sched.answerCard(card, 3)
        before = {n: note(col, n).id for n in (CHANGED, REMOVED, EDITED, BOTH)}
        studied = col.db.all("select id, reps, due, queue, ivl from cards where reps > 0 order by id")
        history = col.db.scalar("select count() from revlog")
        self.assertGreater(len(studied), 0)
        edit(col, EDITED, "English", "My own translation.")
        edit(col, BOTH, "English", "My own words, too.")
        collection = project.root / "mine.colpkg"
        col.export_collection_package(str(collection), include_media=False, legacy=False)
        col.reopen()

        project.edit(second_version)
        plan = project.plan(collection, NOW + 1_000)
        # Built later than the learner's edits: a note changed on both sides is in conflict.
        second = project.build("v2", NOW + 1_000)
        log = import_package(col, second)
        fates = Counter(plan.values())
        self.assertEqual(plan[CHANGED], "updated")
        self.assertEqual(plan[EDITED], "kept")
        self.assertEqual(plan[BOTH], "conflict")
        self.assertEqual(plan[REMOVED], "retired")
        self.assertEqual(plan["brand-new"], "new")
        self.assertEqual(len(log.new), fates["new"])
        self.assertEqual(len(log.updated), fates["updated"] + fates["conflict"])
        self.assertEqual(len(log.duplicate), fates["unchanged"] + fates["kept"])
        self.assertEqual(len(log.conflicting), fates["foreign"])

        self.assertEqual(note(col, CHANGED)["English"], "A corrected translation.")
        self.assertEqual(note(col, EDITED)["English"], "My own translation.")
        self.assertEqual(note(col, BOTH)["English"], "A corrected translation of an edited note.")
        self.assertIsNotNone(note(col, REMOVED), "Anki never deletes")
        self.assertEqual({n: note(col, n).id for n in before}, before, "ids stay")
        self.assertEqual(col.db.all("select id, reps, due, queue, ivl from cards where reps > 0 order by id"), studied)
        self.assertEqual(col.db.scalar("select count() from revlog"), history)
        self.assertEqual(col.db.scalar("select count() - count(distinct guid) from notes"), 0)

    def test_an_edit_later_than_the_change_is_kept(self):
        project = Project()
        col = new_collection()
        import_package(col, project.build("v1", NOW - 1_000_000))
        edit(col, BOTH, "English", "My own words.")
        project.edit(second_version)
        import_package(col, project.build("v2", NOW - 1_000))
        self.assertEqual(note(col, BOTH)["English"], "My own words.")
        self.assertEqual(note(col, CHANGED)["English"], "A corrected translation.")

    def own_words(self, later):
        """A learner with words of his own in two notes, of which the deck changes one: before
        the learner wrote there, or later."""
        project = Project()
        col = new_collection()
        import_package(col, project.build("v1", NOW - 1_000_000))
        for note_id in (CHANGED, EDITED):
            edit(col, note_id, "MyNotes", f"<i>mine</i> 我的 {note_id} <img src='tree.png'>")
        collection = project.root / "mine.colpkg"
        col.export_collection_package(str(collection), include_media=False, legacy=False)
        col.reopen()
        project.edit(second_version)
        at = NOW + 1_000 if later else NOW - 1_000
        return project, col, collection, project.build("v2", at), at

    def mine(self, col):
        return {note_id: note(col, note_id)["MyNotes"] for note_id in (CHANGED, EDITED)}

    def test_own_words_stay_while_the_deck_is_unchanged_and_the_plan_names_those_that_go(self):
        project, col, collection, second, at = self.own_words(later=True)
        before = self.mine(col)
        import_package(col, project.root / "v1" / "liang-wenfeng.apkg")
        self.assertEqual(self.mine(col), before, "the same package again")
        emptied = project.plan(collection, at, "empties_own_words")
        self.assertEqual([note_id for note_id, empties in emptied.items() if empties], [CHANGED])
        self.assertEqual(project.plan(collection, at)[EDITED], "unchanged", "own words are no edit")
        self.assertIn(f"search: Id:{CHANGED}\n", project.run("plan", collection, at=at))
        import_package(col, second)
        self.assertEqual(self.mine(col), {CHANGED: "", EDITED: before[EDITED]})

    def test_a_package_of_ones_own_brings_the_own_words_along(self):
        for later in (True, False):
            project, col, collection, second, at = self.own_words(later)
            before = self.mine(col)
            project.build("private", at, "--keep", collection)
            made = [path.name for path in (project.root / "private").iterdir()]
            self.assertEqual(made, ["liang-wenfeng.private.apkg"])
            log = import_package(col, project.root / "private" / made[0])
            self.assertEqual(self.mine(col), before, later)
            self.assertEqual(note(col, CHANGED)["English"], "A corrected translation.", later)
            self.assertEqual(len(log.conflicting), 0)
            self.assertEqual(col.db.scalar("select count() - count(distinct guid) from notes"), 0)
            # Nothing personal is in what everybody gets, and the lock knows nothing of it.
            lock = (project.root / "decks" / "liang-wenfeng.lock").read_bytes()
            others = new_collection()
            import_package(others, project.build("again", at))
            self.assertEqual(self.mine(others), {CHANGED: "", EDITED: ""})
            self.assertEqual((project.root / "decks" / "liang-wenfeng.lock").read_bytes(), lock)

    def test_switching_script_and_region_takes_effect_and_back(self):
        project = Project()
        col = new_collection()
        import_package(col, project.build("tw", NOW - 9_000))
        sample = "made-generation-by-generation"
        taiwan = note(col, sample)["Hant"]
        front = lambda: note(col, sample).cards()[0].question()
        self.assertIn("show-hans", front())
        import_package(col, project.build("hk", NOW - 8_000, "--region", "hk", "--script", "hant"))
        hongkong = [note(col, n) for n in ("forever-a-follower", sample)]
        self.assertIn("show-hant", front())
        self.assertIn('lang="zh-Hant-HK"', front())
        changed = col.db.scalar("select count() from notes where flds like '%裏%'")
        self.assertGreater(changed, 0, "Hong Kong writes 裏")
        import_package(col, project.build("tw2", NOW - 7_000))
        self.assertIn("show-hans", front())
        self.assertEqual(note(col, sample)["Hant"], taiwan)
        self.assertEqual(col.db.scalar("select count() from notes where flds like '%裏%'"), 0)

    def test_hostile_text_is_shown_and_does_nothing(self):
        project = Project()
        hostile = "<script>alert(1)</script> {{Hans}} [sound:x.mp3] [anki:play:q:0] &amp; <img src=x> " + "<" * 400
        project.edit(lambda text: change_english(text, CHANGED, hostile))
        col = new_collection()
        log = import_package(col, project.build("v1", NOW - 9_000))
        self.assertEqual(len(log.new), log.found_notes)
        card = note(col, CHANGED).cards()[0]
        answer = card.answer()
        self.assertNotIn("<script>alert", answer)
        self.assertNotIn("<img", answer)
        self.assertEqual(card.answer_av_tags(), [])
        shown = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<script.*?</script>|<style.*?</style>", "", answer, flags=re.S)))
        self.assertIn(hostile, shown)

    def test_a_style_change_reaches_the_cards(self):
        project = Project()
        col = new_collection()
        import_package(col, project.build("v1", NOW - 9_000))
        css = PROJECT / "templates" / "anki" / "card.css"
        own = project.root / "templates" / "anki"
        own.mkdir(parents=True)
        (own / "card.css").write_text(css.read_text(encoding="utf-8") + "\n.yulu { outline: 1px solid }\n", encoding="utf-8")
        log = import_package(col, project.build("v2", NOW - 8_000))
        self.assertEqual(len(log.updated), 0, "no note has changed")
        self.assertIn("outline: 1px solid", col.models.by_name("Yulu Quote")["css"])
        self.assertEqual([m.name for m in col.models.all_names_and_ids() if m.name.startswith("Yulu")], ["Yulu Quote", "Yulu Theme"])


if __name__ == "__main__":
    unittest.main(verbosity=1)
