//! Drafts of pinyin, for a person to review.
//!
//! Words are cut out on the Simplified side, where jieba's dictionary is at home, and read
//! by tables (`lexicon`); single characters are read alone. The spelling is the decks':
//! by word, capitals at the start of a sentence and on names, citation tones of 一 and 不.
//! What depends on the sentence is named as doubtful; nothing here reaches a card without
//! a person.

pub(super) mod lexicon;
mod names;
mod spelling;

use jieba_rs::{Jieba, Tag};

use self::lexicon::{Known, Lexicon};
use self::names::Names;
use self::spelling::Line;
use super::is_read;
use super::legal::Readings;
use super::syllable::{Syllable, Tone};
use super::taiwan;

/// A drafted line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Pinyin by word.
    pub line: String,
    /// Characters whose reading depends on the sentence, in order.
    pub doubts: Vec<Doubt>,
}

/// A reading that is the likeliest of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Which character of the text, from 0.
    pub at: usize,
    /// The character.
    pub han: char,
    /// How the draft reads it.
    pub syllable: Syllable,
}

/// What stands before 地 if it is the land.
const LAND: [char; 5] = ['的', '这', '那', '该', '此'];

/// Drafts pinyin; loading its dictionary takes a moment, so one serves for all texts.
pub struct Drafter {
    jieba: Jieba,
    lexicon: Lexicon,
    names: Names,
    readings: Readings,
}

impl Default for Drafter {
    fn default() -> Self {
        Self::new()
    }
}

impl Drafter {
    /// Loads the dictionary and the tables.
    pub fn new() -> Self {
        let lexicon = Lexicon::new();
        let mut jieba = Jieba::new();
        let known: Vec<&str> = lexicon.terms().collect();
        for term in known {
            if !jieba.has_word(term) || term.chars().count() > 2 {
                jieba.add_word(term, None, None);
            }
        }
        Self { jieba, lexicon, names: Names::default(), readings: Readings::Mainland }
    }

    /// The drafter that writes these readings.
    #[must_use]
    pub fn with_readings(mut self, readings: Readings) -> Self {
        self.readings = readings;
        self
    }

    /// The drafter that knows these people, each by the name in Simplified and in English.
    #[must_use]
    pub fn with_names<'a>(
        mut self,
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        self.names = Names::new(pairs, &self.lexicon);
        for name in self.names.words() {
            self.jieba.add_word(name, Some(1_000_000), Some("nr"));
        }
        self
    }

    /// The words of a Simplified text: the first character of each and how many it has.
    pub fn words(&self, hans: &str) -> Vec<(usize, usize)> {
        let tokens = self.jieba.tokenize(hans, jieba_rs::TokenizeMode::Default, false);
        tokens.iter().map(|token| (token.start, token.end - token.start)).collect()
    }

    /// A draft for a Simplified text, and its Traditional form if that is known, not converted:
    /// 乾 is gān, 幹 gàn. `None` if a character of it has no known reading.
    pub fn draft(&self, hans: &str, hant: Option<&str>) -> Option<Draft> {
        let hant: Vec<char> = hant.unwrap_or_default().chars().collect();
        let mut line = Line::default();
        let mut doubts = Vec::new();
        // Without jieba's guesses of unknown words: they take particles for parts of words.
        let tags = self.jieba.tag(hans, false);
        for (at, tag) in tags.iter().enumerate() {
            if !tag.word.chars().all(is_read) {
                // A token of several kinds of characters, such as K线.
                for (offset, c) in tag.word.chars().enumerate() {
                    match is_read(c) {
                        true => {
                            let syllable = self.lexicon.alone(c)?;
                            self.doubt(&mut doubts, c, tag.start + offset, syllable);
                            line.word(&syllable.pinyin());
                        }
                        false => line.other(c),
                    }
                }
                continue;
            }
            if let Some(name) = self.names.get(tag.word) {
                line.word(name);
                continue;
            }
            let clause = clause(&tags[..at]);
            let mut known = self.token(tag, clause)?;
            let told = self.tell(tag, &hant, &mut known);
            if self.readings == Readings::Taiwan
                && taiwan::read(tag.word, &mut known.syllables)
            {
                known.spelt = None;
            }
            if let [syllable] = known.syllables[..]
                && let Some(c) = tag.word.chars().next()
                && !told
            {
                self.doubt(&mut doubts, c, tag.start, syllable);
            }
            let last = tags.get(at + 1).is_none_or(|next| !next.word.starts_with(is_read));
            if is_suffix(tag, clause.last(), last) {
                line.suffix(&spelling::together(&known.syllables));
            } else {
                match known.spelt {
                    Some(spelt) => line.word(spelt),
                    None if tag.tag == "m" => {
                        spelling::number(tag.word, &known.syllables, &mut line);
                    }
                    None => {
                        let spelt = spelling::together(&known.syllables);
                        // Names of places; those of people are in words.txt.
                        match tag.tag == "ns" && !self.lexicon.is_common(tag.word) {
                            true => line.word(&spelling::capital(&spelt)),
                            false => line.word(&spelt),
                        }
                    }
                }
            }
        }
        Some(Draft { line: line.finish(), doubts })
    }

    /// Reads the characters of a token as its Traditional form tells, unless it is a word that
    /// is known as a whole; true if that tells any.
    fn tell(&self, tag: &Tag<'_>, hant: &[char], known: &mut Known) -> bool {
        if self.lexicon.word(tag.word).is_some() {
            return false;
        }
        let mut told = false;
        let chars = tag.word.chars().zip(hant.iter().skip(tag.start));
        for ((hans, hant), syllable) in chars.zip(&mut known.syllables) {
            if let Some(reading) = Lexicon::by_traditional(hans, *hant) {
                *syllable = reading;
                told = true;
            }
        }
        told
    }

    fn doubt(&self, doubts: &mut Vec<Doubt>, han: char, at: usize, syllable: Syllable) {
        if self.lexicon.character(han).is_some_and(|known| known.doubtful) {
            doubts.push(Doubt { at, han, syllable });
        }
    }

    /// A token after the others of its clause.
    fn token(&self, tag: &Tag<'_>, clause: &[Tag<'_>]) -> Option<Known> {
        let before = clause.last();
        let one = |letters: &str, tone| {
            let syllables = vec![Syllable::new(letters, tone)?];
            Some(Known { syllables, spelt: None })
        };
        match (tag.word, tag.tag) {
            // 说过, 想过
            ("过", _) if before.is_some_and(is_verb) => one("guo", Tone::Neutral),
            // 一只, 三只
            ("只", _) if before.is_some_and(|b| b.tag == "m") => one("zhi", Tone::First),
            ("长" | "长得", "v") => {
                let mut known = self.lexicon.read(tag.word)?;
                known.syllables[0] = Syllable::new("zhang", Tone::Third)?;
                Some(known)
            }
            ("得", "v") => one("de", Tone::Second),
            // 这地, 的地: land. After anything else it makes an adverb.
            ("地", _) if before.is_none_or(|b| b.word.ends_with(LAND)) => {
                one("di", Tone::Fourth)
            }
            // 成为 is a word; 译为, 改编为 are not, and are read alike; so is 以…为前提.
            ("为", _)
                if before.is_some_and(is_verb) || clause.iter().any(|b| b.word == "以") =>
            {
                one("wei", Tone::Second)
            }
            _ => self.lexicon.read(tag.word),
        }
    }
}

