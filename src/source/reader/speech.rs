//! Speech in narration: `老马说：“…”`, `「……」，老馬說。`, `“…,” said Mary Jones.`
//!
//! Words in quotation marks are a speaker's where the same sentence says so by his name; a
//! pronoun is nobody's. The narrator may have shortened or joined what was said, so that this is
//! done only for speakers of whom the manifest says it (`cited`). Everything is compared folded,
//! and only sentences of a few forms count: rather lose a line than give one speaker another's
//! words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::context::{Context, Line, passage, trimmed};
use crate::fold::Folded;
use crate::script::han::is_han;
use crate::source::head::{self, NameFacts};
use crate::source::manifest::{Manifest, Role, Shape, SourceEntry, Speaker};
use crate::source::passage::{Basis, Kind, Paragraph, Passage};
use crate::source::reason::Reason;
use crate::text::{SourceText, Span};

/// Verbs that introduce what somebody says, and `说` after those that may stand before it.
const SAYING: &str = "说 说道 说过 道 讲 讲道 表示 指出 认为 强调 介绍 介绍说 介绍道 解释 解释说 解释道 \
    回忆 回忆说 回忆道 补充 补充说 补充道 坦言 直言 坦承 感慨 感慨道 感慨说 感叹 感叹道 透露 写道 答 答道 \
    回答 回答说 回答道 回应 回应说 回应道 问 问道 反问 反问道 追问 追问道 笑道 笑说 叹道 喊 喊道 叫道 称 \
    宣布 总结 总结说 总结道 说明 提醒 提醒说 告诫 告诫说 慨叹 忆述 续说 续指 said says asked replied \
    answered added explained recalled wrote noted admitted";
/// What may stand between a name and the verb, any number of them.
const ADVERBS: &str = "又 还 也 则 便 就 却 曾 曾经 再 再次 继续 接着 随后 后来 最后 最终 当时 当场 当天 当即 \
    今天 昨天 昨日 今日 近日 日前 此前 之后 事后 立刻 马上 笑着 笑著 笑了笑 微笑着 微笑著 想了想 点点头 \
    点了点头 摇摇头 摇了摇头 摇头 点头 叹了口气 叹口气 叹了一口气 沉默片刻 沉默了一会儿 顿了顿 低声 轻声 大声 \
    高声 缓缓 慢慢 坦率 明确 特别 反复 多次 一再 常 常常 经常 总 总是 一直 曾多次 公开 , later then also once";
/// What may stand before a name at the beginning of a clause.
const OPENERS: &str = "当时 后来 随后 于是 然后 接着 最后 这时 此时 那时 但 但是 而 不过 可是 对此 昨天 昨日 今天 \
    今日 近日 日前 此前 当天 当晚 会后 事后 其中 then later";
/// Titles that stand before a name and belong to its owner.
const TITLES: &str = "创始人 联合创始人 总裁 董事长 总经理 首席执行官 CEO 教授 院士 博士 作家 诗人 导演 记者 主持人 \
    负责人 店主 船长 掌门人 馆长 校长 院长 主任 发言人 工程师 设计师 professor dr. mr. mrs. ms. captain founder";
/// Titles that stand behind a name.
const HONOURS: &str = "先生 女士 小姐 教授 博士 院士";
/// What turns a clause to another subject, or makes one of several people.
const RISKY: &str = "和与及同跟替对向给问说道告是被把让他她我你您咱俺其";
/// What a phrase between a name and its verb must not have: another who speaks.
const OTHER: &str = "说问道答告称讲他她我你您咱俺";

fn words(list: &str) -> Vec<Vec<char>> {
    let mut words: Vec<Vec<char>> = list.split_whitespace().map(folded).collect();
    // The longest first.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

fn folded(text: &str) -> Vec<char> {
    Folded::new(text, 0).chars().to_vec()
}

static VERBS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| words(SAYING));
static BETWEEN: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| words(ADVERBS));
static BEFORE: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| words(OPENERS));
static TITLE: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| words(TITLES));
static HONOUR: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| words(HONOURS));

/// What the speakers are called who may be named beside speech, folded.
struct Names<'c> {
    /// Whose each name is; nobody's if two people have it.
    names: BTreeMap<Vec<char>, Option<&'c Speaker>>,
    /// The length of the longest.
    longest: usize,
}

