//! Which sentences an editor would put on a card.
//!
//! A card stands alone: what leans on the words around it, speaks to somebody, or has a page's
//! markup in it is refused. Of the rest, those that say something general, set two things against
//! each other, compare or surprise come first. Sentences are judged as they are folded (Simplified,
//! half-width marks), so that one list of words (`words.txt`) serves both scripts.

use super::words::WORDS;

/// Why a sentence is not drafted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// It is too short or too long for a card.
    Length,
    /// It has a page's markup in it, an address, or marks that do not pair.
    Markup,
    /// It points at what stands around it.
    Leaning,
    /// It is talk: a greeting, a filler, words to the interviewer.
    Talk,
    /// It does not end as a sentence does.
    Unfinished,
    /// It says little beyond its occasion.
    Weak,
    /// In clean typography it would not be the same words, or not prove.
    Unproven,
}

impl Refusal {
    /// What such a sentence is, for a count of them.
    pub fn about(self) -> &'static str {
        match self {
            Refusal::Length => "too short or too long for a card",
            Refusal::Markup => "with markup, an address or an unpaired mark",
            Refusal::Leaning => "that point at what stands around them",
            Refusal::Talk => "that are greetings, fillers or words to the other",
            Refusal::Unfinished => "that do not end",
            Refusal::Weak => "that say little beyond their occasion",
            Refusal::Unproven => "with characters that a card cannot show as they stand",
        }
    }
}

/// Shortest and longest quotation proposed, in words.
pub const LENGTH: (usize, usize) = (12, 80);
/// Lengths that are best to study, in words.
const BEST_LENGTH: (usize, usize) = (19, 50);

/// Words up to which an answer to one's own question says little.
const SHORT_ANSWER: usize = 9;

/// What a sentence, or two, is worth on a card by itself, from 0 to 1; `raw` is the text, `folded`
/// the same folded, `words` its number of words.
///
/// # Errors
/// Why it is not drafted.
pub fn worth(raw: &str, folded: &str, words: usize) -> Result<f64, Refusal> {
    if !(LENGTH.0..=LENGTH.1).contains(&words) {
        return Err(Refusal::Length);
    }
    // A word of letters counts as some two characters: a title in Latin letters is no sentence.
    let latin = folded.chars().filter(char::is_ascii_alphabetic).count();
    if latin < words && words - latin * 2 / 3 < LENGTH.0 / 2 || latin == words && words < 30
    {
        return Err(Refusal::Length);
    }
    if has_markup(raw) || !is_balanced(raw) {
        return Err(Refusal::Markup);
    }
    if !ends(folded) {
        return Err(Refusal::Unfinished);
    }
    let text = folded.trim_start_matches(['"', '(']);
    if starts(text, &WORDS.talk) || has(text, &WORDS.talk_anywhere) {
        return Err(Refusal::Talk);
    }
    if has_stutter(text) {
        return Err(Refusal::Talk);
    }
    if starts(text, &WORDS.leaning)
        || has(text, &WORDS.pointing_anywhere)
        || has_short_beginning(text)
        || is_unfinished_count(text)
        || points_outside(text)
        || is_numbered(text)
    {
        return Err(Refusal::Leaning);
    }
    Ok((thought(text) * told(text, words)).min(1.0) * length_factor(words))
}

/// True for the first of several things of which the others are not here: 有两个意义,一个是…
fn is_unfinished_count(text: &str) -> bool {
    let counts = |first: &str, next: &[&str]| {
        text.split_once(first).is_some_and(|(_, rest)| !has(rest, next))
    };
    counts("一个是", &["一个是", "一个则", "另一", "另外", "第二"])
        || counts("第一,", &["第二", "其次"])
        || counts("首先", &["其次", "然后", "再", "第二", "接着"])
        || counts("一方面", &["一方面", "另一"])
}

/// Fewest characters of the first of two sentences.
const SHORTEST_FIRST: usize = 6;

