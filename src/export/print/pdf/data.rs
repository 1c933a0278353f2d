//! What the template gets: pages, and on them the faces of cards, as JSON.

use serde::Serialize;

use super::super::cards::Faces;
use super::super::face::{Block, Face};
use super::super::imposition::{Cut, Layout, Page, Place, Side};
use super::super::length::Um;
use super::super::rules::RuleKind;
use super::super::sources::Entry;
use super::fonts::Advances;
use super::split;
use crate::card::{Kind, ThemeId};

/// Everything of one volume.
#[derive(Serialize)]
pub(super) struct Data<'a> {
    pub(super) title: &'a str,
    pub(super) author: &'a str,
    pub(super) about: &'a str,
    pub(super) lang: &'static str,
    pub(super) region: &'static str,
    pub(super) mono: bool,
    /// Smallest size of any text, in points.
    pub(super) smallest: u8,
    pub(super) fonts: &'a serde_json::Value,
    pub(super) pages: &'a [PageData],
    pub(super) sources: Option<SourcesData<'a>>,
}

#[derive(Serialize)]
pub(super) struct PageData {
    size: (Um, Um),
    rules: Vec<RuleData>,
    cells: Vec<CellData>,
    footer: Option<FooterData>,
}

#[derive(Serialize)]
struct RuleData {
    kind: RuleKind,
    from: (Um, Um),
    to: (Um, Um),
}

#[derive(Serialize)]
struct CellData {
    at: (Um, Um),
    size: (Um, Um),
    turned: bool,
    face: FaceData,
}

#[derive(Serialize)]
struct FaceData {
    /// Which card of the volume, for the report of how it fitted.
    card: usize,
    side: &'static str,
    number: String,
    /// On backs alone: an id is in English and often gives the answer away.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// True on the first printed face of a theme, which gets the theme's bookmark.
    bookmark: bool,
    head: Block,
    body: Vec<Text>,
    foot: Vec<Text>,
}

/// A text of which the size is to be found.
#[derive(Serialize)]
struct Text {
    #[serde(flatten)]
    block: Block,
    /// About how long it is on one line, in parts of its size: with that the search begins.
    ems: f64,
    /// True if characters have their readings.
    stiff: bool,
}

impl Text {
    fn new(block: Block, advances: &Advances) -> Self {
        let stiff = block.runs.iter().any(|run| run.aid.is_some());
        Self { ems: advances.of(&block), stiff, block }
    }
}

#[derive(Serialize)]
struct FooterData {
    at: (Um, Um),
    width: Um,
    turned: bool,
    left: Block,
    right: String,
}

#[derive(Serialize)]
pub(super) struct SourcesData<'a> {
    size: (Um, Um),
    margin: Um,
    heading: &'a Block,
    entries: &'a [Entry],
}

/// A part of a card: which card, and which part of it, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) card: usize,
    pub(super) part: usize,
}

/// In how many parts front and back of a card are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) front: usize,
    pub(super) back: usize,
}

impl Parts {
    pub(super) fn total(self) -> usize {
        self.front.max(self.back)
    }
}

/// Words of a sheet's footer.
pub(super) struct Footer<'a> {
    pub(super) deck: &'a Block,
    /// `Simplified`, for instance.
    pub(super) script: &'a str,
    /// Which volume of how many, if there are several.
    pub(super) volume: Option<(usize, usize)>,
}

/// Margin from which on a footer has room below the crop marks.
const FOOTER_MARGIN: Um = Um(9000);
/// From the cards to the footer, and its height.
const FOOTER: (Um, Um) = (Um(5800), Um(3000));