/// The tokens since the last that is not all Han.
fn clause<'t, 'a>(tags: &'t [Tag<'a>]) -> &'t [Tag<'a>] {
    let from = tags.iter().rposition(|tag| !tag.word.chars().all(is_read));
    &tags[from.map_or(0, |at| at + 1)..]
}

fn is_verb(tag: &Tag<'_>) -> bool {
    tag.tag.starts_with('v')
}

/// True for what is written together with the word before it: 们, and 了 着 过 after a verb
/// unless the sentence ends there, where 了 is a particle of its own.
fn is_suffix(tag: &Tag<'_>, before: Option<&Tag<'_>>, last: bool) -> bool {
    match tag.word {
        "们" => before.is_some(),
        "着" | "过" => before.is_some_and(is_verb),
        "了" => before.is_some_and(is_verb) && !last,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pinyin::Reading;
    use crate::script::Bitext;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static DRAFTER: LazyLock<Drafter> = LazyLock::new(Drafter::new);

    fn line(hans: &str) -> String {
        DRAFTER.draft(hans, None).expect("known characters").line
    }

    #[test]
    fn drafts_are_spelt_as_decks_are() {
        assert_eq!(
            line("我们经常说中国AI和美国有一两年差距，但真实的gap是原创和模仿之差。"),
            "Wǒmen jīngcháng shuō Zhōngguó AI hé Měiguó yǒu yī liǎng nián chājù, dàn \
             zhēnshí de gap shì yuánchuàng hé mófǎng zhī chā."
        );
        assert_eq!(line("“拿来主义”……不会——对吗？"), "“Nálái zhǔyì”… bù huì — duì ma?");
        assert_eq!(line("女儿、西安。GPT-3.5！"), "Nǚ'ér, Xī'ān. GPT-3.5!");
    }

    #[test]
    fn what_depends_on_the_sentence_is_named() {
        let draft = DRAFTER.draft("他为谁做？", None).expect("known");
        assert!(draft.doubts.iter().any(|doubt| (doubt.at, doubt.han) == (1, '为')));
    }

    #[test]
    fn common_words_have_no_capital_and_a_known_traditional_form_is_heard() {
        assert_eq!(
            line("天上的太阳，别人的东西，城市和北京。"),
            "Tiānshàng de tàiyáng, biérén de dōngxi, chéngshì hé Běijīng."
        );
        assert_eq!(
            line("我倒是不急，心倒是干净的。"),
            "Wǒ dàoshì bù jí, xīn dàoshì gānjìng de."
        );
        let of = |hant: &str| DRAFTER.draft("干的面，他干", Some(hant)).expect("known");
        assert_eq!(of("乾的麵，他幹").line, "Gān de miàn, tā gàn");
        assert_eq!(of("幹的麵，他乾").line, "Gàn de miàn, tā gān");
        assert_eq!(of("乾的麵，他幹").doubts, [], "nothing is left to decide");
        let drafter =
            Drafter::new().with_names([("钟鹤年", "Zhong Henian"), ("贺师傅", "He")]);
        let draft = drafter.draft("问钟鹤年和贺师傅", None).expect("known");
        assert_eq!(draft.line, "Wèn Zhōng Hènián hé Hè shīfu");
    }

    proptest! {
        #[test]
        fn a_draft_fits_its_text(hans in "[一-龥a-zA-Z0-9，。？！：；、“”（）…—《》]{0,24}") {
            if let Some(draft) = DRAFTER.draft(&hans, None) {
                let text = Bitext { hans: hans.clone(), hant: hans.clone() };
                let reading = Reading::parse(&text, &draft.line);
                prop_assert!(reading.is_ok(), "{hans}: {}: {reading:?}", draft.line);
            }
        }
    }
}