impl<'c> Names<'c> {
    fn of(labels: &[(&str, Option<&'c Speaker>)], speakers: &'c [Speaker]) -> Self {
        let own = speakers.iter().map(|speaker| (speaker.name.as_str(), Some(speaker)));
        let mut names: BTreeMap<Vec<char>, Option<&'c Speaker>> = BTreeMap::new();
        for (name, speaker) in labels.iter().copied().chain(own) {
            if is_a_name(name) {
                let kept = names.entry(folded(name)).or_insert(speaker);
                *kept = kept.filter(|kept| speaker.is_some_and(|s| s.id == kept.id));
            }
        }
        let longest = names.keys().map(Vec::len).max().unwrap_or(0);
        Self { names, longest }
    }

    /// The one whose name, the longest that is known, stands in a clause at `at`, and where the
    /// name ends.
    fn at(&self, clause: &[char], at: usize) -> Option<(Option<&'c Speaker>, usize)> {
        let most = self.longest.min(clause.len() - at);
        (1..=most).rev().find_map(|length| {
            let speaker = self.names.get(&clause[at..at + length])?;
            Some((*speaker, at + length))
        })
    }
}

/// True for what names one person wherever it stands, as 答, 我 and 林 do not.
fn is_a_name(name: &str) -> bool {
    let facts = NameFacts::of(name);
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let least = if name.contains(is_han) { 2 } else { 3 };
    letters >= least
        && facts.is_namelike
        && !facts.is_office
        && !facts.is_pronoun
        && !facts.is_group
        && facts.saying == 0
}

/// A quotation on a line: the bytes of its marks' outer borders and of the words between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Quotation {
    open: usize,
    words: (usize, usize),
    close: usize,
}

/// The quotations of a line that stand in no other one; none if a mark is missing.
fn quotations(text: &str) -> Vec<Quotation> {
    const PAIRS: [(char, char); 5] =
        [('“', '”'), ('「', '」'), ('『', '』'), ('〝', '〞'), ('"', '"')];
    let mut out = Vec::new();
    let mut open: Option<(usize, char, char, usize)> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match &mut open {
            None => {
                if PAIRS.iter().any(|(a, b)| *b == c && a != b) {
                    return Vec::new();
                }
                let pair = PAIRS.iter().find(|(a, _)| *a == c);
                open = pair.map(|(a, b)| (at, *a, *b, 1));
            }
            Some((start, _, close, depth)) if c == *close => {
                *depth -= 1;
                if *depth == 0 {
                    let words = (
                        *start + text[*start..].chars().next().map_or(0, char::len_utf8),
                        at,
                    );
                    out.push(Quotation { open: *start, words, close: end });
                    open = None;
                }
            }
            Some((_, again, _, depth)) if c == *again => *depth += 1,
            Some(_) => {}
        }
    }
    if open.is_some() { Vec::new() } else { out }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '…' | '\n')
}

fn is_comma(c: char) -> bool {
    matches!(c, '，' | ',')
}

/// What a clause before or after a quotation says of who speaks.
#[derive(Clone, Copy)]
enum Told<'c> {
    /// Who does.
    By(&'c Speaker),
    /// Somebody, and not by a name that is known.
    Somebody,
    /// Nothing.
    Nothing,
}

