//! Sheets printed with Typst: fonts from disk, problems as diagnostics.

mod fonts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::fonts::{read, system_fonts};
use super::args::PrintArgs;
use super::profiles;
use super::sheets::{Input, Printed};
use crate::card::Card;
use crate::cli::options::ScriptChoice;
use crate::cli::outcome::Failure;
use crate::cli::output::{Terminal, count};
use crate::cli::project::{MANIFEST, Project};
use crate::deck::places;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::export::print::face::{Asks, Contents, Ruby, Scripts};
use crate::export::print::imposition::Layout;
use crate::export::print::pdf::fonts::{BUILT_IN, FontFile, Fonts};
use crate::export::print::pdf::{self, Options, Problem, Sheets, calibration};
use crate::export::print::profile::Profile;
use crate::export::templates::Templates;
use crate::script::Script;

/// Most places that are shown of one missing character.
const PLACES: usize = 3;

/// Everything that decks have in common when they are printed.
pub struct Printer {
    layout: Layout,
    scripts: Scripts,
    asks: Asks,
    ruby: Option<Ruby>,
    mono: bool,
    ids: Vec<String>,
    asked: bool,
    template: String,
    /// A template of the project's may count pages; it is given them all at once.
    own_template: bool,
    fonts: Fonts,
}

impl Printer {
    /// Whether sheets are among the outputs that are written when none is named.
    pub const BY_DEFAULT: bool = true;

    /// Reads fonts and checks the sheet. If sheets were not `asked` for but are
    /// written by default, a deck that no font can show is a warning: its other
    /// outputs are good.
    ///
    /// # Errors
    /// If a flag makes no sense, or a font cannot be read.
    pub fn new(
        args: &PrintArgs,
        script: Option<ScriptChoice>,
        asked: bool,
        templates: &Templates,
        project: &Project,
    ) -> Result<Self, Failure> {
        let saved = match &args.printer {
            Some(name) => Some(saved(project, name)?),
            None => None,
        };
        let layout = args.layout(saved.as_ref())?;
        let mut replaced = BTreeMap::new();
        for (name, _) in BUILT_IN {
            let path = project.path("templates").join(name);
            if path.exists() {
                replaced.insert(*name, read(&path)?);
            }
        }
        let mut first = Vec::new();
        for path in &args.font {
            let bytes: Arc<[u8]> = read(path)?.into();
            let name = path.display().to_string();
            first.push(FontFile { name, bytes, face: None, langs: Vec::new() });
        }
        if args.system_fonts {
            first.extend(system_fonts()?);
        }
        let fonts = Fonts::new(&replaced, &first).map_err(|error| {
            Failure::new(error).hint("a font is a file in .otf, .ttf or .ttc format")
        })?;
        Ok(Self {
            layout,
            scripts: scripts(script),
            asks: args.front,
            ruby: args.ruby,
            mono: args.mono,
            ids: args.cards.clone(),
            asked,
            template: templates.sheets().to_owned(),
            own_template: templates.has_own_sheets(),
            fonts,
        })
    }

    /// The PDF files of a deck. What is wrong with it is among the project's diagnostics.
    ///
    /// # Errors
    /// If the sheet or the project's own template cannot be used.
    pub fn print(
        &self,
        input: &Input<'_>,
        project: &mut Project,
        terminal: &mut Terminal,
    ) -> Result<Printed, Failure> {
        let chosen: Vec<&Card> = self.chosen(input.cards).collect();
        if chosen.is_empty() {
            return Ok(Printed::default());
        }
        let contents = Contents {
            ours: input.ours,
            scripts: self.scripts,
            asks: self.asks,
            ruby: self.ruby,
        };
        let options = Options {
            layout: &self.layout,
            mono: self.mono,
            template: &self.template,
            fonts: &self.fonts,
            portion: if self.own_template { usize::MAX } else { pdf::PORTION },
        };
        let mut progress = |done, all| terminal.amount(done, all);
        let (deck, corpus) = (input.deck, input.corpus);
        let made = pdf::sheets(deck, corpus, &contents, &chosen, &options, &mut progress);
        match made {
            Ok(made) => {
                tell_continued(&made, input, project);
                let said = Some(self.said(&made));
                Ok(Printed { files: named(&input.deck.id, made.volumes), said })
            }
            Err(Problem::MissingGlyphs(missing)) => {
                for (c, places) in &missing {
                    let problem = self.missing(*c, places, input, project);
                    project.diagnostics.push(problem);
                }
                Ok(Printed::default())
            }
            Err(Problem::NoRoom(sentence)) => {
                Err(Failure::new(sentence).hint("take a sheet with larger cards"))
            }
            Err(Problem::Template(sentence)) => {
                Err(Failure::new(format!("the sheets could not be set: {sentence}"))
                    .mendable())
            }
        }
    }

