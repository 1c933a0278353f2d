//! A line of pinyin set beside its text: one syllable for each Han character, Latin words
//! and figures as they stand.
//!
//! Where a syllable ends is no guess: inside a word a syllable that begins with a, o or e
//! has an apostrophe before it, so every other one begins with a consonant, and a
//! consonant before a vowel always belongs to the syllable that follows.

use super::is_read;
use super::syllable::{Syllable, Tone, unmarked};
use crate::script::Bitext;
use crate::text::Span;

/// A syllable beside its character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The character in both scripts.
    pub han: (char, char),
    /// Which character of the Simplified text it is, from 0.
    pub at: usize,
    /// How it is read.
    pub syllable: Syllable,
    /// The syllable's bytes in the line.
    pub span: Span,
}

/// Why a line of pinyin cannot stand beside its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// What does not fit.
    pub kind: MisfitKind,
    /// Its bytes in the line; empty at the line's end if something is missing there.
    pub span: Span,
    /// What fitted until then.
    pub pairs: Vec<Pair>,
}

/// Kinds of [`Misfit`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MisfitKind {
    /// These Han characters have no syllable.
    TooFew(String),
    /// There are more syllables than Han characters.
    TooMany,
    /// No syllable of Mandarin; perhaps what was meant.
    UnknownSyllable(Option<String>),
    /// A Latin word or figure of the text is not here.
    OtherWord(String),
    /// A character that pinyin is not written with.
    ForeignMark(char),
}

/// One letter of the line.
struct Letter {
    span: Span,
    raw: String,
    base: char,
    upper: bool,
}

impl Letter {
    fn is_vowel(&self) -> bool {
        // v is how some type ü, and breves are mistaken for carons: they end no syllable
        // early, and are told to be wrong.
        "aoeiuüêvăĕĭŏŭɑ".contains(self.base) && !self.upper
    }

    fn is_consonant(&self) -> bool {
        "bpmfdtnlgkhjqxrzcsyw".contains(self.base)
    }
}

/// What of the text must be read, in order.
enum Unit {
    Han((char, char), usize),
    Word(String),
}

impl Unit {
    fn word(&self) -> Option<&str> {
        match self {
            Unit::Word(word) => Some(word),
            Unit::Han(..) => None,
        }
    }
}

fn units(text: &Bitext) -> Vec<Unit> {
    let mut traditional = text.hant.chars().filter(|c| is_read(*c));
    let mut units = Vec::new();
    let mut word = String::new();
    for (at, c) in text.hans.chars().enumerate() {
        let c = half_width(c);
        if is_word(c) {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            units.push(Unit::Word(std::mem::take(&mut word)));
        }
        if is_read(c) {
            units.push(Unit::Han((c, traditional.next().unwrap_or(c)), at));
        }
    }
    if !word.is_empty() {
        units.push(Unit::Word(word));
    }
    units
}

pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// True for what Latin words and figures are made of.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_read(c) && !combines(c)
}

/// True for a mark over the letter before it. Some of them are letters to Unicode (U+0363), and none
/// is a word.
fn combines(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Marks that may stand between the words of a line.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation() || c == ' ' || "‘’“”—–…·".contains(c)
}

fn letters(line: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for (at, c) in line.char_indices() {
        let span = Span::new(at, at + c.len_utf8());
        match letters.last_mut().filter(|_| combines(c)) {
            Some(last) => {
                last.span = last.span.join(span);
                last.raw.push(c);
                last.base = match (last.base, c) {
                    ('u', '\u{308}') => 'ü',
                    ('e', '\u{302}') => 'ê',
                    (base, _) => base,
                };
            }
            None => {
                let lower = c.to_lowercase().next().unwrap_or(c);
                let upper = c.is_uppercase();
                let base = unmarked(lower).0;
                letters.push(Letter { span, raw: lower.to_string(), base, upper });
            }
        }
    }
    letters
}

