//! Simplified text cut into words, so that no phrase is converted across two of them.
//!
//! The words are those of jieba's dictionary and the phrases of OpenCC, each with the price of its
//! rarity; the cut with the lowest price is taken, which is jieba's own way without its guesses of
//! unknown words. jieba itself takes a tenth of a second to load; `data/words.fst` is read where it
//! lies in the binary.

use std::collections::BTreeMap;
use std::ops::Range;

use fst::raw::{Fst, Output};

/// Words, made by a test below (`data/README.md`): to each twice its price, and one more if OpenCC
/// has it as a phrase.
static WORDS: &[u8] = include_bytes!("data/words.fst");

/// The price of a word that occurs once in all the text that jieba's dictionary was counted in:
/// [`SCALE`] times the natural logarithm of its 60 million words.
const ONCE: u64 = 1146;

/// Steps of a price in one unit of the natural logarithm.
#[cfg(test)]
const SCALE: f64 = 64.0;

/// Longest text that is cut as a whole, in characters without a break.
const BLOCK: usize = 4096;

/// Cuts text into words.
pub(super) struct Words {
    fst: Option<Fst<&'static [u8]>>,
    /// Words besides, by their first character.
    own: BTreeMap<char, Vec<Own>>,
}

/// A word besides.
struct Own {
    word: String,
    price: u64,
    phrase: bool,
}

impl Words {
    /// The words known, and these, each just cheap enough to be taken before its parts; true for
    /// those that are converted as a whole.
    pub(super) fn new<'w>(own: impl IntoIterator<Item = (&'w str, bool)>) -> Self {
        let mut words = Self { fst: Fst::new(WORDS).ok(), own: BTreeMap::new() };
        let mut added: BTreeMap<char, Vec<Own>> = BTreeMap::new();
        for (word, phrase) in own {
            if let Some(first) = word.chars().next() {
                let price = words.price_before_parts(word);
                let word = word.to_owned();
                added.entry(first).or_default().push(Own { word, price, phrase });
            }
        }
        words.own = added;
        words
    }

    /// For each character of a word whether it stands in a phrase of more than one.
    pub(super) fn in_phrases(&self, word: &str) -> Vec<bool> {
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        let mut inside = vec![false; starts.len()];
        for (index, from) in starts.iter().enumerate() {
            let rest = &word[*from..];
            self.known(rest, &mut |length, _, phrase| {
                let count = rest[..length].chars().count();
                if phrase && count > 1 {
                    inside[index..index + count].fill(true);
                }
            });
        }
        inside
    }

    /// jieba's `suggest_freq` as a price.
    fn price_before_parts(&self, word: &str) -> u64 {
        self.cheapest(word)
            .first()
            .map_or(ONCE, |(price, _)| *price)
            .saturating_sub(1)
            .min(ONCE)
    }

    /// The words of a text, as ranges of its bytes that follow one another without a gap.
    pub(super) fn cut(&self, text: &str) -> Vec<Range<usize>> {
        let mut words = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let block = block(&text[at..]);
            if block.len() == 1 || !block.starts_with(super::han::is_han) {
                words.push(at..at + block.len());
            } else {
                let best = self.cheapest(block);
                let mut from = 0;
                while let Some((_, length)) = best.get(from).filter(|_| from < block.len())
                {
                    words.push(at + from..at + from + length);
                    from += length;
                }
            }
            at += block.len();
        }
        words
    }

    /// At each byte of the text where a character begins: the price of the rest, and the bytes
    /// of its first word.
    fn cheapest(&self, text: &str) -> Vec<(u64, usize)> {
        let mut best = vec![(0, 1); text.len() + 1];
        for (at, first) in text.char_indices().rev() {
            let rest = &text[at..];
            let alone = first.len_utf8();
            let mut found = (ONCE + best[at + alone].0, alone);
            let mut weigh = |length: usize, price: u64, _: bool| {
                let price = price + best[at + length].0;
                // Of equals the longer word.
                if price < found.0 || price == found.0 && length > found.1 {
                    found = (price, length);
                }
            };
            self.known(rest, &mut weigh);
            best[at] = found;
        }
        best
    }

    /// The known words with which a text begins: bytes, price, and whether it is a phrase.
    fn known(&self, text: &str, found: &mut impl FnMut(usize, u64, bool)) {
        let own = text.chars().next().and_then(|first| self.own.get(&first));
        for Own { word, price, phrase } in own.into_iter().flatten() {
            if text.starts_with(word) {
                found(word.len(), *price, *phrase);
            }
        }
        let Some(fst) = &self.fst else { return };
        let mut node = fst.root();
        let mut value = Output::zero();
        for (at, byte) in text.bytes().enumerate() {
            let Some(index) = node.find_input(byte) else { return };
            let transition = node.transition(index);
            value = value.cat(transition.out);
            node = fst.node(transition.addr);
            if node.is_final() {
                let value = value.cat(node.final_output()).value();
                found(at + 1, value / 2, value % 2 == 1);
            }
        }
    }
}

