//! The flags of printed sheets.

use super::super::completions::Suggested;
use super::super::outcome::Failure;
use crate::export::print::face::{Asks, Ruby};
use crate::export::print::imposition::{Cut, Flip, Layout, Sides};
use crate::export::print::length::Um;
use crate::export::print::profile::Profile;
use crate::export::print::sheet::{PRESETS, Sheet};

/// How cards are printed.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = PrintArgs::HEADING)]
pub struct PrintArgs {
    /// Paper and cards: a4-8, letter-8, avery-5388, avery-5371, avery-L7414, avery-C32011,
    /// index-3x5, index-4x6, a7, fold-a4, or a free one such as
    /// paper=a4,card=95x66,grid=2x4
    #[arg(
        long,
        value_name = "SHEET",
        default_value = "a4-8",
        value_parser = sheet_parser(),
        hide_possible_values = true
    )]
    pub sheet: String,
    /// The edge over which the printer turns the paper: long, as the pages of an upright
    /// book (if not given), or short, as a wall calendar
    #[arg(long, value_name = "EDGE")]
    pub flip: Option<Flip>,
    /// Flip edge and offset of a printer saved with `yulu calibrate`
    #[arg(long, value_name = "NAME")]
    pub printer: Option<String>,
    /// Print only the fronts
    #[arg(long)]
    pub fronts_only: bool,
    /// Print only the backs
    #[arg(long, conflicts_with = "fronts_only")]
    pub backs_only: bool,
    /// Print only the backs, from the last sheet to the first
    #[arg(long, conflicts_with = "fronts_only")]
    pub reverse_backs: bool,
    /// Move the backs right and down by so many millimetres
    #[arg(long, value_name = "DX,DY", allow_hyphen_values = true)]
    pub back_offset: Option<String>,
    /// Black ink alone
    #[arg(long)]
    pub mono: bool,
    /// What shows where to cut
    #[arg(long, value_name = "CUT", default_value = "marks")]
    pub cut: Cut,
    /// What fronts ask: the prompt, or the quotation with a blank
    #[arg(long, value_name = "WHAT", default_value = "prompt")]
    pub front: Asks,
    /// Readings above the characters of quotations that have them
    #[arg(long, value_name = "AID")]
    pub ruby: Option<Ruby>,
    /// Print only the cards with these ids
    #[arg(long, value_name = "ID", value_delimiter = ',', num_args = 1..)]
    pub cards: Vec<String>,
    /// A font file (.otf, .ttf, .ttc) that comes before the built-in ones
    #[arg(long, value_name = "FILE")]
    pub font: Vec<std::path::PathBuf>,
    /// Use the machine's own Chinese serif fonts before the built-in ones
    #[arg(long)]
    pub system_fonts: bool,
}

/// A sheet is read by [`Sheet::parse`]; its presets are offered to shells.
pub(super) fn sheet_parser() -> Suggested {
    Suggested(|| PRESETS.iter().map(|(name, _)| *name).collect())
}

impl PrintArgs {
    /// Their heading in help.
    pub const HEADING: &str = "Printed sheets (pdf)";

    /// Where cards lie on the paper; `saved` is the printer's profile, which flags overrule.
    ///
    /// # Errors
    /// If the sheet cannot be, or the backs are moved off the paper.
    pub fn layout(&self, saved: Option<&Profile>) -> Result<Layout, Failure> {
        let sheet = sheet(&self.sheet)?;
        let flip = self.flip.or(saved.map(|profile| profile.flip)).unwrap_or(Flip::Long);
        let sides = match (self.fronts_only, self.backs_only, self.reverse_backs) {
            (true, ..) => Sides::Fronts,
            (_, _, true) => Sides::BacksReversed,
            (_, true, _) => Sides::Backs,
            _ => Sides::Both,
        };
        if sheet.fold && sides != Sides::Both {
            return Err(Failure::new("a sheet to be folded has both sides on one page")
                .hint("leave out --fronts-only, --backs-only and --reverse-backs"));
        }
        let back_offset = match &self.back_offset {
            Some(text) => back_offset(text)?,
            None => saved.map(|profile| profile.back_offset).unwrap_or_default(),
        };
        checked(Layout { sheet, flip, sides, back_offset, cut: self.cut })
    }
}

/// Reads the value of `--sheet`.
pub(super) fn sheet(text: &str) -> Result<Sheet, Failure> {
    Sheet::parse(text).map_err(|error| Failure::new(format!("--sheet: {error}")))
}

/// Reads the value of `--back-offset`, `dx,dy`.
pub(super) fn back_offset(text: &str) -> Result<(Um, Um), Failure> {
    let read = || match text.split_once(',') {
        Some((dx, dy)) => Ok((Um::parse(dx)?, Um::parse(dy)?)),
        None => Err(format!("`{text}` is not two lengths; write for instance 0.8,-0.5")),
    };
    read().map_err(offset_wrong)
}

/// The layout, if its backs are still on the paper.
pub(super) fn checked(layout: Layout) -> Result<Layout, Failure> {
    layout.check_offset().map_err(offset_wrong)?;
    Ok(layout)
}

fn offset_wrong(error: String) -> Failure {
    Failure::new(format!("--back-offset: {error}"))
}