    /// The cards to print: those named, or all, but for optional ones.
    fn chosen<'c>(&self, cards: &[&'c Card]) -> impl Iterator<Item = &'c Card> {
        let wanted = |card: &&Card| {
            !card.kind.is_optional() && (self.ids.is_empty() || self.ids.contains(&card.id))
        };
        cards.iter().copied().filter(wanted)
    }

    /// What is wrong if no font has a character that some cards or pages need.
    fn missing(
        &self,
        c: char,
        needed: &BTreeSet<String>,
        input: &Input<'_>,
        project: &Project,
    ) -> Diagnostic {
        let ids: Vec<String> = needed.iter().map(|id| format!("`{id}`")).collect();
        let mut message = format!(
            "no font has {c} (U+{:04X}), which is needed for {}",
            u32::from(c),
            ids.join(", ")
        );
        if !self.asked {
            message += "; no sheets are written";
        }
        let mut problem = Diagnostic::new(Code::GlyphMissing, message);
        if !self.asked {
            problem.severity = Severity::Warning;
        }
        let cards = needed.iter().filter_map(|id| places::character(input.files, id, c));
        let mut cards = cards.take(PLACES);
        problem = match cards.next() {
            Some(first) => {
                problem.at(first.file, first.span, format!("in `{}`", first.key))
            }
            None => {
                // Titles are the deck's; what else is printed is of the sources.
                let texts = project.files.get(MANIFEST);
                let at = texts.and_then(|text| text.as_str().find(c));
                match (at, input.files.first()) {
                    (Some(at), _) => {
                        problem.at(MANIFEST, (at..at + c.len_utf8()).into(), "")
                    }
                    (None, Some(main)) => problem.in_file(&main.file),
                    (None, None) => problem,
                }
            }
        };
        for other in cards {
            problem = problem.also(other.file, other.span, format!("in `{}`", other.key));
        }
        problem.hint("name a font that has it with --font FILE, or try --system-fonts")
    }

    /// What was printed, and on what.
    fn said(&self, made: &Sheets) -> String {
        format!(
            "{} on {} of {} ({})",
            count(made.cards, "printed card"),
            count(made.sheets, "sheet"),
            self.layout.sheet.paper.name,
            self.layout.sheet.name,
        )
    }
}

/// Warns of cards that do not fit.
fn tell_continued(made: &Sheets, input: &Input<'_>, project: &mut Project) {
    for card in &made.continued {
        let message = format!(
            "card {} `{}` does not fit on one card at 7 pt and takes {}",
            card.number, card.id, card.parts
        );
        let problem = Diagnostic::new(Code::CardContinued, message)
            .hint("a larger --sheet, or one script, gives it more room");
        project.diagnostics.push(match places::card(input.files, &card.id) {
            Some(place) => problem.at(place.file, place.span, ""),
            None => problem,
        });
    }
}

/// Which scripts stand on a printed card: unlike a screen, paper shows only what is asked
/// for.
fn scripts(choice: Option<ScriptChoice>) -> Scripts {
    match choice {
        Some(ScriptChoice::Both) => Scripts::Both(Script::Hans),
        Some(ScriptChoice::Hant) => Scripts::One(Script::Hant),
        Some(ScriptChoice::Hans) | None => Scripts::One(Script::Hans),
    }
}

/// A printer that was saved.
///
/// # Errors
/// If there is none of that name.
fn saved(project: &Project, name: &str) -> Result<Profile, Failure> {
    let all = profiles::all(project)?;
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

/// `DECK.pdf`, or `DECK.1.pdf` and so on if there are several volumes.
fn named(deck: &str, volumes: Vec<Vec<u8>>) -> Vec<(String, Vec<u8>)> {
    let several = volumes.len() > 1;
    let volumes = volumes.into_iter().enumerate();
    volumes
        .map(|(at, bytes)| match several {
            true => (format!("{deck}.{}.pdf", at + 1), bytes),
            false => (format!("{deck}.pdf"), bytes),
        })
        .collect()
}

/// The sheet that shows how far a printer's backs drift.
///
/// # Errors
/// If the built-in fonts cannot be used.
pub(super) fn calibration(layout: &Layout) -> Result<Vec<u8>, Failure> {
    let fonts = Fonts::new(&BTreeMap::new(), &[]).map_err(Failure::new)?;
    calibration::pdf(layout, &fonts).map_err(Failure::new)
}
