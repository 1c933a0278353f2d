//! Drafts of pinyin, for a person to review.
//!
//! Words are cut out on the Simplified side, where jieba's dictionary is at home, and read
//! by tables (`lexicon`); where no word decides, by a small model (`model`). The spelling is
//! the decks': by word, capitals at the start of a sentence and on names, citation tones of 一 and 不.
//! What is not certain is named as doubtful, and how sure it is; a draft passes the check of
//! typed pinyin; nothing here reaches a card without a person.

pub(super) mod lexicon;
mod model;
mod names;
mod spelling;

use std::collections::BTreeMap;

use jieba_rs::{Jieba, Tag};

use self::lexicon::{Known, LEXICON, Lexicon};
use self::model::Model;
use self::names::Names;
use self::spelling::Line;
use super::align::{Pair, align};
use super::is_read;
use super::legal::{Fit, Readings, fit, readings};
use super::syllable::{Syllable, Tone};
use super::taiwan;
use super::words::other_readings;
use crate::script::Bitext;

/// A drafted line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Pinyin by word.
    pub line: String,
    /// Characters whose reading is not certain, in order.
    pub doubts: Vec<Doubt>,
    /// How sure its least certain reading is, in per cent.
    pub sure: u8,
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
    /// How else it may be read.
    pub other: Option<Syllable>,
    /// How sure the reading is, in per cent.
    pub sure: u8,
}

/// A reading that is at least so sure, in per cent, is not named as doubtful.
const SURE: u8 = 90;

/// The same of a word of one character whose reading depends on the sentence: the model has
/// learnt from encyclopedic prose, and is too sure of speech (还没还).
const SURE_ALONE: u8 = 98;

/// How sure a draft is whose readings no table and no model doubts.
const SUREST: u8 = 99;

/// How sure a reading is that depends on the sentence and that the model does not know, that
/// the model contradicts, of a surname, or that had to give way to the check.
const UNSURE: u8 = 60;

/// From how far ahead, in logits, the model is heard against a word of the tables.
const CONTRADICTS: f32 = 3.0;

/// How often a line is mended until the check has nothing to say.
const ROUNDS: usize = 3;

/// How sure a lead in logits is, in per cent.
fn percent(margin: f32) -> u8 {
    // Saturates: at most SUREST.
    (100.0 / (1.0 + (-margin).exp())).min(f32::from(SUREST)) as u8
}

