//! Bytes to text: which encoding they are in, and how we know.
//!
//! In this order: what was told; a byte-order mark; strict UTF-8; UTF-16 by its own statistics,
//! which no detector of legacy encodings does; what the document declares, if its bytes keep
//! to it; and then a guess. A guess must decode every byte, and a short text must show signs
//! that only its language has: a text that two encodings could read is refused with both
//! readings rather than registered as one of them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE,
    UTF_16LE, WINDOWS_1252,
};

use super::Unreadable;
use crate::text::visible;

/// How the encoding of a document is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownBy {
    /// The user said so.
    Told,
    /// A byte-order mark.
    Mark,
    /// All bytes are valid UTF-8, which other text hardly ever is.
    Utf8,
    /// The document declares it, and its bytes keep to it.
    Declared,
    /// By what the bytes look like.
    Guessed,
    /// Guessed, and confirmed by a person in the record.
    Confirmed,
}

impl KnownBy {
    /// The word used in records.
    pub fn as_str(self) -> &'static str {
        match self {
            KnownBy::Told => "told",
            KnownBy::Mark => "mark",
            KnownBy::Utf8 => "utf-8",
            KnownBy::Declared => "declared",
            KnownBy::Guessed => "guessed",
            KnownBy::Confirmed => "confirmed",
        }
    }

    /// The way that a record names.
    pub fn from_word(word: &str) -> Option<KnownBy> {
        let all = [
            KnownBy::Told,
            KnownBy::Mark,
            KnownBy::Utf8,
            KnownBy::Declared,
            KnownBy::Guessed,
            KnownBy::Confirmed,
        ];
        all.into_iter().find(|by| by.as_str() == word)
    }
}

/// A text, and what its bytes were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte-order mark.
    pub text: String,
    /// The encoding's name, as the WHATWG writes it; `GB18030` for everything of GB 2312.
    pub encoding: &'static str,
    /// How it is known.
    pub by: KnownBy,
    /// True if a byte-order mark was left out.
    pub had_mark: bool,
    /// How many characters are U+FFFD, those included that the document itself has.
    pub unreadable: usize,
}

/// Characters and marks that nearly every Chinese sentence has, in both scripts.
const CHINESE: &str = "的一是不了在有人我他她你您这這来來们們个個上大为為和国國地到以说說时時要就出会會可也能对對生下过過自后後之多都没沒问問答：，。？！、“”「」（）…《》；";
/// Kana, which nearly every Japanese sentence has.
const JAPANESE: std::ops::RangeInclusive<char> = '\u{3041}'..='\u{30fe}';
/// The most frequent syllables of Korean: particles and endings.
const KOREAN: &str = "이다는을를에의가은하고지기서도로사한자니어나라대리스시아있그해요까습답일인정수과보여것게면들만부안없우오원전제주으";
/// Encodings that may be guessed; all others must be told.
const GUESSABLE: [&Encoding; 7] =
    [GB18030, BIG5, SHIFT_JIS, EUC_JP, ISO_2022_JP, EUC_KR, WINDOWS_1252];
/// From so many characters beyond ASCII on, the detector's statistics are enough.
const ENOUGH: usize = 60;

/// The encoding that a person names, for instance `gbk` or `windows-1251`.
///
/// # Errors
/// If there is none of that name.
pub fn named(name: &str) -> Result<&'static Encoding, Unreadable> {
    let found = Encoding::for_label_no_replacement(name.trim().as_bytes());
    found.map(widened).ok_or_else(|| Unreadable {
        message: format!("there is no encoding `{}`", visible(name)),
        hint: "for instance gb18030, big5, utf-16le, shift_jis, euc-kr or windows-1252"
            .to_owned(),
    })
}

