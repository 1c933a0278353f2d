"""Makes standard.txt: what the standard dictionaries have and pinyin-data has otherwise.

    git clone https://github.com/mozillazg/pinyin-data
    python3 src/pinyin/draft/make_standard.py pinyin-data > src/pinyin/draft/standard.txt

The dictionaries are two fields of Unihan that pinyin-data carries as files of their own:
kTGHZ2013 (通用规范汉字字典, 2013) and kXHC1983 (现代汉语词典, 1983). Their readings stand in the
order of the pages, so which one is usual is taken from kMandarin_8105.txt beside them.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The notice that Unicode's licence asks for.
NOTICE = (HERE / "unicode.txt").read_text(encoding="utf-8").strip()

HEADER = """\
# Characters whose usual reading is not the first of pinyin-data 0.15.0, or of which it lacks a
# reading: character, its readings in kTGHZ2013 and kXHC1983 of Unihan, the usual one first.
# Made by make_standard.py; do not edit. The licence of Unihan:
#
"""


def table(path):
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match = re.match(r"U\+([0-9A-F]+): (\S+)", line)
        if match:
            found[chr(int(match[1], 16))] = match[2].split(",")
    return found


def main():
    folder = Path(sys.argv[1])
    known = table(folder / "pinyin.txt")
    standard = table(folder / "kTGHZ2013.txt")
    older = table(folder / "kXHC1983.txt")
    usual = table(folder / "kMandarin_8105.txt")
    print(HEADER, end="")
    for line in NOTICE.splitlines():
        print(f"# {line}".rstrip())
    for character in sorted(standard.keys() | older.keys()):
        new = standard.get(character, [])
        readings = list(dict.fromkeys(new + older.get(character, [])))
        first = known.get(character, [""])[0]
        complete = all(reading in known.get(character, []) for reading in readings)
        if new and first not in new:
            best = usual.get(character, [""])[0]
            best = best if best in new else new[0]
        elif not complete and first:
            best = first
        else:
            continue
        rest = [reading for reading in readings if reading != best]
        print(character, best, *rest)


if __name__ == "__main__":
    main()