/// Drafts pinyin; loading its dictionary takes a moment, so one serves for all texts.
pub struct Drafter {
    jieba: Jieba,
    lexicon: &'static Lexicon,
    model: Model,
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
        let lexicon: &'static Lexicon = &LEXICON;
        let mut jieba = Jieba::new();
        let known: Vec<&str> = lexicon.terms().collect();
        for term in known {
            if !jieba.has_word(term) || term.chars().count() > 2 {
                jieba.add_word(term, None, None);
            }
        }
        Self {
            jieba,
            lexicon,
            model: Model::new(),
            names: Names::default(),
            readings: Readings::Mainland,
        }
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
        self.names = Names::new(pairs, self.lexicon);
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
        let shown = hant.unwrap_or(hans).to_owned();
        self.draft_beside(&Bitext { hans: hans.to_owned(), hant: shown }, hant.is_some())
    }

    /// A draft for a text in both scripts; its Traditional form is heard if it is `known` and
    /// not converted. What the check of typed pinyin would refuse gives way to a reading that
    /// it takes, and is doubtful.
    pub fn draft_beside(&self, text: &Bitext, known: bool) -> Option<Draft> {
        // Without jieba's guesses of unknown words: they take particles for parts of words.
        let tags = self.jieba.tag(&text.hans, false);
        let mut settled = BTreeMap::new();
        let mut draft = self.once(text, &tags, known, &settled)?;
        for _ in 0..ROUNDS {
            let mut found = 0;
            for (at, syllable) in self.refused(text, &draft.line) {
                settled.entry(at).or_insert_with(|| {
                    found += 1;
                    syllable
                });
            }
            if found == 0 {
                break;
            }
            draft = self.once(text, &tags, known, &settled)?;
        }
        Some(draft)
    }

    /// The characters of a text that have no known reading, each once.
    pub fn unread(&self, hans: &str) -> Vec<char> {
        let mut found = Vec::new();
        let mut before = None;
        for c in hans.chars().filter(|c| is_read(*c)) {
            let repeats = c == '々' && before.is_some();
            if !repeats && self.lexicon.alone(c).is_none() && !found.contains(&c) {
                found.push(c);
            }
            before = Some(c);
        }
        found
    }

    /// What the check has against a line, and what it would take: by the character's place.
    fn refused(&self, text: &Bitext, line: &str) -> Vec<(usize, Syllable)> {
        let Ok(pairs) = align(text, line) else { return Vec::new() };
        let chars: Vec<char> = text.hans.chars().collect();
        let mut found = Vec::new();
        for pair in &pairs {
            let fits = |pair: &Pair| fit(&chars, pair, self.readings) == Fit::Known;
            if fits(pair) {
                continue;
            }
            let known = [pair.han.0, pair.han.1].into_iter().flat_map(readings);
            let mut known = known.filter_map(|reading| Syllable::parse(&reading));
            let taken =
                known.find(|known| fits(&Pair { syllable: *known, ..pair.clone() }));
            found.extend(taken.map(|taken| (pair.at, taken)));
        }
        for other in other_readings(line, &pairs, self.readings) {
            let pairs = &pairs[other.pairs.0..other.pairs.1];
            let read = pairs.iter().zip(other.known);
            let read = read.filter(|(pair, known)| pair.syllable != *known);
            found.extend(read.map(|(pair, known)| (pair.at, known)));
        }
        found
    }

    /// A draft in which some characters are settled.
    fn once(
        &self,
        text: &Bitext,
        tags: &[Tag<'_>],
        known: bool,
        settled: &BTreeMap<usize, Syllable>,
    ) -> Option<Draft> {
        let chars: Vec<char> = text.hans.chars().collect();
        let hant: Vec<char> = match known {
            true => text.hant.chars().collect(),
            false => Vec::new(),
        };
        let context = Context { chars: &chars, tags, settled };
        let mut line = Line::default();
        let mut doubts = Vec::new();
        let mut last = None;
        for (at, tag) in tags.iter().enumerate() {
            if !tag.word.chars().all(is_read) || tag.word.contains('々') {
                // A token of several kinds of characters, such as K线.
                for (offset, c) in tag.word.chars().enumerate() {
                    if !is_read(c) {
                        line.other(c);
                        continue;
                    }
                    let syllable = match c {
                        // It repeats the character before it.
                        '々' => last.or_else(|| self.lexicon.alone(c))?,
                        c => {
                            let mut known = Known {
                                syllables: vec![self.lexicon.alone(c)?],
                                spelt: None,
                            };
                            self.decide(
                                &context,
                                at,
                                offset,
                                &[false],
                                &mut known,
                                &mut doubts,
                            );
                            *known.syllables.first()?
                        }
                    };
                    last = Some(syllable);
                    line.word(&syllable.pinyin());
                }
                continue;
            }
            if let Some(name) = self.names.get(tag.word) {
                line.word(name);
                continue;
            }
            let before = at.checked_sub(1).map(|at| &tags[at]);
            let before = before.filter(|before| before.word.chars().all(is_read));
            let (mut known, by_rule) = self.token(tag, before)?;
            let told = self.tell(tag, &hant, &mut known);
            let mut decided = self.lexicon.decided(tag.word);
            let surname = self.surname(&context, at, &mut known, &mut decided, &mut doubts);
            if !told && !by_rule && !surname {
                self.decide(&context, at, 0, &decided, &mut known, &mut doubts);
            }
            self.settle(&context, at, &mut known, &mut doubts);
            if self.readings == Readings::Taiwan
                && taiwan::read(tag.word, &mut known.syllables)
            {
                known.spelt = None;
            }
            last = known.syllables.last().copied().or(last);
            let ends = tags.get(at + 1).is_none_or(|next| !next.word.starts_with(is_read));
            if is_suffix(tag, before, ends) {
                line.suffix(&spelling::together(&known.syllables));
                continue;
            }
            let spelt = spelling::together(&known.syllables);
            match known.spelt {
                Some(spelt) => line.word(spelt),
                None if tag.tag == "m" => {
                    spelling::number(tag.word, &known.syllables, &mut line);
                }
                // Names of places; those of people are in words.txt.
                None if surname || tag.tag == "ns" && !self.lexicon.is_common(tag.word) => {
                    line.word(&spelling::capital(&spelt));
                }
                None => line.word(&spelt),
            }
        }
        doubts.sort_by_key(|doubt: &Doubt| (doubt.at, doubt.sure));
        doubts.dedup_by_key(|doubt| doubt.at);
        let sure = doubts.iter().map(|doubt| doubt.sure).min().unwrap_or(SUREST);
        Some(Draft { line: line.finish(), doubts, sure })
    }

    /// Reads the characters of a token that no word decides as the model does, from `offset` on;
    /// and names those that are not certain.
    fn decide(
        &self,
        context: &Context<'_>,
        number: usize,
        offset: usize,
        decided: &[bool],
        known: &mut Known,
        doubts: &mut Vec<Doubt>,
    ) {
        let start = context.tags[number].start + offset;
        let alone = decided.len() == 1;
        for (n, (syllable, decided)) in known.syllables.iter_mut().zip(decided).enumerate()
        {
            let at = start + n;
            let han = context.chars[at];
            let guess = self.model.guess(context.chars, context.tags, number, at);
            let (other, sure) = match guess {
                Some(guess) if !decided => {
                    let neutral = syllable.tone() == Tone::Neutral
                        && guess.syllable.letters() == syllable.letters();
                    if !neutral && guess.syllable != *syllable {
                        *syllable = guess.syllable;
                        known.spelt = None;
                    }
                    (guess.other, percent(guess.margin))
                }
                Some(guess)
                    if guess.margin.is_finite()
                        && guess.margin > CONTRADICTS
                        && guess.syllable != *syllable
                        && syllable.tone() != Tone::Neutral
                        && guess.syllable.tone() != Tone::Neutral =>
                {
                    (Some(guess.syllable), UNSURE)
                }
                Some(_) => continue,
                None => {
                    let known = self.lexicon.character(han);
                    match !decided && known.is_some_and(|known| known.doubtful) {
                        true => (None, UNSURE),
                        false => continue,
                    }
                }
            };
            let open =
                alone && self.lexicon.character(han).is_some_and(|known| known.doubtful);
            if sure < if open { SURE_ALONE } else { SURE } {
                doubts.push(Doubt { at, han, syllable: *syllable, other, sure });
            }
        }
    }

    /// Reads the first character of a token as a surname that is read otherwise than the word,
    /// before a title or in a name; true if it has. That may always be wrong.
    fn surname(
        &self,
        context: &Context<'_>,
        number: usize,
        known: &mut Known,
        decided: &mut [bool],
        doubts: &mut Vec<Doubt>,
    ) -> bool {
        let tag = &context.tags[number];
        let Some(han) = tag.word.chars().next() else { return false };
        let Some(surname) = names::surname(han) else { return false };
        let length = known.syllables.len();
        let titled = length == 1
            && context.tags.get(number + 1).is_some_and(|next| names::is_title(next.word));
        let name = tag.tag == "nr" && (2..=4).contains(&length) && known.spelt.is_none();
        let whole = self.lexicon.word(tag.word).is_some() && length > 1;
        let (Some(first), Some(mark)) = (known.syllables.first_mut(), decided.first_mut())
        else {
            return false;
        };
        if !(titled || name) || whole {
            return false;
        }
        let other = Some(*first).filter(|first| *first != surname);
        *first = surname;
        *mark = true;
        if other.is_some() {
            let at = tag.start;
            doubts.push(Doubt { at, han, syllable: surname, other, sure: UNSURE });
        }
        titled
    }

    /// Reads the characters of a token that the check settled.
    fn settle(
        &self,
        context: &Context<'_>,
        number: usize,
        known: &mut Known,
        doubts: &mut Vec<Doubt>,
    ) {
        let start = context.tags[number].start;
        for (at, syllable) in (start..).zip(&mut known.syllables) {
            if let Some(settled) = context.settled.get(&at)
                && settled != syllable
            {
                let other = Some(*syllable);
                *syllable = *settled;
                known.spelt = None;
                doubts.retain(|doubt| doubt.at != at);
                let han = context.chars[at];
                doubts.push(Doubt { at, han, syllable: *settled, other, sure: UNSURE });
            }
        }
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

    /// A token after the one before it in its clause; true if a rule has read it.
    fn token(&self, tag: &Tag<'_>, before: Option<&Tag<'_>>) -> Option<(Known, bool)> {
        let one = |letters: &str, tone| {
            let syllables = vec![Syllable::new(letters, tone)?];
            Some((Known { syllables, spelt: None }, true))
        };
        match tag.word {
            // 说过, 想过
            "过" if before.is_some_and(is_verb) => one("guo", Tone::Neutral),
            // 一只, 三只
            "只" if before.is_some_and(|b| b.tag == "m") => one("zhi", Tone::First),
            // 两幢楼
            "幢" if before.is_some_and(|b| b.tag == "m") => one("zhuang", Tone::Fourth),
            word => Some((self.lexicon.read(word)?, false)),
        }
    }
}

/// What a token stands in.
struct Context<'a> {
    chars: &'a [char],
    tags: &'a [Tag<'a>],
    settled: &'a BTreeMap<usize, Syllable>,
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
        let draft = DRAFTER.draft("他教我们。", None).expect("known");
        let doubt = draft.doubts.iter().find(|doubt| doubt.at == 1);
        let doubt = doubt.expect("jiāo or jiào depends on the sentence");
        assert_eq!((doubt.han, draft.sure), ('教', doubt.sure));
        assert!(doubt.sure < SURE_ALONE);
        assert!(doubt.other.is_some_and(|other| other != doubt.syllable));
        let draft = DRAFTER.draft("我们认识的朋友。", None).expect("known");
        assert_eq!((draft.doubts.len(), draft.sure), (0, SUREST));
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

    /// What the check of typed pinyin says of a draft: nothing.
    fn passes(hans: &str, line: &str) -> Result<(), String> {
        let text = Bitext { hans: hans.to_owned(), hant: hans.to_owned() };
        let pairs = align(&text, line).map_err(|e| format!("{hans}: {line}: {e:?}"))?;
        Reading::parse(&text, line).map_err(|e| format!("{hans}: {line}: {e:?}"))?;
        let chars: Vec<char> = hans.chars().collect();
        let refused =
            pairs.iter().find(|pair| fit(&chars, pair, Readings::Mainland) != Fit::Known);
        match refused {
            Some(pair) => Err(format!("{hans}: {line}: {:?}", pair.han)),
            None => Ok(()),
        }
    }

    #[test]
    fn full_width_letters_figures_and_repeats_are_drafted_as_the_check_reads_them() {
        for (hans, expected) in [
            ("２０２４年不怕黑，ＡＱ", "2024 nián bùpà hēi, AQ"),
            ("人々都来", "Rén rén dōu lái"),
            ("两幢楼，一只猫", "Liǎng zhuàng lóu, yī zhī māo"),
            ("单老师和盛主任", "Shàn lǎoshī hé Shèng zhǔrèn"),
            // A mark over letters that is a letter to Unicode, behind none.
            ("a𐆐\u{363}b", "a b"),
        ] {
            assert_eq!(line(hans), expected);
            assert_eq!(passes(hans, expected), Ok(()));
        }
        assert_eq!(DRAFTER.draft("这个字：㘃", None), None);
        assert_eq!(DRAFTER.unread("这个字：㘃"), ['㘃']);
    }

    #[test]
    fn a_very_long_text_is_drafted_whole() {
        let hans = "还没还钱重来一次长得".repeat(10_000);
        let draft = DRAFTER.draft(&hans, None).expect("known characters");
        assert_eq!(hans.chars().count(), 100_000);
        assert_eq!(passes(&hans, &draft.line), Ok(()));
    }

    proptest! {
        #[test]
        fn a_draft_passes_the_check(
            hans in "[一-龥々a-zA-Z0-9０-９Ａ-Ｚａ-ｚ，。？！：；、“”（）…—《》]{0,24}",
        ) {
            if let Some(draft) = DRAFTER.draft(&hans, None) {
                prop_assert_eq!(passes(&hans, &draft.line), Ok(()));
            } else {
                prop_assert!(!DRAFTER.unread(&hans).is_empty(), "{}", hans);
            }
        }

        #[test]
        fn any_text_is_drafted_or_its_unread_characters_are_named(hans in "\\PC{0,24}") {
            if let Some(draft) = DRAFTER.draft(&hans, None) {
                prop_assert_eq!(passes(&hans, &draft.line), Ok(()));
            } else {
                prop_assert!(!DRAFTER.unread(&hans).is_empty(), "{}", hans);
            }
        }
    }
}
