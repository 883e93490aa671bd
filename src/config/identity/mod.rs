//! `[identity]`: colours, logo, fonts and measures of the handbook's own, without a theme of its own.
//!
//! [`IdentityConfig::read`] collects every mistake, the contrast of colours included. Whether files
//! exist is found out when the project is at hand.

mod colour;
mod contrast;
mod fonts;
mod length;
mod palette;

use super::CODES;
use crate::diagnostic::Diagnostic;
use crate::settings::{Field, Spanned, Table, Value};
use crate::source::SourcePath;

pub use colour::{Colour, ColourError};
pub use fonts::{FontFile, FontNames, FontStyle};
pub use length::Length;
pub use palette::{Chosen, MARK_CONTRAST, Palette, Scheme, TEXT_CONTRAST, colour_token, text_token};

use contrast::Part;

/// A value for light and one for dark.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Schemes<T> {
    /// With light colours.
    pub light: Option<T>,
    /// With dark colours.
    pub dark: Option<T>,
}

/// `[identity]`: how the handbook looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdentityConfig {
    /// `accent`: the colour of links and marks, as CSS writes colours. One colour is that for light,
    /// and the shade for dark is found; `{ light = "…", dark = "…" }` sets both.
    pub accent: Schemes<Spanned<Colour>>,
    /// `spark`: the colour of small marks that are to be seen beside the accent. Default: the accent.
    pub spark: Schemes<Spanned<Colour>>,
    /// `background`: the ground of the page; one colour is that for light.
    pub background: Schemes<Spanned<Colour>>,
    /// `text`: the colour of text; one colour is that for light.
    pub text: Schemes<Spanned<Colour>>,
    /// `logo`: an image for the head of each page, as its path from the project's root. It has to be
    /// published, so it lies in the static, content or `assets` folder. One image serves for both
    /// schemes; `{ light = "…", dark = "…" }` sets both.
    pub logo: Schemes<Spanned<SourcePath>>,
    /// `logo_only`: whether the logo stands alone, because it holds the name of the handbook; its
    /// title is then for screen readers only. Default: `false`.
    pub logo_only: bool,
    /// `favicon`: an SVG or PNG for tabs and home screens. Default: the logo where that is a square
    /// SVG, else the first letter of the title on the accent colour.
    pub favicon: Option<Spanned<SourcePath>>,
    /// `font`: names of font families for text, the first that a reader has counts. Those of the
    /// theme follow.
    pub font: FontNames,
    /// `heading_font`: the same for headings. Default: that of text.
    pub heading_font: FontNames,
    /// `code_font`: the same for code.
    pub code_font: FontNames,
    /// `fonts`: font files of the handbook's own, `{ family = "…", file = "…", weight = 400,
    /// style = "normal" }` each. The file is published, as a logo is.
    pub fonts: Vec<FontFile>,
    /// `radius`: how round corners are, such as `"4px"`; `0` for square ones.
    pub radius: Option<Length>,
    /// `text_width`: how wide the text gets, such as `"70ch"`.
    pub text_width: Option<Length>,
}

impl<T> Default for Schemes<T> {
    fn default() -> Self {
        Self { light: None, dark: None }
    }
}

impl<T> Schemes<T> {
    /// Returns the value of a scheme, if it is set.
    pub fn get(&self, scheme: Scheme) -> Option<&T> {
        match scheme {
            Scheme::Light => self.light.as_ref(),
            Scheme::Dark => self.dark.as_ref(),
        }
    }
}

impl IdentityConfig {
    /// Returns the colours of a scheme.
    pub fn palette(&self, scheme: Scheme) -> Palette {
        Palette::new(scheme, self.chosen(scheme))
    }

    /// The colours that are set for a scheme, or follow from those set for the other.
    fn chosen(&self, scheme: Scheme) -> Chosen {
        let value = |set: &Schemes<Spanned<Colour>>| set.get(scheme).map(|colour| colour.value);
        let mut chosen = Chosen {
            accent: value(&self.accent),
            spark: value(&self.spark),
            background: value(&self.background),
            text: value(&self.text),
        };
        if scheme == Scheme::Dark {
            let grounds = Palette::new(scheme, chosen).grounds();
            let shade = |set: &Schemes<Spanned<Colour>>, ratio| {
                let light = set.light.as_ref().map(|light| light.value);
                light?.nearest_with_contrast(&grounds, ratio)
            };
            chosen.accent = chosen.accent.or_else(|| shade(&self.accent, TEXT_CONTRAST));
            chosen.spark = chosen.spark.or_else(|| shade(&self.spark, MARK_CONTRAST));
        }
        chosen
    }

