//! Documents damaged at random, from fixed seeds: a reader answers with a text or with a
//! sentence, and never stops the program. A minute's worth runs with the other tests, half an
//! hour's by `cargo test --release --test suite damage -- --ignored`.

use std::io::Write as _;

use yulu::import::{Derived, Unreadable, docx, epub, odt, rtf};
use zip::write::SimpleFileOptions;

/// Rounds that run with the other tests; each reads one damaged document.
const ROUNDS: usize = 4_000;

/// A Word document with one of everything that its reader knows.
const WORD: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>
<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr><w:r><w:t>夜班</w:t></w:r></w:p>
<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:del w:id="1"><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:ruby><w:rt><w:r><w:t>z</w:t></w:r></w:rt>
<w:rubyBase><w:r><w:t>闸</w:t></w:r></w:rubyBase></w:ruby><w:footnoteReference w:id="2"/><w:sym w:font="Symbol" w:char="F061"/></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \o(\s\up 9(z),闸)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>年</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>表</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>
<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt></w:body></w:document>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;

const NOTES: &str = r#"<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:footnotes>"#;

/// An OpenDocument text with one of everything.
const OPEN: &str = r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">
<office:automatic-styles><style:style style:name="P1" style:parent-style-name="P1"/><text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
</text:list-style></office:automatic-styles><office:body><office:text><text:h text:outline-level="1">夜班</text:h><text:p text:style-name="P1">他说<text:s text:c="3"/><text:note><text:note-body><text:p>注</text:p>
</text:note-body></text:note><text:ruby><text:ruby-base>闸</text:ruby-base><text:ruby-text>z</text:ruby-text></text:ruby></text:p><text:list text:style-name="L1"><text:list-item><text:p>拆</text:p></text:list-item>
</text:list><table:table><table:table-row><table:table-cell><text:p>年</text:p></table:table-cell></table:table-row></table:table><text:p><draw:text-box><text:p>框</text:p></draw:text-box></text:p>
</office:text></office:body></office:document-content>"#;

const PACKAGE: &str = r#"<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>修表</dc:title></metadata><manifest><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="t" href="toc.ncx" media-type="application/x-dtbncx+xml"/><item id="a" href="a%20b.xhtml" media-type="application/xhtml+xml" fallback="a"/></manifest><spine><itemref idref="a"/></spine></package>"#;

const PAGE: &str = r##"<html><head><title/></head><body><h1 id="x">夜班</h1><p>他说<ruby>闸<rt>z</rt></ruby><sup><a href="#n">[1]</a></sup>&nbsp;&amp;<br/>好</p><ol><li>拆</li></ol>
<aside epub:type="footnote">注</aside><table><tr><td>年</td><td>表</td></tr></table><pre>a
b</pre><blockquote>引</blockquote></body></html>"##;

const NAV: &str = r#"<nav epub:type="toc"><ol><li><a href="a%20b.xhtml#x">第一章</a><ol><li><span>节</span></li></ol></li></ol></nav>"#;

const RICH: &str = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 S;}}{\\stylesheet{\\s1 heading 1;}}{\\info{\\title \\'b5\\'c8}}\
\\pard\\s1\\f0 \\'b5\\'ea\\par\\pard{\\listtext 1.\\tab}\\uc1\\u31561?{\\footnote\\pard \\u-10179?\\u-8704?\\par}{\\v x}\\par\\trowd\\pard\\intbl a\\cell b\\cell\\row\\pard\
{\\field{\\*\\fldinst EQ \\\\o(a,b)}{\\fldrslt c}}{\\shp{\\*\\shpinst{\\shptxt\\pard d\\par}}}{\\upr{e}{\\*\\ud f}}\\bin2 }}\\par}";

