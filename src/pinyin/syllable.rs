//! One syllable of Mandarin: which there are, how each is written in pinyin and in zhuyin.
//!
//! Sources: *Hànyǔ Pīnyīn Fāng'àn* (1958) for the spellings and the place of the tone
//! mark, 教育部《國語注音符號手冊》 for zhuyin. The table is checked syllable by syllable
//! against an independent list in `tests/gold/zhuyin.tsv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Initials with their zhuyin and the finals that Mandarin has after them. After `j q x`
/// the letter u is ü; the i of `zhi … si` is no final of its own in zhuyin.
const INITIALS: &[(&str, &str, &str)] = &[
    ("b", "ㄅ", "a o ai ei ao an en ang eng i ie iao ian in iang ing u"),
    ("p", "ㄆ", "a o ai ei ao ou an en ang eng i ie iao ian in ing u"),
    ("m", "ㄇ", "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u"),
    ("f", "ㄈ", "a o ei ou an en ang eng iao u"),
    ("d", "ㄉ", "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un"),
    ("t", "ㄊ", "a e ai ei ao ou an ang eng ong i ie iao ian ing u uo ui uan un"),
    (
        "n",
        "ㄋ",
        "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian in iang ing u uo uan un ü üe",
    ),
    (
        "l",
        "ㄌ",
        "a o e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un ü üe",
    ),
    ("g", "ㄍ", "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang"),
    ("k", "ㄎ", "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang"),
    ("h", "ㄏ", "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang"),
    ("j", "ㄐ", "i ia ie iao iu ian in iang ing iong u ue uan un"),
    ("q", "ㄑ", "i ia ie iao iu ian in iang ing iong u ue uan un"),
    ("x", "ㄒ", "i ia ie iao iu ian in iang ing iong u ue uan un"),
    ("zh", "ㄓ", "i a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang"),
    ("ch", "ㄔ", "i a e ai ao ou an en ang eng ong u ua uo uai ui uan un uang"),
    ("sh", "ㄕ", "i a e ai ei ao ou an en ang eng u ua uo uai ui uan un uang"),
    ("r", "ㄖ", "i e ao ou an en ang eng ong u ua uo ui uan un"),
    ("z", "ㄗ", "i a e ai ei ao ou an en ang eng ong u uo ui uan un"),
    ("c", "ㄘ", "i a e ai ei ao ou an en ang eng ong u uo ui uan un"),
    ("s", "ㄙ", "i a e ai ao ou an en ang eng ong u uo ui uan un"),
];

/// Finals as they are spelt after an initial, and their zhuyin.
const FINALS: &[(&str, &str)] = &[
    ("a", "ㄚ"),
    ("o", "ㄛ"),
    ("e", "ㄜ"),
    ("ai", "ㄞ"),
    ("ei", "ㄟ"),
    ("ao", "ㄠ"),
    ("ou", "ㄡ"),
    ("an", "ㄢ"),
    ("en", "ㄣ"),
    ("ang", "ㄤ"),
    ("eng", "ㄥ"),
    ("ong", "ㄨㄥ"),
    ("i", "ㄧ"),
    ("ia", "ㄧㄚ"),
    ("ie", "ㄧㄝ"),
    ("iao", "ㄧㄠ"),
    ("iu", "ㄧㄡ"),
    ("ian", "ㄧㄢ"),
    ("in", "ㄧㄣ"),
    ("iang", "ㄧㄤ"),
    ("ing", "ㄧㄥ"),
    ("iong", "ㄩㄥ"),
    ("u", "ㄨ"),
    ("ua", "ㄨㄚ"),
    ("uo", "ㄨㄛ"),
    ("uai", "ㄨㄞ"),
    ("ui", "ㄨㄟ"),
    ("uan", "ㄨㄢ"),
    ("un", "ㄨㄣ"),
    ("uang", "ㄨㄤ"),
    ("ü", "ㄩ"),
    ("üe", "ㄩㄝ"),
    ("üan", "ㄩㄢ"),
    ("ün", "ㄩㄣ"),
];