impl<'c> Names<'c> {
    /// `老马说：` at the end of the text before a quotation.
    fn lead(&self, before: &str) -> Told<'c> {
        let trimmed = before.trim_end();
        let colon = trimmed.ends_with(head::is_colon);
        if !colon && !trimmed.ends_with(is_comma) {
            // 他问“…”: the words are a part of the sentence.
            return if trimmed.is_empty() || trimmed.ends_with(ends_sentence) {
                Told::Nothing
            } else {
                Told::Somebody
            };
        }
        let clause = trimmed.trim_end_matches(|c| head::is_colon(c) || is_comma(c));
        let from = clause
            .rfind(ends_sentence)
            .map_or(0, |at| at + clause[at..].chars().next().map_or(0, char::len_utf8));
        let clause = folded(
            clause[from..].trim_start_matches(|c: char| is_comma(c) || c.is_whitespace()),
        );
        match self.says(&clause) {
            Some(speaker) => Told::By(speaker),
            None if colon || clause.iter().any(|c| OTHER.contains(*c)) => Told::Somebody,
            None => Told::Nothing,
        }
    }

    /// `，老马说。` at the beginning of the text after a quotation, whose words end with `last`.
    fn tail(&self, after: &str, last: Option<char>, next: bool) -> Told<'c> {
        let text = after.trim_start();
        let joined = text.starts_with(is_comma);
        let text = text.trim_start_matches(|c: char| is_comma(c) || c.is_whitespace());
        let end = text.find(|c: char| ends_sentence(c) || is_comma(c) || c == '.');
        let clause = &text[..end.unwrap_or(text.len())];
        if clause.contains(head::is_colon) {
            return Told::Nothing;
        }
        let mark = text[clause.len()..].chars().next();
        let rest = &text[clause.len() + mark.map_or(0, char::len_utf8)..];
        let clause = folded(clause);
        let Some(speaker) = self.says(&clause).or_else(|| self.said_by(&clause)) else {
            return match clause.iter().take(12).any(|c| OTHER.contains(*c)) {
                true => Told::Somebody,
                false => Told::Nothing,
            };
        };
        let goes_on = last.is_some_and(is_comma);
        let is_whole = goes_on || last.is_some_and(|c| ends_sentence(c) || c == '.');
        let is_sure = match mark {
            // “难吗？”老马说，“难。”: the first words may be another's.
            Some(c) if is_comma(c) && next && rest.trim().is_empty() => goes_on || joined,
            // “慢功夫”，老马说，是他爹教的。
            Some(c) if is_comma(c) => is_whole,
            Some(_) => is_whole || joined,
            None => !next && (is_whole || joined),
        };
        if is_sure { Told::By(speaker) } else { Told::Somebody }
    }

    /// The one who says something by a whole clause: `当时，创始人老马笑着对记者说`.
    fn says(&self, clause: &[char]) -> Option<&'c Speaker> {
        let starts = (0..clause.len()).filter(|at| is_subject(&clause[..*at]));
        starts.into_iter().find_map(|at| {
            let (speaker, end) = self.at(clause, at)?;
            is_saying(&clause[end..]).then_some(speaker)?
        })
    }

    /// `said Mary Jones`.
    fn said_by(&self, clause: &[char]) -> Option<&'c Speaker> {
        VERBS.iter().filter(|verb| verb.iter().all(char::is_ascii)).find_map(|verb| {
            let (speaker, end) =
                clause.starts_with(verb).then(|| self.at(clause, verb.len())).flatten()?;
            (end == clause.len()).then_some(speaker)?
        })
    }
}

/// True if a name that stands behind these words is the subject of its clause.
fn is_subject(before: &[char]) -> bool {
    let from = before.iter().rposition(|c| *c == ',').map_or(0, |at| at + 1);
    let mut rest = &before[from..];
    while let Some(opener) = BEFORE.iter().find(|word| rest.starts_with(word)) {
        rest = &rest[opener.len()..];
    }
    if rest.is_empty() {
        return true;
    }
    let Some(title) = TITLE.iter().find(|title| rest.ends_with(title)) else {
        return false;
    };
    let owner = &rest[..rest.len() - title.len()];
    owner.len() <= 24
        && !owner.iter().any(|c| RISKY.contains(*c) || matches!(c, '、' | '"' | ':'))
}

/// True if what follows a name says that its owner speaks, and nothing else: `（店主）先生又对记者说`.
fn is_saying(after: &[char]) -> bool {
    let mut rest = after;
    if rest.first() == Some(&'(')
        && let Some(close) = rest.iter().take(32).position(|c| *c == ')')
    {
        rest = &rest[close + 1..];
    }
    if let Some(honour) = HONOUR.iter().find(|word| rest.starts_with(word)) {
        rest = &rest[honour.len()..];
    }
    // Each turn takes one word or phrase away.
    for _ in 0..8 {
        if VERBS.iter().any(|verb| *verb == rest) || is_telling(rest) {
            return true;
        }
        if let Some(adverb) = BETWEEN.iter().find(|word| rest.starts_with(word)) {
            rest = &rest[adverb.len()..];
        } else if let Some(after) = phrase(rest) {
            rest = after;
        } else {
            return false;
        }
    }
    false
}

/// `告诉记者`: nothing stands behind the one who is told.
fn is_telling(rest: &[char]) -> bool {
    let told =
        ["告诉", "告诫", "提醒", "问", "反问", "追问", "回答", "回应", "told", "asked"];
    let told = told.iter().map(|verb| folded(verb)).find(|verb| rest.starts_with(verb));
    told.is_some_and(|verb| is_somebody(&rest[verb.len()..]))
}

