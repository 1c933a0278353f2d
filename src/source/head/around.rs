//! Questions about a line that readers ask besides whether it has a head.

use super::grammar::{CLOSE, LONGEST_NAME, OPEN, is_colon};
use super::name::tidy;
use super::parser::{LONGEST_TAIL, Parser};
use super::shadow::Shadow;
use super::{Frame, NameFacts};
use crate::script::han::is_han;

/// The places at which a speaker's name could begin a line, once everything that people put
/// before names is off: byte offsets of the line with the text from there, a few characters each.
pub fn beginnings(line: &str) -> Vec<Vec<char>> {
    let shadow = Shadow::of(line);
    let parser = Parser { s: &shadow.chars, shadow: &shadow, line };
    let mut out = Vec::new();
    let mut i = 0;
    for _ in 0..6 {
        while parser.at(i).is_some_and(|c| !c.is_alphanumeric()) {
            if let Some(after) = parser.tag(i).filter(|_| parser.at(i) == Some('<')) {
                i = after;
            } else {
                i += 1;
            }
        }
        let Some(c) = parser.at(i) else { break };
        out.push(parser.s[i..].iter().take(LONGEST_NAME + 14).copied().collect());
        // Times and numbers stand before names.
        if c.is_ascii_digit() {
            while parser.at(i).is_some_and(|c| {
                c.is_ascii_digit()
                    || is_colon(c)
                    || c.is_whitespace()
                    || !c.is_alphanumeric()
                    || matches!(c, '年' | '月' | '日' | '时' | '分' | '秒' | '時')
            }) {
                i += 1;
            }
            continue;
        }
        // What a bracket before the name holds: （插话）老霍；
        let opened = i > 0 && OPEN.contains(&parser.s[i - 1]);
        let close = (i..i + LONGEST_TAIL)
            .find(|j| parser.at(*j).is_some_and(|c| CLOSE.contains(&c)));
        match close.filter(|_| opened) {
            Some(close) => i = close + 1,
            None => break,
        }
    }
    out
}

/// The text of a line after a time code at its beginning: `[00:03] …`, `00:00:03 …`. A bare `10:30` is
/// part of a sentence.
pub fn after_time_code(line: &str) -> &str {
    if !line.starts_with(|c: char| c.is_ascii_digit() || OPEN.contains(&c)) {
        return line;
    }
    let shadow = Shadow::of(line);
    let parser = Parser { s: &shadow.chars, shadow: &shadow, line };
    let bracketed = parser.at(0).is_some_and(|c| OPEN.contains(&c));
    let Some(after) = parser.stamp(0) else { return line };
    let colons = parser.s[..after].iter().filter(|c| is_colon(**c)).count();
    let words = parser.spaces(after);
    let is_code = bracketed || (colons >= 2 && words > after);
    if is_code && !parser.is_end(words) {
        line.get(shadow.byte(words)..).unwrap_or(line)
    } else {
        line
    }
}

/// The text of a line after everything that decorates its beginning.
pub fn after_marks(line: &str) -> &str {
    let shadow = Shadow::of(line);
    let parser = Parser { s: &shadow.chars, shadow: &shadow, line };
    let (i, _) = parser.decor(0);
    line.get(shadow.byte(i)..).unwrap_or_default()
}

/// Bytes of closing marks, brackets with a role or an aside, and a colon at the beginning of a
/// text that follows a name; `None` if no colon stands there.
pub fn begins_with_colon(text: &str) -> Option<usize> {
    let shadow = Shadow::of(text);
    let parser = Parser { s: &shadow.chars, shadow: &shadow, line: text };
    let mut j = parser.closers(0);
    let closed = parser.spaces(0) < j;
    for _ in 0..2 {
        if let Some(after) = parser.tail(j) {
            j = parser.closers(after);
        }
    }
    parser.at(j).filter(|c| is_colon(*c))?;
    let words = if closed { parser.closers(j + 1) } else { parser.spaces(j + 1) };
    Some(shadow.byte(words))
}

/// True if the words end with a closing quotation mark, an aside after it not counted.
pub fn closes_quotation(words: &str) -> bool {
    let words = words
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '。'));
    let words = match words.strip_suffix(['）', ')']) {
        Some(inner) => match inner.rfind(['（', '(']) {
            Some(open) => inner[..open].trim_end(),
            None => words,
        },
        None => words,
    };
    words.trim_end_matches('。').ends_with(['」', '”', '"', '』'])
}

/// `…。——某某`: somebody's words and who said them.
pub fn is_tail_attribution(text: &str) -> bool {
    let Some(at) = text.rfind("——") else { return false };
    let name = text[at..].trim_start_matches('—').trim();
    let name = name.split(['《', '〈']).next().unwrap_or_default();
    let before = text[..at].trim_end();
    before.ends_with(['”', '」', '。', '！', '？', '』', '"'])
        && (1..=10).contains(&name.chars().count())
        && NameFacts::of(name).is_namelike
}

