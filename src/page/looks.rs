//! Outputs that follow from the identity: its style sheet, and icons for tabs and home screens.

use super::{Claims, PageKind, Pages, Route};
use crate::config::{Config, IdentityConfig};
use crate::handbook::{Chapter, ChapterId, Handbook};
use crate::identity::{File, Identity, stylesheet};
use crate::source::ContentHash;

/// One output that follows from the identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityFile {
    /// The style sheet with what is set.
    Stylesheet,
    /// The icon as SVG: a letter on the accent.
    IconSvg,
    /// The icon as PNG, by its side in pixels.
    IconPng(u16),
    /// What a link to a chapter looks like in chats and social networks.
    Card(ChapterId),
    /// The web app manifest, which lists the icons.
    Manifest,
}

/// Sides of the icons: tabs, Apple's home screen, Android's, and its splash.
pub const ICON_SIDES: [u16; 4] = [32, 180, 192, 512];

/// Where the outputs of the identity are.
#[derive(Debug, Default)]
pub struct Looks {
    /// The style sheet, and its text.
    pub stylesheet: Option<(Route, String)>,
    /// Every icon of ours, with where it is.
    pub icons: Vec<(IdentityFile, Route)>,
    /// The manifest.
    pub manifest: Option<Route>,
    /// The card of each chapter; empty where none are drawn.
    cards: Vec<Route>,
}

impl Pages {
    /// Returns where the card of a chapter is; `None` where cards are not drawn.
    pub fn card(&self, id: ChapterId) -> Option<&Route> {
        self.looks.cards.get(id.index())
    }

    /// Returns where a file of the identity is; `None` for one that is not published.
    pub fn file(&self, file: &File) -> Option<&Route> {
        match file {
            File::Asset(index) => self.asset(*index),
            File::Theme(name) => self.theme_asset(name),
        }
    }
}

/// Whether icons are drawn: when there is a colour or an image that they can be recognised by.
fn has_icons(identity: &IdentityConfig) -> bool {
    identity.accent.light.is_some() || identity.logo.light.is_some() || identity.favicon.is_some()
}

impl Claims<'_> {
    /// Claims what follows from the identity. `route_of` tells where its files are.
    pub(super) fn looks<'r>(
        &mut self,
        config: &Config,
        identity: &Identity,
        route_of: impl Fn(&File) -> Option<&'r Route>,
    ) -> Looks {
        let mut looks = Looks { stylesheet: self.stylesheet(config, identity, route_of), ..Looks::default() };
        // Who shows a card fetches it from elsewhere, so its address has to be absolute.
        if config.cards.enabled && config.base_url.is_some() {
            looks.cards = self.cards();
        }
        if !has_icons(&config.identity) {
            return looks;
        }
        if identity.favicon.is_none() && identity.logo.light.is_none() {
            let route = Route::of_file("icons/icon.svg");
            self.claim(&route, PageKind::Identity(IdentityFile::IconSvg));
            looks.icons.push((IdentityFile::IconSvg, route));
        }
        if !is_raster(self.handbook, identity.favicon.as_ref()) {
            for side in ICON_SIDES {
                let route = Route::of_file(&format!("icons/icon-{side}.png"));
                self.claim(&route, PageKind::Identity(IdentityFile::IconPng(side)));
                looks.icons.push((IdentityFile::IconPng(side), route));
            }
        }
        let manifest = Route::of_file("icons/site.webmanifest");
        self.claim(&manifest, PageKind::Identity(IdentityFile::Manifest));
        looks.manifest = Some(manifest);
        looks
    }

    fn cards(&mut self) -> Vec<Route> {
        let handbook = self.handbook;
        let route = |(index, chapter): (usize, &Chapter)| {
            let route = Route::of_file(&card_file(chapter.key.as_str()));
            self.claim(
                &route,
                PageKind::Identity(IdentityFile::Card(ChapterId::from_index(index, handbook))),
            );
            route
        };
        handbook.chapters.iter().enumerate().map(route).collect()
    }

    fn stylesheet<'r>(
        &mut self,
        config: &Config,
        identity: &Identity,
        route_of: impl Fn(&File) -> Option<&'r Route>,
    ) -> Option<(Route, String)> {
        let beside = Route::of_file("assets/identity.css");
        let href = |font: &Option<File>| Some(beside.href_to(route_of(font.as_ref()?)?));
        let fonts: Vec<Option<String>> = identity.fonts.iter().map(href).collect();
        let css = stylesheet(&config.identity, &fonts)?;
        let hash = ContentHash::of(css.as_bytes());
        let route = Route::of_file(&format!("assets/identity-{:08x}.css", hash.0 >> 32));
        self.claim(&route, PageKind::Identity(IdentityFile::Stylesheet));
        Some((route, css))
    }
}

/// Where the card of the chapter with this key is. The home page takes `index`, and so each key that is
/// `index` with dashes behind it gets one more.
fn card_file(key: &str) -> String {
    let is_like_home = key.trim_end_matches('-').eq_ignore_ascii_case("index");
    match key {
        "" => "cards/index.png".to_owned(),
        key if is_like_home => format!("cards/{key}-.png"),
        key => format!("cards/{key}.png"),
    }
}

/// Whether a file is an image that icons cannot be drawn from, and that is used as it is.
pub fn is_raster(handbook: &Handbook, file: Option<&File>) -> bool {
    let is_svg = match file {
        None => return false,
        Some(File::Asset(index)) => handbook.assets[*index].path.extension().eq_ignore_ascii_case("svg"),
        Some(File::Theme(name)) => name.to_ascii_lowercase().ends_with(".svg"),
    };
    !is_svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_chapter_has_the_card_of_another() {
        let keys = ["", "index", "index-", "index--", "a", "a/index"];
        let files: std::collections::BTreeSet<String> = keys.iter().map(|key| card_file(key)).collect();
        assert_eq!(files.len(), keys.len());
        assert_eq!(card_file("index"), "cards/index-.png");
    }
}
