//! What follows from the identity of a handbook: its style sheet, its icons and their manifest.

use std::sync::Arc;

use serde_json::json;

use super::Content;
use crate::config::Scheme;
use crate::page::IdentityFile;
use crate::picture::Picture;
use crate::site::Site;

/// Writes one file, or says what to draw.
pub(super) fn render(site: &Site, file: IdentityFile) -> Content {
    match file {
        IdentityFile::Stylesheet => {
            let css = site.pages.looks.stylesheet.as_ref().map_or("", |(_, css)| css);
            Content::Bytes(css.as_bytes().to_vec())
        }
        IdentityFile::IconSvg => Content::Bytes(site.icon(512).svg().into_bytes()),
        IdentityFile::IconPng(side) => Content::Drawn(Picture::Icon(site.icon(side))),
        IdentityFile::Card(id) => Content::Drawn(Picture::Card(Arc::new(site.card(id)))),
        IdentityFile::Manifest => Content::Bytes(manifest(site).into_bytes()),
    }
}

/// The web app manifest: what a home screen shows of the handbook.
fn manifest(site: &Site) -> String {
    let looks = &site.pages.looks;
    let Some(route) = &looks.manifest else { return String::new() };
    let icons = looks.icons.iter().filter_map(|(file, icon)| {
        let (media, sizes) = match file {
            IdentityFile::IconSvg => ("image/svg+xml", "any".to_owned()),
            IdentityFile::IconPng(side @ 192..) => ("image/png", format!("{side}x{side}")),
            _ => return None,
        };
        Some(json!({ "src": route.href_to(icon), "type": media, "sizes": sizes }))
    });
    let palette = site.config.identity.palette(Scheme::Light);
    let manifest = json!({
        "name": site.config.title,
        "lang": site.config.language,
        "start_url": route.href_to(site.pages.chapter(crate::handbook::ChapterId::HOME)),
        "display": "browser",
        "background_color": palette.background.to_string(),
        "theme_color": palette.rail.to_string(),
        "icons": icons.collect::<Vec<_>>(),
    });
    format!("{manifest:#}\n")
}
