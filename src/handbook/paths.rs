//! Reading paths, with their stops found among the chapters.

use super::Handbook;
use super::chapter::{ChapterId, DocumentId};
use super::library::{Found, Library};
use crate::config::{self, ReadingPath, Stop};
use crate::diagnostic::{Checked, Code, Diagnostic, nearest, nearest_within};
use crate::document::Document;
use crate::document::outline::PATHS;
use crate::source::SourcePath;

/// A reading path through a handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedPath {
    /// Its name in addresses.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Whom it is for; or empty.
    pub description: String,
    /// Its stops in order, each chapter once.
    pub stops: Vec<PlacedStop>,
}

/// A stop of a reading path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedStop {
    /// The chapter.
    pub chapter: ChapterId,
    /// What it is read for; or empty.
    pub why: String,
}

/// All reading paths of a handbook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlacedPaths {
    /// In the order of the configuration.
    pub all: Vec<PlacedPath>,
    /// Which path and stop a chapter is, by rising chapter and path.
    places: Vec<(ChapterId, usize, usize)>,
}

impl PlacedPaths {
    /// Returns the paths that a chapter is on, by index, each with the index of the stop.
    pub fn through(&self, id: ChapterId) -> impl Iterator<Item = (usize, usize)> {
        let first = self.places.partition_point(|(chapter, ..)| *chapter < id);
        let own = self.places[first..].iter().take_while(move |(chapter, ..)| *chapter == id);
        own.map(|(_, path, stop)| (*path, *stop))
    }
}

/// How much may be spent on suggestions, in the measure of [`nearest_within`].
const EFFORT: usize = 1 << 24;

/// Finds the stops of reading paths. Those that lead nowhere are reported and left out.
pub(super) fn place<'a>(
    paths: &[ReadingPath],
    library: impl FnOnce() -> Library<'a>,
) -> Checked<PlacedPaths> {
    if paths.is_empty() {
        return Checked::clean(PlacedPaths::default());
    }
    let mut finder = Finder { library: library(), effort: EFFORT, reports: Vec::new() };
    let all: Vec<PlacedPath> = paths.iter().map(|path| finder.path(path)).collect();
    let mut places: Vec<(ChapterId, usize, usize)> = Vec::new();
    for (number, path) in all.iter().enumerate() {
        places.extend(path.stops.iter().enumerate().map(|(at, stop)| (stop.chapter, number, at)));
    }
    places.sort_unstable();
    Checked { value: PlacedPaths { all, places }, diagnostics: finder.reports }
}

/// Reports directives that ask for a path which is not declared.
pub(super) fn check_directives(documents: &[Document], paths: &PlacedPaths) -> Vec<Diagnostic> {
    let mut reports = Vec::new();
    for document in documents {
        for directive in document.file.outline.directives.iter().filter(|one| &*one.name == PATHS) {
            let id = &*directive.argument;
            if id.is_empty() && !paths.all.is_empty() || paths.all.iter().any(|path| path.id == id) {
                continue;
            }
            let (message, span) = match id {
                "" => ("there is no reading path to show".to_owned(), directive.span),
                id => (format!("no reading path is called `{id}`"), directive.argument_span),
            };
            let report = Diagnostic::new(Code::PathUnknown, message).in_file(&document.path, Some(span), "");
            let near = nearest(id, paths.all.iter().map(|path| path.id.as_str()));
            reports.push(match near {
                Some(near) => report.help(format!("did you mean `{near}`?")).fix(span, near),
                None => report.help("declare it in handbook.toml, as a table `[[paths]]` with this `id`"),
            });
        }
    }
    reports
}

impl Handbook {
    /// Returns which reading paths a directive of a document shows: one, by index, or `None` for a list of
    /// all; the outer `None` when it shows none.
    pub fn paths_shown(&self, id: DocumentId, directive: usize) -> Option<Option<usize>> {
        let directive = self.documents[id.index()].file.outline.directives.get(directive)?;
        if &*directive.name != PATHS || self.paths.all.is_empty() {
            return None;
        }
        match &*directive.argument {
            "" => Some(None),
            id => self.paths.all.iter().position(|path| path.id == id).map(Some),
        }
    }

    /// Returns the chapters that the reading paths in a document lead to.
    pub(super) fn stops_shown(&self, id: DocumentId) -> impl Iterator<Item = ChapterId> {
        let count = self.documents[id.index()].file.outline.directives.len();
        let shown = (0..count).filter_map(move |at| self.paths_shown(id, at).flatten());
        shown.flat_map(|path| &self.paths.all[path].stops).map(|stop| stop.chapter)
    }
}

