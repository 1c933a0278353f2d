//! Word, OpenDocument and EPUB documents, made here piece by piece, and what is read out of
//! them; and archives that were made to do harm.

use std::io::Write as _;

use yulu::import::{Derived, LineKind, Unreadable, docx, epub, odt};
use zip::write::SimpleFileOptions;

/// An archive of these files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a new file");
        zip.write_all(text.as_bytes()).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

fn lines(derived: &Derived) -> Vec<&str> {
    derived.lines.iter().map(|l| l.text.as_str()).filter(|l| !l.is_empty()).collect()
}

fn kinds(derived: &Derived) -> Vec<(LineKind, &str)> {
    let all = derived.lines.iter().map(|line| (line.kind, line.text.as_str()));
    all.filter(|(_, text)| !text.is_empty()).collect()
}

fn dropped(derived: &Derived) -> Vec<(&str, usize)> {
    derived.dropped.iter().map(|(what, count)| (*what, *count)).collect()
}

fn refused(result: Result<Derived, Unreadable>) -> String {
    result.expect_err("this is refused").message
}

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
  xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#;

fn word(body: &str) -> Derived {
    word_with(body, &[]).expect("a Word document")
}

fn word_with(body: &str, parts: &[(&str, &str)]) -> Result<Derived, Unreadable> {
    let document = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
    let mut files =
        vec![("[Content_Types].xml", "<Types/>"), ("word/document.xml", &document)];
    files.extend(parts);
    docx::read(&archive(&files))
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn word_paragraphs_are_read_as_printed() {
    let read = word(
        "<w:p><w:r><w:t>修表的人说：</w:t></w:r><w:proofErr/><w:r><w:t>慢</w:t></w:r>\
         <w:ins w:id='1'><w:r><w:t>一点</w:t></w:r></w:ins>\
         <w:del w:id='2'><w:r><w:delText>两点</w:delText></w:r></w:del>\
         <w:moveFrom w:id='3'><w:r><w:t>三点</w:t></w:r></w:moveFrom>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>\
         <w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>才</w:t></w:r>\
         <w:hyperlink><w:smartTag><w:r><w:t>准</w:t></w:r></w:smartTag></w:hyperlink>\
         <w:r><w:ruby><w:rt><w:r><w:t>zhōng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>钟</w:t></w:r>\
         </w:rubyBase></w:ruby></w:r><w:r><w:t>。</w:t><w:br/><w:t>他笑了。</w:t></w:r></w:p>",
    );
    assert_eq!(lines(&read), ["修表的人说：慢一点才准钟。", "他笑了。"]);
    assert_eq!(
        dropped(&read),
        [("deleted text", 2), ("hidden text", 1), ("ruby text", 1)],
        "nothing is left out without a word"
    );
    assert_eq!(read.lines[1].place.paragraph, Some(1), "both lines are one paragraph");
}

#[test]
fn word_properties_before_a_change_are_not_those_of_now() {
    let read = word(
        "<w:p><w:pPr><w:pStyle w:val='Heading2'/><w:pPrChange w:id='1'><w:pPr>\
         <w:pStyle w:val='Quote'/></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange w:id='2'>\
         <w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>夜班</w:t></w:r></w:p>",
    );
    assert_eq!(kinds(&read), [(LineKind::Heading(2), "夜班")]);
}

#[test]
fn word_fields_show_their_result() {
    let field = |code: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{code}</w:instrText>\
             </w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>{result}</w:t></w:r>\
             <w:r><w:fldChar w:fldCharType='end'/></w:r>"
        )
    };
    let ruby = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> EQ \\* jc2 \
                \\o\\ad(\\s\\up 9(zhōng),钟)</w:instrText></w:r><w:r><w:fldChar \
                w:fldCharType='end'/></w:r>";
    let read = word(&format!(
        "<w:p>{}<w:fldSimple w:instr='REF x'><w:r><w:t>第三节</w:t></w:r></w:fldSimple>{ruby}</w:p>\
         <w:p>{}</w:p>{}",
        field("HYPERLINK \"http://example.org\"", "见"),
        field("TOC \\o", "夜班……3"),
        p("正文")
    ));
    assert_eq!(lines(&read), ["见第三节钟", "正文"]);
    assert!(dropped(&read).contains(&("ruby text", 1)));
    assert!(dropped(&read).contains(&("lines of a table of contents", 1)));
}

