//! What an entry of `sources.toml` must keep to that its types do not say.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::Shape;
use super::raw::{RawName, RawScript, RawSource};
use crate::diagnostics::decode::unknown_id;
use crate::diagnostics::{Code, Diagnostic};
use crate::fold::Folded;
use crate::script::{Script, residue};
use crate::text::Span;

/// The ids that entries may refer to, those included whose own entry is wrong: that is told
/// where they are declared.
pub(super) struct Declared {
    pub(super) speakers: Ids,
    pub(super) occasions: Ids,
    pub(super) groups: Ids,
}

/// Ids in the order of their declaration, and to look one up.
pub(super) struct Ids {
    in_order: Vec<String>,
    all: BTreeSet<String>,
}

impl Ids {
    pub(super) fn of(in_order: Vec<String>) -> Self {
        Self { all: in_order.iter().cloned().collect(), in_order }
    }
}

/// Reports a text that stands on cards and says nothing.
pub(super) fn said(text: &Spanned<String>, file: &str, out: &mut Vec<Diagnostic>) {
    if text.get_ref().trim().is_empty() {
        out.push(empty(text.span().into(), file));
    }
}

fn empty(span: Span, file: &str) -> Diagnostic {
    let empty = Diagnostic::new(Code::WrongValue, "this text is empty");
    empty.at(file, span, "").hint("source notes print it")
}

/// Reports a name or a title that says nothing, or whose two forms are not one name; remembers
/// one that has two.
pub(super) fn name(
    name: &Spanned<RawName>,
    file: &str,
    in_both: &mut Vec<(String, String)>,
    out: &mut Vec<Diagnostic>,
) {
    let span = name.span().into();
    let texts = match name.get_ref() {
        RawName::One(text) => vec![text],
        RawName::Both { hans, hant } => vec![hans, hant],
    };
    if texts.iter().any(|text| text.trim().is_empty()) {
        out.push(empty(span, file));
    }
    let RawName::Both { hans, hant } = name.get_ref() else { return };
    for (text, script, what) in [
        (hans, Script::Hans, "a Traditional character in a Simplified"),
        (hant, Script::Hant, "a Simplified character in a Traditional"),
    ] {
        if let Some((_, c)) = residue(text, script) {
            let problem =
                Diagnostic::new(Code::ScriptResidue, format!("{c} is {what} text"));
            out.push(problem.at(file, span, ""));
        }
    }
    let count = |text: &str| text.chars().count();
    let folded = |text: &str| Folded::new(text, 0).to_text();
    if folded(hans) != folded(hant) || count(hans) != count(hant) {
        let message = "the two scripts do not say the same words";
        let problem = Diagnostic::new(Code::ScriptMismatch, message);
        out.push(problem.at(file, span, ""));
        return;
    }
    in_both.push((hans.clone(), hant.clone()));
}

/// A label without the colon after it.
pub(super) fn bare(label: &str) -> String {
    label.trim_end_matches([':', '：']).trim().to_owned()
}

/// Reports what can never be a label: it is what stands before the colon.
pub(super) fn label(label: &str, span: Span, file: &str, out: &mut Vec<Diagnostic>) {
    let bare = bare(label);
    if bare == label && !label.is_empty() {
        return;
    }
    let problem = match bare.as_str() {
        "" => Diagnostic::new(Code::WrongValue, "a label needs letters"),
        _ => Diagnostic::new(Code::WrongValue, "a label stands before the colon"),
    };
    let problem = problem.at(file, span, "");
    out.push(match bare.as_str() {
        "" => problem,
        bare => problem.hint(format!("write \"{}\"", bare.escape_debug())),
    });
}

/// Reports a label that two speakers have: in no document could they be told apart.
pub(super) fn single(
    label: &Spanned<String>,
    id: &str,
    seen: &mut BTreeMap<String, (String, Span)>,
    file: &str,
    out: &mut Vec<Diagnostic>,
) {
    let (name, span) = (label.get_ref(), Span::from(label.span()));
    match seen.get(name) {
        Some((other, first)) if other != id => out.push(
            Diagnostic::new(
                Code::LabelTwice,
                format!("`{other}` and `{id}` have the same label"),
            )
            .at(file, span, "")
            .also(file, *first, "here already")
            .hint(format!(
                "take it from both, and say in each [[source]] whose it is: \
                 labels = {{ \"{}\" = \"{id}\" }}",
                name.escape_debug()
            )),
        ),
        Some(_) => {}
        None => {
            seen.insert(name.clone(), (id.to_owned(), span));
        }
    }
}

/// True for a relative path that stays inside the project.
pub(in crate::source) fn is_inside(path: &str) -> bool {
    !path.starts_with('/')
        && !path.contains('\\')
        && path.split('/').all(|part| part != "..")
}

