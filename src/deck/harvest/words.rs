//! The words of `words.txt`, by what they tell of a sentence.

use std::sync::LazyLock;

/// A list of words.
pub(super) type List = Vec<&'static str>;

/// All lists; a word is in the list's section of `words.txt`.
pub(super) struct Words {
    /// Words with which somebody answers, greets or hesitates.
    pub(super) talk: List,
    /// Words that make talk of a sentence wherever they stand.
    pub(super) talk_anywhere: List,
    /// Words that point outside, wherever they stand.
    pub(super) pointing_anywhere: List,
    /// Openings that lean on what was said before.
    pub(super) leaning: List,
    /// Openings that lean a little.
    pub(super) leaning_a_little: List,
    /// Openings of sentences that do not say who does what they say.
    pub(super) no_subject: List,
    /// Words before which a sentence has not begun: 我觉得这是… points as 这是… does.
    pub(super) stance: List,
    /// Words in which a pronoun is none.
    pub(super) no_pronoun: List,
    /// Words of what holds in general.
    pub(super) general: List,
    /// Words that set two things against each other.
    pub(super) contrast: List,
    /// Words that limit what was said.
    pub(super) contrast_weak: List,
    /// Words that compare.
    pub(super) figure: List,
    /// Words of what was not expected or is felt.
    pub(super) surprise: List,
    /// Words of somebody who tells what happened.
    pub(super) told: List,
    /// Words of meetings, bills and reports: what they decide is of a day.
    pub(super) procedure: List,
    /// Words of a question that cannot be asked on a card.
    pub(super) not_asked: List,
}

/// The lists, read once.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    talk: section("talk"),
    talk_anywhere: section("talk_anywhere"),
    pointing_anywhere: section("pointing_anywhere"),
    leaning: section("leaning"),
    leaning_a_little: section("leaning_a_little"),
    no_subject: section("no_subject"),
    stance: section("stance"),
    no_pronoun: section("no_pronoun"),
    general: section("general"),
    contrast: section("contrast"),
    contrast_weak: section("contrast_weak"),
    figure: section("figure"),
    surprise: section("surprise"),
    told: section("told"),
    procedure: section("procedure"),
    not_asked: section("not_asked"),
});

fn section(name: &str) -> List {
    let lines = include_str!("words.txt").lines().map(str::trim);
    let mut lines =
        lines.skip_while(|line| line.strip_prefix('[') != Some(&format!("{name}]")));
    lines.next();
    let own = lines.take_while(|line| !line.starts_with('['));
    own.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_is_read() {
        let words = &*WORDS;
        let all = [
            &words.talk,
            &words.talk_anywhere,
            &words.pointing_anywhere,
            &words.leaning,
            &words.leaning_a_little,
            &words.no_subject,
            &words.stance,
            &words.no_pronoun,
            &words.general,
            &words.contrast,
            &words.contrast_weak,
            &words.figure,
            &words.surprise,
            &words.told,
            &words.procedure,
            &words.not_asked,
        ];
        assert!(all.iter().all(|list| !list.is_empty()));
        let read: usize = all.iter().map(|list| list.len()).sum();
        let text = include_str!("words.txt").lines();
        let text = text.filter(|line| !line.starts_with(['#', '[']));
        assert_eq!(read, text.flat_map(str::split_whitespace).count());
    }
}
