//! yulu turns source documents into study decks in which every quotation is proven
//! against its source, in Simplified and Traditional.
pub mod text;
pub mod script;
pub mod diagnostics;
pub mod fold;
pub mod source;