/// True for one who is spoken to: a pronoun, or a few characters without one.
fn is_somebody(whom: &[char]) -> bool {
    let text: String = whom.iter().collect();
    let pronouns = [
        "我", "他", "她", "你", "您", "我们", "他们", "她们", "大家", "me", "him", "her",
        "us",
    ];
    pronouns.contains(&text.as_str())
        || ((1..=16).contains(&whom.len())
            && !whom.iter().any(|c| OTHER.contains(*c) || ",\":、".contains(*c)))
}

/// What follows a phrase between a name and the verb: `对记者`, `在接受采访时`, `平静地`.
fn phrase(rest: &[char]) -> Option<&[char]> {
    let first = *rest.first()?;
    if matches!(first, '对' | '向' | '跟') {
        let verb = (2..rest.len().min(18))
            .find(|at| VERBS.iter().any(|verb| rest[*at..] == **verb))?;
        return is_somebody(&rest[1..verb]).then_some(&rest[verb..]);
    }
    if first == '在' || first == '于' {
        let near = &rest[..rest.len().min(32)];
        // The longest phrase: 在上海开会时 has three such ends.
        let ends = (1..near.len())
            .filter(|at| matches!(near[*at], '时' | '中' | '上' | '里' | '后' | '间'));
        let clear = |at: &usize| {
            !rest[1..*at].iter().any(|c| OTHER.contains(*c) || *c == ',' || *c == ':')
        };
        return ends.rev().find(clear).map(|at| &rest[at + 1..]);
    }
    let near = &rest[..rest.len().min(5)];
    let manner = near.iter().position(|c| matches!(c, '地' | '着' | '著'))?;
    let clear = (1..=4).contains(&manner)
        && !near[..manner].iter().any(|c| OTHER.contains(*c) || RISKY.contains(*c));
    clear.then_some(&rest[manner + 1..])
}

/// Whose each quotation of a line is, as far as its sentence says.
fn attributed<'c>(names: &Names<'c>, text: &str) -> Vec<(Quotation, Option<&'c Speaker>)> {
    let found = quotations(text);
    (0..found.len())
        .map(|at| {
            let quotation = found[at];
            let from = at.checked_sub(1).map_or(0, |before| found[before].close);
            let to = found.get(at + 1).map_or(text.len(), |next| next.open);
            let (before, after) = (&text[from..quotation.open], &text[quotation.close..to]);
            let said = text[quotation.words.0..quotation.words.1].trim_end();
            let last = said.chars().next_back();
            let is_whole = last
                .is_some_and(|c| ends_sentence(c) || is_comma(c) || c == '.' || c == '—');
            // “慢”是…, “慢”、“稳”: a part of the sentence.
            let ends = after
                .trim_start()
                .chars()
                .next()
                .is_none_or(|c| ends_sentence(c) || is_comma(c) || c == '.');
            // What begins behind another quotation begins no sentence.
            let begins = from == 0 || !before.trim().is_empty() || at == 0;
            let tail = names.tail(after, last, at + 1 < found.len());
            let speaker = match names.lead(before) {
                Told::By(lead) => match tail {
                    Told::By(other) if other.id != lead.id => None,
                    _ if before.trim_end().ends_with(is_comma) && !is_whole => None,
                    _ => (is_whole || ends).then_some(lead),
                },
                Told::Somebody => None,
                Told::Nothing => match tail {
                    Told::By(speaker) if begins => Some(speaker),
                    _ => None,
                },
            };
            (quotation, speaker)
        })
        .collect()
}

/// Who is cited in a document, and how they are known.
struct Cited<'c> {
    names: Names<'c>,
    /// All labels, folded.
    labels: BTreeSet<String>,
    ids: BTreeSet<&'c str>,
}

/// Reads the speech in narration of those whom the manifest says to be cited.
pub(super) fn read(context: &Context<'_>, passages: Vec<Passage>) -> Vec<Passage> {
    if context.entry.cited.is_empty() {
        return passages;
    }
    let labels = context.labels.iter();
    let cited = Cited {
        names: Names::of(&context.labels, context.speakers),
        labels: labels.map(|(label, _)| head::fold(&head::tidy(label))).collect(),
        ids: context.entry.cited.iter().map(String::as_str).collect(),
    };
    let mut out = Vec::with_capacity(passages.len());
    for passage in passages {
        match divided(context, &cited, &passage) {
            Some(parts) => out.extend(parts),
            None => out.push(passage),
        }
    }
    out
}

