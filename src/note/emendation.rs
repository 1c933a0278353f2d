//! How a card says that it prints other words than its base witness.

use crate::deck::{Emendation, Quote};
use crate::script::{Bitext, Script, typography};
use crate::source::Corpus;

/// One sentence for each emendation of a quotation.
pub fn sentences(quote: &Quote, corpus: &Corpus) -> Vec<Bitext> {
    let sentence = |emendation: &Emendation| Bitext {
        hans: sentence(Script::Hans, emendation, quote, corpus),
        hant: typography::quotes_for_hant(&sentence(
            Script::Hant,
            emendation,
            quote,
            corpus,
        )),
    };
    quote.emendations.iter().map(sentence).collect()
}

/// 校改, 作 and 底本 are the same characters in both scripts.
fn sentence(
    script: Script,
    emendation: &Emendation,
    quote: &Quote,
    corpus: &Corpus,
) -> String {
    let id = |at: usize| corpus.sources[at].entry.id.as_str();
    let by: Vec<&str> = emendation.by.iter().map(|at| id(*at)).collect();
    format!(
        "校改作“{}”（{}），底本{}作“{}”。",
        emendation.printed.get(script),
        by.join(", "),
        id(quote.base.source),
        emendation.reads.get(script)
    )
}
