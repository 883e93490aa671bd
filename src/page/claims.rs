//! Who claims which output, and what is said of two who claim the same.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{ExportFormat, Page, PageKind, Route, SCHEMA, chapter_id, preview};
use crate::config::{Config, UrlStyle};
use crate::diagnostic::{Code, Diagnostic};
use crate::handbook::special::SpecialKind;
use crate::handbook::{Chapter, Handbook, ladders};
use crate::search;
use crate::settings::Spanned;
use crate::source::SourcePath;

/// Outputs claimed so far, by the file that they are written to.
pub(super) struct Claims<'a> {
    pub(super) handbook: &'a Handbook,
    pub(super) outputs: BTreeMap<String, Page>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Why an address is claimed that leads on to a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// It is among the former addresses of the page.
    Former,
    /// It is the page's address as it was written, with `.html` where pages are folders.
    Written,
}

impl Claims<'_> {
    pub(super) fn claim(&mut self, route: &Route, kind: PageKind) {
        if route.is_reserved() {
            let message =
                format!("nothing can be published at `/{}`: it is for Daring itself", route.as_str());
            let report = Diagnostic::new(Code::PageDuplicateRoute, message);
            let report = match source_of(self.handbook, kind) {
                Some(path) => report.in_file(&path, None, ""),
                None => report,
            };
            self.diagnostics.push(report.help("rename it, or give it another `slug` or `permalink`"));
            return;
        }
        if let Some(other) = self.outputs.get(&route.output()) {
            self.diagnostics.push(clash(self.handbook, route, kind, other.kind));
            return;
        }
        self.outputs.insert(route.output(), Page { route: route.clone(), kind });
    }

    /// Claims the exports of every ladder, and returns where they are.
    pub(super) fn ladders(&mut self) -> Vec<[Route; 3]> {
        let mut exports = Vec::new();
        for (index, placed) in self.handbook.ladders().iter().enumerate() {
            let id = placed.ladder.framework.id.as_str();
            let routes = ExportFormat::ALL
                .map(|format| Route::of_file(&format!("ladders/{id}/{}", format.file_name())));
            for (route, format) in routes.iter().zip(ExportFormat::ALL) {
                self.claim(route, PageKind::LadderExport(index, format));
            }
            exports.push(routes);
        }
        if !exports.is_empty() {
            self.claim(&Route::of_file(SCHEMA), PageKind::LadderSchema);
        }
        exports
    }

    /// Claims the files of the search index, and returns where they are.
    pub(super) fn search(&mut self) -> FxHashMap<search::File, Route> {
        let mut routes = FxHashMap::default();
        for file in search::Plan::of(self.handbook.searched_pages()).files() {
            let route = Route::of_file(&format!("search/{}", file.name()));
            self.claim(&route, PageKind::Search(file));
            routes.insert(file, route);
        }
        routes
    }

    /// Claims the files of previews, and returns how many there are.
    pub(super) fn previews(&mut self, config: &Config) -> u32 {
        let shards = if config.connections.previews { preview::shards(self.handbook) } else { 0 };
        for shard in 0..shards {
            self.claim(&Route::of_file(&format!("previews/{shard}.json")), PageKind::Previews(shard));
        }
        shards
    }

    /// Claims former addresses, and those that `permalink` spells with `.html`.
    pub(super) fn aliases(&mut self, style: UrlStyle) {
        let mut first: FxHashMap<String, (SourcePath, Spanned<String>)> = FxHashMap::default();
        for (index, chapter) in self.handbook.chapters.iter().enumerate() {
            let Some(document) = self.handbook.document(chapter) else { continue };
            let front_matter = &document.file.front_matter;
            let written = front_matter.permalink.iter().filter(|address| address.value.ends_with(".html"));
            let aliases = front_matter.aliases.iter().map(|alias| (alias, Claim::Former));
            for (alias, claim) in aliases.chain(written.map(|address| (address, Claim::Written))) {
                let route = match Route::of_alias(&alias.value, style) {
                    Ok(route) => route,
                    Err(reason) => {
                        let message = format!("`{}` cannot be a former address: {reason}", alias.value);
                        self.diagnostics.push(
                            Diagnostic::new(Code::FrontMatterValue, message)
                                .in_file(&document.path, Some(alias.span), "")
                                .help("write the path of the address from the root, such as `/old/place/`"),
                        );
                        continue;
                    }
                };
                let output = route.output();
                if let Some((path, earlier)) = first.get(&output) {
                    if claim == Claim::Written && *path == document.path {
                        continue; // It is among the former addresses of the page, too.
                    }
                    let report = Diagnostic::new(
                        Code::PageDuplicateAlias,
                        format!("two pages claim the former address `/{}`", route.as_str()),
                    )
                    .in_file(&document.path, Some(alias.span), "claimed again here")
                    .also(path, Some(earlier.span), "first claimed here");
                    self.diagnostics.push(report.help("remove it from one of the two"));
                    continue;
                }
                if let Some(other) = self.outputs.get(&output) {
                    if other.kind == PageKind::Chapter(chapter_id(self.handbook, index)) {
                        continue; // A page may list its own address, as when it moved back.
                    }
                    let used_by = source_of(self.handbook, other.kind);
                    if claim == Claim::Written && used_by.is_none() {
                        continue; // What Daring makes itself, such as `404.html`, is no other's page.
                    }
                    let (what, name) = match claim {
                        Claim::Former => ("the former address", "alias"),
                        Claim::Written => ("the address", "permalink"),
                    };
                    let message = format!("{what} `/{}` is in use", route.as_str());
                    let mut report = Diagnostic::new(Code::PageDuplicateRoute, message).in_file(
                        &document.path,
                        Some(alias.span),
                        format!("this {name}"),
                    );
                    if let Some(path) = used_by {
                        report = report.also(&path, None, "is published there");
                    }
                    self.diagnostics.push(report.help(format!("remove the {name}, or move the other page")));
                    continue;
                }
                first.insert(output.clone(), (document.path.clone(), alias.clone()));
                let id = chapter_id(self.handbook, index);
                self.outputs.insert(output, Page { route, kind: PageKind::Redirect(id) });
            }
        }
    }

    /// Claims the former addresses of levels and competencies that are gone: beside the page of what took
    /// their place. What an author put there stays there.
    pub(super) fn tombstones(&mut self, style: UrlStyle) {
        for (index, placed) in self.handbook.ladders().iter().enumerate() {
            for (id, heir) in placed.heirs(index) {
                let route = Route::of_chapter(self.handbook.chapter(heir), style);
                let Ok(route) = Route::of_alias(&beside(route.as_str(), id), style) else { continue };
                let page = Page { route: route.clone(), kind: PageKind::Redirect(heir) };
                self.outputs.entry(route.output()).or_insert(page);
            }
        }
    }

    /// Reports files that stand where a folder has to be: `vision` beside `vision/index.html`.
    pub(super) fn folders_in_place_of_files(&mut self) {
        for (output, page) in &self.outputs {
            for (slash, _) in output.match_indices('/') {
                if let Some(file) = self.outputs.get(&output[..slash]) {
                    self.diagnostics.push(clash(self.handbook, &page.route, page.kind, file.kind));
                }
            }
        }
    }
}