/// True for a line that is narration, or is nobody's and may be.
fn may_be_narration(basis: Basis) -> bool {
    match basis {
        Basis::Reported => true,
        Basis::Unsure(reason) => matches!(
            reason,
            Reason::QuotedSpeech
                | Reason::AfterBreak
                | Reason::PageVoice
                | Reason::ThirdPerson
                | Reason::NoHeads
        ),
        _ => false,
    }
}

/// The speaker whose speech in narration holds the words at `span` of a document that does not
/// say that he may be cited.
pub(in crate::source) fn speaker_beside<'m>(
    entry: &'m SourceEntry,
    manifest: &'m Manifest,
    text: &SourceText,
    span: Span,
    basis: Basis,
) -> Option<&'m Speaker> {
    if !entry.shape.has_narration() || !may_be_narration(basis) {
        return None;
    }
    let names = Names::of(&manifest.labels(entry), &manifest.speakers);
    let line = text.line_span(text.line_of(span.start))?;
    let found = attributed(&names, text.slice(line)?);
    let holds = |quotation: &Quotation| {
        line.start + quotation.words.0 <= span.start
            && span.end <= line.start + quotation.words.1
    };
    let (_, speaker) = found.iter().find(|(quotation, _)| holds(quotation))?;
    speaker.filter(|speaker| {
        speaker.role == Role::Subject && !entry.cited.contains(&speaker.id)
    })
}

/// A line of narration as its parts; `None` if no speech in it is anybody's.
fn divided(
    context: &Context<'_>,
    cited: &Cited<'_>,
    whole: &Passage,
) -> Option<Vec<Passage>> {
    let [paragraph] = whole.paragraphs.as_slice() else { return None };
    let text = context.text.slice(paragraph.span)?;
    let line = context.text.line(paragraph.line).unwrap_or_default();
    if !may_be_narration(paragraph.basis)
        || line.trim() != text
        || begins_with_head(context, &cited.labels, text)
    {
        return None;
    }
    let is_cited = |speaker: &Option<&Speaker>| {
        speaker.is_some_and(|speaker| cited.ids.contains(speaker.id.as_str()))
    };
    let found = attributed(&cited.names, text);
    if !found.iter().any(|(_, speaker)| is_cited(speaker)) {
        return None;
    }
    let start = paragraph.span.start;
    let part = |from: usize, to: usize| {
        trimmed(context.text, paragraph.line, Span::new(start + from, start + to))
    };
    // Where all that is said is somebody's, the rest is narration.
    let is_clear = found.iter().all(|(_, speaker)| is_cited(speaker));
    let rest = |line: Line| match is_clear {
        true => context.narration(line),
        false => Passage {
            paragraphs: vec![Paragraph {
                line: line.number,
                span: line.span,
                basis: paragraph.basis,
            }],
            ..whole.clone()
        },
    };
    let has_words = |line: &Line| context.str(*line).contains(char::is_alphanumeric);
    let mut parts = Vec::new();
    let mut from = 0;
    for (quotation, speaker) in found.iter().filter(|(_, speaker)| is_cited(speaker)) {
        let Some(speaker) = speaker else { continue };
        parts.extend(Some(part(from, quotation.open)).filter(has_words).map(rest));
        let kind = match speaker.role {
            Role::Interviewer => Kind::Question,
            Role::Subject => Kind::Quote,
            Role::Author | Role::Other => Kind::Other,
        };
        let words = part(quotation.words.0, quotation.words.1);
        let said = Some(words).filter(has_words);
        parts.extend(said.map(|words| {
            let said = passage(speaker.id.clone(), kind, Basis::Cited, words);
            Passage { heading: whole.heading.clone(), ..said }
        }));
        from = quotation.close;
    }
    parts.extend(Some(part(from, text.len())).filter(has_words).map(rest));
    Some(parts)
}