#[test]
fn a_field_without_end_hides_nothing_after_it() {
    let begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>";
    let read = word(&format!("<w:p>{begin}<w:r><w:t>甲</w:t></w:r></w:p>{}", p("乙")));
    assert_eq!(lines(&read), ["乙"]);
    let toc = "<w:r><w:instrText>TOC</w:instrText></w:r><w:r><w:fldChar \
               w:fldCharType='separate'/></w:r>";
    let heading =
        "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>丙</w:t></w:r></w:p>";
    let read = word(&format!("<w:p>{begin}{toc}</w:p>{}{heading}{}", p("甲……1"), p("丁")));
    assert_eq!(lines(&read), ["丙", "丁"]);
}

#[test]
fn word_styles_make_headings_lists_and_captions() {
    let styles = format!(
        "<w:styles {W}><w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/>\
         </w:style><w:style w:type='paragraph' w:styleId='a5'><w:name w:val='我的标题'/>\
         <w:basedOn w:val='1'/></w:style><w:style w:type='paragraph' w:styleId='a6'>\
         <w:name w:val='caption'/></w:style><w:style w:type='character' w:styleId='a7'>\
         <w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    );
    let styled = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [
        styled("1", "修表"),
        styled("a5", "夜班"),
        "<w:p><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr><w:r><w:t>拆</w:t></w:r></w:p>"
            .to_owned(),
        "<w:p><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr><w:r><w:t>洗</w:t></w:r></w:p>"
            .to_owned(),
        styled("a6", "图1　柜台"),
        styled("Quote", "钟不等人"),
        "<w:p><w:r><w:rPr><w:rStyle w:val='a7'/></w:rPr><w:t>密</w:t></w:r></w:p>".to_owned(),
    ]
    .concat();
    let read = word_with(&body, &[("word/styles.xml", &styles)]).expect("read");
    assert_eq!(
        kinds(&read),
        [
            (LineKind::Heading(1), "修表"),
            (LineKind::Heading(1), "夜班"),
            (LineKind::Item, "拆"),
            (LineKind::Item, "洗"),
            (LineKind::Quotation, "钟不等人"),
            (LineKind::Heading(1), "Captions"),
            (LineKind::Caption, "图1　柜台"),
        ]
    );
    assert_eq!(dropped(&read), [("hidden text", 1)]);
    let item = read.lines.iter().position(|line| line.text == "拆").expect("read");
    assert_eq!(read.lines[item + 1].text, "洗", "no blank line within a list");
    assert_eq!(read.lines[item].place.chapter.as_deref(), Some("夜班"));
}

#[test]
fn word_notes_and_boxes_stand_at_the_end() {
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:id='-1'>{}</w:footnote><w:footnote w:id='7'>{}\
         </w:footnote><w:footnote w:id='8'>{}</w:footnote></w:footnotes>",
        p("——"),
        p("第二条"),
        p("第一条")
    );
    let comments =
        format!("<w:comments {W}><w:comment>{}</w:comment></w:comments>", p("批注"));
    let footer = format!("<w:ftr {W}>{}</w:ftr>", p("第3页"));
    let textbox = |text: &str| {
        format!(
            "<w:pict><w:textbox><w:txbxContent>{}</w:txbxContent></w:textbox></w:pict>",
            p(text)
        )
    };
    let body = format!(
        "<w:p><w:r><w:t>甲</w:t><w:footnoteReference w:id='8'/></w:r><w:r><mc:AlternateContent>\
         <mc:Choice Requires='wps'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback>\
         </mc:AlternateContent></w:r><w:r><w:t>乙</w:t><w:footnoteReference w:id='7'/></w:r></w:p>",
        textbox("框"),
        textbox("框")
    );
    let parts = [
        ("word/footnotes.xml", notes.as_str()),
        ("word/comments.xml", &comments),
        ("word/footer1.xml", &footer),
    ];
    let read = word_with(&body, &parts).expect("read");
    assert_eq!(lines(&read), ["甲乙", "Notes", "第一条", "第二条", "Text boxes", "框"]);
    assert_eq!(dropped(&read), [("comments", 1), ("footers", 1)]);
}

