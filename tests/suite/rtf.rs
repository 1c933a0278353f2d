//! RTF documents as Word, WordPad, TextEdit and LibreOffice write them, made here piece by
//! piece, and what is read out of them.

use yulu::import::{Derived, LineKind, rtf};

fn read(bytes: &[u8]) -> Derived {
    rtf::read(bytes).expect("an RTF document")
}

fn kinds(derived: &Derived) -> Vec<(LineKind, &str)> {
    let all = derived.lines.iter().map(|line| (line.kind, line.text.as_str()));
    all.filter(|(_, text)| !text.is_empty()).collect()
}

fn lines(derived: &Derived) -> Vec<&str> {
    kinds(derived).into_iter().map(|(_, text)| text).collect()
}

fn dropped(derived: &Derived) -> Vec<(&str, usize)> {
    derived.dropped.iter().map(|(what, count)| (*what, *count)).collect()
}

/// Text in an encoding, every byte escaped.
fn escaped(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\'{byte:02x}")).collect()
}

const FONTS: &str = "{\\fonttbl{\\f0\\fnil Times;}{\\f1\\fnil\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}\
                     {\\f2\\fnil\\fcharset136 PMingLiU;}{\\f3\\ftech\\fcharset2 Symbol;}\
                     {\\f4\\fnil\\fcharset128 MS Mincho;}}";

#[test]
fn bytes_are_read_in_the_code_page_of_their_font() {
    let gbk = [0xb5, 0xc8, 0xb5, 0xea]; // 等店
    // 功 and 許 have the second bytes of a backslash and a brace in Big5.
    let text = format!(
        "{{\\rtf1\\ansi\\ansicpg1252\\deff0{FONTS}\\f1 {}\\f2 \\'a5\\\\\\'b3\\'5c\\'a4@\\f0 caf\\'e9\
         \\f3 \\'61\\f4 {}\\par}}",
        escaped(&gbk),
        escaped(&[0x93, 0xfa, 0x96, 0x7b])
    );
    assert_eq!(lines(&read(text.as_bytes())), ["等店功許一caféα日本"]);
}

#[test]
fn raw_bytes_and_the_documents_own_code_page_are_read() {
    let mut bytes = b"{\\rtf1\\ansi\\ansicpg936 ".to_vec();
    bytes.extend([0xb5, 0xc8, b'\\', b'\'', b'b', b'5', b'\\', b'\'', b'e', b'a']);
    bytes.extend(b"\\par}");
    assert_eq!(lines(&read(&bytes)), ["等店"]);
    let unread = read(b"{\\rtf1\\ansi\\ansicpg936 \\'ff\\'ff}");
    assert!(unread.unreadable > 0, "{unread:?}");
    assert_eq!(lines(&read("{\\rtf1\\ansi\\ansicpg1252 等店\\par}".as_bytes())), ["等店"]);
}

#[test]
fn unicode_is_read_without_what_stands_in_for_it() {
    let text = "{\\rtf1\\ansi\\ansicpg936\\uc1 \\u31561?\\uc2\\u24215\\'b5\\'ea{\\uc0\\u31561}\\u24215\\'b5\
                \\'ea\\uc1\\u-27144\\'d5\\u-10179?\\u-8704?x\\u24215 {}?\\u24215\\tab y}";
    let read = read(text.as_bytes());
    assert_eq!(lines(&read), ["等店等店闸\u{1f600}x店?店y"]);
    assert_eq!(read.unreadable, 0);
    let half = rtf::read(b"{\\rtf1 \\u-10179?x}").expect("read");
    assert_eq!((lines(&half), half.unreadable), (vec!["\u{fffd}x"], 1));
}

#[test]
fn what_nobody_sees_is_left_out_and_counted() {
    let text = "{\\rtf1\\ansi{\\fonttbl{\\f0 A;}}{\\colortbl;\\red0;}{\\*\\generator Riched20;}{\\info{\\title \
                \\u31561?}{\\author User}{\\doccomm x}}{\\header\\pard h\\par}{\\footer\\pard \\chpgn\\par}\
                a{\\v hid{\\b den}}{\\deleted gone}b{\\*\\annotation c}{\\pict\\bin2 }}}{\\*\\unknown x}\
                {\\*\\bkmkstart y}\\chpgn\\par}";
    let read = read(text.as_bytes());
    assert_eq!(lines(&read), ["ab"]);
    assert_eq!(
        dropped(&read),
        [
            ("comments", 1),
            ("deleted text", 1),
            ("headers", 1),
            ("hidden text", 1),
            ("page numbers", 1),
            ("pictures", 1),
        ]
    );
    assert_eq!(read.about.title.as_deref(), Some("等"));
    assert_eq!(read.about.author, None);
}

