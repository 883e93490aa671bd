//! The files around the pages: for search engines, feed readers, language models and hosts.

use rustc_hash::FxHashSet;

use super::{Claims, Page, PageKind, Pages, Route};
use crate::config::{Config, OutputsConfig, Robots};
use crate::handbook::special::{Special, SpecialKind};
use crate::handbook::{ChapterId, Handbook, TagId};

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

/// Where the files are that others refer to.
pub(super) struct Claimed {
    pub(super) twins: Vec<Option<Route>>,
    pub(super) feed: Option<Route>,
}

impl Claims<'_> {
    /// Claims the files around the pages, where nothing else is: who puts a file of that name into
    /// the static folder wants it there.
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
        let claimed = free.claimed;
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
    /// Every file, and every folder that holds one, in lower case: some file systems know no other.
    taken: FxHashSet<String>,
    /// The files among them.
    files: FxHashSet<String>,
    claimed: Vec<Page>,
}

impl Free {
    fn of(claims: &Claims<'_>) -> Self {
        let files: FxHashSet<String> = claims.outputs.keys().map(|output| output.to_lowercase()).collect();
        let folders = files.iter().flat_map(|file| folders(file)).map(str::to_owned);
        let taken = folders.chain(files.iter().cloned()).collect();
        Self { taken, files, claimed: Vec::new() }
    }

    /// Claims a place unless it is taken; returns whether it was free.
    fn claim(&mut self, route: &Route, file: AroundFile) -> bool {
        let output = route.output().to_lowercase();
        if self.taken.contains(&output) || folders(&output).any(|folder| self.files.contains(folder)) {
            return false;
        }
        self.taken.insert(output);
        self.claimed.push(Page { route: route.clone(), kind: PageKind::Around(file) });
        true
    }
}

/// The folders that a file lies in.
fn folders(file: &str) -> impl Iterator<Item = &str> {
    file.match_indices('/').map(|(slash, _)| &file[..slash])
}
