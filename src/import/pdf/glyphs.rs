//! Which glyphs stand where, and which characters they are.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Once;

use hayro_interpret::font::Glyph as Drawn;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, String as Text};
use hayro_interpret::hayro_syntax::page::Page as Leaf;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Rect};

use super::facts::{about, labels};
use super::fonts::Fonts;
use super::glyph::Glyph;
use super::layout::{self, TextLine};
use crate::import::archive::{encrypted_archive, too_much};
use crate::import::{About, Unreadable};

/// Pages; the longest book that was seen as one PDF has 6,300.
const MOST_PAGES: usize = 20_000;

/// Things drawn on all pages together; a book of 6,000 pages has nine million characters.
const MOST_WORK: usize = 20_000_000;

/// Things drawn on one page, in forms within forms too; a map has a hundred thousand.
const MOST_WORK_ON_A_PAGE: usize = 2_000_000;

/// A clip is as much work as so many characters: each form that is drawn begins with one.
const CLIP: usize = 20;

/// The stack of the thread that reads: forms, functions and colour spaces are nested.
const STACK: usize = 64 << 20;

/// The bytes at the end of a file in which its end must stand; some servers add a page to it.
const TAIL: usize = 4096;

/// The name of that thread, by which its panics are known.
const THREAD: &str = "reading a PDF";

/// A document's pages with their lines.
#[derive(Debug, Default)]
pub struct Document {
    /// Its pages, in order.
    pub pages: Vec<Page>,
    /// What it says of itself.
    pub about: About,
    /// What was left out.
    pub dropped: BTreeMap<&'static str, usize>,
    /// What was changed.
    pub changed: BTreeMap<&'static str, usize>,
}

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// Its number, from 1.
    pub number: u32,
    /// What the document calls it.
    pub label: Option<String>,
    /// Its height in points.
    pub height: f32,
    /// Its lines in the order of reading.
    pub lines: Vec<TextLine>,
    /// The marks of notes that were left out of them.
    pub marks: Vec<String>,
}

/// What stopped the interpreter from within.
struct TooLong;

