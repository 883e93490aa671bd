//! Builds projects in temporary folders, through the stages of the library.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use daring::diagnostic::{self, Code, Diagnostic, Tally, show};
use daring::document::Drafts;
use daring::external::{self, Cache};
use daring::handbook::freshness::{Clock, freshness};
use daring::moves::against;
use daring::publish::{self, Outcome};
use daring::source::SourcePath;
use daring::theme::{self, AssetContent};
use daring::workspace::build::{self, SharedStaging};
use daring::workspace::{Inputs, Overrides, Project, Workspace, published, read_text};
use tempfile::TempDir;

use crate::fixture::Fixture;

/// Files by path.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// What publishing leaves for itself in an output.
const MANIFEST: &str = ".daring-manifest";

/// A project in a temporary folder.
pub struct TestProject {
    /// What was written there at first.
    pub fixture: Fixture,
    folder: TempDir,
}

/// What came of a build.
#[derive(Debug)]
pub struct Built {
    /// The output.
    pub tree: Tree,
    /// Everything reported, as people see it.
    pub report: String,
    /// Everything reported.
    pub diagnostics: Vec<Diagnostic>,
    /// Files that were parsed.
    pub parsed: usize,
    /// What publishing did; `None` when nothing was published because of errors.
    pub published: Option<Outcome>,
}

impl Built {
    /// Returns whether there is a report with this code.
    pub fn has(&self, code: Code) -> bool {
        self.diagnostics.iter().any(|report| report.code == code)
    }

    /// Returns whether there is an error.
    pub fn has_errors(&self) -> bool {
        Tally::of(&self.diagnostics).errors > 0
    }
}

impl TestProject {
    /// Writes a fixture into a folder.
    pub fn new(fixture: Fixture) -> Self {
        let folder = TempDir::new().unwrap();
        let project = Self { fixture, folder };
        project.fixture.write(&project.root());
        project
    }

