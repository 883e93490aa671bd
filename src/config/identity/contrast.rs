//! Whether chosen colours can be read, and the nearest that can where they cannot.

use super::colour::Colour;
use super::palette::{Chosen, MARK_CONTRAST, Palette, Scheme, TEXT_CONTRAST};
use crate::diagnostic::{Code, Diagnostic};
use crate::settings::Spanned;

/// What a colour is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Accent,
    Spark,
    Background,
    Text,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Accent => "accent",
            Self::Spark => "spark",
            Self::Background => "background",
            Self::Text => "text",
        }
    }

    /// The least contrast of what is read in this colour, or on it.
    fn ratio(self, palette: &Palette) -> f64 {
        match self {
            Self::Accent => palette.least_contrast(palette.accent),
            Self::Spark => palette.least_contrast(palette.spark),
            Self::Background | Self::Text => palette.least_contrast(palette.text),
        }
    }

    /// What is read in this colour, or on it.
    fn subject(self) -> &'static str {
        match self {
            Self::Accent => "links",
            Self::Spark => "marks",
            Self::Background | Self::Text => "text",
        }
    }

    /// The contrast that it needs.
    fn need(self) -> f64 {
        if self == Self::Spark { MARK_CONTRAST } else { TEXT_CONTRAST }
    }

    fn with(self, chosen: Chosen, colour: Colour) -> Chosen {
        match self {
            Self::Accent => Chosen { accent: Some(colour), ..chosen },
            Self::Spark => Chosen { spark: Some(colour), ..chosen },
            Self::Background => Chosen { background: Some(colour), ..chosen },
            Self::Text => Chosen { text: Some(colour), ..chosen },
        }
    }
}

/// Reports a colour that stands apart too little from what it is read with.
pub(super) fn report(
    part: Part,
    place: &Spanned<Colour>,
    scheme: Scheme,
    chosen: Chosen,
) -> Option<Diagnostic> {
    let ratio = part.ratio(&Palette::new(scheme, chosen));
    if ratio >= part.need() {
        return None;
    }
    let message = format!(
        "`{}` gives {} a contrast of {}:1 in the {} scheme, below the {}:1 of WCAG AA",
        part.name(),
        part.subject(),
        shown(ratio),
        scheme.name(),
        part.need()
    );
    let report = Diagnostic::new(Code::IdentityContrast, message).at(place.span, "");
    Some(match nearest(part, place.value, scheme, chosen) {
        Some((near, ratio)) => report
            .help(format!("the nearest colour that is enough is `{near}`, with {}:1", shown(ratio)))
            .fix(place.span, format!("\"{near}\"")),
        None => report.help("choose a background that is much lighter or darker than the text"),
    })
}

/// The nearest colour with which all can be read. Other colours follow from it, so that each
/// candidate is tried.
fn nearest(part: Part, colour: Colour, scheme: Scheme, chosen: Chosen) -> Option<(Colour, f64)> {
    let palette = Palette::new(scheme, chosen);
    let partners = match part {
        Part::Background => vec![palette.text],
        Part::Accent | Part::Spark | Part::Text => palette.grounds().to_vec(),
    };
    let goals = (0..40).map(|step| part.need() + f64::from(step) / 10.0);
    let candidates = goals.map_while(|goal| colour.nearest_with_contrast(&partners, goal));
    let mut tried = candidates.map(|near| (near, part.ratio(&Palette::new(scheme, part.with(chosen, near)))));
    tried.find(|(_, ratio)| *ratio >= part.need())
}

/// Rounded down, so that what is not enough never looks as if it were.
fn shown(ratio: f64) -> String {
    format!("{:.2}", (ratio * 100.0).floor() / 100.0)
}
