//! Drafts as text of a deck file.

use super::super::placeholder::{TO_WRITE, placeholder};
use super::super::translation::of_document;
use super::Draft;
use crate::script::Script;
use crate::source::Corpus;
use crate::text::visible;

/// Drafts as a part of a deck file, ready to paste.
pub fn to_toml(drafts: &[Draft], corpus: &Corpus, theme: &str) -> String {
    let string = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut out = format!(
        "# Drafts from `yulu harvest`: every quotation is proven. Write the prompt and the\n\
         # translation, choose the words to blank out, give it an id that lasts and a theme.\n\n\
         [[theme]]\nid = {}\ntitle = {zh}\ntitle_english = {en}\nsummary = {zh}\n\
         summary_english = {en}\n",
        string(theme),
        zh = string(TO_WRITE.0),
        en = string(TO_WRITE.1),
    );
    out += &entries(drafts, corpus, theme, 1, Script::Hans);
    out
}

/// Drafts as entries of a deck file that is typed in `script`, as their quotations must be,
/// without a theme; ranks in their ids begin with `rank`.
pub fn entries(
    drafts: &[Draft],
    corpus: &Corpus,
    theme: &str,
    rank: usize,
    script: Script,
) -> String {
    let string = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut out = String::new();
    for (at, draft) in drafts.iter().enumerate() {
        let id = &corpus.sources[draft.place.source].entry.id;
        let line = draft.place.lines.first;
        let parallels: Vec<String> = draft
            .parallels
            .iter()
            .map(|(source, lines)| {
                format!("{}:{}", corpus.sources[*source].entry.id, lines.first)
            })
            .collect();
        let parallels = match parallels.as_slice() {
            [] => "no other witness".to_owned(),
            some => format!("also {}", some.join(", ")),
        };
        let prompt = draft.prompt.as_ref();
        let asked = prompt.map_or(String::new(), |prompt| {
            format!("; the prompt is the document's own question (line {})", prompt.line)
        });
        let doubts = draft.doubts.iter();
        let doubts: String =
            doubts.map(|said| format!("# to be read in Traditional: {said}\n")).collect();
        let chosen = match &draft.mark {
            Some(mark) => format!("marked in {}", mark.at),
            None => format!("{:.2}", draft.score),
        };
        let note =
            draft.mark.as_ref().and_then(|mark| Some((mark.note.as_ref()?, mark.fits)));
        let remark = match note {
            Some((note, false)) => format!("# the reader's note: {}\n", visible(note)),
            _ => String::new(),
        };
        let own = of_document(&draft.place, corpus);
        let english = match &own {
            Some((_, lines)) => {
                format!("# the English is the document's own (line {})\n", lines.first)
            }
            None => format!("english = {}\n", string(TO_WRITE.1)),
        };
        out += &format!(
            "\n# {chosen}; {}; {parallels}{asked}\n{remark}{doubts}[[quote]]\nid = \"{id}-{line}-{}\"\n\
             from = \"{id}:{line}\"\nquote = {}\n{english}prompt = {}\n\
             prompt_english = {en}\nthemes = [{}]\ndifficulty = 2\n",
            draft.place.basis.as_str(),
            at + rank,
            string(&draft.quote),
            string(prompt.map_or(placeholder(script), |prompt| &prompt.text)),
            string(theme),
            en = string(TO_WRITE.1),
        );
        if let Some((note, true)) = note {
            out += &format!("note = {}\n", string(note));
        }
    }
    out
}
