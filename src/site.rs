//! Everything that is needed to render any page of one edition. It never changes.

mod brand;
mod known;

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use crate::config::{AssetPolicy, Config, Scheme};
use crate::diagnostic::{Checked, Code, Diagnostic, nearest};
use crate::document::ParsedFile;
use crate::document::front_matter::FrontMatter;
use crate::handbook::graph::Graph;
use crate::handbook::related::Features;
use crate::handbook::{ChapterId, DocumentId, Handbook, Parts, assemble};
use crate::identity::{File, Identity, resolve};
use crate::page::preview::PreviewIndex;
use crate::page::{Pages, Route, plan};
use crate::picture::{Card, CardColours, Icon, IconShape};
use crate::search::index::{Index, Memo};
use crate::source::SourcePath;
use crate::theme::{SharedValue, Theme};

pub(crate) use known::KnownTags;

/// A handbook with its pages and its theme.
pub struct Site {
    /// The settings.
    pub config: Arc<Config>,
    /// The templates.
    pub theme: Arc<Theme>,
    /// The documents.
    pub handbook: Handbook,
    /// What the settings put on every page.
    pub identity: Arc<Identity>,
    /// The outputs.
    pub pages: Arc<Pages>,
    /// The image that icons are drawn from, when there is one that can be.
    icon_image: Option<Arc<[u8]>>,
    pub(crate) view: SharedValue,
    /// What a folder without a document says of itself.
    pub(crate) no_front_matter: FrontMatter,
    /// For each folder, its navigation as its pages see it, made when the first of them is rendered.
    section_navs: Arc<Vec<OnceLock<Box<SectionNav>>>>,
    /// The search index, made when the first of its files is asked for.
    pub(crate) search: OnceLock<Index>,
    /// What earlier indices were made of, where sites follow each other.
    pub(crate) search_memo: Option<Arc<Memo>>,
    /// What follows from all links together, made when somebody asks.
    connections: Arc<Connections>,
    /// The template of each chapter that asked for one that exists.
    templates: Arc<Vec<Option<Box<str>>>>,
}

/// What follows from all links of a handbook together.
#[derive(Default)]
struct Connections {
    graph: OnceLock<Graph>,
    features: OnceLock<Features>,
    previews: OnceLock<PreviewIndex>,
}

impl Connections {
    /// Those of a handbook whose texts are not all there.
    fn unknown(handbook: &Handbook) -> Self {
        let graph = Graph::without_links(handbook);
        let features = OnceLock::from(Features::none(handbook));
        Self { features, graph: OnceLock::from(graph), previews: OnceLock::default() }
    }
}

/// The navigation of a folder, converted for templates once for all pages in it.
pub(crate) struct SectionNav {
    /// From where its hrefs are right.
    pub(crate) viewpoint: Route,
    pub(crate) home: SharedValue,
    pub(crate) top: SharedValue,
    pub(crate) section: SharedValue,
    pub(crate) ancestors: SharedValue,
    pub(crate) tabs: SharedValue,
    /// One for each child of the folder.
    pub(crate) pages: Vec<SharedValue>,
    /// Every href in it: they lead to pages by construction, so nobody needs to look.
    pub(crate) hrefs: FxHashSet<String>,
    /// What was found around the texts of its pages.
    pub(crate) tags: KnownTags,
}

