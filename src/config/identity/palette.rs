//! The colours of the built-in theme, and what becomes of them when a project sets some of its own.
//!
//! An author sets at most three: accent, background and text. Everything else that has to fit them
//! (rules, quiet text, the ground of code, the colours of alerts and of code) is derived, with the
//! contrast that it needs. Only what an author chose is ever reported.

use std::sync::LazyLock;

use super::colour::Colour;

/// The style sheet that the tokens are defined in.
const STYLE: &str = include_str!("../../../themes/default/assets/style.css");

/// The contrast that text needs (WCAG 2.2, success criterion 1.4.3, level AA).
pub const TEXT_CONTRAST: f64 = 4.5;
/// The contrast that marks of controls need (success criterion 1.4.11).
pub const MARK_CONTRAST: f64 = 3.0;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
}

impl Scheme {
    /// Both, light first.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// Returns its name, as settings have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What a project sets for one scheme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The colour of links and marks.
    pub accent: Option<Colour>,
    /// The colour of small marks beside the accent.
    pub spark: Option<Colour>,
    /// The ground of the page.
    pub background: Option<Colour>,
    /// The colour of text.
    pub text: Option<Colour>,
}

/// The colours of one scheme that others depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// The ground of the page.
    pub background: Colour,
    /// The ground of the navigation.
    pub rail: Colour,
    /// The ground of code and of cards.
    pub surface: Colour,
    /// Text.
    pub text: Colour,
    /// Links and marks.
    pub accent: Colour,
    /// Small marks that are to be seen beside the accent.
    pub spark: Colour,
    /// The grounds of alerts.
    tints: [Colour; 5],
}

/// Tokens of the kinds of alerts, and how much of each is in the ground of its alert (`.alert` of the
/// style sheet).
const TONES: [&str; 5] = ["note", "tip", "important", "warning", "caution"];
const TONE_SHARE: f64 = 0.08;

/// How much of the spark is in the ground of a marked line of code (`pre mark` of the style sheet).
const MARK_SHARE: f64 = 0.13;

/// Tokens that text is written in, besides those that are derived one by one.
const INKS: [&str; 17] = [
    "note",
    "tip",
    "important",
    "warning",
    "caution",
    "code-keyword",
    "code-string",
    "code-comment",
    "code-number",
    "code-function",
    "code-type",
    "code-variable",
    "code-attribute",
    "code-operator",
    "code-inserted",
    "code-deleted",
    "code-heading",
];

impl Palette {
    /// Returns the colours of the built-in theme with those that a project chose.
    pub fn new(scheme: Scheme, chosen: Chosen) -> Self {
        let default = |name| token(scheme, name);
        let background = chosen.background.unwrap_or_else(|| default("bg"));
        let text = chosen.text.unwrap_or_else(|| default("text"));
        let is_own = chosen.background.is_some() || chosen.text.is_some();
        let ground = |name, share| if is_own { background.mixed(text, share) } else { default(name) };
        let (rail, surface) = (ground("rail", 0.035), ground("surface", 0.045));
        let plain = [background, rail, surface];
        let tints = TONES.map(|tone| {
            let tone = if is_own { legible(default(tone), &plain, TEXT_CONTRAST) } else { default(tone) };
            background.tinted(tone, TONE_SHARE)
        });
        let grounds = all_grounds(plain, tints);
        let accent = chosen.accent.unwrap_or_else(|| legible(default("accent"), &grounds, TEXT_CONTRAST));
        let spark = chosen
            .spark
            .or(chosen.accent)
            .unwrap_or_else(|| legible(default("spark"), &grounds, MARK_CONTRAST));
        Self { background, rail, surface, text, accent, spark, tints }
    }

    /// Returns what text is written on.
    pub fn grounds(&self) -> [Colour; 8] {
        all_grounds([self.background, self.rail, self.surface], self.tints)
    }

    /// Returns the least contrast of a colour to anything that text is written on.
    pub fn least_contrast(&self, ink: Colour) -> f64 {
        self.grounds().into_iter().map(|ground| ink.contrast(ground)).fold(f64::MAX, f64::min)
    }