/// True if a line is a turn of somebody who tells what another says: `小陈：老马说：“…”`.
fn begins_with_head(context: &Context<'_>, labels: &BTreeSet<String>, text: &str) -> bool {
    context.entry.shape == Shape::Dialogue
        && head::readings(text).iter().any(|reading| {
            let said = matches!(reading.frame, head::Frame::Said | head::Frame::Told);
            !said && !reading.frame.is_soft() && labels.contains(&head::fold(&reading.name))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speakers() -> Vec<Speaker> {
        let speaker = |id: &str, name: &str, labels: &[&str]| Speaker {
            id: id.to_owned(),
            name: name.to_owned(),
            name_english: name.to_owned(),
            role: Role::Subject,
            labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        };
        vec![
            speaker("ma", "老马", &["老马", "马", "答"]),
            speaker("chen", "小陈", &["小陈"]),
            speaker("mary", "Mary Jones", &["Mary Jones"]),
        ]
    }

    /// Whose each quotation of a line is, `-` for nobody's.
    fn said(text: &str) -> String {
        let speakers = speakers();
        let labels: Vec<(&str, Option<&Speaker>)> = speakers
            .iter()
            .flat_map(|s| s.labels.iter().map(move |label| (label.as_str(), Some(s))))
            .collect();
        let names = Names::of(&labels, &speakers);
        let found = attributed(&names, text);
        let ids = found.iter().map(|(_, s)| s.map_or("-", |s| s.id.as_str()));
        ids.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn speech_is_the_ones_whom_its_sentence_names() {
        for (text, whose) in [
            ("老马说：“水急了，只能等。”", "ma"),
            ("老馬說：「水急了，只能等。」", "ma"),
            ("老马笑了笑，对记者说：“水急了，只能等。”", "ma"),
            ("昨天，老马在接受电视台采访时表示，“水急了，只能等。”", "ma"),
            ("渡口船长老马回忆道：“水急了，只能等。”说完他走了。", "ma"),
            ("“水急了，只能等。”老马说。", "ma"),
            ("「水急了，只能等」，老馬說。", "ma"),
            ("“水急了，”老马说，“只能等。”", "ma ma"),
            ("天黑了。老马告诉记者：“水急了，只能等。”风停了。", "ma"),
            ("老马说：“难。”小陈问：“多难？”", "ma chen"),
            ("“难吗？”小陈问。“难。”老马答道。", "chen ma"),
            ("Mary Jones said, “Wait for the water.”", "mary"),
            ("“Wait for the water,” said Mary Jones.", "mary"),
            ("“Wait,” Mary Jones said, “for the water.”", "mary mary"),
            ("“难吗？”老马问小李。", "ma"),
            ("小李问：“难吗？”老马回答：“难。”", "- ma"),
            ("老马（五十岁）先生平静地说：“等。”", "ma"),
        ] {
            assert_eq!(said(text), whose, "{text}");
        }
    }

    #[test]
    fn everything_else_is_nobodys() {
        for text in [
            "他说：“水急了，只能等。”",
            "「水急了，只能等。」他說。",
            "老马摇摇头，他说：“水急了。”",
            "老马的儿子说：“水急了，只能等。”",
            "老马和小李说：“水急了，只能等。”",
            "小李和老马说：“水急了，只能等。”",
            "小李告诉老马：“水急了，只能等。”",
            "小李对老马说：“水急了，只能等。”",
            "老马听船工说：“水急了，只能等。”",
            "老马告诉小陈他爹说：“水急了，只能等。”",
            "老马在船工问起时说：“水急了，只能等。”",
            "大老马说：“水急了，只能等。”",
            "老马没说：“水急了，只能等。”",
            "老马说，“慢”就是稳。",
            "老马说这叫“慢功夫”。",
            "“慢功夫”，老马说，是他爹教的。",
            "小李说：“水急了。”老马说。",
            "小李摇头说，“水急了。”老马说。",
            "小陈说：“水急了。”老马说。",
            "答说：“水急了，只能等。”",
            "马说：“水急了，只能等。”",
            "Rosemary Jones said, “Wait for the water.”",
            "Mary Jones's son said, “Wait for the water.”",
            "“水急了，只能等。”老马的船工说。",
            "“水急了，只能等。”",
        ] {
            assert!(said(text).split(' ').all(|who| who == "-"), "{text}: {}", said(text));
        }
        assert_eq!(said("老马说：“水急了，只能等。"), "", "a mark is missing");
        // The first words may be the other's.
        assert_eq!(said("“难吗？”老马说：“难。”"), "- ma");
        assert_eq!(said("“难吗？”老马说，“难。”"), "- ma");
        assert_eq!(said("老马说：“难。”“多难？”"), "ma -");
    }
}
