//! The interface of typst-svg, as far as Typst's export to HTML needs it, which no output of yulu
//! comes from: every picture is empty.

#![forbid(unsafe_code)]

use comemo::Tracked;
use ecow::EcoString;
use typst_library::foundations::Smart;
use typst_library::layout::{Abs, Frame, Point};
use typst_library::model::LateLinkResolver;
use typst_library::visualize::{Image, ImageScaling};

/// Nothing, for whatever frame.
pub fn svg_in_html(
    _frame: &Frame,
    _text_size: Abs,
    _pretty: bool,
    _id: Option<&str>,
    _styles: &str,
    _anchors: &[(Point, EcoString)],
    _link_resolver: Tracked<LateLinkResolver>,
) -> String {
    String::new()
}

/// No way of scaling is named.
pub fn convert_image_scaling(_scaling: Smart<ImageScaling>) -> Option<&'static str> {
    None
}

/// A picture for a page.
pub struct WebImage;

impl WebImage {
    /// An empty one.
    pub fn new(_image: &Image) -> WebImage {
        WebImage
    }

    /// The address of nothing.
    pub fn to_base64_url(&self) -> EcoString {
        EcoString::inline("data:,")
    }
}
