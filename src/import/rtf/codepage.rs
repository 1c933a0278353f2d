//! The code pages of RTF: what the bytes of a run of text stand for.

use encoding_rs::Encoding;

use crate::import::field;

/// A way to read bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePage {
    /// One of the encodings of the web, which are the Windows ones and Mac's.
    Known(&'static Encoding),
    /// The font Symbol: Greek letters and signs in the places of Latin ones.
    Symbol,
    /// DOS and Johab: letters beyond ASCII are not known.
    Unknown,
}

impl CodePage {
    /// A code page by its number, as in `\ansicpg936`.
    pub fn of(number: i32) -> Self {
        let label = match number {
            932 | 10001 => "shift_jis",
            // GB 18030 has every character of GB 2312 and GBK at its place.
            936 | 10008 | 54936 => "gb18030",
            949 | 10003 => "euc-kr",
            950 | 10002 => "big5",
            10000 => "macintosh",
            10007 => "x-mac-cyrillic",
            65001 => "utf-8",
            874 => "windows-874",
            1250..=1258 => return Self::labelled(&format!("windows-{number}")),
            _ => return Self::Unknown,
        };
        Self::labelled(label)
    }

    fn labelled(label: &str) -> Self {
        Encoding::for_label(label.as_bytes()).map_or(Self::Unknown, Self::Known)
    }

    /// The code page of a font by its character set, as in `\fcharset134`; none if the
    /// document's own holds.
    pub fn of_charset(charset: i32) -> Option<Self> {
        let number = match charset {
            2 => return Some(Self::Symbol),
            77 => 10000,
            78 | 128 => 932,
            79 | 129 => 949,
            80 | 134 => 936,
            81 | 136 => 950,
            161 => 1253,
            162 => 1254,
            163 => 1258,
            177 => 1255,
            178 => 1256,
            186 => 1257,
            204 => 1251,
            222 => 874,
            238 => 1250,
            130 | 254 | 255 => return Some(Self::Unknown),
            _ => return None,
        };
        Some(Self::of(number))
    }

    /// The text that bytes stand for; U+FFFD for those that stand for none.
    pub fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Known(encoding) => {
                encoding.decode_without_bom_handling(bytes).0.into_owned()
            }
            Self::Symbol => {
                bytes.iter().filter_map(|byte| symbol(u32::from(*byte))).collect()
            }
            Self::Unknown => bytes
                .iter()
                .map(|byte| if byte.is_ascii() { char::from(*byte) } else { '\u{fffd}' })
                .collect(),
        }
    }
}

/// The character at a place of the font Symbol.
pub(super) fn symbol(code: u32) -> Option<char> {
    field::symbol("symbol", &format!("{code:x}"))
}
