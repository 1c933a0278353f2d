//! The shipped project, read and proved once for all tests.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use yulu::card::{self, Card, Ours};
use yulu::collate::Index;
use yulu::deck::file::{self, DeckFile};
use yulu::deck::prove::{Proof, prove};
use yulu::deck::{Deck, Recordings};
use yulu::export::anki::{self, Note};
use yulu::pinyin::legal::Readings;
use yulu::script::Region;
use yulu::script::opencc::{ERRATA, OpenCc};
use yulu::source::{Corpus, Source, errata, manifest, read};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// The five documents.
pub fn corpus() -> &'static Corpus {
    static CORPUS: OnceLock<Corpus> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let file = "seeds/sources.toml";
        let text = std::fs::read_to_string(root().join(file)).expect("sources.toml");
        let (manifest, diagnostics) = manifest::parse(file, &text);
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        let sources = manifest.sources.iter().map(|entry| {
            let bytes = std::fs::read(root().join(&entry.file)).expect("source");
            let (source, diagnostics) = read(entry, &manifest, file, &bytes);
            assert!(diagnostics.is_empty(), "{diagnostics:#?}");
            source.expect("readable")
        });
        let sources: Vec<Source> = sources.collect();
        let file = "seeds/errata.toml";
        let text = std::fs::read_to_string(root().join(file)).expect("errata.toml");
        let (errata, diagnostics) = errata::parse(file, &text, &manifest, &sources);
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        Corpus { manifest, sources, errata }
    })
}

/// The converter, shared.
pub fn converter() -> &'static OpenCc {
    static CONVERTER: OnceLock<OpenCc> = OnceLock::new();
    CONVERTER.get_or_init(|| OpenCc::new(ERRATA).expect("a temporary folder"))
}

/// The files of the shipped deck.
pub fn deck_files() -> Vec<DeckFile> {
    let main = "decks/liang-wenfeng.toml";
    let parse = |name: &str, is_main| {
        let text = std::fs::read_to_string(root().join(name)).expect("deck file");
        let (file, diagnostics) = file::parse(name, &text, is_main);
        assert!(diagnostics.is_empty(), "{diagnostics:#?}");
        file
    };
    let head = parse(main, true);
    let parts = head.head.as_ref().expect("[deck]").parts.clone();
    let parts = parts.iter().map(|part| parse(&format!("decks/{}", part.get_ref()), false));
    let parts: Vec<DeckFile> = parts.collect();
    std::iter::once(head).chain(parts).collect()
}

/// How the shipped deck is proved: in Taiwan's forms, with the Mainland's readings.
pub fn proof<'a>(index: &'a Index<'a>) -> Proof<'a> {
    Proof {
        index,
        converter: converter(),
        region: Region::Tw,
        readings: Readings::Mainland,
        recordings: Recordings::NONE,
    }
}

/// The shipped deck, proved.
pub fn deck() -> &'static Deck {
    static DECK: OnceLock<Deck> = OnceLock::new();
    DECK.get_or_init(|| {
        let index = Index::new(corpus());
        let (deck, diagnostics) = prove(&deck_files(), &proof(&index));
        deck.unwrap_or_else(|| panic!("{diagnostics:#?}"))
    })
}

/// Its cards.
pub fn cards() -> &'static [Card] {
    static CARDS: OnceLock<Vec<Card>> = OnceLock::new();
    CARDS.get_or_init(|| card::cards(deck(), corpus(), converter()))
}

/// The notes of a deck of the shipped project.
pub fn notes_of(deck: &Deck) -> Vec<Note> {
    let cards = card::cards(deck, corpus(), converter());
    anki::notes(&cards, deck, Ours { converter: converter(), region: deck.region })
}
