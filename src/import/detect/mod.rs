//! What a document is, by its content. A name decides only between formats that look alike.

mod binary;

pub use binary::binary;

use super::{Format, Unreadable};

/// A document that is recognised and has no reader.
fn named(what: &str, hint: &str) -> Unreadable {
    Unreadable { message: format!("this is {what}"), hint: hint.to_owned() }
}

/// What a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looks {
    /// Like a format that has a reader.
    Format(Format),
    /// Like something else than a document: what, and what to do.
    Other(Unreadable),
    /// Like prose.
    Prose,
}

/// What a decoded text looks like.
pub fn text(text: &str) -> Looks {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let head: String = start.chars().take(2048).collect();
    let lower = head.to_ascii_lowercase();
    if head.starts_with("WEBVTT") {
        return Looks::Format(Format::WebVtt);
    }
    if lower.starts_with("[script info]") || lower.contains("\n[events]") {
        return Looks::Format(Format::Ass);
    }
    if is_srt(start) {
        return Looks::Format(Format::Srt);
    }
    if lower.starts_with("mime-version:")
        || lower.contains("\ncontent-type: multipart/related")
        || lower.starts_with("from: <saved by")
    {
        return Looks::Other(named(
            "a web archive (MHTML)",
            "save the page as HTML instead (“web page, HTML only”)",
        ));
    }
    if start.starts_with('<') {
        return markup(&lower, text);
    }
    for (begin, what) in [
        ("begin:vcalendar", "a calendar (iCalendar)"),
        ("begin:vcard", "an address book (vCard)"),
    ] {
        if lower.starts_with(begin) {
            return Looks::Other(named(what, AS_TEXT));
        }
    }
    if is_mail(&lower) {
        return Looks::Other(named(
            "an e-mail with its headers",
            "save its text or the page in it",
        ));
    }
    if is_timed(start) {
        return Looks::Other(named(
            "lyrics or subtitles with times in brackets (LRC, MicroDVD)",
            "save them as SRT in a program for subtitles",
        ));
    }
    if is_settings(start) {
        return Looks::Other(named("a file of settings (INI, TOML)", AS_TEXT));
    }
    if is_json(start) {
        return Looks::Other(named("JSON, not a document", AS_TEXT));
    }
    if crate::import::front_matter::front_matter(start).is_some() {
        return Looks::Format(Format::Markdown);
    }
    if let Some(what) = table(start) {
        return Looks::Other(named(what, AS_TEXT));
    }
    if is_code(start) {
        return Looks::Other(named(
            "source code, not a document",
            "register it line by line with --as text if that is meant",
        ));
    }
    if is_markdown(start) {
        return Looks::Format(Format::Markdown);
    }
    Looks::Prose
}

const AS_TEXT: &str = "take the text out of it, or register it line by line with --as text";

/// True for an e-mail as it was sent: headers first, one of which only programs write.
fn is_mail(lower: &str) -> bool {
    let mut headers =
        lower.lines().take_while(|line| !line.trim().is_empty()).filter(|line| {
            ["received:", "return-path:", "message-id:", "mime-version:", "delivered-to:"]
                .iter()
                .any(|header| line.starts_with(header))
        });
    headers.next().is_some()
        && lower.lines().take(60).any(|line| line.starts_with("from:"))
        && lower.split_once(':').is_some_and(|(name, _)| {
            name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
        })
}

/// True if nearly every line begins with a time or a frame in brackets: `[00:01.00]`, `{1}{25}`.
fn is_timed(text: &str) -> bool {
    let lines: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).take(200).collect();
    let inner = |line: &str, open: char, close: char| {
        let inner = line.strip_prefix(open)?.split_once(close)?.0;
        Some(inner.to_owned())
            .filter(|inner| inner.starts_with(|c: char| c.is_ascii_digit()))
    };
    let timed = lines.iter().filter(|line| {
        let time = inner(line, '[', ']').is_some_and(|time| {
            time.contains(':')
                && time.bytes().all(|b| b.is_ascii_digit() || b".:".contains(&b))
        });
        let frames = inner(line, '{', '}').is_some_and(|first| {
            first.bytes().all(|b| b.is_ascii_digit())
                && line[first.len() + 2..].starts_with('{')
        });
        time && !line.contains("：") || frames
    });
    lines.len() >= 3 && timed.count() * 4 >= lines.len() * 3
}

/// True for sections in brackets and `key=value`, and hardly anything else.
fn is_settings(text: &str) -> bool {
    let lines: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).take(200).collect();
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-. \"".contains(&b))
    };
    let section = |line: &&str| {
        line.strip_prefix('[').and_then(|l| l.strip_suffix(']')).is_some_and(is_name)
    };
    let pair =
        |line: &&str| line.split_once('=').is_some_and(|(key, _)| is_name(key.trim()));
    let settings = lines
        .iter()
        .filter(|line| section(line) || pair(line) || line.starts_with(['#', ';']));
    lines.iter().any(section)
        && lines.iter().any(pair)
        && settings.count() * 10 >= lines.len() * 9
}