/// Syllables without an initial, as spelt, and the interjections 欸 呣 嗯 噷 哼.
const WHOLE: &[(&str, &str)] = &[
    ("a", "ㄚ"),
    ("o", "ㄛ"),
    ("e", "ㄜ"),
    ("ê", "ㄝ"),
    ("ai", "ㄞ"),
    ("ei", "ㄟ"),
    ("ao", "ㄠ"),
    ("ou", "ㄡ"),
    ("an", "ㄢ"),
    ("en", "ㄣ"),
    ("ang", "ㄤ"),
    ("eng", "ㄥ"),
    ("er", "ㄦ"),
    ("yi", "ㄧ"),
    ("ya", "ㄧㄚ"),
    ("yo", "ㄧㄛ"),
    ("ye", "ㄧㄝ"),
    ("yao", "ㄧㄠ"),
    ("you", "ㄧㄡ"),
    ("yan", "ㄧㄢ"),
    ("yin", "ㄧㄣ"),
    ("yang", "ㄧㄤ"),
    ("ying", "ㄧㄥ"),
    ("yong", "ㄩㄥ"),
    ("wu", "ㄨ"),
    ("wa", "ㄨㄚ"),
    ("wo", "ㄨㄛ"),
    ("wai", "ㄨㄞ"),
    ("wei", "ㄨㄟ"),
    ("wan", "ㄨㄢ"),
    ("wen", "ㄨㄣ"),
    ("wang", "ㄨㄤ"),
    ("weng", "ㄨㄥ"),
    ("yu", "ㄩ"),
    ("yue", "ㄩㄝ"),
    ("yuan", "ㄩㄢ"),
    ("yun", "ㄩㄣ"),
    ("m", "ㄇ"),
    ("n", "ㄋ"),
    ("ng", "ㄫ"),
    ("hm", "ㄏㄇ"),
    ("hng", "ㄏㄫ"),
    (ERHUA, "ㄦ"),
];

/// 儿 that colours the syllable before it: 花儿 is `huār`. It is no syllable of its own, but
/// it stands over its character, and has no tone.
const ERHUA: &str = "r";

struct Table {
    /// Letters without tone, and zhuyin without tone, sorted by letters.
    rows: Vec<(String, String)>,
    at: BTreeMap<String, u16>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut all: BTreeMap<String, String> =
        WHOLE.iter().map(|(p, z)| ((*p).to_owned(), (*z).to_owned())).collect();
    for (initial, zhuyin, finals) in INITIALS {
        for spelt in finals.split(' ') {
            let sound = match (*initial, spelt) {
                ("zh" | "ch" | "sh" | "r" | "z" | "c" | "s", "i") => String::new(),
                ("j" | "q" | "x", spelt) if spelt.starts_with('u') => {
                    spelt.replacen('u', "ü", 1)
                }
                _ => spelt.to_owned(),
            };
            let sound = FINALS.iter().find(|(f, _)| *f == sound).map_or("", |(_, z)| z);
            all.insert(format!("{initial}{spelt}"), format!("{zhuyin}{sound}"));
        }
    }
    let at = all.keys().zip(0..).map(|(letters, at)| (letters.clone(), at)).collect();
    Table { rows: all.into_iter().collect(), at }
});

/// A tone of Mandarin; the order is the usual numbering, the neutral tone first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Neutral: no mark in pinyin, a dot before the syllable in zhuyin.
    Neutral,
    /// mā
    First,
    /// má
    Second,
    /// mǎ
    Third,
    /// mà
    Fourth,
}

impl Tone {
    /// All five.
    pub const ALL: [Tone; 5] =
        [Tone::Neutral, Tone::First, Tone::Second, Tone::Third, Tone::Fourth];

    /// 1 to 4; 5 for the neutral tone, as dictionaries number it.
    pub fn number(self) -> u8 {
        match self {
            Tone::Neutral => 5,
            Tone::First => 1,
            Tone::Second => 2,
            Tone::Third => 3,
            Tone::Fourth => 4,
        }
    }

    /// The combining mark over a letter.
    fn combining(self) -> Option<char> {
        match self {
            Tone::Neutral => None,
            Tone::First => Some('\u{304}'),
            Tone::Second => Some('\u{301}'),
            Tone::Third => Some('\u{30c}'),
            Tone::Fourth => Some('\u{300}'),
        }
    }

