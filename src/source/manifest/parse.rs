//! From TOML to a manifest: every reference leads somewhere or is reported.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{
    CardCaveat, Caveat, Group, Manifest, Occasion, RegionEntry, Role, Shape, SourceEntry,
    Speaker, check_id,
};
use crate::diagnostics::{Code, Diagnostic, decode};
use crate::script::Script;
use crate::source::passage::Basis;
use crate::text::Span;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpeaker {
    id: Spanned<String>,
    name: String,
    name_english: String,
    role: Role,
    #[serde(default)]
    labels: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRegion {
    from: Spanned<String>,
    to: Option<Spanned<String>>,
    lines: Option<(usize, usize)>,
    reason: String,
    speaker: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCaveat {
    line: usize,
    text: Spanned<String>,
    #[serde(default)]
    comment: String,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum RawScript {
    Hans,
    Hant,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum RawBasis {
    Labelled,
    Compiled,
    Digested,
    Reported,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    id: Spanned<String>,
    file: Spanned<String>,
    sha256: Spanned<String>,
    title: String,
    short: String,
    short_english: String,
    outlet: String,
    author: String,
    date: String,
    date_evidence: String,
    url: Option<String>,
    script: RawScript,
    #[serde(default)]
    machine_script: bool,
    shape: Shape,
    speaker: Option<Spanned<String>>,
    basis: Option<RawBasis>,
    narrator: Option<Spanned<String>>,
    #[serde(default)]
    labels: BTreeMap<String, Spanned<String>>,
    group: Option<Spanned<String>>,
    #[serde(default)]
    occasions: Vec<Spanned<String>>,
    #[serde(default)]
    occasion_stated: bool,
    #[serde(default)]
    cut: Vec<Spanned<RawRegion>>,
    #[serde(default)]
    voice: Vec<Spanned<RawRegion>>,
    #[serde(default)]
    caveat: Vec<RawCaveat>,
    card_caveat: Option<CardCaveat>,
}

/// Parses `sources.toml`; entries that cannot be used are reported and left out.
pub fn parse(file: &str, text: &str) -> (Manifest, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let document = decode::parse(file, text, &mut out);
    document.only(&["speaker", "occasion", "group", "source"], &mut out);
    let raw_speakers = document.many::<RawSpeaker>("speaker", &mut out);
    let raw_sources = document.many::<RawSource>("source", &mut out);
    let occasions = document.many::<Occasion>("occasion", &mut out);
    let groups = document.many::<Group>("group", &mut out);
    let mut manifest = Manifest {
        declared: document.ids("source"),
        broken: document.is_broken(),
        ..Manifest::default()
    };
    let mut taken = Vec::new();
    for occasion in occasions {
        let span = occasion.span().into();
        let occasion = occasion.into_inner();
        check_id(&occasion.id, span, file, &mut taken, &mut out);
        manifest.occasions.push(occasion);
    }
    let mut taken = Vec::new();
    for group in groups {
        let span = group.span().into();
        let group = group.into_inner();
        check_id(&group.id, span, file, &mut taken, &mut out);
        manifest.groups.push(group);
    }
    let mut taken = Vec::new();
    let mut labels: BTreeMap<String, (String, Span)> = BTreeMap::new();
    for raw in raw_speakers {
        let raw = raw.into_inner();
        check_id(raw.id.get_ref(), raw.id.span().into(), file, &mut taken, &mut out);
        for label in &raw.labels {
            check_label(label.get_ref(), label.span().into(), file, &mut out);
            check_single(label, raw.id.get_ref(), &mut labels, file, &mut out);
        }
        manifest.speakers.push(Speaker {
            id: raw.id.into_inner(),
            name: raw.name,
            name_english: raw.name_english,
            role: raw.role,
            labels: raw.labels.iter().map(|label| bare(label.get_ref())).collect(),
        });
    }
    let mut taken = Vec::new();
    for raw in raw_sources {
        let span: Span = raw.span().into();
        let raw = raw.into_inner();
        check_id(raw.id.get_ref(), raw.id.span().into(), file, &mut taken, &mut out);
        check_references(&raw, &manifest, file, &mut out);
        // A path that leads out of the project is not even read.
        if is_inside(raw.file.get_ref()) {
            manifest.sources.push(entry(raw, span));
        }
    }
    (manifest, out)
}

/// A label without the colon after it.
fn bare(label: &str) -> String {
    label.trim_end_matches([':', '：']).trim().to_owned()
}

/// Reports what can never be a label: it is what stands before the colon.
fn check_label(label: &str, span: Span, file: &str, out: &mut Vec<Diagnostic>) {
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
fn check_single(
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
fn is_inside(path: &str) -> bool {
    !path.starts_with('/')
        && !path.contains('\\')
        && path.split('/').all(|part| part != "..")
}

fn check_references(
    raw: &RawSource,
    manifest: &Manifest,
    file: &str,
    out: &mut Vec<Diagnostic>,
) {
    let speakers: Vec<&str> = manifest.speakers.iter().map(|s| s.id.as_str()).collect();
    let voices = raw.voice.iter().filter_map(|v| v.get_ref().speaker.as_ref());
    let labelled = raw.labels.values();
    for id in raw.speaker.iter().chain(&raw.narrator).chain(voices).chain(labelled) {
        known("speaker", id, &speakers, file, out);
    }
    for (label, id) in &raw.labels {
        check_label(label, id.span().into(), file, out);
    }
    if let Some(id) = raw.labels.values().next()
        && raw.shape != Shape::Dialogue
    {
        let message =
            format!("`labels` is for dialogues; a {} has none", raw.shape.as_str());
        let problem = Diagnostic::new(Code::UnknownKey, message);
        out.push(problem.at(file, id.span().into(), ""));
    }
    let occasions: Vec<&str> = manifest.occasions.iter().map(|o| o.id.as_str()).collect();
    for id in &raw.occasions {
        known("occasion", id, &occasions, file, out);
    }
    let groups: Vec<&str> = manifest.groups.iter().map(|g| g.id.as_str()).collect();
    if let Some(id) = &raw.group {
        known("group", id, &groups, file, out);
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
    if raw.machine_script && matches!(raw.script, RawScript::Hans) {
        let message = "`machine_script` is for sources in Traditional";
        out.push(Diagnostic::new(Code::UnknownKey, message).at(
            file,
            raw.id.span().into(),
            "",
        ));
    }
    if raw.basis.is_some() && raw.shape != Shape::Plain {
        let message =
            format!("`basis` is for plain sources; a {} has its own", raw.shape.as_str());
        out.push(Diagnostic::new(Code::UnknownKey, message).at(
            file,
            raw.id.span().into(),
            "",
        ));
    }
    if matches!(raw.shape, Shape::Numbered | Shape::Digest) && raw.speaker.is_none() {
        out.push(
            Diagnostic::new(
                Code::MissingKey,
                format!("a {} source needs `speaker`", raw.shape.as_str()),
            )
            .at(file, raw.id.span().into(), ""),
        );
    }
}

fn known(
    what: &str,
    id: &Spanned<String>,
    ids: &[&str],
    file: &str,
    out: &mut Vec<Diagnostic>,
) {
    if ids.contains(&id.get_ref().as_str()) {
        return;
    }
    let diagnostic = Diagnostic::new(
        Code::UnknownId,
        format!("no {what} has the id `{}`", id.get_ref()),
    )
    .at(file, id.span().into(), "");
    out.push(match decode::closest(id.get_ref(), ids) {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None if ids.is_empty() => diagnostic.hint(format!("no {what} is declared")),
        None => diagnostic.hint(format!("declared: {}", ids.join(", "))),
    });
}

fn region(raw: Spanned<RawRegion>) -> RegionEntry {
    let span = raw.span().into();
    let raw = raw.into_inner();
    RegionEntry {
        from_span: raw.from.span().into(),
        from: raw.from.into_inner(),
        to: raw.to.map(|to| (to.get_ref().clone(), to.span().into())),
        lines: raw.lines,
        reason: raw.reason,
        speaker: raw.speaker.map(Spanned::into_inner),
        span,
    }
}

fn entry(raw: RawSource, span: Span) -> SourceEntry {
    let inner = |value: Option<Spanned<String>>| value.map(Spanned::into_inner);
    SourceEntry {
        id: raw.id.into_inner(),
        file_span: raw.file.span().into(),
        file: raw.file.into_inner(),
        sha256_span: raw.sha256.span().into(),
        sha256: raw.sha256.into_inner().to_ascii_lowercase(),
        title: raw.title,
        short: raw.short,
        short_english: raw.short_english,
        outlet: raw.outlet,
        author: raw.author,
        date: raw.date,
        date_evidence: raw.date_evidence,
        url: raw.url,
        script: match raw.script {
            RawScript::Hans => Script::Hans,
            RawScript::Hant => Script::Hant,
        },
        machine_script: raw.machine_script,
        shape: raw.shape,
        basis: match raw.basis {
            Some(RawBasis::Labelled) => Basis::Labelled,
            Some(RawBasis::Digested) => Basis::Digested,
            Some(RawBasis::Reported) => Basis::Reported,
            Some(RawBasis::Compiled) | None => Basis::Compiled,
        },
        speaker: inner(raw.speaker),
        narrator: inner(raw.narrator),
        group: inner(raw.group),
        occasions: raw.occasions.into_iter().map(Spanned::into_inner).collect(),
        occasion_stated: raw.occasion_stated,
        cuts: raw.cut.into_iter().map(region).collect(),
        voices: raw.voice.into_iter().map(region).collect(),
        labels: raw.labels.into_iter().map(|(l, id)| (bare(&l), id.into_inner())).collect(),
        caveats: raw
            .caveat
            .into_iter()
            .map(|RawCaveat { line, text, comment }| {
                let span = text.span().into();
                Caveat { line, text: text.into_inner(), comment, span }
            })
            .collect(),
        card_caveat: raw.card_caveat,
        span,
    }
}
