"""Makes zhuyin.tsv: every syllable of pinyin-data in five tones, converted by pypinyin.

    python3 -m venv v && v/bin/pip install pypinyin==0.55.0
    v/bin/python tests/gold/make_zhuyin.py > tests/gold/zhuyin.tsv

Independent of the program's own table: the list of syllables and their zhuyin are
pypinyin's (MIT). Interjections without a vowel are left out: pypinyin does not know them.
"""

import sys
import unicodedata

from pypinyin import Style, __version__
from pypinyin.pinyin_dict import pinyin_dict
from pypinyin.style import convert

if __version__ != "0.55.0":
    sys.exit("pypinyin 0.55.0 is needed")

MARKS = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}


def letters(syllable):
    bare = "".join(c for c in unicodedata.normalize("NFD", syllable) if c not in MARKS)
    return unicodedata.normalize("NFC", bare)


def marked(syllable, tone):
    """The tone mark over a or e, else over the o of ou, else over the last vowel."""
    place = next((syllable.index(c) for c in "aeê" if c in syllable), None)
    if place is None:
        place = syllable.index("o") if "ou" in syllable else max(syllable.rfind(c) for c in "iouü")
    mark = next(m for m, t in MARKS.items() if t == tone)
    return unicodedata.normalize("NFC", syllable[: place + 1] + mark + syllable[place + 1:])


def main():
    found = {letters(s) for readings in pinyin_dict.values() for s in readings.split(",")}
    print("# Syllable with the number of its tone (5 is neutral), tab, zhuyin. Made by")
    print("# make_zhuyin.py from pypinyin 0.55.0 (MIT); do not edit.")
    for syllable in sorted(found):
        if not any(c in syllable for c in "aeiouüê"):
            continue
        for tone in range(1, 6):
            written = syllable if tone == 5 else marked(syllable, tone)
            zhuyin = convert(written, Style.BOPOMOFO, False, None).replace("˙", "")
            print(f"{syllable}{tone}\t{'˙' + zhuyin if tone == 5 else zhuyin}")


if __name__ == "__main__":
    main()