    /// The tone that a combining mark stands for.
    pub(super) fn of_combining(c: char) -> Option<Tone> {
        Tone::ALL.into_iter().find(|tone| tone.combining() == Some(c))
    }
}

/// Letters with their tone mark in one character, for each of the four tones.
const MARKED: &[(char, [char; 4])] = &[
    ('a', ['ā', 'á', 'ǎ', 'à']),
    ('e', ['ē', 'é', 'ě', 'è']),
    ('i', ['ī', 'í', 'ǐ', 'ì']),
    ('o', ['ō', 'ó', 'ǒ', 'ò']),
    ('u', ['ū', 'ú', 'ǔ', 'ù']),
    ('ü', ['ǖ', 'ǘ', 'ǚ', 'ǜ']),
    // What Unicode has no single character for is the letter and a combining mark.
    ('ê', ['\0', 'ế', '\0', 'ề']),
    ('m', ['\0', 'ḿ', '\0', '\0']),
    ('n', ['\0', 'ń', 'ň', 'ǹ']),
];

/// The letter under a tone mark, and the tone; a plain letter has none.
pub(super) fn unmarked(c: char) -> (char, Tone) {
    for (letter, marked) in MARKED {
        if let Some(at) = marked.iter().position(|m| *m == c && *m != '\0') {
            return (*letter, Tone::ALL[at + 1]);
        }
    }
    (c, Tone::Neutral)
}

/// A letter with a tone mark.
fn marked(letter: char, tone: Tone) -> String {
    let Some(combining) = tone.combining() else { return letter.to_string() };
    let row = MARKED.iter().find(|(plain, _)| *plain == letter);
    match row.and_then(|(_, marked)| marked.get(usize::from(tone.number()) - 1)) {
        Some('\0') | None => format!("{letter}{combining}"),
        Some(whole) => whole.to_string(),
    }
}

/// A syllable that Mandarin has, with its tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Syllable {
    row: u16,
    tone: Tone,
}

impl Syllable {
    /// The syllable of these lower-case letters (`lü`, `zhuang`), if there is one.
    pub fn new(letters: &str, tone: Tone) -> Option<Self> {
        let row = *TABLE.at.get(letters)?;
        let toneless = letters == ERHUA && tone != Tone::Neutral;
        (!toneless).then_some(Self { row, tone })
    }

    /// The r of 儿 after another syllable: 花儿 is `huār`.
    pub fn erhua() -> Option<Self> {
        Self::new(ERHUA, Tone::Neutral)
    }

    /// True for [`Syllable::erhua`].
    pub fn is_erhua(self) -> bool {
        self.letters() == ERHUA
    }

    /// A syllable as written, lower-case, with its tone mark in the right place.
    pub fn parse(written: &str) -> Option<Self> {
        let mut tone = Tone::Neutral;
        let mut letters = String::new();
        for c in written.chars() {
            let (letter, found) = match Tone::of_combining(c) {
                Some(found) => (None, found),
                None => {
                    let (letter, found) = unmarked(c);
                    (Some(letter), found)
                }
            };
            letters.extend(letter);
            match (found, tone) {
                (Tone::Neutral, _) => {}
                (_, Tone::Neutral) => tone = found,
                _ => return None,
            }
        }
        let syllable = Self::new(&letters, tone)?;
        let composed = compose(written);
        (syllable.pinyin() == composed).then_some(syllable)
    }

