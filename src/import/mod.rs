//! Documents as they come, made into readable text: bytes in, lines with their places out.
//!
//! One file a format, no I/O. A reader returns a [`Derived`] text: lines (a paragraph, a
//! cue, a heading each), the place of every line in the original, what the document says of
//! itself, and a count of everything that was left out or changed. The derived text is what
//! is registered as a source and what quotations are proven against; no reader ever runs
//! during a proof.

mod aids;
pub mod archive;
mod ass;
mod cue;
mod derived;
pub mod detect;
pub mod docx;
mod dom;
pub mod encoding;
pub mod epub;
mod field;
mod format;
pub mod front_matter;
pub mod headings;
pub mod html;
pub mod joins;
mod limits;
pub mod lines;
mod markdown;
mod metadata;
pub mod numbers;
pub mod odt;
pub mod packed;
#[cfg_attr(not(feature = "pdf"), path = "without_pdf.rs")]
pub mod pdf;
pub mod rtf;
mod srt;
mod webvtt;
mod written;
pub mod xhtml;
pub mod xml;

pub use cue::timing;
pub use derived::{About, Derived, Line, LineKind, Place, Unreadable};
pub use encoding::KnownBy;
pub use format::Format;
pub use limits::{LARGEST, LONGEST_TEXT};

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use crate::script::radicals;
use crate::text::{LineRange, is_forbidden_control, is_invisible};
use detect::Looks;
use limits::limit;

/// A document, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub format: Format,
    /// Its encoding and how that is known; `None` for formats that have none.
    pub encoding: Option<(&'static str, KnownBy)>,
    /// The readable text; `None` for a text that is registered byte for byte as it came.
    pub derived: Option<Derived>,
    /// The text as it is registered.
    pub text: String,
    /// The place of each line of the text.
    pub places: Vec<Place>,
    /// The translation of each line of the text, if the document has one beside it.
    pub translation: Option<Vec<String>>,
    /// First and last 1-based line of the notes and captions at its end.
    pub notes: Option<LineRange>,
    /// What a text that was kept line by line looks like.
    pub looks: Option<Format>,
}

/// What a person says of a document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Told<'a> {
    /// Its format.
    pub format: Option<Format>,
    /// Its encoding.
    pub encoding: Option<&'static Encoding>,
    /// The extension of its name, lower case, without the dot; empty if it has none.
    pub extension: &'a str,
}

/// Reads a document: what it is, its text and the places of its lines.
///
/// # Errors
/// If it is no document that can be read, with what to do.
pub fn read(bytes: &[u8], told: Told<'_>) -> Result<Document, Unreadable> {
    within_limit(bytes)?;
    let found = match told.format {
        Some(format) => Some(format).filter(|format| !format.is_text()),
        None => detect::binary(bytes)?,
    };
    if let Some(format) = found {
        if told.encoding.is_some() {
            return Err(Unreadable {
                message: format!("{} has no encoding to be told", format.called()),
                hint: "leave --encoding out".to_owned(),
            });
        }
        let derived = match format {
            Format::Docx => docx::read(bytes)?,
            Format::Odt => odt::read(bytes)?,
            Format::Rtf => rtf::read(bytes)?,
            Format::Epub => epub::read(bytes)?,
            Format::Pdf => pdf::read(bytes)?,
            _ => {
                return Err(Unreadable {
                    message: format!("{} cannot be read yet", format.called()),
                    hint: "save it as HTML or plain text".to_owned(),
                });
            }
        };
        return finish(format, None, derived);
    }
    let decoded = encoding::decode(bytes, told.encoding, html::declared_charset)?;
    if decoded.text.contains('\0') && told.encoding.is_none() {
        return Err(Unreadable {
            message: "this is not a text: it has NUL bytes".to_owned(),
            hint: "give the document that it was made from".to_owned(),
        });
    }
    let known = Some((decoded.encoding, decoded.by));
    let is_utf8 =
        matches!(decoded.by, KnownBy::Utf8 | KnownBy::Mark) && decoded.encoding == "UTF-8";
    let stays = is_utf8 && matches!(told.extension, "txt" | "text");
    let looks = match told.format {
        Some(format) => Looks::Format(format),
        None => detect::text(&decoded.text),
    };
    let format = match (looks, told.format) {
        (Looks::Format(format), Some(_)) => format,
        (Looks::Format(looks), None) if stays => {
            let looks = Some(looks).filter(|looks| *looks != Format::Markdown);
            return as_it_is(bytes, decoded, looks);
        }
        (Looks::Format(format), None) => format,
        (Looks::Other(_), _) if stays => Format::Text,
        (Looks::Other(other), _) => return Err(other),
        (Looks::Prose, _) => match told.extension {
            "md" | "markdown" | "mdown" | "mkd" => Format::Markdown,
            _ => Format::Text,
        },
    };
    if format == Format::Text {
        return as_it_is(bytes, decoded, None);
    }
    let text = &decoded.text;
    let mut derived = match format {
        Format::Html => html::read(text)?,
        Format::Markdown => markdown::read(text)?,
        Format::Srt => srt::read(text)?,
        Format::WebVtt => webvtt::read(text)?,
        Format::Ass => ass::read(text)?,
        _ => Derived::default(),
    };
    derived.unreadable = decoded.unreadable;
    finish(format, known, derived)
}