/// Sets a line beside a text.
///
/// # Errors
/// The first thing that does not fit.
pub fn align(text: &Bitext, line: &str) -> Result<Vec<Pair>, Misfit> {
    let letters = letters(line);
    let units = units(text);
    let mut cursor = Cursor { line, letters: &letters, at: 0 };
    let mut pairs: Vec<Pair> = Vec::new();
    let mut words = units.iter().filter_map(Unit::word).peekable();
    for (number, unit) in units.iter().enumerate() {
        if let Err(c) = cursor.skip_marks() {
            return Err(misfit(MisfitKind::ForeignMark(c), cursor.here(), pairs));
        }
        match unit {
            Unit::Word(word) => {
                words.next();
                if cursor.take(word) {
                    continue;
                }
                let here = cursor.here();
                return Err(match cursor.find(word) {
                    Some(next) => {
                        misfit(MisfitKind::TooMany, Span::new(here.start, next), pairs)
                    }
                    None => misfit(MisfitKind::OtherWord(word.clone()), here, pairs),
                });
            }
            Unit::Han(han, at) => {
                if cursor.is_at_end()
                    || words.peek().is_some_and(|word| cursor.stands_at(word))
                {
                    let left = units[number..].iter().map_while(|unit| match unit {
                        Unit::Han((hans, _), _) => Some(*hans),
                        Unit::Word(_) => None,
                    });
                    let kind = MisfitKind::TooFew(left.collect());
                    return Err(misfit(kind, cursor.here(), pairs));
                }
                // 花儿 is huār: the r alone stands for 儿.
                if han.0 == '儿'
                    && let Some((syllable, span)) = cursor.erhua()
                {
                    pairs.push(Pair { han: *han, at: *at, syllable, span });
                    continue;
                }
                match cursor.syllable() {
                    Ok((syllable, span)) => {
                        pairs.push(Pair { han: *han, at: *at, syllable, span });
                    }
                    Err((span, meant)) => {
                        return Err(misfit(
                            MisfitKind::UnknownSyllable(meant),
                            span,
                            pairs,
                        ));
                    }
                }
            }
        }
    }
    match cursor.skip_marks() {
        Err(c) => Err(misfit(MisfitKind::ForeignMark(c), cursor.here(), pairs)),
        Ok(()) if cursor.is_at_end() => Ok(pairs),
        Ok(()) => {
            let end = line.trim_end_matches(|c| !is_word(c)).len();
            let rest = Span::new(cursor.here().start, end);
            Err(misfit(MisfitKind::TooMany, rest, pairs))
        }
    }
}

fn misfit(kind: MisfitKind, span: Span, pairs: Vec<Pair>) -> Misfit {
    Misfit { kind, span, pairs }
}

struct Cursor<'a> {
    line: &'a str,
    letters: &'a [Letter],
    at: usize,
}

