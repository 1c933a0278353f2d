//! From TOML to a manifest: every reference leads somewhere or is reported.

use std::collections::BTreeMap;

use toml::Spanned;

use super::check::{self, Declared, Ids};
use super::raw::{
    RawBasis, RawCaveat, RawOccasion, RawRegion, RawScript, RawSource, RawSpeaker,
};
use super::{
    BlockEntry, CardCaveat, Caveat, Group, Manifest, Occasion, RegionEntry, SourceEntry,
    Speaker, TakenIds, check_id,
};
use crate::diagnostics::{Diagnostic, decode};
use crate::script::Script;
use crate::source::passage::Basis;
use crate::text::{LineRange, Span};

/// Parses `sources.toml`; entries that cannot be used are reported and left out.
pub fn parse(file: &str, text: &str) -> (Manifest, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let document = decode::parse(file, text, &mut out);
    let inner = ["source.cut", "source.voice", "source.block", "source.caveat"];
    document.only(&["speaker", "occasion", "group", "source"], &inner, &mut out);
    let before = out.len();
    let raw_speakers = document.many::<RawSpeaker>("speaker", &mut out);
    // A speaker who is declared badly may have a label in any document.
    let mut sound = out.len() == before;
    let raw_sources = document.many::<RawSource>("source", &mut out);
    let occasions = document.many::<RawOccasion>("occasion", &mut out);
    let groups = document.many::<Group>("group", &mut out);
    let mut manifest = Manifest {
        declared: document.ids("source"),
        declared_occasions: document.ids("occasion"),
        broken: document.is_broken(),
        ..Manifest::default()
    };
    let mut taken = TakenIds::new();
    for raw in occasions {
        let raw = raw.into_inner();
        check_id(raw.id.get_ref(), raw.id.span().into(), file, &mut taken, &mut out);
        for name in [&raw.title, &raw.short] {
            check::name(name, file, &mut manifest.in_both, &mut out);
        }
        check::said(&raw.short_english, file, &mut out);
        manifest.occasions.push(Occasion {
            id: raw.id.into_inner(),
            title: raw.title.get_ref().text().to_owned(),
            short: raw.short.get_ref().text().to_owned(),
            short_english: raw.short_english.into_inner(),
            date: raw.date,
            evidence: raw.evidence,
        });
    }
    let mut taken = TakenIds::new();
    for group in groups {
        let span = group.span().into();
        let group = group.into_inner();
        check_id(&group.id, span, file, &mut taken, &mut out);
        manifest.groups.push(group);
    }
    let mut taken = TakenIds::new();
    let mut labels: BTreeMap<String, (String, Span)> = BTreeMap::new();
    for speaker in raw_speakers.iter().map(Spanned::get_ref) {
        check::name(&speaker.name, file, &mut manifest.in_both, &mut out);
        check::said(&speaker.name_english, file, &mut out);
    }
    let before = out.len();
    for raw in raw_speakers {
        let raw = raw.into_inner();
        check_id(raw.id.get_ref(), raw.id.span().into(), file, &mut taken, &mut out);
        for label in &raw.labels {
            check::label(label.get_ref(), label.span().into(), file, &mut out);
            check::single(label, raw.id.get_ref(), &mut labels, file, &mut out);
        }
        let id = raw.id.into_inner();
        // Of two with one id, which is an error, the first counts.
        manifest.by_id.entry(id.clone()).or_insert(manifest.speakers.len());
        manifest.speakers.push(Speaker {
            id,
            name: raw.name.get_ref().text().to_owned(),
            name_english: raw.name_english.into_inner(),
            role: raw.role,
            labels: raw.labels.iter().map(|label| check::bare(label.get_ref())).collect(),
        });
    }
    sound &= out.len() == before;
    let declared = Declared {
        speakers: Ids::of(document.ids("speaker")),
        occasions: Ids::of(manifest.declared_occasions.clone()),
        groups: Ids::of(document.ids("group")),
    };
    let mut taken = TakenIds::new();
    for raw in raw_sources {
        let span: Span = raw.span().into();
        let raw = raw.into_inner();
        let id = raw.id.get_ref();
        check_id(id, raw.id.span().into(), file, &mut taken, &mut out);
        for name in [&raw.title, &raw.short] {
            check::name(name, file, &mut manifest.in_both, &mut out);
        }
        let caveat = raw.card_caveat.iter().flat_map(|caveat| [&caveat.zh, &caveat.en]);
        for text in caveat.chain([&raw.short_english]) {
            check::said(text, file, &mut out);
        }
        check::others(&raw, &declared, file, &mut out);
        let before = out.len();
        check::who_speaks(&raw, &declared, file, &mut out);
        // Of two entries with one id it is not known which is meant.
        let mut sound = sound && out.len() == before;
        for other in manifest.sources.iter_mut().filter(|other| other.id == *id) {
            (sound, other.sound) = (false, false);
        }
        // A path that leads out of the project is not even read.
        if check::is_inside(raw.file.get_ref()) {
            manifest.sources.push(SourceEntry { sound, ..entry(raw, span) });
        }
    }
    (manifest, out)
}

fn region(raw: Spanned<RawRegion>) -> RegionEntry {
    let span = raw.span().into();
    let raw = raw.into_inner();
    RegionEntry {
        from_span: raw.from.span().into(),
        from: raw.from.into_inner(),
        to: raw.to.map(|to| (to.get_ref().clone(), to.span().into())),
        lines: raw.lines.map(|(first, last)| LineRange::new(first, last)),
        reason: raw.reason,
        speaker: raw.speaker.map(Spanned::into_inner),
        every: raw.every,
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
        title: raw.title.get_ref().text().to_owned(),
        short: raw.short.get_ref().text().to_owned(),
        short_english: raw.short_english.into_inner(),
        outlet: raw.outlet,
        author: raw.author,
        date: raw.date,
        date_evidence: raw.date_evidence,
        url: raw.url,
        script_span: raw.script.span().into(),
        script: match raw.script.into_inner() {
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
        wrapped: raw.wrapped,
        translation: raw.translation,
        all_lists: raw.all_lists,
        speaker: inner(raw.speaker),
        narrator: inner(raw.narrator),
        cited: raw.cited.into_iter().map(Spanned::into_inner).collect(),
        group: inner(raw.group),
        occasions: raw.occasions.into_iter().map(Spanned::into_inner).collect(),
        occasion_stated: raw.occasion_stated,
        cuts: raw.cut.into_iter().map(region).collect(),
        voices: raw.voice.into_iter().map(region).collect(),
        turns: raw.turn.into_iter().map(region).collect(),
        not_labels: raw
            .not_labels
            .iter()
            .map(|label| check::bare(label.get_ref()))
            .collect(),
        inherit: raw.inherit,
        blocks: raw
            .block
            .into_iter()
            .map(|block| BlockEntry {
                heading: block.heading.get_ref().trim().to_owned(),
                speaker: inner(block.speaker),
            })
            .collect(),
        labels: raw
            .labels
            .into_iter()
            .map(|(l, id)| (check::bare(&l), id.into_inner()))
            .collect(),
        sound: true,
        caveats: raw
            .caveat
            .into_iter()
            .map(|RawCaveat { line, text, comment }| {
                let span = text.span().into();
                Caveat { line, text: text.into_inner(), comment, span }
            })
            .collect(),
        card_caveat: raw
            .card_caveat
            .map(|raw| CardCaveat { zh: raw.zh.into_inner(), en: raw.en.into_inner() }),
        span,
    }
}
