//! What every kind of book has in common: pages that find their places, and files that come along.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::front::Front;
use super::links::{Anchors, Links};
use super::nav::{self, Addresses, Nav, Place};
use super::page::{self, Cx};
use super::settle::{Made, settle};
use super::{Book, Content, Imported, Kind, include, paths};

/// What a kind of book knows of itself.
pub(super) struct Shelf<'a> {
    /// The book.
    pub(super) book: &'a Book<'a>,
    /// The tool.
    pub(super) kind: Kind,
    /// The folder of the pages, from the root of the book; empty for the root.
    pub(super) root: String,
    /// The order, where the book says one.
    pub(super) order: Vec<Nav>,
    /// How addresses are made.
    pub(super) addresses: Addresses,
    /// The address that a page had, from the root, when that is known.
    pub(super) address: &'a dyn Fn(&str, &Front) -> Option<String>,
    /// Files below the folder of the pages that are neither pages nor published.
    pub(super) skipped: &'a dyn Fn(&str) -> bool,
    /// A folder whose files are published at the root.
    pub(super) statics: Option<String>,
    /// Former addresses, by the page (from the folder of the pages) that they lead to.
    pub(super) redirects: BTreeMap<String, Vec<String>>,
    /// Other names of pages, for links.
    pub(super) names: BTreeMap<String, String>,
    /// The first part of addresses.
    pub(super) base: String,
    /// How anchors were made.
    pub(super) anchors: Anchors,
    /// The extensions of Python's Markdown that it uses; `None` when that is not known.
    pub(super) extensions: Option<BTreeSet<String>>,
    /// The page that becomes the home page, though it is not called so.
    pub(super) home: Option<String>,
    /// Where an asset goes that cannot stay, such as one in a hidden folder.
    pub(super) moved_asset: &'a dyn Fn(&str) -> Option<String>,
}

