//! What git has, what it lacks, and what it should not have.

use super::{Facts, Remark};
use crate::scaffold::Origin;

/// What git knows about a project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GitFacts {
    /// Where the repository lives.
    pub origin: Option<Origin>,
    /// The branch that is checked out.
    pub branch: Option<String>,
    /// All branches, here and at the remote.
    pub branches: Vec<String>,
    /// The branch that the remote calls its own.
    pub default_branch: Option<String>,
    /// Whether only the last commits are there.
    pub is_shallow: bool,
    /// Whether git leaves the output out.
    pub ignores_output: bool,
    /// How many files of the output are in git.
    pub tracked_output: usize,
    /// Files that the site is made from and that git leaves out.
    pub ignored_sources: Vec<String>,
    /// Whether the project is in a folder of the repository, and which.
    pub folder: Option<String>,
}

/// Judges the repository.
pub(super) fn examine(facts: &Facts) -> Vec<Remark> {
    let Some(git) = &facts.git else { return Vec::new() };
    let mut remarks = Vec::new();
    let output = &facts.output;
    if git.tracked_output > 0 {
        let message = format!(
            "git keeps {} of the output `{output}`, so every edit changes them twice",
            counted(git.tracked_output)
        );
        let fix = format!("run `git rm -r --cached {output}`, and add `/{output}/` to .gitignore");
        remarks.push(Remark::warning("output-in-git", message, fix).at(output, None));
    } else if !git.ignores_output && !output.starts_with("..") {
        let message = format!("git does not ignore the output `{output}`, so it gets committed some day");
        remarks.push(
            Remark::warning("output-in-git", message, format!("add `/{output}/` to .gitignore"))
                .at(".gitignore", None),
        );
    }
    if let Some(first) = git.ignored_sources.first() {
        let more = git.ignored_sources.len() - 1;
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!(
            "git ignores `{first}`{rest}, which the site is made from: where it is built, it is not there"
        );
        let fix = format!(
            "run `git check-ignore -v {first}` to see which line says so, and `git add` it once the line is gone"
        );
        remarks.push(Remark::error("ignored-sources", message, fix).at(first, None));
    }
    if git.is_shallow {
        let message = "this clone holds the last commits only, so when a page last changed is not known";
        remarks.push(Remark::note("shallow-clone", message, "run `git fetch --unshallow`"));
    }
    remarks
}

fn counted(files: usize) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
}
