//! Numbered lists of one speaker's thoughts, edited by a compiler: `1.…` to `60.…`, `一、…`,
//! `第三条 …`.
//!
//! A document may hold several lists, of which only one need be the speaker's: where it is not
//! said, none is. A line without a mark goes on with the item before it while nothing speaks
//! against that.

use super::context::{
    Context, Head, Line, is_other_language, part, passage, tells_who_says, unsure,
};
use crate::diagnostics::{Code, Diagnostic};
use crate::source::furniture::{self, Furniture};
use crate::source::head;
use crate::source::list::mark::{Frame, Setting};
use crate::source::list::{self, List, Mark, Tail};
use crate::source::passage::{Basis, Kind, Paragraph, Passage};
use crate::source::reason::Reason;

/// How many items a list must have before its habits count.
const HABIT_OF: usize = 8;
/// Items out of ten with one paragraph that make it the habit.
const SINGLE_OF_TEN: usize = 9;

/// A line as this reader sees it.
struct Row {
    line: Line,
    block: usize,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    /// Item of a list that stands by itself: the list and the index of the item.
    Item(usize, usize, Mark),
    /// Item of a list within an item.
    Inner(Mark),
    /// A mark that is in no list.
    Stray(Mark),
    Furniture(Furniture),
    Words,
}

/// What is known of a list as a whole.
struct Habit {
    /// What follows a mark is a title, the words stand below it.
    titled: bool,
    /// How many paragraphs an item has, marks' own lines included.
    most: usize,
    /// Each item has one paragraph.
    single: bool,
    /// Why it is nobody's, if it is.
    doubt: Option<Reason>,
}

pub(super) fn read(
    context: &Context<'_>,
    blocks: &[Vec<Line>],
    out: &mut Vec<Diagnostic>,
) -> Vec<Passage> {
    let (rows, lists) = rows(context, blocks);
    let habits = habits(context, &rows, &lists);
    let mut reading = Reading {
        context,
        passages: Vec::new(),
        open: None,
        begun: false,
        leads: false,
        heading: None,
    };
    let mut block = 0;
    for (at, row) in rows.iter().enumerate() {
        let next = rows.get(at + 1).map(|next| next.what);
        reading.leads = matches!(next, Some(What::Inner(_)));
        if row.block != block {
            (block, reading.open) = (row.block, None);
        }
        match row.what {
            What::Item(list, item, mark) => {
                let of = &lists[list];
                let number = of.items.get(item).map_or(mark.number, |(_, number)| *number);
                reading.item(
                    row.line,
                    mark,
                    number,
                    list,
                    item + 1 == of.items.len(),
                    &habits[list],
                );
            }
            What::Inner(mark) => reading.words(row.line, Some(mark), &habits),
            What::Stray(mark) => match list::lost_before(&lists, at, &mark) {
                Some(last) => {
                    out.push(gap(context, row.line, mark.number, last));
                    reading.narration(row.line);
                    reading.open = None;
                }
                None => reading.doubt(row.line, Reason::OutsideList),
            },
            What::Furniture(Furniture::Heading) if reading.waits() => {
                let (start, end) = bold(context.str(row.line));
                if start < end {
                    reading.words(part(context, row.line, start, end), None, &habits);
                } else {
                    reading.furniture(row.line, Furniture::Heading);
                }
            }
            What::Furniture(kind) => reading.furniture(row.line, kind),
            What::Words => reading.words(row.line, None, &habits),
        }
    }
    reading.passages
}

fn gap(context: &Context<'_>, line: Line, number: usize, last: usize) -> Diagnostic {
    let message = format!("item {number} follows item {last}");
    Diagnostic::new(Code::NumberGap, message)
        .at(&context.entry.file, line.span, "")
        .hint("declare what is not part of the list as a cut or a voice")
}

/// Where the words of a line set in bold stand; nothing if it is not.
fn bold(text: &str) -> (usize, usize) {
    let is_bold =
        |mark: &str| text.len() > 4 && text.starts_with(mark) && text.ends_with(mark);
    if is_bold("**") || is_bold("__") { (2, text.len() - 2) } else { (0, 0) }
}

