//! Letters as outlines.
//!
//! Noto Sans, under the Open Font License, has Latin, Greek and Cyrillic. Nothing is shaped: a
//! script that joins or moves its letters is taken as one that the font lacks.

use std::fmt::Write;
use std::sync::LazyLock;

use resvg::tiny_skia::{Path, PathBuilder};
use ttf_parser::{Face, OutlineBuilder};

/// A cut of the font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

static REGULAR: LazyLock<Face<'static>> = LazyLock::new(|| face(notosans::REGULAR_TTF));
static BOLD: LazyLock<Face<'static>> = LazyLock::new(|| face(notosans::BOLD_TTF));

fn face(bytes: &'static [u8]) -> Face<'static> {
    Face::parse(bytes, 0).expect("the font that is part of the program can be read")
}

/// A cut of the font in one size.
#[derive(Clone, Copy)]
pub(super) struct Font {
    face: &'static Face<'static>,
    scale: f32,
}

/// Blocks of Unicode that are written by putting one letter behind the other.
const PLAIN: [std::ops::RangeInclusive<char>; 9] = [
    ' '..='~',
    '\u{a0}'..='\u{2ff}',
    '\u{370}'..='\u{482}',
    '\u{48a}'..='\u{52f}',
    '\u{1e00}'..='\u{1fff}',
    '\u{2010}'..='\u{2027}',
    '\u{2030}'..='\u{205e}',
    '\u{20a0}'..='\u{20bf}',
    '\u{2100}'..='\u{214f}',
];

impl Font {
    /// Makes a font whose letters are `size` pixels high from the line below to the line above.
    pub(super) fn new(weight: Weight, size: f32) -> Self {
        let face: &'static Face<'static> = if weight == Weight::Bold { &BOLD } else { &REGULAR };
        Self { face, scale: size / f32::from(face.units_per_em()) }
    }

    /// Returns whether a letter can be written.
    fn has(self, letter: char) -> bool {
        PLAIN.iter().any(|block| block.contains(&letter)) && self.face.glyph_index(letter).is_some()
    }

    /// Returns how wide a text is.
    pub(super) fn width(self, text: &str) -> f32 {
        text.chars().map(|letter| self.advance(letter)).sum()
    }

    /// Returns how high capitals are.
    pub(super) fn cap_height(self) -> f32 {
        f32::from(self.face.capital_height().unwrap_or(714)) * self.scale
    }

    fn advance(self, letter: char) -> f32 {
        let glyph = self.face.glyph_index(letter);
        glyph.and_then(|glyph| self.face.glyph_hor_advance(glyph)).map_or(0.0, f32::from) * self.scale
    }

    /// Returns the outline of a text whose first letter stands at a point of the base line; `None`
    /// for a text without a stroke.
    pub(super) fn outline(self, text: &str, (x, y): (f32, f32)) -> Option<Path> {
        let mut pen = Pen { path: PathBuilder::new(), x, y, scale: self.scale };
        for letter in text.chars() {
            if let Some(glyph) = self.face.glyph_index(letter) {
                self.face.outline_glyph(glyph, &mut pen);
            }
            pen.x += self.advance(letter);
        }
        pen.path.finish()
    }

    /// Returns the outline of a text as the path of an SVG, as [`Font::outline`] does.
    pub(super) fn svg_path(self, text: &str, (x, y): (f32, f32)) -> String {
        let mut pen = SvgPen { path: String::new(), x, y, scale: self.scale };
        for letter in text.chars() {
            if let Some(glyph) = self.face.glyph_index(letter) {
                self.face.outline_glyph(glyph, &mut pen);
            }
            pen.x += self.advance(letter);
        }
        pen.path
    }
}

/// Returns a text as it can be written: signs that are no letters and that the font lacks, such as
/// emoji, are left out. `None` when a letter is lacking: half a title is worse than none.
pub(super) fn writable(text: &str) -> Option<String> {
    let font = Font::new(Weight::Bold, 16.0);
    // A mark that stands on the letter before it would have to be placed.
    let is_letter = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    if text.chars().any(|c| !font.has(c) && is_letter(c)) {
        return None;
    }
    let kept: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| font.has(*c)).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let text = words.join(" ");
    text.chars().any(char::is_alphanumeric).then_some(text)
}

struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
    scale: f32,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

struct SvgPen {
    path: String,
    x: f32,
    y: f32,
    scale: f32,
}

impl SvgPen {
    fn write(&mut self, command: char, points: &[(f32, f32)]) {
        self.path.push(command);
        for (index, (x, y)) in points.iter().enumerate() {
            let (x, y) = (self.x + x * self.scale, self.y - y * self.scale);
            let gap = if index == 0 { "" } else { " " };
            write!(self.path, "{gap}{x:.2} {y:.2}").expect("a string takes all that is written");
        }
    }
}

impl OutlineBuilder for SvgPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.write('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.write('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.write('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.write('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_font_lacks_is_never_a_box() {
        assert_eq!(writable("Grüße, Ἀθῆναι, Привет").as_deref(), Some("Grüße, Ἀθῆναι, Привет"));
        assert_eq!(writable("🚀 Launch\n day").as_deref(), Some("Launch day"));
        for text in ["成長", "مرحبا", "नमस्ते", "한국어", "ok 中", "🚀", "", "e\u{301}", "ok ไทย"]
        {
            assert_eq!(writable(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_is_as_wide_as_its_letters() {
        let font = Font::new(Weight::Bold, 100.0);
        assert!((font.width("ab") - font.width("a") - font.width("b")).abs() < 0.01);
        let bounds = font.outline("I", (10.0, 100.0)).unwrap().bounds();
        assert!(bounds.bottom() <= 100.1 && bounds.top() > 20.0 && bounds.left() > 10.0, "{bounds:?}");
    }
}
