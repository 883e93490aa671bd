//! Renaming files of a handbook with every link to them.
//!
//! [`plan`] is pure: from a site, renames and the texts of the files it says which texts change. What
//! it says was tried: with it every link leads where it led, and nothing is reported that was not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::place;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::front_matter::with_aliases;
use crate::document::highlight::Highlighter;
use crate::document::{self, Dialect, Document, ParsedFile, SheetFormat};
use crate::handbook::ladders::ViewKind;
use crate::handbook::respell::Moves;
use crate::handbook::{Chapter, ChapterId, Handbook, ladders};
use crate::page::{PageKind, Route};
use crate::site::{Site, site};
use crate::source::{Change, Edit, Rename, SourcePath, Span, edited};

/// The settings of a project, whose paths may have to change.
pub(super) const SETTINGS: &str = config::FILE_NAME;

/// What renaming takes besides renaming.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files whose text changes, by rising path, as they are called before.
    pub changes: Vec<Change>,
    /// How many links are written anew.
    pub links: usize,
    /// Former addresses and the files that get them, as they are called before.
    pub aliases: Vec<(SourcePath, String)>,
    /// Addresses that change without a file that could lead on from them.
    pub lost: Vec<String>,
    /// Addresses that change in upper and lower case only: a former address would be in the way of the new
    /// one wherever case makes no difference.
    pub recased: Vec<String>,
}

/// Why files cannot be renamed so that all stays right.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The text of a file cannot be had, or is not the one that was parsed.
    Unreadable(SourcePath),
    /// A link cannot be written so that it leads to the same place.
    Link {
        /// The file.
        path: SourcePath,
        /// The link.
        span: Span,
    },
    /// A former address cannot be added to a front matter.
    Alias {
        /// The file.
        path: SourcePath,
        /// The address.
        address: String,
    },
    /// A file of declarations would become part of a ladder, or leave it.
    Ladder(SourcePath),
    /// Something would be wrong that is not wrong now.
    Worse(Vec<Diagnostic>),
}

/// Where the text of a source comes from; `None` when it is not the one that was parsed.
pub type Texts<'a> = &'a dyn Fn(&SourcePath) -> Option<String>;

/// Plans renames of files and folders. `before` holds every document, drafts included.
///
/// # Errors
/// When something would be broken afterwards that is not broken now.
pub fn plan(before: &Site, renames: &[Rename], texts: Texts<'_>) -> Result<Plan, Refusal> {
    let renamed = |path: &SourcePath| renamed(renames, path);
    let mut work = Work { before, renamed: &renamed, texts, edits: BTreeMap::new(), plan: Plan::default() };
    let statuses = work.statuses()?;
    let middle = work.site_with(&statuses)?;
    let moves = Moves::new(&before.handbook, &middle.handbook, &renamed);
    work.links(&moves)?;
    work.terms(&moves)?;
    work.published()?;
    work.settings(&moves)?;
    work.aliases(&moves, &middle)?;
    drop(moves);
    work.changes()?;
    work.prove(statuses)?;
    Ok(work.plan)
}

/// Returns what a file is called after renames.
pub fn renamed(renames: &[Rename], path: &SourcePath) -> SourcePath {
    renames
        .iter()
        .find_map(|rename| {
            if *path == rename.from {
                return Some(rename.to.clone());
            }
            path.below(&rename.from).and_then(|rest| rename.to.join(rest).ok())
        })
        .unwrap_or_else(|| path.clone())
}

pub(super) struct Work<'a> {
    pub(super) before: &'a Site,
    pub(super) renamed: &'a dyn Fn(&SourcePath) -> SourcePath,
    pub(super) texts: Texts<'a>,
    edits: BTreeMap<SourcePath, Vec<Edit>>,
    pub(super) plan: Plan,
}

/// Files that are read in another way, because they come into a ladder or leave one, by their path
/// before.
type Reread = FxHashMap<SourcePath, Arc<ParsedFile>>;

