"""Makes phrases.txt from the phrase list of pypinyin (MIT, © 2016 mozillazg, 闲耘).

    python3 -m venv v && v/bin/pip install pypinyin==0.55.0
    v/bin/python src/pinyin/draft/make_phrases.py > src/pinyin/draft/phrases.txt

Kept are Simplified phrases whose reading is not that of their characters one by one
(characters.txt, else standard.txt, else the first reading of pinyin-data), and that
corrections.txt does not have. 一 and 不 are put back into their
citation tones; where usage leaves the choice between a neutral and a full tone, the full one
is written, as in the decks (docs/reading-aids.md).
"""

import sys
import unicodedata
from importlib.metadata import files
from pathlib import Path

from pypinyin import __version__
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

HERE = Path(__file__).resolve().parent
PINNED = "0.55.0"
if __version__ != PINNED:
    sys.exit(f"pypinyin {PINNED} is needed, not {__version__}")

# Words ending in these are neutral or not by choice: the full tone is written.
FULL = {"里": "lǐ", "来": "lái", "去": "qù", "上": "shàng", "下": "xià", "出": "chū", "起": "qǐ",
        "回": "huí", "进": "jìn", "面": "miàn", "系": "xì", "生": "shēng"}
CITATION = {"一": "yī", "不": "bù"}


def traditional():
    """Characters that have a Simplified form of their own."""
    pairs = (HERE.parent.parent / "script" / "t2s.txt").read_text(encoding="utf-8")
    found = set()
    for line in pairs.splitlines():
        if line.startswith("#"):
            continue
        for source, target in zip(line[::2], line[1::2]):
            if source != target:
                found.add(source)
    return found


def own(name, separator=None):
    """What stands first in the lines of one of our tables, and what stands after it."""
    found = {}
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            key, first, *_ = line.split(separator)
            found[key] = first
    return found


OWN = own("standard.txt") | own("characters.txt")
CORRECTED = own("corrections.txt", "\t")


def default(character):
    return OWN.get(character) or pinyin_dict.get(ord(character), "").split(",")[0]


def toneless(syllable):
    marks = {"\u0304", "\u0301", "\u030c", "\u0300"}
    return "".join(c for c in unicodedata.normalize("NFD", syllable) if c not in marks) == \
        unicodedata.normalize("NFD", syllable)


HEADER = """\
# Phrases that are not read as their characters one by one: phrase, tab, syllables. A neutral
# er is what 儿 does to the syllable before it.
# Made by make_phrases.py from pypinyin %s; do not edit. Its licence:
#
%s
"""


def main():
    licence = files("pypinyin")
    texts = [file.read_text() for file in licence if file.name.startswith("LICENSE")]
    if len(texts) != 1:
        sys.exit("pypinyin's licence was not found")
    quoted = "\n".join(f"# {line}".rstrip() for line in texts[0].strip().splitlines())
    print(HEADER % (PINNED, quoted), end="")
    skip = traditional()
    lines = []
    for phrase, readings in phrases_dict.items():
        syllables = [reading[0] for reading in readings]
        if len(syllables) != len(phrase) or any(c in skip for c in phrase) or len(phrase) < 2:
            continue
        for at, c in enumerate(phrase):
            if c in CITATION:
                syllables[at] = CITATION[c]
            elif c in FULL and at > 0 and toneless(syllables[at]):
                syllables[at] = FULL[c]
        if phrase not in CORRECTED and syllables != [default(c) for c in phrase]:
            lines.append(f"{phrase}\t{' '.join(syllables)}")
    for line in sorted(lines):
        print(line)


if __name__ == "__main__":
    main()