    /// Reads the table.
    pub(super) fn read(&mut self, fields: &[Field], text: &str) -> Vec<Diagnostic> {
        let mut table = Table::new(fields, text, CODES);
        self.accent = schemes(&mut table, "accent", text, read_colour);
        self.spark = schemes(&mut table, "spark", text, read_colour);
        self.background = schemes(&mut table, "background", text, read_colour);
        self.text = schemes(&mut table, "text", text, read_colour);
        self.logo = schemes(&mut table, "logo", text, read_path);
        self.logo_only = table.boolean("logo_only").unwrap_or(false);
        self.favicon = table.string("favicon").and_then(|path| read_path(&mut table, "favicon", path));
        self.font = fonts::names(&mut table, "font");
        self.heading_font = fonts::names(&mut table, "heading_font");
        self.code_font = fonts::names(&mut table, "code_font");
        let files = fonts::files(&mut table, text);
        self.fonts = files.value;
        self.radius = length::read(&mut table, "radius", "0.5rem");
        self.text_width = length::read(&mut table, "text_width", "70ch");
        let mut reports = table.finish(&[]);
        reports.extend(files.diagnostics);
        reports.extend(Scheme::ALL.into_iter().flat_map(|scheme| self.contrast_reports(scheme)));
        reports
    }

    /// What cannot be read of the colours that were chosen for a scheme. Colours that were derived
    /// can be read by construction.
    fn contrast_reports(&self, scheme: Scheme) -> impl Iterator<Item = Diagnostic> {
        let chosen = self.chosen(scheme);
        let text = self.text.get(scheme).map(|place| (Part::Text, place));
        // Text and background are one pair: it is reported where the text is set, if it is.
        let pair = text.or_else(|| self.background.get(scheme).map(|place| (Part::Background, place)));
        let accent = self.accent.get(scheme).map(|place| (Part::Accent, place));
        let spark = self.spark.get(scheme).map(|place| (Part::Spark, place));
        let parts = pair.into_iter().chain(accent).chain(spark);
        parts.filter_map(move |(part, place)| contrast::report(part, place, scheme, chosen))
    }
}

/// Reads one value, or one for light and one for dark.
fn schemes<T>(
    table: &mut Table<'_>,
    key: &'static str,
    text: &str,
    read: impl Fn(&mut Table<'_>, &'static str, Spanned<String>) -> Option<Spanned<T>>,
) -> Schemes<Spanned<T>> {
    let Some(node) = table.node(key) else { return Schemes::default() };
    let Value::Map(fields) = &node.value else {
        let light = table.string(key).and_then(|written| read(table, key, written));
        return Schemes { light, dark: None };
    };
    let mut both = Table::new(fields, text, CODES);
    let mut one = |scheme| both.string(scheme).and_then(|written| read(&mut both, key, written));
    let schemes = Schemes { light: one("light"), dark: one("dark") };
    for report in both.finish(&[]) {
        table.report(report);
    }
    schemes
}

fn read_colour(
    table: &mut Table<'_>,
    key: &'static str,
    written: Spanned<String>,
) -> Option<Spanned<Colour>> {
    let (reason, help) = match Colour::parse(&written.value) {
        Ok(value) => return Some(Spanned { value, span: written.span }),
        Err(ColourError::Unknown) => (
            "it is no colour of CSS",
            "write one as `\"#2347a8\"`, `\"rebeccapurple\"` or `\"oklch(45% 0.17 265)\"`",
        ),
        Err(ColourError::Transparent) => {
            ("it is not opaque", "write the colour that it gives on the page, without transparency")
        }
    };
    let mut report = super::value_report(key, &written.value, written.span);
    report.message = format!("{}: {reason}", report.message);
    table.report(report.help(help));
    None
}

fn read_path(
    table: &mut Table<'_>,
    key: &'static str,
    written: Spanned<String>,
) -> Option<Spanned<SourcePath>> {
    let value = super::checked_path(table, key, &written)?;
    Some(Spanned { value, span: written.span })
}
