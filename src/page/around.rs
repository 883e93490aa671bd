//! The files around the pages: for search engines, feed readers, language models and hosts.

use rustc_hash::FxHashMap;

use super::claims::source_of;
use super::{Claims, Page, PageKind, Pages, Route};
use crate::config::{Config, OutputsConfig, Robots, UrlStyle};
use crate::diagnostic::{Code, Diagnostic};
use crate::handbook::special::{Special, SpecialKind};
use crate::handbook::{ChapterId, Handbook, TagId};
use crate::source::{SourcePath, Span};

/// A file that is made of what is published beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AroundFile {
    /// `sitemap.xml`: all pages, or all parts of a list that is too long for one file.
    Sitemap,
    /// `sitemap-1.xml` and so on: a part of the list, counted from 0.
    SitemapPart(usize),
    /// `robots.txt`.
    Robots,
    /// `feed.xml`: the pages that changed last.
    Feed,
    /// The feed of a tag: the pages with it that changed last.
    TagFeed(TagId),
    /// `llms.txt`: all pages, for language models.
    Llms,
    /// `.nojekyll`, which keeps GitHub Pages from dropping files.
    NoJekyll,
    /// `CNAME`, which tells GitHub Pages the domain.
    Cname,
    /// A chapter as Markdown.
    Twin(ChapterId),
}

/// How many addresses a sitemap may list (sitemaps.org, "Using Sitemap index files").
pub const SITEMAP_PAGES: usize = 50_000;

/// Files at the root that hosts, search engines and feed readers ask for, whether they are made here
/// or not. A page there would be taken for one.
const ASKED_FOR: [&str; 8] =
    ["robots.txt", "sitemap.xml", "feed.xml", "llms.txt", ".nojekyll", "CNAME", "_redirects", "_headers"];

/// Where the files are that others refer to.
pub(super) struct Claimed {
    pub(super) twins: Vec<Option<Route>>,
    pub(super) feed: Option<Route>,
}

impl Claims<'_> {
    /// Claims the files around the pages. Who puts a file of that name among the others wants it
    /// there; a page or a former address in its place is reported.
    pub(super) fn around(&mut self, config: &Config, chapters: &[Route]) -> Claimed {
        let mut free = Free::of(self);
        let OutputsConfig { sitemap, robots, feed, llms, markdown, ref cname } = config.outputs;
        let id = |index| ChapterId::from_index(index, self.handbook);
        let twins: Vec<Option<Route>> = chapters
            .iter()
            .enumerate()
            .map(|(index, route)| {
                let twin = route.twin()?;
                (markdown && free.claim(&twin, AroundFile::Twin(id(index)))).then_some(twin)
            })
            .collect();
        if robots != Robots::None {
            free.claim(&Route::of_file("robots.txt"), AroundFile::Robots);
        }
        if llms {
            free.claim(&Route::of_file("llms.txt"), AroundFile::Llms);
        }
        free.claim(&Route::of_file(".nojekyll"), AroundFile::NoJekyll);
        if cname.is_some() {
            free.claim(&Route::of_file("CNAME"), AroundFile::Cname);
        }
        // Both are made of absolute addresses.
        let is_placed = config.base_url.is_some();
        if sitemap && is_placed {
            let pages = self.outputs.values().filter(|page| page.kind.is_listed(self.handbook)).count();
            let parts = if pages > SITEMAP_PAGES { pages.div_ceil(SITEMAP_PAGES) } else { 0 };
            for part in 0..parts {
                free.claim(&Route::of_sitemap(part), AroundFile::SitemapPart(part));
            }
            free.claim(&Route::of_file("sitemap.xml"), AroundFile::Sitemap);
        }
        let is_dated = || self.handbook.chapters.iter().any(|one| self.handbook.changed(one).is_some());
        let has_feed = is_placed && feed > 0 && is_dated();
        let feed = Route::of_file("feed.xml");
        let feed = (has_feed && free.claim(&feed, AroundFile::Feed)).then_some(feed);
        if is_placed && config.outputs.feed > 0 {
            self.tag_feeds(&mut free);
        }
        let Free { claimed, refused, .. } = free;
        self.pages_in_place(refused, config.url_style);
        self.outputs.extend(claimed.into_iter().map(|page| (page.route.output(), page)));
        Claimed { twins, feed }
    }
}

impl Claims<'_> {
    /// Claims the feeds of tags with a page of which it is known when it changed: a feed without dates
    /// would have to invent some.
    fn tag_feeds(&self, free: &mut Free) {
        let handbook = self.handbook;
        for special in handbook.specials() {
            let SpecialKind::Tag(id) = special.kind else { continue };
            let mut chapters = handbook.tags.tag(id).chapters.iter().map(|id| handbook.chapter(*id));
            if chapters.any(|chapter| handbook.changed(chapter).is_some()) {
                free.claim(&Route::of_file(&tag_feed(special)), AroundFile::TagFeed(id));
            }
        }
    }
}

