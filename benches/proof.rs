//! Proof and collation at scale: `cargo bench --bench proof`.
//!
//! Each line names what was done, how long it took, the goal, and the ratio to a limit
//! measured in the same run: what a bare loop over the same bytes costs. No test depends
//! on these figures; machines differ, the ratios less.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark prints and measures"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use yulu::collate::{Index, collate_all};
use yulu::deck::locate::{Wanted, locate};
use yulu::fold::Folded;
use yulu::source::{Corpus, Source, manifest, read, sha256_hex};
use yulu::text::Span;

/// A small generator, so that every run measures the same text.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % n
    }

    /// A sentence of 20 to 39 characters from the 1,500 commonest code points.
    fn sentence(&mut self) -> String {
        let length = 20 + self.below(20);
        let mut text: String = (0..length)
            .map(|_| char::from_u32(0x4e00 + self.below(1500) as u32 * 13).unwrap_or('一'))
            .collect();
        text.push('。');
        text
    }
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
    let base: Vec<String> = (0..sentences).map(|_| random.sentence()).collect();
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

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = black_box(work());
    (value, start.elapsed())
}

fn peak_memory_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
}

fn report(what: &str, took: Duration, goal: &str, limit: &str, limit_took: Duration) {
    let ratio = took.as_secs_f64() / limit_took.as_secs_f64().max(1e-9);
    println!(
        "{what:<58} {:>9.1} ms  goal {goal:<7}  {ratio:>5.2} × {limit} ({:.1} ms)",
        took.as_secs_f64() * 1e3,
        limit_took.as_secs_f64() * 1e3
    );
}

/// Folding all words once: nothing that compares them can be quicker.
fn fold_all(sources: &[Source]) -> usize {
    let passages = sources.iter().flat_map(|s| s.passages.iter().map(move |p| (s, p)));
    passages.map(|(source, passage)| passage.fold(&source.text).len()).sum()
}

fn measure_collation(name: &str, goal: &str, sentences: usize) {
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
    report(name, indexing + took, goal, "folding the words", limit);
    println!("{:<58} {:>9.1} ms", "  of which indexing", indexing.as_secs_f64() * 1e3);
}

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    measure_collation("collate 2,500 sentences over five sources", "50 ms", 2_500);
    measure_collation("collate 100,000 sentences over five sources", "1 s", 100_000);
    if let Some(mb) = peak_memory_mb() {
        println!("{:<58} {mb:>9} MB  goal 400 MB", "peak memory so far");
    }
    proof();
}

/// 10,000 quotations, each named by source and line, in five sources of 16 MB.
fn proof() {
    let mut random = Random(7);
    let texts: Vec<String> = (0..5)
        .map(|_| {
            let mut text = String::with_capacity(16 << 20);
            while text.len() < 16 << 20 {
                text += &random.sentence();
                text.push('\n');
            }
            text
        })
        .collect();
    let corpus = corpus(&texts);
    let empty = Corpus { manifest: corpus.manifest.clone(), ..Corpus::default() };
    let index = Index::new(&empty);
    let quotes: Vec<(usize, usize, Vec<Folded>)> = (0..10_000)
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
        "prove 10,000 quotes in 80 MB of sources",
        took,
        "300 ms",
        "folding them",
        limit,
    );
}