impl Cursor<'_> {
    fn is_at_end(&self) -> bool {
        self.at >= self.letters.len()
    }

    fn raw(&self, at: usize) -> Option<char> {
        let span = self.letters.get(at)?.span;
        self.line.get(span.range())?.chars().next()
    }

    /// Steps over spaces and marks.
    fn skip_marks(&mut self) -> Result<(), char> {
        while let Some(c) = self.raw(self.at) {
            if is_word(c) {
                break;
            }
            if !is_mark(c) {
                return Err(c);
            }
            self.at += 1;
        }
        Ok(())
    }

    /// One past the last letter or figure of the run that begins at `at`.
    fn run_end(&self, mut at: usize) -> usize {
        while self.raw(at).is_some_and(is_word) {
            at += 1;
        }
        at
    }

    /// The bytes of letters `from..to`.
    fn bytes(&self, from: usize, to: usize) -> Span {
        let start =
            |at: usize| self.letters.get(at).map_or(self.line.len(), |l| l.span.start);
        let end = to.checked_sub(1).and_then(|at| self.letters.get(at)).map(|l| l.span.end);
        Span::new(start(from), end.filter(|_| to > from).unwrap_or(start(from)))
    }

    /// The run of letters here, or one foreign character, or the end of the line.
    fn here(&self) -> Span {
        let end = self.run_end(self.at).max((self.at + 1).min(self.letters.len()));
        self.bytes(self.at, end)
    }

    /// True if the run here is this word of the text and no pinyin.
    fn stands_at(&self, word: &str) -> bool {
        let start = self.letters.get(self.at).map_or(self.line.len(), |l| l.span.start);
        let rest = self.line[start..].strip_prefix(word);
        rest.is_some_and(|rest| !rest.starts_with(is_word))
            && word.chars().any(|c| !c.is_lowercase())
    }

    /// Steps over a word of the text, if it stands here.
    fn take(&mut self, word: &str) -> bool {
        let rest = self.letters.get(self.at).map_or("", |l| &self.line[l.span.start..]);
        let found = rest.starts_with(word);
        if found {
            self.at += word.chars().count();
        }
        found
    }

    /// Where a word of the text stands further on, as a byte of the line.
    fn find(&self, word: &str) -> Option<usize> {
        let mut at = self.at;
        while at < self.letters.len() {
            at = self.run_end(at);
            while self.raw(at).is_some_and(|c| !is_word(c)) {
                at += 1;
            }
            let start = self.letters.get(at)?.span.start;
            if self.line[start..].starts_with(word) {
                return Some(start);
            }
        }
        None
    }

    fn vowel(&self, at: usize) -> bool {
        self.letters.get(at).is_some_and(Letter::is_vowel)
    }

    fn base(&self, at: usize) -> Option<char> {
        self.letters.get(at).filter(|l| !l.upper).map(|l| l.base)
    }

    /// One past the last letter of the syllable that begins here.
    fn syllable_end(&self) -> usize {
        let first = self.at;
        let mut at = first;
        if self.letters.get(at).is_some_and(Letter::is_consonant) {
            let double = matches!(self.letters[at].base, 'z' | 'c' | 's');
            at += 1 + usize::from(double && self.base(at + 1) == Some('h'));
        }
        let vowels = at;
        // A capital begins a word, it does not go on with one.
        while self.vowel(at) || (at == first && self.starts_with_capital_vowel()) {
            at += 1;
        }
        if at == vowels {
            // m, n, ng, hm, hng
            at = first + 1;
            while matches!(self.base(at), Some('m' | 'n' | 'g')) && at < first + 3 {
                at += 1;
            }
            return at;
        }
        match self.base(at) {
            Some('n') if self.base(at + 1) == Some('g') && !self.vowel(at + 2) => at + 2,
            Some('n') if !self.vowel(at + 1) => at + 1,
            Some('r')
                if at == first + 1
                    && self.letters[first].base == 'e'
                    && !self.vowel(at + 1) =>
            {
                at + 1
            }
            _ => at,
        }
    }

    fn starts_with_capital_vowel(&self) -> bool {
        let letter = self.letters.get(self.at);
        letter.is_some_and(|l| l.upper && matches!(l.base, 'a' | 'o' | 'e'))
    }

    /// Steps over the r that colours the syllable before it, if it stands here.
    fn erhua(&mut self) -> Option<(Syllable, Span)> {
        let inside = self.at > 0 && self.raw(self.at - 1).is_some_and(is_word);
        let alone = self.base(self.at) == Some('r') && !self.vowel(self.at + 1);
        let syllable = Syllable::erhua().filter(|_| inside && alone)?;
        let span = self.bytes(self.at, self.at + 1);
        self.at += 1;
        Some((syllable, span))
    }

    /// Steps over one syllable; or says where the run is no pinyin and what was perhaps
    /// meant.
    fn syllable(&mut self) -> Result<(Syllable, Span), (Span, Option<String>)> {
        let end = self.syllable_end();
        let written = |from: usize, to: usize| -> String {
            self.letters[from..to.min(self.letters.len())].iter().map(|l| &*l.raw).collect()
        };
        let found = written(self.at, end);
        let parsed = Syllable::parse(&found).filter(|syllable| !syllable.is_erhua());
        if let Some(syllable) = parsed {
            let span = self.bytes(self.at, end);
            self.at = end;
            return Ok((syllable, span));
        }
        let meant = self.meant(&found, end, &written);
        Err((self.bytes(self.at, end.max(self.at + 1)), meant))
    }

    /// A better spelling of what stands here.
    fn meant(
        &self,
        found: &str,
        end: usize,
        written: &dyn Fn(usize, usize) -> String,
    ) -> Option<String> {
        let mut tones = Vec::new();
        let mut letters = String::new();
        for c in super::syllable::compose(found).chars() {
            let c = match c {
                'ă' => 'ǎ',
                'ĕ' => 'ě',
                'ĭ' => 'ǐ',
                'ŏ' => 'ǒ',
                'ŭ' => 'ǔ',
                'ɑ' => 'a',
                'ɡ' => 'g',
                'v' => 'ü',
                c => c,
            };
            let (letter, mark) = match Tone::of_combining(c) {
                Some(tone) => (None, tone),
                None => {
                    let (letter, tone) = unmarked(c);
                    (Some(letter), tone)
                }
            };
            letters.extend(letter);
            tones.extend(Some(mark).filter(|mark| *mark != Tone::Neutral));
        }
        // Two syllables without the apostrophe between them.
        if tones.len() > 1 {
            return (self.at + 1..end).filter(|cut| self.vowel(*cut)).find_map(|cut| {
                let (one, two) = (written(self.at, cut), written(cut, end));
                let both =
                    Syllable::parse(&one).is_some() && Syllable::parse(&two).is_some();
                both.then(|| format!("{one}'{two}"))
            });
        }
        // The tone mark on another letter, a breve for a caron, v or u for ü.
        let tone = tones.first().copied().unwrap_or(Tone::Neutral);
        let umlaut = letters.replacen("ue", "üe", 1);
        let meant = Syllable::new(&letters, tone).or_else(|| Syllable::new(&umlaut, tone));
        meant.map(Syllable::pinyin)
    }
}
