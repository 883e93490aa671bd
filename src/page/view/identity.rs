//! What stands on every page and comes from the settings.
//!
//! A `path` starts at the root of the site: templates write `{{ root }}{{ link.path }}`.

use serde::Serialize;

/// How the handbook looks: `site.identity` in templates.
#[derive(Debug, Clone, Default, Serialize)]
pub struct IdentityView {
    /// Path of the style sheet with what the project sets; to be linked after the theme's own.
    pub stylesheet: Option<String>,
    /// The logo, when there is one.
    pub logo: Option<LogoView>,
    /// Path of an icon to show beside the title, where the project has one and no logo.
    pub icon: Option<String>,
    /// The icons for tabs and home screens; empty where the theme brings its own.
    pub icons: Vec<IconView>,
    /// Path of the web app manifest that lists the icons.
    pub manifest: Option<String>,
    /// The colour of the browser's own bars.
    pub theme_color: ThemeColorView,
}

/// A logo.
#[derive(Debug, Clone, Serialize)]
pub struct LogoView {
    /// Its path.
    pub path: String,
    /// Path of the one for dark colours, when that is another.
    pub dark: Option<String>,
    /// Whether it holds the name of the handbook, so that the title is for screen readers only.
    pub only: bool,
    /// Its width in pixels, when the image states one.
    pub width: Option<u32>,
    /// Its height in pixels, when the image states one.
    pub height: Option<u32>,
}

/// An icon for tabs or home screens.
#[derive(Debug, Clone, Serialize)]
pub struct IconView {
    /// `icon` or `apple-touch-icon`, for the attribute `rel`.
    pub rel: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// Such as `32x32`, or `any`; empty when it is not known.
    pub sizes: String,
    /// Its path.
    pub path: String,
}

/// The colour of the browser's own bars.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ThemeColorView {
    /// With light colours, such as `#f6f4ee`.
    pub light: String,
    /// With dark colours.
    pub dark: String,
}

/// A link at the foot of each page: one of `site.links` in templates.
#[derive(Debug, Clone, Serialize)]
pub struct SiteLinkView {
    /// What it is called.
    pub title: String,
    /// Its path, when it leads to a page of the handbook.
    pub path: Option<String>,
    /// Its address, when it leads elsewhere.
    pub url: Option<String>,
}

/// A profile or channel: one of `site.social` in templates.
#[derive(Debug, Clone, Serialize)]
pub struct SocialView {
    /// What it is, such as `github`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Path of the image in place of the icon of its kind.
    pub icon: Option<String>,
}

/// The line above every page: `site.announcement` in templates.
#[derive(Debug, Clone, Serialize)]
pub struct AnnouncementView {
    /// What is announced.
    pub text: String,
    /// What the browser remembers when a reader puts it away; letters, digits, `-`, `_` and `.`.
    pub id: String,
    /// Whether a reader can put it away.
    pub dismissible: bool,
    /// Where more is said; its title is what the link is called.
    pub link: Option<SiteLinkView>,
}

/// A tab across the head of the page: one of `nav.tabs` in templates.
#[derive(Debug, Clone, Serialize)]
pub struct TabView<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Where it leads, from the page being rendered.
    pub href: String,
    /// Whether it leads to the page being rendered.
    pub current: bool,
    /// Whether the page being rendered is its target, or inside it.
    pub active: bool,
}