impl Work<'_> {
    pub(super) fn handbook(&self) -> &Handbook {
        &self.before.handbook
    }

    pub(super) fn text(&self, path: &SourcePath) -> Result<String, Refusal> {
        (self.texts)(path).ok_or_else(|| Refusal::Unreadable(path.clone()))
    }

    fn parse(&self, path: &SourcePath, text: &str, is_of_ladder: bool) -> (Arc<ParsedFile>, Vec<Diagnostic>) {
        let dialect = Dialect::Handbook(self.before.config.markdown);
        let highlighter = Highlighter::default();
        let format = match path.extension().to_ascii_lowercase().as_str() {
            "toml" => SheetFormat::Toml,
            "yaml" | "yml" => SheetFormat::Yaml,
            _ => SheetFormat::Markdown,
        };
        let parsed = match is_of_ladder {
            true => document::parse_sheet(text, format, dialect, &highlighter),
            false => document::parse(text, dialect, &highlighter),
        };
        (Arc::new(parsed.value), parsed.diagnostics)
    }

    /// Reads again what would be read in another way.
    fn statuses(&self) -> Result<Reread, Refusal> {
        let documents = &self.handbook().documents;
        let folders: FxHashSet<SourcePath> = documents
            .iter()
            .filter(|document| document.path.file_name() == ladders::FILE_NAME)
            .map(|document| (self.renamed)(&document.path).parent())
            .collect();
        let mut reread = Reread::default();
        for document in documents {
            let path = (self.renamed)(&document.path);
            let is_of_ladder = path.file_name() != ladders::FILE_NAME && lies_in(&path, &folders);
            let is_sheet = document.file.sheet.is_some();
            if path.file_name() == ladders::FILE_NAME || is_of_ladder == is_sheet {
                continue;
            }
            if !path.is_markdown() {
                return Err(Refusal::Ladder(document.path.clone()));
            }
            let text = self.text(&document.path)?;
            reread.insert(document.path.clone(), self.parse(&document.path, &text, is_of_ladder).0);
        }
        let is_data = |path: &SourcePath| {
            matches!(path.extension().to_ascii_lowercase().as_str(), "toml" | "yaml" | "yml")
        };
        let joins = self.handbook().assets.iter().find(|asset| {
            is_data(&asset.path) && asset.home == crate::handbook::AssetHome::Content && {
                let path = (self.renamed)(&asset.path);
                path.file_name() == ladders::FILE_NAME || lies_in(&path, &folders)
            }
        });
        joins.map_or(Ok(reread), |asset| Err(Refusal::Ladder(asset.path.clone())))
    }

    /// The site with files renamed, some of which hold something else.
    fn site_with(&self, other: &Reread) -> Result<Site, Refusal> {
        Ok(self.checked_site_with(other, &self.before.config).0)
    }

    fn checked_site_with(&self, other: &Reread, config: &Arc<Config>) -> (Site, Vec<Diagnostic>) {
        let mut parts = self.handbook().parts_with(config, self.renamed);
        let by_name: FxHashMap<SourcePath, &Arc<ParsedFile>> =
            other.iter().map(|(path, file)| ((self.renamed)(path), file)).collect();
        for document in &mut parts.documents {
            if let Some(file) = by_name.get(&document.path) {
                *document = Document { path: document.path.clone(), file: Arc::clone(file) };
            }
        }
        let checked = site(config, &self.before.theme, parts);
        (checked.value, checked.diagnostics)
    }

    pub(super) fn edit(&mut self, path: &SourcePath, span: Span, text: String) {
        let edit = Edit { path: path.clone(), span, text };
        self.edits.entry(path.clone()).or_default().push(edit);
    }

    /// Writes links anew.
    fn links(&mut self, moves: &Moves<'_>) -> Result<(), Refusal> {
        let mut texts: FxHashMap<SourcePath, String> = FxHashMap::default();
        let mut places: BTreeSet<(SourcePath, Span)> = BTreeSet::new();
        for respelled in moves.respelled() {
            let document = &self.before.handbook.documents[respelled.document.index()];
            let path = document.path.clone();
            let link = &document.file.outline.links[respelled.link];
            let refusal = || Refusal::Link { path: path.clone(), span: link.span };
            let new = respelled.new.ok_or_else(refusal)?;
            if !texts.contains_key(&path) {
                texts.insert(path.clone(), self.text(&path)?);
            }
            let text = &texts[&path];
            let found = place::of_name(text, link, &respelled.old);
            if found.is_empty() {
                return Err(refusal());
            }
            let is_literal = text.get(link.span.range()) == Some(&*link.destination);
            let new =
                if is_literal || link.kind == document::outline::LinkKind::Wiki { new } else { safe(&new) };
            for span in found {
                places.insert((path.clone(), span));
                self.edit(&path, span, new.clone());
            }
        }
        self.plan.links = places.len();
        Ok(())
    }

    /// Adds former addresses to the pages whose address changes.
    fn aliases(&mut self, moves: &Moves<'_>, middle: &Site) -> Result<(), Refusal> {
        let mut by_file: BTreeMap<SourcePath, Vec<String>> = BTreeMap::new();
        let (mut lost, mut recased) = (Vec::new(), Vec::new());
        for (index, chapter) in self.handbook().chapters.iter().enumerate() {
            let id = ChapterId::from_index(index, self.handbook());
            let old = self.before.pages.chapter(id);
            let is_draft =
                self.handbook().document(chapter).is_some_and(|document| document.file.front_matter.draft);
            let heir = moves.heir(id);
            let is_same = heir.is_some_and(|heir| middle.pages.chapter(heir) == old);
            if is_draft || is_same || is_answered(middle, old) || old.as_str().is_empty() {
                continue;
            }
            let address = former(old);
            let is_recased = heir.is_some_and(|heir| {
                middle.pages.chapter(heir).as_str().to_lowercase() == old.as_str().to_lowercase()
            });
            if is_recased {
                recased.push(address);
                continue;
            }
            let holder = heir.filter(|_| !self.is_made_for_ladder(chapter));
            match holder.and_then(|heir| self.holder(middle, heir)) {
                Some(path) => by_file.entry(path).or_default().push(address),
                None => lost.push(address),
            }
        }
        (self.plan.lost, self.plan.recased) = (lost, recased);
        for (path, addresses) in by_file {
            let text = self.text(&path)?;
            let written: Vec<&str> = addresses.iter().map(String::as_str).collect();
            let insertion = with_aliases(&text, &written);
            let refusal = || Refusal::Alias { path: path.clone(), address: addresses[0].clone() };
            let insertion = insertion.ok_or_else(refusal)?;
            if !insertion.text.is_empty() {
                self.edit(&path, insertion.span, insertion.text);
                self.plan.aliases.extend(addresses.into_iter().map(|address| (path.clone(), address)));
            }
        }
        Ok(())
    }

    /// Whether a chapter is the list of a ladder's levels or competencies, of which no page is the first.
    fn is_made_for_ladder(&self, chapter: &Chapter) -> bool {
        let is_own = chapter.document.is_some() || chapter.view.is_some();
        let first = chapter.children.first().map(|first| self.handbook().chapter(*first));
        let view = first.and_then(|first| first.view.as_ref());
        !is_own && view.is_some_and(|view| view.kind != ViewKind::Home)
    }

    /// The file, as it is called before, that can hold a former address of a chapter after.
    fn holder(&self, middle: &Site, chapter: ChapterId) -> Option<SourcePath> {
        let shown = middle.handbook.chapter(chapter);
        let Some(document) = middle.handbook.document(shown) else {
            // The list of a folder's pages has no file: the first of them is the nearest that has.
            let is_folder = shown.is_part && shown.view.is_none();
            let first = shown.children.first().filter(|_| is_folder)?;
            return self.holder(middle, *first);
        };
        let original =
            self.handbook().documents.iter().find(|old| (self.renamed)(&old.path) == document.path)?;
        (original.path.is_markdown() && !original.file.front_matter.draft).then(|| original.path.clone())
    }

    /// Makes the edits.
    fn changes(&mut self) -> Result<(), Refusal> {
        for (path, edits) in std::mem::take(&mut self.edits) {
            let before = self.text(&path)?;
            let edited = edited(&before, edits);
            if let Some(edit) = edited.left.first() {
                return Err(Refusal::Link { path, span: edit.span });
            }
            self.plan.changes.push(Change { path, before, after: edited.text });
        }
        Ok(())
    }

    /// Tries the plan: every link leads where it led, and nothing new is wrong.
    fn prove(&self, mut files: Reread) -> Result<(), Refusal> {
        let mut worse = Vec::new();
        for change in self.plan.changes.iter().filter(|change| change.path.as_str() != SETTINGS) {
            let known = files.get(&change.path).cloned();
            let document = self.handbook().documents.iter().find(|document| document.path == change.path);
            let Some(known) = known.or_else(|| document.map(|document| Arc::clone(&document.file))) else {
                continue;
            };
            let is_of_ladder = known.sheet.is_some();
            let (_, before) = self.parse(&change.path, &change.before, is_of_ladder);
            let (file, after) = self.parse(&change.path, &change.after, is_of_ladder);
            if after.len() > before.len() {
                worse.extend(after.into_iter().map(|report| report.within(&change.path)));
            }
            files.insert(change.path.clone(), file);
        }
        let (after, reports) = self.checked_site_with(&files, &self.config_after());
        let moves = Moves::new(&self.before.handbook, &after.handbook, self.renamed);
        if let Some((document, link)) = moves.astray() {
            let document = &self.handbook().documents[document.index()];
            let span = document.file.outline.links.get(link).map_or(Span::new(0, 0), |link| link.span);
            return Err(Refusal::Link { path: document.path.clone(), span });
        }
        let config = &self.before.config;
        let same = self.handbook().parts_with(config, &SourcePath::clone);
        let before = site(config, &self.before.theme, same).diagnostics;
        worse.extend(self.new_among(before, reports));
        worse.retain(|report| report.severity != Severity::Allowed);
        if worse.is_empty() { Ok(()) } else { Err(Refusal::Worse(worse)) }
    }

    /// The settings with the names that pages get.
    fn config_after(&self) -> Arc<Config> {
        let Some(change) = self.plan.changes.iter().find(|change| change.path.as_str() == SETTINGS) else {
            return Arc::clone(&self.before.config);
        };
        let read = config::parse(
            change.after.trim_start_matches('\u{feff}'),
            Config::new(&self.before.config.title),
        );
        let Config { paths, navigation, announcement, .. } = read.value;
        Arc::new(Config { paths, navigation, announcement, ..(*self.before.config).clone() })
    }

    /// The reports of which there are more in a file than there were.
    fn new_among(&self, before: Vec<Diagnostic>, mut after: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut known: FxHashMap<(Option<SourcePath>, &str), usize> = FxHashMap::default();
        for report in &before {
            *known.entry((report.path().map(self.renamed), report.code.name())).or_default() += 1;
        }
        self.before.config.lints.apply(&mut after);
        after.retain(|report| match known.get_mut(&(report.path().cloned(), report.code.name())) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        });
        after
    }
}

/// Whether a page is at an address, or a redirect of somebody's choice.
fn is_answered(site: &Site, route: &Route) -> bool {
    let page = site.pages.by_output(&route.output());
    page.is_some_and(|page| {
        matches!(
            page.kind,
            PageKind::Chapter(_) | PageKind::Special(_) | PageKind::Redirect(_) | PageKind::Asset(_)
        )
    })
}

/// An address as it stands among `aliases`.
fn former(route: &Route) -> String {
    let path = route.as_str();
    let path = path.strip_suffix("index.html").filter(|folder| folder.ends_with('/')).unwrap_or(path);
    format!("/{path}")
}

/// Encodes what has a meaning in Markdown, HTML, or a string of TOML or YAML.
fn safe(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '(' | ')' | '\\' | '<' | '>' | '&' | '"' | '\'' => {
                out.push_str(&format!("%{:02X}", u32::from(c)))
            }
            c => out.push(c),
        }
    }
    out
}

fn lies_in(path: &SourcePath, folders: &FxHashSet<SourcePath>) -> bool {
    let mut folder = path.parent();
    while !folders.contains(&folder) {
        if folder.as_str().is_empty() {
            return false;
        }
        folder = folder.parent();
    }
    true
}
