//! Running `git`, so that nothing in a repository can make it run anything else.

use std::collections::BTreeSet;
use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::source::SourcePath;

/// Why git has no answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    NoProgram,
    NoRepository,
    NoCommit,
    OtherOwner,
    TooSlow,
    Other,
}

/// The commit that is checked out.
pub(super) struct Head {
    pub(super) commit: String,
    pub(super) is_shallow: bool,
    /// The commits at which a shallow clone ends.
    pub(super) ends: BTreeSet<String>,
}

/// What git needs of the environment: where programs are, and where the settings of its user are, which
/// say whom it trusts.
const ENVIRONMENT: [&str; 6] = ["PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "SYSTEMROOT", "TMPDIR"];

/// Settings of a repository that name programs, fetch, or read files elsewhere. Those of the command line
/// count more.
const HARMLESS: [&str; 16] = [
    "core.alternateRefsCommand=",
    "core.askPass=",
    "core.attributesFile=/dev/null",
    "core.fsmonitor=false",
    "core.gitProxy=",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.sshCommand=false",
    "credential.helper=",
    "diff.orderFile=/dev/null",
    "gpg.program=false",
    "log.showSignature=false",
    "mailmap.blob=",
    "mailmap.file=/dev/null",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
];

/// Starts a command line of git in a folder.
pub(super) fn command(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(root).env_clear().stdin(Stdio::null());
    command.envs(ENVIRONMENT.iter().filter_map(|name| Some((name, env::var_os(name)?))));
    command.envs([
        ("LC_ALL", "C"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
    ]);
    command.args(["--no-pager", "--literal-pathspecs"]);
    command.args(HARMLESS.iter().flat_map(|setting| ["-c", setting]));
    command
}

/// Returns what is checked out.
pub(super) fn head(root: &Path) -> Result<Head, Trouble> {
    let mut command = command(root);
    command.args(["rev-parse", "--is-shallow-repository", "--git-path", "shallow", "HEAD"]);
    let text = answer(&mut command)?;
    let text = String::from_utf8(text).map_err(|_| Trouble::Other)?;
    let mut lines = text.lines();
    let (Some(shallow), Some(file), Some(commit)) = (lines.next(), lines.next(), lines.next()) else {
        return Err(Trouble::Other);
    };
    let is_shallow = shallow == "true";
    let ends = if is_shallow { ends(&root.join(PathBuf::from(file))) } else { BTreeSet::new() };
    Ok(Head { commit: commit.to_owned(), is_shallow, ends })
}

fn ends(file: &Path) -> BTreeSet<String> {
    std::fs::read_to_string(file).unwrap_or_default().lines().map(str::to_owned).collect()
}

/// Returns the files below a folder that the commit has. What is only staged must not count: the answer
/// is kept for the commit.
pub(super) fn committed(
    root: &Path,
    head: &Head,
    folder: &SourcePath,
) -> Result<BTreeSet<SourcePath>, Trouble> {
    let mut command = command(root);
    command.args(["ls-tree", "-r", "-z", "--name-only", &head.commit, "--", pathspec(folder)]);
    let names = answer(&mut command)?;
    let names = names.split(|byte| *byte == 0).filter_map(|name| std::str::from_utf8(name).ok());
    Ok(names.filter(|name| !name.is_empty()).filter_map(|name| SourcePath::new(name).ok()).collect())
}

/// Returns a folder as git is told of it.
pub(super) fn pathspec(folder: &SourcePath) -> &str {
    if folder.as_str().is_empty() { "." } else { folder.as_str() }
}

fn answer(command: &mut Command) -> Result<Vec<u8>, Trouble> {
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Trouble::NoProgram,
        _ => Trouble::Other,
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let reasons = [
        ("dubious ownership", Trouble::OtherOwner),
        ("not a git repository", Trouble::NoRepository),
        ("unknown revision", Trouble::NoCommit),
        ("bad revision", Trouble::NoCommit),
    ];
    Err(reasons.into_iter().find(|(words, _)| said.contains(words)).map_or(Trouble::Other, |(_, why)| why))
}
