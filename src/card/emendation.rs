//! How a card says that it prints other words than its base witness.

use serde::Serialize;

use crate::deck::Quote;
use crate::script::{Bitext, Script, typography};
use crate::source::Corpus;

/// A declared correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Emendation {
    /// What the base witness reads.
    pub reads: Bitext,
    /// What the card prints.
    pub printed: Bitext,
    /// Ids of the sources that print it so.
    pub by: Vec<String>,
}

/// The emendations of a quotation.
pub(super) fn emendations(quote: &Quote, corpus: &Corpus) -> Vec<Emendation> {
    let emendations = quote.emendations.iter();
    let emendation = |emendation: &crate::deck::Emendation| Emendation {
        reads: emendation.reads.clone(),
        printed: emendation.printed.clone(),
        by: emendation.by.iter().map(|at| corpus.sources[*at].entry.id.clone()).collect(),
    };
    emendations.map(emendation).collect()
}

impl Emendation {
    /// One sentence; `base` is the source whose words are corrected.
    pub(super) fn sentence(&self, base: &str) -> Bitext {
        Bitext {
            hans: self.in_script(Script::Hans, base),
            hant: typography::quotes_for_hant(&self.in_script(Script::Hant, base)),
        }
    }

    /// The same in English.
    pub(super) fn english(&self, base: &str) -> String {
        format!(
            "Emended to “{}” after {}; {base} has “{}”.",
            self.printed.hans,
            self.by.join(", "),
            self.reads.hans
        )
    }

    /// 校改, 作 and 底本 are the same characters in both scripts.
    fn in_script(&self, script: Script, base: &str) -> String {
        format!(
            "校改作“{}”（{}），底本{base}作“{}”。",
            self.printed.get(script),
            self.by.join(", "),
            self.reads.get(script)
        )
    }
}
