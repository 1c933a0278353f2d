//! Readings over their characters, as HTML.

use super::html::escape;
use crate::pinyin::Reading;

/// What is written over the characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aid {
    /// Hànyǔ Pīnyīn.
    Pinyin,
    /// Zhùyīn Fúhào.
    Zhuyin,
}

/// The text with the reading of each Han character over it; characters `bold` stand in
/// `<b>`. Without the `<rt>` elements it is the text, character for character.
pub(super) fn ruby(
    text: &str,
    reading: &Reading,
    aid: Aid,
    bold: Option<(usize, usize)>,
) -> String {
    let (from, to) = bold.unwrap_or((usize::MAX, usize::MAX));
    let mut out = String::new();
    let mut count = 0;
    // Characters without a reading are escaped together: pictures are made of several.
    let mut plain = String::new();
    for (at, (c, syllable)) in reading.beside(text).enumerate() {
        count = at + 1;
        if at == to {
            out += &escape(&std::mem::take(&mut plain));
            out.push_str("</b>");
        }
        if at == from {
            out += &escape(&std::mem::take(&mut plain));
            out.push_str("<b>");
        }
        match syllable {
            Some(syllable) => {
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
            None => plain.push(c),
        }
    }
    out += &escape(&plain);
    if count == to {
        out.push_str("</b>");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Bitext;

    #[test]
    fn each_character_has_its_reading_and_the_text_stays() {
        let text =
            Bitext { hans: "真实<gap>是".to_owned(), hant: "真實<gap>是".to_owned() };
        let reading = Reading::parse(&text, "zhēnshí gap shì").expect("fits");
        assert_eq!(
            ruby(&text.hant, &reading, Aid::Zhuyin, Some((1, 8))),
            "<span class=\"t1\"><ruby>真<rt>ㄓㄣ</rt></ruby></span>\
             <b><span class=\"t2\"><ruby>實<rt>ㄕˊ</rt></ruby></span>&lt;gap&gt;\
             <span class=\"t4\"><ruby>是<rt>ㄕˋ</rt></ruby></span></b>"
        );
        let html = ruby(&text.hans, &reading, Aid::Pinyin, None);
        assert!(html.contains("<ruby>真<rt>zhēn</rt></ruby>"), "{html}");
    }

    #[test]
    fn what_has_no_reading_is_inert_and_whole() {
        let text = "真[sound:a.mp3]👩\u{200d}👧";
        let text = Bitext { hans: text.to_owned(), hant: text.to_owned() };
        let reading = Reading::parse(&text, "zhēn [sound:a.mp3]").expect("fits");
        let html = ruby(&text.hans, &reading, Aid::Pinyin, None);
        assert!(html.ends_with("&#91;sound:a.mp3]👩\u{200d}👧"), "{html}");
    }
}
