//! Characters of a deck whose Traditional form depends on the sense: what conversion chose,
//! for a person to read.
//!
//! Inside a word conversion knows them (饼干 is 餅乾, 干部 is 幹部); alone they have one form by
//! default, which may be the wrong one. A text in both scripts is decided, and so are a name that
//! is known in Traditional and what a Traditional source prints.

use super::{Deck, Hant};
use crate::pinyin::draft::Drafter;
use crate::script::han::same_but_for_region;
use crate::script::names::Names;
use crate::script::{Bitext, Converter, Form, Script};

/// A Simplified character, the Traditional forms of which any may be wrong where it stands
/// alone, and those that are right where conversion writes them.
///
/// 里, 后, 于, 并 and 当 are left out: alone they are 裡, 後, 於, 並 and 當 but in names.
const SENSES: &[(char, &str, &str)] = &[
    ('干', "幹乾干", ""),
    ('面', "面麵", ""),
    ('钟', "鐘鍾", ""),
    ('准', "準准", ""),
    ('范', "範范", ""),
    ('余', "餘余", ""),
    ('系', "係繫系", ""),
    ('表', "表錶", ""),
    ('谷', "谷穀", ""),
    ('松', "松鬆", ""),
    ('卷', "卷捲", ""),
    ('斗', "鬥斗", ""),
    ('丑', "醜丑", ""),
    ('姜', "姜薑", ""),
    ('冲', "沖衝", ""),
    ('划', "劃划", ""),
    ('制', "制製", ""),
    ('复', "復複覆", ""),
    ('历', "歷曆", ""),
    ('汇', "匯彙", ""),
    ('朴', "樸朴", ""),
    ('板', "板闆", ""),
    ('胡', "胡鬍", ""),
    ('须', "須鬚", ""),
    ('游', "遊游", ""),
    ('获', "獲穫", ""),
    ('尽', "盡儘", ""),
    ('吊', "吊弔", ""),
    ('云', "雲云", ""),
    ('签', "簽籤", ""),
    ('叶', "葉叶", ""),
    ('志', "志誌", ""),
    ('征', "徵征", ""),
    ('舍', "捨舍", ""),
    ('咸', "鹹咸", ""),
    ('仆', "僕仆", ""),
    ('蒙', "蒙濛矇", ""),
    ('台', "臺檯颱", ""),
    ('曲', "曲麴", ""),
    ('郁', "鬱郁", ""),
    ('团', "團糰", ""),
    ('坛', "壇罈", ""),
    ('采', "採采", ""),
    ('杆', "桿杆", ""),
    ('欲', "欲慾", ""),
    ('注', "注註", ""),
    ('借', "借藉", ""),
    ('只', "隻", "只"),
    ('发', "髮", "發"),
    ('背', "揹", "背"),
];

/// Words that mean two things, with the place of the character that is then written otherwise.
const WORDS: &[(&str, usize)] = &[("不准", 1), ("背着", 0), ("自制", 1)];

/// Characters shown on each side.
const AROUND: usize = 3;

/// A character for a person to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Of the quote or the theme (and question), or of the deck.
    pub id: String,
    /// Which text of it: `prompt`, `summary`.
    pub key: &'static str,
    /// In Simplified.
    pub han: char,
    /// What conversion chose.
    pub shown: char,
    /// What else it may be.
    pub others: String,
    /// The words around it, in Traditional.
    pub around: String,
}

