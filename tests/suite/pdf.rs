//! PDF documents, made here object by object, and what is read out of them.

use std::fmt::Write as _;
use std::io::Write as _;

use yulu::import::{Derived, LineKind, pdf};

/// A PDF with these objects, numbered from 1; the first is the catalog.
fn file(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        // Streams are made of Latin letters, so that a byte is a character.
        out.extend(format!("{} 0 obj\n", at + 1).bytes());
        out.extend(object.chars().map(|c| c as u8));
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        writeln!(end, "{place:010} 00000 n ").expect("in memory");
    }
    let size = objects.len() + 1;
    write!(end, "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF")
        .expect("in memory");
    out.extend(end.bytes());
    out
}

fn stream(dictionary: &str, bytes: &[u8]) -> String {
    let body: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    format!("<<{dictionary}/Length {}>>stream\n{body}\nendstream", bytes.len())
}

/// A font of Han characters that is named and not embedded, as printers' programs left them.
const FONT: &str = "<</Type/Font/Subtype/Type0/BaseFont/STSong/Encoding/UniGB-UCS2-H/DescendantFonts\
                    [<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong/CIDSystemInfo<</Registry(Adobe)\
                    /Ordering(GB1)/Supplement 2>>/DW 1000/W[1[500]2 94 500 814 939 500]>>]>>";

/// A document of pages with these drawing instructions; `F` is a Han font, `V` the same set
/// from top to bottom, `L` Helvetica; `extra` stands in the catalog.
fn document(pages: &[String], extra: &str) -> Vec<u8> {
    let first = 6;
    let kids: String =
        (0..pages.len()).map(|at| format!("{} 0 R ", first + 2 * at)).collect();
    let mut objects = vec![
        format!("<</Type/Catalog/Pages 2 0 R{extra}>>"),
        format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len()),
        FONT.to_owned(),
        FONT.replace("UniGB-UCS2-H", "UniGB-UCS2-V"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
            .to_owned(),
    ];
    for (at, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents {} 0 R/Resources<</Font<<\
             /F 3 0 R/V 4 0 R/L 5 0 R>>>>>>",
            first + 2 * at + 1
        ));
        objects.push(stream("", page.as_bytes()));
    }
    file(&objects)
}

/// Draws a text at a place, measured from the page's upper left corner.
fn at(x: f32, y: f32, size: f32, text: &str) -> String {
    set("F", x, y, size, text)
}

fn set(font: &str, x: f32, y: f32, size: f32, text: &str) -> String {
    let shown = if font == "L" {
        format!("({text})")
    } else {
        let units = text.encode_utf16().map(|unit| format!("{unit:04x}"));
        format!("<{}>", units.collect::<String>())
    };
    format!("BT /{font} {size} Tf 1 0 0 1 {x} {} Tm {shown} Tj ET\n", 600.0 - y)
}

fn lines(derived: &Derived) -> Vec<&str> {
    kinds(derived).into_iter().map(|(_, text)| text).collect()
}

fn kinds(derived: &Derived) -> Vec<(LineKind, &str)> {
    let all = derived.lines.iter().map(|line| (line.kind, line.text.as_str()));
    all.filter(|(_, text)| !text.is_empty()).collect()
}

fn read(pages: &[String]) -> Derived {
    pdf::read(&document(pages, "")).expect("a PDF")
}

fn dropped(derived: &Derived, what: &str) -> usize {
    derived.dropped.get(what).copied().unwrap_or_default()
}

/// Lines of twenty characters, 200 points wide at size 10.
const FULL: [&str; 3] = [
    "修表的人不说话，他只听，听齿轮一个一个地走",
    "过去，像听一个人在很远的地方下楼。后来他说",
    "钟是不等人的，人也不必等钟，各走各的就可以",
];

#[test]
fn lines_make_paragraphs_without_spaces_between_han() {
    let page = [
        at(50.0, 60.0, 10.0, FULL[0]),
        at(50.0, 76.0, 10.0, FULL[1]),
        at(50.0, 92.0, 10.0, "就是这样。"),
        at(50.0, 108.0, 10.0, FULL[2]),
        at(50.0, 124.0, 10.0, "了。"),
    ];
    let read = read(&[page.concat()]);
    let first = format!("{}{}就是这样。", FULL[0], FULL[1]);
    let second = format!("{}了。", FULL[2]);
    assert_eq!(lines(&read), [first.as_str(), second.as_str()]);
    assert_eq!(read.lines[0].place.page, Some(1));
    assert_eq!(read.lines[0].place.page_label, None);
}