/// The Han characters with which a text begins, or its first character if that is another.
fn block(text: &str) -> &str {
    let mut end = 0;
    for (count, (at, c)) in text.char_indices().enumerate() {
        if !super::han::is_han(c) || count == BLOCK {
            return if at == 0 { &text[..c.len_utf8()] } else { &text[..at] };
        }
        end = at + c.len_utf8();
    }
    &text[..end]
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "it makes a file of the repository anew")]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use super::super::{contexts, han};
    use super::*;

    const PHRASES: &str = include_str!("data/STPhrases.txt");
    const CHARACTERS: &str = include_str!("data/STCharacters.txt");

    /// Below this many occurrences jieba's words count only if they have a character with several
    /// Traditional forms: the others seldom move a border that matters, and are half of the file.
    const RARE: u64 = 5;

    /// Surnames that are words besides. jieba's dictionary has hundreds of names cut out of the
    /// middle of sentences: 于北京, 范先生.
    const SURNAMES: &str = "于余范郁朴涂钟";

    /// The lines of a dictionary of OpenCC: Simplified and its first Traditional form.
    fn dictionary(
        text: &'static str,
    ) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
        let lines = text.lines().filter_map(|line| line.split_once('\t'));
        lines.map(|(hans, forms)| (hans, forms.split(' ').collect()))
    }

    /// jieba's dictionary, in the sources of the crate.
    fn jieba() -> String {
        let output = std::process::Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked", "--offline"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo metadata");
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let packages = json["packages"].as_array().expect("packages");
        let jieba =
            packages.iter().find(|package| package["name"] == "jieba-rs").expect("jieba");
        let manifest = PathBuf::from(jieba["manifest_path"].as_str().expect("a path"));
        std::fs::read_to_string(manifest.with_file_name("src/data/dict.txt"))
            .expect("dict.txt")
    }

    /// The file made anew: jieba's words with their prices, then OpenCC's phrases, each just
    /// cheaper than its parts.
    fn made() -> Vec<u8> {
        let phrases: BTreeMap<&str, Vec<&str>> = dictionary(PHRASES).collect();
        let characters: BTreeMap<&str, Vec<&str>> = dictionary(CHARACTERS).collect();
        let single = |c: char| characters.get(c.to_string().as_str());
        let ambiguous = |c: char| single(c).is_some_and(|forms| forms.len() > 1);
        let dict = jieba();
        let counted: Vec<(&str, u64, &str)> = dict
            .lines()
            .map(|line| {
                let mut columns = line.split(' ');
                let word = columns.next().expect("a word");
                let count = columns.next().expect("a count").parse().expect("a number");
                (word, count, columns.next().unwrap_or_default())
            })
            .collect();
        let total: u64 = counted.iter().map(|(_, count, _)| count).sum();
        let price =
            |count: u64| ((total as f64 / count as f64).ln() * SCALE).round() as u64;
        assert_eq!(price(1), ONCE);
        let mut prices: BTreeMap<String, u64> = BTreeMap::new();
        for (word, count, tag) in counted {
            let cut_out = tag.starts_with("nr")
                && word.chars().nth(1).is_some()
                && word.starts_with(|c| SURNAMES.contains(c));
            let distance = word.strip_suffix('里').is_some_and(|rest| {
                rest.chars().count() > 1
                    && rest.chars().all(|c| "一二三四五六七八九十百千万两几半".contains(c))
            });
            let rare = count < RARE && !word.chars().any(ambiguous);
            if count > 0 && (phrases.contains_key(word) || !(cut_out || distance || rare)) {
                prices.insert(word.to_owned(), price(count));
            }
        }
        let alone: BTreeSet<char> = contexts::words().filter_map(only).collect();
        let values = |prices: &BTreeMap<String, u64>| {
            let phrase = |word: &String| u64::from(phrases.contains_key(word.as_str()));
            let value =
                |(word, price): (&String, &u64)| (word.clone(), 2 * price + phrase(word));
            leaked(&prices.iter().map(value).collect())
        };
        let base = Words {
            fst: Some(Fst::new(values(&prices)).expect("made")),
            own: BTreeMap::new(),
        };
        for (phrase, forms) in &phrases {
            // 困了 and 没干 would hide 困 and 干 from what stands beside them.
            let by_character = phrase
                .chars()
                .map(|c| single(c).map_or_else(|| c.to_string(), |f| f[0].to_owned()));
            let loose = phrase.chars().count() == 2
                && phrase.chars().any(|c| alone.contains(&c))
                && phrase.chars().any(|c| "了的着过得没别不".contains(c))
                && by_character.collect::<String>() == forms[0];
            if !loose {
                let price = base.price_before_parts(phrase);
                let known = prices.entry((*phrase).to_owned()).or_insert(price);
                *known = price.min(*known);
            }
        }
        values(&prices).to_vec()
    }

    fn only(word: &str) -> Option<char> {
        let mut chars = word.chars();
        chars.next().filter(|_| chars.next().is_none())
    }

    fn leaked(prices: &BTreeMap<String, u64>) -> &'static [u8] {
        let mut builder = fst::MapBuilder::memory();
        for (word, price) in prices {
            builder.insert(word, *price).expect("sorted");
        }
        builder.into_inner().expect("in memory").leak()
    }

    #[test]
    fn the_words_are_jiebas_and_openccs() {
        let made = made();
        if std::env::var_os("YULU_UPDATE").is_some() {
            let path =
                PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/script/data/words.fst");
            let before = std::fs::read(&path).unwrap_or_default();
            std::fs::write(&path, &made).expect("written");
            assert!(before == made, "words.fst was written anew: look at what changed");
        }
        assert!(made == WORDS, "run with YULU_UPDATE=1");
    }

    fn cut(text: &str) -> Vec<&str> {
        Words::new([("签长协", true)])
            .cut(text)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn words_are_cut_where_they_end() {
        assert_eq!(
            cut("粉丝发布，讨论了解放。"),
            ["粉丝", "发布", "，", "讨论", "了", "解放", "。"]
        );
        assert_eq!(cut("签长协AI3"), ["签长协", "A", "I", "3"]);
        assert_eq!(cut(""), Vec::<&str>::new());
        assert_eq!(cut("𠮷龘\0里"), ["𠮷", "龘", "\0", "里"]);
    }

    #[test]
    fn a_long_text_without_a_break_is_cut_in_blocks() {
        let text = "就是只能".repeat(30_000);
        let words = Words::new([]).cut(&text);
        assert_eq!(words.iter().map(|word| word.len()).sum::<usize>(), text.len());
        assert!(
            words
                .iter()
                .all(|word| han::is_han(text[word.clone()].chars().next().expect("one")))
        );
    }
}