#[test]
fn word_tables_are_read_row_by_row() {
    let cell = |text: &str| format!("<w:tc>{text}</w:tc>");
    let row = |cells: &[&str]| {
        let cells: String = cells.iter().map(|text| cell(&p(text))).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let gone = format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", cell(&p("删")));
    let inner = format!("<w:tbl>{}</w:tbl>", row(&["丙", "丁"]));
    let body = format!(
        "<w:tbl>{}{gone}{}<w:tr>{}</w:tr></w:tbl>",
        row(&["年", "修好的表"]),
        row(&["1998", ""]),
        cell(&format!("{}{inner}", p("甲")))
    );
    let read = word(&body);
    assert_eq!(
        kinds(&read),
        [
            (LineKind::Row, "年 | 修好的表"),
            (LineKind::Text, "1998"),
            (LineKind::Text, "甲"),
            (LineKind::Row, "丙 | 丁"),
        ]
    );
    assert_eq!(dropped(&read), [("deleted text", 1)]);
}

#[test]
fn what_continues_a_paragraph_is_one_with_it() {
    let read = word(
        "<w:p><w:pPr><w:framePr w:dropCap='drop'/></w:pPr><w:r><w:t>那</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>年夏天，</w:t></w:r></w:p>\
         <w:p><w:r><w:t>钟停了。</w:t></w:r></w:p>",
    );
    assert_eq!(lines(&read), ["那年夏天，钟停了。"]);
}

#[test]
fn placeholders_and_contents_of_word_are_left_out() {
    let part = |properties: &str, text: &str| {
        format!(
            "<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            p(text)
        )
    };
    let body = [
        part(
            "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>",
            "目录",
        ),
        part("<w:showingPlcHdr/>", "单击此处输入文字"),
        part("", "正文"),
    ];
    let read = word(&body.concat());
    assert_eq!(lines(&read), ["正文"]);
    assert_eq!(dropped(&read), [("placeholders", 1), ("tables of contents", 1)]);
}

#[test]
fn formulas_that_are_no_line_of_characters_are_unreadable() {
    let read = word(
        "<w:p><w:r><w:t>设</w:t></w:r><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath><w:r><w:t>与\
         </w:t></w:r><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t>\
         </m:r></m:den></m:f></m:oMath></w:p>",
    );
    assert_eq!(lines(&read), ["设x=1与\u{fffd}"]);
    assert_eq!((read.unreadable, dropped(&read)), (1, vec![("formulas", 1)]));
}

#[test]
fn word_documents_with_other_prefixes_are_word_documents() {
    let strict = "<x:document xmlns:x='http://purl.oclc.org/ooxml/wordprocessingml/main'><x:body>\
                  <x:p><x:r><x:t>甲</x:t></x:r></x:p></x:body></x:document>";
    let rels = "<Relationships><Relationship Type='http://purl.oclc.org/ooxml/officeDocument/\
                relationships/officeDocument' Target='/w/main.xml'/></Relationships>";
    let bytes = archive(&[("_rels/.rels", rels), ("w/main.xml", strict)]);
    assert_eq!(lines(&docx::read(&bytes).expect("read")), ["甲"]);
}

const ODF: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
  xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
  xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
  xmlns:dc="http://purl.org/dc/elements/1.1/""#;

fn open_document(styles: &str, body: &str) -> Derived {
    let content = format!(
        "<office:document-content {ODF}><office:automatic-styles>{styles}\
         </office:automatic-styles><office:body><office:text>{body}</office:text></office:body>\
         </office:document-content>"
    );
    let meta = format!(
        "<office:document-meta {ODF}><office:meta><dc:title>修表</dc:title><dc:creator>User\
         </dc:creator><dc:date>2020-01-01</dc:date></office:meta></office:document-meta>"
    );
    odt::read(&archive(&[("content.xml", &content), ("meta.xml", &meta)])).expect("read")
}

#[test]
fn open_documents_are_read_as_printed() {
    let read = open_document(
        "<style:style style:name='T1' style:family='text'><style:text-properties \
         text:display='none'/></style:style><style:style style:name='P1' \
         style:parent-style-name='Quotations'/>",
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p>\
         </text:deletion></text:changed-region></text:tracked-changes>\
         <text:table-of-content><text:index-body><text:p>夜班 3</text:p></text:index-body>\
         </text:table-of-content>\
         <text:h text:outline-level='2'>夜班</text:h>\
         <text:p>他说：<text:span text:style-name='T1'>密</text:span>“<text:ruby><text:ruby-base>钟\
         </text:ruby-base><text:ruby-text>zhōng</text:ruby-text></text:ruby>不等人<text:s \
         text:c='2'/>。”<text:note><text:note-citation>1</text:note-citation><text:note-body>\
         <text:p>口述。</text:p></text:note-body></text:note><office:annotation><text:p>批注</text:p>\
         </office:annotation><text:line-break/>他笑了。</text:p>\
         <text:p text:style-name='P1'>宁可慢，不可错。</text:p>\
         <text:list><text:list-item><text:p>拆</text:p></text:list-item><text:list-item><text:p>洗\
         </text:p></text:list-item></text:list>\
         <table:table><table:table-row><table:table-cell><text:p>年</text:p></table:table-cell>\
         <table:table-cell><text:p>表</text:p></table:table-cell></table:table-row></table:table>\
         <text:p><draw:frame><draw:text-box><text:p>框</text:p></draw:text-box><svg:desc>图的说明\
         </svg:desc></draw:frame>末段。</text:p>",
    );
    assert_eq!(
        kinds(&read),
        [
            (LineKind::Heading(2), "夜班"),
            (LineKind::Text, "他说：“钟不等人  。”"),
            (LineKind::Text, "他笑了。"),
            (LineKind::Quotation, "宁可慢，不可错。"),
            (LineKind::Item, "拆"),
            (LineKind::Item, "洗"),
            (LineKind::Row, "年 | 表"),
            (LineKind::Text, "末段。"),
            (LineKind::Heading(1), "Notes"),
            (LineKind::Note, "口述。"),
            (LineKind::Heading(1), "Text boxes"),
            (LineKind::Text, "框"),
        ]
    );
    assert_eq!(
        dropped(&read),
        [
            ("comments", 1),
            ("deleted text", 1),
            ("hidden text", 1),
            ("ruby text", 1),
            ("tables of contents", 1),
        ]
    );
    assert_eq!(read.about.title.as_deref(), Some("修表"));
    assert_eq!(read.about.author, None, "a program's word for nobody is no author");
    assert_eq!(read.about.date, None, "the date of a file is not that of a publication");
}

#[test]
fn an_open_document_may_be_one_file() {
    let flat = format!(
        "<?xml version='1.0'?><office:document {ODF}><office:body><office:text><text:p>甲</text:p>\
         </office:text></office:body></office:document>"
    );
    assert_eq!(lines(&odt::read(flat.as_bytes()).expect("read")), ["甲"]);
}

#[test]
fn a_protected_open_document_is_told_as_one() {
    let manifest = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/>\
                    </manifest:file-entry></manifest:manifest>";
    let bytes =
        archive(&[("META-INF/manifest.xml", manifest), ("content.xml", "\u{1}\u{2}")]);
    assert_eq!(refused(odt::read(&bytes)), "the document is protected by a password");
}

const CONTAINER: &str = "<container><rootfiles><rootfile full-path='O/c.opf'/></rootfiles>\
                         </container>";

fn book(opf: &str, files: &[(&str, &str)]) -> Result<Derived, Unreadable> {
    let opf = format!(
        "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
         {opf}</package>"
    );
    let mut all = vec![
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("O/c.opf", opf.as_str()),
    ];
    all.extend(files);
    epub::read(&archive(&all))
}

const OPF: &str = "<metadata><dc:title>修表</dc:title><dc:creator>甲</dc:creator><dc:creator>乙\
  </dc:creator><dc:date>2019-05-01T00:00:00Z</dc:date><dc:publisher>某社</dc:publisher></metadata>\
  <manifest><item id='nav' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>\
  <item id='n' href='toc.ncx' media-type='application/x-dtbncx+xml'/>\
  <item id='a' href='t/a%20b.xhtml' media-type='application/xhtml+xml'/>\
  <item id='b' href='t/b.xhtml' media-type='application/xhtml+xml'/>\
  <item id='x' href='t/x.xhtml' media-type='application/xhtml+xml'/>\
  <item id='p' href='p.jpg' media-type='image/jpeg'/></manifest><spine>";

#[test]
fn books_are_read_in_their_order_with_their_chapters() {
    let opf = format!(
        "{OPF}<itemref idref='x' linear='no'/><itemref idref='nav'/><itemref idref='p'/>\
         <itemref idref='b'/><itemref idref='a'/></spine>"
    );
    let nav = "<html><body><nav epub:type='toc'><ol><li><span>上编</span><ol><li><a \
               href='t/b.xhtml'>第一章　拆</a></li><li><a href='t/a%20b.xhtml#s2'>第二章</a></li>\
               </ol></li></ol></nav></body></html>";
    let b = "<html><head><title>x</title><style>p{}</style></head><body><h1>拆</h1><p>修表\n的人<ruby>\
             闸<rp>(</rp><rt>zhá</rt><rp>)</rp></ruby>说：<b>慢</b> 一点。<a epub:type='noteref' \
             href='#n1'>1</a><sup><a href='#n2'>[2]</a></sup>好<sup>2</sup>&nbsp;&hellip;</p><p>\
             第一行<br/>第二行</p><aside epub:type='footnote' id='n1'><p>注一。</p></aside>\
             <blockquote><p>引</p></blockquote><ul><li>甲</li><li><p>乙</p></li></ul><figure>\
             <img src='x.png' alt=''/><figcaption>图一</figcaption></figure><p hidden='hidden'>藏</p>\
             <table><tr><td>年</td><td>表</td></tr></table></body></html>";
    let a =
        "<html><body><p>还在第一章。</p><h2 id='s2'>洗</h2><p>word\nword</p></body></html>";
    let x = "<html><body><p>附录。</p></body></html>";
    let files = [
        ("O/nav.xhtml", nav),
        ("O/t/a b.xhtml", a),
        ("O/t/b.xhtml", b),
        ("O/t/x.xhtml", x),
    ];
    let read = book(&opf, &files).expect("read");
    assert_eq!(
        kinds(&read),
        [
            (LineKind::Heading(1), "拆"),
            (LineKind::Text, "修表的人闸说：慢 一点。好2\u{a0}…"),
            (LineKind::Text, "第一行"),
            (LineKind::Text, "第二行"),
            (LineKind::Quotation, "引"),
            (LineKind::Item, "甲"),
            (LineKind::Item, "乙"),
            (LineKind::Row, "年 | 表"),
            (LineKind::Text, "还在第一章。"),
            (LineKind::Heading(2), "洗"),
            (LineKind::Text, "word word"),
            (LineKind::Text, "附录。"),
            (LineKind::Heading(1), "Notes"),
            (LineKind::Note, "注一。"),
            (LineKind::Heading(1), "Captions"),
            (LineKind::Caption, "图一"),
        ]
    );
    let place = |text: &str| {
        let line = read.lines.iter().find(|line| line.text == text).expect(text);
        (line.place.chapter.as_deref(), line.place.item.as_deref(), line.place.paragraph)
    };
    assert_eq!(place("引"), (Some("上编 › 第一章　拆"), Some("O/t/b.xhtml"), Some(5)));
    assert_eq!(
        place("还在第一章。"),
        (Some("上编 › 第一章　拆"), Some("O/t/a b.xhtml"), Some(1))
    );
    assert_eq!(place("word word"), (Some("上编 › 第二章"), Some("O/t/a b.xhtml"), Some(3)));
    assert_eq!(
        dropped(&read),
        [
            ("hidden text", 1),
            ("note marks", 2),
            ("pictures", 2),
            ("ruby text", 1),
            ("tables of contents", 1),
        ]
    );
    assert_eq!(read.about.author.as_deref(), Some("甲、乙"));
    assert_eq!(read.about.date.as_deref(), Some("2019-05-01"));
    assert_eq!(read.about.outlet.as_deref(), Some("某社"));
}

#[test]
fn chapters_of_an_older_book_are_in_its_ncx() {
    let opf = format!("{OPF}<itemref idref='a'/><itemref idref='b'/></spine>")
        .replace(" properties='nav'", "");
    let ncx = "<!DOCTYPE ncx PUBLIC '-//NISO//DTD ncx 2005-1//EN' 'http://www.daisy.org/z3986/2005/\
               ncx-2005-1.dtd'><ncx xmlns='http://www.daisy.org/z3986/2005/ncx/'><docTitle><text>书\
               </text></docTitle><navMap><navPoint><navLabel><text>第一部</text></navLabel><content \
               src='t/a%20b.xhtml'/><navPoint><navLabel><text>拆</text></navLabel><content \
               src='t/b.xhtml'/></navPoint></navPoint></navMap></ncx>";
    let page = "<html><body><p>x</body></html>";
    let files = [("O/toc.ncx", ncx), ("O/t/a b.xhtml", page), ("O/t/b.xhtml", page)];
    let read = book(&opf, &files).expect("a page without all its ends is read");
    let chapters: Vec<_> = read.lines.iter().filter(|line| line.text == "x").collect();
    assert_eq!(chapters[0].place.chapter.as_deref(), Some("第一部"));
    assert_eq!(chapters[1].place.chapter.as_deref(), Some("第一部 › 拆"));
}

#[test]
fn a_locked_book_is_told_as_one_and_scrambled_fonts_are_not() {
    let opf = format!("{OPF}<itemref idref='b'/></spine>");
    let encryption = |method: &str| {
        format!(
            "<encryption><EncryptedData><EncryptionMethod Algorithm='{method}'/><CipherData>\
             <CipherReference URI='O/t/b.xhtml'/></CipherData></EncryptedData></encryption>"
        )
    };
    let page = ("O/t/b.xhtml", "<html><body><p>甲</p></body></html>");
    let locked = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc");
    let files =
        [page, ("META-INF/encryption.xml", locked.as_str()), ("META-INF/rights.xml", "")];
    let told = refused(book(&opf, &files));
    assert_eq!(told, "the book is protected against copying (Adobe ADEPT)");
    let fonts = encryption("http://www.idpf.org/2008/embedding");
    let files = [page, ("META-INF/encryption.xml", fonts.as_str())];
    assert_eq!(lines(&book(&opf, &files).expect("read")), ["甲"]);
}

#[test]
fn a_book_of_pictures_is_told_as_one() {
    let opf = format!("{OPF}<itemref idref='b'/></spine>");
    let page = "<html><body><img src='1.jpg'/></body></html>";
    assert!(
        refused(book(&opf, &[("O/t/b.xhtml", page)])).starts_with("the book has no text")
    );
}

#[test]
fn entities_are_never_expanded_and_nothing_is_fetched() {
    let lol = "<!DOCTYPE d [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY x SYSTEM \
               'file:///etc/passwd'>]>";
    let document = format!(
        "{lol}<w:document {W}><w:body><w:p><w:r><w:t>甲&b;&x;&amp;&#x4e59;</w:t></w:r></w:p></w:body>\
         </w:document>"
    );
    let read = docx::read(&archive(&[("word/document.xml", &document)])).expect("read");
    assert_eq!(lines(&read), ["甲\u{fffd}\u{fffd}&乙"]);
    assert_eq!(read.unreadable, 2);
}

#[test]
fn ten_thousand_tables_in_one_another_are_read() {
    let mut body = "<w:tbl><w:tr><w:tc>".repeat(10_000);
    body.push_str(&p("底"));
    body.push_str(&"</w:tc></w:tr></w:tbl>".repeat(10_000));
    assert_eq!(lines(&word(&body)), ["底"]);
    let page = format!("<html><body>{}底</body></html>", "<table><tr><td>".repeat(10_000));
    let opf = format!("{OPF}<itemref idref='b'/></spine>");
    assert_eq!(lines(&book(&opf, &[("O/t/b.xhtml", &page)]).expect("read")), ["底"]);
    let deep = "<w:sdt>".repeat(100_001);
    assert!(refused(word_with(&deep, &[])).contains("nested more than 100000 deep"));
}

#[test]
fn damaged_archives_are_refused_with_a_sentence() {
    let whole = archive(&[("word/document.xml", &format!("<w:document {W}/>"))]);
    assert!(refused(docx::read(&[])).contains("the file is empty"));
    for end in [1, 10, whole.len() / 2, whole.len() - 1] {
        let told = refused(docx::read(&whole[..end]));
        assert!(told.contains("damaged or cut off"), "{end}: {told}");
    }
    let told = refused(docx::read(&archive(&[("a.txt", "x")])));
    assert!(told.contains("has no “word/document.xml”"), "{told}");
    let cut = "<w:document><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:bo";
    let told = refused(docx::read(&archive(&[("word/document.xml", cut)])));
    assert!(told.contains("the document is damaged"), "{told}");
    // A checksum that does not fit.
    let mut flipped = whole;
    let crc =
        flipped.windows(4).position(|four| four == b"PK\x01\x02").expect("a list") + 16;
    flipped[crc] ^= 0xff;
    assert!(refused(docx::read(&flipped)).contains("damaged"));
}

#[test]
fn a_word_document_before_2007_and_a_protected_one_are_told_apart() {
    let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    assert!(refused(docx::read(&old)).contains("before 2007"));
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refused(docx::read(&old)), "the document is protected by a password");
}

