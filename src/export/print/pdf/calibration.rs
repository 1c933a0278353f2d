//! The calibration sheet: how far the backs of a printer drift.

use super::super::imposition::{Layout, Place, Side};
use super::super::length::Um;
use super::file::{file, finished};
use super::fonts::Fonts;
use super::join::Joined;
use super::world::PrintWorld;

/// The look of the calibration sheet.
const CALIBRATION: &str = include_str!("../../../../templates/print/calibration.typ");

/// A sheet of two pages that shows how far a printer's backs drift on this paper.
///
/// # Errors
/// What Typst says, which would be a mistake of the program.
pub fn pdf(layout: &Layout, fonts: &Fonts) -> Result<Vec<u8>, String> {
    let paper = &layout.sheet.paper;
    let (x, y) = (paper.width / 2, paper.height / 2);
    let front = Place { x, y, width: Um(0), height: Um(0) };
    let back = layout.on(Side::Back, front);
    let data = serde_json::json!({
        "size": [paper.width, paper.height],
        "middle": [back.x, back.y],
    });
    let world = PrintWorld::new(CALIBRATION, fonts)?;
    let document = world.compile(data.to_string().into_bytes())?;
    let bytes = file(&document, format!("yulu calibration {}", layout.sheet.name))
        .map_err(|errors| world.explain(errors.first()))?;
    let mut joined = Joined::default();
    joined.add(bytes)?;
    finished(joined, layout, false)
}
