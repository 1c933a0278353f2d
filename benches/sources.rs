//! Whose words they are, at scale: `cargo bench --bench sources`.
//!
//! The reference is a loop that looks at every character of the same text once. Documents that
//! are made to be slow are read at two sizes: twice the text may take little more than twice
//! the time.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark prints and measures"
)]

mod shared;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use shared::{Reference, Scale, median, peak_mb, report, report_amount, timed};
use yulu::source::{Manifest, manifest, read, sha256_hex};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// How often small texts are read.
const RUNS: usize = 15;

/// A dialogue of two people and its manifest.
fn dialogue(text: &str) -> Manifest {
    let toml = format!(
        "[[speaker]]\nid = \"a\"\nname = \"林青禾\"\nname_english = \"A\"\nrole = \"subject\"\n\
         labels = [\"林青禾\", \"林\", \"我\"]\n[[speaker]]\nid = \"b\"\nname = \"记者\"\n\
         name_english = \"B\"\nrole = \"interviewer\"\nlabels = [\"记者\", \"记\"]\n\
         [[source]]\nid = \"s\"\nfile = \"s.txt\"\nsha256 = \"{}\"\ntitle = \"t\"\nshort = \"t\"\n\
         short_english = \"t\"\noutlet = \"o\"\nauthor = \"a\"\ndate = \"undated\"\n\
         date_evidence = \"none\"\nscript = \"hans\"\nshape = \"dialogue\"\n",
        sha256_hex(text.as_bytes())
    );
    let (manifest, diagnostics) = manifest::parse("sources.toml", &toml);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    manifest
}

/// A dialogue of about so many bytes in which somebody new speaks every sixth line, and its
/// manifest: everybody is declared, half of them with labels that count in this document alone.
fn crowd(bytes: usize) -> (String, String) {
    let (mut text, mut toml, mut own) = (String::new(), String::new(), Vec::new());
    let mut at = 0;
    while text.len() < bytes {
        let name = format!("船工{}", at / 6);
        if at % 6 == 0 {
            let id = at / 6;
            let labels = match id % 2 {
                0 => format!("\"{name}\""),
                _ => String::new(),
            };
            toml += &format!(
                "[[speaker]]\nid = \"s{id}\"\nname = \"{name}\"\nname_english = \"{id}\"\n\
                 role = \"subject\"\nlabels = [{labels}]\n"
            );
            if labels.is_empty() {
                own.push(format!("\"{name}\" = \"s{id}\""));
            }
        }
        text += &format!("{name}：水急了只能等，这是第{at}次说。\n");
        at += 1;
    }
    toml += &format!(
        "[[source]]\nid = \"s\"\nfile = \"s.txt\"\nsha256 = \"{}\"\ntitle = \"t\"\nshort = \"t\"\n\
         short_english = \"t\"\noutlet = \"o\"\nauthor = \"a\"\ndate = \"undated\"\n\
         date_evidence = \"none\"\nscript = \"hans\"\nshape = \"dialogue\"\nlabels = {{ {} }}\n",
        sha256_hex(text.as_bytes()),
        own.join(", ")
    );
    (text, toml)
}

/// How long a dialogue of a crowd takes to be read with its manifest.
fn reading_a_crowd(bytes: usize) -> Duration {
    let (text, toml) = crowd(bytes);
    let (read, took) = timed(|| {
        let (manifest, diagnostics) = manifest::parse("sources.toml", &toml);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let entry = &manifest.sources[0];
        let (source, _) = read(entry, &manifest, "sources.toml", text.as_bytes());
        let passages = source.expect("readable").passages;
        let spoken =
            passages.iter().filter_map(|p| manifest.speaker(p.speaker.as_deref()?));
        (spoken.count(), passages.len())
    });
    assert!(read.0 > 0 && read.0 == read.1, "{read:?}");
    took
}

/// Looks at every character once.
fn look(text: &str) -> u32 {
    text.chars().fold(0, |sum, c| sum.wrapping_add(c as u32))
}

