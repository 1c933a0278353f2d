//! The stable names of all problems.

use super::severity::Severity;

macro_rules! codes {
    ($($variant:ident, $name:literal, $severity:ident, $about:literal;)*) => {
        /// The kind of a problem. Its name never changes once released; what each means
        /// is the `about` text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $about] $variant,)*
        }

        impl Code {
            /// All codes in the order of declaration.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The name used in messages and in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// What the code means and why it matters.
            pub fn about(self) -> &'static str {
                match self { $(Code::$variant => $about,)* }
            }

            /// Whether a finding of this kind keeps outputs from being written.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    FileMissing, "file-missing", Error, "A file that is named does not exist.";
    FileUnreadable, "file-unreadable", Error, "A file exists but cannot be read: it is a folder, or access is refused.";
    NotUtf8, "not-utf8", Error, "A file is not UTF-8. In a project all texts are; `yulu new source` converts a document of another encoding.";
    ByteOrderMark, "byte-order-mark", Error, "A source begins with a byte-order mark, which is no part of the document.";
    CarriageReturn, "carriage-return", Error, "A source has CRLF line ends. Lines and columns would differ between machines, so sources are kept with LF.";
    ControlCharacter, "control-character", Error, "A NUL or another control character stands in a text. It could corrupt a terminal or an Anki package.";
    Syntax, "syntax", Error, "A file is not valid TOML.";
    UnknownKey, "unknown-key", Error, "A key is not known at this place. Misspelt keys would otherwise be ignored in silence.";
    MissingKey, "missing-key", Error, "A required key is absent.";
    WrongValue, "wrong-value", Error, "A value has the wrong type or is not one of the allowed ones.";
    UnknownId, "unknown-id", Error, "An id names nothing that is declared.";
    DuplicateId, "duplicate-id", Error, "An id is used twice. Ids are identities: Anki finds a learner's note by them.";
    BadId, "bad-id", Error, "An id is not made of lower-case letters, digits and single hyphens.";
    SourceChanged, "source-changed", Error, "A source's bytes are not those that were registered (sha256).";
    OriginChanged, "origin-changed", Error, "The original of a derived text is missing or has other bytes than were registered.";
    TextUnreadable, "text-unreadable", Error, "A derived text has characters that could not be read, and nobody has accepted that.";
    EncodingGuessed, "encoding-guessed", Warning, "The encoding of an original was guessed by its bytes, and nobody has confirmed it.";
    DerivationDiffers, "derivation-differs", Warning, "A reader makes another text of an original than the one that is registered.";
    SourceTwice, "source-twice", Warning, "Two sources have the same bytes; they are one witness, not two.";
    SourceEmpty, "source-empty", Warning, "A source has no passage.";
    SourceScript, "source-script", Error, "A source is declared in one script and written in the other: every card from it would say what is not so.";
    LabelUnknown, "label-unknown", Warning, "A line looks like a speaker's label, but no speaker has that label.";
    LinesUnsure, "lines-unsure", Warning, "It is not known whose words some lines of a source are: they are nobody's until somebody decides.";
    LabelTwice, "label-twice", Error, "Two speakers have one label: in no document could their words be told apart.";
    AnchorNotFound, "anchor-not-found", Error, "The text by which a region of a source is marked does not begin any line.";
    AnchorAmbiguous, "anchor-ambiguous", Error, "The text by which a region of a source is marked begins several lines.";
    AnchorLines, "anchor-lines", Error, "A region's anchors and its line numbers do not agree.";
    RegionsOverlap, "regions-overlap", Error, "Two regions of a source (cuts or voices) overlap.";
    NumberGap, "number-gap", Error, "The numbers of a numbered list do not follow one another.";
    CaveatNotFound, "caveat-not-found", Error, "A caveat is not found, word for word, in the line that is given for it.";
    EmptyQuote, "empty-quote", Error, "A quotation has no words.";
    QuoteNotFound, "quote-not-found", Error, "A quotation does not stand in the source it names.";
    QuoteAmbiguous, "quote-ambiguous", Error, "A quotation stands in the source more than once, and the deck does not say where.";
    QuoteFromCut, "quote-from-cut", Error, "A quotation's words stand only in a part of the source that is cut away.";
    QuoteNotSpeaker, "quote-not-speaker", Error, "A quotation's words stand in the source, but are somebody else's.";
    QuoteUnsure, "quote-unsure", Error, "A quotation's words stand in the source, and it is not known whose they are.";
    QuoteBasis, "quote-basis", Error, "A quotation's words are a digest's or are retold in narration; they are not the speaker's own words.";
    EmendationUnused, "emendation-unused", Error, "A declared emendation does not apply to its quotation.";
    EmendationUnsupported, "emendation-unsupported", Error, "A witness named in support of an emendation does not read so.";
    ClozeNotInQuote, "cloze-not-in-quote", Error, "The words to blank out do not stand exactly once in the quotation.";
    PromptGivesAway, "prompt-gives-away", Warning, "A prompt contains the words that its card asks for.";
    GlossNotInQuote, "gloss-not-in-quote", Error, "A glossed word does not stand in the quotation.";
    PinyinSyllables, "pinyin-syllables", Error, "A line of pinyin has too few or too many syllables for its Han characters.";
    PinyinUnknown, "pinyin-unknown", Error, "A syllable of a line of pinyin does not exist, or its tone mark stands in the wrong place.";
    PinyinWords, "pinyin-words", Error, "A line of pinyin does not keep the text's Latin words and figures, or holds a character that pinyin is not written with.";
    PinyinReading, "pinyin-reading", Error, "A syllable is no known reading of its character in one of the scripts, or 一 or 不 is not in its citation tone.";
    PinyinToneless, "pinyin-toneless", Warning, "A syllable has no tone mark, and neither its character nor a word around it is known to have the neutral tone.";
    PinyinWord, "pinyin-word", Warning, "A word of the word list is read otherwise in a line of pinyin.";
    AidsTooMany, "aids-too-many", Warning, "A card has more than a reader takes in: at most two script notes, four glosses, and three quotes that carry an answer.";
    ScriptNoteNotInQuote, "script-note-not-in-quote", Error, "The word of a script note does not stand in the quotation, or the word of a script card not in its phrase.";
    ScriptNoteWrong, "script-note-wrong", Error, "A script note or script card contradicts the conversion, or its contrast is none.";
    ScriptNoteNeedless, "script-note-needless", Warning, "A script note on a word that is the same in both scripts says nothing.";
    ScriptCardPhrase, "script-card-phrase", Error, "The phrase of a script card is too short or too long, does not stand in the quotation, or has its word not exactly once.";
    ScriptResidue, "script-residue", Error, "A Simplified text holds a Traditional character, or the reverse.";
    ScriptMismatch, "script-mismatch", Error, "The Simplified and the Traditional form of a text do not say the same words.";
    NotAsPrinted, "not-as-printed", Error, "A quotation has another character than its source, which is in the same script, prints.";
    StraySimplified, "stray-simplified", Warning, "A Traditional source prints a character as Simplified writes it, and its Traditional form elsewhere (后 and 後).";
    OverrideNeedless, "override-needless", Warning, "A given Traditional form is exactly what conversion produces.";
    ConversionDoubt, "conversion-doubt", Note, "The Traditional form of a character depends on the sense, and nobody has said which is meant.";
    Typography, "typography", Error, "A text is not in clean typography: half-width punctuation between Han characters, straight quote marks, or a space beside Han.";
    ToWrite, "to-write", Warning, "A text is still the placeholder of a harvested draft.";
    ErratumNotFound, "erratum-not-found", Error, "A known slip is not found, word for word, in the line that is given for it.";
    ErratumNotEmended, "erratum-not-emended", Warning, "A quotation has a known slip of its base witness and does not emend it.";
    HedgeDropped, "hedge-dropped", Warning, "The base witness drops a word of doubt that another witness keeps: a guess would be taught as a claim.";
    ThemeEmpty, "theme-empty", Warning, "No quotation belongs to a theme.";
    TextTooLong, "text-too-long", Error, "A text is longer than any card can show.";
    RecordingFormat, "recording-format", Error, "A file that is named as a recording is none that Anki plays on every device.";
    RecordingTooLarge, "recording-too-large", Error, "A recording is larger than a package should carry.";
    LockDamaged, "lock-damaged", Error, "A deck's lock file cannot be read. It holds the times at which notes changed, and is not replaced in silence.";
    GlyphMissing, "glyph-missing", Error, "No font has a character that a printed card needs: it would come out as an empty box.";
    CardContinued, "card-continued", Warning, "A text does not fit on a printed card at 7 pt and is continued on another one.";
    ConversionFailed, "conversion-failed", Error, "The script converter cannot be set up.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_case_and_unique() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert!(
            names
                .iter()
                .all(|n| n.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '8'))
        );
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
