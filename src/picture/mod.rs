//! Pictures drawn at build time: icons for tabs and home screens, cards for links.
//!
//! A [`Picture`] is a value that says what to draw; [`Picture::draw`] makes a PNG of it, and is pure.
//! Only flat shapes are drawn, with a font that is part of the program, so that a picture has the
//! same bytes wherever it is drawn. The only home of `resvg` and of the font.

mod card;
mod font;
mod icon;
mod png;

use std::sync::Arc;

use crate::source::ContentHash;

pub use card::{Card, CardColours};
pub use icon::{Icon, IconShape, is_drawable};

/// Something to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    /// A square icon.
    Icon(Icon),
    /// A card of 1,200 by 630 pixels.
    Card(Arc<Card>),
}

impl Picture {
    /// Returns the fingerprint of all that decides how it looks.
    pub fn key(&self) -> ContentHash {
        // Whoever changes how something is drawn raises this number.
        const GENERATION: u32 = 1;
        let what = match self {
            Self::Icon(icon) => format!("icon {GENERATION} {icon:?}"),
            Self::Card(card) => format!("card {GENERATION} {card:?}"),
        };
        ContentHash::of(what.as_bytes())
    }

    /// Draws it, as PNG.
    pub fn draw(&self) -> Vec<u8> {
        match self {
            Self::Icon(icon) => icon.draw(),
            Self::Card(card) => card.draw(),
        }
    }
}