/// The pages of a volume.
pub(super) fn pages(
    layout: &Layout,
    cards: &[Faces],
    parts: &[Parts],
    footer: &Footer<'_>,
    advances: &Advances,
) -> Vec<PageData> {
    let all = expanded(parts);
    let sheets = layout.sheets(all.len());
    let mut bookmarked: Vec<(Kind, ThemeId)> = Vec::new();
    // Text that takes several cards is divided once, not for every page.
    let divided: Vec<Option<[Vec<Face>; 2]>> = cards
        .iter()
        .zip(parts)
        .map(|(card, parts)| {
            let divide = |face, count| split::face(face, count);
            (parts.total() > 1)
                .then(|| [divide(&card.front, parts.front), divide(&card.back, parts.back)])
        })
        .collect();
    let texts = |blocks: Vec<Block>| -> Vec<Text> {
        blocks.into_iter().map(|block| Text::new(block, advances)).collect()
    };
    let mut face_of = |at: Part, side: Side| {
        let card = &cards[at.card];
        let faces = divided[at.card].as_ref();
        let divided = faces.map(|[front, back]| match side {
            Side::Front => front,
            Side::Back => back,
        });
        // The shorter side is repeated on the further parts.
        let face = match divided.and_then(|list| list.get(at.part).or(list.last())) {
            Some(face) => face.clone(),
            None if side == Side::Front => card.front.clone(),
            None => card.back.clone(),
        };
        let total = parts[at.card].total();
        let key = (card.kind, card.theme);
        let bookmark = !bookmarked.contains(&key);
        if bookmark {
            bookmarked.push(key);
        }
        FaceData {
            card: at.card,
            side: side_name(side),
            number: match total {
                1 => card.number.to_string(),
                n => format!("{} ({}/{n})", card.number, at.part + 1),
            },
            id: (side == Side::Back).then(|| card.id.clone()),
            bookmark,
            head: face.head,
            body: texts(face.body),
            foot: texts(face.foot),
        }
    };
    let mut page_data = |page: &Page| {
        let cells = page.cells.iter().map(|cell| CellData {
            at: (cell.place.x, cell.place.y),
            size: (cell.place.width, cell.place.height),
            turned: cell.turned,
            face: face_of(all[cell.card], cell.side),
        });
        PageData {
            size: (layout.sheet.paper.width, layout.sheet.paper.height),
            cells: cells.collect(),
            rules: layout
                .rules(page.side)
                .iter()
                .map(|rule| RuleData { kind: rule.kind, from: rule.from, to: rule.to })
                .collect(),
            footer: footer_data(layout, page, sheets, footer),
        }
    };
    layout.pages(all.len()).iter().map(&mut page_data).collect()
}

/// The pages in portions, each of at most so many faces or a single page; in one if three
/// times as many faces are all there is.
pub(super) fn portions(pages: &[PageData], faces: usize) -> Vec<&[PageData]> {
    let all: usize = pages.iter().map(|page| page.cells.len()).sum();
    let faces = if all <= faces.saturating_mul(3) { all } else { faces };
    let mut portions = Vec::new();
    let (mut from, mut held) = (0, 0);
    for (at, page) in pages.iter().enumerate() {
        if at > from && held + page.cells.len() > faces {
            portions.push(&pages[from..at]);
            (from, held) = (at, 0);
        }
        held += page.cells.len();
    }
    portions.push(&pages[from..]);
    portions
}

/// Every part of every card in order.
pub(super) fn expanded(parts: &[Parts]) -> Vec<Part> {
    let cards = parts.iter().enumerate();
    cards
        .flat_map(|(card, parts)| (0..parts.total()).map(move |part| Part { card, part }))
        .collect()
}

fn side_name(side: Side) -> &'static str {
    match side {
        Side::Front => "front",
        Side::Back => "back",
    }
}

fn footer_data(
    layout: &Layout,
    page: &Page,
    sheets: usize,
    footer: &Footer<'_>,
) -> Option<FooterData> {
    let sheet = &layout.sheet;
    let bottom = sheet.margins()[3];
    if bottom < FOOTER_MARGIN {
        return None;
    }
    // With marks it stands below them, otherwise in the middle of the margin.
    let gap = if layout.cut == Cut::Marks { FOOTER.0 } else { (bottom - FOOTER.1) / 2 };
    let gap = gap.min(bottom - FOOTER.1);
    let place = Place {
        x: sheet.origin.0,
        y: sheet.paper.height - bottom + gap,
        width: sheet.paper.width - sheet.origin.0 - sheet.margins()[2],
        height: FOOTER.1,
    };
    let place = layout.on(page.side, place);
    let side = if sheet.fold { "front and back" } else { side_name(page.side) };
    let volume = match footer.volume {
        Some((at, of)) => format!("volume {at}/{of} · "),
        None => String::new(),
    };
    Some(FooterData {
        at: (place.x, place.y),
        width: place.width,
        turned: page.side == Side::Back && !sheet.fold && !layout.mirrors_columns(),
        left: footer.deck.clone(),
        right: format!(
            "{volume}sheet {}/{sheets} · {side} · {}",
            page.sheet + 1,
            footer.script
        ),
    })
}

/// The last sheet, on the same paper.
pub(super) fn sources<'a>(
    layout: &Layout,
    heading: &'a Block,
    entries: &'a [Entry],
) -> SourcesData<'a> {
    let paper = &layout.sheet.paper;
    // A seventeenth of the shorter edge: 12 mm on A4, 4.5 mm on an index card.
    let margin = Um(paper.width.0.min(paper.height.0) / 17);
    SourcesData { size: (paper.width, paper.height), margin, heading, entries }
}