/// The address with another last part, and with the same end: `a/b/` and `c` are `a/c/`.
fn beside(route: &str, name: &str) -> String {
    let path = route.trim_end_matches('/');
    let folder = path.rfind('/').map_or("", |at| &path[..=at]);
    let end = if route.ends_with('/') { "/" } else { ".html" };
    format!("{folder}{name}{end}")
}

fn clash(handbook: &Handbook, route: &Route, kind: PageKind, other: PageKind) -> Diagnostic {
    let message = format!("two sources would be published at `/{}`", route.as_str());
    let report = Diagnostic::new(Code::PageDuplicateRoute, message);
    let generated = [kind, other].into_iter().find_map(|kind| generated(handbook, kind));
    let report = match (source_of(handbook, kind), source_of(handbook, other)) {
        (Some(ladder), Some(that)) if ladder == that => {
            let report = report.in_file(&ladder, None, "");
            let help = "give what is declared there another `id`: every ladder has pages `levels`, \
                        `competencies`, `changes` and `compare` of its own";
            return report.help(help);
        }
        (Some(this), Some(that)) => report.in_file(&this, None, "this one").also(&that, None, "and this one"),
        (Some(only), None) | (None, Some(only)) => report.in_file(&only, None, "this one"),
        (None, None) => report,
    };
    let report =
        generated.into_iter().fold(report, |report, what| report.help(format!("the other is {what}")));
    report.help("rename one of the two, or give it a `slug` in its front matter")
}

