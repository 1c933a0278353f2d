//! `yulu calibrate`: how far a printer's backs drift, and printers that are remembered.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::super::files;
use super::super::global::Global;
use super::super::outcome::{Failure, Outcome};
use super::super::output::{self, Terminal};
use super::super::project::Project;
use super::super::project_lock::ProjectLock;
use super::args::{back_offset, checked, sheet, sheet_parser};
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
        output::write_all(&[(path.clone(), sheet_pdf(&layout)?)])?;
        terminal.say(&format!("  {}", output::short(&path)));
        terminal.say("Print it on both sides, at 100 %; it says what to do.");
        return Ok(Outcome::Done);
    };
    if !profile::is_name(name) {
        return Err(Failure::new(format!("--save: `{name}` is not a valid printer name"))
            .hint("use lower-case letters, digits and hyphens"));
    }
    let _lock = ProjectLock::acquire(&project, terminal)?;
    let mut all = printers(&project)?;
    all.insert(name.clone(), Profile { flip, back_offset });
    let path = project.path(profile::FILE);
    output::write_all(&[(path.clone(), profile::to_text(&all).into_bytes())])?;
    let path = output::short(&path);
    terminal.say(&format!("  {path}: `yulu build --printer {name}` uses it"));
    Ok(Outcome::Done)
}

fn printers(project: &Project) -> Result<BTreeMap<String, Profile>, Failure> {
    let text = files::read(&project.path(""), profile::FILE).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|_| std::io::Error::other("it is not UTF-8"))
    });
    match text {
        Ok(text) => profile::parse(&text).map_err(Failure::new),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => {
            Err(Failure::new(format!("{} cannot be read: {error}", profile::FILE)))
        }
    }
}

/// A printer that was saved.
///
/// # Errors
/// If there is none of that name.
#[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "sheets need the feature"))]
pub(super) fn saved(project: &Project, name: &str) -> Result<Profile, Failure> {
    let all = printers(project)?;
    if let Some(profile) = all.get(name) {
        return Ok(*profile);
    }
    let names: Vec<&str> = all.keys().map(String::as_str).collect();
    Err(Failure::new(format!("--printer: no printer `{name}` is saved")).nearest(
        name,
        &names,
        "`yulu calibrate` makes a sheet to measure it with",
    ))
}

#[cfg(feature = "pdf")]
fn sheet_pdf(layout: &Layout) -> Result<Vec<u8>, Failure> {
    use crate::export::print::calibration;
    use crate::export::print::fonts::Fonts;
    let fonts = Fonts::new(&BTreeMap::new(), &[]).map_err(Failure::new)?;
    calibration::pdf(layout, &fonts).map_err(Failure::new)
}

#[cfg(not(feature = "pdf"))]
fn sheet_pdf(_layout: &Layout) -> Result<Vec<u8>, Failure> {
    Err(Failure::new("this yulu was built without printed sheets")
        .hint("build it with the feature `pdf`, which is on by default"))
}
