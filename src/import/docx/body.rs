//! The running text of a Word document, element by element.

use super::numbering::Numbering;
use super::style::{Style, Styles};
use crate::import::LineKind;
use crate::import::field::{self, Field, Shown};
use crate::import::lines::{Apart, Lines};
use crate::import::numbers::before;
use crate::import::xml::{Event, Tag};

/// Fields in fields.
const FIELDS: usize = 32;

/// What an open element means for what is inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// Nothing of its own.
    Plain,
    /// Text that is read: `w:t`, `m:t`.
    Text,
    /// Code of a field: `w:instrText`.
    Code,
    /// Nothing in it is read.
    Skipped,
    Paragraph,
    /// Properties of a paragraph.
    ParagraphProperties,
    /// Properties of the mark that ends a paragraph.
    MarkProperties,
    Run,
    RunProperties,
    RowProperties,
    /// Properties of a structured part (a table of contents, a placeholder).
    PartProperties,
    Part,
    Table,
    Row,
    Cell,
    Box,
    Alternatives,
    Choice,
    Simple,
    Formula,
}

/// A paragraph in the making.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    style: Style,
    /// Its mark is deleted, or it is a drop cap: the next paragraph continues it.
    continued: bool,
    /// Text of it belongs to a table of contents.
    contents: bool,
    /// Raised characters at its end, which may be the mark of a note.
    raised: String,
}

impl Paragraph {
    /// Takes raised characters into the text, unless they are a reference in brackets.
    fn lower(&mut self, lines: &mut Lines) {
        if self.raised.is_empty() {
            return;
        }
        let raised = std::mem::take(&mut self.raised);
        if is_reference(&raised) {
            lines.dropped("note marks", 1);
        } else {
            self.text.push_str(&raised);
        }
    }
}

/// True for `[1]`, `[2,3]`, `〔4〕` and the like.
fn is_reference(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(['[', '〔', '［'])
        && text.ends_with([']', '〕', '］'])
        && text.chars().all(|c| c.is_ascii_digit() || "[]〔〕［］,，、-–— ".contains(c))
}

/// A run of characters that is open.
#[derive(Debug, Default)]
struct Run {
    hidden: bool,
    /// That it is hidden is counted.
    counted: bool,
    raised: bool,
}

/// Which notes a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// At the foot of the page.
    Foot,
    /// At the end of the document.
    End,
}

/// What is known while the elements of a part pass by.
#[derive(Debug, Default)]
pub struct State {
    open: Vec<Inside>,
    /// Open elements of which nothing is read.
    skipped: usize,
    paragraphs: Vec<Paragraph>,
    /// Text of a paragraph that the next one continues.
    carried: String,
    fields: Vec<Field>,
    /// For each open run: whether it is hidden, and whether that is counted.
    runs: Vec<Run>,
    /// For each open choice between two forms of a drawing: whether text has been read.
    chosen: Vec<bool>,
    /// For each open structured part: whether nothing in it is read.
    parts: Vec<bool>,
    row_deleted: bool,
    /// Whether the formula that is open has more than a line of characters.
    formula: Option<(String, bool)>,
    /// The lists of the document.
    pub numbering: Numbering,
    /// The notes whose marks stood in the text, in their order.
    pub cited: Vec<(NoteKind, String)>,
}