/// Every line with what it is, and the lists.
fn rows(context: &Context<'_>, blocks: &[Vec<Line>]) -> (Vec<Row>, Vec<List>) {
    let mut rows = Vec::new();
    let mut marks: Vec<(usize, Mark)> = Vec::new();
    for (block, lines) in blocks.iter().enumerate() {
        for line in lines {
            let text = context.str(*line);
            let mark = list::mark(text).filter(|mark| {
                let words = furniture::classify(&text[mark.start..mark.end]);
                !matches!(words, Some(Furniture::LinkList | Furniture::Picture))
            });
            let what = match (mark, furniture::classify(text)) {
                (Some(mark), _) => What::Stray(mark),
                (None, Some(kind)) => What::Furniture(kind),
                (None, None) => What::Words,
            };
            marks.extend(mark.map(|mark| (rows.len(), mark)));
            rows.push(Row { line: *line, block, what });
        }
    }
    let lists = list::lists_of_several(&marks);
    for (at, list) in lists.iter().enumerate() {
        for (item, (row, _)) in list.items.iter().enumerate() {
            if let What::Stray(mark) = rows[*row].what {
                rows[*row].what = match list.within {
                    None => What::Item(at, item, mark),
                    Some(_) => What::Inner(mark),
                };
            }
        }
    }
    // What leads to a list is no part of the one before.
    for list in lists.iter().filter(|list| list.within.is_none()) {
        let Some(above) = list.items.first().and_then(|(row, _)| row.checked_sub(1)) else {
            continue;
        };
        let text = context.str(rows[above].line);
        let leads = furniture::reads_like_heading(text) || text.ends_with([':', '：']);
        if leads && matches!(rows[above].what, What::Words) {
            rows[above].what = What::Furniture(Furniture::Heading);
        }
    }
    // What only looks like a mark where nothing counts is what it is otherwise.
    for row in &mut rows {
        if let What::Stray(mark) = row.what
            && matches!(mark.style.frame, Frame::Alone | Frame::Space | Frame::Around(_))
        {
            let otherwise = furniture::classify(context.str(row.line));
            row.what = otherwise.map_or(What::Words, What::Furniture);
        }
    }
    (rows, lists)
}

/// What each list does with its items, and whether it is the speaker's.
fn habits(context: &Context<'_>, rows: &[Row], lists: &[List]) -> Vec<Habit> {
    let mut habits: Vec<Habit> =
        lists.iter().map(|list| habit(context, rows, list)).collect();
    let own: Vec<usize> = (0..lists.len())
        .filter(|at| lists[*at].within.is_none() && habits[*at].doubt.is_none())
        .collect();
    if own.len() > 1 && !context.entry.all_lists {
        let named: Vec<usize> = own
            .iter()
            .copied()
            .filter(|at| is_headed_by_speaker(context, rows, &lists[*at]))
            .collect();
        for at in own.into_iter().filter(|at| !named.contains(at)) {
            habits[at].doubt = Some(Reason::SeveralLists);
        }
    }
    habits
}

fn habit(context: &Context<'_>, rows: &[Row], list: &List) -> Habit {
    let items = &list.items;
    let below: Vec<usize> =
        items.iter().map(|(row, _)| words_below(context, rows, *row)).collect();
    let bare = |row: usize| match rows[row].what {
        What::Item(_, _, mark) | What::Inner(mark) => {
            context.str(rows[row].line)[mark.start..mark.end].to_owned()
        }
        _ => String::new(),
    };
    let set_apart = matches!(list.style.setting, Setting::Heading(_) | Setting::BoldLine);
    let titles = items.iter().filter(|(row, _)| {
        let words = bare(*row);
        !words.is_empty() && (set_apart || furniture::reads_like_heading(&words))
    });
    let with_text = below.iter().filter(|n| **n > 0).count();
    // A title stands over words in nearly every item.
    let titled = titles.count() * 10 >= items.len() * 9
        && with_text * 10 >= items.len() * 8
        && (set_apart || with_text == items.len());
    let first = usize::from(!titled);
    let own = |(at, n): (usize, &usize)| {
        n + first.min(usize::from(!bare(items[at].0).is_empty()))
    };
    let counts: Vec<usize> = below.iter().enumerate().map(own).collect();
    // The last item may have what follows the list.
    let others = &counts[..counts.len().saturating_sub(1)];
    let single = others.iter().filter(|n| **n <= 1).count();
    let most = others.iter().copied().max().unwrap_or(usize::MAX).max(1);
    let doubt = items.first().and_then(|(row, _)| page_heading(rows, *row));
    Habit {
        titled,
        most,
        single: others.len() >= HABIT_OF && single * 10 >= others.len() * SINGLE_OF_TEN,
        doubt,
    }
}

