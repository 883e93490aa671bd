//! Every file that goes into a site, listed and read once.

use std::env;
use std::sync::Mutex;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::list;
use super::listing::{Listing, Role};
use super::project::Project;
use super::read::Reader;
use crate::diagnostic::{Checked, Diagnostic};
use crate::document::Drafts;
use crate::source::{ContentHash, SourcePath};

/// How many bytes of text are kept between reading for the fingerprint and parsing. Beyond it files
/// are read again, from the system's cache, to keep memory low.
const MAX_KEPT_BYTES: usize = 128 << 20;

/// The files of a project as they are now.
pub struct Inputs {
    pub(super) listing: Listing,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) texts: Mutex<FxHashMap<SourcePath, Vec<u8>>>,
    fingerprint: Option<ContentHash>,
}

impl Inputs {
    /// Lists the files of a project. Their content is read when it is needed.
    pub fn list(project: &Project) -> Self {
        let Checked { value: listing, diagnostics } = list::list(project);
        Self { listing, diagnostics, texts: Mutex::default(), fingerprint: None }
    }

    /// Returns the files that the site is made from.
    pub fn sources(&self) -> impl Iterator<Item = &SourcePath> {
        self.listing.paths()
    }

    /// Lists and reads the files of a project, and takes the fingerprint of all of them.
    pub fn read(project: &Project) -> Self {
        let mut inputs = Self::list(project);
        inputs.fingerprint = inputs.take_fingerprint(project);
        inputs
    }

    /// Puts a text in the place of what a listed file holds.
    pub(super) fn put(&self, path: &SourcePath, text: &str) {
        let mut texts = self.texts.lock().expect("no holder of this lock panics");
        texts.insert(path.clone(), text.as_bytes().to_owned());
    }

    /// Puts the text of a file of a ladder in the place of what it holds, or will hold: it may not be there
    /// yet.
    pub fn put_sheet(&mut self, path: &SourcePath, text: &str) {
        self.listing.add_sheet(path);
        self.put(path, text);
    }

    /// Returns the fingerprint of settings, sources and program; `None` when it was not taken or
    /// something could not be read.
    pub fn fingerprint(&self) -> Option<ContentHash> {
        self.fingerprint
    }

    fn take_fingerprint(&self, project: &Project) -> Option<ContentHash> {
        if !self.diagnostics.is_empty() || !project.diagnostics.is_empty() {
            return None;
        }
        let reader = Reader::new(project.root(), &self.texts);
        let is_text = |role: &Role| matches!(role, Role::Markdown | Role::Sheet);
        let texts: Vec<&SourcePath> = self.listing.with_role(is_text).collect();
        let others: Vec<(&SourcePath, &Role)> =
            self.listing.roles().filter(|file| !is_text(file.1)).collect();
        let kept = Mutex::new(0_usize);
        let texts: Option<Vec<(&SourcePath, u64)>> =
            texts.par_iter().map(|path| Some((*path, self.read_text(path, &reader, &kept)?.0))).collect();
        // The same file is another one where it is for something else, as after a folder was made beside it.
        let files: Option<Vec<(&SourcePath, &Role, u64)>> =
            others.par_iter().map(|(path, role)| Some((*path, *role, reader.hash(path).ok()?.0))).collect();
        let drafts = project.drafts() == Drafts::Include;
        let all = format!(
            "{}\n{drafts}\n{:?}\n{:?}\n{:?}\n{:?}",
            program(),
            project.config(),
            project.dates(),
            texts?,
            files?
        );
        Some(ContentHash::of(all.as_bytes()))
    }

    fn read_text(&self, path: &SourcePath, reader: &Reader<'_>, kept: &Mutex<usize>) -> Option<ContentHash> {
        let bytes = reader.bytes(path).ok()?;
        let hash = ContentHash::of(&bytes);
        let mut kept = kept.lock().expect("no holder of this lock panics");
        if *kept + bytes.len() <= MAX_KEPT_BYTES {
            *kept += bytes.len();
            drop(kept);
            self.texts.lock().expect("no holder of this lock panics").insert(path.clone(), bytes);
        }
        Some(hash)
    }
}

/// What tells one build of the program from another: its version, and the length and time of its
/// file, because the built-in theme is part of it.
fn program() -> String {
    let file = env::current_exe().and_then(|path| path.metadata());
    let time = file.as_ref().ok().and_then(|data| data.modified().ok());
    format!("{} {:?} {time:?}", env!("CARGO_PKG_VERSION"), file.map(|data| data.len()).ok())
}