    /// Returns every token that is not as the built-in theme has it, in the order of its style sheet.
    pub fn tokens(&self, scheme: Scheme) -> Vec<(&'static str, Colour)> {
        let grounds = self.grounds();
        let soft = self.soft(scheme);
        let with_soft = [&grounds[..], &[soft]].concat();
        let is_own = self.background != token(scheme, "bg") || self.text != token(scheme, "text");
        let mut tokens = vec![("bg", self.background), ("rail", self.rail), ("surface", self.surface)];
        tokens.push(("text", self.text));
        if is_own {
            tokens.push(("muted", self.mixed_until(0.66, &with_soft, TEXT_CONTRAST)));
            tokens.push(("line", self.background.mixed(self.text, 0.13)));
            tokens.push(("line-strong", self.mixed_until(0.4, &grounds, MARK_CONTRAST)));
        }
        tokens.extend([("accent", self.accent), ("accent-soft", soft), ("spark", self.spark)]);
        tokens.push(("on-accent", self.on_accent(scheme)));
        if is_own || self.spark != token(scheme, "spark") {
            // Marked lines of code have a tint of the spark below them.
            let marked = self.surface.tinted(self.spark, MARK_SHARE);
            let with_marked = [&grounds[..], &[marked]].concat();
            tokens.extend(INKS.map(|name| (name, legible(token(scheme, name), &with_marked, TEXT_CONTRAST))));
        }
        tokens.retain(|(name, colour)| *colour != token(scheme, name));
        tokens
    }

    /// A ground tinted with the accent, on which text and links can still be read.
    fn soft(&self, scheme: Scheme) -> Colour {
        if self.accent == token(scheme, "accent") && self.background == token(scheme, "bg") {
            return token(scheme, "accent-soft");
        }
        let most = if scheme == Scheme::Light { 10 } else { 18 };
        let tints = (1..=most).rev().map(|share| self.background.mixed(self.accent, share as f32 / 100.0));
        let is_legible = |ground: &Colour| {
            [self.text, self.accent].into_iter().all(|ink| ink.contrast(*ground) >= TEXT_CONTRAST)
        };
        tints.into_iter().find(is_legible).unwrap_or(self.background)
    }

    /// What is written on the accent.
    fn on_accent(&self, scheme: Scheme) -> Colour {
        let default = token(scheme, "on-accent");
        if default.contrast(self.accent) >= TEXT_CONTRAST {
            return default;
        }
        let is_enough = self.background.contrast(self.accent) >= TEXT_CONTRAST;
        if is_enough { self.background } else { self.accent.ink() }
    }

    /// The ground with the least share of the text's colour, from `share` on, that stands apart.
    fn mixed_until(&self, share: f32, grounds: &[Colour], ratio: f64) -> Colour {
        let shares = (0..=20).map(|step| share + (1.0 - share) * step as f32 / 20.0);
        let mut mixed = shares.map(|share| self.background.mixed(self.text, share));
        let is_enough = |colour: &Colour| grounds.iter().all(|ground| colour.contrast(*ground) >= ratio);
        mixed.find(is_enough).unwrap_or(self.text)
    }
}

fn all_grounds(plain: [Colour; 3], tints: [Colour; 5]) -> [Colour; 8] {
    let ([a, b, c], [d, e, f, g, h]) = (plain, tints);
    [a, b, c, d, e, f, g, h]
}

/// A colour as it is, or the nearest that can be read on all of `grounds`.
fn legible(colour: Colour, grounds: &[Colour], ratio: f64) -> Colour {
    colour.nearest_with_contrast(grounds, ratio).unwrap_or(colour)
}

/// The value of a token of the built-in theme, as its style sheet has it.
pub fn text_token(name: &str) -> &'static str {
    value(Scheme::Light, name)
}

/// The colour of a token of the built-in theme.
pub fn colour_token(scheme: Scheme, name: &str) -> Colour {
    token(scheme, name)
}

fn token(scheme: Scheme, name: &str) -> Colour {
    Colour::parse(value(scheme, name)).expect("the built-in theme's tokens are opaque colours")
}