/// How many lines of words stand below an item before anything else.
fn words_below(context: &Context<'_>, rows: &[Row], row: usize) -> usize {
    let block = rows[row].block;
    let below = rows[row + 1..].iter().take_while(|next| {
        let is_tail =
            || list::tail(context.str(next.line)).is_some_and(|tail| tail.words_end == 0);
        next.block == block
            && matches!(next.what, What::Words | What::Inner(_))
            && !is_tail()
    });
    let mut before = rows[row].line.number;
    let own = below.filter(|next| {
        let runs_on = context.runs_on(before, next.line);
        before = next.line.number;
        !runs_on
    });
    own.count()
}

/// The line right above a list, if the page speaks in it: 参考资料, 相关阅读.
fn page_heading(rows: &[Row], first: usize) -> Option<Reason> {
    match rows.get(first.checked_sub(1)?)?.what {
        What::Furniture(
            kind @ (Furniture::Notice | Furniture::Footnote | Furniture::Credit),
        ) => Some(kind.reason()),
        _ => None,
    }
}

/// True if the heading over a list, or the line that leads to it, names the speaker.
fn is_headed_by_speaker(context: &Context<'_>, rows: &[Row], list: &List) -> bool {
    let Some((first, _)) = list.items.first() else { return false };
    let Some(above) = first.checked_sub(1).and_then(|at| rows.get(at)) else {
        return false;
    };
    let text = context.str(above.line);
    let heads = matches!(above.what, What::Furniture(Furniture::Heading))
        || furniture::reads_like_heading(text)
        || text.ends_with([':', '：']);
    heads && context.called.names_speaker(text, 1)
}

/// An item that is being read.
struct Open {
    list: usize,
    last: bool,
    paragraphs: usize,
}

struct Reading<'a> {
    context: &'a Context<'a>,
    passages: Vec<Passage>,
    open: Option<Open>,
    /// True from the first item on.
    begun: bool,
    /// An inner list follows, to which a colon may lead.
    leads: bool,
    heading: Option<String>,
}