impl Document {
    /// Reads the lines of all pages.
    ///
    /// # Errors
    /// As [`super::read`].
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let head = &bytes[..bytes.len().min(1024)];
        if !head.windows(5).any(|five| five == b"%PDF-") {
            return Err(Unreadable {
                message: "this is no PDF: it does not begin with %PDF-".into(),
                hint: "say which format it is with --as".into(),
            });
        }
        // The interpreter would mend a file without its end, and say nothing of what is lost.
        let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
        let ends = |word: &[u8]| tail.windows(word.len()).any(|part| part == word);
        if !ends(b"%%EOF") && !ends(b"startxref") {
            return Err(Unreadable {
                message: "the PDF is cut off: its end is missing".into(),
                hint: "get the file again; if it is whole, open it in a PDF program and print \
                       it into a new PDF"
                    .into(),
            });
        }
        super::bombs::refuse(bytes)?;
        quietly();
        // A thread of its own: for the stack, and because a fault of the interpreter is a
        // fault of the document here, not of the program.
        let outcome = std::thread::scope(|scope| {
            let reading = || {
                catch_unwind(AssertUnwindSafe(|| Self::interpret(bytes)))
                    .unwrap_or_else(|reason| Err(stopped(&*reason)))
            };
            let thread = std::thread::Builder::new().name(THREAD.into()).stack_size(STACK);
            let thread = thread.spawn_scoped(scope, reading);
            thread.ok().and_then(|thread| thread.join().ok())
        });
        outcome.unwrap_or_else(|| Err(damaged()))
    }

    fn interpret(bytes: &[u8]) -> Result<Self, Unreadable> {
        let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
            LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
                encrypted_archive()
            }
            LoadPdfError::Decryption(_) => Unreadable {
                message: "the document is encrypted in a way that is not read".into(),
                hint: "open it in a PDF program and print it into a new PDF".into(),
            },
            LoadPdfError::Invalid => damaged(),
        })?;
        let count = pdf.pages().len();
        if count == 0 {
            return Err(damaged());
        }
        if count > MOST_PAGES {
            return Err(too_much(&format!(
                "the document has {count} pages; at most {MOST_PAGES} are read"
            )));
        }
        let mut document = Self { about: about(&pdf), ..Self::default() };
        let labels = labels(&pdf);
        let settings = InterpreterSettings {
            render_annotations: false,
            ..InterpreterSettings::default()
        };
        let cache = InterpreterCache::new();
        let mut fonts = Fonts::default();
        let mut work = 0;
        let (mut pictures, mut unreadable, mut read) = (0, 0, 0);
        for (at, leaf) in pdf.pages().iter().enumerate() {
            let (width, height) = leaf.render_dimensions();
            let initial = Affine::new(leaf.initial_transform(true).as_coeffs());
            let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
            let mut context =
                Context::new(initial, bounds, &cache, pdf.xref(), settings.clone());
            fonts.learn(leaf.resources());
            let mut canvas = Canvas::new(&mut fonts, width, height, work);
            interpret_page(leaf, &mut context, &mut canvas);
            work = canvas.work;
            let Canvas { mut glyphs, artifacts, images, outside, .. } = canvas;
            if artifacts.len() > glyphs.len() * 4 {
                // A document that calls all its text decoration has no decoration.
                glyphs.extend(artifacts);
            } else {
                let lines = layout::count_lines(&artifacts);
                document.drop("headers, footers and page numbers", lines);
            }
            document.drop("text outside the page", outside.min(1));
            document.drop("comments", annotations(leaf));
            unreadable += glyphs.iter().filter(|glyph| glyph.text == "\u{fffd}").count();
            read += glyphs.len();
            let page = layout::lines(glyphs, width, height);
            if page.lines.is_empty() && images > 0 {
                pictures += 1;
            }
            for (what, count) in page.dropped {
                document.drop(what, count);
            }
            document.pages.push(Page {
                number: at as u32 + 1,
                label: labels.get(at).cloned().flatten(),
                height,
                lines: page.lines,
                marks: page.marks,
            });
        }
        document.drop("pages that are pictures", pictures);
        document.judge(pictures, unreadable, read)?;
        Ok(document)
    }

    /// Refuses a document out of which there is nothing to read.
    fn judge(&self, pictures: usize, unread: usize, read: usize) -> Result<(), Unreadable> {
        let pages = self.pages.len();
        if read == 0 && pictures > 0 {
            return Err(Unreadable {
                message: format!(
                    "this PDF is a scan: {pictures} of its {pages} pages are pictures, and no \
                     page has text"
                ),
                hint: "recognise its characters first (OCR, for instance with `ocrmypdf`) and \
                       proofread them, or find an edition with text"
                    .into(),
            });
        }
        if read == 0 {
            return Err(Unreadable {
                message: "this PDF has no text".into(),
                hint:
                    "if its pages show words, they are drawn as pictures: recognise them \
                       first (OCR)"
                        .into(),
            });
        }
        if unread * 2 > read {
            return Err(Unreadable {
                message: format!(
                    "the fonts of this PDF do not say which characters their glyphs are \
                     ({unread} of {read} are unknown)"
                ),
                hint:
                    "recognise its characters from the pages' pictures (OCR, for instance \
                       with `ocrmypdf --force-ocr`), or find another edition"
                        .into(),
            });
        }
        Ok(())
    }

    fn drop(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.dropped.entry(what).or_default() += count;
        }
    }
}

fn damaged() -> Unreadable {
    Unreadable {
        message: "the PDF is damaged or cut off".into(),
        hint: "get the file again, or open it in a PDF program and print it into a new PDF"
            .into(),
    }
}

fn stopped(reason: &(dyn Any + Send)) -> Unreadable {
    if reason.is::<TooLong>() {
        too_much("the pages of this PDF draw more than any text needs")
    } else {
        damaged()
    }
}

/// A panic of the interpreter is told as a damaged document, not as a fault of the program.
fn quietly() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().name() != Some(THREAD) {
                before(info);
            }
        }));
    });
}