struct Finder<'a> {
    library: Library<'a>,
    effort: usize,
    reports: Vec<Diagnostic>,
}

impl Finder<'_> {
    fn path(&mut self, path: &ReadingPath) -> PlacedPath {
        let mut stops: Vec<(PlacedStop, &Stop)> = Vec::new();
        for stop in &path.stops {
            let Some(chapter) = self.chapter(stop) else { continue };
            match stops.iter().find(|(placed, _)| placed.chapter == chapter) {
                Some((_, first)) => self.reports.push(twice(path, stop, first)),
                None => stops.push((PlacedStop { chapter, why: stop.why.clone() }, stop)),
            }
        }
        PlacedPath {
            id: path.id.value.clone(),
            title: path.title.clone(),
            description: path.description.clone(),
            stops: stops.into_iter().map(|(placed, _)| placed).collect(),
        }
    }

    fn chapter(&mut self, stop: &Stop) -> Option<ChapterId> {
        let name = stop.page.value.trim_start_matches('/');
        let path = SourcePath::new(name).ok();
        let path = path.as_ref().map_or(name, SourcePath::as_str);
        if let Some(Found::Chapter(chapter)) = self.library.find(path, true) {
            return Some(chapter);
        }
        let report = if self.library.is_hidden(path) {
            let message = format!("`{name}` is a draft, which is not published");
            Diagnostic::new(Code::PathUnknownPage, message).help("publish the page, or take the stop out")
        } else {
            let report = Diagnostic::new(Code::PathUnknownPage, format!("there is no page `{name}`"));
            match self.nearest(path) {
                Some(near) => {
                    let written = format!("\"{near}\"");
                    report.help(format!("did you mean `{near}`?")).fix(stop.page.span, written)
                }
                None => report.help("write the file of a page as it lies below the content folder"),
            }
        };
        self.reports.push(report.in_file(&configuration(), Some(stop.page.span), ""));
        None
    }

    /// The file that was most likely meant: in another case, of the same name elsewhere, or spelled
    /// nearly so.
    fn nearest(&mut self, path: &str) -> Option<String> {
        if let Some(other) = self.library.in_other_case(path) {
            return Some(other.to_owned());
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        if let [only] = self.library.with_file_name(name) {
            return Some((*only).to_owned());
        }
        let content = self.library.content;
        let files = self.library.documents.iter().filter_map(|document| document.path.below(content));
        nearest_within(path, files, &mut self.effort).map(str::to_owned)
    }
}

fn configuration() -> SourcePath {
    SourcePath::new(config::FILE_NAME).expect("the name of the configuration is a path")
}

fn twice(path: &ReadingPath, stop: &Stop, first: &Stop) -> Diagnostic {
    let file = configuration();
    let message = format!("the reading path `{}` has one page twice", path.id.value);
    Diagnostic::new(Code::PathDuplicatePage, message)
        .in_file(&file, Some(stop.page.span), "again here")
        .also(&file, Some(first.page.span), "first here")
        .help("take one of them out: a reader on the page must know which stop it is")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::handbook::tests::handbook_with;

    #[test]
    fn stops_are_found_like_links_from_the_root() {
        let files = [
            ("content/index.md", "# Home\n"),
            ("content/vision/index.md", "# Vision\n"),
            ("content/vision/triggers.md", "# Triggers [path](/paths/x/)\n"),
        ];
        let text = "[[paths]]\nid = 'x'\ntitle = 'X'\npages = ['vision/triggers.md', '/vision/', 'index.md', 'vision/triger.md', 'triggers.md', 'vision/triggers']\n";
        let config = config::parse(text, Config::new("x")).value;
        let Checked { value: handbook, diagnostics } = handbook_with(&files, config.paths);
        let stops: Vec<&str> = handbook.paths.all[0]
            .stops
            .iter()
            .map(|stop| handbook.chapter(stop.chapter).key.as_str())
            .collect();
        assert_eq!(stops, ["vision/triggers", "vision", ""]);
        let told: Vec<(&str, &str)> =
            diagnostics.iter().map(|report| (report.message.as_str(), report.help[0].as_str())).collect();
        assert_eq!(
            told,
            [
                ("there is no page `vision/triger.md`", "did you mean `vision/triggers.md`?"),
                ("there is no page `triggers.md`", "did you mean `vision/triggers.md`?"),
                (
                    "the reading path `x` has one page twice",
                    "take one of them out: a reader on the page must know which stop it is"
                ),
            ]
        );
        let on: Vec<usize> = handbook.paths.through(ChapterId::HOME).map(|(_, stop)| stop).collect();
        assert_eq!(on, [2]);
    }
}