impl Claims<'_> {
    /// Reports pages and former addresses where a file is that others ask for.
    fn pages_in_place(&mut self, refused: Vec<(Route, String)>, style: UrlStyle) {
        let mut taken: Vec<(String, String)> =
            refused.into_iter().map(|(route, by)| (route.as_str().to_owned(), by)).collect();
        for name in ASKED_FOR {
            if self.outputs.contains_key(name) && taken.iter().all(|(_, by)| by != name) {
                taken.push((name.to_owned(), name.to_owned()));
            }
        }
        for (file, by) in taken {
            // Two of the files here meet only where their pages do, which is reported.
            let Some(page) = self.outputs.get(&by) else { continue };
            let (what, place) = match page.kind {
                PageKind::Redirect(id) => ("the former address", self.alias_span(id, &by, style)),
                PageKind::Chapter(id) => ("the address", self.permalink_span(id)),
                PageKind::Special(_) => ("the address", None),
                _ => continue,
            };
            let message = format!("{what} `/{}` takes the place of `/{file}`", page.route.as_str());
            let mut report = Diagnostic::new(Code::PageDuplicateRoute, message);
            if let Some((path, span)) = place {
                report = report.in_file(&path, Some(span), "");
            } else if let Some(path) = source_of(self.handbook, page.kind) {
                report = report.in_file(&path, None, "");
            }
            let help = format!(
                "give it another address; a file of your own for `/{file}` is put into the folder of static files"
            );
            self.diagnostics.push(report.help(help));
        }
    }

    /// Where a page lists the former address that is published as `output`.
    fn alias_span(&self, id: ChapterId, output: &str, style: UrlStyle) -> Option<(SourcePath, Span)> {
        let document = self.handbook.document(self.handbook.chapter(id))?;
        let front_matter = &document.file.front_matter;
        let mut aliases = front_matter.aliases.iter().chain(&front_matter.permalink);
        let is_it = |alias: &str| Route::of_alias(alias, style).is_ok_and(|route| route.output() == output);
        let alias = aliases.find(|alias| is_it(&alias.value))?;
        Some((document.path.clone(), alias.span))
    }

    /// Where a page sets its whole address.
    fn permalink_span(&self, id: ChapterId) -> Option<(SourcePath, Span)> {
        let document = self.handbook.document(self.handbook.chapter(id))?;
        let permalink = document.file.front_matter.permalink.as_ref()?;
        Some((document.path.clone(), permalink.span))
    }
}

/// The file of the feed of a tag.
fn tag_feed(special: &Special) -> String {
    format!("{}/feed.xml", special.key.as_str())
}

impl Pages {
    /// Returns where the feed of a tag is, if it has one.
    pub fn tag_feed(&self, handbook: &Handbook, id: TagId) -> Option<&Route> {
        let special = handbook.special(handbook.special_of(SpecialKind::Tag(id))?);
        let page = self.by_output(&tag_feed(special))?;
        (page.kind == PageKind::Around(AroundFile::TagFeed(id))).then_some(&page.route)
    }
}

/// Where something is still to be had.
struct Free {
    /// Every file, and every folder that holds one, in lower case, as some file systems know no
    /// other, and an output that takes its place.
    taken: FxHashMap<String, Taken>,
    claimed: Vec<Page>,
    /// What was not to be had, and the output in its place.
    refused: Vec<(Route, String)>,
}

/// What takes a place.
struct Taken {
    /// The file that it is, or one that the folder holds.
    by: String,
    is_file: bool,
    is_asset: bool,
}

impl Free {
    fn of(claims: &Claims<'_>) -> Self {
        let mut taken: FxHashMap<String, Taken> = FxHashMap::default();
        for (output, page) in &claims.outputs {
            let lower = output.to_lowercase();
            let is_asset = matches!(page.kind, PageKind::Asset(_));
            for folder in folders(&lower) {
                // A page is worth a word, a file that an author puts there is not.
                if taken.get(folder).is_none_or(|known| known.is_asset && !is_asset && !known.is_file) {
                    let by = output.clone();
                    taken.insert(folder.to_owned(), Taken { by, is_file: false, is_asset });
                }
            }
            taken.insert(lower, Taken { by: output.clone(), is_file: true, is_asset });
        }
        Self { taken, claimed: Vec::new(), refused: Vec::new() }
    }

    /// Claims a place unless it is taken; returns whether it was free.
    fn claim(&mut self, route: &Route, file: AroundFile) -> bool {
        let output = route.output().to_lowercase();
        let above = || folders(&output).find_map(|folder| self.taken.get(folder).filter(|it| it.is_file));
        if let Some(taken) = self.taken.get(&output).or_else(above) {
            if !taken.is_asset {
                self.refused.push((route.clone(), taken.by.clone()));
            }
            return false;
        }
        let by = output.clone();
        self.taken.insert(output, Taken { by, is_file: true, is_asset: false });
        self.claimed.push(Page { route: route.clone(), kind: PageKind::Around(file) });
        true
    }
}

/// The folders that a file lies in.
fn folders(file: &str) -> impl Iterator<Item = &str> {
    file.match_indices('/').map(|(slash, _)| &file[..slash])
}
