//! Readings over their characters, as HTML.

use crate::card::{Mark, Run, text};
use crate::export::html::escape;
use crate::pinyin::Reading;

/// What is written over the characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aid {
    /// Hànyǔ Pīnyīn.
    Pinyin,
    /// Zhùyīn Fúhào.
    Zhuyin,
}

/// A text with the reading of each Han character over it; words to recall stand in `<b>`.
/// Without the `<rt>` elements it is the text, character for character.
pub(super) fn ruby(runs: &[Run], reading: &Reading, aid: Aid) -> String {
    let text = text(runs);
    let mut beside = reading.beside(&text);
    let mut out = String::new();
    for run in runs {
        let bold = run.mark == Some(Mark::Recall);
        out += if bold { "<b>" } else { "" };
        // Characters without a reading are escaped together: pictures are made of several.
        let mut plain = String::new();
        for (c, syllable) in beside.by_ref().take(run.text.chars().count()) {
            let Some(syllable) = syllable else {
                plain.push(c);
                continue;
            };
            out += &escape(&std::mem::take(&mut plain));
            let shown = escape(c.encode_utf8(&mut [0; 4]));
            let over = match aid {
                Aid::Pinyin => syllable.pinyin(),
                Aid::Zhuyin => syllable.zhuyin(),
            };
            // The class serves stylesheets that colour by tone.
            let tone = syllable.tone().number();
            out += &format!(
                "<span class=\"t{tone}\"><ruby>{shown}<rt>{over}</rt></ruby></span>"
            );
        }
        out += &escape(&plain);
        out += if bold { "</b>" } else { "" };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::{Block, Role};
    use crate::script::Bitext;
    use crate::text::CharRange;

    #[test]
    fn each_character_has_its_reading_and_the_text_stays() {
        let text =
            Bitext { hans: "真实<gap>是".to_owned(), hant: "真實<gap>是".to_owned() };
        let reading = Reading::parse(&text, "zhēnshí gap shì").expect("fits");
        let block = Block::marked(Role::Quotation, &text, CharRange::new(1, 8));
        assert_eq!(
            ruby(&block.hant, &reading, Aid::Zhuyin),
            "<span class=\"t1\"><ruby>真<rt>ㄓㄣ</rt></ruby></span>\
             <b><span class=\"t2\"><ruby>實<rt>ㄕˊ</rt></ruby></span>&lt;gap&gt;\
             <span class=\"t4\"><ruby>是<rt>ㄕˋ</rt></ruby></span></b>"
        );
        let html = ruby(&Block::new(Role::Quotation, &text).hans, &reading, Aid::Pinyin);
        assert!(html.contains("<ruby>真<rt>zhēn</rt></ruby>"), "{html}");
    }

    #[test]
    fn what_has_no_reading_is_inert_and_whole() {
        let text = "真[sound:a.mp3]👩\u{200d}👧";
        let text = Bitext { hans: text.to_owned(), hant: text.to_owned() };
        let reading = Reading::parse(&text, "zhēn [sound:a.mp3]").expect("fits");
        let html = ruby(&Block::new(Role::Quotation, &text).hans, &reading, Aid::Pinyin);
        assert!(html.ends_with("&#91;sound:a.mp3]👩\u{200d}👧"), "{html}");
    }
}
