//! Where a workflow gets Daring from: the variables at the head of those that we write.

use super::step::{Workflow, get, map, string};
use super::{Facts, Remark};
use crate::settings::Field;

/// What the variables of a workflow begin with in the two hosts' words.
const VARIABLES: [&str; 2] = ["env", "variables"];

/// Judges every workflow and pipeline that knows the variables.
pub(super) fn examine(facts: &Facts) -> Vec<Remark> {
    let files = facts.workflows.iter().chain(&facts.gitlab);
    files.filter_map(|file| compiled(&Workflow::parse(&file.path, &file.text)?)).collect()
}

/// A workflow that is left to compile Daring from crates.io. Remove this check, and the sentence of the
/// README about it, when the first version is published there.
fn compiled(workflow: &Workflow<'_>) -> Option<Remark> {
    let variables = VARIABLES.iter().find_map(|name| get(workflow.fields(), name)).map(map)?;
    let releases = variables.iter().find(|field| field.key == "DARING_RELEASES")?;
    let is_empty = string(&releases.node).is_none_or(|address| address.trim().is_empty());
    if !is_empty || has_image(variables) || !workflow.text.contains("cargo install") {
        return None;
    }
    let message =
        "`DARING_RELEASES` is empty, so Daring is compiled from crates.io, where it is not published yet";
    let fix = "set it to the folder of the releases, `https://github.com/OWNER/daring/releases/download`, and `DARING_SHA256` to the sum of the archive";
    Some(Remark::warning("program", message, fix).at(workflow.path, workflow.line(releases.key_span.start)))
}

/// Whether jobs of GitLab run in an image that has Daring in it: any but the one that compiles.
fn has_image(variables: &[Field]) -> bool {
    let image = get(variables, "DARING_IMAGE").and_then(string);
    image.is_some_and(|image| !image.is_empty() && !image.starts_with("rust:"))
}
