//! What is known of a page as a whole: who asks, how long turns are, whether the page speaks too.

use std::collections::BTreeMap;

use super::body::Body;
use super::line::{Seems, begins_with_time, is_question, is_timing};
use crate::source::evidence::Reading;
use crate::source::furniture;
use crate::source::head::Frame;
use crate::source::manifest::Role;

/// What is known of the page as a whole.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Several interviews in one: a label that names nobody means somebody else in each.
    pub(super) has_several: bool,
    /// It has a voice of its own: narration before the first head, or few heads.
    pub(super) has_voice: bool,
    /// So few heads that one head's turn would be most of the page.
    pub(super) has_few_heads: bool,
    /// Turns have one paragraph.
    pub(super) is_single: bool,
    /// Speakers follow themselves: a quotation a head.
    pub(super) repeats: bool,
    /// The most lines that a turn has before its next head.
    pub(super) longest: usize,
    /// Its heads are in a form of its own.
    pub(super) has_openings: bool,
    /// Nearly every head has a time before it: a line with a time of its own is an entry of its own.
    pub(super) is_stamped: bool,
    /// Subtitles.
    pub(super) is_timed: bool,
    /// Subtitles most of which have no head.
    pub(super) is_sparse: bool,
    /// A head is only for its own line: comments on a text.
    pub(super) is_commentary: bool,
    /// Which names ask.
    pub(super) asks: Vec<bool>,
    /// Which names have their words in quotation marks.
    pub(super) quotes: Vec<bool>,
}

impl Page {
    pub(super) fn of(body: &Body<'_, '_, '_>) -> Page {
        let heads: Vec<(usize, Reading)> = body
            .seems
            .iter()
            .enumerate()
            .filter_map(|(at, seems)| match seems {
                Seems::Head(reading) => Some((at, *reading)),
                _ => None,
            })
            .collect();
        let Some((first, _)) = heads.first() else { return Page::default() };
        let spoken = (*first..body.seems.len())
            .filter(|at| matches!(body.seems[*at], Seems::Head(_) | Seems::Text))
            .count();
        let lead = (0..*first)
            .filter(|at| matches!(body.seems[*at], Seems::Text | Seems::Suspect(_)))
            .filter(|at| !body.text(*at).starts_with(['>', '＞']))
            // The first line is mostly a title.
            .filter(|at| *at > 0 || body.text(*at).ends_with(['。', '！', '？', '”', '」']))
            .filter(|at| body.text(*at).chars().nth(29).is_some())
            .count();
        let all = body.seems.iter();
        let all = all.filter(|s| !matches!(s, Seems::Nobody { .. })).count();
        let dense = heads.len() * 5 >= spoken * 4;
        let names: Vec<usize> = heads.iter().map(|(_, r)| body.name_of(r)).collect();
        // Who asks: who is declared to, or whose words mostly end with a question mark.
        let mut asked: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let mut quoted: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (at, reading) in &heads {
            let words = match reading.words {
                Some(_) => body.words(*at, reading),
                None if at + 1 < body.lines.len() => body.text(at + 1),
                None => "",
            };
            let counts = asked.entry(body.name_of(reading)).or_default();
            counts.0 += usize::from(is_question(words));
            counts.1 += 1;
            let counts = quoted.entry(body.name_of(reading)).or_default();
            counts.0 += usize::from(words.starts_with(['“', '「', '『']));
            counts.1 += 1;
        }
        let quotes = (0..body.evidence.names.len()).map(|name| {
            let (quoted, all) = quoted.get(&name).copied().unwrap_or_default();
            quoted >= 2 && quoted * 5 >= all * 4
        });
        let quotes = quotes.collect();
        let asks: Vec<bool> = (0..body.evidence.names.len())
            .map(|name| {
                let declared = body.speakers.get(name).map(|speaker| speaker.role);
                let counts = asked.get(&name).copied().unwrap_or_default();
                body.evidence.names[name].facts.asks
                    || declared == Some(Role::Interviewer)
                    || (counts.0 * 2 > counts.1 && declared != Some(Role::Subject))
            })
            .collect();
        // An introduction before a transcript is no voice in it: questions and answers take turns.
        let turns_taken =
            names.windows(2).filter(|pair| asks[pair[0]] != asks[pair[1]]).count();
        let is_transcript = names.len() >= 8
            && asks[names[0]]
            && turns_taken * 10 >= (names.len() - 1) * 9
            && names.len() * 3 >= spoken;
        // Who writes 我 before his own turns writes what stands between them, too.
        let narrates = names.iter().any(|name| {
            let name = &body.evidence.names[*name];
            matches!(name.shown.as_str(), "我" | "余" | "笔者" | "筆者")
        });
        let has_voice = (narrates && !dense)
            || (lead >= 3 && lead * 100 >= spoken * 6 && !dense && !is_transcript)
            || heads.len() * 4 < all;
        let one_name = names.iter().all(|name| name == &names[0]);
        let has_few_heads =
            heads.len() * 100 < spoken * 12 || (one_name && heads.len() < 3 && spoken > 4);
        // Paragraphs of each turn, and the lines after its head.
        let (mut turns, mut longest, mut after) = (Vec::new(), 0, 0);
        for at in *first..body.seems.len() {
            match &body.seems[at] {
                Seems::Head(reading) => {
                    longest = longest.max(after);
                    after = 0;
                    turns.push(usize::from(reading.words.is_some()));
                }
                Seems::Text => {
                    after += 1;
                    if let Some(turn) = turns.last_mut() {
                        *turn += 1;
                    }
                }
                _ => {}
            }
        }
        // The last turn ends with the page, not with a head.
        turns.pop();
        let singles = turns.iter().filter(|n| **n <= 1).count();
        let is_single = turns.len() >= 8 && singles * 10 >= turns.len() * 9;
        let changes = names.windows(2).filter(|pair| pair[0] != pair[1]).count();
        let repeats = names.len() >= 10 && changes * 10 < (names.len() - 1) * 8;
        let timings = body.lines.iter().filter(|(_, l)| is_timing(l.text)).count();
        let is_timed = timings >= 2;
        let frames =
            heads.iter().filter(|(_, r)| matches!(r.frame, Frame::Said | Frame::Told));
        let is_commentary = frames.count() * 2 > heads.len();
        let interviews = body.lines.iter().filter(|(_, line)| {
            ["访", "訪", "对话", "對話"].iter().any(|word| line.text.contains(word))
                && furniture::reads_like_heading(line.text)
        });
        let stamped =
            heads.iter().filter(|(at, _)| begins_with_time(body.text(*at))).count();
        Page {
            is_stamped: stamped >= 3 && stamped * 10 >= heads.len() * 8,
            has_several: body.evidence.has_several || interviews.count() >= 2,
            has_voice,
            has_few_heads,
            is_single,
            repeats,
            longest,
            has_openings: heads.iter().any(|(_, r)| r.frame == Frame::Opening),
            is_timed,
            is_sparse: is_timed && heads.len() * 10 < spoken * 6,
            is_commentary,
            asks,
            quotes,
        }
    }
}
