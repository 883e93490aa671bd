//! `.gitlab-ci.yml`.

use super::step::{Workflow, get, map, string, strings};
use super::workflow::is_deployed;
use super::{Facts, Remark, TextFile};
use crate::config::UrlStyle;
use crate::scaffold::Origin;
use crate::settings::{Field, Value};

/// All that a job says, and what it takes from others.
struct Whole {
    fields: Vec<Field>,
    /// Whether all of it stands in this file.
    is_known: bool,
}

/// The job that publishes: the one called `pages`, or one that says so.
fn publishing(root: &[Field]) -> Option<(&Field, Whole)> {
    let job = |field| (field, whole(root, field, 0));
    let named = root.iter().find(|field| field.key == "pages").map(job);
    let has_pages = |(_, whole): &(&Field, Whole)| get(&whole.fields, "pages").is_some();
    named.or_else(|| root.iter().filter(|field| !field.key.starts_with('.')).map(job).find(has_pages))
}

/// What a job says comes before what it extends, of which the last says it first.
fn whole(root: &[Field], job: &Field, depth: usize) -> Whole {
    let mut all = Whole { fields: map(&job.node).to_vec(), is_known: get(root, "include").is_none() };
    let names = get(map(&job.node), "extends").map(strings).unwrap_or_default();
    for name in names.into_iter().rev() {
        let other = root.iter().find(|field| field.key == name).filter(|_| depth < 10);
        let other = other.map(|field| whole(root, field, depth + 1));
        all.is_known &= other.as_ref().is_some_and(|other| other.is_known);
        for field in other.into_iter().flat_map(|other| other.fields) {
            if get(&all.fields, &field.key).is_none() {
                all.fields.push(field);
            }
        }
    }
    all
}

/// Whether GitHub publishes the handbook, as far as can be told, and this pipeline has nothing to do with it.
pub(super) fn is_for_something_else(facts: &Facts, file: &TextFile) -> bool {
    let origin = facts.git.as_ref().and_then(|git| git.origin.as_ref());
    is_deployed(facts) || (origin.is_some_and(Origin::is_github) && !file.text.contains("daring"))
}

fn elsewhere() -> Remark {
    let message =
        "a part of this pipeline is in other files, so it is not known whether it publishes the handbook";
    Remark::note(
        "workflow",
        message,
        "see in GitLab's pipeline editor, under \"Full configuration\", what the job `pages` does",
    )
}

/// Judges the pipeline of GitLab.
pub(super) fn examine(facts: &Facts) -> Vec<Remark> {
    let Some(file) = &facts.gitlab else { return Vec::new() };
    let Some(pipeline) = Workflow::parse(&file.path, &file.text) else {
        let message = "this pipeline is no YAML, so GitLab runs nothing";
        return vec![
            Remark::error("workflow", message, "mend it: GitLab's pipeline editor says where")
                .at(&file.path, None),
        ];
    };
    let mut remarks = Vec::new();
    let root = pipeline.fields();
    let Some((job, Whole { fields, is_known })) = publishing(root) else {
        if is_for_something_else(facts, file) {
            return remarks;
        }
        if get(root, "include").is_some() {
            remarks.push(elsewhere().at(&file.path, None));
            return remarks;
        }
        let message = "no job publishes the handbook: GitLab takes the site from a job called `pages`";
        let fix =
            "call the job `pages`; `daring init --ci gitlab` writes an example where there is no pipeline";
        remarks.push(Remark::error("workflow", message, fix).at(&file.path, None));
        return remarks;
    };
    let fields = &fields[..];
    let line = pipeline.line(job.key_span.start);
    let folder =
        get(fields, "publish").or_else(|| get(fields, "pages").and_then(|pages| get(map(pages), "publish")));
    let folder = folder.and_then(string).unwrap_or("public").trim_end_matches('/');
    let kept =
        get(fields, "artifacts").and_then(|node| get(map(node), "paths")).map(strings).unwrap_or_default();
    if !kept.iter().any(|path| path.trim_end_matches('/') == folder) && get(fields, "pages").is_none() {
        let message =
            format!("the job `{}` keeps no artifact `{folder}`, so there is nothing to publish", job.key);
        let fix = format!("add `artifacts: {{paths: [{folder}]}}` to the job");
        remarks.push(Remark::error("artifact", message, fix).at(&file.path, line));
    }
    if !file.text.contains(&format!("--out {folder}")) && facts.output != folder {
        let message = format!("the site is built into `{}`, and GitLab publishes `{folder}`", facts.output);
        let fix = format!("pass `--out {folder}` to daring build");
        remarks.push(Remark::error("artifact", message, fix).at(&file.path, line));
    }
    if get(fields, "rules").is_none() && get(fields, "only").is_none() {
        let message =
            format!("the job `{}` runs for every branch, so each of them is published in turn", job.key);
        let fix = "add `rules: [{if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]` to the job";
        remarks.push(Remark::error("pull-requests", message, fix).at(&file.path, line));
    }
    if !is_known && !remarks.is_empty() {
        return vec![elsewhere().at(&file.path, line)];
    }
    let depth = get(root, "variables").and_then(|node| get(map(node), "GIT_DEPTH"));
    let is_whole = depth.is_some_and(|node| match &node.value {
        Value::String(depth) => depth == "0",
        Value::Integer(depth) => *depth == 0,
        _ => false,
    });
    if !is_whole {
        let message = "only the last commits are fetched, so when a page last changed is not known";
        remarks.push(
            Remark::warning("shallow-clone", message, "add `variables: {GIT_DEPTH: \"0\"}`")
                .at(&file.path, None),
        );
    }
    if file.text.contains("expose_as") && facts.config.url_style == UrlStyle::Directory {
        let message =
            "GitLab shows artifacts as files, where a link to a folder opens a list instead of its page";
        let fix = "`url_style = \"file\"` makes links that open there, too";
        remarks.push(Remark::note("review", message, fix).at(&file.path, None));
    }
    remarks
}
