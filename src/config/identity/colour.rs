//! Colours: what authors may write, how well two of them stand apart, and the nearest that does.
//!
//! The only home of `csscolorparser`. What leaves this module is a triple of bytes, written as
//! `#rrggbb`: nothing that an author writes in a colour can be anything else in a style sheet.

use std::fmt;

use csscolorparser::Color;

/// An opaque colour of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

/// Why a text is not a colour that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColourError {
    /// It is no colour of CSS.
    Unknown,
    /// It lets through what is behind it, so that nothing can be said of how well it is read.
    Transparent,
}

/// The longest text that is read as a colour, in bytes; nested relative colours need more than any
/// person writes.
const MAX_LENGTH: usize = 100;

impl Colour {
    /// White.
    pub const WHITE: Self = Self::new(255, 255, 255);
    /// Black.
    pub const BLACK: Self = Self::new(0, 0, 0);

    /// Makes a colour from its parts.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads a colour as CSS writes it: hex, a name, `rgb()`, `hsl()`, `hwb()`, `lab()`, `lch()`,
    /// `oklab()` or `oklch()`. One outside of sRGB is clipped to it.
    ///
    /// ```
    /// use daring::config::Colour;
    ///
    /// assert_eq!(Colour::parse("rebeccapurple").unwrap().to_string(), "#663399");
    /// assert_eq!(Colour::parse("oklch(62% 0.25 29)").unwrap().to_string(), "#f90f0d");
    /// assert!(Colour::parse("red; } body { display: none").is_err());
    /// ```
    ///
    /// # Errors
    /// The text is no colour, or not opaque.
    pub fn parse(text: &str) -> Result<Self, ColourError> {
        if text.len() > MAX_LENGTH {
            return Err(ColourError::Unknown);
        }
        let colour: Color = text.trim().parse().map_err(|_| ColourError::Unknown)?;
        if colour.a < 1.0 { Err(ColourError::Transparent) } else { Ok(Self::of(&colour)) }
    }

    fn of(colour: &Color) -> Self {
        let [red, green, blue, _] = colour.to_rgba8();
        Self { red, green, blue }
    }

    fn as_color(self) -> Color {
        Color::from_rgba8(self.red, self.green, self.blue, 255)
    }

    /// Returns the relative luminance, 0 to 1 (WCAG 2.2, "relative luminance").
    pub fn luminance(self) -> f64 {
        let [red, green, blue, _] = self.as_color().to_linear_rgba().map(f64::from);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Returns the contrast to another colour, 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Returns this colour with a share of another mixed in, 0 to 1, in even steps to the eye.
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        Self::of(&self.as_color().interpolate_oklab(&other.as_color(), share))
    }

    /// Returns this colour with a share of another mixed in, 0 to 1, as `color-mix(in srgb, …)` does.
    #[must_use]
    pub fn tinted(self, other: Self, share: f64) -> Self {
        let mix = |a: u8, b: u8| (f64::from(a) * (1.0 - share) + f64::from(b) * share).round() as u8;
        Self::new(mix(self.red, other.red), mix(self.green, other.green), mix(self.blue, other.blue))
    }

    /// Returns the better of black and white to write on this colour.
    pub fn ink(self) -> Self {
        if self.contrast(Self::WHITE) >= self.contrast(Self::BLACK) { Self::WHITE } else { Self::BLACK }
    }

    /// Returns the colour of the same hue, lighter or darker, that has at least a contrast of `ratio`
    /// to each of `grounds` and is nearest to this one; `None` when there is none.
    pub fn nearest_with_contrast(self, grounds: &[Self], ratio: f64) -> Option<Self> {
        let [lightness, chroma, hue, _] = self.as_color().to_oklcha();
        let is_enough = |colour: &Self| grounds.iter().all(|ground| colour.contrast(*ground) >= ratio);
        if is_enough(&self) {
            return Some(self); // There and back again it might come out a step beside itself.
        }
        let shade = |lightness: f32| Self::of(&Color::from_oklcha(lightness, chroma, hue, 1.0));
        let steps = (0..=STEPS).map(|step| step as f32 / STEPS as f32);
        let shades = steps.flat_map(|step| [lightness - step, lightness + step]);
        let inside = shades.filter(|lightness| (0.0..=1.0).contains(lightness)).map(shade);
        inside.chain([Self::BLACK, Self::WHITE]).find(is_enough)
    }
}

/// How many shades are tried from one end of lightness to the other.
const STEPS: u16 = 500;

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn every_way_of_writing_is_read() {
        for text in [
            "#f00",
            "#FF0000",
            "red",
            "RED",
            " red ",
            "rgb(255 0 0)",
            "rgb(255, 0, 0)",
            "rgb(100% 0% 0%)",
            "hsl(0 100% 50%)",
            "hwb(0 0% 0%)",
            "hsl(360deg, 100%, 50%)",
            "rgb(255 0 0 / 100%)",
        ] {
            assert_eq!(colour(text).to_string(), "#ff0000", "{text}");
        }
        assert_eq!(colour("oklch(100% 0 0)"), Colour::WHITE);
    }

    #[test]
    fn what_is_no_colour_is_refused() {
        let long = "f".repeat(MAX_LENGTH + 1);
        for text in ["", "#12", "reddish", "red;", "red}", "url(x)", "var(--x)", "red/**/", "'red'", &long] {
            assert_eq!(Colour::parse(text), Err(ColourError::Unknown), "{text}");
        }
        for text in ["#ff000080", "transparent", "rgb(0 0 0 / 50%)"] {
            assert_eq!(Colour::parse(text), Err(ColourError::Transparent), "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let ratio = |a: &str, b: &str| format!("{:.2}", colour(a).contrast(colour(b)));
        assert_eq!(ratio("#000", "#fff"), "21.00");
        assert_eq!(ratio("#fff", "#fff"), "1.00");
        assert_eq!(ratio("#777", "#fff"), "4.48");
        assert_eq!(ratio("#767676", "#fff"), "4.54");
        assert_eq!(ratio("#fff", "#f00"), "4.00");
    }

    #[test]
    fn the_nearest_shade_keeps_its_hue_and_passes() {
        let orange = colour("#ff8800");
        let found = orange.nearest_with_contrast(&[Colour::WHITE], 4.5).unwrap();
        assert!((4.5..4.6).contains(&found.contrast(Colour::WHITE)), "{found}");
        assert!(found.red > found.green && found.green > found.blue, "{found}");
        let on_dark = colour("#2347a8").nearest_with_contrast(&[colour("#121419")], 4.5).unwrap();
        assert!(on_dark.blue > on_dark.red, "{on_dark}");
        assert_eq!(colour("#777").nearest_with_contrast(&[Colour::WHITE, Colour::BLACK], 6.0), None);
        assert_eq!(orange.nearest_with_contrast(&[Colour::BLACK], 4.5), Some(orange));
    }
}
