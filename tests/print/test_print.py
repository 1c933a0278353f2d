"""Printed pages, rendered: every back lies behind its front, every text is on its card.

    test_print.py YULU PROJECT

Needs pdftoppm and pdftotext. The project is copied first.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

YULU, PROJECT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
DPI = 254  # ten dots a millimetre
TOLERANCE = 0.2  # millimetres

# Draws each cell as a square of its own grey about its middle, and nothing else.
GEOMETRY = """
#let data = json("data.json")
#let um(n) = n * 0.001mm
#set document(title: "geometry", date: none)
#for sheet in data.pages {
  page(width: um(sheet.size.at(0)), height: um(sheet.size.at(1)), margin: 0pt, {
    for cell in sheet.cells {
      place(dx: um(cell.at.at(0)), dy: um(cell.at.at(1)), pdf.artifact(box(
        width: um(cell.size.at(0)), height: um(cell.size.at(1)),
        place(center + horizon, rect(width: 20mm, height: 20mm, fill: luma(20 + cell.face.card * 8 + if cell.face.side == "back" { 4 } else { 0 })))
      )))
    }
  })
}
"""

# The makers' published sizes, in millimetres: paper, card, and the corner of the first card.
PUBLISHED = {
    "avery-5388": ((215.9, 279.4), (127, 76.2), (44.45, 25.4)),
    "avery-5371": ((215.9, 279.4), (88.9, 50.8), (19.05, 12.7)),
    "avery-L7414": ((210, 297), (90, 52), (15, 18.5)),
    "avery-C32011": ((210, 297), (85, 54), (15, 13.5)),
    "index-3x5": ((127, 76.2), (127, 76.2), (0, 0)),
    "index-4x6": ((152.4, 101.6), (152.4, 101.6), (0, 0)),
    "a7": ((105, 74), (105, 74), (0, 0)),
}
PRESETS = ["a4-8", "letter-8", "fold-a4", *PUBLISHED]


def yulu(project, *arguments):
    done = subprocess.run([YULU, "-C", project, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, (arguments, done.stderr)
    return done


def pages(pdf, folder):
    """Each page as (width, height, rows of grey)."""
    for old in folder.glob("*.pgm"):
        old.unlink()
    subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), pdf, folder / "p"], check=True,
                   stderr=subprocess.DEVNULL)
    for path in sorted(folder.glob("*.pgm")):
        data = path.read_bytes()
        _, size, _, rest = data.split(b"\n", 3)
        width, height = map(int, size.split())
        yield width, height, [rest[y * width:(y + 1) * width] for y in range(height)]


def middle(page, grey):
    """The middle of a square in millimetres, or None."""
    width, height, rows = page
    byte = bytes([grey])
    hits = [(y, row.find(byte), row.rfind(byte)) for y, row in enumerate(rows) if row.count(byte) > 100]
    if not hits:
        return None
    left, right = min(h[1] for h in hits), max(h[2] for h in hits)
    return ((left + right + 1) / 2 / DPI * 25.4, (hits[0][0] + hits[-1][0] + 1) / 2 / DPI * 25.4)


def near(a, b):
    return all(abs(x - y) <= TOLERANCE for x, y in zip(a, b))


def backs_lie_behind_fronts(project, scratch, ids):
    template = project / "templates/print/sheets.typ"
    template.parent.mkdir(parents=True, exist_ok=True)
    template.write_text(GEOMETRY, encoding="utf-8")
    for preset in PRESETS:
        for flip in ("long", "short"):
            # A full sheet and one card more, so that the last sheet is partly filled.
            each = {"a4-8": 8, "letter-8": 8, "fold-a4": 4, "avery-5388": 3}.get(preset, 10)
            each = 1 if preset in ("index-3x5", "index-4x6", "a7") else each
            chosen = ",".join(ids[:each + 1])
            yulu(project, "build", "-q", "--format", "pdf", "--sheet", preset, "--flip", flip,
                 "--cards", chosen, "--out", scratch)
            rendered = list(pages(scratch / "liang-wenfeng.pdf", scratch))
            paper = rendered[0][0] / DPI * 25.4, rendered[0][1] / DPI * 25.4
            if preset == "fold-a4":
                # Folded along the middle of a pair, which is the middle of the paper.
                for card in range(each + 1):
                    page = rendered[card // each]
                    front, back = middle(page, 20 + card * 8), middle(page, 24 + card * 8)
                    assert near(back, (paper[0] - front[0], front[1])), (card, front, back)
                continue
            fronts = {c: middle(rendered[2 * (c // each)], 20 + c * 8) for c in range(each + 1)}
            backs = {c: middle(rendered[2 * (c // each) + 1], 24 + c * 8) for c in range(each + 1)}
            vertical = (flip == "long") == (paper[1] >= paper[0])
            for card, (x, y) in fronts.items():
                mirrored = (paper[0] - x, y) if vertical else (x, paper[1] - y)
                assert near(backs[card], mirrored), (preset, flip, card, backs[card], mirrored)
            if preset in PUBLISHED:
                size, card, corner = PUBLISHED[preset]
                assert near(paper, size), (preset, paper, size)
                first = (corner[0] + card[0] / 2, corner[1] + card[1] / 2)
                assert near(fronts[0], first), (preset, fronts[0], first)
        print(f"{preset}: backs behind fronts on both edges")
    template.unlink()


def squeezed(text):
    return "".join(text.split())


def every_text_is_on_its_card(project, scratch, notes):
    # A card a page. With readings too, copied both as the text lies on the page and in the
    # order of the file.
    cases = [(script, ruby) for script in ("hans", "hant") for ruby in (None, "pinyin", "zhuyin")]
    for script, ruby in cases:
        yulu(project, "build", "-q", "--format", "pdf", "--sheet", "index-4x6", "--script", script,
             "--out", scratch, *(["--ruby", ruby] if ruby else []))
        copied = [subprocess.run(["pdftotext", *order, scratch / "liang-wenfeng.pdf", "-"],
                                 capture_output=True, text=True, check=True).stdout
                  for order in (["-raw"], [])]
        assert not any("ㄅ" <= letter <= "ㄯ" for text in copied for letter in text), "a reading was copied"
        raw, lying = ([squeezed(side) for side in text.split("\f")] for text in copied)
        field = "Hans" if script == "hans" else "Hant"
        seen = 0
        for note in notes:
            if note["notetype"] != "Yulu Quote":
                continue
            number = notes.index(note) + 1
            words = squeezed(note["fields"][field].replace("<b>", "").replace("</b>", "")
                             .replace("&quot;", '"').replace("&amp;", "&"))
            name = squeezed(note["id"])
            assert any(name + str(number) in side and words in side for side in raw), (script, ruby, note["id"], words)
            assert any(name in side and words in side for side in lying), (script, ruby, note["id"], words)
            seen += 1
        print(f"{script}, {ruby or 'no readings'}: {seen} quotations copied out as they are")
        assert seen > 100


def drawn(project, scratch, families, region, characters):
    """Each character's cell as it is rendered with these families: rows of grey."""
    template = project / "templates/print/sheets.typ"
    side, across = 12, 16  # millimetres, cells
    down = -(-len(characters) // across)
    template.write_text(
        '#set document(title: "shapes")\n'
        f"#set page(width: {side * across}mm, height: {side * down}mm, margin: 0pt)\n"
        f'#set text(font: ({families},), lang: "zh", region: "{region}", size: 27pt, fallback: false)\n'
        f'#for (n, c) in "{characters}".clusters().enumerate() {{\n'
        f"  place(dx: calc.rem(n, {across}) * {side}mm, dy: calc.quo(n, {across}) * {side}mm,\n"
        f"    box(width: {side}mm, height: {side}mm, align(center + horizon, c)))\n}}\n",
        encoding="utf-8")
    yulu(project, "build", "-q", "--format", "pdf", "--out", scratch)
    template.unlink()
    _, _, rows = next(pages(scratch / "liang-wenfeng.pdf", scratch))
    cell = side * DPI * 10 // 254
    for at in range(len(characters)):
        x, y = at % across * cell, at // across * cell
        yield [row[x:x + cell] for row in rows[y:y + cell]]


def differing(one, two):
    """Dots that clearly differ."""
    rows = ((a, b) for a, b in zip(one, two) if a != b)
    return sum(abs(p - q) > 64 for a, b in rows for p, q in zip(a, b))


def covered(font):
    """The characters of a font: its table `cmap`, format 4."""
    data = font.read_bytes()
    word = lambda at: int.from_bytes(data[at:at + 2], "big")  # noqa: E731
    long = lambda at: int.from_bytes(data[at:at + 4], "big")  # noqa: E731
    tables = {data[at:at + 4]: long(at + 8) for at in range(12, 12 + 16 * word(4), 16)}
    table = tables[b"cmap"]
    parts = (table + long(table + 8 + 8 * n) for n in range(word(table + 2)))
    part = next(at for at in parts if word(at) == 4)
    double = word(part + 6)  # twice the number of segments
    found = set()
    for at in range(part + 14, part + 14 + double, 2):
        found.update(range(word(at + double + 2), word(at) + 1))
    return "".join(chr(c) for c in sorted(found) if 0x3400 <= c <= 0x9FFF)


def shapes_are_the_regions(project, scratch):
    project.joinpath("templates/print").mkdir(parents=True, exist_ok=True)
    # Which regions draw a character alike is as in the pan-Chinese Noto Serif CJK, whose faces
    # share a glyph where they agree: 骨 has three shapes; 直 is Hong Kong's own, with a bent
    # last stroke; 令 and 角 are the mainland's own.
    faces = {"cn": '"yulu serif sc"', "tw": '"yulu serif tc"', "hk": '"yulu serif hk", "yulu serif tc"'}
    alike = {"骨": (), "直": ("cntw",), "令": ("twhk",), "角": ("twhk",)}
    cells = {region: list(drawn(project, scratch, families, region, "".join(alike)))
             for region, families in faces.items()}
    for at, (character, pairs) in enumerate(alike.items()):
        for one, two in (("cn", "tw"), ("tw", "hk"), ("cn", "hk")):
            dots = differing(cells[one][at], cells[two][at])
            assert (dots == 0) if one + two in pairs else (dots > 100), (character, one, two, dots)
    print("骨直令角 have the shapes of their regions")
    # Hong Kong's face has what it draws otherwise than Taiwan's, and nothing else.
    own = covered(PROJECT / "templates/fonts/YuluSerifHK-Regular.ttf")
    shared = sorted(set(covered(PROJECT / "templates/fonts/YuluSerifTC-Regular.otf")) - set(own))
    for characters, differ in ((own, True), ("".join(shared), False)):
        taiwan = drawn(project, scratch, '"yulu serif tc"', "tw", characters)
        hong_kong = drawn(project, scratch, '"yulu serif hk", "yulu serif tc"', "hk", characters)
        for character, one, two in zip(characters, taiwan, hong_kong):
            dots = differing(one, two)
            assert (dots > 0) == differ, (character, dots)
    print(f"{len(own)} characters have another shape in Hong Kong than in Taiwan, others do not")


def main():
    with tempfile.TemporaryDirectory() as folder:
        project, scratch = Path(folder) / "project", Path(folder) / "scratch"
        scratch.mkdir()
        for part in ("seeds", "decks"):
            shutil.copytree(PROJECT / part, project / part)
        notes = [json.loads(line) for line in
                 yulu(project, "notes", "--format", "json").stdout.splitlines()]
        ids = [note["id"] for note in notes]
        backs_lie_behind_fronts(project, scratch, ids)
        every_text_is_on_its_card(project, scratch, notes)
        shapes_are_the_regions(project, scratch)


main()