/// Assembles a handbook and plans its pages.
pub fn site(config: &Arc<Config>, theme: &Arc<Theme>, parts: Parts<'_>) -> Checked<Site> {
    let Checked { value: handbook, mut diagnostics } = assemble(parts);
    let found = resolve(config, &handbook, &theme.own_files());
    diagnostics.extend(found.diagnostics);
    let identity = found.value;
    let planned = plan(&handbook, config, &identity, &theme.asset_paths());
    diagnostics.extend(planned.diagnostics);
    let chosen = chosen_templates(&handbook, theme);
    diagnostics.extend(chosen.diagnostics);
    let section_navs = no_navs(&handbook);
    let made = brand::Made { config, handbook: &handbook, identity: &identity, pages: &planned.value };
    let view = SharedValue::new(&made.site_view());
    let site = Site {
        config: Arc::clone(config),
        theme: Arc::clone(theme),
        handbook,
        identity: Arc::new(identity),
        pages: Arc::new(planned.value),
        icon_image: None,
        view,
        no_front_matter: FrontMatter::default(),
        section_navs,
        search: OnceLock::new(),
        search_memo: None,
        connections: Arc::default(),
        templates: Arc::new(chosen.value),
    };
    Checked { value: site, diagnostics }
}

impl Site {
    /// Returns the site as one that follows another, whose search index it need not make anew, and that
    /// others will follow.
    #[must_use]
    pub fn following(mut self, before: Option<&Self>) -> Self {
        self.search_memo = before.and_then(|site| site.search_memo.clone()).or_else(|| Some(Arc::default()));
        self
    }

    /// Returns the site with another text of one document, and what its links report; `None` when
    /// that takes more than this document's own page, and so another site.
    pub fn with_text(&self, id: DocumentId, file: &Arc<ParsedFile>) -> Option<Checked<Self>> {
        let Checked { value: handbook, diagnostics } = self.handbook.with_text(id, file)?;
        let is_linked_alike = handbook.targets(id) == self.handbook.targets(id);
        if !is_linked_alike && self.config.assets == AssetPolicy::Linked {
            return None; // Which files are published follows from the links.
        }
        let connections = if is_linked_alike { Arc::clone(&self.connections) } else { Arc::default() };
        Some(Checked { value: self.with_handbook(handbook, connections), diagnostics })
    }

    /// Returns a site that was made from the heads of files, with one chapter as its page needs it:
    /// its own document, and whatever the page shows of others, parsed in full by `parse`.
    pub fn with_chapter(
        &self,
        id: ChapterId,
        parse: impl FnMut(&SourcePath) -> Option<Arc<ParsedFile>>,
    ) -> Option<Self> {
        let handbook = self.handbook.with_chapter(id, parse)?;
        let connections = Arc::new(Connections::unknown(&handbook));
        Some(self.with_handbook(handbook, connections))
    }

    /// The site with another handbook, in which everything is where it was.
    fn with_handbook(&self, handbook: Handbook, connections: Arc<Connections>) -> Self {
        let is_titled_alike = Arc::ptr_eq(&handbook.chapters, &self.handbook.chapters);
        let section_navs = if is_titled_alike { Arc::clone(&self.section_navs) } else { no_navs(&handbook) };
        let view = if is_titled_alike { self.view.clone() } else { self.view_with(&handbook) };
        Self {
            config: Arc::clone(&self.config),
            theme: Arc::clone(&self.theme),
            handbook,
            identity: Arc::clone(&self.identity),
            pages: Arc::clone(&self.pages),
            icon_image: self.icon_image.clone(),
            view,
            no_front_matter: self.no_front_matter.clone(),
            section_navs,
            search: OnceLock::new(),
            search_memo: self.search_memo.clone(),
            connections,
            templates: Arc::clone(&self.templates),
        }
    }

    /// What all pages share. Links of the footer may be called as a chapter is.
    fn view_with(&self, handbook: &Handbook) -> SharedValue {
        let (identity, pages) = (&*self.identity, &*self.pages);
        SharedValue::new(&brand::Made { config: &self.config, handbook, identity, pages }.site_view())
    }

    /// Returns the file that icons are to be drawn from, when one is set.
    pub fn icon_source(&self) -> Option<&SourcePath> {
        let file = self.identity.favicon.as_ref().or(self.identity.logo.light.as_ref())?;
        match file {
            File::Asset(index) => Some(&self.handbook.assets[*index].path),
            File::Theme(name) => {
                self.theme.own_files().into_iter().find(|(_, own)| **own == **name).map(|(path, _)| path)
            }
        }
        .filter(|path| path.extension().eq_ignore_ascii_case("svg"))
    }

