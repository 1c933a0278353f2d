//! `yulu calibrate`: how far a printer's backs drift, and printers that are remembered.

use std::path::PathBuf;

use super::super::global::Global;
use super::super::outcome::{Failure, Outcome};
use super::super::output::{self, Terminal};
use super::super::project::Project;
use super::super::project_lock::ProjectLock;
use super::args::{back_offset, checked, sheet, sheet_parser};
use super::{printer, profiles};
use crate::export::print::imposition::{Cut, Flip, Layout, Sides};
use crate::export::print::profile::{self, Profile};

/// `yulu calibrate`.
#[derive(Debug, Clone, clap::Args)]
pub struct CalibrateArgs {
    /// The paper of this sheet
    #[arg(
        long,
        value_name = "SHEET",
        default_value = "a4-8",
        value_parser = sheet_parser(),
        hide_possible_values = true
    )]
    pub sheet: String,
    /// The edge over which the printer turns the paper
    #[arg(long, value_name = "EDGE", default_value = "long")]
    pub flip: Flip,
    /// What the sheet showed, right and down, in millimetres
    #[arg(long, value_name = "DX,DY", allow_hyphen_values = true, requires = "save")]
    pub back_offset: Option<String>,
    /// Remember flip edge and offset under this name, for `yulu build --printer NAME`
    #[arg(long, value_name = "NAME", requires = "back_offset")]
    pub save: Option<String>,
    /// Where to write the sheet
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
}

/// Writes the calibration sheet, or saves a printer.
pub fn calibrate(
    global: &Global,
    calibrate: &CalibrateArgs,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let project = Project::open(global)?;
    let sheet = sheet(&calibrate.sheet)?;
    let flip = calibrate.flip;
    let back_offset = match &calibrate.back_offset {
        Some(text) => back_offset(text)?,
        None => Default::default(),
    };
    let sides = Sides::Both;
    let layout = checked(Layout { sheet, flip, sides, back_offset, cut: Cut::None })?;
    let Some(name) = &calibrate.save else {
        let path = project.path(&calibrate.out).join("calibration.pdf");
        output::write_all(&[(path.clone(), printer::calibration(&layout)?)])?;
        terminal.say(&format!("  {}", output::short(&path)));
        terminal.say("Print it on both sides, at 100 %; it says what to do.");
        return Ok(Outcome::Done);
    };
    if !profile::is_name(name) {
        return Err(Failure::new(format!("--save: `{name}` is not a valid printer name"))
            .hint("use lower-case letters, digits and hyphens"));
    }
    let _lock = ProjectLock::acquire(&project, terminal)?;
    let mut all = profiles::all(&project)?;
    all.insert(name.clone(), Profile { flip, back_offset });
    let path = project.path(profile::FILE);
    output::write_all(&[(path.clone(), profile::to_text(&all).into_bytes())])?;
    let path = output::short(&path);
    terminal.say(&format!("  {path}: `yulu build --printer {name}` uses it"));
    Ok(Outcome::Done)
}