impl State {
    /// Takes the next event of the part.
    pub fn event(&mut self, event: Event, styles: &Styles, lines: &mut Lines) {
        match event {
            Event::Open(tag) => {
                let inside = if self.skipped > 0 {
                    Inside::Skipped
                } else {
                    self.begin(&tag, styles, lines)
                };
                if inside == Inside::Skipped {
                    self.skipped += 1;
                } else {
                    self.open.push(inside);
                }
            }
            Event::Close(_) => {
                if self.skipped > 0 {
                    self.skipped -= 1;
                } else if let Some(inside) = self.open.pop() {
                    self.end(inside, lines);
                }
            }
            Event::Text(text) => {
                if self.skipped == 0 {
                    match self.open.last() {
                        Some(Inside::Text) => self.text(&text, lines),
                        Some(Inside::Code) => {
                            if let Some(field) = self.fields.last_mut() {
                                field.code(&text);
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    /// Puts what waits for a paragraph that never came.
    pub fn finish(&mut self, lines: &mut Lines) {
        let rest = std::mem::take(&mut self.carried);
        lines.block(LineKind::Text, &rest);
    }

    fn within(&self) -> Inside {
        self.open.last().copied().unwrap_or(Inside::Plain)
    }

    /// Leaves an element out, counted.
    fn leave(&mut self, what: &'static str, lines: &mut Lines) -> Inside {
        lines.dropped(what, 1);
        Inside::Skipped
    }

    fn begin(&mut self, tag: &Tag, styles: &Styles, lines: &mut Lines) -> Inside {
        match (tag.space, tag.name()) {
            ("w", name) => self.begin_word(name, tag, styles, lines),
            ("mc", "AlternateContent") => {
                self.chosen.push(false);
                Inside::Alternatives
            }
            ("mc", "Choice") if self.chosen.last() == Some(&false) => Inside::Choice,
            ("mc", "Choice") => Inside::Skipped,
            ("mc", "Fallback") if self.chosen.last() == Some(&true) => Inside::Skipped,
            ("mc", "Fallback") => Inside::Choice,
            ("m", "oMath") if self.formula.is_none() => {
                self.formula = Some((String::new(), false));
                Inside::Formula
            }
            ("m", "t") => Inside::Text,
            (
                "m",
                "oMath" | "oMathPara" | "r" | "rPr" | "ctrlPr" | "sty" | "scr" | "nor",
            )
            | ("m", "oMathParaPr") => Inside::Plain,
            ("m", _) => {
                if let Some((_, built)) = &mut self.formula {
                    *built = true;
                }
                Inside::Plain
            }
            (_, "pic") | ("v", "imagedata") => {
                lines.dropped("pictures", 1);
                if let Some(chosen) = self.chosen.last_mut() {
                    *chosen = true;
                }
                Inside::Plain
            }
            _ => Inside::Plain,
        }
    }

    fn begin_word(
        &mut self,
        name: &str,
        tag: &Tag,
        styles: &Styles,
        lines: &mut Lines,
    ) -> Inside {
        let on = || !matches!(tag.attribute("val").as_deref(), Some("0" | "false" | "off"));
        let value = || tag.attribute("val").unwrap_or_default();
        match name {
            "p" => {
                self.paragraphs.push(Paragraph {
                    text: std::mem::take(&mut self.carried),
                    style: styles.default_paragraph(),
                    ..Paragraph::default()
                });
                Inside::Paragraph
            }
            "pPr" => Inside::ParagraphProperties,
            "rPr" => match self.within() {
                Inside::ParagraphProperties => Inside::MarkProperties,
                _ => Inside::RunProperties,
            },
            // Properties as they were before a tracked change.
            "pPrChange" | "rPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange"
            | "sectPrChange" | "tblPrExChange" | "numberingChange" => Inside::Skipped,
            "r" => {
                let hidden = self.paragraphs.last().is_some_and(|own| own.style.hidden);
                self.runs.push(Run { hidden, ..Run::default() });
                Inside::Run
            }
            "vanish" if self.within() == Inside::RunProperties => {
                if let Some(run) = self.runs.last_mut() {
                    run.hidden = on();
                }
                Inside::Plain
            }
            "rStyle" if self.within() == Inside::RunProperties => {
                if let Some(run) = self.runs.last_mut() {
                    run.hidden |= styles.hides(&value());
                }
                Inside::Plain
            }
            "vertAlign" if self.within() == Inside::RunProperties => {
                if let Some(run) = self.runs.last_mut() {
                    run.raised = value() == "superscript";
                }
                Inside::Plain
            }
            "del" | "moveFrom" | "ins" if self.within() == Inside::MarkProperties => {
                if let (Some(own), true) = (self.paragraphs.last_mut(), name != "ins") {
                    own.continued = true;
                }
                Inside::Plain
            }
            "del" if self.within() == Inside::RowProperties => {
                self.row_deleted = true;
                Inside::Plain
            }
            "del" | "moveFrom" if !tag.empty => self.leave("deleted text", lines),
            "pStyle" | "outlineLvl" | "numId" | "ilvl" | "framePr"
                if self.open.contains(&Inside::ParagraphProperties) =>
            {
                if name == "pStyle" && styles.of(&value()).heading.is_some() {
                    // No entry of a table of contents is a heading: its end is missing.
                    self.fields.retain(|field| field.shown() != Shown::Contents);
                }
                if let Some(own) = self.paragraphs.last_mut() {
                    match name {
                        "pStyle" => own.style = styles.of(&value()),
                        "outlineLvl" => own.style.level(&value()),
                        "numId" => own.style.list(&value()),
                        "ilvl" => own.style.depth = value().parse().unwrap_or(0),
                        _ => {
                            own.continued |=
                                tag.attribute("dropCap").is_some_and(|d| d != "none");
                        }
                    }
                }
                Inside::Plain
            }
            "t" => Inside::Text,
            "instrText" => Inside::Code,
            "delText" | "delInstrText" => Inside::Skipped,
            "fldChar" => {
                self.field(tag.attribute("fldCharType").as_deref(), lines);
                Inside::Plain
            }
            "fldSimple" => {
                let mut field = Field::default();
                field.code(&tag.attribute("instr").unwrap_or_default());
                field.separate();
                lines.dropped("field codes", 1);
                self.fields.push(field);
                Inside::Simple
            }
            "rt" => self.leave("ruby text", lines),
            "tab" if self.within() == Inside::Run => self.mark("\t", lines),
            "ptab" => self.mark("\t", lines),
            "br" | "cr" => self.mark("\n", lines),
            "noBreakHyphen" => self.mark("\u{2011}", lines),
            "sym" => {
                let font = tag.attribute("font").unwrap_or_default();
                let code = tag.attribute("char").unwrap_or_default();
                match field::symbol(&font, &code) {
                    Some(c) => self.text(c.encode_utf8(&mut [0; 4]), lines),
                    None => lines.dropped("pictograms", 1),
                }
                Inside::Plain
            }
            "footnoteReference" | "endnoteReference" => {
                let kind =
                    if name.starts_with('f') { NoteKind::Foot } else { NoteKind::End };
                let id = tag.attribute("id").unwrap_or_default();
                self.cited.push((kind, id));
                Inside::Plain
            }
            "sdt" => {
                self.parts.push(false);
                Inside::Part
            }
            "sdtPr" => Inside::PartProperties,
            "docPartGallery" if value() == "Table of Contents" => {
                self.omit_part("tables of contents", lines);
                Inside::Plain
            }
            "showingPlcHdr" if on() => {
                self.omit_part("placeholders", lines);
                Inside::Plain
            }
            "sdtContent" if self.parts.last() == Some(&true) => Inside::Skipped,
            "tbl" => {
                lines.begin_table();
                Inside::Table
            }
            "tr" => {
                self.row_deleted = false;
                lines.begin_row();
                Inside::Row
            }
            "trPr" => Inside::RowProperties,
            "tc" => {
                lines.begin_cell();
                Inside::Cell
            }
            "txbxContent" => {
                if let Some(chosen) = self.chosen.last_mut() {
                    *chosen = true;
                }
                lines.begin_apart(Apart::Box);
                Inside::Box
            }
            "altChunk" | "subDoc" | "object" => {
                lines.dropped("embedded documents", 1);
                Inside::Plain
            }
            _ => Inside::Plain,
        }
    }

    fn omit_part(&mut self, what: &'static str, lines: &mut Lines) {
        if let Some(omitted) = self.parts.last_mut() {
            *omitted = true;
            lines.dropped(what, 1);
        }
    }

    fn mark(&mut self, text: &str, lines: &mut Lines) -> Inside {
        self.text(text, lines);
        Inside::Plain
    }

    fn field(&mut self, kind: Option<&str>, lines: &mut Lines) {
        match kind {
            Some("begin") => {
                lines.dropped("field codes", 1);
                self.fields.push(Field::default());
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.separate();
                }
            }
            _ => {
                if let Some(field) = self.fields.pop() {
                    self.end_field(&field, lines);
                }
            }
        }
    }

    fn end_field(&mut self, field: &Field, lines: &mut Lines) {
        match field.shown() {
            Shown::Result => {}
            Shown::Base(base) => {
                lines.dropped("ruby text", 1);
                self.text(&base, lines);
            }
            Shown::Contents => {}
            Shown::Formula => {
                lines.dropped("formulas", 1);
                self.text("\u{fffd}", lines);
            }
        }
    }

    /// Puts characters into the paragraph that is open, unless nobody sees them.
    fn text(&mut self, text: &str, lines: &mut Lines) {
        if let Some((formula, _)) = &mut self.formula {
            formula.push_str(text);
            return;
        }
        // Only the innermost fields are looked at: nobody nests more of them.
        if self.fields.iter().rev().take(FIELDS).any(|field| !field.shows_result()) {
            let contents = self.in_contents() && !text.trim().is_empty();
            if let (Some(paragraph), true) = (self.paragraphs.last_mut(), contents) {
                paragraph.contents = true;
            }
            return;
        }
        let run = self.runs.last_mut();
        let raised = run.as_ref().is_some_and(|run| run.raised);
        if let Some(run) = run.filter(|run| run.hidden) {
            if !run.counted && !text.trim().is_empty() {
                lines.dropped("hidden text", 1);
                run.counted = true;
            }
            return;
        }
        if let Some(chosen) = self.chosen.last_mut() {
            *chosen = true;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            if raised {
                paragraph.raised.push_str(text);
            } else {
                paragraph.lower(lines);
                paragraph.text.push_str(text);
            }
        }
    }

    fn end_paragraph(&mut self, mut own: Paragraph, lines: &mut Lines) {
        // The code of a field ends in its paragraph; a file that says otherwise is broken,
        // and nothing of what follows is to be lost to it.
        while self.fields.last().is_some_and(|field| !field.is_separated()) {
            self.fields.pop();
        }
        own.lower(lines);
        if own.style.contents && !own.text.is_empty() || own.contents {
            lines.dropped("lines of a table of contents", 1);
        }
        if own.style.contents {
            return;
        }
        if own.continued {
            self.carried = own.text;
        } else {
            // What has no words has no number that anybody sees: Word numbers it all the same.
            let number =
                own.style.list.and_then(|list| self.numbering.next(list, own.style.depth));
            if own.text.trim().is_empty() {
                return;
            }
            let kind = own.style.kind(&own.text);
            match number {
                Some(number) => lines.block(kind, &before(&number, &own.text)),
                None => lines.block(kind, &own.text),
            }
        }
    }

    fn in_contents(&self) -> bool {
        self.fields.iter().rev().take(FIELDS).any(|field| field.shown() == Shown::Contents)
    }

    fn end(&mut self, inside: Inside, lines: &mut Lines) {
        match inside {
            Inside::Paragraph => {
                if let Some(own) = self.paragraphs.pop() {
                    self.end_paragraph(own, lines);
                }
            }
            Inside::Table => lines.end_table(),
            Inside::Row => {
                if std::mem::take(&mut self.row_deleted) {
                    lines.dropped("deleted text", 1);
                    lines.drop_row();
                }
                lines.end_row();
            }
            Inside::Box => lines.end_apart(),
            Inside::Alternatives => {
                self.chosen.pop();
            }
            Inside::Part => {
                self.parts.pop();
            }
            Inside::Simple => {
                if let Some(field) = self.fields.pop() {
                    self.end_field(&field, lines);
                }
            }
            Inside::Formula => {
                if let Some((text, built)) = self.formula.take() {
                    if built {
                        lines.dropped("formulas", 1);
                        self.text("\u{fffd}", lines);
                    } else {
                        self.text(&text, lines);
                    }
                }
            }
            Inside::Run => {
                self.runs.pop();
            }
            _ => {}
        }
    }
}
