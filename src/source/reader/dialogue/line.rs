//! What a line of a dialogue is by itself, before anything is inherited.

use crate::source::evidence::{Evidence, Reading, Seen, Suspicion, is_stage_direction};
use crate::source::furniture::{self, Furniture};
use crate::source::head;
use crate::source::reason::Reason;

/// What a line is before anything is inherited.
#[derive(Debug, Clone, Copy)]
pub(super) enum Seems {
    Head(Reading),
    /// It could begin another's words: nobody's, and it ends the turn.
    Suspect(Reason),
    /// Nobody's words; `ends` says whether it ends the turn.
    Nobody {
        reason: Reason,
        ends: bool,
    },
    Text,
}

pub(super) fn seems(evidence: &Evidence, at: usize, text: &str) -> Seems {
    match evidence.see(at, text) {
        Seen::Head(reading) => return Seems::Head(reading),
        Seen::Legend => return Seems::Nobody { reason: Reason::Byline, ends: true },
        Seen::Suspect(suspicion) => {
            return Seems::Suspect(match suspicion {
                Suspicion::Unknown(_) => Reason::UnknownHead,
                Suspicion::Joint => Reason::JointHead,
                Suspicion::Begins => Reason::NotAHead,
                Suspicion::Says => Reason::QuotedSpeech,
                Suspicion::Shared => Reason::SharedLabel,
            });
        }
        Seen::No => {}
    }
    if is_stage_direction(text) {
        return Seems::Nobody { reason: Reason::StageDirection, ends: false };
    }
    let Some(found) = furniture::classify(text) else { return Seems::Text };
    // <p><strong>名</strong></p>
    if found == Furniture::Markup && head::is_odd_head(text) {
        return Seems::Suspect(Reason::UnknownHead);
    }
    let (reason, ends) = match found {
        // Whether a bold line or a quotation is the speaker's depends on his head.
        Furniture::BlockQuotation => return Seems::Text,
        Furniture::Heading if is_bold(text) => return Seems::Text,
        Furniture::Heading => (Reason::Heading, true),
        Furniture::Rule => (Reason::Rule, true),
        Furniture::Picture | Furniture::Caption => (Reason::Picture, false),
        Furniture::TableRow => (Reason::Table, true),
        Furniture::Footnote => (Reason::Footnote, true),
        Furniture::LinkList => (Reason::Links, true),
        Furniture::Notice => (Reason::Notice, true),
        Furniture::Credit => (Reason::Byline, true),
        Furniture::Aside => (Reason::StageDirection, false),
        Furniture::Markup => (Reason::Markup, false),
    };
    Seems::Nobody { reason, ends }
}

pub(super) fn is_question(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_whitespace() || "\"”」』*".contains(c))
        .ends_with(['？', '?'])
}

pub(super) fn is_bold(text: &str) -> bool {
    let text = text.trim();
    ["**", "__"].iter().any(|mark| {
        let inner = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(mark))
    }) || (text.starts_with("<b>") && text.ends_with("</b>"))
}

pub(super) fn is_timing(text: &str) -> bool {
    text.contains("-->") && text.starts_with(|c: char| c.is_ascii_digit())
}

/// `10:00 …`, `[10:00:12] …`, `【10：00】…`
pub(super) fn begins_with_time(text: &str) -> bool {
    let text = text.trim_start_matches(['[', '【', '(', '（', '<', '〔']);
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let hours = digits(text);
    let rest = text.get(hours..).unwrap_or_default();
    let minutes = rest.strip_prefix([':', '：']).map(digits);
    (1..=2).contains(&hours) && minutes == Some(2)
}

/// `他认为，…`: somebody tells of the speaker.
pub(super) fn is_third_person(text: &str) -> bool {
    let near: String = text.chars().take(8).collect();
    let near = head::fold(&near);
    let Some(rest) = ["他们", "她们", "他", "她"].iter().find_map(|p| near.strip_prefix(p))
    else {
        return false;
    };
    let adverbs = ["又", "还", "续", "亦", "也", "则", "并", "再", "强调"];
    let rest = adverbs.iter().find_map(|a| rest.strip_prefix(a)).unwrap_or(rest);
    let verbs = [
        "认为", "表示", "说", "指出", "指", "强调", "形容", "相信", "坦言", "直言", "续指",
        "补充", "解释", "回忆", "透露", "称", "慨叹", "续说", "笑言", "忆述",
    ];
    let Some(verb) = verbs.iter().find(|verb| rest.starts_with(**verb)) else {
        return false;
    };
    let after = &rest[verb.len()..];
    // 他指着…; 他说：“…” is somebody's words.
    let is_gesture = *verb == "指" && after.starts_with(['着', '著']);
    !is_gesture && !after.starts_with(":\"")
}

/// `感谢你的回答。…`: somebody speaks to the one who has answered.
pub(super) fn is_thanks(text: &str) -> bool {
    const THANKS: [&str; 4] = ["感谢", "谢谢", "多谢", "非常感谢"];
    const ANSWERS: [&str; 8] =
        ["回答", "解答", "分享", "解释", "说明", "介绍", "讲解", "讨论"];
    let near: String = text.chars().take(40).collect();
    let near = head::fold(&near);
    if let Some(rest) = THANKS.iter().rev().find_map(|word| near.strip_prefix(*word)) {
        return rest.starts_with(['你', '您']) && ANSWERS.iter().any(|w| rest.contains(w));
    }
    let to = ["thankyou", "thanks"].iter().find_map(|word| near.strip_prefix(word));
    to.is_some_and(|rest| {
        ["answer", "explan", "sharing", "talk"].iter().any(|w| rest.contains(w))
    })
}

/// `[1] …`, `〔2〕…`, `※…`, `注1：…`: a note at the foot of the words.
pub(super) fn is_note(text: &str) -> bool {
    // （註：…）
    let inner = text.strip_prefix(['（', '(']).filter(|_| text.ends_with(['）', ')']));
    if inner.is_some_and(|inner| {
        ["注", "註", "编者按", "編者按", "编按", "編按", "译注", "譯註"].iter().any(
            |word| {
                inner.strip_prefix(word).is_some_and(|rest| rest.starts_with(['：', ':']))
            },
        )
    }) {
        return true;
    }
    let mut chars = text.chars();
    let marked = match chars.next() {
        Some('[' | '〔' | '［' | '【' | '(' | '（') => {
            let inner: String = chars.by_ref().take_while(|c| c.is_ascii_digit()).collect();
            let rest = text.chars().nth(inner.chars().count() + 1);
            !inner.is_empty() && matches!(rest, Some(']' | '〕' | '］' | '】'))
        }
        Some('※' | '†' | '‡') => true,
        Some('注' | '註') => chars.next().is_some_and(|c| c.is_numeric()),
        _ => false,
    };
    marked || text.starts_with(['¹', '²', '³'])
}

/// `二、访蓝叔`, `3. The sea`: a number and a few words without a sentence.
pub(super) fn is_numbered_heading(text: &str) -> bool {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let after = text.trim_start_matches(numeral);
    after.len() < text.len()
        && after.starts_with(['、', '.', '．'])
        && text.chars().count() <= 20
        && furniture::reads_like_heading(
            &after[after.chars().next().map_or(0, char::len_utf8)..],
        )
}
