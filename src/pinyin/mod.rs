//! How Chinese text is read: pinyin as typed, held to its characters; zhuyin from it.
//!
//! A [`Reading`] is a line of pinyin that fits its text: as many syllables as there are Han
//! characters, in their order, Latin words and figures unchanged. There is no way to one
//! but [`Reading::parse`], so whoever has one can set each syllable over its character in
//! either script.

pub mod align;
pub mod draft;
pub mod legal;
mod neutral;
mod syllable;
mod taiwan;
pub mod words;

pub use align::{Misfit, MisfitKind, Pair, align};
pub use syllable::{Syllable, Tone, compose};

use crate::script::Bitext;
use crate::script::han::is_han;

/// True for a character that is read as one syllable: Han, and 々, which repeats one.
pub fn is_read(c: char) -> bool {
    is_han(c) || c == '々'
}

/// How a text is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pinyin: String,
    zhuyin: String,
    syllables: Vec<Option<Syllable>>,
}

impl Reading {
    /// Sets a line of pinyin beside its text.
    ///
    /// # Errors
    /// What does not fit, and where in the line.
    pub fn parse(text: &Bitext, line: &str) -> Result<Reading, Misfit> {
        Ok(Self::from_pairs(text, line, &align(text, line)?))
    }

    /// The same from pairs that [`align()`] has made of this very text and line.
    pub(crate) fn from_pairs(text: &Bitext, line: &str, pairs: &[Pair]) -> Reading {
        let mut syllables = vec![None; text.hans.chars().count()];
        for pair in pairs {
            if let Some(place) = syllables.get_mut(pair.at) {
                *place = Some(pair.syllable);
            }
        }
        let mut reading =
            Reading { pinyin: compose(line.trim()), zhuyin: String::new(), syllables };
        reading.zhuyin = zhuyin_line(&reading, &text.hant);
        reading
    }

    /// The line of pinyin as typed: by word, with tone marks.
    pub fn pinyin(&self) -> &str {
        &self.pinyin
    }

    /// The same in zhuyin, with the Traditional text's words and punctuation: syllables
    /// have a space between them, Latin words stay.
    pub fn zhuyin(&self) -> &str {
        &self.zhuyin
    }

    /// One entry for each character of the Simplified text: its syllable if it is Han.
    pub fn syllables(&self) -> &[Option<Syllable>] {
        &self.syllables
    }

    /// The characters of the text in either script, each with its syllable if it is Han.
    pub fn beside<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (char, Option<Syllable>)> + 'a {
        let mut read = self.syllables.iter().copied().flatten();
        text.chars().map(move |c| (c, if is_read(c) { read.next() } else { None }))
    }
}

fn zhuyin_line(reading: &Reading, text: &str) -> String {
    /// What stands last in the line.
    #[derive(PartialEq)]
    enum Last {
        Mark,
        Word,
        Syllable,
    }
    let mut out = String::new();
    let mut last = Last::Mark;
    for (c, syllable) in reading.beside(text) {
        let now = match syllable {
            Some(_) => Last::Syllable,
            None if c.is_alphanumeric() => Last::Word,
            None => Last::Mark,
        };
        let goes_on = last == Last::Mark
            || now == Last::Mark
            || (last == Last::Word && now == Last::Word);
        if !goes_on {
            out.push(' ');
        }
        match syllable {
            Some(syllable) => out += &syllable.zhuyin(),
            None => out.push(c),
        }
        last = now;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(hans: &str, hant: &str) -> Bitext {
        Bitext { hans: hans.to_owned(), hant: hant.to_owned() }
    }

    fn kind(hans: &str, line: &str) -> (MisfitKind, String) {
        let misfit = Reading::parse(&text(hans, hans), line).expect_err("a misfit");
        (misfit.kind, line[misfit.span.range()].to_owned())
    }

    #[test]
    fn a_line_stands_beside_both_scripts() {
        let text =
            text("我们说中国AI，但真实的gap是原创。", "我們說中國AI，但真實的gap是原創。");
        let line = "Wǒmen shuō Zhōngguó AI, dàn zhēnshí de gap shì yuánchuàng.";
        let reading = Reading::parse(&text, line).expect("fits");
        assert_eq!(reading.pinyin(), line);
        assert_eq!(
            reading.zhuyin(),
            "ㄨㄛˇ ˙ㄇㄣ ㄕㄨㄛ ㄓㄨㄥ ㄍㄨㄛˊ AI，ㄉㄢˋ ㄓㄣ ㄕˊ ˙ㄉㄜ gap ㄕˋ ㄩㄢˊ ㄔㄨㄤˋ。"
        );
        assert_eq!(reading.syllables().iter().flatten().count(), 12);
        assert_eq!(reading.syllables().len(), text.hans.chars().count());
        let beside: Vec<_> =
            reading.beside(&text.hant).filter(|(_, s)| s.is_some()).collect();
        assert_eq!(beside[1].0, '們');
    }

    #[test]
    fn syllables_inside_a_word_end_where_the_next_consonant_begins() {
        for (hans, line) in [
            ("方案反感", "fāng'àn fǎngǎn"),
            ("西安先", "Xī'ān xiān"),
            ("女儿然而二人", "nǚ'ér rán'ér èrrén"),
            ("南国难过", "Nánguó nánguò"),
            ("经略", "jīnglüè"),
            ("卡拉OK", "kǎlāOK"),
            ("从天而降", "cóngtiān'érjiàng"),
            ("GPT-3.5和o1", "GPT-3.5 hé o1"),
            ("嗯，二〇二三", "Ǹg, èrlíng'èrsān"),
            ("人々𠮷", "rénrén jí"),
            ("在这儿玩儿", "zài zhèr wánr"),
            ("花儿然后儿子", "huār ránhòu érzi"),
            ("女儿二儿", "nǚ'ér èr'er"),
        ] {
            let fits = Reading::parse(&text(hans, hans), line);
            assert!(fits.is_ok(), "{line}: {fits:?}");
        }
    }

    #[test]
    fn what_does_not_fit_is_pointed_at() {
        use MisfitKind::*;
        assert_eq!(kind("中国人", "Zhōngguó"), (TooFew("人".into()), String::new()));
        assert_eq!(kind("中国AI", "Zhōng AI"), (TooFew("国".into()), "AI".into()));
        assert_eq!(kind("中国", "Zhōngguó rén."), (TooMany, "rén".into()));
        assert_eq!(kind("中AI国", "Zhōngguó AI"), (TooMany, "guó ".into()));
        let meant = |hans: &str, line: &str| match kind(hans, line) {
            (UnknownSyllable(meant), at) => (at, meant.unwrap_or_default()),
            other => panic!("{other:?}"),
        };
        let pair = |at: &str, meant: &str| (at.to_owned(), meant.to_owned());
        assert_eq!(meant("水果", "shǔiguǒ"), pair("shǔi", "shuǐ"));
        assert_eq!(meant("女人", "nv\u{30c}rén"), pair("nv\u{30c}", "nǚ"));
        assert_eq!(meant("西安", "Xīān"), pair("Xīān", "xī'ān"));
        assert_eq!(meant("我", "wŏ"), pair("wŏ", "wǒ"));
        assert_eq!(meant("我", "xqz"), pair("x", ""));
        assert_eq!(kind("中国", "Zhōng国"), (ForeignMark('国'), "国".into()));
        assert_eq!(kind("用AI", "yòng IA"), (OtherWord("AI".into()), "IA".into()));
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_panic(hans in "\\PC{0,12}", line in "\\PC{0,30}") {
            let _ = Reading::parse(&text(&hans, &hans), &line);
        }
    }
}