/// The widest encoding of a family: text that is declared GB2312 or GBK may hold any character
/// of GB18030.
fn widened(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// Decodes a document. `told` is what the user says; `declared` finds what the document says of
/// itself, given the bytes as Latin letters, as far as its format can say it.
///
/// # Errors
/// If no encoding is known that reads all bytes, or several could.
pub fn decode(
    bytes: &[u8],
    told: Option<&'static Encoding>,
    declared: impl FnOnce(&str) -> Option<String>,
) -> Result<Decoded, Unreadable> {
    if let Some(encoding) = told {
        // A mark of that very encoding is no character.
        let (text, _) = encoding.decode_with_bom_removal(bytes);
        let had_mark = Encoding::for_bom(bytes).is_some_and(|(other, _)| other == encoding);
        return Ok(decoded(text.into_owned(), encoding, KnownBy::Told, had_mark));
    }
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Err(Unreadable {
            message: "the text is UTF-32".to_owned(),
            hint: "save it as UTF-8 in an editor, or with iconv -f utf-32 -t utf-8"
                .to_owned(),
        });
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return match strict(encoding, &bytes[length..]) {
            Some(_)
                if encoding != UTF_8
                    && let Some(at) = utf8_inside(bytes) =>
            {
                Err(two_encodings(name_of(encoding), "UTF-8", at))
            }
            Some(text) => Ok(decoded(text, encoding, KnownBy::Mark, true)),
            None => Err(broken(encoding, bytes, length)),
        };
    }
    let utf8 = std::str::from_utf8(bytes);
    if let Ok(text) = utf8
        && !bytes.contains(&0)
    {
        return Ok(decoded(text.to_owned(), UTF_8, KnownBy::Utf8, false));
    }
    if let Some(encoding) = utf16(bytes)
        && let Some(text) = strict(encoding, bytes)
    {
        if let Some(at) = utf8_inside(bytes) {
            return Err(two_encodings(name_of(encoding), "UTF-8", at));
        }
        return Ok(decoded(text, encoding, KnownBy::Guessed, false));
    }
    let head: String = bytes.iter().take(4096).map(|byte| char::from(*byte)).collect();
    let declared = declared(&head).and_then(|name| named(&name).ok());
    if let Some(encoding) = declared
        && let Some(text) = strict(encoding, bytes)
    {
        return Ok(decoded(text, encoding, KnownBy::Declared, false));
    }
    guess(bytes).map(|(text, encoding)| decoded(text, encoding, KnownBy::Guessed, false))
}

fn decoded(
    text: String,
    encoding: &'static Encoding,
    by: KnownBy,
    had_mark: bool,
) -> Decoded {
    let unreadable = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    Decoded { text, encoding: name_of(encoding), by, had_mark, unreadable }
}