    /// Returns the root of the project.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join(&self.fixture.folder)
    }

    /// Returns a path beside the project.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Builds into the folder that the project names.
    pub fn build(&self) -> Built {
        self.build_with(&mut Workspace::default(), None)
    }

    /// Builds with a workspace that may remember earlier builds, into `output` if it is given.
    pub fn build_with(&self, workspace: &mut Workspace, output: Option<PathBuf>) -> Built {
        let project = Project::open(&self.root(), self.overrides(output)).unwrap();
        let target = publish::target(project.output(), project.root(), &project.source_folders()).unwrap();
        let loaded = workspace.load(&project, Inputs::read(&project));
        let mut diagnostics = loaded.diagnostics;
        if let (Some(file), Some(site)) = (self.option("--against"), &loaded.site) {
            let routes = published::read_routes(&self.root().join(file)).unwrap();
            let text = |path: &SourcePath| read_text(project.root(), path);
            diagnostics.extend(against::compare(site, &routes, &text));
        }
        let mut published = None;
        if let Some(site) = &loaded.site {
            if Tally::of(&diagnostics).errors > 0 {
                diagnostics.extend(build::check(site).diagnostics);
            } else {
                let staging = SharedStaging::new(publish::stage(&target, Duration::from_secs(10)).unwrap());
                let rendered = build::write(site, project.root(), &staging);
                assert!(rendered.failure.is_none(), "{:?}", rendered.failure);
                diagnostics.extend(rendered.diagnostics);
                if Tally::of(&diagnostics).errors > 0 {
                    staging.abandon();
                } else {
                    published = Some(staging.commit().unwrap());
                }
            }
        }
        if let (Some(site), Some(today)) = (&loaded.site, self.option("--today")) {
            let within = self.option("--due-within").map_or(0, |days| days.parse().unwrap());
            diagnostics.extend(freshness(&site.handbook, Clock { today, within }).diagnostics);
        }
        if let (Some(site), Some(_)) = (&loaded.site, self.option("--external")) {
            let links = external::links(site);
            let verdicts = external::check(&links, &project.config().external, &mut Cache::default(), 0);
            let lookup = |path: &SourcePath| read_text(project.root(), path).map(Arc::from);
            diagnostics.extend(external::reports(&links, &verdicts, &lookup));
        }
        diagnostic::sort(&mut diagnostics);
        let lookup = |path: &SourcePath| read_text(project.root(), path).map(Arc::from);
        Built {
            tree: tree(project.output()),
            report: show::human(&diagnostics, &lookup, &show::Style::default()),
            diagnostics,
            parsed: loaded.parsed,
            published,
        }
    }

    /// Runs the program on this project: `daring build` into `output`, on a number of threads.
    /// Returns its exit code and what it printed to standard output.
    pub fn run(&self, threads: usize, output: &Path) -> (Option<i32>, String) {
        let run = Command::new(env!("CARGO_BIN_EXE_daring"))
            .args(["build", "--quiet", "--root", "."])
            .arg("--out")
            .arg(output)
            .args(&self.fixture.options)
            .current_dir(self.root())
            .env("RAYON_NUM_THREADS", threads.to_string())
            .env("COLUMNS", "100")
            .output()
            .unwrap();
        assert!(run.stderr.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
        (run.status.code(), String::from_utf8(run.stdout).unwrap())
    }

    /// Runs any command of the program in the folder of the project. Returns its exit code and what it
    /// printed, to standard error first.
    pub fn command(&self, args: &[&str]) -> (Option<i32>, String) {
        let run = Command::new(env!("CARGO_BIN_EXE_daring"))
            .args(args)
            .current_dir(self.root())
            .env("COLUMNS", "100")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (run.status.code(), text(run.stderr) + &text(run.stdout))
    }

    /// Returns the files of the project as one text in the syntax of fixtures.
    pub fn text(&self) -> String {
        let tree = tree(&self.root());
        let shown = tree.iter().map(|(path, bytes)| {
            let Ok(text) = std::str::from_utf8(bytes) else { return format!("-- {path} (bytes) --\n") };
            let (kind, text) = match text.contains(['\r', '\u{feff}']) || !text.ends_with('\n') {
                true => {
                    (" (escaped)", format!("{}\n", text.escape_default().to_string().replace("\\n", "\\n\n")))
                }
                false => ("", text.to_owned()),
            };
            format!("-- {path}{kind} --\n{text}")
        });
        shown.collect()
    }

    fn option(&self, name: &str) -> Option<&str> {
        let mut options = self.fixture.options.iter().filter_map(|option| option.split_once('='));
        options.find(|(option, _)| *option == name).map(|(_, value)| value)
    }

    fn overrides(&self, output: Option<PathBuf>) -> Overrides {
        let mut overrides = Overrides { base_url: None, output, drafts: Drafts::Exclude };
        for option in &self.fixture.options {
            match option.split_once('=').unwrap_or((option, "")) {
                ("--drafts", "") => overrides.drafts = Drafts::Include,
                ("--today" | "--due-within" | "--external" | "--against", _) => {}
                ("--base-url", url) => overrides.base_url = Some(url.to_owned()),
                _ => panic!("the harness does not know `{option}`"),
            }
        }
        overrides
    }
}

/// Builds a fixture in a new folder.
pub fn build(fixture: &str) -> Built {
    TestProject::new(Fixture::parse(fixture)).build()
}

/// Reads a folder, without what publishing keeps there for itself.
pub fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    for path in files(folder) {
        let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if name != MANIFEST {
            tree.insert(name, fs::read(&path).unwrap());
        }
    }
    tree
}

