//! Inputs changed at random: bytes and their order, words of the formats, characters that have
//! caused trouble, parts of other inputs; of an archive its files before they are packed.

use std::io::{Cursor, Read as _, Write as _};

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// The largest input that is made; what grows with size is looked at in other tests.
const LARGEST: usize = 64 << 10;

/// The most files of an archive that are looked at.
const FILES: usize = 50;

/// Numbers that look random and are the same in every run (Marsaglia's xorshift).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        // All bits zero would stay so.
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }

    fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}

/// What is put in at random.
const WORDS: &[&str] = &[
    // Characters that have no width, no neighbours or a meaning of their own.
    "\0",
    "\r",
    "\n",
    "\r\n",
    "\t",
    "\u{b}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{2066}",
    "\u{61c}",
    "\u{180e}",
    "\u{3164}",
    "\u{e0041}",
    "\u{fe0f}",
    "\u{e0100}",
    "\u{301}",
    "\u{30c}",
    "\u{3099}",
    "\u{fffd}",
    "\u{ffff}",
    "\u{10ffff}",
    "\u{1b}[2J",
    "\u{9b}",
    "\u{3000}",
    "\u{a0}",
    "\u{ad}",
    "İ",
    "ﬁ",
    "ß",
    "Å",
    "ǖ",
    "ê̄",
    "⼈",
    "龜",
    "𠮷",
    "〇",
    "々",
    "㈠",
    "①",
    "２０２４",
    "Ａ",
    "１、",
    "一、",
    "（一）",
    "第一条",
    "１．",
    "1.",
    "60.",
    "99999999999999999999.",
    "-1",
    // Speech.
    "：",
    ":",
    "，",
    "。",
    "……",
    "...",
    "——",
    "--",
    "“",
    "”",
    "「",
    "」",
    "『",
    "』",
    "‘",
    "'",
    "\"",
    "〝",
    "（",
    "）",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "&",
    "&amp;",
    "&#0;",
    "|",
    "#",
    "###",
    "**",
    "==",
    ">",
    "- ",
    "—— ",
    "记者：",
    "梁文锋：",
    "问：",
    "答：",
    "甲：",
    "### 记者：",
    "**问：**",
    "他说：“",
    "”他说。",
    "”——鲁迅",
    "[掌声]",
    "00:01:02",
    "00:12 - 老姚 - ",
    "<nick> ",
    "Q. ",
    "译文",
    "是",
    "不",
    "可能",
    "了",
    "一",
    "一一一一一一一一",
    // TOML.
    "\"\"\"",
    "'''",
    "\\u0000",
    "\\u202e",
    "\\U0010ffff",
    " = ",
    "[[quote]]\n",
    "[[source]]\n",
    "[deck]\n",
    "[lock]\nversion = 1\n",
    "[note]\n",
    "<<<<<<<",
    "quote = ",
    "from = \"a:1\"\n",
    "id = \"a\"\n",
    "true",
    "1979-05-27",
    "inf",
    "nan",
    "0x10",
    "[]",
    "{}",
    "9223372036854775807",
    "changed = -1",
    "[\"\"]",
    "a.b.c = 1\n",
    // Pinyin.
    "lǜ",
    "lv4",
    "nǚ'ér",
    "r",
    "hm",
    "zhuāng",
    "ǹg",
    "xi'an",
    "Xī’ān",
    "de",
    "er",
    "yī",
    "·",
    // Documents.
    "<p>",
    "</p>",
    "<ruby>",
    "<rt>",
    "</ruby>",
    "<table>",
    "<td>",
    "<li>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<script>",
    "<style>",
    "<a href='#x'>",
    "<sup>",
    "\\par ",
    "\\u-1 ",
    "\\'b5",
    "\\bin99 ",
    "{\\*\\ud ",
    "WEBVTT\n\n",
    "00:00:01.000 --> 00:00:02.000\n",
    "1\n00:00:01,000 --> 00:00:02,000\n",
    "Dialogue: 0,0:00:01.00,",
    "{\\an8}",
    "---\n",
    "```\n",
    "==========\n",
    "- 您在位置 #12-13的标注 | 添加于 2024年1月2日\n",
    "◆",
    "%PDF-1.7\n",
    // Tables and JSON.
    ",",
    ";",
    "{\"a\":",
    "[[[[[[[[",
    "null",
    "1e999",
    "\\ud800",
    "\\\"",
];

/// One of the inputs, changed.
pub(crate) fn changed(pool: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let input = dice.of(pool);
    if input.starts_with(b"PK\x03\x04")
        && dice.below(8) != 0
        && let Some(mut files) = unpacked(input)
    {
        let at = dice.below(files.len());
        let mut other = std::mem::take(&mut files[at].1);
        change(&mut other, pool, dice);
        files[at].1 = other;
        return packed(&files);
    }
    let mut bytes = input.clone();
    change(&mut bytes, pool, dice);
    bytes
}

fn change(bytes: &mut Vec<u8>, pool: &[Vec<u8>], dice: &mut Dice) {
    for _ in 0..=dice.below(6) {
        let at = place(bytes, dice);
        let length = dice.below(60).min(bytes.len() - at);
        match dice.below(10) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 if at < bytes.len() => {
                bytes[at] = *dice.of(&[0, 1, 0x7f, 0x80, 0xff, b'0', b'9']);
            }
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..at + length)),
            4 => {
                let part = bytes[at..at + length].to_vec();
                let to = place(bytes, dice);
                bytes.splice(to..to, part);
            }
            // Some lines of another input.
            5 => {
                let other = dice.of(pool);
                let from = place(other, dice);
                let length = dice.below(400).min(other.len() - from);
                bytes.splice(at..at, other[from..from + length].iter().copied());
            }
            6 if dice.below(4) == 0 => {
                let word = dice.of(WORDS);
                let many = word.repeat(1 + dice.below(300));
                bytes.splice(at..at, many.bytes());
            }
            _ => {
                let word = dice.of(WORDS);
                bytes.splice(at..at, word.bytes());
            }
        }
        bytes.truncate(LARGEST);
    }
}

/// A place in an input: mostly between two characters, so that a text stays one.
fn place(bytes: &[u8], dice: &mut Dice) -> usize {
    let mut at = dice.below(bytes.len() + 1);
    if dice.below(16) != 0 {
        while at < bytes.len() && bytes[at] & 0xc0 == 0x80 {
            at += 1;
        }
    }
    at
}

type Packed = Vec<(String, Vec<u8>)>;

fn unpacked(input: &[u8]) -> Option<Packed> {
    let mut zip = zip::ZipArchive::new(Cursor::new(input)).ok()?;
    let mut files = Vec::new();
    for at in 0..zip.len().min(FILES) {
        let mut file = zip.by_index(at).ok()?;
        let mut bytes = Vec::new();
        file.by_ref().take(4 * LARGEST as u64).read_to_end(&mut bytes).ok()?;
        files.push((file.name().ok()?.into_owned(), bytes));
    }
    (!files.is_empty()).then_some(files)
}

fn packed(files: &Packed) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files {
        // Two files of one name cannot be written.
        if zip.start_file(name.as_str(), stored).is_ok() {
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}