#[test]
fn a_paragraph_goes_on_over_a_page_and_a_label_begins_one() {
    let full = "修表的人不说话，他只听，听齿轮一个一个地走。";
    let first = [at(50.0, 60.0, 10.0, FULL[0]), at(50.0, 76.0, 10.0, FULL[1])];
    let second = [
        at(50.0, 60.0, 10.0, "就好。"),
        at(50.0, 76.0, 10.0, full),
        at(50.0, 92.0, 10.0, "学徒：听什么？"),
    ];
    let read = read(&[first.concat(), second.concat()]);
    let whole = format!("{}{}就好。", FULL[0], FULL[1]);
    assert_eq!(lines(&read), [whole.as_str(), full, "学徒：听什么？"]);
    assert_eq!(read.lines[0].place.page, Some(1));
    assert_eq!(read.lines[2].place.page, Some(2));
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut page = at(50.0, 40.0, 10.0, "题目跨过两栏所以没有栏线穿过它而是在它下面才开始");
    for line in 0..6 {
        let y = 70.0 + 16.0 * line as f32;
        page += &at(50.0, y, 10.0, "左栏的字一行一行排下来");
        page += &at(220.0, y + 3.0, 10.0, "右栏的字另起一行排下来");
    }
    let read = read(&[page]);
    let text = lines(&read).concat();
    assert!(text.starts_with("题目"), "{text}");
    assert_eq!(text.matches("左栏").count(), 6);
    assert!(text.rfind("左栏") < text.find("右栏"), "{text}");
}

#[test]
fn a_table_is_read_row_by_row() {
    let mut page = String::new();
    for line in 0..8 {
        let y = 70.0 + 16.0 * line as f32;
        page += &at(50.0, y, 10.0, "甲年");
        page += &at(220.0, y, 10.0, "乙表");
    }
    let read = read(&[page]);
    assert!(lines(&read)[0].starts_with("甲年 乙表"), "{:?}", lines(&read));
}

#[test]
fn headers_footers_and_page_numbers_are_left_out() {
    let page = |number: usize| {
        let text = format!("第{number}段的话不一样长{}。", "啊".repeat(number));
        [
            at(50.0, 30.0, 8.0, "修表记　连载"),
            at(50.0, 100.0, 10.0, &text),
            set("L", 190.0, 570.0, 8.0, &format!("- {} -", number + 12)),
        ]
        .concat()
    };
    let pages: Vec<String> = (1..=5).map(page).collect();
    let read = read(&pages);
    assert_eq!(lines(&read).len(), 5, "{:?}", lines(&read));
    assert_eq!((dropped(&read, "headers"), dropped(&read, "page numbers")), (5, 5));
    let last = read.lines.last().expect("five lines");
    assert_eq!((last.place.page, last.place.page_label.as_deref()), (Some(5), Some("17")));
}

#[test]
fn what_a_document_calls_decoration_is_none_of_its_text() {
    let page = format!(
        "/Artifact BMC {} EMC {}",
        at(50.0, 300.0, 10.0, "水印"),
        at(50.0, 100.0, 10.0, "正文在这里。")
    );
    let read = read(&[page]);
    assert_eq!(lines(&read), ["正文在这里。"]);
    assert_eq!(dropped(&read, "headers, footers and page numbers"), 1);
}

#[test]
fn pages_have_the_labels_that_the_document_gives_them() {
    let page = |text: &str| at(50.0, 100.0, 10.0, text);
    let pages = [page("甲。"), page("乙。"), page("丙。")];
    let labels = "/PageLabels<</Nums[0<</S/r>>2<</S/D/P(A-)/St 8>>]>>";
    let read = pdf::read(&document(&pages, labels)).expect("read");
    let told: Vec<_> = read
        .lines
        .iter()
        .filter(|line| !line.text.is_empty())
        .map(|line| line.place.page_label.as_deref())
        .collect();
    assert_eq!(told, [Some("i"), Some("ii"), Some("A-8")]);
}

#[test]
fn headings_are_larger_and_notes_stand_at_the_end() {
    let page = [
        at(50.0, 60.0, 18.0, "夜班"),
        at(50.0, 100.0, 10.0, "修表的人说钟不等人"),
        at(140.0, 96.0, 5.0, "1"),
        at(146.0, 100.0, 10.0, "，他笑了。"),
        at(50.0, 500.0, 7.0, "1 口述，未经本人看过。"),
    ];
    let read = read(&[page.concat()]);
    assert_eq!(
        kinds(&read),
        [
            (LineKind::Heading(1), "夜班"),
            (LineKind::Text, "修表的人说钟不等人，他笑了。"),
            (LineKind::Heading(1), "Notes"),
            (LineKind::Note, "1 口述，未经本人看过。"),
        ]
    );
    assert_eq!(dropped(&read, "note marks"), 1);
}