    /// Draws icons from this SVG from now on.
    #[must_use]
    pub fn with_icon_image(self, svg: Arc<[u8]>) -> Self {
        Self { icon_image: Some(svg), ..self }
    }

    /// Returns the icon of the handbook in some size.
    pub fn icon(&self, side: u16) -> Icon {
        let shape = self.icon_image.clone().map_or(IconShape::Letter, IconShape::Svg);
        brand::icon(&self.config, shape, side)
    }

    /// Returns what the card of a chapter says.
    pub fn card(&self, id: ChapterId) -> Card {
        let chapter = self.handbook.chapter(id);
        let section = chapter.parent.filter(|parent| *parent != ChapterId::HOME);
        let section = section.map_or("", |parent| &*self.handbook.chapter(parent).title);
        let palette = self.config.identity.palette(Scheme::Light);
        let colours = CardColours {
            ground: palette.background,
            text: palette.text,
            quiet: palette.text.mixed(palette.background, 0.3),
            accent: palette.accent,
        };
        Card {
            title: chapter.title.clone(),
            section: section.into(),
            handbook: self.config.title.as_str().into(),
            colours,
        }
    }

    /// Returns which chapters the texts lead to.
    pub fn graph(&self) -> &Graph {
        self.connections.graph.get_or_init(|| Graph::of(&self.handbook))
    }

    /// Returns which pages and places have a preview in which file.
    pub fn previews(&self) -> &PreviewIndex {
        self.connections.previews.get_or_init(|| PreviewIndex::of(&self.handbook, &self.pages))
    }

    /// Returns what chapters have in common.
    pub fn features(&self) -> &Features {
        self.connections.features.get_or_init(|| Features::of(&self.handbook, self.graph()))
    }

    /// Returns the navigation of a folder, making it if nobody has yet.
    pub(crate) fn section_nav(&self, id: ChapterId, make: impl FnOnce() -> SectionNav) -> &SectionNav {
        self.section_navs[id.index()].get_or_init(|| Box::new(make()))
    }

    /// Returns the name of the template that a chapter is rendered with.
    pub fn template_of(&self, id: ChapterId) -> &str {
        match (&self.templates[id.index()], id) {
            (Some(name), _) => name,
            (None, ChapterId::HOME) => "home.html",
            (None, _) if self.handbook.chapter(id).is_part => "section.html",
            (None, _) => "page.html",
        }
    }
}

fn no_navs(handbook: &Handbook) -> Arc<Vec<OnceLock<Box<SectionNav>>>> {
    Arc::new(handbook.chapters.iter().map(|_| OnceLock::new()).collect())
}

fn chosen_templates(handbook: &Handbook, theme: &Theme) -> Checked<Vec<Option<Box<str>>>> {
    let mut diagnostics = Vec::new();
    let chosen = handbook.chapters.iter().map(|chapter| {
        let document = handbook.document(chapter)?;
        let wanted = document.file.front_matter.template.as_ref()?;
        let found = [wanted.value.clone(), format!("{}.html", wanted.value)]
            .into_iter()
            .find(|name| theme.has_template(name));
        if found.is_none() {
            let report = Diagnostic::new(
                Code::PageUnknownTemplate,
                format!("the theme has no template `{}`", wanted.value),
            )
            .in_file(&document.path, Some(wanted.span), "");
            let file = format!("{}.html", wanted.value.trim_end_matches(".html"));
            diagnostics.push(match nearest(&file, theme.template_names()) {
                Some(near) => report.help(format!("did you mean `{near}`?")),
                None => report.help(format!("add `templates/{file}`, or remove the key")),
            });
        }
        found.map(String::into_boxed_str)
    });
    let value = chosen.collect();
    Checked { value, diagnostics }
}