/// True for words that are said and at once said again or taken back: 我们宁可,宁可…
fn has_stutter(text: &str) -> bool {
    let mut before = "";
    let twice = text.split([',', '、', '。']).any(|part| {
        let stem: String = part.chars().take(2).collect();
        let again = stem.chars().count() == 2
            && before.ends_with(&stem)
            && before.chars().count() <= 5;
        before = part;
        again
    });
    // A clause that is the one before over again: 是的是的 is caught as talk.
    twice
        || has(
            text,
            &["...对不起", "…对不起", ",对不起", "...应该说", "…应该说", ",应该说是"],
        )
}

/// True for two sentences of which the first is a mere word or two: what it takes up is not here.
fn has_short_beginning(text: &str) -> bool {
    let end = text.find(['。', '?', '!']).filter(|at| text[*at..].chars().count() > 2);
    end.is_some_and(|at| text[..at].chars().count() < SHORTEST_FIRST)
}

/// How much a sentence says that holds beyond its occasion.
fn thought(text: &str) -> f64 {
    let count = |list: &[&str], most: usize| {
        list.iter().filter(|word| text.contains(**word)).take(most).count() as f64
    };
    let commas = text.matches([',', ';', '、']).count();
    0.30 + 0.06 * count(&WORDS.general, 3)
        + 0.11 * count(&WORDS.contrast, 2)
        + 0.05 * count(&WORDS.contrast_weak, 1)
        + 0.12 * count(&WORDS.figure, 1)
        + 0.06 * count(&WORDS.surprise, 2)
        + if (1..=4).contains(&commas) { 0.05 } else { 0.0 }
        + if names_parts(text) { 0.12 } else { 0.0 }
}

/// True for a sentence that says what a matter is made of: 假讯息有三个要素:恶、假、害。
fn names_parts(text: &str) -> bool {
    let Some((before, after)) = text.split_once(':') else { return false };
    let after = after.trim_end_matches(['。', '!']);
    (4..=30).contains(&before.chars().count())
        && after.matches('、').count() >= 2
        && !after.contains(['。', '?', '"'])
}

/// The share of its worth that a sentence keeps for what it tells of a day, a person, a number, or
/// the one spoken to.
fn told(text: &str, words: usize) -> f64 {
    let when = |it: bool, share: f64| if it { share } else { 1.0 };
    let count = |list: &[&str]| list.iter().filter(|word| text.contains(**word)).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    let about_one = starts(text, &["我", "我们"])
        && count(&WORDS.general) + count(&WORDS.contrast) + count(&WORDS.figure) < 2;
    // A question that the speaker answers is a thought, one that is left is not.
    let asks = text.trim_end_matches(['"', ')']);
    let answered =
        asks.find('?').is_some_and(|at| asks[at..].chars().count() > SHORT_ANSWER);
    when(starts(text, &WORDS.leaning_a_little), 0.75)
        * when(asks.ends_with('?'), 0.55)
        * when(answered && !asks.ends_with('?'), 1.15)
        * match digits {
            0..=1 => 1.0,
            2..=3 => 0.85,
            4..=8 => 0.75,
            _ => 0.55,
        }
        * when(text.starts_with(|c: char| c.is_ascii_digit()), 0.7)
        * when(has_amount(text), 0.8)
        * when(latin > 0, 0.88)
        * when(latin * 3 > words, 0.8)
        * 0.75f64.powi(count(&WORDS.told).min(2) as i32)
        * 0.72f64.powi(count(&WORDS.procedure).min(3) as i32)
        * when(has(text, &["你", "您"]) && !has(text, &["如果你", "当你", "只要你"]), 0.85)
        * when(has(text, &["他", "她", "它"]), 0.85)
        * when(has_stray_pronoun(text), 0.7)
        * when(has_stray_manner(text), 0.75)
        * when(about_one, 0.8)
        * when(starts(text, &WORDS.no_subject), 0.6)
        * when(hesitates(text), 0.7)
}

/// True for dots within a clause: somebody looks for the word.
fn hesitates(text: &str) -> bool {
    text.match_indices(['…']).any(|(at, dots)| {
        text[at + dots.len()..].starts_with(|c: char| c.is_alphanumeric())
    }) || text.contains("...") && !text.trim_end_matches(['"', ')']).ends_with("...")
}

