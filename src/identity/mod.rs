//! What is on every page and comes from the settings: colours, logo, fonts, tabs, links.
//!
//! [`resolve`] finds the pages and files that the settings name, and reports those that are not
//! there. [`stylesheet`] writes what was set as custom properties of CSS. Neither knows an address.

mod css;

use crate::config::{
    Config, Destination, FILE_NAME, NamedLink, Scheme, Schemes, SocialKind, SocialLink, Tabs,
};
use crate::diagnostic::{Checked, Code, Diagnostic, nearest};
use crate::handbook::special::SpecialId;
use crate::handbook::{ChapterId, Handbook, Named};
use crate::settings::Spanned;
use crate::source::SourcePath;

pub use css::stylesheet;

/// What the settings say of every page, with what they name found.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// The logo.
    pub logo: Schemes<File>,
    /// The image for tabs and home screens.
    pub favicon: Option<File>,
    /// The file of each font that is set, in their order; `None` for one that is not there.
    pub fonts: Vec<Option<File>>,
    /// Links across the head of each page.
    pub tabs: Vec<Link>,
    /// Links at the foot of each page.
    pub footer: Vec<Link>,
    /// Profiles and channels.
    pub social: Vec<Profile>,
    /// Where the announcement leads.
    pub announced: Option<Place>,
}

impl Identity {
    /// Returns every file that is named.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        let logos = [&self.logo.light, &self.logo.dark, &self.favicon];
        let icons = self.social.iter().map(|profile| &profile.icon);
        logos.into_iter().chain(&self.fonts).chain(icons).flatten()
    }
}

/// A file that is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum File {
    /// By index into [`Handbook::assets`].
    Asset(usize),
    /// A file of the project's layer of the theme, by its name there.
    Theme(Box<str>),
}

/// Where something of the settings leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// To a chapter.
    Chapter(ChapterId),
    /// To a generated page.
    Special(SpecialId),
    /// To an address elsewhere.
    Address(Box<str>),
}

/// A link with what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it is called, when that is not the title of the chapter it leads to.
    pub title: Option<Box<str>>,
    /// Where it leads.
    pub place: Place,
}

impl Link {
    /// Returns what it is called.
    pub fn title<'a>(&'a self, handbook: &'a Handbook) -> &'a str {
        match (&self.title, &self.place) {
            (Some(title), _) => title,
            (None, Place::Chapter(id)) => &handbook.chapter(*id).title,
            (None, Place::Special(id)) => handbook.title_of(handbook.special(*id)),
            (None, Place::Address(url)) => url,
        }
    }
}

/// A profile or channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// What it is.
    pub kind: SocialKind,
    /// What it is called.
    pub title: Box<str>,
    /// Its address.
    pub url: Box<str>,
    /// The image in place of the icon of its kind.
    pub icon: Option<File>,
}

/// Finds what the settings name. `theme_files` are the files of the project's layer of the theme, with
/// their names in it.
pub fn resolve(
    config: &Config,
    handbook: &Handbook,
    theme_files: &[(&SourcePath, &str)],
) -> Checked<Identity> {
    let named = named_pages(config, handbook);
    let mut finder = Finder { handbook, theme_files, named, diagnostics: Vec::new() };
    let set = &config.identity;
    let identity = Identity {
        logo: finder.both("logo", &set.logo),
        favicon: set.favicon.as_ref().and_then(|path| finder.image("favicon", path)),
        fonts: set.fonts.iter().map(|font| finder.file("file", &font.file)).collect(),
        tabs: finder.tabs(&config.navigation.tabs),
        footer: finder.links(&config.navigation.footer),
        social: config.navigation.social.iter().map(|link| finder.profile(link)).collect(),
        announced: config.announcement.as_ref().and_then(|said| finder.place(said.destination.as_ref()?)),
    };
    let path = SourcePath::new(FILE_NAME).expect("the name of the configuration is a path");
    let reports = finder.diagnostics.into_iter().map(|report| report.within(&path)).collect();
    Checked { value: identity, diagnostics: reports }
}

/// Finds every page that the settings name, all at once: names are built for all of a handbook.
fn named_pages<'a>(config: &'a Config, handbook: &Handbook) -> Vec<(&'a str, Named)> {
    let tabs = match &config.navigation.tabs {
        Tabs::Links(links) => links.as_slice(),
        Tabs::Off | Tabs::Sections => &[],
    };
    let links = tabs.iter().chain(&config.navigation.footer).map(|link| &link.destination);
    let said = config.announcement.iter().filter_map(|said| said.destination.as_ref());
    let pages = links.chain(said).filter_map(|destination| match destination {
        Destination::Page(page) => Some(page.value.as_str()),
        Destination::Address(_) => None,
    });
    let pages: Vec<&str> = pages.collect();
    let named = handbook.named(pages.iter().copied());
    pages.into_iter().zip(named).collect()
}

struct Finder<'a> {
    handbook: &'a Handbook,
    theme_files: &'a [(&'a SourcePath, &'a str)],
    /// What each page that the settings name is, as it is written.
    named: Vec<(&'a str, Named)>,
    diagnostics: Vec<Diagnostic>,
}