/// The name of an encoding in a record.
fn name_of(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 { "GB18030" } else { encoding.name() }
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

/// The sentence for bytes that do not keep to their own mark.
fn broken(encoding: &'static Encoding, bytes: &[u8], skip: usize) -> Unreadable {
    if encoding != UTF_8
        && let Some(at) = utf8_inside(bytes)
    {
        return two_encodings(name_of(encoding), "UTF-8", at);
    }
    let (text, _) = encoding.decode_without_bom_handling(&bytes[skip..]);
    let before = text.split(char::REPLACEMENT_CHARACTER).next().unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let name = name_of(encoding);
    Unreadable {
        message: format!("the text says that it is {name}, and line {line} is not"),
        hint: format!(
            "it may be damaged, or of two encodings; --encoding {} reads it as far as it goes \
             and counts what is unreadable",
            name.to_lowercase()
        ),
    }
}

/// The refusal of a text of two encodings.
fn two_encodings(first: &str, second: &str, place: String) -> Unreadable {
    Unreadable {
        message: format!(
            "the text is of two encodings: most of it {first}, but {place} {second}"
        ),
        hint: format!(
            "split it where the encoding changes, or bring all of it into UTF-8; --encoding {} \
             reads all of it as {first}",
            first.to_lowercase()
        ),
    }
}

/// Where a run of Han characters in UTF-8 stands in what is taken for UTF-16, where such a run
/// means nothing and hardly ever comes about.
fn utf8_inside(bytes: &[u8]) -> Option<String> {
    /// Characters of such a run.
    const RUN: usize = 8;
    let is_han = |three: &[u8]| matches!(three, [0xe4..=0xe9, 0x80..=0xbf, 0x80..=0xbf]);
    let mut at = 0;
    while at + 3 * RUN <= bytes.len() {
        let run = bytes[at..].chunks_exact(3).take_while(|three| is_han(three)).count();
        if run >= RUN {
            return Some(format!("from byte {} on", at + 1));
        }
        at += 1;
    }
    None
}

/// The first line that another encoding reads as its language and the one of the whole does not,
/// if several lines are so.
fn another(
    bytes: &[u8],
    encoding: &'static Encoding,
) -> Option<(usize, &'static Encoding)> {
    /// Lines of so many characters beyond ASCII tell their encoding.
    const LONG: usize = 8;
    /// By so many signs must another encoding be ahead.
    const AHEAD: isize = 4;
    let mut first = None;
    let mut found = 0;
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.iter().filter(|byte| !byte.is_ascii()).count() < 2 * LONG {
            continue;
        }
        let own = strict(encoding, line).map_or(0, |text| signs(&text, encoding));
        let rivals = [GB18030, BIG5, EUC_KR, SHIFT_JIS].into_iter();
        let rival = rivals.filter(|rival| *rival != encoding).find(|rival| {
            strict(rival, line).is_some_and(|text| {
                let signs = signs(&text, rival);
                signs >= own.max(0) * 3 + AHEAD && !has_controls(&text)
            })
        });
        if let Some(rival) = rival {
            found += 1;
            first = first.or(Some((at + 1, rival)));
        }
    }
    first.filter(|_| found > 1)
}

