//! What became of the addresses of an earlier publication.
//!
//! An address that is gone breaks the bookmarks of readers, so it is an error. An anchor that is gone
//! leaves them at the top of the right page, so it is a warning.

use rustc_hash::{FxHashMap, FxHashSet};

use super::routes::{self, RoutePage, Routes};
use crate::diagnostic::{Certainty, Code, Diagnostic, nearest_within};
use crate::document::front_matter::with_aliases;
use crate::handbook::ChapterId;
use crate::page::PageKind;
use crate::site::Site;
use crate::source::SourcePath;

/// How much may be spent on looking for the nearest address, in the measure of [`nearest_within`].
const EFFORT: usize = 1 << 26;

/// How many anchors of one page are named; the rest is counted.
const MAX_NAMED: usize = 5;

/// Where the text of a source comes from; `None` when it cannot be had.
pub type Texts<'a> = &'a dyn Fn(&SourcePath) -> Option<String>;

/// Reports every address and anchor of an earlier publication that this site does not answer for.
pub fn compare(site: &Site, published: &Routes, texts: Texts<'_>) -> Vec<Diagnostic> {
    let now = routes::of(site);
    let mut comparison = Comparison::new(site, &now, published, texts);
    let mut reports = Vec::new();
    for page in &published.pages {
        match comparison.answering(&page.path) {
            Some(answer) => reports.extend(comparison.anchors(page, answer)),
            None if is_made_of_others(&page.id) => {}
            None => reports.push(comparison.vanished(page)),
        }
    }
    for redirect in &published.redirects {
        if comparison.answering(&redirect.from).is_none() {
            let target = published.pages.iter().find(|page| page.path == redirect.to);
            reports.push(comparison.vanished_redirect(&redirect.from, target));
        }
    }
    reports
}

struct Comparison<'a> {
    site: &'a Site,
    now: &'a Routes,
    texts: Texts<'a>,
    /// Pages of this site by address.
    by_path: FxHashMap<&'a str, usize>,
    /// Where former addresses of this site lead.
    redirects: FxHashMap<&'a str, &'a str>,
    by_id: FxHashMap<&'a str, usize>,
    /// For each title, the page that has it alone and was not there before.
    by_title: FxHashMap<String, Option<usize>>,
    /// The same for the names of files.
    by_file_name: FxHashMap<&'a str, Option<usize>>,
    /// For each anchor, the page that has it alone.
    by_anchor: FxHashMap<&'a str, Option<usize>>,
    /// Which anchors each address had.
    before: FxHashMap<&'a str, &'a RoutePage>,
    /// How many pages of each title have vanished, and of each name of a file.
    gone: FxHashMap<String, usize>,
    chapters: FxHashMap<&'a str, ChapterId>,
    effort: usize,
}

/// Whether a page only shows others in another way: nobody was sent to it, and no file could lead on from it.
fn is_made_of_others(id: &str) -> bool {
    ["special:print", "special:map"].iter().any(|prefix| id.starts_with(prefix))
}

/// A page that a reader is probably looking for.
struct Place {
    page: usize,
    why: String,
    certainty: Certainty,
}

/// An address in one spelling: a folder and its index are one to a reader.
fn plain(path: &str) -> &str {
    path.strip_suffix("index.html")
        .filter(|folder| folder.is_empty() || folder.ends_with('/'))
        .unwrap_or(path)
}

fn file_name(id: &str) -> Option<&str> {
    let name = id.rsplit('/').next()?;
    let is_index = matches!(name, "index.md" | "_index.md" | "README.md");
    let is_file = !["ladder:", "folder:", "special:"].iter().any(|prefix| id.starts_with(prefix));
    (!is_index && is_file).then_some(name)
}

/// Notes a page under a name, as long as it is the only one.
fn note<K: std::hash::Hash + Eq>(names: &mut FxHashMap<K, Option<usize>>, name: K, page: usize) {
    names.entry(name).and_modify(|only| *only = only.filter(|other| *other == page)).or_insert(Some(page));
}