/// How long a text takes to be read, and how long to be looked at.
fn reading(text: &str) -> (Duration, Duration) {
    let manifest = dialogue(text);
    let (_, looked) = timed(|| look(black_box(text)));
    let entry = &manifest.sources[0];
    let ((source, _), took) =
        timed(|| read(entry, &manifest, "sources.toml", text.as_bytes()));
    assert!(source.is_some_and(|source| !source.passages.is_empty()));
    (took, looked)
}

/// The documents of the shipped project.
fn shipped_documents() {
    let file = Path::new(ROOT).join("seeds/sources.toml");
    let toml = std::fs::read_to_string(file).expect("manifest");
    let (manifest, _) = manifest::parse("seeds/sources.toml", &toml);
    let texts: Vec<Vec<u8>> = manifest
        .sources
        .iter()
        .map(|entry| std::fs::read(Path::new(ROOT).join(&entry.file)).expect("a document"))
        .collect();
    let runs = Scale::asked().pick(RUNS, 1);
    let times = (0..runs).map(|_| {
        let looked = timed(|| {
            let texts = texts.iter().filter_map(|bytes| std::str::from_utf8(bytes).ok());
            texts.map(look).fold(0, u32::wrapping_add)
        });
        let read = timed(|| {
            let pairs = manifest.sources.iter().zip(&texts);
            pairs.filter_map(|(e, bytes)| read(e, &manifest, "m", bytes).0).count()
        });
        assert_eq!(read.0, texts.len());
        (read.1, looked.1)
    });
    let (read, looked): (Vec<_>, Vec<_>) = times.unzip();
    let reference = Reference { name: "looking at each character", took: median(looked) };
    report("read the five documents", median(read), reference, 120.0);
}

/// An interview of so many bytes.
fn interview(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 400);
    let mut at = 0;
    while text.len() < bytes {
        text += &format!(
            "记者：第{at}个问题，您为什么种树？\n\n林青禾：种树的人多半等不到荫凉，这是第{at}次说。\n\n\
             可是后来的人会坐在下面，会说这里从前也有人肯花时间，第{at}棵也是。\n\n"
        );
        at += 1;
    }
    text
}

/// Documents that are made to be slow, each of about so many bytes.
fn hostile(bytes: usize) -> Vec<(&'static str, String)> {
    let repeated = |piece: &dyn Fn(usize) -> String| {
        let mut text = String::from("记者：请问？\n林青禾：好的。\n");
        let mut at = 0;
        while text.len() < bytes {
            text += &piece(at);
            at += 1;
        }
        text
    };
    vec![
        ("a new head on every line", repeated(&|at| format!("路人{at}：我说一句。\n"))),
        ("one name in many variants", repeated(&|at| format!("林青禾（{at}）：对。\n"))),
        ("one line full of labels", repeated(&|_| "林青禾：对。记者：是吗？".to_owned())),
        ("one table", repeated(&|at| format!("| {at} | 林青禾 | 种树 |\n"))),
        ("common words as labels", repeated(&|at| format!("我：我答{at}，林说：记。\n"))),
        ("nothing but colons", repeated(&|_| "：：：：\n".to_owned())),
    ]
}

fn main() {
    let scale = Scale::asked();
    shipped_documents();
    let text = interview(scale.pick(80 << 20, 20 << 10));
    let (took, looked) = reading(&text);
    let reference = Reference { name: "looking at each character", took: looked };
    report(&format!("read an interview of {} KB", text.len() >> 10), took, reference, 60.0);
    report_amount("  memory", peak_mb("self"), "MB", 400.0);
    drop(text);
    let bytes = scale.pick(1 << 20, 4 << 10);
    let (once, twice) = (hostile(bytes), hostile(2 * bytes));
    for ((name, text), (_, double)) in once.iter().zip(&twice) {
        let reference = Reference { name: "half the text", took: reading(text).0 };
        report(&format!("read {name}"), reading(double).0, reference, 3.0);
    }
    // Some six thousand speakers, and twice as many.
    let bytes = scale.pick(2 << 20, 4 << 10);
    let reference = Reference { name: "half the text", took: reading_a_crowd(bytes) };
    report("read thousands of speakers", reading_a_crowd(2 * bytes), reference, 2.4);
}