    /// The letters without a tone mark.
    pub fn letters(self) -> &'static str {
        TABLE.rows.get(usize::from(self.row)).map_or("", |row| &row.0)
    }

    /// The tone.
    pub fn tone(self) -> Tone {
        self.tone
    }

    /// The same syllable in another tone.
    pub fn with_tone(self, tone: Tone) -> Self {
        match self.is_erhua() {
            true => self,
            false => Self { tone, ..self },
        }
    }

    /// As written: `lǜ`, `zhuāng`, `de`. The mark stands over a or e, else over the o of
    /// ou, else over the last vowel.
    pub fn pinyin(self) -> String {
        let letters = self.letters();
        let place = letters
            .find(['a', 'e', 'ê'])
            .or_else(|| letters.find("ou"))
            .or_else(|| letters.rfind(['i', 'o', 'u', 'ü']))
            .or_else(|| letters.find(['m', 'n']));
        let mut out = String::with_capacity(letters.len() + 2);
        for (at, letter) in letters.char_indices() {
            match Some(at) == place {
                true => out += &marked(letter, self.tone),
                false => out.push(letter),
            }
        }
        out
    }

    /// In zhuyin, with its tone: `ㄓㄨㄤ`, `ㄌㄩˋ`, `˙ㄉㄜ`.
    pub fn zhuyin(self) -> String {
        let sound = TABLE.rows.get(usize::from(self.row)).map_or("", |row| &row.1);
        match self.tone {
            Tone::Neutral if self.is_erhua() => sound.to_owned(),
            Tone::Neutral => format!("˙{sound}"),
            Tone::First => sound.to_owned(),
            Tone::Second => format!("{sound}ˊ"),
            Tone::Third => format!("{sound}ˇ"),
            Tone::Fourth => format!("{sound}ˋ"),
        }
    }

    /// Every syllable without regard to tone: each in the first tone.
    pub fn all() -> impl Iterator<Item = Syllable> {
        let all =
            (0..TABLE.rows.len() as u16).map(|row| Syllable { row, tone: Tone::First });
        all.filter(|syllable| !syllable.is_erhua())
    }
}

/// Letters followed by a combining tone mark, or by a combining diaeresis, as single
/// characters where Unicode has them; everything else stays.
pub fn compose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let last = out.chars().next_back();
        let whole = match (last, c) {
            (Some('u'), '\u{308}') => Some("ü".to_owned()),
            (Some('U'), '\u{308}') => Some("Ü".to_owned()),
            (Some('e'), '\u{302}') => Some("ê".to_owned()),
            (Some(last), c) => Tone::of_combining(c).map(|tone| {
                let lower = last.to_lowercase().next().unwrap_or(last);
                let whole = marked(lower, tone);
                if last.is_uppercase() { whole.to_uppercase() } else { whole }
            }),
            _ => None,
        };
        match whole {
            Some(whole) => {
                out.pop();
                out += &whole;
            }
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_syllable_is_read_back_as_written() {
        let mut seen = 0;
        for syllable in Syllable::all() {
            for tone in Tone::ALL {
                let written = syllable.with_tone(tone).pinyin();
                assert_eq!(
                    Syllable::parse(&written),
                    Some(syllable.with_tone(tone)),
                    "{written}"
                );
                seen += 1;
            }
        }
        assert!(seen > 2000, "{seen}");
    }

    #[test]
    fn the_mark_stands_where_the_scheme_puts_it() {
        for (letters, wanted) in [
            ("liu", "liù"),
            ("gui", "guì"),
            ("zhou", "zhòu"),
            ("xiong", "xiòng"),
            ("lüe", "lüè"),
        ] {
            let syllable = Syllable::new(letters, Tone::Fourth).map(Syllable::pinyin);
            assert_eq!(syllable.as_deref(), Some(wanted));
        }
        for wrong in
            ["r\u{300}", "lìu", "gùi", "zhoù", "nv", "lve", "bong", "xuō", "shùì", ""]
        {
            assert_eq!(Syllable::parse(wrong), None, "{wrong}");
        }
        assert!(Syllable::parse("shu\u{300}").is_some(), "a combining mark is a mark");
    }

    #[test]
    fn zhuyin_of_the_spellings_that_hide_the_sound() {
        for (written, wanted) in [
            ("yě", "ㄧㄝˇ"),
            ("yòng", "ㄩㄥˋ"),
            ("jú", "ㄐㄩˊ"),
            ("xuǎn", "ㄒㄩㄢˇ"),
            ("lǜ", "ㄌㄩˋ"),
            ("shì", "ㄕˋ"),
            ("ér", "ㄦˊ"),
            ("de", "˙ㄉㄜ"),
            ("duō", "ㄉㄨㄛ"),
            ("bō", "ㄅㄛ"),
            ("wēng", "ㄨㄥ"),
            ("dōng", "ㄉㄨㄥ"),
            ("xiōng", "ㄒㄩㄥ"),
            ("ế", "ㄝˊ"),
        ] {
            assert_eq!(
                Syllable::parse(written).map(Syllable::zhuyin).as_deref(),
                Some(wanted)
            );
        }
    }
}