impl<'a> Comparison<'a> {
    fn new(site: &'a Site, now: &'a Routes, published: &'a Routes, texts: Texts<'a>) -> Self {
        let before: FxHashMap<&str, &RoutePage> =
            published.pages.iter().map(|page| (plain(&page.path), page)).collect();
        let (mut by_title, mut by_file_name) = (FxHashMap::default(), FxHashMap::default());
        let mut by_anchor = FxHashMap::default();
        for (index, page) in now.pages.iter().enumerate() {
            if !before.contains_key(plain(&page.path)) {
                note(&mut by_title, page.title.to_lowercase(), index);
                if let Some(name) = file_name(&page.id) {
                    note(&mut by_file_name, name, index);
                }
            }
            for anchor in &page.anchors {
                note(&mut by_anchor, anchor.as_str(), index);
            }
        }
        let chapters = site.pages.pages.iter().filter_map(|page| match page.kind {
            PageKind::Chapter(id) => Some((page.route.as_str(), id)),
            _ => None,
        });
        let mut comparison = Self {
            site,
            now,
            texts,
            by_path: now.pages.iter().enumerate().map(|(at, page)| (plain(&page.path), at)).collect(),
            redirects: now.redirects.iter().map(|one| (plain(&one.from), plain(&one.to))).collect(),
            by_id: now.pages.iter().enumerate().map(|(at, page)| (page.id.as_str(), at)).collect(),
            by_title,
            by_file_name,
            by_anchor,
            before,
            gone: FxHashMap::default(),
            chapters: chapters.collect(),
            effort: EFFORT,
        };
        let mut gone: FxHashMap<String, usize> = FxHashMap::default();
        for page in published.pages.iter().filter(|page| comparison.answering(&page.path).is_none()) {
            let names = [Some(page.title.to_lowercase()), file_name(&page.id).map(str::to_owned)];
            names.into_iter().flatten().for_each(|name| *gone.entry(name).or_default() += 1);
        }
        comparison.gone = gone;
        comparison
    }

    /// Returns the page that a reader gets at an address, at once or by a redirect.
    fn answering(&self, path: &str) -> Option<usize> {
        let path = plain(path);
        let target = self.redirects.get(path).copied().unwrap_or(path);
        self.by_path.get(target).copied()
    }

    fn vanished(&mut self, page: &RoutePage) -> Diagnostic {
        let title = if page.title.is_empty() { String::new() } else { format!(" ({})", page.title) };
        let message = format!("`/{}`{title} was published and is gone", page.path);
        let place = self.place(page);
        self.advise(Diagnostic::new(Code::MovedAddress, message), &page.path, place)
    }

    fn vanished_redirect(&mut self, from: &str, target: Option<&RoutePage>) -> Diagnostic {
        let message = format!("the former address `/{from}` led to a page and leads nowhere now");
        let place = target.and_then(|target| match self.answering(&target.path) {
            Some(page) => {
                Some(Place { page, why: format!("it led to `/{}`", target.path), certainty: Certainty::Sure })
            }
            None => self.place(target),
        });
        self.advise(Diagnostic::new(Code::MovedAddress, message), from, place)
    }

    /// Says where the page probably is, and what leads readers there.
    fn advise(&self, report: Diagnostic, path: &str, place: Option<Place>) -> Diagnostic {
        let address = format!("/{}", plain(path));
        let Some(Place { page, why, certainty }) = place else {
            return report.help(format!(
                "add `{address}` to the `aliases` of the page that readers should find instead"
            ));
        };
        let page = &self.now.pages[page];
        let chapter = self.chapters.get(page.path.as_str()).map(|id| self.site.handbook.chapter(*id));
        let document = chapter.and_then(|chapter| self.site.handbook.document(chapter));
        let report = report.help(format!("it is probably `/{}` now: {why}", page.path));
        let Some(document) = document.filter(|document| document.path.is_markdown()) else {
            return report.help(format!("no file of its own could lead from `{address}` to it"));
        };
        let mut report = report.in_file(&document.path, None, "");
        let insertion = (self.texts)(&document.path).and_then(|text| with_aliases(&text, &[&address]));
        if let Some(insertion) = insertion {
            report = report.fix_with(certainty, insertion.span, insertion.text).within(&document.path);
        }
        report.help(format!("add `{address}` to the `aliases` of its front matter"))
    }

    /// Looks for a page that has vanished.
    fn place(&mut self, page: &RoutePage) -> Option<Place> {
        let sure = |page: usize, why: &str| Place { page, why: why.to_owned(), certainty: Certainty::Sure };
        if let Some(found) = self.by_id.get(page.id.as_str()) {
            return Some(sure(*found, "it is the same page"));
        }
        let title = page.title.to_lowercase();
        if let Some(Some(found)) = self.by_title.get(&title).filter(|_| !title.is_empty()) {
            return Some(self.namesake(page, &title, sure(*found, "it has the same title")));
        }
        let name = file_name(&page.id);
        if let Some((name, Some(found))) = name.and_then(|name| Some((name, *self.by_file_name.get(name)?))) {
            return Some(self.namesake(page, name, sure(found, "its file has the same name")));
        }
        self.by_shared_anchors(page).or_else(|| self.by_address(&page.path))
    }

