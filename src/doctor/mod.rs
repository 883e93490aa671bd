//! Why a deployment would fail: what the traps of GitHub Pages and GitLab Pages are, and how to get out.
//!
//! [`examine`] is pure: it judges [`Facts`] that the command has gathered. It knows how a site is
//! published, and nothing of what stands in it; that is what `check` is for.

mod address;
mod built;
mod files;
mod git;
mod gitlab;
mod program;
mod step;
mod workflow;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};

pub use files::{FileFact, FileKind};
pub use git::GitFacts;

/// What is known about a project before it is judged.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Its settings.
    pub config: Config,
    /// What is wrong with the settings, and with the folders that they name.
    pub settings: Vec<Remark>,
    /// The output, from the project's root, with `/` between folders.
    pub output: String,
    /// The files of the content folder and of the folder of static files, from the root.
    pub sources: Vec<FileFact>,
    /// The files of the output, from the output; `None` when there is none yet.
    pub published: Option<Vec<FileFact>>,
    /// `CNAME` of the folder of static files, when there is one.
    pub cname: Option<TextFile>,
    /// Whether there is a `CNAME` in the root of the project, where nothing publishes it.
    pub has_stray_cname: bool,
    /// What git knows; `None` outside a repository.
    pub git: Option<GitFacts>,
    /// Workflows of GitHub, from the root of the repository.
    pub workflows: Vec<TextFile>,
    /// Workflows below the project's root when that is not the root of the repository.
    pub stray_workflows: Vec<String>,
    /// `.gitlab-ci.yml`, when there is one.
    pub gitlab: Option<TextFile>,
}

/// A file with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFile {
    /// Its path, as it is shown.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// How bad a remark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The deployment fails, or publishes something else than is meant.
    Error,
    /// It works until something happens, or a part of the site is missing.
    Warning,
    /// Worth knowing.
    Note,
}

impl Weight {
    /// Returns the word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Something that would go wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The name of the check, such as `base-url`.
    pub check: &'static str,
    /// How bad it is.
    pub weight: Weight,
    /// The file, as it is shown; empty when it is about no file.
    pub path: String,
    /// The line, from one.
    pub line: Option<usize>,
    /// One sentence: lower case, no full stop.
    pub message: String,
    /// What to do.
    pub fix: String,
}

impl Remark {
    /// Makes a remark of what reading the settings found; `line` is where, from one.
    pub fn of_settings(report: &Diagnostic, line: Option<usize>) -> Option<Self> {
        let weight = match report.severity {
            Severity::Error => Weight::Error,
            Severity::Warning => Weight::Warning,
            Severity::Allowed => return None,
        };
        let fix = if report.help.is_empty() {
            format!("run `daring explain {}`", report.code)
        } else {
            report.help.join("; ")
        };
        let path = report.path().map_or("", |path| path.as_str());
        Some(Self::new(SETTINGS, weight, report.message.clone(), fix).at(path, line))
    }

    fn new(check: &'static str, weight: Weight, message: impl Into<String>, fix: impl Into<String>) -> Self {
        let (message, fix) = (message.into(), fix.into());
        Self { check, weight, path: String::new(), line: None, message, fix }
    }

    fn error(check: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(check, Weight::Error, message, fix)
    }

    fn warning(check: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(check, Weight::Warning, message, fix)
    }

    fn note(check: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(check, Weight::Note, message, fix)
    }

    #[must_use]
    fn at(mut self, path: &str, line: Option<usize>) -> Self {
        self.path = path.to_owned();
        self.line = line;
        self
    }
}

/// The check of the settings, which were read before anything is judged.
const SETTINGS: &str = "settings";

/// The names of all checks, with what each looks for.
pub const CHECKS: [(&str, &str); 21] = [
    ("artifact", "the artifact has the name and the folder that are deployed"),
    ("base-url", "the address of the site is the one it will have"),
    ("branch", "the branch that is published is the default branch"),
    ("custom-domain", "the file CNAME names one host, and is where it counts"),
    ("expressions", "no text from outside is pasted into a script"),
    ("hidden-files", "files that begin with a dot are uploaded"),
    ("ignored-sources", "git leaves out nothing that the site is made from"),
    ("jekyll", "nothing renders the site once more"),
    ("letter-case", "no two paths differ in the case of letters only"),
    ("links", "the site and its sources hold no links"),
    ("modes", "everybody may read what is published"),
    ("output-in-git", "the output is not in git"),
    ("permissions", "a job may do what it does, and no more"),
    ("pinned-actions", "actions are pinned to a commit"),
    ("program", "workflows can get Daring itself"),
    ("pull-requests", "a pull request publishes nothing"),
    ("review", "a site that is looked at as an artifact opens from a folder"),
    (SETTINGS, "handbook.toml can be read, and the folders that it names are there"),
    ("shallow-clone", "all of the history is there"),
    ("size", "the site and its files are not too large"),
    ("workflow", "something builds and publishes the handbook"),
];

/// Judges a project; the worst comes first.
pub fn examine(facts: &Facts) -> Vec<Remark> {
    let mut remarks = facts.settings.clone();
    remarks.extend(address::examine(facts));
    remarks.extend(files::examine(facts));
    remarks.extend(git::examine(facts));
    remarks.extend(workflow::examine(facts));
    remarks.extend(gitlab::examine(facts));
    remarks.extend(program::examine(facts));
    debug_assert!(remarks.iter().all(|remark| CHECKS.iter().any(|(name, _)| *name == remark.check)));
    remarks.sort_by(|a, b| {
        (a.weight, &a.path, a.line, a.check, &a.message)
            .cmp(&(b.weight, &b.path, b.line, b.check, &b.message))
    });
    remarks.dedup();
    remarks
}

#[cfg(test)]
mod tests;
