"""Makes the fonts of the printed sheets (`make fonts`).

Input: the packages named below, unpacked in a folder, and the deck's notes as JSON Lines,
once with Taiwan's and once with Hong Kong's forms. Output: one file a face in this folder.
The same input gives the same bytes.

    subset.py PACKAGES NOTES-TW NOTES-HK
"""

import json
import os
import sys
from pathlib import Path

# fontTools writes the time of saving into a font unless this is set.
os.environ["SOURCE_DATE_EPOCH"] = "0"

from fontTools import subset  # noqa: E402
from fontTools.pens.recordingPen import DecomposingRecordingPen  # noqa: E402
from fontTools.ttLib import TTFont  # noqa: E402

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# What every face must have besides Han: Latin with the tone marks of pinyin, punctuation,
# arrows, enclosed digits, Han punctuation, zhuyin, full-width forms.
COMMON = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x1F8, 0x1F9), (0x1E3E, 0x1E3F),
    (0x2C7, 0x2C7), (0x2C9, 0x2CB), (0x2D9, 0x2D9), (0x300, 0x308), (0x30C, 0x30C),
    (0x2010, 0x2027), (0x2030, 0x205E), (0x20AC, 0x20AC), (0x2100, 0x2127),
    (0x2190, 0x2193), (0x2200, 0x2205), (0x2212, 0x2212), (0x2248, 0x2248),
    (0x2460, 0x2473), (0x3000, 0x303F), (0x3100, 0x312F), (0x31A0, 0x31BF),
    (0xFF01, 0xFFEE),
]

# (file, family, source inside PACKAGES, which Han characters)
FACES = [
    ("YuluSerifSC-Regular.otf", "Yulu Serif SC", "NotoSerifSC-Regular.otf", "hans"),
    ("YuluSerifTC-Regular.otf", "Yulu Serif TC", "NotoSerifTC-Regular.otf", "hant"),
    ("YuluSerifHK-Regular.ttf", "Yulu Serif HK", "NotoSerifHK_400Regular.ttf", "hk"),
    ("YuluSerif-Regular.ttf", "Yulu Serif", "SourceSerif4_400Regular.ttf", ""),
]

# Hong Kong's face has only what it draws otherwise than Taiwan's (about a sixth) or what that
# one lacks: it stands before Taiwan's in the list of faces, so a character in both is its. To
# tell which, two fonts of one version and format are compared, outline by outline.
TAIWAN = "NotoSerifTC_400Regular.ttf"
# Characters of Hong Kong that OpenCC's s2hk writes for one of `hant`, and no standard set above
# has; `every_form_that_the_conversion_writes_has_a_glyph` in tests/suite fails for a missing one.
HONG_KONG = "兑叁囱悦愠捝揾敍敚棁棱榅枱氲涚温溈潀煴税粧糉糭緼脱腽葱蒀蒍蜕衞輼鰛媪媯卧嫺幺痹睾繮齶鮎"

# Copyright, trademark, version, makers and licence stay; names change, because a changed
# font may not carry a reserved name.
FAMILY, STYLE, UNIQUE, FULL, POSTSCRIPT = 1, 2, 3, 4, 6
DROPPED_NAMES = {7, 16, 17, 18, 21, 22, 25}


def decodable(codec, rows, columns):
    """The characters of a two-byte character set."""
    for row in rows:
        for column in columns:
            try:
                yield bytes([row, column]).decode(codec)
            except UnicodeDecodeError:
                pass


def han(script, notes):
    """Every character that the faces of a script must have, the shipped deck's included."""
    if not script:
        return set()
    if script == "hans":
        found = set(decodable("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF)))
    else:
        # Level 1, the frequently used characters.
        found = set(decodable("big5", range(0xA4, 0xC7), range(0x40, 0xFF)))
        # The Traditional forms of the 3,755 frequently used Simplified characters.
        frequent = set(decodable("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)))
        table = (ROOT / "src/script/t2s.txt").read_text(encoding="utf-8").splitlines()
        pairs = "".join(line for line in table if not line.startswith("#"))
        found |= {t for t, s in zip(pairs[::2], pairs[1::2]) if s in frequent}
        found |= set(HONG_KONG)
    for path in notes:
        found |= set(json.dumps([json.loads(line) for line in open(path, encoding="utf-8")],
                                ensure_ascii=False))
    # Titles and caveats stand on the sheet of sources in their own script.
    for name in ("seeds/sources.toml", "seeds/errata.toml"):
        found |= set((ROOT / name).read_text(encoding="utf-8"))
    return found


def rename(font, family):
    table = font["name"]
    # From 256 on: names of a variable font's axes and instances. 1028: Chinese names.
    table.names = [n for n in table.names
                   if n.nameID not in DROPPED_NAMES and n.nameID < 256 and n.langID != 1028]
    postscript = family.replace(" ", "") + "-Regular"
    for name in table.names:
        replacement = {FAMILY: family, STYLE: "Regular", UNIQUE: postscript, FULL: family,
                       POSTSCRIPT: postscript}.get(name.nameID)
        if replacement is not None:
            name.string = replacement
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        top = cff.topDictIndex[0]
        top.FullName = top.FamilyName = family


def drawn_otherwise(characters, font, other):
    """Those characters of a font that another one lacks or draws otherwise."""
    def outline(font, glyphs, cmap, character):
        pen = DecomposingRecordingPen(glyphs)
        glyphs[cmap[ord(character)]].draw(pen)
        return pen.value, font["hmtx"][cmap[ord(character)]]

    one = (font, font.getGlyphSet(), font.getBestCmap())
    two = (other, other.getGlyphSet(), other.getBestCmap())
    return {c for c in characters if ord(c) not in two[2] or outline(*one, c) != outline(*two, c)}


def open_font(packages, source):
    found = sorted(packages.rglob(source))
    if not found:
        sys.exit(f"{source} is not in {packages}")
    return TTFont(found[0], recalcTimestamp=False)


def main():
    packages, *notes = map(Path, sys.argv[1:])
    common = {chr(c) for first, last in COMMON for c in range(first, last + 1)}
    for file, family, source, script in FACES:
        options = subset.Options()
        options.layout_features = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "halt", "palt", "pnum", "lnum", "onum", "tnum", "smcp", "c2sc"]
        options.hinting = False
        options.notdef_outline = True
        options.name_IDs = ["*"]
        options.drop_tables += ["VORG", "vhea", "vmtx", "DSIG", "STAT", "meta"]
        font = open_font(packages, source)
        wanted = (common | han(script, notes)) & {chr(c) for c in font.getBestCmap()}
        if script == "hk":
            wanted = drawn_otherwise(wanted, font, open_font(packages, TAIWAN))
        worker = subset.Subsetter(options)
        worker.populate(text="".join(sorted(wanted)))
        worker.subset(font)
        rename(font, family)
        font.save(HERE / file)
        print(f"{file}: {len(wanted)} characters, {(HERE / file).stat().st_size} bytes")


main()
