//! Enums of the program as values on the command line: one name and one line of help for each
//! variant.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::export::csv::{Column, Profile, RowsPer};
use crate::export::print::face::{Asks, Ruby};
use crate::export::print::imposition::{Cut, Flip};
use crate::export::templates::{Aid, Voice};
use crate::pinyin::legal::Readings;
use crate::script::Region;

macro_rules! values {
    ($($type:ident { $($variant:ident = $name:literal, $help:literal;)+ })+) => { $(
        impl ValueEnum for $type {
            fn value_variants<'a>() -> &'a [Self] {
                &[$($type::$variant),+]
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                Some(match self {
                    $($type::$variant => PossibleValue::new($name).help($help),)+
                })
            }
        }
    )+ };
}

values! {
    Readings {
        Mainland = "cn", "The Mainland's";
        Taiwan = "tw", "Taiwan's";
    }
    Region {
        Tw = "tw", "Taiwan";
        Hk = "hk", "Hong Kong";
    }
    Voice {
        Mainland = "zh_CN", "Mandarin as in the Mainland";
        Taiwan = "zh_TW", "Mandarin as in Taiwan";
    }
    Aid {
        Pinyin = "pinyin", "Pinyin over the characters";
        Zhuyin = "zhuyin", "Zhuyin beside them";
    }
    RowsPer {
        Note = "note", "A note: one quotation or one study question";
        Card = "card", "A card: a note can have several";
    }
    Flip {
        Long = "long", "As the pages of an upright book";
        Short = "short", "As a wall calendar";
    }
    Cut {
        Marks = "marks", "Short lines in the margin";
        Dots = "dots", "Dotted lines between the cards";
        None = "none", "Nothing";
    }
    Ruby {
        Pinyin = "pinyin", "Latin letters with tone marks";
        Zhuyin = "zhuyin", "Zhuyin, also called bopomofo";
    }
    Asks {
        Prompt = "prompt", "The prompt";
        Cloze = "cloze", "The quotation with a blank, where it has one";
    }
}

impl ValueEnum for Profile {
    fn value_variants<'a>() -> &'a [Self] {
        &Profile::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

impl ValueEnum for Column {
    fn value_variants<'a>() -> &'a [Self] {
        &Column::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