/// True for a line whose beginning could be a head in a form that no grammar lists: a short name,
/// then a bracket, a dash, an arrow, wide space or another mark that people put between a name and
/// words. Inside a turn such a line is nobody's.
pub fn is_odd_head(line: &str) -> bool {
    let shadow = Shadow::of(line);
    let parser = Parser { s: &shadow.chars, shadow: &shadow, line };
    let (mut i, _) = parser.decor(0);
    let name_from = |from: usize, to: usize| tidy(&parser.text(from, to));
    // （名）…, 〈名〉…
    if parser.at(i).is_some_and(|c| {
        matches!(c, '（' | '(' | '<' | '〈' | '＜' | '{' | '｛' | '［' | '〖')
    }) {
        let close =
            (i + 1..i + 20).find(|j| parser.at(*j).is_some_and(|c| CLOSE.contains(&c)));
        let Some(close) = close else { return false };
        let follows = parser.at(parser.spaces(close + 1)).is_some();
        let name = name_from(i + 1, close);
        return follows && (is_person(&name) || is_nickname(&name));
    }
    if parser.at(i).is_some_and(|c| OPEN.contains(&c) && c != '《') {
        i += 1;
    }
    if is_spread(&parser, i) {
        return true;
    }
    let mut j = i;
    let in_name = |j: usize| {
        let Some(c) = parser.at(j) else { return false };
        // Mary Jones, O'Hara, Jean-Luc
        let latin_gap = matches!(c, ' ' | '\'' | '’' | '-')
            && parser.at(j - 1).is_some_and(|c| c.is_ascii_alphanumeric())
            && parser.at(j + 1).is_some_and(|c| c.is_ascii_uppercase());
        // One dot is in a name, 玛丽·琼斯; two end it.
        let dot = matches!(c, '·' | '・' | '•' | '‧')
            && parser.at(j + 1).is_some_and(char::is_alphanumeric);
        (c.is_alphanumeric() && !is_colon(c))
            || dot
            || matches!(c, '《' | '》')
            || latin_gap
    };
    while j - i <= 20
        && parser.at(j).is_some()
        && (j > i || parser.s[j].is_alphanumeric() || parser.s[j] == '《')
        && in_name(j)
    {
        j += 1;
    }
    if j == i || j - i > 20 {
        return false;
    }
    let name = name_from(i, j);
    let gap = parser.spaces(j);
    let Some(mark) = parser.at(gap).filter(|_| !parser.is_end(parser.closers(j))) else {
        // A name and nothing more.
        return shadow.whole
            && is_person(&name)
            && (!name.contains(|c: char| c.is_ascii_digit()) || is_handle(&name));
    };
    let words = parser.at(parser.spaces(gap + 1)).is_some();
    let spaced = gap > j;
    let wide = gap - j >= 2 || parser.at(j) == Some('\t');
    // 卖花的 00:12ː…
    // 路过的大爷（店主）：…, 某报记者.：…
    let mut tail = parser.tail(gap).unwrap_or(gap);
    if parser.at(tail) == Some('.') {
        tail += 1;
    }
    if tail > gap && parser.at(parser.spaces(tail)).is_some_and(is_colon) {
        return is_person(&name) || is_nickname(&name);
    }
    let has_time = || parser.clock(gap).or_else(|| parser.date(gap)).is_some();
    if spaced && !is_number(&name) && has_time() {
        return is_person(&name) || is_nickname(&name);
    }
    if is_colon(mark) {
        // A nickname that is a phrase: 住六楼的：
        return !is_number(&name) && is_nickname(&name);
    }
    if mark == '，' || mark == ',' {
        // 住六楼的，教授：
        let rest = parser.spaces(gap + 1);
        let end =
            (rest..rest + 9).find(|k| !parser.at(*k).is_some_and(char::is_alphanumeric));
        return end.is_some_and(|end| {
            end > rest
                && parser.at(end).is_some_and(is_colon)
                && NameFacts::of(&name_from(rest, end)).may_be_speaker()
        });
    }
    let latin = name.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '.');
    let person = is_person(&name) || is_press(&name);
    // What somebody is called who has no name: 路过的大爷, 巡山的人.
    let phrase =
        !latin && (name.contains('的') || name.ends_with('人')) && is_nickname(&name);
    words
        && match mark {
            // Marks that prose does not have after its first words.
            '>' | '＞' | '=' | '＝' | '→' | '⇒' | '➜' | '/' | '／' | '|' | '｜' | '丨'
            | '》' | '»' | '›' | '\\' | '~' | '～' | '_' | '^' | '*' | '·' | '・' | '•'
            | '‧' => person || (!latin && is_nickname(&name)),
            '—' | '―' => {
                (person || phrase) && (is_press(&name) || !name.starts_with('《'))
            }
            '；' | ';' => person && !latin && name.chars().count() >= 2,
            '-' | '–' => (person || (!latin && is_nickname(&name))) && spaced,
            _ if wide => person || (!latin && is_nickname(&name)),
            // Nora Quill 這件事…, 旁听者甲 那你…
            c if spaced && !c.is_ascii() => {
                phrase
                    || (person
                        && (!latin || name.contains(' '))
                        && name.chars().count() >= 2)
            }
            // 錢伯 That is not what the river said.
            c if spaced && c.is_ascii_uppercase() => {
                let rest = line.get(shadow.byte(gap)..).unwrap_or_default();
                person
                    && !latin
                    && name.chars().count() >= 2
                    && !rest.contains(is_han)
                    && rest.split_whitespace().count() >= 3
            }
            _ => false,
        }
}