#[test]
fn bombs_do_not_go_off() {
    let zeros = " ".repeat(40 << 20);
    let bytes = archive(&[("word/document.xml", &zeros)]);
    assert!(bytes.len() < 100_000);
    let told = refused(docx::read(&bytes));
    assert!(told.contains("unpacks to more than"), "{told}");
    let names: Vec<String> = (0..20_001).map(|n| n.to_string()).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert!(refused(docx::read(&archive(&files))).contains("lists 20001 files"));
}

#[test]
fn what_ends_a_line_elsewhere_ends_it_here() {
    let read = word(&p("水\u{2028}行\u{b}"));
    assert_eq!(lines(&read), ["水", "行"]);
    assert_eq!(read.changed.get("line ends"), Some(&2));
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_program_without_pdf_says_so() {
    let told = refused(yulu::import::pdf::read(b"%PDF-1.7"));
    assert_eq!(told, "this yulu was built without PDF");
}

#[test]
fn the_numbers_of_lists_belong_to_their_words() {
    let level = |at: usize, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/><w:lvlText \
             w:val='{text}'/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId='0'>{}{}</w:abstractNum><w:abstractNum \
         w:abstractNumId='1'>{}</w:abstractNum><w:num w:numId='5'><w:abstractNumId w:val='0'/></w:num>\
         <w:num w:numId='6'><w:abstractNumId w:val='1'/></w:num><w:num w:numId='7'><w:abstractNumId \
         w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='3'/></w:lvlOverride></w:num>\
         </w:numbering>",
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%1.%2"),
        level(0, "bullet", "\u{f0b7}")
    );
    let item = |list: u32, level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [
        item(5, 0, "拆"),
        item(5, 1, "拆壳"),
        item(5, 1, "拆针"),
        item(5, 0, "洗"),
        item(5, 1, "洗轮"),
        item(6, 0, "油"),
        item(7, 0, "装"),
        item(0, 0, "完"),
    ];
    let read =
        word_with(&body.concat(), &[("word/numbering.xml", &numbering)]).expect("read");
    assert_eq!(
        kinds(&read),
        [
            (LineKind::Item, "一、拆"),
            (LineKind::Item, "一.1 拆壳"),
            (LineKind::Item, "一.2 拆针"),
            (LineKind::Item, "二、洗"),
            (LineKind::Item, "二.1 洗轮"),
            (LineKind::Item, "油"),
            (LineKind::Item, "三、装"),
            (LineKind::Text, "完"),
        ]
    );
    let style = "<text:list-style style:name='L1'><text:list-level-style-number text:level='1' \
                 style:num-format='1' style:num-suffix='.'/><text:list-level-style-number text:level='2' \
                 style:num-format='a' style:num-suffix=')'/></text:list-style>";
    let read = open_document(
        style,
        "<text:list text:style-name='L1'><text:list-item><text:p>拆</text:p><text:p>再拆</text:p>\
         <text:list><text:list-item><text:p>壳</text:p></text:list-item></text:list></text:list-item>\
         <text:list-item><text:p>洗</text:p></text:list-item></text:list>",
    );
    assert_eq!(lines(&read), ["1. 拆", "再拆", "a) 壳", "2. 洗"]);
    let opf = format!("{OPF}<itemref idref='b'/></spine>");
    let page = "<html><body><ol start='3'><li>拆</li><li><p>洗</p><p>再洗</p></li><li value='9'>装</li></ol>\
                <ul><li>油</li></ul></body></html>";
    let read = book(&opf, &[("O/t/b.xhtml", page)]).expect("read");
    assert_eq!(lines(&read), ["3. 拆", "4. 洗", "再洗", "9. 装", "油"]);
}

#[test]
fn raised_references_are_no_words_and_a_sentence_is_no_heading() {
    let raised = |text: &str| {
        format!(
            "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{text}</w:t></w:r>"
        )
    };
    let sentence =
        "他说修表这件事情最怕的就是快，一快就要出错，一出错就要返工，所以他从来不快。";
    let body = format!(
        "<w:p><w:r><w:t>钟不等人</w:t></w:r>{}{}<w:r><w:t>，面积三m</w:t></w:r>{}<w:r><w:t>。</w:t></w:r></w:p>\
         <w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>{sentence}</w:t></w:r></w:p>",
        raised("[1"),
        raised("2]"),
        raised("2")
    );
    let read = word(&body);
    assert_eq!(
        kinds(&read),
        [(LineKind::Text, "钟不等人，面积三m2。"), (LineKind::Text, sentence)]
    );
    assert_eq!(dropped(&read), [("note marks", 1)]);
}