/// Everything that would tell that a file was written again: names, bytes, inodes and times.
pub fn traces(folder: &Path) -> Vec<(PathBuf, Vec<u8>, u64, i64, i64)> {
    let trace = |path: PathBuf| {
        let data = path.symlink_metadata().unwrap();
        (path.clone(), fs::read(&path).unwrap(), data.ino(), data.mtime(), data.mtime_nsec())
    };
    files(folder).into_iter().map(trace).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Writes what was built as one text, to be read and compared.
///
/// Copies name their source instead of repeating it. The folder of the theme's assets is named by
/// their content, and the built-in ones change with the design: neither is what a golden case is
/// about, so the name becomes `HASH` and the files are only mentioned. Files of the search index are left
/// out: `search.rs` reads them; and the list of all routes, which follows from the rest, unless the fixture
/// says `show routes`. The files around the pages are the same in nearly all cases, and are shown by those
/// that are about them.
pub fn shown(built: &Built, fixture: &Fixture) -> String {
    let hash = built.tree.keys().find_map(|path| {
        let name = path.strip_prefix("assets/")?.split_once('/')?.0;
        (name.len() == 8 && name.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| name.to_owned())
    });
    let neutral = |text: &str| {
        let text = text.replace(concat!("Daring ", env!("CARGO_PKG_VERSION")), "Daring VERSION");
        match &hash {
            Some(hash) => text.replace(&format!("assets/{hash}"), "assets/HASH"),
            None => text,
        }
    };
    let mut out = String::new();
    if !built.report.is_empty() {
        out.push_str(&format!("-- (report) --\n{}", built.report));
    }
    let mut has_built_in = false;
    for (path, bytes) in built.tree.iter().filter(|(path, _)| !path.ends_with(".bin")) {
        let name = neutral(path);
        if path == "routes.json" && !fixture.shows_routes {
            continue;
        }
        if is_around_pages(path, &built.tree) && !fixture.is_around {
            continue;
        }
        if let Some(source) = fixture.path_of(bytes).filter(|_| !bytes.is_empty()) {
            out.push_str(&format!("-- {name} (copy of {source}) --\n"));
        } else if is_built_in(path, bytes) && name.starts_with("assets/HASH/") {
            if !std::mem::replace(&mut has_built_in, true) {
                out.push_str("-- assets/HASH/ (built in) --\n");
            }
        } else if is_built_in(path, bytes) {
            out.push_str(&format!("-- {name} (built in) --\n"));
        } else if let Some(size) = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n").and_then(|png| png.get(8..16)) {
            let side = |at: usize| size[at..at + 4].iter().fold(0, |side, byte| side << 8 | u32::from(*byte));
            out.push_str(&format!("-- {name} (drawn, {} by {}) --\n", side(0), side(4)));
        } else {
            let text = neutral(std::str::from_utf8(bytes).expect("what is not a copy is text"));
            let end = if text.ends_with('\n') { "" } else { "\n" };
            out.push_str(&format!("-- {name} --\n{text}{end}"));
        }
    }
    out
}

/// Files for search engines, feed readers, language models and hosts.
fn is_around_pages(path: &str, tree: &Tree) -> bool {
    let known = [".nojekyll", "CNAME", "feed.xml", "llms.txt", "robots.txt", "sitemap.xml"];
    let is_twin = path.strip_suffix(".md").is_some_and(|page| tree.contains_key(&format!("{page}.html")));
    known.contains(&path) || is_twin
}

fn is_built_in(path: &str, bytes: &[u8]) -> bool {
    if path.ends_with("/schema-1.json") {
        return bytes == daring::ladder::export::schema().as_bytes();
    }
    theme::built_in().assets.iter().any(|asset| {
        path.ends_with(&asset.name) && matches!(&asset.content, AssetContent::Embedded(own) if *own == bytes)
    })
}

/// Compares with the text of a file, or writes the file when `BLESS` is set. Returns what is wrong.
pub fn compare(path: &Path, expected: &str, have: &str, bless: impl FnOnce() -> String) -> Option<String> {
    if expected == have {
        return None;
    }
    if is_blessing() {
        fs::write(path, bless()).unwrap();
        return None;
    }
    let differs = |(_, (want, have)): &(usize, (&str, &str))| want != have;
    let pairs = expected.lines().chain(["(end)"]).zip(have.lines().chain(["(end)"]));
    let first = pairs.enumerate().find(differs);
    let (line, (want, got)) = first.unwrap_or((0, ("the same lines", "other line endings")));
    Some(format!("{}, expected line {}:\n  want {want:?}\n  have {got:?}", path.display(), line + 1))
}

/// Returns whether expected files are to be written instead of compared.
pub fn is_blessing() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// The folder of the tests.
pub fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}
