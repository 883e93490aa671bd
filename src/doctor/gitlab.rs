//! `.gitlab-ci.yml`.

use super::step::{Workflow, get, map, string, strings};
use super::{Facts, Remark};
use crate::config::UrlStyle;
use crate::settings::Value;

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
    let is_pages = |name: &str| {
        root.iter()
            .find(|field| field.key == name || (name.is_empty() && get(map(&field.node), "pages").is_some()))
    };
    let Some(job) = is_pages("pages").or_else(|| is_pages("")) else {
        let message = "no job publishes the handbook: GitLab takes the site from a job called `pages`";
        let fix =
            "call the job `pages`; `daring init --ci gitlab` writes an example where there is no pipeline";
        remarks.push(Remark::error("workflow", message, fix).at(&file.path, None));
        return remarks;
    };
    let fields = map(&job.node);
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
