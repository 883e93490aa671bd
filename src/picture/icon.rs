//! Icons of a handbook: its letter on its colour, or an image of its own.

use std::fmt;
use std::sync::Arc;

use resvg::tiny_skia::Transform;
use resvg::usvg;

use super::font::{Font, Weight, writable};
use super::png::Canvas;
use crate::config::Colour;
use crate::source::ContentHash;

/// A square icon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Icon {
    /// How many pixels wide and high it is.
    pub side: u16,
    /// What is on it.
    pub shape: IconShape,
    /// The colour below the letter.
    pub ground: Colour,
    /// The letter that stands for the handbook; only seen where there is no image.
    pub letter: Option<char>,
    /// Whether the ground fills the square, for systems that cut the corners themselves.
    pub is_full: bool,
}

/// What is on an icon.
#[derive(Clone, PartialEq, Eq)]
pub enum IconShape {
    /// The letter.
    Letter,
    /// An SVG, by its bytes.
    Svg(Arc<[u8]>),
}

impl fmt::Debug for IconShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Letter => f.write_str("Letter"),
            Self::Svg(bytes) => write!(f, "Svg({:016x})", ContentHash::of(bytes).0),
        }
    }
}

/// How much wider than high an image may be to be made out when it is an icon.
const WIDEST: f32 = 1.8;

/// Returns whether an SVG can be drawn as an icon.
///
/// # Errors
/// What is wrong with it.
pub fn is_drawable(svg: &[u8]) -> Result<bool, String> {
    let tree = tree(svg)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    Ok(width / height <= WIDEST && height / width <= WIDEST)
}

/// Reads an SVG. It is shown alone: what it refers to outside of itself is not read.
fn tree(svg: &[u8]) -> Result<usvg::Tree, String> {
    let options = usvg::Options {
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    };
    usvg::Tree::from_data(svg, &options).map_err(|error| error.to_string())
}

impl Icon {
    pub(super) fn draw(&self) -> Vec<u8> {
        let side = f32::from(self.side);
        let mut canvas = Canvas::new(self.side.into(), self.side.into());
        if let IconShape::Svg(bytes) = &self.shape
            && let Ok(tree) = tree(bytes)
        {
            if self.is_full {
                canvas.fill(Colour::WHITE);
            }
            let room = if self.is_full { side * 0.8 } else { side };
            let scale = room / tree.size().width().max(tree.size().height());
            let (width, height) = (tree.size().width() * scale, tree.size().height() * scale);
            let place = Transform::from_translate((side - width) / 2.0, (side - height) / 2.0);
            resvg::render(&tree, place.pre_scale(scale, scale), &mut canvas.pixels());
            return canvas.png();
        }
        let radius = if self.is_full { 0.0 } else { side * ROUND };
        canvas.tile((0.0, 0.0), side, radius, self.ground);
        if let Some((font, letter, at)) = self.lettering(side)
            && let Some(path) = font.outline(&letter, at)
        {
            canvas.path(&path, self.ground.ink());
        }
        canvas.png()
    }

    /// Returns the letter on its ground as an SVG.
    pub fn svg(&self) -> String {
        const SIDE: f32 = 64.0;
        let path =
            self.lettering(SIDE).map_or(String::new(), |(font, letter, at)| font.svg_path(&letter, at));
        let (ground, ink, radius) = (self.ground, self.ground.ink(), SIDE * ROUND);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {SIDE} {SIDE}\">\
             <rect width=\"{SIDE}\" height=\"{SIDE}\" rx=\"{radius}\" fill=\"{ground}\"/>\
             <path fill=\"{ink}\" d=\"{path}\"/></svg>\n"
        )
    }

    /// The letter in the middle of a square.
    fn lettering(&self, side: f32) -> Option<(Font, String, (f32, f32))> {
        let letter = writable(&self.letter?.to_string())?;
        let font = Font::new(Weight::Bold, side * 0.72);
        let x = (side - font.width(&letter)) / 2.0;
        Some((font, letter, (x, (side + font.cap_height()) / 2.0)))
    }
}

/// How much of a side its round corner takes.
const ROUND: f32 = 0.22;

#[cfg(test)]
mod tests {
    use super::*;

    fn icon(side: u16, shape: IconShape) -> Icon {
        let ground = Colour::parse("#2347a8").unwrap();
        Icon { side, shape, ground, letter: Some('D'), is_full: false }
    }

    #[test]
    fn an_icon_is_a_png_of_its_size() {
        let png = icon(32, IconShape::Letter).draw();
        assert_eq!(&png[1..4], b"PNG");
        assert_eq!(png[16..24], [0, 0, 0, 32, 0, 0, 0, 32]);
        assert_eq!(png, icon(32, IconShape::Letter).draw());
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'><path d='M0 0h4v4z'/></svg>";
        assert_ne!(icon(32, IconShape::Svg(svg[..].into())).draw(), png);
    }

    #[test]
    fn an_image_that_cannot_be_made_out_is_no_icon() {
        let svg = |size: &str| format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {size}'/>");
        assert_eq!(is_drawable(svg("10 10").as_bytes()), Ok(true));
        assert_eq!(is_drawable(svg("100 10").as_bytes()), Ok(false));
        assert!(is_drawable(b"<svg").is_err());
    }

    #[test]
    fn a_letter_is_drawn_without_any_font_of_the_reader() {
        let svg = icon(0, IconShape::Letter).svg();
        assert!(svg.contains("fill=\"#2347a8\"") && svg.contains(" d=\"M"), "{svg}");
        let without = Icon { letter: Some('成'), ..icon(0, IconShape::Letter) };
        assert!(without.svg().contains(" d=\"\""));
    }
}
