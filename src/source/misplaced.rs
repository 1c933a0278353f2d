//! Regions that are declared for another document than the one they are in.

use super::corpus::Source;
use super::manifest::RegionEntry;
use super::region::beginning;
use crate::diagnostics::{Code, Diagnostic, Label};
use crate::text::Span;

/// Says of regions whose anchor stands in another document that they are under the wrong
/// `[[source]]`. `problems` are those of the manifest and of all sources.
pub fn hint_misplaced(sources: &[Source], problems: &mut [Diagnostic]) {
    let regions: Vec<(&Source, &RegionEntry)> = sources
        .iter()
        .flat_map(|source| {
            let own = source.entry.cuts.iter().chain(&source.entry.voices);
            own.map(move |region| (source, region))
        })
        .collect();
    for problem in problems.iter_mut().filter(|p| p.code == Code::AnchorNotFound) {
        let span = problem.primary.as_ref().and_then(|label| label.span);
        let region = regions.iter().find(|(_, region)| Some(region.from_span) == span);
        let Some((own, region)) = region else { continue };
        let others = sources.iter().filter(|other| other.entry.id != own.entry.id);
        let found = others.into_iter().find_map(|other| {
            let (number, line) = beginning(&region.from, 1, &other.text).next()?;
            Some((
                &other.entry,
                number,
                Span::new(line.start, line.start + region.from.len()),
            ))
        });
        let Some((entry, number, anchor)) = found else { continue };
        problem.hints = vec![format!(
            "line {number} of {} begins so: does this stand under the wrong [[source]]? A \
             region belongs to the last one before it",
            entry.file
        )];
        problem.secondary = vec![Label {
            file: entry.file.clone(),
            span: Some(anchor),
            text: "it begins this line".to_owned(),
        }];
    }
}
