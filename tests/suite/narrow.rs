//! Messages in terminals of 40 and of 120 columns: snapshots of the whole, and marks that
//! stand under what they mark.

use unicode_width::UnicodeWidthStr as _;

use crate::cli::{Ran, sample, yulu};

/// Messages of many kinds: two files, wide characters, long lines, several places.
const SAMPLES: &[&str] = &[
    "invalid/many-problems",
    "invalid/quote-not-found",
    "invalid/quote-ambiguous",
    "invalid/quote-from-cut",
    "invalid/emendation-unsupported",
    "invalid/unknown-key-in-sources",
    "invalid/toml-syntax",
    "invalid/text-too-long",
    "valid/warning-hedge-dropped",
];

fn said(name: &str, columns: &str) -> String {
    let project = sample(name);
    let mut command = yulu(project.path(), &["check"]);
    command.env("COLUMNS", columns);
    Ran::of(command).err
}

#[test]
fn messages_are_as_they_were_read() {
    for columns in ["40", "120"] {
        let all =
            SAMPLES.iter().map(|name| format!("===== {name}\n{}", said(name, columns)));
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("{columns}-columns"), all.collect::<String>());
        });
    }
}

#[test]
fn excerpts_fit_the_terminal_and_marks_stand_under_text() {
    let mut seen = 0;
    for columns in [40, 120] {
        for name in SAMPLES {
            let said = said(name, &columns.to_string());
            let lines: Vec<&str> = said.lines().collect();
            for (at, line) in lines.iter().enumerate() {
                let Some((gutter, text)) = line.split_once(" | ") else { continue };
                if !gutter.trim().chars().all(|c| c.is_ascii_digit())
                    || gutter.trim().is_empty()
                {
                    continue;
                }
                // The excerpt itself fits; words beside a mark may run on, as in rustc.
                assert!(
                    line.width() <= columns,
                    "{name}: {} > {columns}: {line}",
                    line.width()
                );
                // A line between two marked ones has no marks of its own.
                let below = lines.get(at + 1).and_then(|l| l.split_once(" | "));
                let Some((_, marks)) = below.filter(|(gutter, _)| gutter.trim().is_empty())
                else {
                    continue;
                };
                let start = marks.len() - marks.trim_start().len();
                let marks = marks.trim_start();
                let run = marks.len() - marks.trim_start_matches(['^', '-']).len();
                assert!(run > 0, "{name}: a mark below {line}: {marks}");
                assert!(
                    start + run <= text.width() + 1,
                    "{name}: {line}\n{}",
                    lines[at + 1]
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen}");
}