fn within_limit(bytes: &[u8]) -> Result<(), Unreadable> {
    limit(bytes.len(), LARGEST, "the document has")
}

/// A text that is kept line by line. Without a mark, with LF line ends and in UTF-8, it is the
/// document itself, unless it has control characters, which no source may have.
fn as_it_is(
    bytes: &[u8],
    decoded: encoding::Decoded,
    looks: Option<Format>,
) -> Result<Document, Unreadable> {
    if decoded.text.trim().is_empty() {
        return Err(Unreadable {
            message: "this has no text".to_owned(),
            hint: "is it the right file?".to_owned(),
        });
    }
    limit(decoded.text.len(), LONGEST_TEXT, "the text has")?;
    let known = Some((decoded.encoding, decoded.by));
    let is_clean = !decoded.text.contains(|c| c == '\r' || is_forbidden_control(c));
    if decoded.text.as_bytes() == bytes && is_clean {
        return Ok(Document {
            format: Format::Text,
            encoding: known,
            derived: None,
            places: Vec::new(),
            text: decoded.text,
            translation: None,
            notes: None,
            looks,
        });
    }
    let mut derived = Derived { unreadable: decoded.unreadable, ..Derived::default() };
    let ends = decoded.text.matches('\r').count();
    if ends > 0 {
        derived.changed.insert("line ends", ends);
    }
    if decoded.had_mark {
        derived.dropped.insert("byte-order mark", 1);
    }
    let text = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
    let line = |text: &str| Line { text: text.to_owned(), ..Line::default() };
    derived.lines = text.lines().map(line).collect();
    let document = finish(Format::Text, known, derived)?;
    Ok(Document { looks, ..document })
}

/// What every derived text is held to, whatever its format.
fn finish(
    format: Format,
    encoding: Option<(&'static str, KnownBy)>,
    mut derived: Derived,
) -> Result<Document, Unreadable> {
    if format != Format::Text {
        let texts = derived.lines.iter_mut().map(|line| &mut line.text);
        let mut readings = 0;
        for text in texts {
            if let Some((without, count)) = aids::without_readings(text) {
                *text = without;
                readings += count;
            }
        }
        if readings > 0 {
            *derived.dropped.entry("readings in brackets").or_default() += readings;
        }
    }
    let length: usize = derived.lines.iter().map(|line| line.text.len()).sum();
    limit(length, LONGEST_TEXT, "its text has")?;
    let mut changed: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut count = |what: &'static str, n: usize| {
        if n > 0 {
            *changed.entry(what).or_default() += n;
        }
    };
    for line in &mut derived.lines {
        for text in std::iter::once(&mut line.text).chain(&mut line.translation) {
            let seen = Seen::of(text);
            if seen.needs_work() {
                *text = seen.cleaned(text);
            }
            count("radicals", seen.radicals);
            count("invisible characters", seen.invisible);
            count("control characters", seen.controls);
        }
    }
    let about = &mut derived.about;
    let said = [
        &mut about.title,
        &mut about.author,
        &mut about.date,
        &mut about.url,
        &mut about.outlet,
    ];
    said.into_iter().flatten().for_each(tidy);
    for place in derived.lines.iter_mut().map(|line| &mut line.place) {
        let names = [&mut place.chapter, &mut place.item, &mut place.page_label];
        names.into_iter().flatten().for_each(tidy);
    }
    for (what, n) in changed {
        *derived.changed.entry(what).or_default() += n;
    }
    let found = derived.lines.iter().map(|line| &line.text);
    let unreadable: usize =
        found.map(|text| text.matches(char::REPLACEMENT_CHARACTER).count()).sum();
    derived.unreadable = derived.unreadable.max(unreadable);
    let noted = set_apart(&mut derived.lines);
    if !derived.lines.iter().any(|line| !line.text.trim().is_empty())
        && format != Format::Text
    {
        return Err(Unreadable {
            message: format!("{} without any text", format.called()),
            hint: "is it the right file? A page that is filled by a script is saved without its \
                   text: print it to PDF, or copy the text"
                .to_owned(),
        });
    }
    let translated = derived.lines.iter().filter(|line| line.translation.is_some()).count();
    let both = translated > 0;
    if both {
        // The text has one language; the other is not registered with it.
        derived.dropped.insert("lines in a second language", translated);
    }
    let translations =
        derived.lines.iter().map(|line| line.translation.clone().unwrap_or_default());
    Ok(Document {
        format,
        encoding,
        text: derived.to_text(),
        places: derived.lines.iter().map(|line| line.place.clone()).collect(),
        translation: both.then(|| translations.collect()),
        notes: noted,
        looks: None,
        derived: Some(derived),
    })
}

