//! Publishing as a whole: what is in the output, and around it, after every kind of build.

mod faults;
mod outputs;
mod targets;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::disk::Disk;
use super::stage::stage_on;
use super::{Outcome, PublishError, Staging, Target, stage, target};

/// A site: paths and texts.
type Site<'a> = &'a [(&'a str, &'a str)];

/// A project in a folder of its own, with an output `public` that does not exist yet.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        Self { folder }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn target(&self) -> Target {
        target(Path::new("public"), self.root(), &[self.at("content")]).unwrap()
    }

    fn stage(&self) -> Result<Staging, PublishError> {
        stage(&self.target(), Duration::ZERO)
    }

    fn build(&self, site: Site<'_>) -> Result<Outcome, PublishError> {
        self.build_on(Disk::default(), site)
    }

    fn build_on(&self, disk: Disk, site: Site<'_>) -> Result<Outcome, PublishError> {
        publish(stage_on(disk, &self.target(), Duration::ZERO)?, site)
    }

    /// Returns every path below the project, with what it is: a text, `/` for a folder, `->` for a link.
    fn tree(&self) -> BTreeMap<String, String> {
        tree(self.root())
    }

    fn output(&self) -> BTreeMap<String, String> {
        tree(&self.at("public"))
    }
}

fn publish(staging: Staging, site: Site<'_>) -> Result<Outcome, PublishError> {
    for (path, text) in site {
        staging.write(path, text.as_bytes())?;
    }
    staging.commit()
}

fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![root.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let metadata = fs::symlink_metadata(&path).unwrap();
            let what = if metadata.is_symlink() {
                format!("-> {}", fs::read_link(&path).unwrap().display())
            } else if metadata.is_dir() {
                waiting.push(path.clone());
                "/".to_owned()
            } else {
                String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned()
            };
            found.insert(path.strip_prefix(root).unwrap().to_string_lossy().into_owned(), what);
        }
    }
    found
}

/// Returns the tree that a site alone makes, written by a fresh build.
fn fresh(site: Site<'_>) -> BTreeMap<String, String> {
    let project = Project::new();
    project.build(site).unwrap();
    project.output()
}
