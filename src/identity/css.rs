//! What a project sets, as custom properties over those of the theme.
//!
//! Everything that is written here was checked when it was read: a colour is a triple of bytes, a
//! length a number with a unit, a family has no character that ends a string. Addresses are encoded.

use std::fmt::Write;

use crate::config::{FontNames, IdentityConfig, Scheme, text_token};

/// Writes the style sheet of an identity; `None` when nothing is set. `fonts` are the addresses of
/// the font files, in their order, as seen from the style sheet.
pub fn stylesheet(identity: &IdentityConfig, fonts: &[Option<String>]) -> Option<String> {
    let mut css = String::new();
    for (font, href) in identity.fonts.iter().zip(fonts) {
        let Some(href) = href else { continue };
        let (family, weight, style) = (&font.family, &font.weight, font.style.css());
        let format = font.format();
        let face = format!(
            "@font-face {{\n  font-family: \"{family}\";\n  src: url(\"{href}\") format(\"{format}\");\n  \
             font-weight: {weight};\n  font-style: {style};\n  font-display: swap;\n}}\n"
        );
        css.push_str(&face);
    }
    let declarations = declarations(identity);
    if !declarations.is_empty() {
        css.push_str(":root {\n");
        for (name, value) in declarations {
            writeln!(css, "  --{name}: {value};").expect("a string takes all that is written");
        }
        css.push_str("}\n");
    }
    (!css.is_empty()).then_some(css)
}

fn declarations(identity: &IdentityConfig) -> Vec<(&'static str, String)> {
    let mut declarations = Vec::new();
    let families: [(&str, &FontNames); 3] = [
        ("font", &identity.font),
        ("font-heading", &identity.heading_font),
        ("font-code", &identity.code_font),
    ];
    for (token, names) in families.into_iter().filter(|(_, names)| !names.is_empty()) {
        declarations.push((token, names.css(text_token(token))));
    }
    if !identity.font.is_empty() && identity.heading_font.is_empty() {
        declarations.push(("font-heading", "var(--font)".to_owned()));
    }
    let lengths = [("radius", &identity.radius), ("text-width", &identity.text_width)];
    declarations
        .extend(lengths.into_iter().filter_map(|(name, set)| Some((name, set.as_ref()?.to_string()))));
    declarations.extend(colours(identity));
    declarations
}

/// The colours that are not those of the theme, as pairs for light and dark.
fn colours(identity: &IdentityConfig) -> Vec<(&'static str, String)> {
    let [light, dark] = Scheme::ALL.map(|scheme| (identity.palette(scheme), scheme));
    let (on_light, on_dark) = (light.0.tokens(light.1), dark.0.tokens(dark.1));
    let mut names: Vec<&'static str> = on_light.iter().chain(&on_dark).map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    let value = |tokens: &[(&str, crate::config::Colour)], name: &str, scheme| {
        let own = tokens.iter().find(|(token, _)| *token == name).map(|(_, colour)| colour.to_string());
        own.unwrap_or_else(|| crate::config::colour_token(scheme, name).to_string())
    };
    let pair = |name| {
        let (light, dark) = (value(&on_light, name, Scheme::Light), value(&on_dark, name, Scheme::Dark));
        (name, format!("light-dark({light}, {dark})"))
    };
    names.into_iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, parse};

    fn css(settings: &str) -> String {
        let read = parse(&format!("[identity]\n{settings}\n"), Config::new("x"));
        assert_eq!(read.diagnostics, []);
        stylesheet(&read.value.identity, &[Some("../fonts/a.woff2".to_owned())]).unwrap_or_default()
    }

    #[test]
    fn nothing_set_is_no_style_sheet() {
        assert_eq!(css(""), "");
        assert_eq!(css("logo_only = true"), "");
    }

    #[test]
    fn one_accent_is_a_pair_for_light_and_dark() {
        let css = css("accent = '#7a1f5c'");
        assert!(css.contains("--accent: light-dark(#7a1f5c, #"), "{css}");
        assert!(css.contains("--accent-soft: light-dark("), "{css}");
        assert!(!css.contains("--bg"), "{css}");
    }

    #[test]
    fn fonts_and_measures_are_written_as_css() {
        let css = css("font = ['Inter', 'system-ui']\nradius = 0\ntext_width = '70ch'\n\
                       fonts = [{ family = 'Inter', file = 'static/a.woff2', weight = '100 900' }]");
        for line in [
            "src: url(\"../fonts/a.woff2\") format(\"woff2\");",
            "font-weight: 100 900;",
            "--font: \"Inter\", system-ui, ",
            "--font-heading: var(--font);",
            "--radius: 0;",
            "--text-width: 70ch;",
        ] {
            assert!(css.contains(line), "{line} in {css}");
        }
    }
}