/// Moves notes and captions to the end of a text, unless its reader did that; first and last
/// 1-based line of what stands there.
fn set_apart(lines: &mut Vec<Line>) -> Option<LineRange> {
    let is_apart = |line: &Line| matches!(line.kind, LineKind::Note | LineKind::Caption);
    let is_heading = |line: &Line| {
        line.kind == LineKind::Heading(1) && lines::APART.contains(&line.text.as_str())
    };
    // A reader that did it wrote these headings in their order, notes first.
    let (mut begin, mut rank, mut apart) = (None, lines::APART.len(), true);
    for (at, line) in lines.iter().enumerate().rev() {
        let own = lines::APART.iter().position(|heading| *heading == line.text);
        match own.filter(|own| *own < rank && is_heading(line)) {
            // What stands in a box may be of any kind.
            Some(own) if apart || own + 1 == lines::APART.len() => {
                (begin, rank, apart) = (Some(at), own, true);
            }
            _ => apart &= is_apart(line) || line.text.is_empty(),
        }
    }
    if let Some(begin) = begin {
        return Some(LineRange::new(begin + 1, lines.len()));
    }
    let (notes, mut words): (Vec<Line>, Vec<Line>) =
        std::mem::take(lines).into_iter().partition(is_apart);
    while words.last().is_some_and(|line| line.text.is_empty()) {
        words.pop();
    }
    *lines = words;
    if notes.is_empty() {
        return None;
    }
    lines.push(Line::default());
    let first = lines.len() + 1;
    let (text, kind) = (lines::APART[0].to_owned(), LineKind::Heading(1));
    lines.push(Line { text, kind, ..Line::default() });
    lines.extend(notes);
    Some(LineRange::new(first, lines.len()))
}

/// A name as records and entries can have it: without what nobody sees.
fn tidy(text: &mut String) {
    let seen = Seen::of(text);
    if seen.needs_work() || text.contains('\u{200d}') {
        *text = seen.cleaned(text).replace('\u{200d}', "");
    }
}

/// Characters of a line that the derived text does not keep as they are.
struct Seen {
    radicals: usize,
    invisible: usize,
    controls: usize,
}

impl Seen {
    fn of(text: &str) -> Seen {
        let mut seen = Seen { radicals: 0, invisible: 0, controls: 0 };
        for c in text.chars() {
            seen.radicals += usize::from(radicals::unified(c).is_some());
            seen.invisible += usize::from(is_dropped(c));
            seen.controls += usize::from(is_control(c));
        }
        seen
    }

    fn needs_work(&self) -> bool {
        self.radicals + self.invisible + self.controls > 0
    }

    fn cleaned(&self, text: &str) -> String {
        let chars = text.chars().filter(|c| !is_dropped(*c));
        let kept = chars.filter_map(|c| match radicals::unified(c) {
            Some(ideograph) => Some(ideograph),
            // What breaks a line in other programs separates words in ours.
            None if matches!(
                c,
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
            ) =>
            {
                Some(' ')
            }
            None if is_control(c) => None,
            None => Some(c),
        });
        kept.collect()
    }
}

/// True for controls and for what ends a line in other programs.
fn is_control(c: char) -> bool {
    is_forbidden_control(c) || matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// True for what nobody sees and no word needs; joiners of pictures stay.
fn is_dropped(c: char) -> bool {
    is_invisible(c) && c != '\u{200d}'
}