#[test]
fn styles_and_levels_make_headings_and_marks_make_items() {
    let text = "{\\rtf1\\ansi{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 heading 1;}{\\s2\\sbasedon1 My;}\
                {\\*\\cs9 Strong;}{\\s7 Quote;}{\\s8 toc 1;}}\\pard\\s8 a 1\\par\\pard\\s1 A\\par\\pard\\s2 B\\par\
                \\pard\\outlinelevel1 C\\par\\pard{\\listtext 1.\\tab}d\\par{\\pntext \\'95\\tab}e\\par\\pard\\s7 f\\par\
                \\pard g\\line h\\par}";
    let read = read(text.as_bytes());
    assert_eq!(
        kinds(&read),
        [
            (LineKind::Heading(1), "A"),
            (LineKind::Heading(1), "B"),
            (LineKind::Heading(2), "C"),
            (LineKind::Item, "1. d"),
            (LineKind::Item, "e"),
            (LineKind::Quotation, "f"),
            (LineKind::Text, "g"),
            (LineKind::Text, "h"),
        ]
    );
    assert_eq!(dropped(&read), [("lines of a table of contents", 1)]);
}

#[test]
fn notes_boxes_tables_and_fields_are_read_as_in_word() {
    let text = "{\\rtf1\\ansi a{\\super\\chftn}{\\footnote\\pard{\\super\\chftn} note\\par}b\
                {\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv y}}{\\shptxt\\pard box\\par}}{\\shprslt box}}c\\par\
                \\trowd\\pard\\intbl l\\cell r\\cell\\row\\trowd\\pard\\intbl l2\\cell\\pard\\intbl r2\\par r3\\cell\\row\
                \\pard {\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt link}}\
                {\\field{\\*\\fldinst EQ \\\\o\\\\ad(\\\\s\\\\up 9(zh),Z)}{\\fldrslt}}\\par\
                {\\upr{x}{\\*\\ud{\\u31561?}}}}";
    let read = read(text.as_bytes());
    assert_eq!(
        kinds(&read),
        [
            (LineKind::Text, "abc"),
            (LineKind::Row, "l | r"),
            (LineKind::Row, "l2 | r2 r3"),
            (LineKind::Text, "linkZ"),
            (LineKind::Text, "等"),
            (LineKind::Heading(1), "Notes"),
            (LineKind::Note, "note"),
            (LineKind::Heading(1), "Text boxes"),
            (LineKind::Text, "box"),
        ]
    );
    assert_eq!(dropped(&read), [("field codes", 2), ("ruby text", 1)]);
}

#[test]
fn text_edits_line_ends_are_paragraphs() {
    let text = "{\\rtf1\\ansi\\ansicpg936\\cocoartf2639{\\fonttbl\\f0\\fnil\\fcharset134 PingFangSC-Regular;\
                \\f1\\fswiss\\fcharset0 Helvetica;}\n\\pard\\f0\\fs24 \\cf0 \\'b5\\'c8\\\n\\'b5\\'ea\\f1 x\\\r\n}";
    assert_eq!(lines(&read(text.as_bytes())), ["等", "店x"]);
}

#[test]
fn what_is_no_whole_rtf_is_refused() {
    let refused = |bytes: &[u8]| rtf::read(bytes).expect_err("refused").message;
    assert!(refused(b"").contains("does not begin with"));
    assert!(refused(b"<html>").contains("does not begin with"));
    assert!(refused(b"{\\rtf1 a{\\b b").contains("2 of its groups are still open"));
    let deep = format!("{{\\rtf1{}", "{".repeat(100_001));
    assert!(refused(deep.as_bytes()).contains("nested more than"));
    assert_eq!(lines(&read(b"{\\rtf1 a}\0\0 junk")), ["a"], "what follows is none of it");
    assert_eq!(lines(&read(b"{\\rtf1 a\\'zzb\\uc99999 c\\u- d}")), ["azzbc- d"]);
    assert!(refused(b"{\\rtf1 \\bin999999999 d}}").contains("cut off"));
}