/// The characters of a deck that is typed in Simplified which nobody has decided, in its order;
/// the converter is one that knows these names.
pub fn doubts(
    deck: &Deck,
    converter: &dyn Converter,
    words: &Drafter,
    names: &Names,
) -> Vec<Doubt> {
    let mut found = Vec::new();
    if deck.script == Script::Hant {
        return found;
    }
    let form = Form::Hant(deck.region);
    let mut look = |id: &str, key: &'static str, text: &Bitext| {
        let undecided = converter.convert(&text.hans, form);
        let named = names.places(&text.hans);
        let mut words = words.words(&text.hans);
        words.retain(|(start, _)| !named.iter().any(|name| name.contains(start)));
        let doubts = of_text(text, &undecided, &words);
        found.extend(doubts.map(|doubt| Doubt { id: id.to_owned(), key, ..doubt }));
    };
    look(&deck.id, "title", &deck.title);
    look(&deck.id, "about", &deck.about);
    for theme in &deck.themes {
        look(&theme.id, "title", &theme.title);
        look(&theme.id, "summary", &theme.summary);
        for question in &theme.questions {
            look(&format!("{}.{}", theme.id, question.id), "ask", &question.ask);
        }
    }
    for quote in &deck.quotes {
        if quote.hant == Hant::NotPrinted {
            look(&quote.id, "quote", &quote.text);
        }
        look(&quote.id, "prompt", &quote.prompt);
        if let Some(note) = &quote.note {
            look(&quote.id, "note", note);
        }
    }
    found
}

/// The doubts of a text; `undecided` is what conversion makes of it, `words` are the first
/// character and the number of characters of each of its words.
fn of_text<'t>(
    text: &'t Bitext,
    undecided: &'t str,
    words: &'t [(usize, usize)],
) -> impl Iterator<Item = Doubt> + 't {
    let hans: Vec<char> = text.hans.chars().collect();
    let hant: Vec<char> = text.hant.chars().collect();
    let undecided: Vec<char> = undecided.chars().collect();
    let equal = hans.len() == hant.len() && hans.len() == undecided.len();
    words.iter().filter(move |_| equal).filter_map(move |(start, length)| {
        let word = &hans[*start..start + length];
        let at = match word {
            [_] => *start,
            _ => {
                let word: String = word.iter().collect();
                start + WORDS.iter().find(|(other, _)| *other == word)?.1
            }
        };
        let (han, shown) = (hans[at], hant[at]);
        // A person has written another one.
        if undecided[at] != shown {
            return None;
        }
        let (_, doubtful, right) = SENSES.iter().find(|(other, _, _)| *other == han)?;
        if !doubtful.chars().any(|form| same_but_for_region(form, shown)) {
            return None;
        }
        let others = doubtful.chars().chain(right.chars());
        let others = others.filter(|form| !same_but_for_region(*form, shown)).collect();
        let from = at.saturating_sub(AROUND);
        let to = (at + 1 + AROUND).min(hant.len());
        let around = hant[from..to].iter().filter(|c| !c.is_control()).collect();
        Some(Doubt { id: String::new(), key: "", han, shown, others, around })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::han::simplified_form;

    #[test]
    fn every_form_in_the_table_is_one_of_its_character() {
        for (han, doubtful, right) in SENSES {
            let forms: Vec<char> = doubtful.chars().chain(right.chars()).collect();
            assert!(forms.len() > 1, "{han}");
            for form in forms {
                assert_eq!(simplified_form(form), *han, "{form}");
            }
        }
        for (word, at) in WORDS {
            let han = word.chars().nth(*at).expect("in the word");
            assert!(SENSES.iter().any(|(other, _, _)| *other == han), "{word}");
        }
    }

    #[test]
    fn what_stands_alone_and_nobody_has_decided_is_named() {
        let text = |hant: &str| Bitext {
            hans: "先看云，再看饼干和干的面".to_owned(),
            hant: hant.to_owned(),
        };
        let words = [
            (0, 1),
            (1, 1),
            (2, 1),
            (3, 1),
            (4, 1),
            (5, 1),
            (6, 2),
            (8, 1),
            (9, 1),
            (10, 1),
            (11, 1),
        ];
        let undecided = "先看雲，再看餅乾和幹的面";
        let seen = |hant: &str| -> Vec<(char, String)> {
            let text = text(hant);
            let doubts = of_text(&text, undecided, &words);
            doubts.map(|doubt| (doubt.shown, doubt.others)).collect()
        };
        let all = [('雲', "云"), ('幹', "乾干"), ('面', "麵")];
        assert_eq!(seen(undecided), all.map(|(shown, others)| (shown, others.to_owned())));
        assert_eq!(seen("先看雲，再看餅乾和乾的麵"), [('雲', "云".to_owned())]);
    }
}
