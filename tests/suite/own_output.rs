//! What one command writes the next one accepts, whatever the document: `new source`, `new deck`,
//! `harvest --into`, `draft --write`, `fmt`, `build` with its content times.

use std::path::Path;

use crate::cli::{edit, run, tree};
use crate::fuzz::mutate::{Dice, changed};
use crate::fuzz::targets::source_samples;

/// Documents that run with the other tests.
const FEW: usize = 5;

/// A document of some lines of several real ones, changed at random.
fn document(samples: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut lines = Vec::new();
    for _ in 0..3 {
        let text =
            String::from_utf8_lossy(&samples[dice.below(samples.len())]).into_owned();
        let all: Vec<&str> = text.lines().collect();
        let from = dice.below(all.len());
        let some = all[from..].iter().take(1 + dice.below(12));
        lines.extend(some.map(|line| (*line).to_owned()));
    }
    let text = lines.join("\n").into_bytes();
    match dice.below(3) {
        0 => text,
        _ => changed(&[text], dice),
    }
}

/// Takes a document from its file to a built deck; the first complaint about what yulu itself
/// has written, if there is one.
fn complaint(document: &[u8]) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("talk.txt"), document).unwrap();
    let project = &folder.path().join("project");
    std::fs::create_dir(project).unwrap();
    let done = |arguments: &[&str]| -> Result<(), String> {
        let ran = run(project, arguments);
        match ran.status {
            0 => Ok(()),
            _ => Err(format!("{arguments:?} ends with {}: {}", ran.status, ran.err)),
        }
    };
    done(&["init", "--bare", "."])?;
    let before = tree(project);
    if run(project, &["new", "source", "../talk.txt", "--id", "talk"]).status != 0 {
        // What cannot be registered is refused, and nothing of it stays.
        assert_eq!(tree(project), before);
        return Ok(());
    }
    done(&["sources"])?;
    done(&["passages"])?;
    done(&["new", "deck", "talk", "--title", "谈话", "--title-english", "A talk"])?;
    done(&["check"])?;
    let harvested = run(project, &["harvest", "--into", "talk", "--limit", "5"]);
    done(&["check"])?;
    if harvested.status != 0 {
        // Nobody speaks, or nothing is worth a card.
        return Ok(());
    }
    done(&["draft", "--write"])?;
    done(&["check"])?;
    done(&["fmt"])?;
    done(&["fmt", "--check"])?;
    done(&["check"])?;
    written(project);
    done(&["draft", "--write"])?;
    if run(project, &["check"]).status == 0 {
        let formats = ["build", "--format", "apkg", "--format", "csv", "--format", "html"];
        done(&formats)?;
        done(&["check"])?;
        done(&formats)?;
        // Without a card there is no package.
        if project.join("out/talk.apkg").exists() {
            done(&["plan", "out/talk.apkg"])?;
        }
    }
    Ok(())
}

/// Writes what a person has to write.
fn written(project: &Path) {
    edit(&project.join("decks/talk.toml"), |text| {
        text.replace("〔待写〕", "写好的话").replace("[to write]", "Written")
    });
}

fn documents(count: usize, seed: u64) {
    let samples = source_samples();
    let mut dice = Dice::new(seed);
    for _ in 0..count {
        let document = document(&samples, &mut dice);
        if let Err(complaint) = complaint(&document) {
            let text = String::from_utf8_lossy(&document);
            panic!("{complaint}\nof the document\n{text:?}");
        }
    }
}

#[test]
fn what_a_command_writes_the_next_one_accepts() {
    documents(FEW, 7);
}

#[test]
#[ignore = "takes an hour"]
fn what_a_command_writes_the_next_one_accepts_of_a_thousand_documents() {
    for seed in 100..200 {
        documents(10, seed);
    }
}