/// True for 这样 inside a clause: as one did before.
fn has_stray_manner(text: &str) -> bool {
    let inside = |at: usize| {
        text[..at]
            .chars()
            .next_back()
            .is_some_and(|c| !matches!(c, ',' | ';' | '。' | '?' | '!'))
    };
    text.match_indices("这样").any(|(at, _)| inside(at))
}

/// True for a clause after the first that begins with a pronoun for which nobody was named.
fn has_stray_pronoun(text: &str) -> bool {
    let people = ["人", "者", "谁", "家", "员", "们", "师", "友", "孩子", "公司"];
    let clause = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_some_and(|c| matches!(c, ',' | ';' | '。' | '?' | '!' | ':'))
    };
    let stray = text.match_indices(['他', '她']).find(|(at, _)| clause(*at));
    stray.is_some_and(|(at, _)| !has(&text[..at], &people))
}

/// True for a number in Han characters with what it counts in papers and accounts.
fn has_amount(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let number = "二两三四五六七八九十百千万亿几".contains(before);
        before = c;
        number && "部项款章页届期条元块倍月年天号".contains(c)
    })
}

/// True for a question that stands alone, so that it may be asked on a card.
pub fn is_question(raw: &str, folded: &str) -> bool {
    let text = folded.trim_start_matches(['"', '(']);
    // What is asked may begin so.
    let asks = ["为什么", "怎么", "谁", "什么", "何", "哪", "是什么"];
    let leans = starts(text, &WORDS.leaning) && !starts(text, &asks);
    text.ends_with('?')
        && !has_markup(raw)
        && is_balanced(raw)
        && !starts(text, &WORDS.talk)
        && !leans
        && !points_outside(text)
        && !has(text, &WORDS.not_asked)
}

/// Words that only tie a sentence or a question to the one before.
const TIES: &[&str] = &[
    "但是", "可是", "不过", "不過", "那么", "那麼", "所以", "然后", "然後", "而且", "另外",
    "其实", "其實", "但", "而",
];

/// A text without the word that ties it to the one before: one of [`TIES`] or of `more`, and not the
/// beginning of one of the words `whole`.
fn without_one_of<'t>(raw: &'t str, more: &[&str], whole: &[&str]) -> Option<&'t str> {
    if starts(raw, whole) {
        return None;
    }
    let rest = TIES.iter().chain(more).find_map(|tie| raw.strip_prefix(tie))?;
    Some(rest.trim_start_matches(['，', ',', '、', ' ', '　']))
}

/// A sentence without a word at its beginning that only ties it to the one before. What changes
/// what is said (因为, 当然, 如果) is none; nor is one before what cannot stand without it.
pub fn untied(raw: &str) -> Option<&str> {
    const MORE: &[&str] = &["因此", "此外", "于是", "於是", "总之", "總之"];
    const WHOLE: &[&str] =
        &["而是", "而已", "而言", "但凡", "但愿", "但願", "而立", "所以然"];
    // 所以是…, 但却…: the subject is in the sentence before.
    const LEFT: &[&str] = &[
        "是", "就", "却", "卻", "也", "还", "還", "都", "又", "在", "会", "會", "能",
        "可以", "要", "并", "並", "把", "被", "让", "讓", "不", "没", "沒", "对", "對",
        "从", "從", "跟", "和",
    ];
    without_one_of(raw, MORE, WHOLE).filter(|rest| !starts(rest, LEFT))
}

/// A question without the word that ties it to what was said before it, such as 但.
pub fn without_tie(raw: &str) -> &str {
    const MORE: &[&str] = &["最后", "最後", "请问", "請問", "那"];
    const WHOLE: &[&str] = &[
        "那个", "那個", "那些", "那种", "那種", "那样", "那樣", "那时", "那時", "那位",
        "那边", "那邊",
    ];
    without_one_of(raw, MORE, WHOLE).unwrap_or(raw)
}

fn starts(text: &str, list: &[&str]) -> bool {
    list.iter().any(|start| text.starts_with(start))
}

fn has(text: &str, list: &[&str]) -> bool {
    list.iter().any(|word| text.contains(word))
}

