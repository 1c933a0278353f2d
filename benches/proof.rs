//! Proof and collation at scale: `cargo bench --bench proof`.
//!
//! Each line names what was done, how long it took, and the ratio to a bare loop over the same
//! bytes in the same run, beside the ratio that is the goal.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark prints and measures"
)]

mod shared;

use shared::{Reference, Scale, peak_mb, report, report_amount, timed};
use yulu::collate::{Index, collate_all};
use yulu::deck::locate::{Wanted, locate};
use yulu::fold::Folded;
use yulu::script::typography::{is_simplified_only, is_traditional_only};
use yulu::source::{Corpus, Source, manifest, read, sha256_hex};
use yulu::text::Span;

/// A small generator, so that every run measures the same text.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % n
    }

    /// A sentence of 20 to 39 characters out of those given.
    fn sentence(&mut self, characters: &[char]) -> String {
        let length = 20 + self.below(20);
        let mut text: String =
            (0..length).map(|_| characters[self.below(characters.len())]).collect();
        text.push('。');
        text
    }
}

/// Some 1,500 Han characters that both scripts have, so that no text seems to be in the wrong one.
fn characters() -> Vec<char> {
    let all = (0..1500).filter_map(|n| char::from_u32(0x4e00 + n * 13));
    all.filter(|c| !is_simplified_only(*c) && !is_traditional_only(*c)).collect()
}

/// Sources in which each sentence is a paragraph of one speaker.
fn corpus(texts: &[String]) -> Corpus {
    let mut toml = String::from(
        "[[speaker]]\nid = \"a\"\nname = \"甲\"\nname_english = \"A\"\nrole = \"subject\"\n",
    );
    for (at, text) in texts.iter().enumerate() {
        toml += &format!(
            "[[source]]\nid = \"s{at}\"\nfile = \"s{at}.txt\"\nsha256 = \"{}\"\ntitle = \"t\"\n\
             short = \"t\"\nshort_english = \"t\"\noutlet = \"o\"\nauthor = \"a\"\n\
             date = \"undated\"\ndate_evidence = \"none\"\nscript = \"hans\"\n\
             shape = \"plain\"\nspeaker = \"a\"\n",
            sha256_hex(text.as_bytes())
        );
    }
    let (manifest, diagnostics) = manifest::parse("sources.toml", &toml);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let sources = manifest.sources.iter().zip(texts).map(|(entry, text)| {
        let (source, diagnostics) = read(entry, &manifest, "sources.toml", text.as_bytes());
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        source.expect("readable")
    });
    let sources = sources.collect();
    Corpus { manifest, sources, errata: Vec::new() }
}

/// Five sources with the same sentences, each copy with a few characters changed.
fn parallel_texts(sentences: usize) -> Vec<String> {
    let mut random = Random(1);
    let characters = characters();
    let base: Vec<String> = (0..sentences).map(|_| random.sentence(&characters)).collect();
    let copies = (0..5).map(|copy| {
        let mut text = String::new();
        for sentence in &base {
            let mut chars: Vec<char> = sentence.chars().collect();
            if copy > 0 && random.below(2) == 0 {
                let at = random.below(chars.len() - 1);
                chars[at] = '某';
            }
            text.extend(chars);
            text.push('\n');
        }
        text
    });
    copies.collect()
}

/// Folding all words once: nothing that compares them can be quicker.
fn fold_all(sources: &[Source]) -> usize {
    let passages = sources.iter().flat_map(|s| s.passages.iter().map(move |p| (s, p)));
    passages.map(|(source, passage)| passage.fold(&source.text).len()).sum()
}

fn measure_collation(sentences: usize, goal: f64) {
    let corpus = corpus(&parallel_texts(sentences / 5));
    let (_, limit) = timed(|| fold_all(&corpus.sources));
    let (index, indexing) = timed(|| Index::new(&corpus));
    let (witnesses, took) = timed(|| {
        let passages = corpus.sources.iter().enumerate();
        let places = passages.flat_map(|(source, read)| {
            read.passages.iter().map(move |passage| yulu::collate::Place {
                source,
                spans: passage.paragraphs.iter().map(|p| p.span).collect(),
                lines: passage.lines(),
                basis: passage.basis(),
            })
        });
        let places: Vec<_> = places.collect();
        let collations = collate_all(&index, &places);
        collations.iter().map(|collation| collation.witnesses.len()).sum::<usize>()
    });
    assert_eq!(witnesses, sentences / 5 * 20, "every sentence has its four witnesses");
    let reference = Reference { name: "folding the words", took: limit };
    report(
        &format!("collate {sentences} sentences over five sources"),
        indexing + took,
        reference,
        goal,
    );
    report("  of which indexing", indexing, reference, goal);
}

fn main() {
    let scale = Scale::asked();
    measure_collation(scale.pick(2_500, 250), 25.0);
    measure_collation(scale.pick(100_000, 1_000), 25.0);
    report_amount("peak memory so far", peak_mb("self"), "MB", 400.0);
    proof(scale.pick(10_000, 50), scale.pick(16 << 20, 16 << 10));
}

/// Quotations, each named by source and line, in five sources of so many bytes.
fn proof(quotes: usize, bytes: usize) {
    let mut random = Random(7);
    let characters = characters();
    let texts: Vec<String> = (0..5)
        .map(|_| {
            let mut text = String::with_capacity(bytes);
            while text.len() < bytes {
                text += &random.sentence(&characters);
                text.push('\n');
            }
            text
        })
        .collect();
    let corpus = corpus(&texts);
    let empty = Corpus { manifest: corpus.manifest.clone(), ..Corpus::default() };
    let index = Index::new(&empty);
    let quotes: Vec<(usize, usize, Vec<Folded>)> = (0..quotes)
        .map(|_| {
            let source = random.below(5);
            let text = &corpus.sources[source].text;
            let line = 1 + random.below(text.line_count());
            (source, line, vec![Folded::new(text.line(line).unwrap_or_default(), 0)])
        })
        .collect();
    let (_, limit) = timed(|| {
        let lines = quotes.iter().filter_map(|(s, l, _)| corpus.sources[*s].text.line(*l));
        lines.map(|line| Folded::new(line, 0).len()).sum::<usize>()
    });
    let (found, took) = timed(|| {
        let proofs = quotes.iter().filter(|(source, line, parts)| {
            let wanted = Wanted {
                source: *source,
                line: Some(*line),
                parts,
                file: "deck.toml",
                span: Span::new(0, 1),
                typed: Vec::new(),
                deck: "",
                from_span: Span::new(0, 1),
            };
            locate(&wanted, &corpus, &index).is_ok()
        });
        proofs.count()
    });
    assert_eq!(found, quotes.len(), "every quotation is proven");
    report(
        &format!("prove {} quotes in {} MB of sources", found, (5 * bytes) >> 20),
        took,
        Reference { name: "folding them", took: limit },
        10.0,
    );
}