impl Reading<'_> {
    /// True if an item has its mark and no words yet.
    fn waits(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.paragraphs == 0)
    }

    fn item(
        &mut self,
        line: Line,
        mark: Mark,
        number: usize,
        list: usize,
        last: bool,
        habit: &Habit,
    ) {
        self.begun = true;
        let words = part(self.context, line, mark.start, mark.end);
        let is_empty = words.span.start >= words.span.end;
        let title = habit.titled.then(|| self.context.str(words).to_owned());
        self.open = Some(Open { list, last, paragraphs: 0 });
        if is_empty || habit.titled {
            // The words stand below; the line itself says only which item it is.
            let mut head = self.context.narration(line);
            head.number = Some(number);
            head.heading = title;
            self.passages.push(head);
            return;
        }
        let mut next = self.thought(words, habit);
        next.number = Some(number);
        next.heading = self.heading.clone();
        self.passages.push(next);
        self.settle();
    }

    /// A passage with the first words of an item.
    fn thought(&mut self, words: Line, habit: &Habit) -> Passage {
        if let Some(open) = &mut self.open {
            open.paragraphs = 1;
        }
        match habit.doubt {
            Some(reason) => unsure(reason, words),
            None => match self.context.entry.speaker.clone() {
                Some(speaker) => passage(speaker, Kind::Thought, Basis::Compiled, words),
                // Of nobody named, a list is told and cannot be quoted.
                None => self.context.narration(words),
            },
        }
    }

    fn words(&mut self, line: Line, inner: Option<Mark>, habits: &[Habit]) {
        let Some(open) = &mut self.open else {
            match self.begun {
                true => self.doubt(line, Reason::AfterBreak),
                false => self.narration(line),
            }
            return;
        };
        let habit = &habits[open.list];
        if inner.is_none()
            && let Some(tail) =
                list::tail(self.context.str(line)).filter(|tail| tail.words_end == 0)
        {
            self.attribute(&tail);
            let said = self.context.narration(line);
            self.passages.push(said);
            self.open = None;
            return;
        }
        let line = match inner {
            Some(mark) => part(self.context, line, mark.start, mark.end),
            None => line,
        };
        if line.span.start >= line.span.end {
            return;
        }
        if open.paragraphs == 0 {
            let above =
                self.passages.last().map(|head| (head.number, head.heading.clone()));
            let mut next = self.thought(line, habit);
            (next.number, next.heading) = above.unwrap_or_default();
            self.passages.push(next);
            self.settle();
            return;
        }
        let above = self.passages.last();
        let above = above.and_then(|item| self.context.text.slice(item.paragraphs[0].span));
        if above.is_some_and(|above| is_other_language(above, self.context.str(line))) {
            return self.doubt(line, Reason::OtherLanguage);
        }
        let before = self.passages.last().map_or(0, |item| item.lines().last);
        if !self.context.runs_on(before, line) {
            open.paragraphs += 1;
            if inner.is_none() && head::begins_another(self.context.str(line)) {
                return self.doubt(line, Reason::UnknownHead);
            }
            if habit.single {
                return self.doubt(line, Reason::SingleParagraphs);
            }
            if open.last && open.paragraphs > habit.most {
                return self.doubt(line, Reason::OutsideList);
            }
        }
        if let Some(item) = self.passages.last_mut() {
            let basis = item.basis();
            item.paragraphs.push(Paragraph { line: line.number, span: line.span, basis });
        }
        self.settle();
    }

    /// Looks at the words that were just added: whether they begin with a head or end in an
    /// attribution that says that they are another's.
    fn settle(&mut self) {
        let Some(item) = self.passages.last_mut() else { return };
        let Some(last) = item.paragraphs.last_mut() else { return };
        let text = self.context.text.slice(last.span).unwrap_or_default();
        if let Some(tail) = list::tail(text).filter(|tail| tail.words_end > 0) {
            last.span.end = last.span.start + tail.words_end;
            self.attribute(&tail);
            return;
        }
        // What a colon introduces is mostly somebody else's, and the line the compiler's.
        if text.ends_with([':', '：']) && !self.leads {
            return self.make_doubtful(Reason::QuotedSpeech);
        }
        match self.context.head(text) {
            Some(Head::Own(bytes)) => last.span.start += bytes,
            Some(Head::Others) => self.make_doubtful(Reason::InnerHead),
            None if tells_who_says(text) => self.make_doubtful(Reason::QuotedSpeech),
            None if self.context.names_speaker(text) => {
                self.make_doubtful(Reason::ThirdPerson);
            }
            None => {}
        }
    }

    /// Takes the item from the speaker if its attribution names somebody else.
    fn attribute(&mut self, tail: &Tail<'_>) {
        if !self.context.is_speaker(tail.name) {
            self.make_doubtful(Reason::Attributed);
        }
    }

    fn make_doubtful(&mut self, reason: Reason) {
        if let Some(item) = self.passages.last_mut().filter(|p| p.basis().may_be_quoted()) {
            item.speaker = None;
            item.kind = Kind::Other;
            for paragraph in &mut item.paragraphs {
                paragraph.basis = Basis::Unsure(reason);
            }
        }
    }

    fn furniture(&mut self, line: Line, kind: Furniture) {
        if kind == Furniture::Heading {
            let words = furniture::without_marks(self.context.str(line));
            self.heading = Some(words.to_owned());
        }
        match self.open {
            None => self.narration(line),
            Some(_) => self.doubt(line, kind.reason()),
        }
    }

    fn narration(&mut self, line: Line) {
        let said = self.context.narration(line);
        self.passages.push(said);
    }

    fn doubt(&mut self, line: Line, reason: Reason) {
        self.passages.push(unsure(reason, line));
        self.open = None;
    }
}
