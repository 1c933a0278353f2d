//! What becomes of the text of a group, by its first word, and where it ends.

use super::Reader;
use super::group::{Destination, Group};
use crate::import::docx::style::Style;
use crate::import::field::{Field, Shown};
use crate::import::lines::Apart;

impl Reader {
    /// Takes the word of a destination; false if it is none.
    pub(super) fn destination(&mut self, word: &str, group: Group) -> bool {
        let counted = |reader: &mut Self, what| {
            if group.destination == Destination::Text {
                reader.lines.dropped(what, 1);
            }
            Destination::Skipped
        };
        let destination = match word {
            "fonttbl" => Destination::Fonts,
            "stylesheet" => Destination::Styles,
            // Styles of characters, sections and tables.
            "cs" | "ds" | "ts" | "tsrowd" if group.destination == Destination::Styles => {
                Destination::Skipped
            }
            "s" if group.destination == Destination::Styles => return false,
            "info" => Destination::Info,
            "title" if group.destination == Destination::Info => Destination::Title,
            "author" if group.destination == Destination::Info => Destination::Author,
            _ if group.destination == Destination::Info => Destination::Skipped,
            "upr" => Destination::Doubled,
            "ud" => {
                let above = self.groups.iter().rev().find_map(|own| {
                    (own.destination != Destination::Doubled).then_some(own.destination)
                });
                above.unwrap_or_default()
            }
            _ if group.destination == Destination::Doubled => Destination::Skipped,
            "header" | "headerl" | "headerr" | "headerf" => {
                Destination::Furniture("headers")
            }
            "footer" | "footerl" | "footerr" | "footerf" => {
                Destination::Furniture("footers")
            }
            "footnote" => return self.begin_apart(Apart::Note, group),
            "shptxt" | "dptxbxtext" => return self.begin_apart(Apart::Box, group),
            "field" => {
                self.fields.push(Field::default());
                self.set(|group| group.field = true);
                return true;
            }
            "fldinst" => Destination::Code,
            "fldrslt" => {
                if let Some(field) = self.fields.last_mut() {
                    field.separate();
                }
                return true;
            }
            // Containers of what is read.
            "shpinst" | "shppict" | "nesttableprops" | "result" | "shp" | "shpgrp"
            | "object" => return true,
            "pntext" | "listtext" => {
                self.paragraph.style.item = true;
                self.paragraph.number.clear();
                Destination::Number
            }
            "pn" => {
                self.paragraph.style.item = true;
                Destination::Skipped
            }
            "pict" => counted(self, "pictures"),
            "objdata" => counted(self, "embedded documents"),
            "annotation" => counted(self, "comments"),
            "moMath" | "moMathPara" => {
                self.put("\u{fffd}");
                counted(self, "formulas")
            }
            "colortbl" | "filetbl" | "listtable" | "listoverridetable" | "revtbl"
            | "rsidtbl" | "generator" | "xmlnstbl" | "themedata" | "colorschememapping"
            | "datastore" | "latentstyles" | "nonshppict" | "shprslt" | "sp" | "sn"
            | "sv" | "bkmkstart" | "bkmkend" | "atnid" | "atnauthor" | "atntime"
            | "atnicn" | "atnref" | "atndate" | "atrfstart" | "atrfend" | "xe" | "tc"
            | "tcn" | "rxe" | "template" | "docvar" | "userprops" | "formfield"
            | "datafield" | "ftnsep" | "ftnsepc" | "ftncn" | "aftnsep" | "aftnsepc"
            | "aftncn" | "nonesttables" | "background" | "objclass" | "objname"
            | "pgdsctbl" | "mmathPr" | "mmathPict" | "private" | "keycode" => {
                Destination::Skipped
            }
            _ => return false,
        };
        self.set(|group| group.destination = destination);
        true
    }

    fn begin_apart(&mut self, apart: Apart, group: Group) -> bool {
        if group.destination != Destination::Text {
            self.set(|group| group.destination = Destination::Skipped);
            return true;
        }
        let around = std::mem::take(&mut self.paragraph);
        self.around.push((around, std::mem::take(&mut self.table)));
        self.lines.begin_apart(apart);
        self.set(|group| group.apart = true);
        true
    }

    pub(super) fn end_group(&mut self, group: Group) {
        let above = self.group().destination;
        match group.destination {
            Destination::Styles => self.end_style(),
            Destination::Furniture(what)
                if above != group.destination && std::mem::take(&mut self.furniture) =>
            {
                self.lines.dropped(what, 1);
            }
            _ => {}
        }
        if group.apart {
            self.end_paragraph();
            self.lines.end_apart();
            if let Some((paragraph, table)) = self.around.pop() {
                (self.paragraph, self.table) = (paragraph, table);
            }
        }
        if group.field
            && let Some(field) = self.fields.pop()
        {
            self.lines.dropped("field codes", 1);
            match field.shown() {
                Shown::Base(base) => {
                    self.lines.dropped("ruby text", 1);
                    self.put(&base);
                }
                Shown::Formula => {
                    self.lines.dropped("formulas", 1);
                    self.put("\u{fffd}");
                }
                Shown::Result | Shown::Contents => {}
            }
        }
        self.counted = None;
    }

    fn end_style(&mut self) {
        let (number, style, name) = std::mem::take(&mut self.style);
        let name = name.trim().trim_end_matches(';').trim();
        if !name.is_empty() {
            self.styles.insert(number, Style::named(name).over(style));
        }
    }
}