/// What text is that begins with `<`.
fn markup(lower: &str, text: &str) -> Looks {
    let tag = |name: &str| {
        let mut found = lower.match_indices(name);
        found.any(|(at, _)| {
            let next = lower[at + name.len()..].chars().next();
            next.is_none_or(|c| c.is_whitespace() || matches!(c, '>' | '/'))
        })
    };
    let is_page = |text: &str| {
        ["<!doctype html", "<html", "<head", "<body"].iter().any(|name| text.contains(name))
    };
    // Other kinds of XML have a `<body>`, too: what begins first counts.
    let others =
        ["<fictionbook", "<tt ", "<tt>", "<sami", "<w:", "<pkg:", "<office:", "<tei"];
    let other =
        others.iter().filter_map(|name| lower.find(name)).min().unwrap_or(lower.len());
    if is_page(&lower[..other]) || other == lower.len() && (tag("<head") || tag("<body")) {
        return Looks::Format(Format::Html);
    }
    for (name, what) in [
        ("<fictionbook", "a FictionBook (FB2)"),
        ("<tt", "TTML subtitles"),
        ("<sami", "SAMI subtitles"),
        ("<tei", "a TEI document"),
        ("<w:worddocument", "a Word document as XML of 2003"),
        ("<pkg:package", "a Word document as flat XML"),
        ("<office:document", "an OpenDocument text as flat XML"),
        ("<svg", "a picture (SVG)"),
        ("<rss", "a news feed (RSS)"),
        ("<feed", "a news feed (Atom)"),
        ("<opml", "an outline (OPML)"),
        ("<plist", "an Apple property list"),
    ] {
        if tag(name) {
            return Looks::Other(named(
                what,
                "save it as HTML, EPUB, DOCX or SRT in the program that made it",
            ));
        }
    }
    if lower.starts_with("<?php") {
        return Looks::Other(named("source code, not a document", "save the page as HTML"));
    }
    const BLOCKS: [&str; 12] = [
        "<p",
        "<div",
        "<br",
        "<h1",
        "<h2",
        "<ul",
        "<ol",
        "<table",
        "<section",
        "<article",
        "<span",
        "<blockquote",
    ];
    let has_tag = BLOCKS.iter().any(|name| tag(name));
    let ends = text.contains("</") || lower.contains("<br");
    match has_tag && (ends || lower.matches('<').count() > 8) {
        true => Looks::Format(Format::Html),
        false if lower.starts_with("<?xml") => Looks::Other(named(
            "XML of a kind that is not known",
            "save it as HTML, EPUB, DOCX or text in the program that made it",
        )),
        false => Looks::Prose,
    }
}

/// True for subtitles: the first block is a number, a line with an arrow between two times, and
/// words; the number may be missing.
fn is_srt(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let Some(first) = lines.next() else { return false };
    let timing = match !first.is_empty() && first.chars().all(|c| c.is_ascii_digit()) {
        true => lines.next().unwrap_or_default(),
        false => first,
    };
    crate::import::cue::timing(timing).is_some()
}

/// True for JSON, or for a line of JSON after another.
fn is_json(text: &str) -> bool {
    if !text.starts_with(['{', '[']) {
        return false;
    }
    let value = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    value(text) || (lines.by_ref().take(3).all(value) && lines.next().is_some())
}

/// What a table is called, if the text is one: every line has as many cells as the first.
fn table(text: &str) -> Option<&'static str> {
    const LOOKED_AT: usize = 200;
    let lines: Vec<&str> =
        text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT).collect();
    if lines.len() < 3 {
        return None;
    }
    for (separator, least, what) in [
        ('\t', 1, "a table (tab-separated), not prose"),
        (',', 2, "a table (CSV), not prose"),
    ] {
        let cells = |line: &&str| {
            let mut quoted = false;
            let separators = line.chars().filter(|c| {
                quoted ^= *c == '"';
                *c == separator && !quoted
            });
            separators.count()
        };
        let first = cells(&lines[0]);
        // After a comma of prose stands a space.
        let prose = separator == ','
            && lines.iter().filter(|line| line.contains(", ")).count() * 2 > lines.len();
        if first >= least && !prose && lines.iter().all(|line| cells(line) == first) {
            return Some(what);
        }
    }
    None
}

/// True for source code: most of its lines end or begin as only code does.
fn is_code(text: &str) -> bool {
    if text.starts_with("#!") {
        return true;
    }
    const LOOKED_AT: usize = 200;
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(LOOKED_AT)
        .collect();
    let code = lines.iter().filter(|line| {
        line.ends_with([';', '{', '}'])
            || line.ends_with("):")
            || line.ends_with("*/")
            || ["#include", "import ", "from ", "def ", "return ", "//", "package ", "use "]
                .iter()
                .any(|start| line.starts_with(start))
            || (line.contains(" = ") && line.is_ascii())
    });
    lines.len() >= 3 && code.count() * 2 > lines.len()
}

