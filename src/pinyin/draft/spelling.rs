//! How the words of a line are put together: spaces, capitals, punctuation.

use super::Syllable;
use crate::pinyin::align::{half_width, is_word};

/// Syllables of one word: an apostrophe before a, o, e.
pub(super) fn together(syllables: &[Syllable]) -> String {
    let mut out = String::new();
    for syllable in syllables {
        if !out.is_empty() && syllable.letters().starts_with(['a', 'o', 'e']) {
            out.push('\'');
        }
        out += &syllable.pinyin();
    }
    out
}

/// A word with a capital.
pub(super) fn capital(spelt: &str) -> String {
    let mut chars = spelt.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// A number and what it counts: 三十年 sānshí nián, 一两年 yī liǎng nián, 几百 jǐbǎi.
pub(super) fn number(word: &str, syllables: &[Syllable], line: &mut Line) {
    const DIGITS: &str = "零〇一二三四五六七八九两几半数";
    const TIMES: &str = "十百千万亿";
    let mut group: Vec<Syllable> = Vec::new();
    let mut before = ' ';
    let is = |set: &str, c: char| set.contains(c);
    for (c, syllable) in word.chars().zip(syllables) {
        let number = |c| is(DIGITS, c) || is(TIMES, c);
        // A digit goes with its 十, 百, 千; 十 with the digit after it; nothing else.
        let joins = is(TIMES, c) && number(before)
            || is(DIGITS, c) && before == '十'
            || !number(c) && !number(before) && !is("多余来", before);
        if !joins && !group.is_empty() {
            line.word(&together(&group));
            group.clear();
        }
        group.push(*syllable);
        before = c;
    }
    line.word(&together(&group));
}

/// A line under way.
#[derive(Debug)]
pub(super) struct Line {
    out: String,
    /// The next word begins a sentence.
    starts: bool,
    /// A space is due before the next word.
    space: bool,
    /// The last thing was a Latin word or a figure, which may go on.
    in_latin: bool,
}

impl Default for Line {
    fn default() -> Self {
        Self { out: String::new(), starts: true, space: false, in_latin: false }
    }
}

impl Line {
    /// A word of pinyin.
    pub(super) fn word(&mut self, spelt: &str) {
        self.gap();
        match self.starts {
            true => self.out += &capital(spelt),
            false => self.out += spelt,
        }
        self.after_word();
    }

    /// Syllables that are written together with the word before.
    pub(super) fn suffix(&mut self, spelt: &str) {
        if self.out.ends_with(char::is_alphabetic) && !self.in_latin {
            if spelt.starts_with(['a', 'o', 'e']) {
                self.out.push('\'');
            }
            self.out += spelt;
            self.after_word();
        } else {
            self.word(spelt);
        }
    }

    /// A character that is no Han: of a Latin word, of a figure, or punctuation.
    pub(super) fn other(&mut self, c: char) {
        // Full-width letters, figures and signs are written half-width.
        let c = match c {
            '，' | '；' | '：' | '？' | '！' | '（' | '）' => c,
            c => half_width(c),
        };
        if is_word(c) {
            if !self.in_latin {
                self.gap();
            }
            self.out.push(c);
            self.after_word();
            self.in_latin = true;
            return;
        }
        let inside_latin = self.in_latin;
        self.in_latin = false;
        match c {
            '，' | '、' => self.mark(","),
            '；' => self.mark(";"),
            '：' => {
                self.mark(":");
            }
            '。' => self.ends("."),
            '？' => self.ends("?"),
            '！' => self.ends("!"),
            '…' => {
                if !self.out.ends_with('…') {
                    self.mark("…");
                }
            }
            '—' => {
                if !self.out.ends_with('—') {
                    self.gap_before_mark();
                    self.out.push('—');
                    self.space = true;
                }
            }
            '“' | '‘' | '《' | '（' | '「' | '『' => {
                self.gap();
                self.out.push(match c {
                    '‘' | '『' => '‘',
                    '（' => '(',
                    _ => '“',
                });
                self.space = false;
            }
            '”' | '’' | '》' | '）' | '」' | '』' => {
                self.out.push(match c {
                    '’' | '』' => '’',
                    '）' => ')',
                    _ => '”',
                });
                self.space = true;
            }
            c if c.is_whitespace() => self.space = !self.out.is_empty(),
            // Between the parts of a Latin word or a figure: GPT-3.5, 30%.
            c if inside_latin && c.is_ascii() => {
                self.out.push(c);
                self.in_latin = true;
            }
            c if c.is_ascii_punctuation() => self.mark(c.encode_utf8(&mut [0; 4])),
            // What pinyin has no mark for leaves no trace.
            _ => self.space = !self.out.is_empty(),
        }
    }

    pub(super) fn finish(self) -> String {
        self.out.trim().to_owned()
    }

    fn after_word(&mut self) {
        self.starts = false;
        self.space = true;
        self.in_latin = false;
    }

    fn gap(&mut self) {
        if self.space && !self.out.is_empty() {
            self.out.push(' ');
        }
        self.space = false;
    }

    fn gap_before_mark(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    fn mark(&mut self, mark: &str) {
        self.out += mark;
        self.space = true;
    }

    fn ends(&mut self, mark: &str) {
        self.mark(mark);
        self.starts = true;
    }
}