/// What an output without a source is, for messages.
fn generated(handbook: &Handbook, kind: PageKind) -> Option<&'static str> {
    match kind {
        PageKind::Special(id) if handbook.special(id).kind == SpecialKind::Glossary => {
            Some("the glossary that Daring makes: a page with `glossary: true` takes its place")
        }
        PageKind::Special(_) => Some("a page that Daring makes"),
        PageKind::NotFound => Some("the page for unknown addresses"),
        PageKind::ThemeAsset(_) => Some("a file of the theme"),
        PageKind::LadderSchema => Some("the schema of exported ladders"),
        PageKind::LadderExport(..) => Some("a ladder as data"),
        PageKind::Identity(_) => Some("an icon or style sheet of the identity"),
        PageKind::Search(_) => Some("a file of the search index"),
        PageKind::Moves(file) => Some(file.describe()),
        PageKind::Previews(_) => Some("a file of previews"),
        PageKind::Around(_) => Some("a file around the pages"),
        PageKind::Chapter(_) | PageKind::Redirect(_) | PageKind::Asset(_) => None,
    }
}

/// Reports addresses that are one on file systems which ignore upper and lower case.
pub(super) fn case_clashes(handbook: &Handbook, outputs: &BTreeMap<String, Page>) -> Vec<Diagnostic> {
    let mut folded: FxHashMap<String, &Page> = FxHashMap::default();
    let mut reports = Vec::new();
    for (output, page) in outputs {
        let Some(first) = folded.insert(output.to_lowercase(), page) else { continue };
        reports.push(case_clash(handbook, first, (page.route.as_str(), page)));
    }
    let mut told = FxHashSet::default();
    for (output, page) in outputs {
        let lower = output.to_lowercase();
        // Letters may be longer in lower case.
        for ((slash, _), (end, _)) in lower.match_indices('/').zip(output.match_indices('/')) {
            let Some(file) = folded.get(&lower[..slash]) else { continue };
            // A file that is called as the folder to the letter is reported with the addresses.
            if file.route.as_str() != &output[..end] && told.insert(&output[..end]) {
                reports.push(case_clash(handbook, file, (&output[..=end], page)));
            }
        }
    }
    reports
}

/// Reports that a page, or a folder with it in it, is at the address of another but for letter case.
fn case_clash(handbook: &Handbook, first: &Page, (address, page): (&str, &Page)) -> Diagnostic {
    let message = format!("`/{}` and `/{address}` differ only in upper and lower case", first.route.as_str());
    let mut report = Diagnostic::new(Code::PageRouteCase, message);
    if let Some(path) = source_of(handbook, page.kind) {
        report = report.in_file(&path, None, "this one");
    }
    if let Some(path) = source_of(handbook, first.kind) {
        report = report.also(&path, None, "and this one");
    }
    report.help("rename one of the two: many file systems would keep only one")
}

pub(super) fn source_of(handbook: &Handbook, kind: PageKind) -> Option<SourcePath> {
    match kind {
        PageKind::Chapter(id) | PageKind::Redirect(id) => {
            // A folder without a page of its own is there because of what lies in it.
            let mut chapter: &Chapter = handbook.chapter(id);
            while handbook.document(chapter).is_none() {
                if let Some(view) = &chapter.view {
                    return handbook.ladders()[view.ladder].folder.join(ladders::FILE_NAME).ok();
                }
                chapter = handbook.chapter(*chapter.children.first()?);
            }
            handbook.document(chapter).map(|document| document.path.clone())
        }
        PageKind::Asset(index) => Some(handbook.assets[index].path.clone()),
        PageKind::LadderExport(index, _) => handbook.ladders()[index].folder.join(ladders::FILE_NAME).ok(),
        PageKind::Special(_)
        | PageKind::NotFound
        | PageKind::ThemeAsset(_)
        | PageKind::LadderSchema
        | PageKind::Identity(_)
        | PageKind::Search(_)
        | PageKind::Moves(_)
        | PageKind::Previews(_)
        | PageKind::Around(_) => None,
    }
}