/// Endings of images that a page can show.
const IMAGES: [&str; 8] = ["svg", "png", "webp", "avif", "jpg", "jpeg", "gif", "ico"];

impl Finder<'_> {
    fn both(&mut self, key: &str, paths: &Schemes<Spanned<SourcePath>>) -> Schemes<File> {
        let mut one = |scheme| paths.get(scheme).and_then(|path| self.image(key, path));
        Schemes { light: one(Scheme::Light), dark: one(Scheme::Dark) }
    }

    fn image(&mut self, key: &str, path: &Spanned<SourcePath>) -> Option<File> {
        let file = self.file(key, path)?;
        if IMAGES.contains(&path.value.extension().to_ascii_lowercase().as_str()) {
            return Some(file);
        }
        let message = format!("`{key}` cannot be `{}`: it is no image that a browser shows", path.value);
        let report = Diagnostic::new(Code::ConfigValue, message).at(path.span, "");
        self.diagnostics.push(report.help(format!("use a file that ends in {}", IMAGES.join(", "))));
        None
    }

    fn file(&mut self, key: &str, path: &Spanned<SourcePath>) -> Option<File> {
        let asset = self.handbook.assets.iter().position(|asset| asset.path == path.value);
        if let Some(index) = asset {
            return Some(File::Asset(index));
        }
        if let Some((_, name)) = self.theme_files.iter().find(|(file, _)| **file == path.value) {
            return Some(File::Theme((*name).into()));
        }
        let message = format!("`{key}` names no file that is published: `{}`", path.value);
        let report = Diagnostic::new(Code::ConfigUnknownFile, message).at(path.span, "");
        self.diagnostics.push(match self.probably_meant(&path.value) {
            Some(near) => report
                .help(format!("did you mean `{near}`?"))
                .fix(path.span, crate::settings::quoted::quoted(near.as_str())),
            None => report.help(
                "write its path from the folder of `handbook.toml`, and keep it in the static, content or `assets` folder",
            ),
        });
        None
    }

    /// The published file of the same name, or else the one with the nearest path.
    fn probably_meant(&self, wanted: &SourcePath) -> Option<SourcePath> {
        let assets = self.handbook.assets.iter().map(|asset| &asset.path);
        let paths: Vec<&SourcePath> = assets.chain(self.theme_files.iter().map(|(path, _)| *path)).collect();
        let namesake = paths.iter().find(|path| path.file_name() == wanted.file_name());
        let near = || nearest(wanted.as_str(), paths.iter().map(|path| path.as_str()).take(MOST_COMPARED));
        let found = namesake.map(|path| path.as_str()).or_else(near)?;
        SourcePath::new(found).ok()
    }

    fn tabs(&mut self, tabs: &Tabs) -> Vec<Link> {
        match tabs {
            Tabs::Off => Vec::new(),
            Tabs::Links(links) => self.links(links),
            Tabs::Sections => {
                let home = self.handbook.chapter(ChapterId::HOME);
                let parts = home.children.iter().filter(|id| self.handbook.chapter(**id).is_part);
                parts.map(|id| Link { title: None, place: Place::Chapter(*id) }).collect()
            }
        }
    }

    fn links(&mut self, links: &[NamedLink]) -> Vec<Link> {
        let found = links.iter().filter_map(|link| {
            Some(Link { title: link.title.clone(), place: self.place(&link.destination)? })
        });
        found.collect()
    }

    fn place(&mut self, destination: &Destination) -> Option<Place> {
        let page = match destination {
            Destination::Address(url) => return Some(Place::Address(url.clone())),
            Destination::Page(page) => page,
        };
        let found = self.named.iter().find(|(written, _)| *written == page.value);
        let report = match found.map(|(_, named)| named.clone()) {
            Some(Named::Chapter(id)) => return Some(Place::Chapter(id)),
            Some(Named::Special(id)) => return Some(Place::Special(id)),
            Some(Named::Hidden) => {
                let message = format!("`{}` is a draft, which is not published", page.value);
                Diagnostic::new(Code::ConfigUnknownPage, message)
                    .at(page.span, "")
                    .help("publish it by removing `draft: true`, or remove the link")
            }
            Some(Named::Nothing(near)) => {
                let message = format!("no page `{}`", page.value);
                let report = Diagnostic::new(Code::ConfigUnknownPage, message).at(page.span, "");
                match near {
                    Some(near) => report
                        .help(format!("did you mean `{near}`?"))
                        .fix(page.span, crate::settings::quoted::quoted(&near)),
                    None => report.help("write a file below the content folder, or the address of its page"),
                }
            }
            None => return None,
        };
        self.diagnostics.push(report);
        None
    }

    fn profile(&mut self, link: &SocialLink) -> Profile {
        let icon = link.icon.as_ref().and_then(|path| self.image("icon", path));
        let title = link.title.as_deref().or(link.kind.title()).unwrap_or(link.kind.as_str());
        Profile { kind: link.kind.clone(), title: title.into(), url: link.url.clone(), icon }
    }
}

/// How many paths are compared to find the one that was meant.
const MOST_COMPARED: usize = 2_000;
