//! The card of a quotation.

use super::{
    Apparatus, Asked, Block, Card, Gloss, Kind, Locator, Ours, Role, ScriptNote, Theme,
    ThemeId, english, source_note,
};
use crate::deck::{self, Deck, Quote, Translation};
use crate::script::han::simplified_form;
use crate::script::{Region, Script};
use crate::source::{Corpus, link};

pub(super) fn card(
    number: usize,
    quote: &Quote,
    deck: &Deck,
    corpus: &Corpus,
    ours: Ours<'_>,
) -> Card {
    let apparatus = Apparatus::new(quote, corpus);
    let mut front = vec![
        Block::new(Role::Prompt, &quote.prompt)
            .english(&quote.prompt_english)
            .read(quote.prompt_reading.as_ref()),
    ];
    let words = match &quote.cloze {
        Some(cloze) => {
            front.push(Block::blanked(Role::Cloze, &quote.text, cloze.chars));
            Block::marked(Role::Quotation, &quote.text, cloze.chars)
        }
        None => Block::new(Role::Quotation, &quote.text),
    };
    let mut back = vec![words.english(&quote.english).read(quote.reading.as_ref())];
    let base = apparatus.base.source.as_str();
    back.extend(apparatus.emendations.iter().map(|emendation| {
        Block::new(Role::Emendation, &emendation.sentence(base))
            .english(&emendation.english(base))
    }));
    let note_english = quote.note_english.as_deref().unwrap_or_default();
    let note = |note| Block::new(Role::Note, note).english(note_english);
    back.extend(quote.note.iter().map(note));
    let entry = &corpus.sources[quote.base.source].entry;
    let converted = |script: &Script| entry.machine_script || entry.script != *script;
    let themes = quote.themes.iter().map(|at| Theme::of(deck, ThemeId(*at))).collect();
    let source = source_note::notes(quote, corpus, ours);
    Card {
        difficulty: Some(quote.difficulty),
        front,
        back,
        gloss: quote.gloss.iter().map(gloss).collect(),
        script_notes: script_notes(quote, deck.regional_words),
        address: address(quote, corpus),
        audio: quote.audio.clone(),
        prompt_audio: quote.prompt_audio.clone(),
        asked: quote.asked.as_ref().map(|asked| Asked::new(asked, corpus, ours)),
        apparatus: Some(apparatus),
        translation: match quote.translation {
            Translation::Ours => None,
            Translation::Document(lines) => {
                Some(Locator { source: entry.id.clone(), lines })
            }
        },
        converted: [Script::Hans, Script::Hant].into_iter().filter(converted).collect(),
        ..Card::bare(Kind::Quote, quote.id.clone(), number, themes, source)
    }
}

/// Where a browser shows the words in their original, if that is on the web.
fn address(quote: &Quote, corpus: &Corpus) -> Option<String> {
    let source = &corpus.sources[quote.base.source];
    link::link(source, quote.base.lines, &quote.base.raw_text(corpus), None)
}

fn gloss(gloss: &deck::Gloss) -> Gloss {
    Gloss {
        word: gloss.word.clone(),
        pinyin: gloss.pinyin.clone(),
        sense: english(&gloss.sense),
    }
}

/// The deck's own script notes and, if it asks for them, the words of the regions: what the deck
/// says of a word comes first, and the table has only what is not said.
fn script_notes(quote: &Quote, regional: bool) -> Vec<ScriptNote> {
    let mut notes: Vec<ScriptNote> = quote.script_notes.iter().map(script_note).collect();
    let words = quote.regional.iter().filter(|_| regional);
    for found in words {
        let hans = &found.word.hans;
        let other = |word: &str| !word.chars().map(simplified_form).eq(hans.chars());
        let usual = [(Region::Tw, found.taiwan), (Region::Hk, found.hong_kong)];
        let usual = usual.into_iter().filter(|(_, word)| other(word));
        let known = notes.iter().position(|note| note.word.hans == *hans);
        let note = match known {
            Some(at) => &mut notes[at],
            None => {
                let word = found.word.clone();
                notes.push(ScriptNote { word, unlike: None, usual: Vec::new() });
                let last = notes.len() - 1;
                &mut notes[last]
            }
        };
        for (region, word) in usual {
            if note.usual.iter().all(|(said, _)| *said != region) {
                note.usual.push((region, word.to_owned()));
            }
        }
    }
    notes
}

fn script_note(note: &deck::ScriptNote) -> ScriptNote {
    let usual = [(Region::Tw, &note.taiwan), (Region::Hk, &note.hong_kong)];
    let usual =
        usual.into_iter().filter_map(|(region, word)| Some((region, word.clone()?)));
    ScriptNote {
        word: note.word.clone(),
        unlike: note.unlike.clone(),
        usual: usual.collect(),
    }
}