/// Comments on a page that have words.
fn annotations(page: &Leaf) -> usize {
    let Some(all) = page.raw().get::<Array>(b"Annots") else { return 0 };
    let worded = |annotation: &Dict| {
        let kind = annotation.get::<Name>(b"Subtype");
        let silent =
            kind.is_some_and(|kind| matches!(kind.as_str(), "Link" | "Popup" | "Widget"));
        !silent
            && annotation
                .get::<Text>(b"Contents")
                .is_some_and(|text| !text.as_bytes().is_empty())
    };
    all.iter::<Dict>().take(10_000).filter(worded).count()
}

/// What a page is drawn on: only its glyphs are kept.
struct Canvas<'f> {
    fonts: &'f mut Fonts,
    width: f32,
    height: f32,
    glyphs: Vec<Glyph>,
    /// Glyphs that the document itself calls decoration.
    artifacts: Vec<Glyph>,
    /// Whether each open piece of marked content is decoration.
    marked: Vec<bool>,
    images: usize,
    outside: usize,
    work: usize,
    here: usize,
}

impl<'f> Canvas<'f> {
    fn new(fonts: &'f mut Fonts, width: f32, height: f32, work: usize) -> Self {
        Self {
            fonts,
            width,
            height,
            glyphs: Vec::new(),
            artifacts: Vec::new(),
            marked: Vec::new(),
            images: 0,
            outside: 0,
            work,
            here: 0,
        }
    }

    /// Counts what is drawn; the interpreter has no other way to be stopped.
    fn work(&mut self, much: usize) {
        self.work += much;
        self.here += much;
        if self.work > MOST_WORK || self.here > MOST_WORK_ON_A_PAGE {
            resume_unwind(Box::new(TooLong));
        }
    }
}

impl<'a> Device<'a> for Canvas<'_> {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.work(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.work(CLIP);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.work(1);
    }

    fn draw_glyph(
        &mut self,
        glyph: &Drawn<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.work(1);
        let [a, b, c, d, x, y] = (transform * glyph_transform).as_coeffs();
        let scale = a.hypot(b);
        let size = (c.hypot(d) * 1000.0) as f32;
        let (advance, bold) = match glyph {
            Drawn::Outline(outline) => {
                let advance = outline.advance_width().filter(|width| *width > 0.0);
                (advance.map(|width| width * scale as f32), self.fonts.is_bold(outline))
            }
            Drawn::Type3(_) => (None, false),
        };
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => match glyph {
                Drawn::Outline(outline) => {
                    self.fonts.unicode(outline).unwrap_or_else(|| {
                        // What draws nothing is a space, whatever it is called.
                        let blank = outline.outline().is_empty();
                        if blank { " ".to_owned() } else { String::new() }
                    })
                }
                Drawn::Type3(_) => String::new(),
            },
        };
        let text = legible(text);
        let (x, y) = (x as f32, y as f32);
        if !(x.is_finite() && y.is_finite() && size.is_finite()) || size < 0.5 {
            return;
        }
        if x < -1.0 || y < -1.0 || x > self.width + 1.0 || y > self.height + 1.0 {
            self.outside += usize::from(!text.trim().is_empty());
            return;
        }
        let found = Glyph { text, x, y, size, advance, bold, turn: turn(a, b) };
        if self.marked.contains(&true) {
            self.artifacts.push(found);
        } else {
            self.glyphs.push(found);
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.work(1);
        self.images += 1;
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], _: Option<i32>) {
        self.work(1);
        self.marked.push(tag == b"Artifact");
    }

    fn end_marked_content(&mut self) {
        self.marked.pop();
    }
}

/// The direction of a line of glyphs: one within five degrees of the page's edges is taken
/// for parallel to it.
fn turn(along: f64, down: f64) -> Option<u8> {
    let slant = 0.09;
    if down.abs() <= along.abs() * slant {
        Some(if along > 0.0 { 0 } else { 2 })
    } else if along.abs() <= down.abs() * slant {
        Some(if down > 0.0 { 1 } else { 3 })
    } else {
        None
    }
}

/// The characters of a glyph, or U+FFFD where a font says none or such as nobody reads:
/// control characters and those of private use.
fn legible(text: String) -> String {
    let known = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fffe}' | '\u{ffff}')
    };
    if !text.is_empty() && text.chars().all(known) {
        text
    } else if text == "\t" || text == "\n" || text == "\r" {
        " ".to_owned()
    } else {
        "\u{fffd}".to_owned()
    }
}