/// True if marks of Markdown stand where prose has none.
fn is_markdown(text: &str) -> bool {
    let (mut headings, mut links, mut strong) = (0, 0, 0);
    for line in text.lines().take(2000) {
        let level = line.len() - line.trim_start_matches('#').len();
        headings += usize::from((1..=6).contains(&level) && line[level..].starts_with(' '));
        links += usize::from(line.contains("](http"));
        strong += usize::from(line.matches("**").count() >= 2);
    }
    headings > 0 && headings + links + strong >= 2 || links + strong >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn looks(given: &str, format: Format) {
        assert_eq!(text(given), Looks::Format(format), "{given}");
    }

    #[test]
    fn text_formats_are_told_by_how_they_begin() {
        looks("<!DOCTYPE html>\n<p>x", Format::Html);
        looks("\u{feff}\n<html lang=\"zh\">", Format::Html);
        looks(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">\n<html>",
            Format::Html,
        );
        looks("<!-- saved from url=(0014)about:internet -->\n<HTML><HEAD>", Format::Html);
        looks("<p>记者：难吗？</p>\n<p>老霍：难。</p>", Format::Html);
        looks("<html xmlns:w=\"x\"><head><xml><w:WordDocument>", Format::Html);
        looks("<div>一<br>二</div>", Format::Html);
        looks("1\n00:00:05,000 --> 00:00:07,200\n记者：难吗？\n", Format::Srt);
        looks("\r\n12\r\n0:00:05.000 --> 0:00:07.200 X1:1\r\n难\r\n", Format::Srt);
        looks("WEBVTT\n\n00:05.000 --> 00:07.000\n难\n", Format::WebVtt);
        looks("[Script Info]\nTitle: x\n\n[Events]\n", Format::Ass);
        looks("---\ntitle: 船\n---\n难\n", Format::Markdown);
        looks("# 船\n\n**问：**难吗？\n\n**答：**难。\n", Format::Markdown);
    }

    #[test]
    fn prose_stays_prose() {
        for prose in [
            "",
            "记者：难吗？\n老霍：难。\n",
            "《水》\n<水经注>说：水是……\n",
            "1\n2\n3\n",
            "10:30 --> 出发\n",
            "一，二，三\n四，五，六\n七，八，九\n",
            "Yes, I know, he said.\nNo, you do not, I said.\nWell, then, let us see.\n",
            "# 船\n正文\n",
            "[注] 这是注。\n{他笑}\n",
            "（一）\n一、慢；\n二、等；\n三、看；\n",
            "[00:01] 记者：难吗？\n[00:05] 老霍：难。\n[00:09] 老霍：水急。\n",
            "From: 水边\n记者：难吗？\n老霍：难。\n",
            "[注]\n记者：难吗？\n水=命\n",
        ] {
            assert_eq!(text(prose), Looks::Prose, "{prose}");
        }
    }

    #[test]
    fn tables_json_and_code_are_said_to_be_so() {
        for (other, word) in [
            ("{\"a\": [1, 2]}", "JSON"),
            ("[\n  {\"说\": \"难\"}\n]\n", "JSON"),
            ("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n{\"a\":4}\n", "JSON"),
            ("id,who,text\n1,记者,难吗？\n2,老霍,\"难,很难\"\n", "CSV"),
            ("甲\t乙\n一\t二\n三\t四\n", "tab"),
            ("use std::fs;\nfn main() {\n    let a = 1;\n}\n", "code"),
            ("#!/bin/sh\necho a\n", "code"),
            ("#include <a.h>\nint main() {\n return 0;\n}\n", "code"),
            ("<?xml version=\"1.0\"?>\n<FictionBook xmlns=\"x\">", "FictionBook"),
            ("<?xml version=\"1.0\"?><a><b/></a>", "XML"),
            ("MIME-Version: 1.0\nContent-Type: multipart/related\n", "MHTML"),
            ("<?xml version=\"1.0\"?>\n<FictionBook><body><p>水</p></body>", "FictionBook"),
            ("<tt xmlns=\"x\"><body><div><p begin=\"1s\">水</p></div></body></tt>", "TTML"),
            ("<SAMI>\n<BODY><SYNC Start=1><P>水</BODY></SAMI>", "SAMI"),
            ("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", "calendar"),
            ("From: a@example.org\nSubject: x\nMIME-Version: 1.0\n\n水\n", "e-mail"),
            ("[ti:水边]\n[00:01.00]水急了\n[00:02.00]只能等\n[00:05.10]等\n", "LRC"),
            ("{1}{25}水急了\n{30}{60}只能等\n{70}{90}等\n", "MicroDVD"),
            ("[a]\nb=1\nc=2\n", "settings"),
        ] {
            match text(other) {
                Looks::Other(said) => {
                    assert!(said.message.contains(word), "{}", said.message);
                }
                found => panic!("{other}: {found:?}"),
            }
        }
    }
}