#[test]
fn ruby_is_left_out_and_what_is_printed_twice_is_read_once() {
    let page = [
        at(50.0, 100.0, 12.0, "他父亲教他一个字：闸。"),
        at(158.0, 90.0, 6.0, "zhá"),
        at(50.0, 120.0, 12.0, "粗"),
        at(50.3, 120.0, 12.0, "粗"),
    ];
    let read = read(&[page.concat()]);
    assert_eq!(lines(&read), ["他父亲教他一个字：闸。", "粗"]);
    assert_eq!(
        (dropped(&read, "ruby text"), dropped(&read, "characters printed twice")),
        (1, 1)
    );
}

#[test]
fn vertical_text_is_read_from_right_to_left() {
    let page = [
        set("V", 300.0, 60.0, 12.0, "修表的人不说话，他只听，听齿轮一个一个地"),
        set("V", 280.0, 60.0, 12.0, "走过去。"),
    ];
    let read = read(&[page.concat()]);
    assert_eq!(lines(&read), ["修表的人不说话，他只听，听齿轮一个一个地走过去。"]);
}

#[test]
fn words_parted_at_a_line_end_are_one_word() {
    let page = [
        set("L", 50.0, 60.0, 10.0, "The clock does not wait for anybody, and no-"),
        set("L", 50.0, 74.0, 10.0, "body has to wait for the clock, he said to us"),
        set("L", 50.0, 88.0, 10.0, "slowly."),
    ];
    let read = read(&[page.concat()]);
    assert_eq!(
        lines(&read),
        [
            "The clock does not wait for anybody, and nobody has to wait for the clock, he said to us slowly."
        ]
    );
    assert_eq!(read.changed.get("hyphens at line ends"), Some(&1));
}

#[test]
fn stamps_across_the_page_are_left_out() {
    let page = format!(
        "{}BT /F 40 Tf 0.7 0.7 -0.7 0.7 100 200 Tm <68377a3f> Tj ET",
        at(50.0, 100.0, 10.0, "正文在这里。")
    );
    let read = read(&[page]);
    assert_eq!(lines(&read), ["正文在这里。"]);
    assert_eq!(dropped(&read, "rotated text"), 1);
}

fn refused(bytes: &[u8]) -> String {
    pdf::read(bytes).expect_err("refused").message
}

#[test]
fn what_has_no_text_is_told() {
    let blank = document(&["0 0 10 10 re f".to_owned()], "");
    assert_eq!(refused(&blank), "this PDF has no text");
    let image = "q 400 0 0 600 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q".to_owned();
    let scan = document(&[image], "");
    assert!(refused(&scan).starts_with("this PDF is a scan: 1 of its 1 pages"));
}

#[test]
fn damaged_documents_are_refused_with_a_sentence() {
    assert!(refused(b"").starts_with("this is no PDF"));
    assert!(refused(b"%PDF-1.7\n").contains("its end is missing"));
    assert!(refused(b"%PDF-1.7\n%%EOF").contains("damaged"));
    let whole = document(&[at(50.0, 100.0, 10.0, "正文。")], "");
    for end in [20, 200, whole.len() / 2] {
        let told = pdf::read(&whole[..end]).map(|read| read.lines.len());
        assert!(told.is_err(), "cut at {end}: {told:?}");
    }
    let long = document(&vec![at(50.0, 100.0, 10.0, "正文。"); 20], "");
    assert!(refused(&long[..long.len() * 2 / 3]).contains("its end is missing"));
    let locked = "/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(01234567890123456789012345678901)\
                  /U(01234567890123456789012345678901)>>/ID[(0123456789012345)(0123456789012345)]";
    let text = String::from_utf8_lossy(&whole)
        .replace("/Root 1 0 R", &format!("/Root 1 0 R{locked}"));
    assert_eq!(refused(text.as_bytes()), "the document is protected by a password");
}

#[test]
fn bombs_do_not_go_off() {
    let mut packer =
        flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(&vec![b' '; 140 << 20]).expect("in memory");
    let packed = packer.finish().expect("in memory");
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>".to_owned(),
        stream("/Filter/FlateDecode", &packed),
    ];
    assert!(refused(&file(&objects)).contains("unpacks to more than"));
    let crowd = "<</Type/ObjStm/N 99999/First 9/Length 1>>stream\n \nendstream".to_owned();
    objects[3] = crowd;
    assert!(refused(&file(&objects)).contains("too many objects"));
    // A form that draws itself twice, fifty forms deep.
    objects[2] =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<<\
                  /X 5 0 R>>>>>>"
            .to_owned();
    objects[3] = stream("", b"/X Do");
    objects.push(stream(
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>",
        b"/X Do /X Do",
    ));
    assert!(refused(&file(&objects)).contains("draw more than"));
}