/// Reports what makes it unclear who says what in a document.
pub(super) fn who_speaks(
    raw: &RawSource,
    declared: &Declared,
    file: &str,
    out: &mut Vec<Diagnostic>,
) {
    let voices = raw.voice.iter().filter_map(|v| v.get_ref().speaker.as_ref());
    let turns = raw.turn.iter().filter_map(|t| t.get_ref().speaker.as_ref());
    let labelled = raw.labels.values();
    for block in raw.block.iter().filter(|block| block.heading.get_ref().trim().is_empty())
    {
        let empty = Diagnostic::new(Code::WrongValue, "a block's heading is empty");
        let empty = empty.at(file, block.heading.span().into(), "");
        out.push(empty.hint("write the heading under which the words stand: \"译文\""));
    }
    let blocks = raw.block.iter().filter_map(|block| block.speaker.as_ref());
    let speakers = raw
        .speaker
        .iter()
        .chain(&raw.narrator)
        .chain(&raw.cited)
        .chain(voices)
        .chain(turns)
        .chain(blocks);
    for id in speakers.chain(labelled) {
        known("speaker", id, &declared.speakers, file, out);
    }
    for (label, id) in &raw.labels {
        self::label(label, id.span().into(), file, out);
    }
    for label in &raw.not_labels {
        self::label(label.get_ref(), label.span().into(), file, out);
        if let Some((_, id)) =
            raw.labels.iter().find(|(other, _)| bare(other) == bare(label.get_ref()))
        {
            let message = "this is a speaker's label and no label";
            let problem = Diagnostic::new(Code::WrongValue, message);
            let problem = problem.at(file, label.span().into(), "no label");
            out.push(problem.also(file, id.span().into(), "a label"));
        }
    }
    for turn in raw.turn.iter().filter(|turn| turn.get_ref().speaker.is_none()) {
        let problem = Diagnostic::new(Code::MissingKey, "a turn needs `speaker`");
        out.push(problem.at(file, turn.span().into(), "").hint("say who speaks here"));
    }
    let regions = raw.cut.iter().chain(&raw.voice).chain(&raw.turn);
    for region in regions.filter(|region| {
        let region = region.get_ref();
        region.every && (region.to.is_some() || region.lines.is_some())
    }) {
        let message = "`every` means single lines; `to` and `lines` mean one place";
        let problem = Diagnostic::new(Code::WrongValue, message);
        out.push(problem.at(file, region.span().into(), "").hint("keep one of the two"));
    }
    if raw.shape == Shape::Digest && raw.speaker.is_none() {
        let message = format!("a {} source needs `speaker`", raw.shape.as_str());
        let problem = Diagnostic::new(Code::MissingKey, message);
        let problem = problem.at(file, raw.id.span().into(), "");
        out.push(match declared.speakers.in_order.as_slice() {
            [] => problem.hint("declare whose words they are with [[speaker]]"),
            [only] => problem.hint(format!("add a line `speaker = \"{only}\"`")),
            _ => problem.hint("add a line `speaker = \"ID\"`: whose words they are"),
        });
    }
}

/// Reports everything else that an entry cannot say.
pub(super) fn others(
    raw: &RawSource,
    declared: &Declared,
    file: &str,
    out: &mut Vec<Diagnostic>,
) {
    for id in &raw.occasions {
        known("occasion", id, &declared.occasions, file, out);
    }
    if let Some(id) = &raw.group {
        known("group", id, &declared.groups, file, out);
    }
    if !is_inside(raw.file.get_ref()) {
        out.push(
            Diagnostic::new(Code::WrongValue, "a source's file is inside the project")
                .at(file, raw.file.span().into(), "")
                .hint("write a relative path with `/`, such as \"seeds/article.txt\""),
        );
    }
    for cut in raw.cut.iter().filter_map(|cut| cut.get_ref().speaker.as_ref()) {
        out.push(
            Diagnostic::new(Code::UnknownKey, "a cut has no speaker")
                .at(file, cut.span().into(), "")
                .hint("words of somebody else are a [[source.voice]]"),
        );
    }
    let shape = raw.shape.as_str();
    if let Some(id) = raw.labels.values().next()
        && !matches!(raw.shape, Shape::Dialogue | Shape::Quotations)
    {
        let message =
            format!("`labels` is for dialogues and quotations; a {shape} source has none");
        let problem = Diagnostic::new(Code::UnknownKey, message);
        out.push(problem.at(file, id.span().into(), "").hint(
            "delete the key; or, if lines begin with a name and a colon, write \
             shape = \"dialogue\"",
        ));
    }
    if let Some(span) = raw.not_labels.first().map(Spanned::span)
        && raw.shape != Shape::Dialogue
    {
        let message = format!("`not_labels` is for dialogues; a {shape} source has none");
        let problem = Diagnostic::new(Code::UnknownKey, message);
        out.push(problem.at(file, span.into(), "").hint("delete the key"));
    }
    if let Some(id) = raw.cited.first()
        && !raw.shape.has_narration()
    {
        let message =
            format!("`cited` is for speech in narration; a {shape} source has none");
        let problem = Diagnostic::new(Code::UnknownKey, message);
        out.push(problem.at(file, id.span().into(), "").hint("delete the key"));
    }
    if raw.machine_script && matches!(raw.script.get_ref(), RawScript::Hans) {
        let message = "`machine_script` is for sources in Traditional";
        out.push(
            Diagnostic::new(Code::UnknownKey, message)
                .at(file, raw.id.span().into(), "")
                .hint("delete the key; or, if the document is in Traditional, write script = \"hant\""),
        );
    }
    if raw.all_lists && raw.shape != Shape::Numbered {
        let message = format!("`all_lists` is for numbered sources; this one is {shape}");
        out.push(
            Diagnostic::new(Code::UnknownKey, message)
                .at(file, raw.id.span().into(), "")
                .hint("delete the key"),
        );
    }
    if raw.basis.is_some() && raw.shape != Shape::Plain {
        let message = format!("`basis` is for plain sources; a {shape} source has its own");
        out.push(
            Diagnostic::new(Code::UnknownKey, message)
                .at(file, raw.id.span().into(), "")
                .hint("delete the key; how its words are known follows from the shape"),
        );
    }
}

fn known(
    what: &str,
    id: &Spanned<String>,
    declared: &Ids,
    file: &str,
    out: &mut Vec<Diagnostic>,
) {
    if !declared.all.contains(id.get_ref()) {
        out.push(unknown_id(
            what,
            id.get_ref(),
            &declared.in_order,
            file,
            id.span().into(),
        ));
    }
}