fn length_factor(words: usize) -> f64 {
    if words < BEST_LENGTH.0 {
        words as f64 / BEST_LENGTH.0 as f64
    } else if words > BEST_LENGTH.1 {
        BEST_LENGTH.1 as f64 / words as f64
    } else {
        1.0
    }
}

/// True for the signs of Markdown, HTML and wikis, for addresses and for editors' brackets.
fn has_markup(raw: &str) -> bool {
    raw.contains([
        '*', '`', '|', '\\', '{', '}', '#', '<', '>', '^', '=', '@', '[', ']', '【', '】',
        '〔', '〕', '\t',
    ]) || [
        "http", "www.", "://", "__", "~~", "&nbsp", "&#", "&amp", ".com", ".cn", ".org",
        ".net", "----",
    ]
    .iter()
    .any(|sign| raw.contains(sign))
        || raw.trim_start().starts_with([
            '-', '+', '•', '·', '●', '■', '◆', '※', '→', '、', '，', ',', '。', '；', '：',
            '”', '」', '』', '）', ')',
        ])
}

/// Marks that open and those that close them.
const PAIRS: &[(char, char)] = &[
    ('“', '”'),
    ('‘', '’'),
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('(', ')'),
    ('《', '》'),
    ('〈', '〉'),
    ('〝', '〞'),
];

/// True if every mark that opens is closed in the right order, and straight ones pair.
pub fn is_balanced(raw: &str) -> bool {
    let mut open: Vec<char> = Vec::new();
    let mut before = None;
    for c in raw.chars() {
        // An apostrophe inside a Latin word closes nothing.
        let apostrophe = c == '’' && before.is_some_and(|b: char| b.is_ascii_alphabetic());
        before = Some(c);
        if let Some((_, close)) = PAIRS.iter().find(|(start, _)| *start == c) {
            open.push(*close);
        } else if open.last() == Some(&c) {
            open.pop();
        } else if PAIRS.iter().any(|(_, close)| *close == c) && !apostrophe {
            return false;
        }
    }
    open.is_empty() && raw.matches(['"', '＂']).count().is_multiple_of(2)
}

/// True for a sentence that ends with its mark.
fn ends(folded: &str) -> bool {
    folded.trim_end_matches(['"', ')']).ends_with(['。', '!', '?'])
        || folded.trim_end_matches(['"', ')']).ends_with('.') && folded.is_ascii()
}

/// True for an item of a list whose mark stands before it: 1. 一、 (2)
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| {
        c.is_ascii_digit() || "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨".contains(c)
    });
    rest.len() < text.len() && rest.starts_with(['.', '、', ')', ':', '。', ','])
}