/// Changes the front matter of a page, whose path from the folder of the pages is given.
pub(super) type Change<'a> = &'a dyn Fn(&mut Front, &mut Cx<'_>, &str);

/// Makes the files of a handbook.
pub(super) fn assemble(shelf: &Shelf<'_>, imported: &mut Imported, change: Change<'_>) {
    let below: Vec<&str> = shelf
        .book
        .paths
        .iter()
        .filter_map(|path| {
            if shelf.root.is_empty() {
                Some(path.as_str())
            } else {
                path.strip_prefix(&shelf.root)?.strip_prefix('/')
            }
        })
        .filter(|path| !(shelf.skipped)(path))
        .collect();
    let mut order = shelf.order.clone();
    keep_known(&mut order, &below, shelf, imported);
    let pages: Vec<&str> = below.iter().copied().filter(|path| paths::is_page(path)).collect();
    let mut plan = nav::plan(&order, &pages, shelf.addresses);
    let mut taken: Vec<String> =
        plan.places.values().chain(&plan.sections).map(|place| place.path.to_lowercase()).collect();
    for page in pages {
        if !plan.places.contains_key(page) {
            let mut path = page.to_owned();
            while taken.contains(&path.to_lowercase()) {
                path = paths::below(paths::folder(&path), &format!("{}-2.md", paths::stem(&path)));
            }
            taken.push(path.to_lowercase());
            plan.places.insert(page.to_owned(), Place { path, ..Place::default() });
        }
    }
    if let Some(place) = shelf.home.as_ref().and_then(|home| plan.places.get_mut(home))
        && !taken.iter().any(|path| paths::is_index(path) && paths::folder(path).is_empty())
        && !paths::is_index(&place.path)
    {
        place.path = "index.md".to_owned();
        place.order = None;
    }
    let mut links = Links {
        names: shelf.names.clone(),
        base: shelf.base.clone(),
        anchors: shelf.anchors,
        extensions: shelf.extensions.clone(),
        ..Links::default()
    };
    for (old, place) in &mut plan.places {
        if let Some(stem) = place.path.strip_suffix(".mdx").or_else(|| place.path.strip_suffix(".markdown")) {
            place.path = format!("{stem}.md");
        }
        links.new.insert(old.clone(), place.path.clone());
    }
    let assets = assets(shelf, &below, &mut links);
    let mut made = Vec::new();
    let mut used = Used::default();
    for (old, place) in &plan.places {
        let path = paths::below(&shelf.root, old);
        let Some(text) = shelf.book.text(&path) else {
            imported.log.lost("pages", &path, 0, "this page cannot be read as text, so it was left out");
            continue;
        };
        let mut cx = Cx {
            kind: shelf.kind,
            book: shelf.book,
            path: &path,
            page: old,
            new: place.path.clone(),
            links: &links,
            log: &mut imported.log,
            title: None,
            head: Front::default(),
            notes: Vec::new(),
            budget: include::MAX_LINES,
            files: BTreeSet::new(),
        };
        let (front, body) = page::convert(&mut cx, &text, place, |front, cx| change(front, cx, old));
        used.add(old, &front, cx.files);
        if is_of_unknown(&place.path, &front) {
            let message = "it was left out: the page for unknown addresses is made here";
            imported.log.lost("pages", &path, 0, message);
            continue;
        }
        imported.log.carried("pages");
        imported.pages += 1;
        let was = (shelf.address)(old, &front);
        let redirects = shelf.redirects.get(old).cloned().unwrap_or_default();
        made.push(Made { source: path.clone(), path: place.path.clone(), front, body, was, redirects });
    }
    copy(shelf, assets, &used, imported);
    made.extend(plan.sections.iter().map(|place| Made {
        source: String::new(),
        path: place.path.clone(),
        front: page::section(place),
        body: place.about.heading.as_ref().map_or_else(String::new, |heading| format!("# {heading}")),
        was: place.about.address.clone(),
        redirects: Vec::new(),
    }));
    settle(&mut made, &shelf.base, shelf.addresses, &mut imported.log);
    imported.files.extend(
        made.into_iter().map(|page| {
            (format!("content/{}", page.path), Content::Text(page::write(&page.front, &page.body)))
        }),
    );
    home(imported);
}

/// Removes what the order names and nobody has.
fn keep_known(order: &mut Vec<Nav>, below: &[&str], shelf: &Shelf<'_>, imported: &mut Imported) {
    for nav in order.iter_mut() {
        keep_known(&mut nav.children, below, shelf, imported);
        if let Some(page) = &nav.page
            && !below.contains(&page.as_str())
        {
            let message = format!("the order names `{page}`, which is not in the book");
            imported.log.lost("places in the order", &paths::below(&shelf.root, page), 0, message);
            nav.page = None;
        }
    }
    order.retain(|nav| nav.page.is_some() || !nav.children.is_empty());
}

/// Whether a page is the one for addresses that nobody has.
fn is_of_unknown(path: &str, front: &Front) -> bool {
    let address = front.text("permalink").unwrap_or(path).trim_matches('/');
    matches!(address, "404" | "404.html" | "404.md")
}

/// A file that is no page.
struct Asset {
    /// Where it is in the book.
    source: String,
    /// Where it is below the folder of the pages; empty for one that is published at the root.
    below: String,
    /// Where it goes.
    target: String,
}

/// Every file that comes along, and where it comes to lie.
fn assets(shelf: &Shelf<'_>, below: &[&str], links: &mut Links) -> Vec<Asset> {
    let mut assets = Vec::new();
    for asset in below.iter().filter(|path| !paths::is_page(path)) {
        let new = (shelf.moved_asset)(asset).unwrap_or_else(|| (*asset).to_owned());
        if paths::name(&new).starts_with('.') {
            continue;
        }
        links.new.insert((*asset).to_owned(), new.clone());
        let source = paths::below(&shelf.root, asset);
        assets.push(Asset { source, below: (*asset).to_owned(), target: format!("content/{new}") });
    }
    let Some(statics) = &shelf.statics else { return assets };
    for path in &shelf.book.paths {
        let Some(rest) = path.strip_prefix(statics.as_str()).and_then(|rest| rest.strip_prefix('/')) else {
            continue;
        };
        links.statics.insert(rest.to_owned());
        let target = format!("static/{rest}");
        assets.push(Asset { source: path.clone(), below: String::new(), target });
    }
    assets
}

/// Which pages refer to which files.
#[derive(Default)]
struct Used {
    /// Files that published pages refer to.
    by_published: BTreeSet<String>,
    /// Files that drafts refer to.
    by_drafts: BTreeSet<String>,
    /// Folders that belong to a page, with whether that is a draft.
    folders: BTreeMap<String, bool>,
}

impl Used {
    /// Notes what a page refers to: `/` stands before files that are published at the root.
    fn add(&mut self, page: &str, front: &Front, files: BTreeSet<String>) {
        let is_draft = front.get("draft") == Some(&Json::Bool(true));
        if paths::is_index(page) {
            self.folders.insert(paths::folder(page).to_owned(), is_draft);
        }
        if is_draft { self.by_drafts.extend(files) } else { self.by_published.extend(files) }
    }

    /// Whether a file lies in the folder of a draft, and so was published with it or not at all.
    fn is_of_draft(&self, kind: Kind, below: &str) -> bool {
        let mut folder = below;
        while kind == Kind::Hugo && !folder.is_empty() {
            folder = paths::folder(folder);
            if let Some(is_draft) = self.folders.get(folder) {
                return *is_draft;
            }
        }
        false
    }
}

/// Copies files, but for those that were there for drafts only.
fn copy(shelf: &Shelf<'_>, assets: Vec<Asset>, used: &Used, imported: &mut Imported) {
    for asset in assets {
        let name =
            if asset.below.is_empty() { asset.target.replacen("static", "", 1) } else { asset.below.clone() };
        let is_of_draft = used.is_of_draft(shelf.kind, &asset.below);
        if !used.by_published.contains(&name) && (is_of_draft || used.by_drafts.contains(&name)) {
            let reason = if is_of_draft { "it belongs to a draft" } else { "only drafts refer to it" };
            let message =
                format!("{reason}, so it was left out: copy it to `{}` with the draft", asset.target);
            imported.log.lost("files", &asset.source, 0, message);
            continue;
        }
        imported.log.carried("files");
        imported.files.push((asset.target, Content::Copy(asset.source)));
    }
}

/// The address that a file gave its page where the tool changes nothing of its path, from the root.
pub(super) fn plain_address(path: &str, addresses: Addresses) -> String {
    let bare = path.rsplit_once('.').map_or(path, |(bare, _)| bare);
    let is_index = paths::is_index(path);
    match addresses {
        Addresses::Files if is_index => paths::below(paths::folder(path), "index.html"),
        Addresses::Files => format!("{bare}.html"),
        Addresses::Folders if is_index => {
            let folder = paths::folder(path);
            if folder.is_empty() { String::new() } else { format!("{folder}/") }
        }
        Addresses::Folders => format!("{bare}/"),
    }
}

/// A handbook has a first page.
fn home(imported: &mut Imported) {
    let is_home = |path: &str| {
        path.strip_prefix("content/")
            .is_some_and(|path| paths::is_index(path) && paths::folder(path).is_empty())
    };
    if imported.files.iter().any(|(path, _)| is_home(path)) {
        return;
    }
    let place = Place {
        path: "index.md".to_owned(),
        title: imported.title.clone().or(Some("Home".to_owned())),
        ..Place::default()
    };
    let text = page::write(&page::section(&place), "");
    imported.files.push(("content/index.md".to_owned(), Content::Text(text)));
}
