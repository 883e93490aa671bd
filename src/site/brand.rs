//! What the identity gives to templates, as seen from the root of the site.

use crate::config::{Config, Scheme};
use crate::handbook::special::SpecialKind;
use crate::handbook::{ChapterId, Handbook};
use crate::identity::{File, Identity, Link, Place};
use crate::page::view::identity::{
    AnnouncementView, IconView, IdentityView, LogoView, SiteLinkView, SocialView, ThemeColorView,
};
use crate::page::view::{ListView, SiteView};
use crate::page::{IdentityFile, Pages, is_raster};
use crate::picture::{Icon, IconShape};

/// Generated pages that every page leads to.
const LISTS: [SpecialKind; 4] =
    [SpecialKind::Paths, SpecialKind::Tags, SpecialKind::Glossary, SpecialKind::Map(ChapterId::HOME)];

/// What the views of a site are made from.
#[derive(Clone, Copy)]
pub(super) struct Made<'a> {
    pub(super) config: &'a Config,
    pub(super) handbook: &'a Handbook,
    pub(super) identity: &'a Identity,
    pub(super) pages: &'a Pages,
}

impl Made<'_> {
    /// What all pages share.
    pub(super) fn site_view(self) -> SiteView {
        let config = self.config;
        SiteView {
            title: config.title.clone(),
            description: config.description.clone(),
            language: config.language.clone(),
            base_url: config.base_url.clone(),
            repository: config.repository.clone(),
            footer: config.footer.clone(),
            links: self.identity.footer.iter().map(|link| self.link(link)).collect(),
            social: self.social(),
            announcement: self.announcement(),
            identity: self.identity_view(),
            generator: concat!("Daring ", env!("CARGO_PKG_VERSION")).to_owned(),
            lists: self.lists(),
            previews: self.pages.preview_shards(),
            extra: config.extra.clone(),
        }
    }

    /// What readers look for by name.
    fn lists(self) -> Vec<ListView> {
        let title = |kind| match self.handbook.special_of(kind) {
            Some(id) => Some(&self.handbook.special(id).title),
            None => self.handbook.own_page_of(kind).map(|id| &self.handbook.chapter(id).title),
        };
        let view = |kind| {
            let path = self.pages.list(self.handbook, kind)?.as_str().to_owned();
            Some(ListView { title: title(kind)?.to_string(), path })
        };
        LISTS.into_iter().filter_map(view).collect()
    }

    fn link(self, link: &Link) -> SiteLinkView {
        let title = link.title(self.handbook).to_owned();
        let (path, url) = match &link.place {
            Place::Chapter(id) => (Some(self.pages.chapter(*id).below_root()), None),
            Place::Special(id) => (Some(self.pages.special(*id).below_root()), None),
            Place::Address(url) => (None, Some(url.to_string())),
        };
        SiteLinkView { title, path, url }
    }

    fn social(self) -> Vec<SocialView> {
        let view = self.identity.social.iter().map(|profile| SocialView {
            kind: profile.kind.as_str().to_owned(),
            title: profile.title.to_string(),
            url: profile.url.to_string(),
            icon: profile.icon.as_ref().and_then(|file| self.path(file)),
        });
        view.collect()
    }

    fn announcement(self) -> Option<AnnouncementView> {
        let said = self.config.announcement.as_ref()?;
        let link = self
            .identity
            .announced
            .as_ref()
            .map(|place| self.link(&Link { title: Some(said.link_text.clone()), place: place.clone() }));
        let (text, id) = (said.text.to_string(), said.id.to_string());
        Some(AnnouncementView { text, id, dismissible: said.dismissible, link })
    }

    fn identity_view(self) -> IdentityView {
        let looks = &self.pages.looks;
        let icons = self.icons();
        let color = |scheme| self.config.identity.palette(scheme).rail.to_string();
        IdentityView {
            stylesheet: looks.stylesheet.as_ref().map(|(route, _)| route.below_root()),
            logo: self.logo(),
            icon: icons.first().map(|icon| icon.path.clone()),
            icons,
            manifest: looks.manifest.as_ref().map(|route| route.below_root()),
            theme_color: ThemeColorView { light: color(Scheme::Light), dark: color(Scheme::Dark) },
        }
    }

    fn logo(self) -> Option<LogoView> {
        let file = self.identity.logo.light.as_ref()?;
        let size = match file {
            File::Asset(index) => self.handbook.assets[*index].size,
            File::Theme(_) => None,
        };
        Some(LogoView {
            path: self.path(file)?,
            dark: self.identity.logo.dark.as_ref().and_then(|file| self.path(file)),
            only: self.config.identity.logo_only,
            width: size.map(|size| size.width),
            height: size.map(|size| size.height),
        })
    }

    /// The project's own icon first, then those that are drawn.
    fn icons(self) -> Vec<IconView> {
        let own = self.identity.favicon.as_ref().and_then(|file| {
            let path = self.path(file)?;
            let is_svg = !is_raster(self.handbook, Some(file));
            let media = if is_svg { "image/svg+xml" } else { raster_media(&path) };
            let sizes = if is_svg { "any".to_owned() } else { String::new() };
            Some(IconView { rel: "icon", media, sizes, path })
        });
        let drawn = self.pages.looks.icons.iter().filter_map(|(file, route)| {
            let (rel, media, sizes) = match file {
                IdentityFile::IconSvg => ("icon", "image/svg+xml", "any".to_owned()),
                IdentityFile::IconPng(180) => ("apple-touch-icon", "image/png", "180x180".to_owned()),
                IdentityFile::IconPng(side @ 32) => ("icon", "image/png", format!("{side}x{side}")),
                // The manifest tells of the others.
                _ => return None,
            };
            Some(IconView { rel, media, sizes, path: route.below_root() })
        });
        own.into_iter().chain(drawn).collect()
    }

    fn path(self, file: &File) -> Option<String> {
        self.pages.file(file).map(|route| route.below_root())
    }
}

fn raster_media(path: &str) -> &'static str {
    let extension = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    match extension.as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        _ => "image/png",
    }
}

/// The icon of a handbook in some size.
pub(super) fn icon(config: &Config, shape: IconShape, side: u16) -> Icon {
    let letter = config.title.chars().find(|c| c.is_alphanumeric());
    Icon {
        side,
        shape,
        ground: config.identity.palette(Scheme::Light).accent,
        letter: letter.and_then(|letter| letter.to_uppercase().next()),
        // Apple's and Android's systems cut the corners themselves.
        is_full: side >= 180,
    }
}