/// What is put in at random: the joints of the formats.
const JOINTS: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tc>",
    "<w:del>",
    "</w:del>",
    "<w:r>",
    "</w:r>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<w:fldChar w:fldCharType=\"end\"/>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<text:note-body>",
    "</text:note-body>",
    "<text:list>",
    "</text:list>",
    "<text:s text:c='99999999999'/>",
    "<table:table>",
    "<draw:rect>",
    "<table>",
    "</table>",
    "<td>",
    "<ol>",
    "<li>",
    "<sup>",
    "<a href='#x'>",
    "</a>",
    "<rt>",
    "&lol;",
    "&#x0;",
    "&#xD800;",
    "<!DOCTYPE a [<!ENTITY x 'y'>]>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "xmlns:w='x'",
    "..%2f",
    "#",
    "\0",
    "{",
    "}",
    "\\",
    "\\'",
    "\\'b5",
    "\\u",
    "\\u-1 ",
    "\\u55357 ",
    "\\uc9",
    "\\cell ",
    "\\row ",
    "\\trowd\\intbl ",
    "{\\footnote ",
    "{\\shptxt ",
    "\\bin99 ",
    "\\s1 ",
    "{\\field{\\*\\fldinst TOC ",
    "{\\fldrslt ",
    "{\\upr{",
    "{\\*\\ud ",
    "\\pard",
    "\\par ",
];

/// Numbers that look random and are the same in every run (Marsaglia's xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }

    fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(5) {
            let at = self.below(bytes.len());
            let length = self.below(60).min(bytes.len() - at);
            match self.below(7) {
                0 if !bytes.is_empty() => bytes[at] ^= 1 << self.below(8),
                1 => bytes.truncate(at + 1),
                2 => {
                    bytes.drain(at..at + length);
                }
                3 => {
                    let part = bytes[at..at + length].to_vec();
                    let to = self.below(bytes.len());
                    bytes.splice(to..to, part);
                }
                _ => {
                    let joint = JOINTS[self.below(JOINTS.len())];
                    bytes.splice(at..at, joint.bytes());
                }
            }
        }
    }
}

type Read = fn(&[u8]) -> Result<Derived, Unreadable>;

fn samples() -> Vec<(Read, Vec<(&'static str, &'static str)>)> {
    let container = "<rootfile full-path='c.opf'/>";
    vec![
        (
            docx::read,
            vec![
                ("word/document.xml", WORD),
                ("word/numbering.xml", NUMBERING),
                ("word/footnotes.xml", NOTES),
            ],
        ),
        (odt::read, vec![("content.xml", OPEN)]),
        (
            epub::read,
            vec![
                ("META-INF/container.xml", container),
                ("c.opf", PACKAGE),
                ("a b.xhtml", PAGE),
                ("nav.xhtml", NAV),
            ],
        ),
    ]
}

fn packed(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        zip.start_file(*name, stored).expect("a new file");
        zip.write_all(bytes).expect("in memory");
    }
    zip.finish().expect("in memory").into_inner()
}

/// What was read and refused.
fn rounds(count: usize, seed: u64) -> (usize, usize) {
    let mut dice = Dice(seed);
    let samples = samples();
    let (mut read, mut refused) = (0, 0);
    for _ in 0..count {
        let which = dice.below(samples.len() + 1);
        let result = match samples.get(which) {
            None => {
                let mut bytes = RICH.as_bytes().to_vec();
                dice.damage(&mut bytes);
                rtf::read(&bytes)
            }
            Some((reader, files)) => {
                let broken = dice.below(files.len());
                let mut files: Vec<(&str, Vec<u8>)> = files
                    .iter()
                    .map(|(name, text)| (*name, text.as_bytes().to_vec()))
                    .collect();
                dice.damage(&mut files[broken].1);
                let mut bytes = packed(&files);
                if dice.below(4) == 0 {
                    dice.damage(&mut bytes);
                }
                reader(&bytes)
            }
        };
        match result {
            Ok(_) => read += 1,
            Err(told) => {
                assert!(!told.message.is_empty() && !told.hint.is_empty());
                refused += 1;
            }
        }
    }
    (read, refused)
}

#[test]
fn damaged_documents_are_read_or_refused() {
    for (reader, files) in samples() {
        let files: Vec<(&str, Vec<u8>)> =
            files.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
        assert!(reader(&packed(&files)).is_ok(), "whole, each of them is read");
    }
    assert!(rtf::read(RICH.as_bytes()).is_ok());
    let (read, refused) = rounds(ROUNDS, 0x5eed);
    // The damage reaches the readers: some documents are still read, some are not.
    assert!(read > ROUNDS / 10 && refused > ROUNDS / 10, "{read} read, {refused} refused");
}

#[test]
#[ignore = "takes minutes; a release build reads about twenty thousand documents a second"]
fn a_million_damaged_documents_are_read_or_refused() {
    for seed in 1..=100 {
        rounds(10_000, seed * 0x9e37_79b9);
    }
}
