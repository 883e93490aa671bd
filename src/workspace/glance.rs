//! A site to look at while its files are still being parsed.
//!
//! Where every page is, and what it is called, follows from the heads of the files, which are read
//! many times faster than all of them are parsed. A [`Glance`] is a site of heads; a page of it is
//! made by parsing what that page shows. It reports nothing, and what it cannot tell it does not
//! answer: whoever asks waits for the whole.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::read::Reader;
use super::{Edition, Inputs, Parsed, Project, Read, Reading, Workspace, assembled};
use crate::config::{AssetPolicy, Config, Highlight, MarkdownConfig};
use crate::diagnostic::Checked;
use crate::document::highlight::Highlighter;
use crate::document::{self, Dialect, ParsedFile};
use crate::page::{AroundFile, MovesFile, PageKind};
use crate::site::Site;
use crate::source::{ContentHash, SourcePath};

/// A site of the heads of its files.
pub struct Glance {
    root: PathBuf,
    site: Arc<Site>,
    markdown: MarkdownConfig,
    highlighter: Arc<Highlighter>,
    /// Which files are published may follow from links, which are not known.
    assets: AssetPolicy,
}

impl Glance {
    /// Returns the site, of which only [`Glance::with_page`] can be rendered.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// Returns the site with what one of its outputs is made from, which is then what it will be when
    /// all is known; `None` when that cannot be told yet.
    pub fn with_page(&self, index: usize) -> Option<Arc<Site>> {
        match self.site.pages.pages[index].kind {
            PageKind::Chapter(id) | PageKind::Around(AroundFile::Twin(id)) => {
                let handbook = &self.site.handbook;
                let own = handbook.document(handbook.chapter(id)).map(|document| &document.path);
                let parse = |path: &SourcePath| {
                    // Of other pages no code is shown.
                    let highlight = if own == Some(path) { self.markdown.highlight } else { Highlight::Off };
                    self.parse(path, MarkdownConfig { highlight, ..self.markdown })
                };
                self.site.with_chapter(id, parse).map(Arc::new)
            }
            // They show something of all files.
            PageKind::Special(_) | PageKind::Search(_) | PageKind::Previews(_) => None,
            // It lists the anchors of every page.
            PageKind::Moves(MovesFile::Routes) => None,
            PageKind::Around(_) => None,
            _ => Some(Arc::clone(&self.site)),
        }
    }

    /// Returns whether an output is surely published.
    pub fn publishes(&self, index: usize) -> bool {
        match self.site.pages.pages[index].kind {
            PageKind::Asset(_) => self.assets == AssetPolicy::All,
            PageKind::Around(_) => false,
            _ => true,
        }
    }

    fn parse(&self, path: &SourcePath, markdown: MarkdownConfig) -> Option<Arc<ParsedFile>> {
        let text = Reader::new(&self.root, &Mutex::default()).text(path).ok()?;
        Some(Arc::new(document::parse(&text, Dialect::Handbook(markdown), &self.highlighter).value))
    }
}

/// Reads the heads of a project's files, and all of its ladders; `None` when something is in the way
/// of showing them.
pub(super) fn glance(workspace: &mut Workspace, project: Project, inputs: Inputs) -> Option<Glance> {
    let (root, config) = (project.root().to_owned(), Arc::clone(project.config()));
    let read = heads(workspace, &project, inputs);
    let theme = read.theme.clone().filter(|_| read.is_usable())?;
    // A page may link to any file, and then that file is published.
    let all = Config { assets: AssetPolicy::All, ..Config::clone(&config) };
    let Checked { value: site, .. } =
        assembled(&project.with_config(Arc::new(all)), &read, &theme, Edition::Public);
    let highlighter = Arc::clone(&workspace.highlighter);
    Some(Glance { root, site: Arc::new(site), markdown: config.markdown, highlighter, assets: config.assets })
}

fn heads(workspace: &mut Workspace, project: &Project, inputs: Inputs) -> Read {
    let Inputs { listing, diagnostics: mut reports, texts: read_before, .. } = inputs;
    let reader = Reader::new(project.root(), &read_before);
    let markdown = project.config().markdown;
    let texts: Vec<(&SourcePath, Reading)> = listing.texts().collect();
    let head = |(path, reading): &(&SourcePath, Reading)| {
        // What cannot be read has no page, and is reported when all is read.
        if *reading != Reading::Page {
            return workspace.parse_one((*path, *reading), markdown, &reader).ok();
        }
        let file =
            Arc::new(Checked::clean(Arc::new(document::parse_head(&reader.text(path).ok()?, markdown))));
        let (path, hash) = ((*path).clone(), ContentHash(0));
        Some(Parsed { path, reading: *reading, hash, file, stamp: None, is_new: false })
    };
    let parsed = texts.par_iter().filter_map(head).collect();
    let assets = workspace.assets(&listing, &reader, &mut reports);
    let theme = workspace.theme(project, &listing, &reader, &mut reports);
    Read { parsed, assets, theme, reports }
}
