//! What stands on every page, with every field filled.

use crate::page::view::identity::{
    AnnouncementView, IconView, IdentityView, LogoView, SiteLinkView, SocialView, TabView, ThemeColorView,
};

pub(super) fn link() -> SiteLinkView {
    SiteLinkView {
        title: "Sample".to_owned(),
        path: Some("sample/".to_owned()),
        url: Some("https://example.org/".to_owned()),
    }
}

pub(super) fn social() -> SocialView {
    SocialView {
        kind: "github".to_owned(),
        title: "Sample".to_owned(),
        url: "https://example.org/".to_owned(),
        icon: Some("icon.svg".to_owned()),
    }
}

pub(super) fn announcement() -> AnnouncementView {
    let (text, id) = ("Sample".to_owned(), "sample".to_owned());
    AnnouncementView { text, id, dismissible: true, link: Some(link()) }
}

pub(super) fn identity() -> IdentityView {
    IdentityView {
        stylesheet: Some("assets/identity.css".to_owned()),
        logo: Some(LogoView {
            path: "logo.svg".to_owned(),
            dark: Some("logo-dark.svg".to_owned()),
            only: true,
            width: Some(1),
            height: Some(1),
        }),
        icon: Some("icons/icon.svg".to_owned()),
        icons: vec![IconView {
            rel: "icon",
            media: "image/png",
            sizes: "32x32".to_owned(),
            path: "icons/icon-32.png".to_owned(),
        }],
        manifest: Some("icons/site.webmanifest".to_owned()),
        theme_color: ThemeColorView { light: "#ffffff".to_owned(), dark: "#000000".to_owned() },
    }
}

pub(super) fn tab() -> TabView<'static> {
    TabView { title: "Sample", href: "../".to_owned(), current: true, active: true }
}