/// UTF-16 without a mark: of which byte order, if the pairs of bytes are characters that texts
/// are made of in one order and not in the other.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let units = bytes.chunks_exact(2).take(1 << 16);
    let (mut little, mut big, mut count) = (0, 0, 0);
    for pair in units {
        count += 1;
        little += usize::from(is_common(u16::from_le_bytes([pair[0], pair[1]])));
        big += usize::from(is_common(u16::from_be_bytes([pair[0], pair[1]])));
    }
    let mostly = |hits: usize| hits * 20 >= count * 19;
    let hardly = |hits: usize| hits * 10 <= count * 6;
    match (mostly(little) && hardly(big), mostly(big) && hardly(little)) {
        (true, _) => Some(UTF_16LE),
        (_, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// True for units of UTF-16 that texts are mostly made of.
fn is_common(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0xa0..=0x17f | 0x2010..=0x2027
        | 0x3000..=0x30ff | 0x4e00..=0x9fff | 0xac00..=0xd7a3 | 0xff01..=0xffef)
}

/// What the bytes look like.
fn guess(bytes: &[u8]) -> Result<(String, &'static Encoding), Unreadable> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    // A hint of a top-level domain makes it find that country's encoding in anything.
    let encoding = widened(detector.guess(None, Utf8Detection::Deny));
    let text = strict(encoding, bytes).filter(|text| !has_controls(text));
    let mut others: Vec<(String, &'static Encoding)> = Vec::new();
    for other in [GB18030, BIG5, SHIFT_JIS, EUC_JP, EUC_KR] {
        if other != encoding
            && let Some(text) = strict(other, bytes)
            && !has_controls(&text)
        {
            others.push((text, other));
        }
    }
    let Some(text) = text else { return Err(none_reads(bytes, &others)) };
    let beyond = text.chars().filter(|c| !c.is_ascii()).count();
    let signs = signs(&text, encoding);
    let rival = others.iter().find(|(other, rival)| self::signs(other, rival) >= signs);
    let sure =
        beyond >= ENOUGH || encoding == WINDOWS_1252 && beyond * 3 < text.chars().count();
    if !GUESSABLE.contains(&encoding) {
        return Err(match others.first() {
            Some((other, rival)) => ambiguous(&text, encoding, other, rival),
            None => none_reads(bytes, &[(text, encoding)]),
        });
    }
    match rival {
        Some((other, rival)) if !sure => Err(ambiguous(&text, encoding, other, rival)),
        _ => match another(bytes, encoding).filter(|_| encoding != ISO_2022_JP) {
            Some((line, other)) => {
                let place = format!("line {line}, for instance, is");
                Err(two_encodings(name_of(encoding), name_of(other), place))
            }
            None => Ok((text, encoding)),
        },
    }
}

/// How many characters of a text speak for its encoding: those that nearly every sentence of
/// its language has, less those that no text has.
fn signs(text: &str, encoding: &'static Encoding) -> isize {
    let is_sign = |c: char| {
        if encoding == GB18030 || encoding == BIG5 {
            CHINESE.contains(c)
        } else if encoding == SHIFT_JIS || encoding == EUC_JP {
            JAPANESE.contains(&c) || "、。「」".contains(c)
        } else if encoding == EUC_KR {
            KOREAN.contains(c)
        } else {
            c.is_alphabetic() && !c.is_ascii()
        }
    };
    let private = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c);
    text.chars()
        .filter(|c| !c.is_ascii())
        .map(|c| isize::from(is_sign(c)) - isize::from(private(c)))
        .sum()
}

/// True if the text has control characters that no text has.
fn has_controls(text: &str) -> bool {
    text.chars().any(crate::text::is_forbidden_control)
}

/// The first line of a text that is not ASCII alone, cut short.
fn sample(text: &str) -> String {
    let line = text.lines().find(|line| !line.is_ascii()).unwrap_or_default();
    visible(&line.trim().chars().take(24).collect::<String>())
}

fn ambiguous(
    text: &str,
    encoding: &'static Encoding,
    other: &str,
    rival: &'static Encoding,
) -> Unreadable {
    let (name, rival) = (name_of(encoding), name_of(rival));
    Unreadable {
        message: format!(
            "the text is not UTF-8, and two encodings could read it: {name} gives “{}”, \
             {rival} “{}”",
            sample(text),
            sample(other)
        ),
        hint: format!(
            "say which is right: --encoding {} or --encoding {}",
            name.to_lowercase(),
            rival.to_lowercase()
        ),
    }
}

fn none_reads(bytes: &[u8], others: &[(String, &'static Encoding)]) -> Unreadable {
    let whole = bytes.len() & !1;
    if let Some(encoding) = utf16(&bytes[..whole]).filter(|_| whole < bytes.len()) {
        let name = name_of(encoding);
        return Unreadable {
            message: format!("the text is {name}, and cut off within a character"),
            hint: format!(
                "get it again, or say --encoding {}: its end becomes U+FFFD",
                name.to_lowercase()
            ),
        };
    }
    if bytes.contains(&0) {
        let error = std::str::from_utf8(bytes).err();
        let good = error.map_or(0, |error| error.valid_up_to());
        let good = &bytes[..good];
        let text = good.iter().position(|byte| *byte == 0).map_or(good, |at| &good[..at]);
        let lines = text.iter().filter(|byte| **byte == b'\n').count();
        if lines > 0 && text.iter().filter(|byte| !byte.is_ascii()).count() > 60 {
            return Unreadable {
                message: format!(
                    "the text is UTF-8 up to line {lines}, and something else after it"
                ),
                hint: "split it there, or bring all of it into UTF-8".to_owned(),
            };
        }
        return Unreadable {
            message: "this is not a text, nor another document that yulu knows".to_owned(),
            hint:
                "give the document itself; save it as text, HTML, DOCX or EPUB if another \
                   program reads it"
                    .to_owned(),
        };
    }
    if let Some((text, encoding)) = others.first() {
        let name = name_of(encoding);
        return Unreadable {
            message: format!(
                "the encoding of the text is not certain; {name} gives “{}”",
                sample(text)
            ),
            hint: format!("if that is right, say --encoding {}", name.to_lowercase()),
        };
    }
    let error = std::str::from_utf8(bytes).err();
    let good = error.map_or(0, |error| error.valid_up_to());
    let line = bytes[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
    // A text of UTF-8 with a few bad bytes is damaged UTF-8.
    let lossy = String::from_utf8_lossy(bytes);
    let bad = lossy.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let all = lossy.chars().filter(|c| !c.is_ascii()).count();
    if bad * 10 <= all {
        return Unreadable {
            message: format!(
                "the text is UTF-8 but for {bad} {}, the first in line {line}",
                if bad == 1 { "place" } else { "places" }
            ),
            hint: "mend them, or register it with --encoding utf-8: they become U+FFFD and are \
                   counted"
                .to_owned(),
        };
    }
    Unreadable {
        message: format!(
            "the text is not UTF-8 (line {line}), and no encoding is known that reads all of it"
        ),
        hint:
            "it may be damaged or of two encodings; --encoding NAME reads it as far as it \
               goes and counts what is unreadable"
                .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HANS: &str = "记者：您守这道闸守了多少年？\n老霍：三十七年。水是有脾气的，你不能跟它“讲道理”。\n";
    const HANT: &str = "記者：您守這道閘守了多少年？\n老霍：三十七年。水是有脾氣的，你不能跟它「講道理」。\n";

    fn read(bytes: &[u8]) -> (String, &'static str, KnownBy) {
        let read =
            decode(bytes, None, |_| None).unwrap_or_else(|e| panic!("{}", e.message));
        (read.text, read.encoding, read.by)
    }

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, used, bad) = encoding.encode(text);
        assert!(!bad && used == encoding, "{text}");
        bytes.into_owned()
    }

    fn utf16_of(text: &str, big: bool) -> Vec<u8> {
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn each_encoding_is_found_by_its_bytes() {
        let japanese = "聞き手：水は怖いですか。\n答え：待つしかない。夜は静かだ。\n";
        let korean = "기자: 물이 무섭습니까?\n답: 기다릴 뿐입니다.\n";
        let french = "Intervieweur : « Ça va ? » — Oui, très bien, là-bas l’été.\n";
        for (text, encoding) in [
            (HANS, GB18030),
            (HANT, GB18030),
            (HANT, BIG5),
            ("老霍：水急了只能等。\n", GB18030),
            ("老霍：水急了只能等。\n", BIG5),
            (japanese, SHIFT_JIS),
            (japanese, EUC_JP),
            (korean, EUC_KR),
            (french, WINDOWS_1252),
            ("Huo: 不怕。 I only listen to the screw, all night long.\n", GB18030),
        ] {
            let bytes = encoded(text, encoding);
            let name = if encoding == GB18030 { "GB18030" } else { encoding.name() };
            assert_eq!(read(&bytes), (text.to_owned(), name, KnownBy::Guessed));
        }
        // The characters of the Hong Kong Supplementary Character Set, which is not written.
        let hkscs = b"\xaa\xfc\xc2\x54\xa1\x47\xca\x5c\x92\x5d\x9d\xf6\xab\xd7\x9d\xef\xa1\x41\x9d\xf2\xc3\x61\
                      \x9d\xf7\xa1\x43\xb0\xdd\x9d\xf7\xa6\x6e\xa6\x68\xa4\x48\xa1\x43\x0a";
        let hong_kong = "阿嬸：佢哋喺度嘅，𨋢壞咗。問咗好多人。\n";
        assert_eq!(read(hkscs), (hong_kong.to_owned(), "Big5", KnownBy::Guessed));
        for big in [false, true] {
            let name = if big { "UTF-16BE" } else { "UTF-16LE" };
            let plain = utf16_of(HANS, big);
            assert_eq!(read(&plain), (HANS.to_owned(), name, KnownBy::Guessed));
            let marked = utf16_of(&format!("\u{feff}{HANT}"), big);
            assert_eq!(read(&marked), (HANT.to_owned(), name, KnownBy::Mark));
        }
        assert_eq!(read(HANS.as_bytes()), (HANS.to_owned(), "UTF-8", KnownBy::Utf8));
        let marked = format!("\u{feff}{HANS}");
        assert_eq!(read(marked.as_bytes()), (HANS.to_owned(), "UTF-8", KnownBy::Mark));
    }

    #[test]
    fn what_a_document_declares_counts_if_its_bytes_keep_to_it() {
        let bytes = encoded("江河", GB18030);
        let declared = |name: &str| {
            let name = name.to_owned();
            decode(&bytes, None, |_| Some(name)).map(|d| (d.text, d.encoding, d.by))
        };
        let right = ("江河".to_owned(), "GB18030", KnownBy::Declared);
        assert_eq!(declared("gb2312"), Ok(right.clone()));
        assert_eq!(declared("GBK"), Ok(right));
        // Its bytes are not UTF-8: the declaration is wrong.
        assert!(!matches!(declared("utf-8"), Ok((_, "UTF-8", _))));
    }

    #[test]
    fn what_two_encodings_read_is_refused_with_both_readings() {
        // 江河 of GBK and 蔬碩 of Big5 are the same bytes: nothing tells them apart.
        let bytes = encoded("江河", GB18030);
        let refused = decode(&bytes, None, |_| None).expect_err("ambiguous");
        assert!(refused.message.contains("江河"), "{}", refused.message);
        assert!(refused.hint.contains("--encoding gb18030"), "{}", refused.hint);
        let told = decode(&bytes, named("gbk").ok(), |_| None).map(|d| (d.text, d.by));
        assert_eq!(told, Ok(("江河".to_owned(), KnownBy::Told)));
    }

    #[test]
    fn damaged_text_is_refused_with_its_line_and_read_if_told() {
        let mut bytes = HANS.as_bytes().to_vec();
        bytes.extend_from_slice(b"\xff\xfe \xc3\x28\n");
        let refused = decode(&bytes, None, |_| None).expect_err("damaged");
        assert!(refused.message.contains("line 3"), "{}", refused.message);
        let told = decode(&bytes, named("utf-8").ok(), |_| None).expect("told");
        assert_eq!(told.unreadable, 3);
        let mut mixed = HANS.as_bytes().to_vec();
        mixed.extend(encoded(HANS, GB18030));
        assert!(decode(&mixed, None, |_| None).is_err());
        let mut odd = utf16_of(&format!("\u{feff}{HANS}"), false);
        odd.pop();
        assert!(decode(&odd, None, |_| None).is_err());
        assert!(named("klingon").is_err());
    }

    #[test]
    fn a_text_of_two_encodings_is_refused_with_the_place() {
        let several = |text: &str| text.repeat(4);
        let refused = |bytes: &[u8], words: &str| {
            let message = decode(bytes, None, |_| None).expect_err(words).message;
            assert!(message.contains(words), "{message}");
        };
        let mut bytes = encoded(&several(HANT), BIG5);
        bytes.extend(encoded(&several(HANS), GB18030));
        refused(&bytes, "two encodings");
        let mut bytes = utf16_of(&format!("\u{feff}{}", several(HANS)), false);
        bytes.extend("水是有脾气的你不能跟它讲道理只能等到天亮\n".as_bytes());
        refused(&bytes, "UTF-8");
        let mut bytes = several(HANS).into_bytes();
        bytes.extend(utf16_of(&several(HANS), false));
        refused(&bytes, "up to line 8");
        let bytes = utf16_of(&several(HANS), false);
        refused(&bytes[..bytes.len() - 1], "cut off");
        refused(b"\xff\xfe\0\0\x34\x6c\0\0", "UTF-32");
    }

    #[test]
    fn no_bytes_at_all_are_an_empty_text() {
        assert_eq!(read(b""), (String::new(), "UTF-8", KnownBy::Utf8));
    }
}