/// True for a line that begins with Latin words, a space and Han: `Ubuntu Tweak 可以…`. In a text of
/// one speaker that is the subject of a sentence.
pub fn begins_with_latin_words(line: &str) -> bool {
    let words = line.trim_start_matches(|c: char| {
        c.is_ascii_alphanumeric() || matches!(c, ' ' | '\'' | '’' | '-' | '.')
    });
    let lead = &line[..line.len() - words.len()];
    lead.ends_with(' ') && !lead.ends_with("  ") && words.starts_with(is_han)
}

/// True for a line that somebody's head could begin, in a form of the grammar or another: among
/// words that are one speaker's without heads, such a line is nobody's.
pub fn begins_another(line: &str) -> bool {
    let could_be = |head: &super::Head| {
        let facts = NameFacts::of(&head.name);
        match head.frame {
            Frame::NoName => false,
            // Words in brackets or in quotation marks begin many sentences.
            Frame::Bracket | Frame::Quoted => {
                facts.may_be_speaker() && is_person(&head.name)
            }
            frame => !frame.is_soft() && (facts.may_be_speaker() || facts.saying > 0),
        }
    };
    super::readings(line).iter().any(could_be) || is_odd_head(line)
}

/// True for the strongest of those forms, which no words have: `〈名〉…`, `名 → …`, `名=…`, a tab.
pub fn is_marked_head(line: &str) -> bool {
    let line = after_marks(line);
    let bracketed = line.starts_with(['〈', '<', '＜', '〖', '［', '{', '｛']);
    let near =
        line.trim_start_matches(|c: char| c.is_alphanumeric() || ".· ・•".contains(c));
    let marked = near.len() < line.len()
        && near
            .starts_with(['>', '＞', '=', '＝', '→', '⇒', '➜', '|', '｜', '丨', '»', '\t']);
    (bracketed || marked) && is_odd_head(line)
}

/// True for a few characters that could be what somebody is called, and nothing else.
pub fn is_name_alone(line: &str) -> bool {
    let name = after_marks(line);
    name.contains(is_han) && name.chars().all(char::is_alphanumeric) && is_nickname(name)
}

fn is_number(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_digit())
}

/// True for what looks like a person's name and little else: two to five Han characters, names
/// with a dot, one to three capitalised words.
fn is_person(name: &str) -> bool {
    let facts = NameFacts::of(name);
    if !facts.may_be_speaker() || is_number(name) {
        return false;
    }
    if facts.is_office || name.contains(['·', '・', '•', '‧']) {
        return true;
    }
    if name.contains(is_han) {
        return (2..=5).contains(&name.chars().count()) && !has_clause(name);
    }
    name.split_whitespace().count() <= 3
        && name.split_whitespace().all(|word| word.starts_with(|c: char| c.is_uppercase()))
}

/// True for a letter or two with a number, by which a transcript may call somebody: Z3.
fn is_handle(name: &str) -> bool {
    name.len() <= 4 && name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// `N o r a：…`: single letters with spaces between, and a colon.
fn is_spread(parser: &Parser<'_>, from: usize) -> bool {
    let mut j = from;
    let mut letters = 0;
    while parser.at(j).is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '\'' | '.'))
        && parser.at(j + 1).is_some_and(|c| c.is_whitespace() || is_colon(c))
    {
        letters += 1;
        j = parser.spaces(j + 1);
    }
    letters >= 3 && parser.at(j).is_some_and(is_colon)
}

/// True for a newspaper or another outlet that asks: 《船报》.
fn is_press(name: &str) -> bool {
    let inner = name.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
    inner.is_some_and(|inner| {
        inner.ends_with(['报', '報', '刊', '网', '網', '台', '臺', '社'])
    })
}

/// A phrase by which somebody can be called, although it has characters of clauses.
fn is_nickname(name: &str) -> bool {
    let facts = NameFacts::of(name);
    let count = name.chars().count();
    !facts.is_stop
        && !facts.is_pronoun
        && facts.saying == 0
        && (2..=8).contains(&count)
        && !name.ends_with([
            '是', '说', '說', '了', '点', '點', '下', '到', '为', '為', '以', '会', '會',
            '要', '在', '有', '就', '么', '麼', '吗', '嗎', '呢', '吧', '看', '道', '想',
            '讲', '講', '句', '話', '话',
        ])
}

fn has_clause(name: &str) -> bool {
    name.chars()
        .any(|c| "我你您他她它们們了吗嗎呢这這那哪什很就也都不是把被让讓说說的".contains(c))
}