/// True if the sentence begins with words that need an antecedent: a pronoun or a demonstrative
/// near its beginning, behind 我觉得 or the like as well.
fn points_outside(text: &str) -> bool {
    let mut rest = text;
    while let Some(stance) = WORDS.stance.iter().find(|stance| rest.starts_with(**stance)) {
        rest = rest[stance.len()..].trim_start_matches(',');
    }
    let clause_end = rest.find([',', '。', '?', '!', ':', ';']).unwrap_or(rest.len());
    let mut clause = rest[..clause_end].to_owned();
    for word in &WORDS.no_pronoun {
        clause = clause.replace(*word, "〇〇");
    }
    if rest.len() < text.len()
        && (starts(rest, &WORDS.leaning)
            || starts(
                rest,
                &[
                    "也",
                    "还",
                    "就",
                    "都",
                    "又",
                    "是因为",
                    "是这",
                    "可以",
                    "会",
                    "不会",
                    "对",
                ],
            ))
    {
        return true;
    }
    // A matter that is named may be pointed at: 种树这件事.
    let named = ["这件事", "这回事", "这东西"].iter().find_map(|word| clause.find(word));
    if named.is_some_and(|at| clause[..at].chars().count() >= 2)
        && !starts(&clause, &["关于", "对于", "至于", "因为", "如果", "除了"])
    {
        return false;
    }
    let at = |c: char| clause.chars().position(|other| other == c);
    let near = |c: char, reach: usize| at(c).is_some_and(|at| at < reach);
    near('这', 7)
        || near('那', 7)
        || near('它', 9)
        || near('他', 6)
        || near('她', 5)
        || near('此', 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::Folded;

    fn judged(raw: &str) -> Result<f64, Refusal> {
        let folded = Folded::new(raw, 0);
        worth(raw, &folded.to_text(), folded.words_only().len())
    }

    #[test]
    fn what_does_not_stand_alone_is_refused() {
        use Refusal::{Leaning, Length, Markup, Talk, Unfinished};
        for (raw, why) in [
            ("种树要趁早。", Length),
            ("对，种树最好的时候是十年以前。", Talk),
            ("嗯，種樹最好的時候是十年以前。", Talk),
            ("好的，那我们就从种树开始谈起吧。", Talk),
            ("大家好，欢迎收听今天的种树节目。", Talk),
            ("种树最好的时候，嗯，是十年以前的春天。", Talk),
            ("您刚才说的种树，我其实并不懂得多少。", Talk),
            ("但种树最好的时候是十年以前的春天。", Leaning),
            ("这就是为什么种树要在春天开始。", Leaning),
            ("我覺得這就是為什麼種樹要在春天開始。", Leaning),
            ("他们种树的时候从来不问值不值得。", Leaning),
            ("种树的人应该先看下图里的几种土。", Leaning),
            ("一、种树要选在春天下过雨的日子里。", Leaning),
            ("种树最好的时候是“十年以前的春天。", Markup),
            ("种树最好的时候是**十年以前**的春天。", Markup),
            ("种树的事都写在http://example.org/x里面了。", Markup),
            ("> 种树最好的时候是十年以前的春天。", Markup),
            ("种树最好的时候，我一直觉得是", Unfinished),
            ("种树最好的时候有下面说的这几个：", Unfinished),
        ] {
            assert_eq!(judged(raw), Err(why), "{raw}");
        }
    }

    #[test]
    fn a_thought_comes_before_a_report() {
        let worth = |raw: &str| judged(raw).expect(raw);
        let report = worth("我们去年在山坡上种了三千棵松树和柏树。");
        for thought in [
            "种树不是为了自己乘凉，而是为了让后来的人有荫凉。",
            "一个人只有种过树，才会知道什么是耐心。",
            "耐心就像土壤，种子在里面看不见地长。",
            "種樹不是為了自己乘涼，而是為了讓後來的人有蔭涼。",
            "没想到最怕冷的人，偏偏留在了山上种树。",
        ] {
            assert!(worth(thought) > report, "{thought}");
        }
    }

    #[test]
    fn what_stumbles_or_is_the_first_of_two_stands_nowhere() {
        for (raw, why) in [
            ("我们宁可，宁可慢慢地把树种好，也不要赶着种完。", Refusal::Talk),
            ("种树有两个意义，一个是让后来的人在山上有荫凉。", Refusal::Leaning),
            ("种树。所以它同时是今天的事，也是后来的人的事。", Refusal::Leaning),
            ("《The Forest and the Trees》。", Refusal::Length),
        ] {
            assert_eq!(judged(raw), Err(why), "{raw}");
        }
        let told = judged("树的用处就是让人走到一半的时候能聚……坐下来。").expect("sound");
        let said = judged("树的用处就是让人走到一半的时候能够坐下来。").expect("sound");
        assert!(told < said);
    }

    #[test]
    fn a_word_that_only_ties_a_sentence_to_the_one_before_is_left_out() {
        assert_eq!(untied("所以，人才是最重要的。"), Some("人才是最重要的。"));
        assert_eq!(untied("但是樹不會說話。"), Some("樹不會說話。"));
        for whole in
            ["所以是这样。", "而是为了后来的人。", "但也有人不种。", "因为没有雨。"]
        {
            assert_eq!(untied(whole), None, "{whole}");
        }
    }

    #[test]
    fn marks_pair_or_do_not() {
        for sound in ["“走”（他说）", "它说“‘走’了”。", "Moore’s", "\"走\"", "《树》", ""]
        {
            assert!(is_balanced(sound), "{sound}");
        }
        for broken in ["“走", "走”", "（走》）", "\"走", "（（走）", "”走“"]
        {
            assert!(!is_balanced(broken), "{broken}");
        }
    }
}