fn value(scheme: Scheme, name: &str) -> &'static str {
    let find = |name: &str| TOKENS.iter().find(|(token, ..)| *token == name);
    let (_, light, dark) = find(name).or_else(|| find("accent")).expect("the built-in theme has tokens");
    if scheme == Scheme::Dark { dark } else { light }
}

/// The tokens of the style sheet's `:root`, with their values for light and for dark.
static TOKENS: LazyLock<Vec<(&'static str, &'static str, &'static str)>> = LazyLock::new(|| {
    let (first, rest) = STYLE.split_once("prefers-color-scheme: dark").unwrap_or((STYLE, ""));
    let later = declarations(rest);
    let tokens = declarations(first).into_iter().map(|(name, value)| {
        let pair =
            value.strip_prefix("light-dark(").and_then(|pair| pair.strip_suffix(')')?.split_once(", "));
        let dark = later.iter().find(|(other, _)| *other == name).map_or(value, |(_, dark)| *dark);
        pair.map_or((name, value, dark), |(light, dark)| (name, light, dark))
    });
    tokens.collect()
});

fn declarations(css: &'static str) -> Vec<(&'static str, &'static str)> {
    let root = css.split_once(":root {").and_then(|(_, rest)| rest.split_once('}'));
    let lines = root.map_or("", |(root, _)| root).lines();
    let named = lines.filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": "));
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    fn chosen(accent: Option<&str>, background: Option<&str>, text: Option<&str>) -> Chosen {
        Chosen {
            accent: accent.map(colour),
            spark: None,
            background: background.map(colour),
            text: text.map(colour),
        }
    }

    #[test]
    fn nothing_chosen_changes_nothing() {
        for scheme in Scheme::ALL {
            assert_eq!(Palette::new(scheme, Chosen::default()).tokens(scheme), []);
        }
    }

    #[test]
    fn the_tokens_of_the_built_in_theme_can_be_read() {
        for scheme in Scheme::ALL {
            let palette = Palette::new(scheme, Chosen::default());
            for name in INKS.iter().chain(&["text", "muted", "accent"]) {
                let ratio = palette.least_contrast(token(scheme, name));
                assert!(ratio >= TEXT_CONTRAST, "{name} in {}: {ratio:.2}", scheme.name());
            }
        }
        assert!(text_token("font").contains("sans-serif"));
    }

    #[test]
    fn an_accent_brings_its_tint_and_its_ink() {
        let palette = Palette::new(Scheme::Light, chosen(Some("#7a1f5c"), None, None));
        let tokens = palette.tokens(Scheme::Light);
        let names: Vec<&str> = tokens.iter().map(|(name, _)| *name).collect();
        assert_eq!(names[..3], ["accent", "accent-soft", "spark"]);
        assert!(colour("#7a1f5c").contrast(tokens[1].1) >= TEXT_CONTRAST);
    }

    #[test]
    fn whatever_is_derived_can_be_read() {
        let grounds = ["#fff8e7", "#ffffff", "#f2e9d8", "#000000", "#22303c", "#003b36"];
        let inks = ["#111111", "#3a2f1b", "#ffffff", "#e8f1f2"];
        for (background, text) in grounds.iter().flat_map(|ground| inks.map(|ink| (*ground, ink))) {
            if colour(background).contrast(colour(text)) < 7.0 {
                continue;
            }
            for scheme in Scheme::ALL {
                let palette = Palette::new(scheme, chosen(None, Some(background), Some(text)));
                assert!(palette.least_contrast(palette.accent) >= TEXT_CONTRAST, "{background} {text}");
                for (name, ink) in palette.tokens(scheme) {
                    if INKS.contains(&name) || name == "muted" {
                        let ratio = palette.least_contrast(ink);
                        assert!(ratio >= TEXT_CONTRAST, "{name} {ink} on {background}: {ratio:.2}");
                    }
                    if name == "line-strong" {
                        assert!(palette.least_contrast(ink) >= MARK_CONTRAST, "{background} {text}");
                    }
                }
            }
        }
    }
}
