//! Into which folder a workflow of GitHub lets Daring put the site.

use super::Facts;
use super::step::{Workflow, get, map, string};
use crate::settings::Field;

/// Returns that folder, from the root of the repository; `None` where only a run would tell.
pub(super) fn built_folder(facts: &Facts, workflow: &Workflow<'_>) -> Option<String> {
    for job in workflow.jobs() {
        for step in job.steps() {
            let Some((script, _)) = step.run() else { continue };
            let own = get(step.fields, "working-directory").and_then(string);
            let folder = own
                .or_else(|| default_folder(job.fields))
                .or_else(|| default_folder(workflow.fields()))
                .unwrap_or("");
            if let Some(build) = builds(script).into_iter().find(|build| !build.is_of_other_project()) {
                return build.folder(facts, folder);
            }
        }
    }
    Some(usual(facts))
}

/// The folder of scripts, as `defaults` of a job or of a workflow have it.
fn default_folder(fields: &[Field]) -> Option<&str> {
    let run = get(map(get(fields, "defaults")?), "run")?;
    string(get(map(run), "working-directory")?)
}

/// Where the site goes when nobody says.
fn usual(facts: &Facts) -> String {
    match facts.git.as_ref().and_then(|git| git.folder.as_deref()) {
        Some(folder) => format!("{folder}/{}", facts.output),
        None => facts.output.clone(),
    }
}

/// What stands behind `daring build`.
struct Build<'a>(Vec<&'a str>);

/// Every call of `daring build` in a script.
fn builds(script: &str) -> Vec<Build<'_>> {
    let words = words(script);
    let is_program = |word: &str| word.trim_start_matches('(').rsplit('/').next() == Some("daring");
    let mut found = Vec::new();
    for line in words.split(|word| *word == "\n") {
        let Some(program) = line.iter().position(|word| is_program(word)) else { continue };
        let Some(build) = line[program..].iter().position(|word| *word == "build") else { continue };
        let arguments = line[program + build + 1..].iter().flat_map(|word| arguments(word, &words));
        found.push(Build(arguments.collect()));
    }
    found
}

/// The words of a script without remarks and quotes, with a line break where a command ends.
fn words(script: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut goes_on = false;
    for line in script.lines() {
        if !goes_on {
            words.push("\n");
        }
        let line = line.trim();
        goes_on = line.ends_with('\\');
        for word in line.trim_end_matches('\\').split_whitespace() {
            if word.starts_with('#') {
                break;
            }
            if matches!(word, "&&" | "||" | "|" | ";") {
                words.push("\n");
                continue;
            }
            let bare = word.trim_end_matches(';');
            words.push(bare.trim_matches(['"', '\'']));
            if bare.len() < word.len() {
                words.push("\n");
            }
        }
    }
    words
}

/// A word, or those of the array that it stands for.
fn arguments<'a>(word: &'a str, words: &[&'a str]) -> Vec<&'a str> {
    let name = word.strip_prefix("${").and_then(|word| word.strip_suffix("[@]}"));
    let start = name.and_then(|name| {
        let is_it = |word: &&str| word.strip_prefix(name).is_some_and(|rest| rest.starts_with("=("));
        words.iter().position(is_it)
    });
    let Some(start) = start else { return vec![word] };
    let mut found = Vec::new();
    for (at, word) in words[start..].iter().enumerate() {
        let inner = if at == 0 { word.split_once('(').map_or("", |(_, word)| word) } else { word };
        found.push(inner.trim_end_matches(')').trim_matches(['"', '\'']));
        if word.ends_with(')') {
            break;
        }
    }
    found
}

impl Build<'_> {
    fn value(&self, keys: &[&str]) -> Option<&str> {
        let mut words = self.0.iter();
        while let Some(word) = words.next() {
            if keys.contains(word) {
                return words.next().copied();
            }
            let value = word.split_once('=').filter(|(key, _)| keys.contains(key));
            if let Some((_, value)) = value {
                return Some(value);
            }
        }
        None
    }

    /// Another state of the project is built to compare with.
    fn is_of_other_project(&self) -> bool {
        self.value(&["--root"]).is_some_and(|root| root.contains('$'))
    }

    fn folder(&self, facts: &Facts, working: &str) -> Option<String> {
        let Some(out) = self.value(&["--out", "-o", "--output-dir"]) else { return Some(usual(facts)) };
        let working = working.strip_prefix("./").unwrap_or(working).trim_end_matches('/');
        if out.contains('$') || working.contains('$') {
            return None;
        }
        let out = out.strip_prefix("./").unwrap_or(out).trim_end_matches(')');
        let is_here = out.starts_with('/') || matches!(working, "" | ".");
        Some(if is_here { out.to_owned() } else { format!("{working}/{out}") })
    }
}
