//! Drafts for a deck that is typed in Traditional.

use super::{Draft, Marking, Prompt};
use crate::fold::Folded;
use crate::script::{Converter, Region, Script, from_hans, letters, residue, typography};
use crate::source::Corpus;

/// Drafts for a deck that is typed in Traditional: a Traditional source's own characters where it
/// has them, converted ones otherwise. A draft that would not be found in its source so is left
/// out.
pub fn in_traditional(
    drafts: Vec<Draft>,
    corpus: &Corpus,
    converter: &dyn Converter,
) -> Vec<Draft> {
    let change = |draft: Draft| {
        let quote = traditional(&draft, corpus, converter)?;
        let prompt = draft.prompt.and_then(|prompt| {
            let text = from_hans(converter, &prompt.text, Region::default()).hant;
            is_sound(&text).then_some(Prompt { text, ..prompt })
        });
        let mark = draft.mark.map(|mark| {
            let text = mark.note.as_deref().filter(|_| mark.fits);
            let text = text.map(|note| from_hans(converter, note, Region::default()).hant);
            match text.filter(|text| is_sound(text)) {
                Some(text) => Marking { note: Some(text), ..mark },
                None => Marking { fits: false, ..mark },
            }
        });
        Some(Draft { quote, prompt, mark, ..draft })
    };
    drafts.into_iter().filter_map(change).collect()
}

/// True for text that a deck in Traditional may have typed in it.
fn is_sound(text: &str) -> bool {
    residue(text, Script::Hant).is_none() && typography::lint(text, Script::Hant).is_none()
}

fn traditional(
    draft: &Draft,
    corpus: &Corpus,
    converter: &dyn Converter,
) -> Option<String> {
    let entry = &corpus.sources[draft.place.source].entry;
    let raw = draft.place.raw_text(corpus);
    let printed = entry.script == Script::Hant && !entry.machine_script;
    let converted = from_hans(converter, &draft.quote, Region::default()).hant;
    let own = printed.then(|| {
        let own = typography::clean(letters::standard(raw.trim()).as_ref(), Script::Hant);
        // A stray Simplified character is converted.
        let instead = |(c, converted)| match typography::is_simplified_only(c) {
            true => converted,
            false => c,
        };
        match own.chars().count() == converted.chars().count() {
            true => own.chars().zip(converted.chars()).map(instead).collect(),
            false => own,
        }
    });
    // A phrase may get characters that are not compared as those of the source (坐标, 座標):
    // there the source's own stay if Traditional has them, too.
    let one_by_one = || {
        let folded = |c: char| Folded::new(c.encode_utf8(&mut [0; 4]), 0);
        let alone = |c: char| {
            let hant = from_hans(converter, c.encode_utf8(&mut [0; 4]), Region::default());
            hant.hant.chars().next().unwrap_or(c)
        };
        let one = |(hans, hant): (char, char)| match () {
            () if folded(hans).chars() == folded(hant).chars() => hant,
            () if typography::is_simplified_only(hans) => alone(hans),
            () => hans,
        };
        draft.quote.chars().zip(converted.chars()).map(one).collect()
    };
    let proves = |quote: &String| {
        Folded::new(quote, 0).chars() == Folded::new(&raw, 0).chars()
            && residue(quote, Script::Hant).is_none()
            && typography::lint(quote, Script::Hant).is_none()
    };
    own.filter(proves).or_else(|| Some(converted.clone()).filter(proves)).or_else(|| {
        let length = |text: &str| text.chars().count();
        let equal = length(&converted) == length(&draft.quote);
        equal.then(one_by_one).filter(proves)
    })
}