    /// What has the name of a page is it for sure when no other page of that name has gone, and when it has as many
    /// of its anchors as not.
    fn namesake(&self, gone: &RoutePage, name: &str, place: Place) -> Place {
        let has = &self.now.pages[place.page].anchors;
        let kept = gone.anchors.iter().filter(|anchor| has.contains(anchor)).count();
        let is_sure = self.gone.get(name) == Some(&1) && kept * 2 >= gone.anchors.len();
        let certainty = if is_sure { Certainty::Sure } else { Certainty::Likely };
        Place { certainty, ..place }
    }

    /// The new page that has most of the headings.
    fn by_shared_anchors(&self, page: &RoutePage) -> Option<Place> {
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        for anchor in &page.anchors {
            let owner = self.by_anchor.get(anchor.as_str()).copied().flatten();
            let is_new = |owner: &usize| !self.before.contains_key(plain(&self.now.pages[*owner].path));
            if let Some(owner) = owner.filter(is_new) {
                *shared.entry(owner).or_default() += 1;
            }
        }
        // The first of equals in the order of addresses.
        let (found, count) = shared.into_iter().max_by_key(|(owner, count)| (*count, usize::MAX - owner))?;
        let total = page.anchors.len();
        (count >= 2 && count * 2 >= total).then(|| Place {
            page: found,
            why: format!("it has {count} of {total} headings"),
            certainty: Certainty::Likely,
        })
    }

    /// The page with the nearest address, or the section that the page was in.
    fn by_address(&mut self, path: &str) -> Option<Place> {
        let pages = self.now.pages.iter().map(|page| page.path.as_str());
        let near = nearest_within(path, pages, &mut self.effort);
        let likely =
            |page: usize, why: &str| Place { page, why: why.to_owned(), certainty: Certainty::Likely };
        if let Some(page) = near.and_then(|near| self.by_path.get(plain(near))) {
            return Some(likely(*page, "it has the nearest address"));
        }
        let mut folder = path.trim_end_matches('/');
        while let Some((above, _)) = folder.rsplit_once('/') {
            if let Some(page) = self.by_path.get(format!("{above}/").as_str()) {
                return Some(likely(*page, "it was in that section"));
            }
            folder = above;
        }
        None
    }

    /// Reports the anchors that a page had and the one in its place has not.
    fn anchors(&mut self, before: &RoutePage, answer: usize) -> Option<Diagnostic> {
        let now = &self.now.pages[answer];
        let have: FxHashSet<&str> = now.anchors.iter().map(String::as_str).collect();
        let gone: Vec<&str> =
            before.anchors.iter().map(String::as_str).filter(|anchor| !have.contains(anchor)).collect();
        if gone.is_empty() {
            return None;
        }
        let names: Vec<String> = gone.iter().take(MAX_NAMED).map(|anchor| format!("`#{anchor}`")).collect();
        let more = gone.len().saturating_sub(MAX_NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let verb = if gone.len() == 1 { "is" } else { "are" };
        let message = format!("{}{more} of `/{}` {verb} gone", names.join(", "), before.path);
        let mut report = Diagnostic::new(Code::MovedAnchor, message);
        let chapter = self.chapters.get(now.path.as_str()).map(|id| self.site.handbook.chapter(*id));
        if let Some(document) = chapter.and_then(|chapter| self.site.handbook.document(chapter)) {
            report = report.in_file(&document.path, None, "");
        }
        let had: FxHashSet<&str> = before.anchors.iter().map(String::as_str).collect();
        for anchor in gone.into_iter().take(MAX_NAMED) {
            if let Some(help) = self.where_anchor(anchor, &had, answer) {
                report = report.help(help);
            }
        }
        Some(report.help("keep an anchor with `{#name}` behind its new heading"))
    }

    /// Where the heading of an anchor probably is now.
    fn where_anchor(&mut self, anchor: &str, had: &FxHashSet<&str>, answer: usize) -> Option<String> {
        let new = self.now.pages[answer].anchors.iter().map(String::as_str);
        let new = new.filter(|anchor| !had.contains(anchor));
        if let Some(near) = nearest_within(anchor, new, &mut self.effort) {
            return Some(format!("`#{anchor}` is probably `#{near}` now"));
        }
        let other = (*self.by_anchor.get(anchor)?)?;
        let page = &self.now.pages[other];
        let had_it =
            self.before.get(plain(&page.path)).is_some_and(|page| page.anchors.iter().any(|a| a == anchor));
        (other != answer && !had_it).then(|| format!("`#{anchor}` is on `/{}` now", page.path))
    }
}
